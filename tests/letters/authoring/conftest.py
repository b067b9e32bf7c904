"""What the tests of authoring share: the sample office."""

from __future__ import annotations

from tests.letters.conftest import contoh

__all__ = ["contoh"]
