"""What the tests of issuing share: the LibreOffice that the press's tests hold."""

from __future__ import annotations

from tests.press.conftest import mesin, worker

__all__ = ["mesin", "worker"]
