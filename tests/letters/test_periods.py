"""The letters of the sample office in other years: names, ranks, urgency, numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from formulir.letters.context import dress_konteks
from formulir.letters.drafts import make_drafts
from formulir.letters.jenis import list_jenis, load_jenis
from formulir.letters.profil import load_profil, load_profiles
from formulir.model import Scope
from formulir.records.importing.lacking import tell_addressees
from formulir.records.ledger.book import Book, tell_codes
from formulir.settings import Settings
from tests.letters.docx import read_text
from tests.letters.shipped import TANGGAL, TEMPLATES, fill

TODAY = "Pendidikan Anak Usia Dini, Pendidikan Dasar, dan Pendidikan Menengah"


@pytest.mark.parametrize("kode", ["01.1", "01.3", "01.7", "02.1"])
def test_a_day_without_a_directorate_general_is_told_and_no_name_is_made_up(
    contoh, kode
):
    for tanggal, lacking in ((date(2015, 4, 28), 1), (date(2015, 4, 29), 0)):
        _, rows = contoh.gather(kode, tanggal, wilayah="33")
        cells = [c for row in rows for c in row["kurang"] if c["nilai"] == "DIKDASMEN"]
        assert len(cells) == lacking * len(rows)
        told = tell_addressees(
            contoh.db, [(f"{kode} k", cell) for cell in cells], tanggal=tanggal
        )
        assert len(told) == lacking
        assert all("is known for 2015-04-28; add its office" in f.reason for f in told)


@pytest.mark.parametrize(
    ("tanggal", "named"),
    [
        (date(2016, 4, 22), "Pendidikan Dasar dan Menengah"),
        (date(2019, 12, 16), "Pendidikan Dasar dan Menengah"),
        (date(2019, 12, 17), TODAY),
        (date(2026, 4, 30), TODAY),
    ],
)
def test_an_appointment_is_signed_for_the_directorate_general_of_its_day(
    contoh, tanggal, named
):
    _, rows = contoh.gather("01.7", tanggal, wilayah="33")
    konteks = rows[0]["utuh"]
    atas_nama = konteks["penandatangan"]["atas_nama"].replace("\N{NO-BREAK SPACE}", " ")
    assert atas_nama == f"Direktur Jenderal {named}"
    assert konteks["tembusan"][1] == f"Sekretaris Direktorat Jenderal {named}"
    assert konteks["surat"]["dasar"].endswith(f"dari Direktorat Jenderal {named}")


def test_a_rank_is_printed_where_the_rules_of_the_day_want_it(contoh):
    shown = {
        tanggal.year: {
            row["golongan"]: row["utuh"]["penandatangan"]["pangkat"] != ""
            for row in contoh.gather("01.1", tanggal, wilayah="33")[1]
        }
        for tanggal in (date(2016, 3, 21), date(2021, 3, 21), date(2026, 3, 21))
    }
    assert shown == {
        2016: {"kementerian": True, "pemda": True},
        2021: {"kementerian": False, "pemda": True},
        2026: {"kementerian": False, "pemda": True},
    }


def test_urgency_and_secrecy_are_two_fields(contoh):
    jenis, rows = contoh.gather("01.1", wilayah="33")
    surat = rows[0]["utuh"]["surat"]
    assert (surat["sifat"], surat["keamanan"]) == ("Segera", "")
    secret = replace(jenis, keamanan="Rahasia", sifat="Sangat Segera")
    profil = load_profil(TEMPLATES, golongan="pemda", tanggal=TANGGAL)
    konteks = dress_konteks(rows[0]["konteks"], secret, profil)
    konteks |= {"naskah": rows[0]["utuh"]["naskah"], "profil": profil.as_konteks()}
    letter = read_text(fill(secret, konteks, golongan="pemda"))
    assert "Sifat\t:\tSangat Segera/Rahasia" in letter


def test_a_dinas_writes_to_the_right_and_the_ministry_to_the_left(contoh):
    shown = {}
    for year in (2016, 2026):
        jenis, rows = contoh.gather("01.1", date(year, 3, 21), wilayah="33")
        for row in rows:
            letter = read_text(fill(jenis, row["utuh"], golongan=row["golongan"]))
            begin = next(one for one in letter if one.startswith("Yth."))
            shown[row["golongan"], year] = ("Kepada" in letter, "\ndi " in begin)
    assert shown == {
        ("kementerian", 2016): (False, True),
        ("kementerian", 2026): (False, False),
        ("pemda", 2016): (True, False),
        ("pemda", 2026): (True, False),
    }


@pytest.mark.parametrize("kode", ["01.1", "02.1"])
def test_a_dinas_with_a_profile_of_an_earlier_version_writes_to_the_left(contoh, kode):
    jenis, rows = contoh.gather(kode, wilayah="33")
    konteks = next(row["utuh"] for row in rows if row["golongan"] == "pemda")
    letters = []
    for side in ("kanan", "kiri"):
        konteks["profil"] = {**konteks["profil"], "yth_letak": side}
        letters.append(read_text(fill(jenis, konteks, golongan="pemda")))
    for begin in ("Yth.", "Nomor\t", "Perihal\t"):
        right, left = (
            sum(one.startswith(begin) for one in letter) for letter in letters
        )
        assert right == left >= 1
    assert ["Kepada" in letter for letter in letters] == [True, False]


@pytest.mark.parametrize(("year", "line"), [(2016, "1 (satu) berkas"), (2026, "Satu")])
def test_attachments_are_counted_as_the_rules_of_the_day_want(contoh, year, line):
    jenis, rows = contoh.gather("01.7", date(year, 4, 22), wilayah="33")
    letter = read_text(fill(jenis, rows[0]["utuh"]))
    (shown,) = [one for one in letter if one.startswith("Lampiran\t:\t")][:1]
    assert line in shown
    konteks = dress_konteks(
        {
            **rows[0]["konteks"],
            "surat": {**rows[0]["konteks"]["surat"], "lampiran": ""},
        },
        jenis,
        load_profil(TEMPLATES, golongan="kementerian", tanggal=date(year, 4, 22)),
    )
    konteks = {**rows[0]["utuh"], "surat": konteks["surat"]}
    letter = read_text(fill(jenis, konteks))
    assert ("Lampiran\t:\t-" in letter) == (year == 2016)


@pytest.mark.parametrize("kode", list_jenis(TEMPLATES))
def test_no_kind_gives_a_code_of_a_pemda_to_a_number_of_the_ministry(kode):
    jenis = load_jenis(TEMPLATES, kode=kode)
    if "kementerian" in jenis.list_golongan():
        own = jenis.kode_golongan["kementerian"]
        codes = {**jenis.kode_nomor, **own}
        assert "klasifikasi" not in codes


def test_the_series_of_a_ministry_office_says_its_classification(contoh):
    jenis, rows = contoh.gather("01.5", date(2026, 5, 7), wilayah="33")
    mohon = Scope(tahun=2016, tanggal=date(2026, 5, 7), settings=Settings())
    profil = load_profiles(TEMPLATES, rows, tanggal=mohon.tanggal)
    seri = {"LPMP": ["LPMP"]}
    drafts = make_drafts(rows, jenis, mohon, profil=profil, seri=seri, lampiran={})
    contoh.db.conn.execute("BEGIN")
    try:
        contoh.db.conn.execute(
            "INSERT INTO seri (kode, berlaku_dari, instansi, pola, isi) VALUES"
            " ('LPMP', '2026-05-06', 'LPMP', '{urut:04}/{unit}/{klasifikasi}/{tahun}',"
            ' \'{"unit": "C7.4", "klasifikasi": "DM.00.02"}\')'
        )
        assert list(tell_codes(contoh.db, drafts, jenis.kode_nomor)) == []
        book = Book(db=contoh.db, kode_hal=jenis.kode_nomor)
        assert book.take(drafts[0]).nomor == "0001/C7.4/DM.00.02/2026"
    finally:
        contoh.db.conn.execute("ROLLBACK")
