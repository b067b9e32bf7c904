"""A name that nobody has on record for the day of a letter is told, not made up."""

from __future__ import annotations

import io
import zipfile
from contextlib import closing
from datetime import date

import pytest

from formulir.issuing.check import check_jenis, make_sample
from formulir.office.kantor import shipped
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


def test_check_tells_what_a_letter_of_an_office_lacks_for_a_certificate(
    sample, tmp_path
):
    folders = [tmp_path, shipped("templates")]
    text = (shipped("templates") / "profil.toml").read_text("utf-8")
    text = text.replace('tanda_tangan = "basah"', 'tanda_tangan = "tte"')
    (tmp_path / "profil.toml").write_text(text, encoding="utf-8")
    assert check_jenis(folders, sample, kode="01.4") == []
    (tmp_path / "01.4").mkdir()
    own = shipped("templates") / "01.4" / "surat.docx"
    data = own.read_bytes()
    assert data.count(b"profil.kaki_tte") == 1  # nothing is compressed in it
    (tmp_path / "01.4" / "surat.docx").write_bytes(_drop_foot(data))
    (told,) = check_jenis(folders, sample, kode="01.4")
    assert told.reason.startswith("its footer does not print profil.kaki_tte")
    assert not told.warning


def _drop_foot(docx):
    """Return a letter without the tag in its footer, as an earlier version had it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item, data.replace(b"{{ profil.kaki_tte }}", b""))
    return out.getvalue()
