"""What the tests of letters share: the sample office."""

from __future__ import annotations

import pytest

from tests.letters.shipped import open_contoh


@pytest.fixture(scope="module")
def contoh():
    with open_contoh() as contoh:
        yield contoh
