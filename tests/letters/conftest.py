"""What the tests of letters share: the sample office, and the press's LibreOffice."""

from __future__ import annotations

import pytest

from tests.letters.shipped import open_contoh
from tests.press.conftest import mesin, worker

__all__ = ["mesin", "worker"]


@pytest.fixture(scope="module")
def contoh():
    with open_contoh() as contoh:
        yield contoh
