"""The rule on schedules asks what the command asks, by the office's own lesson hour."""

from __future__ import annotations

from datetime import date

import pytest

from formulir.model import Scope
from formulir.records.rules.jadwal import check_jadwal
from formulir.records.schedule.make import schedule
from formulir.settings import Settings
from tests.records.jadwal_contoh import add_calon, add_kelas, add_pelatihan

SITI, BUDI = ("FN-1", "Siti Rahayu"), ("FN-2", "Budi Hartono")


@pytest.fixture
def db(db):
    """Hold a training of 40 lesson hours of 45 minutes: 1800 minutes."""
    add_pelatihan(db)
    add_kelas(db, "A", fasilitator=[SITI, BUDI])
    add_calon(db, 15)
    for sort in ("paparan", "praktik", "evaluasi", "umum"):
        db.conn.execute(f"UPDATE materi SET menit_{sort} = menit_{sort} * 3 / 4")
    return db


def rule(db, menit):
    codes = {row[0] for row in db.conn.execute("SELECT wilayah FROM pelatihan")}
    scope = Scope(
        tahun=2016,
        tanggal=date(2016, 4, 1),
        codes=codes,
        settings=Settings(menit_per_jp=menit),
    )
    return [str(fault) for fault in check_jadwal(db, scope)]


@pytest.mark.parametrize("menit", [45, 50, 60])
def test_the_rule_counts_lesson_hours_as_the_office_does(db, menit):
    told = schedule(db, "FASDA-1", menit_per_jp=menit).faults
    assert rule(db, menit) == [str(fault) for fault in told]


def test_a_training_in_lesson_hours_of_45_minutes_is_content_with_its_own(db):
    schedule(db, "FASDA-1", menit_per_jp=45)
    assert not any("; the source asks for about" in fault for fault in rule(db, 45))
    assert any("JP of 60 minutes; the source" in fault for fault in rule(db, 60))
