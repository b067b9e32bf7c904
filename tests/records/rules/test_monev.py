"""Whom monitoring may be about, when, after what, and how complete it must be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from formulir.issuing.check import make_sample
from formulir.model import Scope
from formulir.records.rules.monev import check_monev, check_rekap_monev
from formulir.records.store import memory_store
from formulir.records.year.plan import ALLOWANCE, add_months, load_plan
from formulir.settings import Settings

DAY = date(2016, 9, 20)
MONTHS = [each.jarak for each in load_plan() if each.key[0] == "T08"]
SCHOOL, LATE, MISSING = "99000017", "99000030", "99000049"


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


def ask(rule, db, *, day=DAY, codes=("33.19",)):
    scope = Scope(tahun=2016, tanggal=day, codes=frozenset(codes), settings=Settings())
    faults = rule(db, scope)
    return (
        [str(fault) for fault in faults if not fault.warning],
        [str(fault) for fault in faults if fault.warning],
    )


def set_round(db, ke, day, npsn=SCHOOL):
    changed = "UPDATE monev SET tanggal = ? WHERE npsn = ? AND ke = ?"
    db.conn.execute(changed, (day, npsn, ke))


def hold_visits(db):
    db.run("UPDATE kunjungan SET tanggal = '2016-07-25' WHERE tanggal IS NULL")


def test_the_sample_office_has_one_late_round_and_nothing_wrong(db):
    hold_visits(db)
    faults, (late,) = ask(check_monev, db)
    assert faults == []
    assert LATE in late
    assert "2016-08-25" in late
    assert ask(check_monev, db, codes=("33.74",)) == ([], [])


def test_a_school_that_is_not_appointed_is_refused(db):
    db.run(f"UPDATE verval SET hasil = 'tidak memenuhi' WHERE npsn = '{SCHOOL}'")
    faults, _ = ask(check_monev, db)
    assert len(faults) == 2
    assert all(SCHOOL in each and "did not pass" in each for each in faults)


def test_an_imbas_is_no_model_school(db):
    (imbas,) = db.rows(
        "SELECT npsn, model FROM sekolah_ditetapkan WHERE model IS NOT NULL LIMIT 1"
    )
    db.run("PRAGMA foreign_keys = OFF")
    for tabel in ("monev", "monev_nilai"):
        db.conn.execute(
            f"UPDATE {tabel} SET npsn = ? WHERE npsn = ?", (imbas["npsn"], SCHOOL)
        )
    faults, _ = ask(check_monev, db)
    assert len(faults) == 2
    assert all(f"an imbas of {imbas['model']}" in each for each in faults)


def test_a_round_before_the_training_is_refused(db):
    set_round(db, 1, "2016-05-08")
    (fault,), _ = ask(check_monev, db)
    assert "2016-05-08, before its training began on 2016-05-09" in fault


@pytest.mark.parametrize(
    ("ke", "day", "far"),
    [
        (1, "2016-05-25", 1),
        (1, "2016-05-26", 0),
        (1, "2016-06-23", 0),
        (1, "2016-06-24", 1),
        (2, "2016-07-25", 1),
        (2, "2016-07-26", 0),
        (2, "2016-08-23", 0),
        (2, "2016-08-24", 1),
    ],
)
def test_a_round_far_from_its_month_is_remarked(db, ke, day, far):
    set_round(db, ke, day)
    faults, warnings = ask(check_monev, db)
    assert faults == []
    assert sum(SCHOOL in each and "was due about" in each for each in warnings) == far


@pytest.mark.parametrize(("second", "refused"), [("2016-06-09", 1), ("2016-06-10", 0)])
def test_the_second_round_comes_after_the_first(db, second, refused):
    set_round(db, 2, second)
    faults, _ = ask(check_monev, db)
    assert ["is not after round 1" in each for each in faults] == [True] * refused


def test_a_second_round_without_the_first_is_remarked(db):
    db.run(f"DELETE FROM monev_nilai WHERE npsn = '{SCHOOL}' AND ke = 1")
    db.run(f"DELETE FROM monev WHERE npsn = '{SCHOOL}' AND ke = 1")
    faults, warnings = ask(check_monev, db)
    assert faults == []
    assert sum("without the round before it" in each for each in warnings) == 1


def test_a_round_without_its_visit_is_remarked(db):
    hold_visits(db)
    db.run(f"UPDATE kunjungan SET tanggal = NULL WHERE npsn = '{SCHOOL}' AND ke = 2")
    faults, warnings = ask(check_monev, db)
    assert faults == []
    (told,) = (each for each in warnings if "no visit" in each)
    assert f"monev 2: {SCHOOL}" in told


def test_missing_answers_are_told_and_a_round_without_any_is_refused(db):
    own = f"npsn = '{SCHOOL}' AND ke = 1"
    db.run(f"DELETE FROM monev_nilai WHERE {own} AND indikator IN ('M02', 'M10')")
    faults, warnings = ask(check_monev, db)
    assert faults == []
    assert any("no answer to 2 indicator(s): M02, M10" in each for each in warnings)
    db.run(f"DELETE FROM monev_nilai WHERE {own}")
    (fault,), _ = ask(check_monev, db)
    assert "round 1 has no answer at all" in fault


def test_an_indicator_that_nobody_answered_is_told_until_it_is_out_of_use(db):
    db.run(
        "INSERT INTO indikator (kode, urut, aspek, uraian)"
        " VALUES ('Z1', 99, 'Lain', 'Ada kebun')"
    )
    _, warnings = ask(check_monev, db)
    assert [each for each in warnings if each.startswith("indikator Z1")]
    db.run("UPDATE indikator SET dipakai = 0 WHERE kode = 'Z1'")
    _, warnings = ask(check_monev, db)
    assert [each for each in warnings if each.startswith("indikator")] == []


@pytest.mark.parametrize(("day", "early"), [((2016, 8, 24), 1), ((2016, 8, 25), 0)])
def test_a_letter_is_not_dated_before_the_rounds_that_it_tells_of(db, day, early):
    faults, _ = ask(check_monev, db, day=date(*day))
    assert [LATE in each and "after the date of" in each for each in faults] == [
        True
    ] * early


@pytest.mark.parametrize(("day", "missing"), [((2016, 8, 23), 0), ((2016, 8, 24), 1)])
def test_a_school_that_was_not_monitored_in_time_is_named(db, day, missing):
    faults, warnings = ask(check_rekap_monev, db, day=date(*day))
    assert faults == []
    assert len(warnings) == missing
    assert all("round 2 was due about 2016-08-09" in each for each in warnings)


def test_the_view_and_the_rule_know_the_same_days(db):
    for number in range(366):
        begun = date(2016, 1, 1) + timedelta(days=number)
        db.run(f"UPDATE pelatihan SET mulai = '{begun}' WHERE jenis = 'spmi'")
        rows = db.rows(
            "SELECT ke, tanggal, paling_awal, paling_lambat FROM tenggat_monev"
            f" WHERE npsn = '{SCHOOL}' ORDER BY ke"
        )
        due = [add_months(begun, months) for months in MONTHS]
        assert [row["tanggal"] for row in rows] == [each.isoformat() for each in due]
        assert rows[0]["paling_awal"] == (due[0] - ALLOWANCE).isoformat()
        assert rows[1]["paling_lambat"] == (due[1] + ALLOWANCE).isoformat()
