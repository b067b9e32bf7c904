"""The programme's own deadlines are remarked on, and refuse nothing."""

from __future__ import annotations

from datetime import date

import pytest

from formulir.model import Scope
from formulir.records.rules.deadlines import (
    check_tenggat_monev,
    check_tenggat_undangan,
    check_tenggat_usulan,
    check_tenggat_verval,
)
from formulir.records.year.plan import add_months
from formulir.settings import Settings
from tests.records.rules.test_calon import put, put_calon


def at(year, month, day):
    tanggal = date(year, month, day)
    return Scope(tahun=2016, codes={"33.19"}, tanggal=tanggal, settings=Settings())


@pytest.mark.parametrize(("day", "late"), [((2016, 3, 31), 0), ((2016, 4, 1), 1)])
def test_schools_are_proposed_by_the_third_month(db, day, late):
    faults = check_tenggat_usulan(db, at(*day))
    assert [fault.warning for fault in faults] == [True] * late


@pytest.mark.parametrize(("day", "late"), [("2016-04-15", 0), ("2016-04-16", 1)])
def test_schools_are_verified_by_the_middle_of_the_fourth(db, day, late):
    for wilayah in ("33.19", "33.20"):  # the other one is not asked about
        put(db, "kegiatan", tahun=2016, tahap="T03", wilayah=wilayah, mulai=day)
    faults = check_tenggat_verval(db, at(2016, 3, 1))
    assert [fault.warning for fault in faults] == [True] * late


@pytest.mark.parametrize(("day", "late"), [((2016, 4, 5), 0), ((2016, 4, 6), 1)])
def test_two_weeks_lie_between_the_last_paper_and_the_invitation(db, day, late):
    assert check_tenggat_undangan(db, at(*day)) == []
    put_calon(db, "A")
    for jenis, diterima in (("CV", "2016-03-10"), ("01.2", "2016-03-22")):
        db.conn.execute(
            "UPDATE berkas SET diterima = ? WHERE jenis = ?", (diterima, jenis)
        )
    faults = check_tenggat_undangan(db, at(*day))
    assert [fault.warning for fault in faults] == [True] * late


def test_monitoring_is_due_one_and_three_months_after_the_training(db):
    put(
        db,
        "pelatihan",
        kode="S1",
        tahun=2016,
        jenis="spmi",
        kurikulum="4.1",
        nama="Pelatihan",
        penyelenggara="LPMP",
        wilayah="33.19",
        tempat="Gedung",
        mulai="2016-05-09",
    )
    assert check_tenggat_monev(db, at(2016, 5, 2)) == []  # nothing is planned yet
    put(db, "kegiatan", tahun=2016, tahap="T08", wilayah="33.19", mulai="2016-06-13")
    (fault,) = check_tenggat_monev(db, at(2016, 5, 2))
    assert fault.warning
    assert "2016-08-09" in str(fault)
    put(
        db,
        "kegiatan",
        tahun=2016,
        tahap="T08",
        wilayah="33.19",
        urut=2,
        mulai="2016-08-20",
    )
    assert check_tenggat_monev(db, at(2016, 5, 2)) == []


def test_a_month_later_is_the_last_day_where_there_is_no_such_day():
    assert add_months(date(2015, 12, 31), 2) == date(2016, 2, 29)
