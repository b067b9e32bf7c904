"""``formulir assign``: what it writes, what it leaves, and what letters refuse."""

from __future__ import annotations

import shutil
from datetime import date

import pytest
from icalendar import Calendar

from formulir.dates import format_hari
from formulir.office.kantor import open_kantor
from formulir.records.visits.assign import assign
from formulir.records.visits.planning.greedy import plan_greedily
from formulir.settings import Pendampingan
from tests.kantor import formulir, make_kantor, make_printer

YEAR = ("--tahun", "2016")
SCHOOL = "99000017"
VISITS = "SELECT npsn, ke, rencana, fasilitator_1, fasilitator_2, tetap FROM kunjungan"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The sample office, its schools verified, without a visit."""
    folder = tmp_path_factory.mktemp("atur")
    kantor = make_kantor(folder / "kantor", printer=make_printer(folder))
    with open_kantor(kantor).open_catatan() as db, db.writing():
        for tabel in ("pengimbasan", "kunjungan"):
            db.run(f"DELETE FROM {tabel}")
    return kantor


@pytest.fixture
def kantor(office, tmp_path):
    shutil.copytree(office, tmp_path / "kantor")
    return tmp_path / "kantor"


def read(kantor, sql, *params):
    with open_kantor(kantor).open_catatan(read_only=True) as db:
        return db.rows(sql, params)


def write(kantor, sql, *params):
    with open_kantor(kantor).open_catatan() as db, db.writing():
        db.run(sql, params)


def test_it_plans_all_visits_groups_and_calendars(kantor, tmp_path, capsys):
    folder = tmp_path / "kalender"
    assert formulir(kantor, "assign", *YEAR, "-o", str(folder)) == 0
    out, _ = capsys.readouterr()
    assert "no plan is better" in out
    visits = read(kantor, VISITS)
    assert len(visits) == 12
    assert all(row["fasilitator_1"] and row["fasilitator_2"] for row in visits)
    sql = "SELECT calon, kelompok FROM penetapan WHERE wilayah = '33.19'"
    groups = {row["calon"]: row["kelompok"] for row in read(kantor, sql)}
    assert set(groups.values()) == {f"Kelompok {letter}" for letter in "ABCDEF"}
    files = sorted(folder.iterdir())
    names = {f"2016_{kode}.ics" for kode in groups}
    assert {path.name for path in files} == names
    events = Calendar.from_ical(files[0].read_bytes()).walk("VEVENT")
    assert len(events) == 2
    acts = read(kantor, "SELECT tindakan FROM riwayat ORDER BY id DESC LIMIT 1")
    assert acts == [{"tindakan": "atur"}]


def test_run_again_it_changes_nothing(kantor):
    assert formulir(kantor, "assign", *YEAR) == 0
    visits = read(kantor, VISITS)
    assert formulir(kantor, "assign", *YEAR) == 0
    assert read(kantor, VISITS) == visits


def test_a_dry_run_writes_nothing_even_of_a_sheet(kantor, tmp_path, capsys):
    sheet = tmp_path / "tetap.csv"
    sheet.write_text(f"tahun,npsn,ke,rencana\n2016,{SCHOOL},1,2016-07-27\n")
    before = read(kantor, "SELECT count(*) AS banyak FROM riwayat")
    words = ("--tetap", str(sheet), "--dry-run")
    assert formulir(kantor, "assign", *YEAR, *words) == 0
    assert f"{SCHOOL}  SD 3 Contoh Colomukti          1      2016-07-27" in (
        capsys.readouterr().out
    )
    assert read(kantor, VISITS) == []
    assert read(kantor, "SELECT count(*) AS banyak FROM riwayat") == before


def test_what_a_sheet_sets_stays(kantor, tmp_path):
    sheet = tmp_path / "tetap.csv"
    sheet.write_text(
        f"tahun,npsn,ke,rencana,fasilitator_1\n2016,{SCHOOL},1,2016-07-27,33.19-04\n"
    )
    for _ in range(2):
        assert formulir(kantor, "assign", *YEAR, "--tetap", str(sheet)) == 0
        (row,) = read(kantor, f"{VISITS} WHERE npsn = ? AND ke = 1", SCHOOL)
        assert (row["rencana"], row["fasilitator_1"]) == ("2016-07-27", "33.19-04")
        assert row["fasilitator_2"]
        assert row["tetap"] == 1


def test_a_sheet_with_faults_plans_nothing(kantor, tmp_path, capsys):
    sheet = tmp_path / "tetap.csv"
    sheet.write_text(f"tahun,npsn,ke,rencana\n2016,{SCHOOL},3,besok\n")
    assert formulir(kantor, "assign", *YEAR, "--tetap", str(sheet)) == 3
    assert "record-faulty" in capsys.readouterr().err
    assert read(kantor, VISITS) == []


def test_a_clash_of_a_later_edit_keeps_a_timetable_from_its_number(kantor, capsys):
    assert formulir(kantor, "assign", *YEAR) == 0
    first, second = read(kantor, f"{VISITS} WHERE ke = 1 ORDER BY npsn LIMIT 2")
    write(
        kantor,
        "UPDATE kunjungan SET rencana = ?, fasilitator_1 = ? WHERE npsn = ? AND ke = 1",
        *(first["rencana"], first["fasilitator_1"], second["npsn"]),
    )
    day = date.fromisoformat(first["rencana"])
    capsys.readouterr()
    words = ("--formulir", "JK", *YEAR, "--wilayah", "33.19")
    assert formulir(kantor, "issue", *words, "--tanggal", "2016-07-11") == 3
    assert f"is in two places on {format_hari(day)} {day}" in capsys.readouterr().err
    assert read(kantor, "SELECT 1 FROM surat") == []


def test_without_schools_it_says_so(kantor, capsys):
    write(kantor, "UPDATE verval SET hasil = 'tidak memenuhi'")
    assert formulir(kantor, "assign", *YEAR, "--wilayah", "33.19") == 3
    assert "nobody-appointed: no model school of 33.19" in capsys.readouterr().err


def test_the_greedy_way_is_no_more_than_a_little_worse_here(kantor):
    with open_kantor(kantor).open_catatan(read_only=True) as db:
        (done,) = assign(db, tahun=2016, wilayah=None, bobot=Pendampingan())
    assert plan_greedily(done.problem).cost <= done.solution.cost * 1.15
