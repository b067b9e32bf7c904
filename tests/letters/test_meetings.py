"""Attendance, minutes and the year's timetable, filled from the sample office."""

from __future__ import annotations

from datetime import date

import pytest

from formulir.model import Scope
from formulir.records.rules.rapat import check_notula
from formulir.records.year.overview import make_overview
from formulir.records.year.show import as_paper
from formulir.settings import Settings
from tests.letters.shipped import fill
from tests.letters.test_shipped_kinds import words_of

BLANK = 8


@pytest.fixture
def kosong(contoh):
    contoh.db.conn.execute("SAVEPOINT rapat")
    yield contoh.db.run
    contoh.db.conn.execute("ROLLBACK TO rapat")
    contoh.db.conn.execute("RELEASE rapat")


def invited(row):
    return [each for each in row["konteks"]["undangan"] if each["instansi"]]


def test_a_meeting_of_two_days_is_signed_on_each(contoh):
    _, rows = contoh.gather("DR")
    assert [(row["kunci"], row["tahap"]) for row in rows] == [
        ("T01/33.19/1/2016-03-29", "T01"),
        ("T01/33.19/1/2016-03-30", "T01"),
        ("T09/33.19/1/2016-11-30", "T09"),
    ]
    assert [row["konteks"]["kegiatan"]["hari"] for row in rows] == [
        *("Selasa", "Rabu", "Rabu"),
    ]


def test_who_is_invited_stands_there_and_rows_are_left_for_others(contoh):
    jenis, rows = contoh.gather("DR")
    meeting = invited(rows[0])
    assert [each["jabatan"] for each in meeting[:2]] == ["Kepala dinas"] * 2
    assert meeting[0]["nama"].startswith("Drs. Contoh Sasmitajaya")
    assert meeting[0]["instansi"] == "Dinas Pendidikan Provinsi Jawa Tengah"
    assert "Koordinator pengawas sekolah" in {each["jabatan"] for each in meeting}
    for row in rows:
        assert len(row["konteks"]["undangan"]) - len(invited(row)) == BLANK
    assert "Kepala LPMP Jawa Tengah" in words_of(fill(jenis, rows[0]["utuh"]))


def test_a_diseminasi_lists_the_schools_that_are_appointed(contoh, kosong):
    schools = "SELECT npsn FROM sekolah_ditetapkan ORDER BY npsn"
    names = contoh.db.values(
        f"SELECT nama FROM sekolah WHERE npsn IN ({schools}) ORDER BY npsn"
    )
    _, rows = contoh.gather("DR")
    listed = [
        e["instansi"] for e in invited(rows[2]) if e["jabatan"] == "Kepala sekolah"
    ]
    assert sorted(listed) == sorted(names)
    kosong("UPDATE verval SET hasil = 'tidak memenuhi'")
    _, rows = contoh.gather("DR")
    assert len(invited(rows[2])) == 2


def test_a_head_of_a_dinas_that_is_not_on_record_signs_by_the_office(contoh, kosong):
    kosong("DELETE FROM pejabat WHERE instansi = 'DISDIK-33.19'")
    _, rows = contoh.gather("DR")
    own = [e for e in invited(rows[0]) if e["instansi"].endswith("Kudus")]
    assert [each["nama"] for each in own] == [None] * 3


def test_minutes_say_what_was_discussed_and_decided_and_by_whom(contoh):
    jenis, rows = contoh.gather("NR")
    assert [row["kunci"] for row in rows] == ["T01/33.19/1", "T09/33.19/1"]
    words = words_of(fill(jenis, rows[0]["utuh"]))
    assert "24 (dua puluh empat) orang" in words
    assert "1. Pemerintah Kabupaten Kudus mendukung program" in words
    assert words.rstrip().endswith("Contoh Adhiwijaya, S.Kom., M.T.")


def test_minutes_without_decisions_have_no_empty_heading(contoh, kosong):
    kosong("UPDATE notula SET keputusan = NULL, hadir = NULL")
    jenis, rows = contoh.gather("NR")
    words = words_of(fill(jenis, rows[0]["utuh"]))
    assert "Keputusan:" not in words
    assert "Peserta yang hadir" not in words


def test_minutes_before_the_meeting_is_over_are_doubted(contoh):
    def ask(day):
        scope = Scope(tahun=2016, tanggal=day, settings=Settings(), codes={"33.19"})
        return check_notula(contoh.db, scope)

    (doubt,) = ask(date(2016, 3, 31))
    assert doubt.warning
    assert "30 November 2016" in str(doubt)
    assert len(ask(date(2016, 3, 29))) == 2
    assert ask(date(2016, 11, 30)) == []


@pytest.mark.parametrize("day", [date(2016, 3, 10), date(2016, 6, 30)])
def test_the_letter_of_the_year_shows_what_the_command_shows(contoh, day):
    _, (row,) = contoh.gather("JT", day)
    shown = [
        as_paper(each)
        for each in make_overview(contoh.db, 2016, wilayah="33.19", on=day)
    ]
    assert row["konteks"]["jadwal"] == shown
    whole = sum(each["keadaan"].startswith("selesai") for each in shown)
    assert row["konteks"]["jumlah"]["selesai"] == whole


def test_the_letter_of_the_year_is_for_a_region_with_a_meeting(contoh, kosong):
    kosong("UPDATE kegiatan SET tempat = NULL WHERE tahap = 'T01'")
    assert contoh.gather("JT")[1] == []
