"""What the tests of records share: a store that knows the regions."""

from __future__ import annotations

import pytest

from formulir.records.office.wilayah import load_wilayah


@pytest.fixture
def regions(db):
    load_wilayah(db)
    return db
