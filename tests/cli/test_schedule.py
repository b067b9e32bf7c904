"""``formulir schedule``: what it prints, where, and what it leaves."""

from __future__ import annotations

import json

import pytest
from icalendar import Calendar

from formulir.office.kantor import open_kantor
from tests.kantor import formulir, make_kantor
from tests.records.jadwal_contoh import add_calon, add_kelas, add_pelatihan

TIMES = "\N{MULTIPLICATION SIGN}"


@pytest.fixture
def kantor(tmp_path):
    folder = make_kantor(tmp_path / "kantor", printer=None)
    with open_kantor(folder).open_catatan() as db:
        add_pelatihan(db, mulai="2016-04-21")
        add_kelas(db, "A", fasilitator=[("FN-1", "Siti"), ("FN-2", "Budi")])
        add_kelas(db, "B", fasilitator=[("FN-3", "Dewi"), ("FN-4", "Agus")])
        add_calon(db, 30)
    return folder


def count_sesi(kantor):
    with open_kantor(kantor).open_catatan(read_only=True) as db:
        return db.rows("SELECT count(*) AS n FROM sesi")[0]["n"]


def run_schedule(kantor, *more):
    return formulir(kantor, "schedule", "--pelatihan", "FASDA-1", *more)


def test_it_prints_days_once_for_classes_alike_and_the_sums(kantor, capsys):
    assert run_schedule(kantor) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[:4] == [
        "FASDA-1  Pelatihan, Wisma LPMP",
        "",
        "Kamis 2016-04-21  kelas A, B",
        "  08.00-09.00  F00  Pembukaan dan penjelasan teknis",
    ]
    assert [line.split("  ")[0] for line in lines if "kelas A, B" in line] == [
        "Kamis 2016-04-21",
        "Jumat 2016-04-22",
        "Sabtu 2016-04-23",
        "Senin 2016-04-25",
        "Selasa 2016-04-26",
    ]
    assert "  11.15-12.45  -    Istirahat, salat Jumat, dan makan" in lines
    assert [line.split() for line in lines[-2:]] == [
        [kelas, "15", "2", "5", "2400", "40.0", "40.0", "25.0", "%"] for kelas in "AB"
    ]
    assert err.splitlines() == [
        "warning: pelatihan FASDA-1: 2016-04-24 is left out: hari Minggu",
        f"peserta.kelas: (kosong) → A {TIMES} 15, (kosong) → B {TIMES} 15",
    ]
    assert count_sesi(kantor) > 0


def test_a_second_run_only_checks(kantor, capsys):
    assert run_schedule(kantor) == 0
    before = count_sesi(kantor)
    capsys.readouterr()
    assert run_schedule(kantor) == 0
    assert capsys.readouterr().err == (
        "checked only: it has sessions; pass --ulang to lay it out anew\n"
    )
    assert count_sesi(kantor) == before
    assert run_schedule(kantor, "--ulang") == 0
    assert count_sesi(kantor) == before


def test_what_is_refused_is_told_whole_and_leaves_nothing(kantor, capsys, tmp_path):
    with open_kantor(kantor).open_catatan() as db:
        db.conn.execute(
            "UPDATE fasilitator SET nip = '1' WHERE kode IN (?, ?)", ["FN-1", "FN-4"]
        )
    assert run_schedule(kantor, "--ics", str(tmp_path / "a.ics")) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert (
        "Siti (FN-1, FN-4) is in two places on Kamis 2016-04-21 at 09.00-10.00" in err
    )
    assert err.splitlines()[-1].startswith("record-faulty: 5 fault(s) in the records")
    assert count_sesi(kantor) == 0
    assert not (tmp_path / "a.ics").exists()


def test_an_edit_that_breaks_a_rule_is_shown_and_told(kantor, capsys):
    run_schedule(kantor)
    with open_kantor(kantor).open_catatan() as db:
        db.conn.execute(
            "UPDATE sesi SET selesai = '09.40' WHERE materi = 'F00' AND kelas = 'B'"
        )
    capsys.readouterr()
    assert run_schedule(kantor) == 3
    out, err = capsys.readouterr()
    assert "Kamis 2016-04-21  kelas B" in out
    place = "sesi FASDA-1/B 2016-04-21 09.00"
    assert f"{place}: begins before the one of 08.00 ends at 09.40" in err


def test_json_has_a_line_for_each_session_and_for_each_class(kantor, capsys):
    assert run_schedule(kantor, "--json", "--dry-run") == 0
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines[0] == {
        "pelatihan": "FASDA-1",
        "kelas": "A",
        "tanggal": "2016-04-21",
        "mulai": "08.00",
        "selesai": "09.00",
        "materi": "F00",
        "judul": "Pembukaan dan penjelasan teknis",
        "menit_paparan": 0,
        "menit_praktik": 0,
        "menit_evaluasi": 0,
        "menit_umum": 60,
        "pengampu": "Panitia",
        "fasilitator": [],
    }
    sums = [line for line in lines if "mulai" not in line]
    assert [(line["kelas"], line["jam"], line["paparan"]) for line in sums] == [
        ("A", 40.0, 25.0),
        ("B", 40.0, 25.0),
    ]
    assert err.endswith("nothing was written: this was a dry run\n")
    assert count_sesi(kantor) == 0


def test_the_office_says_how_long_a_lesson_hour_is(kantor, capsys):
    with (kantor / "kantor.toml").open("a", encoding="utf-8") as file:
        file.write("\nmenit_per_jp = 45\n")
    assert run_schedule(kantor, "--dry-run") == 0
    assert capsys.readouterr().out.splitlines()[-1].split()[4:7] == [
        "2400",
        "40.0",
        "53.3",
    ]


def test_a_calendar_is_written_beside(kantor, tmp_path):
    path = tmp_path / "a.ics"
    assert run_schedule(kantor, "--ics", str(path), "--dry-run") == 0
    assert not path.exists()
    assert run_schedule(kantor, "--ics", str(path)) == 0
    first = path.read_bytes()
    assert Calendar.from_ical(first).walk("VTIMEZONE")
    with open_kantor(kantor).open_catatan(read_only=True) as db:
        (taught,) = db.rows("SELECT count(materi) AS n FROM sesi")
    assert len(Calendar.from_ical(first).walk("VEVENT")) == taught["n"]


def test_an_unknown_training_is_told(kantor, capsys):
    assert formulir(kantor, "schedule", "--pelatihan", "X") == 2
    assert capsys.readouterr().err.startswith(
        "pelatihan-unknown: there is no pelatihan 'X'; on record are FASDA-1"
    )
