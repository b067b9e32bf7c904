"""Profiles of layout: the one of a class and date, or all that is wrong with them."""

from __future__ import annotations

from datetime import date

import pytest

from formulir.errors import TemplateFaultyError
from formulir.letters.profil import load_profil
from formulir.office.kantor import shipped

PEMDA = """\
[[profil]]
golongan = "pemda"
berlaku_dari = 2006-01-01
berlaku_sampai = 2016-12-31
huruf = "Arial"
ukuran_pt = 11
label_hal = "Hal"
tampilkan_sifat = false
tampilkan_tempat = true
"""
DATE = "a date such as 2016-03-14, without quotes"


def load(folder, *, tanggal=date(2016, 3, 14), golongan="pemda"):
    return load_profil([folder], golongan=golongan, tanggal=tanggal)


def faults(folder, **asked):
    with pytest.raises(TemplateFaultyError) as caught:
        load(folder, **asked)
    return [str(f).removeprefix(f"{folder}/") for f in caught.value.faults]


def test_an_offices_profile_goes_before_the_shipped_one(tmp_path):
    (tmp_path / "profil.toml").write_text(PEMDA, encoding="utf-8")
    folders = [tmp_path / "tidak-ada", tmp_path, shipped("templates")]
    tanggal = date(2016, 12, 31)
    profil = load_profil(folders, golongan="pemda", tanggal=tanggal)
    assert profil.as_konteks() == {
        "huruf": "Arial",
        "ukuran_pt": 11,
        "label_hal": "Hal",
        "tampilkan_sifat": False,
        "tampilkan_tempat": True,
    }


def test_a_profile_ends_with_its_last_day(tmp_path):
    (tmp_path / "profil.toml").write_text(PEMDA, encoding="utf-8")
    (told,) = faults(tmp_path, tanggal=date(2017, 1, 1))
    assert told == "profil.toml: has no profile of golongan pemda for 2017-01-01"
    text = PEMDA.replace("berlaku_sampai = 2016-12-31\n", "")
    (tmp_path / "profil.toml").write_text(text, encoding="utf-8")
    assert load(tmp_path, tanggal=date(2017, 1, 1)).huruf == "Arial"


def test_no_file_at_all_is_told(tmp_path):
    assert faults(tmp_path) == ["profil.toml: no folder of templates holds it"]


def test_every_fault_of_every_profile_is_told_at_once(tmp_path):
    second = PEMDA.replace("2006-01-01", '"2006-01-01"').replace("= 11", "= -1")
    second = second.replace("= false", '= "tidak"').replace("huruf", "hurup")
    (tmp_path / "profil.toml").write_text(f"x = 1\n{PEMDA}{second}", encoding="utf-8")
    assert faults(tmp_path) == [
        f"profil.toml:profil[2].berlaku_dari: must be {DATE}",
        "profil.toml:profil[2].huruf: is missing (text in quotes)",
        "profil.toml:profil[2].ukuran_pt: must be a size in points",
        "profil.toml:profil[2].tampilkan_sifat: must be true or false",
        "profil.toml:x: is not known here, where the keys are profil",
        "profil.toml:profil[2].hurup: is not known here, did you mean huruf?",
    ]
