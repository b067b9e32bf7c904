"""The workbook behind the recapitulation says what the letter says, and draws it."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from formulir.model import Scope
from formulir.records.forms.rekap import write_rekap_monev
from formulir.records.sql.monev import read_rekap_monev
from formulir.settings import Settings
from tests.letters.shipped import open_contoh

DAY = date(2016, 9, 20)


@pytest.fixture(scope="module")
def contoh():
    with open_contoh() as contoh:
        yield contoh


def read(contoh, wilayah):
    scope = Scope(tahun=2016, tanggal=DAY, wilayah=wilayah, settings=Settings())
    return read_rekap_monev(contoh.db, scope)


def open_book(rekap):
    return load_workbook(io.BytesIO(write_rekap_monev(rekap)))


def spell(value):
    """Spell a figure as the letter does."""
    return "" if value is None else f"{value:.1f}".replace(".", ",")


@pytest.mark.parametrize("wilayah", ["33.19", "33"])
def test_its_figures_are_those_of_the_letters(contoh, wilayah):
    rekap = read(contoh, wilayah)
    _, rows = contoh.gather("RM", DAY, wilayah=wilayah)
    assert [row["kunci"] for row in rows] == [row["wilayah"] for row in rekap.wilayah]
    for row, daerah in zip(rows, rekap.wilayah, strict=True):
        said = row["utuh"]
        own = [each for each in rekap.aspek if each["wilayah"] == row["kunci"]]
        assert [
            (each["nama"], each["satu"], each["dua"]) for each in said["aspek"]
        ] == [(each["aspek"], spell(each["satu"]), spell(each["dua"])) for each in own]
        changes = [
            each["perubahan"].replace("+", "").replace("\N{MINUS SIGN}", "-")
            for each in said["aspek"]
        ]
        assert changes == [spell(each["perubahan"]) for each in own]
        assert said["jumlah"]["ditetapkan"] == daerah["ditetapkan"] == 6
        drawn = said["grafik"]["deret"]
        assert drawn[0]["nilai"] == [each["satu"] for each in own]
        assert drawn[1]["nilai"] == [each["dua"] for each in own]


def test_counts_by_answer_add_up_to_the_schools(contoh):
    for row in read(contoh, "33.19").butir:
        counted = ("tidak", "ya", "satu", "dua", "tiga", "empat")
        assert sum(row[name] or 0 for name in counted) == row["dijawab"]
        assert row["dijawab"] == (6 if row["ke"] == 1 else 5)


def test_means_are_worked_out_from_the_answers(contoh):
    """Once more, another way: from the rows themselves."""
    answers = contoh.db.rows(
        "SELECT n.npsn, n.ke, n.nilai, i.aspek, i.skala FROM monev_nilai AS n"
        " JOIN indikator AS i ON i.kode = n.indikator WHERE n.tahun = 2016"
    )
    twice = {each["npsn"] for each in answers if each["ke"] == 2}

    def mean(aspek, ke, schools=None):
        shares = [
            each["nilai"] * (100 if each["skala"] == "ya" else 25)
            for each in answers
            if (each["aspek"], each["ke"]) == (aspek, ke)
            and (schools is None or each["npsn"] in schools)
        ]
        return sum(shares) / len(shares)

    for row in read(contoh, "33.19").aspek:
        aspek = row["aspek"]
        assert row["satu"] == pytest.approx(mean(aspek, 1), abs=0.051)
        assert row["dua"] == pytest.approx(mean(aspek, 2), abs=0.051)
        change = mean(aspek, 2, twice) - mean(aspek, 1, twice)
        assert row["perubahan"] == pytest.approx(change, abs=0.11)


def test_each_province_has_a_chart_of_its_aspects(contoh):
    for wilayah, nama in (("33", "Jawa Tengah"), ("33.19", "Kabupaten Kudus")):
        book = open_book(read(contoh, wilayah))
        (chart,) = book["Grafik"]._charts
        assert nama in "".join(run.t for p in chart.title.tx.rich.p for run in p.r)
        sheet = book["Grafik"]
        for series, column in zip(chart.series, ("B", "C"), strict=True):
            assert series.val.numRef.f == f"'Grafik'!${column}$2:${column}$9"
        assert [sheet.cell(1, column).value for column in (1, 2)] == [
            nama,
            "Monev I (%)",
        ]
        drawn = [sheet.cell(row, 3).value for row in range(2, 10)]
        source = book["Aspek"].iter_rows(min_row=2, max_row=9, values_only=True)
        assert drawn == [row[4] for row in source]


def test_days_are_days_and_what_is_missing_or_late_is_said(contoh):
    heading, *rows = open_book(read(contoh, "33"))["Sekolah"].iter_rows(
        values_only=True
    )
    found = {row[2]: dict(zip(heading, row, strict=True)) for row in rows}
    assert len(found) == 6
    assert isinstance(found["99000017"]["Tanggal monev I"], datetime)
    late = "monev II terlambat: 25 Agustus 2016, paling lambat 23 Agustus 2016"
    assert found["99000030"]["Keterangan"] == late
    lacks = "monev II belum tercatat, paling lambat 23 Agustus 2016"
    assert found["99000049"]["Keterangan"] == lacks
    visit = "kunjungan tahap kedua terlambat: 13 September 2016, direncanakan 9"
    assert found["99000038"]["Keterangan"].startswith(visit)
    assert found["99000049"]["Monev II (%)"] is None


def test_a_visit_that_is_not_on_record_is_named_in_the_letter_too():
    with open_contoh() as contoh:
        db = contoh.db
        with db.writing():
            db.run("DELETE FROM pengimbasan WHERE model = '99000017' AND ke = 2")
            db.run(
                "UPDATE kunjungan SET tanggal = NULL WHERE npsn = '99000017' AND ke = 2"
            )
        (row,) = contoh.gather("RM", DAY, wilayah="33.19")[1]
        told = [each for each in row["utuh"]["perhatian"] if "99000017" in each]
        school = "SD 3 Contoh Colomukti (NPSN 99000017): "
        visit = "kunjungan tahap kedua belum tercatat, direncanakan 6 September 2016"
        assert told == [school + visit]
        listed = [each["npsn"] for each in row["utuh"]["sekolah"] if each["keterangan"]]
        assert listed == ["99000017", "99000030", "99000038", "99000049"]


def test_a_region_without_monitoring_has_an_empty_workbook(contoh):
    book = open_book(read(contoh, "33.74"))
    assert [sheet.max_row for sheet in book.worksheets[:-1]] == [1] * 4
    assert book["Grafik"]._charts == []
