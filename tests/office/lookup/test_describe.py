"""Letters by the names of what they are about."""

from __future__ import annotations

from datetime import date

import pytest

from formulir.office.lookup.describe import make_namer, name_wilayah
from formulir.records.office.wilayah import load_wilayah
from formulir.records.store import memory_store


@pytest.fixture(scope="module")
def db():
    store = memory_store()
    load_wilayah(store)
    return store


def test_a_region_is_named_in_short_as_of_a_day(db):
    assert name_wilayah(db, "33.19", None) == "Kab. Kudus"
    assert name_wilayah(db, "53.15", date(2007, 1, 1)) == "Kab. Manggarai Barat"


def test_a_code_that_no_region_ever_had_stands_for_itself(db):
    assert name_wilayah(db, "33.99", None) == "33.99"


def test_where_the_subjects_are_unknown_the_letter_is_named_by_where_it_was_issued(db):
    name = make_namer(db)
    assert name({"subjek": ["33.19", "33.99"]}, "2016-03-14") == "Kab. Kudus, 33.99"
    assert name({"penerbit": "33.19"}, None) == "Kab. Kudus"
