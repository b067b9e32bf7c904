"""Profiles of layout: the one of a class and date, or all that is wrong with them."""

from __future__ import annotations

from datetime import date

import pytest

from formulir.errors import TemplateFaultyError
from formulir.letters.profil import KAKI_TTE, WORDS, check_profil, load_profil
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
    told = {
        "huruf": "Arial",
        "ukuran_pt": 11,
        "label_hal": "Hal",
        "tampilkan_sifat": False,
        "tampilkan_tempat": True,
    }
    assert profil.as_konteks() == OLDER | told


OLDER = {
    "dasar": "",
    "kop_huruf": "",
    "kop_ukuran_induk": 0,
    "kop_ukuran_nama": 0,
    "kop_ukuran_alamat": 0,
    "kop_garis": "ganda",
    "tampilkan_pangkat": True,
    "nama_tebal": True,
    "lampiran_gaya": "angka-huruf",
    "lampiran_kosong": "garis",
    "yth_letak": "kiri",
    "yth_di": True,
    "tanda_tangan": "basah",
    "cap": "cetak",
    "qr_letak": "tanda_tangan",
    "kaki_tte": "",
    "nomor_halaman": "atas",
}
"""What a file that was copied from version 0.1.0 prints: what it always has."""


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
    second = PEMDA.replace("2006-01-01", "2006").replace("= 11", "= -1")
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


SHIPPED = [shipped("templates")]


def write(folder, *profiles):
    text = "\n".join(profiles)
    (folder / "profil.toml").write_text(text, encoding="utf-8")


def test_periods_of_one_class_may_not_overlap_whatever_their_order(tmp_path):
    late = PEMDA.replace("2006-01-01", "2016-06-01").replace("2016-12-31", "2030-12-31")
    school = late.replace("pemda", "sekolah")
    write(tmp_path, late, school, PEMDA)
    (told,) = faults(tmp_path)
    assert told == (
        "profil.toml:profil[1].berlaku_dari: overlaps profil[3] of golongan pemda, "
        "which ends on 2016-12-31; end that one on the day before"
    )
    write(tmp_path, PEMDA.replace("berlaku_sampai = 2016-12-31\n", ""), late)
    (told,) = faults(tmp_path)
    assert "which has no end" in told


def test_a_gap_is_told_by_check_and_refused_only_on_its_days(tmp_path):
    late = PEMDA.replace("2006-01-01", "2017-02-01").replace("2016-12-31", "2030-12-31")
    write(tmp_path, PEMDA, late)
    (told,) = check_profil([tmp_path])
    assert told.warning
    assert "from 2017-01-01 to 2017-01-31" in told.reason
    assert load(tmp_path, tanggal=date(2017, 2, 1)).huruf == "Arial"
    (told,) = faults(tmp_path, tanggal=date(2017, 1, 31))
    assert "has no profile of golongan pemda for 2017-01-31" in told
    write(tmp_path, PEMDA, late.replace("2017-02-01", "2017-01-01"))
    assert check_profil([tmp_path]) == []


def test_check_tells_what_no_letter_has_met(tmp_path):
    write(tmp_path, PEMDA, PEMDA.replace("pemda", "pemkab"))
    (told,) = check_profil([tmp_path])
    assert told.reason == "must be one of kementerian, pemda, sekolah"
    (told,) = check_profil([tmp_path / "tidak-ada"])
    assert told.reason == "no folder of templates holds it"
    assert check_profil(SHIPPED) == []


def test_a_period_does_not_end_before_it_begins(tmp_path):
    write(tmp_path, PEMDA.replace("2016-12-31", "2005-12-31"))
    (told,) = faults(tmp_path)
    assert told.endswith("must be a day that is not before berlaku_dari")


@pytest.mark.parametrize("key", WORDS)
def test_a_word_that_is_not_known_is_told_with_those_that_are(tmp_path, key):
    write(tmp_path, f'{PEMDA}{key} = "kiri-kanan"\n')
    words = ", ".join(WORDS[key])
    assert faults(tmp_path) == [f"profil.toml:profil[1].{key}: must be one of {words}"]


def test_a_certificate_leaves_its_place_free_of_stamp_and_code(tmp_path):
    write(tmp_path, f'{PEMDA}tanda_tangan = "tte"\n')
    profil = load(tmp_path)
    assert (profil.cap, profil.qr_letak) == ("tidak", "kaki")
    assert profil.kaki_tte == KAKI_TTE
    write(
        tmp_path,
        f'{PEMDA}tanda_tangan = "tte"\ncap = "cetak"\nqr_letak = "tanda_tangan"\n',
    )
    told = faults(tmp_path)
    assert [one.partition(":profil[1].")[2].split()[0] for one in told] == [
        "cap:",
        "qr_letak:",
    ]
    assert 'must be "tidak" where tanda_tangan is "tte"' in told[0]


def test_no_letter_that_is_signed_by_hand_claims_a_certificate(tmp_path):
    write(tmp_path, f'{PEMDA}kaki_tte = "Ditandatangani secara elektronik."\n')
    assert load(tmp_path).kaki_tte == ""


@pytest.mark.parametrize(
    ("golongan", "tanggal", "shown"),
    [
        ("kementerian", "2021-01-31", ("Times New Roman", True, "cetak", "kiri")),
        ("kementerian", "2021-02-01", ("Arial", False, "tidak", "kiri")),
        ("kementerian", "2026-01-04", ("Arial", False, "tidak", "kiri")),
        ("kementerian", "2026-01-05", ("Arial", False, "tidak", "kiri")),
        ("pemda", "2016-03-14", ("Times New Roman", True, "cetak", "kanan")),
        ("pemda", "2026-03-14", ("Arial", True, "tidak", "kanan")),
    ],
)
def test_a_shipped_profile_ends_on_the_day_before_the_next(golongan, tanggal, shown):
    day = date.fromisoformat(tanggal)
    profil = load_profil(SHIPPED, golongan=golongan, tanggal=day)
    own = (profil.huruf, profil.tampilkan_pangkat, profil.cap, profil.yth_letak)
    assert own == shown


def test_each_period_of_the_ministry_names_its_rule():
    days = (date(2016, 4, 1), date(2026, 1, 4), date(2026, 1, 5))
    told = [load_profil(SHIPPED, golongan="kementerian", tanggal=day) for day in days]
    assert [one.dasar.split()[-1] for one in told] == ["74/2015", "3/2021", "2/2026"]
