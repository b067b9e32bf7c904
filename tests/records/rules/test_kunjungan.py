"""Visits are to appointed schools, after their training; an imbas is of its model."""

from __future__ import annotations

from datetime import date

import pytest

from formulir.issuing.check import make_sample
from formulir.model import Scope
from formulir.records.rules.kunjungan import (
    check_kunjungan,
    check_laporan_kunjungan,
    check_pengimbasan,
    list_unrecorded,
)
from formulir.records.store import memory_store
from formulir.settings import Settings

MODEL, OTHER, SMK = "99000017", "99000019", "99000049"
IMBAS, STRANGER, FAILED = "99000015", "99000018", "99000047"
NEVER = "SMK Contoh Busana Kusuma came to neither visit"
ALL = (check_kunjungan, check_laporan_kunjungan, check_pengimbasan)


@pytest.fixture(scope="module")
def sample():
    db = make_sample()
    yield db
    db.close()


@pytest.fixture
def db(sample):
    """The sample office, for one test."""
    db = memory_store()
    sample.conn.backup(db.conn)
    yield db
    db.close()


def find(rule, db, *, day=date(2016, 9, 16), codes=("33.19",)):
    scope = Scope(tahun=2016, tanggal=day, codes=frozenset(codes), settings=Settings())
    return rule(db, scope)


def ask(rule, db, **more):
    faults = find(rule, db, **more)
    return (
        [str(fault) for fault in faults if not fault.warning],
        [str(fault) for fault in faults if fault.warning],
    )


def write(db, values, where):
    db.run(f"UPDATE kunjungan SET {values} WHERE {where}")


def visit(npsn, ke):
    return f"npsn = '{npsn}' AND ke = {ke}"


def test_the_visits_of_the_sample_office_contradict_nothing(db):
    assert ask(check_kunjungan, db) == ([], [])
    assert ask(check_laporan_kunjungan, db) == ([], [])
    bad, (told,) = ask(check_pengimbasan, db)
    assert (bad, told.endswith(NEVER)) == ([], True)


@pytest.mark.parametrize("rule", ALL)
def test_only_the_regions_that_are_asked_about_are_told(db, rule):
    db.run("DELETE FROM verval_kriteria")
    db.run("DELETE FROM verval")
    assert ask(rule, db, codes=("33.74",)) == ([], [])
    assert ask(rule, db)[0] != []


@pytest.mark.parametrize("rule", ALL)
def test_a_visit_before_or_at_the_training_is_refused(db, rule):
    write(db, "tanggal = '2016-05-12', rencana = '2016-05-12'", visit(MODEL, 2))
    write(db, "tanggal = '2016-05-11', rencana = '2016-05-11'", visit(MODEL, 1))
    bad, _ = ask(rule, db)
    assert any(
        f"kunjungan {MODEL}/2 SD 3 Contoh Colomukti: tanggal: 12 Mei 2016 is not after "
        "the SPMI training of this school, which ends on 12 Mei 2016" in one
        for one in bad
    )
    write(db, "tanggal = '2016-05-14', rencana = '2016-05-14'", visit(MODEL, 2))
    write(db, "tanggal = '2016-05-13', rencana = '2016-05-13'", visit(MODEL, 1))
    assert ask(rule, db)[0] == []


def test_a_planned_visit_before_the_training_is_refused_too(db):
    write(db, "tanggal = NULL, rencana = '2016-05-10'", visit(MODEL, 1))
    db.run("DELETE FROM pengimbasan")
    bad, _ = ask(check_kunjungan, db, day=date(2016, 5, 2))
    assert [one.split(": ")[1] for one in bad] == ["rencana"]
    assert ask(check_laporan_kunjungan, db)[0] == []


def test_a_school_without_a_training_on_record_is_doubted(db):
    db.run(f"DELETE FROM peserta WHERE npsn = '{MODEL}'")
    bad, doubts = ask(check_laporan_kunjungan, db)
    assert bad == []
    assert len([one for one in doubts if "no SPMI training" in one]) == 2


@pytest.mark.parametrize("rule", ALL)
def test_a_school_that_is_not_appointed_is_not_visited(db, rule):
    db.run(f"UPDATE verval SET hasil = 'tidak memenuhi' WHERE npsn = '{MODEL}'")
    db.run(f"DELETE FROM verval_kriteria WHERE npsn = '{OTHER}'")
    db.run(f"DELETE FROM verval WHERE npsn = '{OTHER}'")
    bad = "\n".join(ask(rule, db)[0])
    assert (
        "SD 3 Contoh Colomukti: npsn: this school is not appointed: it did not" in bad
    )
    assert "SD 2 Contoh Tanjungasri: npsn: this school is not appointed: no verd" in bad
    assert "SMK" not in bad


def test_a_school_of_no_list_is_not_visited(db):
    db.insert("kunjungan", {"tahun": 2016, "npsn": IMBAS, "ke": 1, "rencana": "x"})
    write(db, "rencana = '2016-08-01', fasilitator_1 = '33-01'", visit(IMBAS, 1))
    bad, _ = ask(check_kunjungan, db)
    assert len(bad) == 1
    assert "is no model school of a list in force in 2016" in bad[0]


def test_the_second_stage_follows_the_first(db):
    write(db, "tanggal = '2016-07-26'", visit(MODEL, 2))
    (told,) = ask(check_laporan_kunjungan, db)[0]
    assert "26 Juli 2016 is not after the first stage, 26 Juli 2016" in told


def test_two_different_people_go_who_were_appointed(db):
    write(db, "fasilitator_2 = NULL", visit(MODEL, 1))
    write(db, "fasilitator_1 = NULL, fasilitator_2 = NULL", visit(MODEL, 2))
    write(db, "fasilitator_2 = fasilitator_1", visit(OTHER, 1))
    write(db, "fasilitator_1 = '33.19-06'", visit(OTHER, 2))
    bad, doubts = ask(check_laporan_kunjungan, db)
    assert [one.split(": ")[1] for one in bad] == [
        "fasilitator_1",
        "fasilitator_2",
        "fasilitator_1",
    ]
    assert "nobody is named" in bad[0]
    assert "named twice" in bad[1]
    assert "is not appointed as a facilitator (01.7)" in bad[2]
    assert [one for one in doubts if "only one facilitator" in one] == doubts[:1]


def test_what_a_report_tells_must_be_recorded(db):
    write(db, "kegiatan = NULL, kesepakatan = NULL", visit(MODEL, 1))
    write(db, "tenggat = NULL", visit(MODEL, 2))
    names = ("kepala", "guru", "tendik", "komite", "pengawas")
    nobody = ", ".join(f"hadir_{name} = 0" for name in names)
    write(db, nobody, visit(OTHER, 1))
    bad, _ = ask(check_laporan_kunjungan, db)
    assert [one.split(": ")[1] for one in bad] == ["kegiatan", "hadir_guru"]
    assert [
        fault.cell.kolom for fault in find(check_laporan_kunjungan, db) if fault.warning
    ] == ["kesepakatan", "tenggat"]
    early, _ = ask(check_laporan_kunjungan, db, day=date(2016, 7, 25))
    assert len([one for one in early if "is after the date of the report" in one]) == 11


def test_an_imbas_of_another_model_is_told_and_not_counted(db):
    db.run(
        "INSERT INTO pengimbasan (tahun, model, ke, npsn, hadir, orang)"
        f" VALUES (2016, '{MODEL}', 1, '{STRANGER}', 1, 2),"
        f" (2016, '{SMK}', 1, '{FAILED}', 1, 1)"
    )
    for rule in (check_laporan_kunjungan, check_pengimbasan):
        bad, doubts = ask(rule, db)
        assert bad == []
        told = [one for one in doubts if "is recorded at this visit" in one]
        assert len(told) == 2
        assert "but is an imbas of SD 2 Contoh Tanjungasri" in told[0]
        assert "is no appointed imbas of this model" in told[1]


def test_an_imbas_of_which_nothing_is_recorded_is_named(db):
    db.run(f"DELETE FROM pengimbasan WHERE npsn = '{IMBAS}' AND ke = 1")
    _, (told,) = ask(check_laporan_kunjungan, db)
    assert "whether SD 1 Contoh Colomukti came is not recorded" in told


def test_imbas_at_a_visit_that_was_not_held_are_told(db):
    write(db, "tanggal = NULL", visit(MODEL, 2))
    (told,) = ask(check_kunjungan, db, day=date(2016, 9, 1))[0]
    assert "5 imbas are recorded as present" in told
    _, doubts = ask(check_kunjungan, db, day=date(2016, 9, 16))
    assert "6 September 2016 lies before the date of the letter" in doubts[0]


def test_a_report_without_the_first_stage_says_so(db):
    db.run(f"DELETE FROM pengimbasan WHERE model = '{MODEL}' AND ke = 1")
    write(db, "tanggal = NULL", visit(MODEL, 1))
    assert any(
        "the first stage is not recorded as held" in one
        for one in ask(check_pengimbasan, db)[1]
    )


def test_a_fault_names_the_papers_of_its_visit_and_its_cell(db):
    write(db, "fasilitator_2 = fasilitator_1", visit(OTHER, 1))
    (fault,) = find(check_kunjungan, db)
    assert fault.surat == (
        f"T07 {OTHER}/1",
        f"DK {OTHER}/1",
        f"LK {OTHER}/1",
        f"LI {OTHER}",
    )
    assert fault.cell is not None
    assert dict(fault.cell.row) == {"tahun": "2016", "npsn": OTHER, "ke": "1"}
    assert fault.cell.kolom == "fasilitator_2"


def test_a_planned_visit_that_is_over_and_unrecorded_is_named(db):
    write(db, "tanggal = NULL", visit(MODEL, 2))

    def late(day, codes=None):
        return list_unrecorded(db, 2016, codes=codes, today=day)

    assert late(date(2016, 9, 6)) == []
    assert late(date(2016, 9, 7)) == [
        "SD 3 Contoh Colomukti tahap 2 (6 September 2016)"
    ]
    assert late(date(2016, 9, 7), {"33.74"}) == []
