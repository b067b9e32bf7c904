"""The SQL functions that give a letter its office and spell what it says."""

from __future__ import annotations

import json

import pytest

from formulir.records.office.wilayah import load_wilayah
from formulir.records.sql.functions import sql_functions
from tests.records.rules.test_calon import put


@pytest.fixture
def office(db):
    load_wilayah(db)
    for dari, sampai, nama in (
        ("2010-01-01", "2022-04-06", "LPMP Contoh"),
        ("2022-04-07", None, "BPMP Contoh"),
    ):
        put(
            db,
            "instansi",
            kode="LPMP",
            berlaku_dari=dari,
            berlaku_sampai=sampai,
            jenis="lpmp",
            wilayah="33",
            induk="Kementerian Contoh",
            nama=nama,
            alamat="Jalan Contoh 1",
            kota="Semarang",
            telepon="(024) 5550110",
        )
    put(
        db,
        "pejabat",
        instansi="LPMP",
        peran="kepala",
        berlaku_dari="2010-01-01",
        jabatan="Kepala LPMP",
        nama="Contoh",
        awalan="Plt.",
    )
    return db


def call(db, name, *args, **options):
    return sql_functions(db, **options)[name][1](*args)


def test_a_letterhead_is_that_of_the_date(office):
    for iso, nama in (("2022-04-06", "LPMP Contoh"), ("2022-04-07", "BPMP Contoh")):
        kop = json.loads(call(office, "kop", "LPMP", iso))
        assert (kop["jenis"], kop["nama"]) == ("lpmp", nama)
        assert kop["kontak"] == "Telepon\N{NO-BREAK SPACE}(024) 5550110"
        assert kop["daring"] is None


@pytest.mark.parametrize("instansi", ["LPMP", "NOBODY", None])
def test_an_office_that_is_not_on_record_has_blank_fields(office, instansi):
    kop = json.loads(call(office, "kop", instansi, "2009-12-31"))
    assert set(kop.values()) == {None}
    signer = json.loads(call(office, "pejabat", instansi, "kepala", "2009-12-31"))
    assert set(signer.values()) == {None}


def test_who_signs_is_named_with_the_prefix_of_the_office(office):
    signer = json.loads(call(office, "pejabat", "LPMP", "kepala", "2016-03-14"))
    assert (signer["awalan"], signer["jabatan"]) == ("Plt.", "Kepala LPMP")


def test_a_kabupaten_belongs_to_the_quality_office_of_its_province(office):
    for kode in ("33", "33.19"):
        assert call(office, "lpmp", kode, "2016-03-14") == "LPMP"
    assert call(office, "lpmp", "34", "2016-03-14") is None
    assert call(office, "lpmp", "33", "2009-03-14") is None


def test_a_decision_of_the_office_reaches_a_query(office):
    assert call(office, "setelan", "menit_per_jp") == 60
    given = {"bernomor": ("01.3", "01.6")}
    assert call(office, "setelan", "bernomor", settings=given) == "01.3,01.6"
    assert call(office, "setelan", "tidak ada", settings=given) is None


@pytest.mark.parametrize(
    ("name", "args", "wanted"),
    [
        ("hari", ("2016-04-15",), "Jumat"),
        ("rentang", ("2016-04-11", "2016-04-11"), "11 April 2016"),
        (
            "rentang",
            ("2016-12-30", "2017-01-02"),
            "30 Desember 2016 s.d. 2 Januari 2017",
        ),
        ("rentang", (None, "2016-04-11"), None),
        (
            "tanggal_terbilang",
            ("2016-03-14",),
            "empat belas bulan Maret tahun dua ribu enam belas",
        ),
        ("desimal", (1.75,), "1,75"),
        ("desimal", (100.0,), "100"),
        ("desimal", (None,), None),
        ("zona_waktu", ("91.02",), "WIT"),
        ("zona_waktu", ("xx",), None),
    ],
)
def test_dates_and_figures_are_spelled_as_letters_do(office, name, args, wanted):
    assert call(office, name, *args) == wanted
