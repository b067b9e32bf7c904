"""Each form of the facilitator family names only whom the one before let through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from formulir.model import Scope
from formulir.records.rules.calon import (
    check_evaluasi,
    check_penetapan,
    check_pengumuman,
    check_penilaian,
    check_undangan,
)
from formulir.settings import Settings
from tests.tools.sentences import keep_whole

LINGKUP = Scope(
    tahun=2016, codes={"33.19"}, tanggal=date(2016, 4, 1), settings=Settings()
)
PELATIHAN = (
    "INSERT INTO pelatihan (kode, tahun, jenis, kurikulum, nama, penyelenggara,"
    " wilayah, tempat, mulai)"
    " VALUES ('F1', 2016, 'fasda', '3.3', 'Pelatihan', 'LPMP', '33.74', 'Wisma',"
    " '2016-04-11')"
)


def put(db, table, **values):
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    db.conn.execute(
        f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})",
        list(values.values()),
    )


def put_calon(db, kode, *, hasil="memenuhi", diumumkan=1):
    """Put a candidate on record, all of whose papers are valid."""
    put(
        db,
        "calon",
        tahun=2016,
        kode=kode,
        pengusul="DISDIK-33.19",
        wilayah="33.19",
        nama=f"Contoh {kode}",
        jabatan="Guru",
        unit_kerja="SD Contoh",
    )
    for jenis in ("CV", "01.1", "01.2"):
        put(db, "berkas", tahun=2016, calon=kode, jenis=jenis, ada=1, sah=1)
    if hasil:
        put(
            db,
            "evaluasi",
            tahun=2016,
            calon=kode,
            tanggal="2016-03-30",
            hasil=hasil,
            keterangan="alasan",
            diumumkan=diumumkan,
        )


def put_peserta(db, kode, *, hadir=1, rekomendasi=None, akhir=80.0):
    put(db, "peserta", pelatihan="F1", kode=kode, hadir=hadir)
    if rekomendasi is not None:
        put(
            db,
            "nilai",
            pelatihan="F1",
            peserta=kode,
            akhir=akhir,
            rekomendasi=rekomendasi,
        )


def appoint(db, kode):
    put(db, "penetapan", tahun=2016, calon=kode, pelatihan="F1", wilayah="33.19")


@pytest.fixture
def office(db):
    """Two candidates who went the whole way, with nothing to remark."""
    db.conn.execute(PELATIHAN)
    for kode in ("A", "B"):
        put_calon(db, kode)
        put_peserta(db, kode, rekomendasi=1)
        appoint(db, kode)
    return db


def tell(faults, *, warning=False):
    return [str(fault) for fault in keep_whole(faults) if fault.warning == warning]


ALL = (
    check_evaluasi,
    check_pengumuman,
    check_undangan,
    check_penilaian,
    check_penetapan,
)


@pytest.mark.parametrize("check", ALL)
def test_whoever_went_the_whole_way_is_no_fault(office, check):
    assert check(office, LINGKUP) == []


@pytest.mark.parametrize("check", ALL)
def test_another_year_is_not_asked_about(office, check):
    put_calon(office, "C", hasil="tidak memenuhi")
    later = replace(LINGKUP, tahun=2017, tanggal=date(2017, 4, 1))
    assert check(office, later) == []


@pytest.mark.parametrize("jenis", ["CV", "01.1", "01.2"])
def test_nobody_passes_with_a_paper_that_is_not_valid(office, jenis):
    put(office, "berkas", tahun=2016, calon="A", jenis=jenis, ada=1, sah=0)
    assert tell(check_evaluasi(office, LINGKUP)) == [
        f"calon A Contoh A: passed on 01.3 without a valid {jenis}"
    ]


def test_nobody_passes_without_a_required_criterion(office):
    for kriteria in ("K2", "K3"):  # K3 is desired only
        put(
            office,
            "evaluasi_kriteria",
            tahun=2016,
            calon="B",
            kriteria=kriteria,
            memenuhi=0,
        )
    faults = tell(check_evaluasi(office, LINGKUP))
    assert len(faults) == 1
    assert faults[0].startswith("calon B Contoh B: passed on 01.3 without meeting K2")


def test_who_fails_is_told_why(office):
    put_calon(office, "C", hasil="tidak memenuhi", diumumkan=0)
    assert tell(check_evaluasi(office, LINGKUP)) == []
    office.conn.execute("UPDATE evaluasi SET keterangan = NULL WHERE calon = 'C'")
    assert "no reason is on record" in tell(check_evaluasi(office, LINGKUP))[0]


def test_a_candidate_whom_nobody_evaluated_is_a_warning(office):
    put_calon(office, "C", hasil=None)
    assert tell(check_evaluasi(office, LINGKUP)) == []
    assert "does not name" in tell(check_evaluasi(office, LINGKUP), warning=True)[0]


def test_who_did_not_pass_is_not_announced(office):
    put_calon(office, "C", hasil="tidak memenuhi")
    assert tell(check_pengumuman(office, LINGKUP)) == [
        "calon C Contoh C: is announced on 01.4, but did not pass on 01.3"
    ]


def test_an_invitee_who_was_never_announced_is_refused_by_name(office):
    put_calon(office, "C", diumumkan=0)
    put_peserta(office, "C")
    put_peserta(office, "STRANGER")
    assert tell(check_undangan(office, LINGKUP)) == [
        "calon C Contoh C: is invited to F1, but was never announced",
        "calon STRANGER: is invited to F1, but was never announced",
    ]


def test_whoever_was_announced_is_invited(office):
    put_calon(office, "C")
    assert tell(check_undangan(office, LINGKUP)) == [
        "calon C Contoh C: was announced on 01.4, but is not invited"
    ]


def test_only_who_attended_is_evaluated(office):
    office.conn.execute("UPDATE peserta SET hadir = 0 WHERE kode = 'B'")
    assert tell(check_penilaian(office, LINGKUP)) == [
        "calon B Contoh B: is evaluated on 01.6, but did not attend F1"
    ]


def test_attendance_that_is_not_recorded_is_told_as_that(office):
    office.conn.execute("UPDATE peserta SET hadir = NULL WHERE kode = 'B'")
    (told,) = tell(check_penilaian(office, LINGKUP))
    assert "whether he or she attended F1 is not recorded" in told
    assert "column hadir of sheet peserta" in told


def test_a_good_mark_without_recommendation_or_reason_is_a_warning(office):
    office.conn.execute(
        "UPDATE nilai SET akhir = 78.5, rekomendasi = 0, catatan = NULL"
        " WHERE peserta = 'A'"
    )
    (warning,) = tell(check_penilaian(office, LINGKUP), warning=True)
    assert "is not recommended with 78.5, though the office's mark is 70" in warning
    office.conn.execute("UPDATE nilai SET catatan = 'sakit' WHERE peserta = 'A'")
    assert tell(check_penilaian(office, LINGKUP), warning=True) == []


def test_a_recommendation_below_the_mark_of_the_office_is_a_warning(office):
    office.conn.execute("UPDATE nilai SET akhir = 69.5 WHERE peserta = 'A'")
    assert tell(check_penilaian(office, LINGKUP)) == []
    (warning,) = tell(check_penilaian(office, LINGKUP), warning=True)
    assert "69.5, below the office's mark of 70" in warning


def test_attendance_is_no_pass(office):
    office.conn.execute("UPDATE nilai SET rekomendasi = 0 WHERE peserta = 'A'")
    assert tell(check_penetapan(office, LINGKUP)) == [
        "calon A Contoh A: is appointed on 01.7, but 01.6 does not recommend him or her"
    ]


def test_whoever_is_recommended_is_appointed(office):
    office.conn.execute("DELETE FROM penetapan WHERE calon = 'B'")
    assert tell(check_penetapan(office, LINGKUP)) == [
        "calon B Contoh B: is recommended on 01.6, but not appointed on 01.7"
    ]


def test_all_who_are_wrong_are_named_at_once(office):
    for kode in ("C", "D", "E"):
        put_calon(office, kode)
        put_peserta(office, kode, rekomendasi=0)
        appoint(office, kode)
    named = [fault.split()[1] for fault in tell(check_penetapan(office, LINGKUP))]
    assert named == ["C", "D", "E"]
