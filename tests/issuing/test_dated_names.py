"""A name that nobody has on record for the day of a letter is told, not made up."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import pytest

from formulir.issuing.check import make_sample
from formulir.records.importing.lacking import tell_addressees, tell_undated

DAY = date(2016, 4, 22)


@pytest.fixture(scope="module")
def sample():
    db = make_sample()
    with closing(db.conn):
        yield db


def test_an_office_without_a_row_of_the_day_is_told_once_with_its_cure(sample):
    asked = [("01.7 a", "LPMP"), ("01.7 b", "LPMP")]
    assert tell_undated(sample, asked, tanggal=DAY) == []
    name, signer = tell_undated(sample, asked, tanggal=date(2009, 12, 31))
    assert str(name) == (
        "instansi LPMP: instansi LPMP has no row for 2009-12-31; add one to table "
        "instansi with the name of that day, or correct its berlaku_dari and "
        "berlaku_sampai; letter 01.7 a needs it"
    )
    assert signer.place == "pejabat LPMP"
    assert "nobody signs for instansi LPMP on 2009-12-31" in signer.reason
    assert not name.warning
    assert not signer.warning


def test_an_office_that_has_a_name_and_nobody_to_sign_lacks_the_signer(sample):
    (told,) = tell_undated(sample, [("01.1 a", "DISDIK-33.74")], tanggal=DAY)
    assert told.place == "pejabat DISDIK-33.74"


def test_a_province_without_an_lpmp_is_told_as_such(sample):
    cell = {"tabel": "instansi", "kunci": "lpmp", "kolom": "wilayah", "nilai": "35"}
    (told,) = tell_addressees(sample, [("02.1 a", cell)], tanggal=DAY)
    assert "no LPMP of 35 Jawa Timur is on record for 2016-04-22" in told.reason
    assert "(jenis lpmp, wilayah 35)" in told.reason
