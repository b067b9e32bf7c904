"""What verification found decides who is appointed, and is asked before a number."""

from __future__ import annotations

from datetime import date

import pytest

from formulir.issuing.check import make_sample
from formulir.model import Scope
from formulir.records.rules.deadlines import check_tenggat_laporan_verval, find_due
from formulir.records.rules.penetapan_sekolah import (
    check_ditetapkan,
    check_pengganti,
    check_peserta_ditetapkan,
)
from formulir.records.rules.verval import check_verval
from formulir.records.store import memory_store
from formulir.settings import Settings

MODEL, IMBAS, FAILED = "99000017", "99000015", "99000036"
SMA, SMK = "99000038", "99000049"
FORM = "'formulir form verval -o verval.xlsx --isi --tahun 2016'"


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


def ask(rule, db, *, day=date(2016, 4, 20), codes=("33.19",)):
    scope = Scope(tahun=2016, tanggal=day, codes=frozenset(codes), settings=Settings())
    faults = rule(db, scope)
    return (
        [str(fault) for fault in faults if not fault.warning],
        [str(fault) for fault in faults if fault.warning],
    )


def reopen(db):
    db.run("DELETE FROM penutupan")


def forget(db, where="1"):
    db.run(f"DELETE FROM verval_kriteria WHERE {where}")
    db.run(f"DELETE FROM verval WHERE {where}")


def test_the_sample_office_verified_all_its_schools(db):
    assert ask(check_verval, db) == ([], [])
    assert ask(check_ditetapkan, db) == ask(check_peserta_ditetapkan, db) == ([], [])


@pytest.mark.parametrize("rule", [check_verval, check_ditetapkan])
def test_an_office_that_verified_nothing_is_told_by_which_sheet(db, rule):
    forget(db)
    reopen(db)
    faults, warnings = ask(rule, db)
    assert warnings == []
    assert [one.partition(":")[0] for one in faults] == [
        "usulan 2016 33.19/DISDIK-33.19/1",
        "usulan 2016 33.19/DISDIK-33/1",
    ]
    assert "none of its 24 school(s) was verified: 99000017 SD 3" in faults[0]
    assert all(FORM in one for one in faults)
    assert ask(rule, db, codes=["33.74"]) == ([], [])


def test_a_list_that_nobody_looked_at_is_not_saved_by_closing_it(db):
    forget(db)
    faults, _ = ask(check_verval, db)
    assert len(faults) == 2


def test_a_school_without_a_verdict_is_named_until_the_list_is_closed(db):
    forget(db, f"npsn = '{IMBAS}'")
    faults, warnings = ask(check_verval, db)
    assert faults == []
    assert [one for one in warnings if "the list was closed on 2016-04-15; 1 " in one]
    for day in (date(2016, 4, 14), date(2016, 4, 20)):
        if day.day == 20:
            reopen(db)
        (fault,), warnings = ask(check_verval, db, day=day)
        assert "1 school(s) have no verdict of the verification: 99000015 SD" in fault
        assert warnings == []


def test_a_list_is_not_closed_before_the_middle_of_the_fourth_month(db):
    db.run("UPDATE penutupan SET tanggal = '2016-04-14'")
    (fault,), _ = ask(check_verval, db)
    assert fault.startswith("penutupan 2016 33.19: the list is closed on 2016-04-14")
    assert "until 2016-04-15" in fault
    db.run("UPDATE penutupan SET tanggal = '2016-04-15'")
    assert ask(check_verval, db)[0] == []


def test_a_verdict_is_held_against_its_criteria(db):
    db.run(
        "UPDATE verval_kriteria SET memenuhi = 0 WHERE npsn = ? AND kriteria = 'V2'",
        (MODEL,),
    )
    db.run(
        "UPDATE verval_kriteria SET memenuhi = 0 WHERE npsn = ? AND kriteria = 'V7'",
        (IMBAS,),
    )  # wished for, not required
    (fault,), warnings = ask(check_verval, db)
    assert fault.startswith(f"verval 2016: {MODEL} SD 3 Contoh Colomukti: passed witho")
    assert "V2 (Sekolah belum memenuhi" in fault
    assert warnings == []


def test_a_school_that_did_not_pass_has_a_reason(db):
    db.run("UPDATE verval SET keterangan = NULL WHERE npsn = ?", (FAILED,))
    assert ask(check_verval, db)[0] == []  # the criterion that is not met is one
    db.run("UPDATE verval_kriteria SET memenuhi = 1 WHERE npsn = ?", (FAILED,))
    (fault,), _ = ask(check_verval, db)
    assert "did not pass, and no reason is on record" in fault


def test_an_imbas_that_becomes_a_model_was_not_looked_at_as_one(db):
    db.run("DELETE FROM verval_kriteria WHERE npsn = ? AND kriteria = 'V3'", (MODEL,))
    faults, (warning,) = ask(check_verval, db)
    assert faults == []
    assert "1 school(s) passed, but not every criterion" in warning
    assert MODEL in warning


def test_a_late_verification_is_remarked(db):
    db.run("UPDATE verval SET tanggal = '2016-04-16' WHERE npsn = ?", (MODEL,))
    faults, (warning,) = ask(check_verval, db)
    assert faults == []
    assert "1 school(s) were verified after 2016-04-15" in warning
    assert find_due(db, 2016, "tenggat_laporan_verval") == date(2016, 4, 15)
    late = ask(check_tenggat_laporan_verval, db, day=date(2016, 4, 16))
    assert late[0] == []
    assert "2016-04-16 is after 2016-04-15" in late[1][0]
    on_time = ask(check_tenggat_laporan_verval, db, day=date(2016, 4, 15))
    assert on_time == ([], [])


def test_who_did_not_pass_is_replaced_or_the_list_is_closed(db):
    faults, warnings = ask(check_pengganti, db)
    assert faults == []
    assert [one.split()[3] for one in warnings] == [FAILED, "99000047"]
    faults, warnings = ask(check_pengganti, db, day=date(2016, 4, 14))
    assert warnings == []
    assert [one.split()[3] for one in faults] == [FAILED, "99000047"]
    assert "proposes a replacement as usulan_ke 2" in faults[0]
    assert "from 2016-04-15 on the list is closed" in faults[0]


def test_a_later_list_without_them_replaces_who_did_not_pass(db):
    reopen(db)
    db.run(
        "INSERT INTO usulan (tahun, wilayah, pengusul, usulan_ke)"
        " SELECT tahun, wilayah, pengusul, 2 FROM usulan"
    )
    for table, named in (
        ("usulan_model", "npsn, urut"),
        ("usulan_imbas", "model, npsn, urut"),
    ):
        db.run(
            f"INSERT INTO {table} (usulan, {named}) SELECT n.id, {named}"
            f" FROM {table} AS t JOIN usulan AS u ON u.id = t.usulan"
            " JOIN usulan AS n ON n.pengusul = u.pengusul AND n.usulan_ke = 2"
            " WHERE t.npsn NOT IN (?, '99000047')",
            (FAILED,),
        )
    assert ask(check_pengganti, db) == ([], [])
    assert ask(check_verval, db) == ([], [])  # the verdicts of the first list stand


def test_the_imbas_of_a_model_that_failed_are_named_with_it(db):
    db.run("UPDATE verval SET hasil = 'tidak memenuhi' WHERE npsn = ?", (MODEL,))
    faults, warnings = ask(check_pengganti, db)
    assert faults == []
    assert any(
        "its 5 imbas school(s) are not appointed without it" in w for w in warnings
    )
    asked = "SELECT count(*) FROM sekolah_ditetapkan WHERE npsn = :n OR model = :n"
    assert db.value(asked, {"n": MODEL}) == 0


def test_a_region_without_a_model_appoints_nobody(db):
    db.run(
        "UPDATE verval SET hasil = 'tidak memenuhi' WHERE npsn IN (?, ?)", (SMA, SMK)
    )
    for rule in (check_pengganti, check_ditetapkan):
        faults, warnings = ask(rule, db)
        assert faults == []  # the list of the dinas kabupaten has models
        assert any("none of its 2 model school(s) passed" in one for one in warnings)
    db.run("UPDATE verval SET hasil = 'tidak memenuhi'")
    for rule in (check_pengganti, check_ditetapkan):
        faults, _ = ask(rule, db)
        assert [one.partition(":")[0] for one in faults] == [
            "usulan 2016 33.19/DISDIK-33.19/1",
            "usulan 2016 33.19/DISDIK-33/1",
        ]


def test_who_takes_part_in_the_training_is_appointed(db):
    db.run("UPDATE verval SET hasil = 'tidak memenuhi' WHERE npsn = ?", (MODEL,))
    forget(db, f"npsn = '{SMA}'")
    db.run("UPDATE peserta SET npsn = '99000051' WHERE npsn = ?", (SMK,))
    db.run("UPDATE peserta SET npsn = ? WHERE npsn = '99000002'", (IMBAS,))
    faults, warnings = ask(check_peserta_ditetapkan, db)
    assert warnings == []
    reasons = {one.split()[2]: one for one in faults}
    assert "6 participant(s)" in reasons[MODEL]
    assert reasons[MODEL].endswith("it did not pass the verification")
    assert reasons[IMBAS].endswith(f"its model {MODEL} did not pass the verification")
    assert FORM in reasons[SMA]
    assert "it is on no list in force of 2016" in reasons["99000051"]
    assert len(faults) == 4
    assert ask(check_peserta_ditetapkan, db, codes=["33.74"]) == ([], [])
