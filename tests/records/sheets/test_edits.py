"""Cells that are put right on the way, and what an import shows of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formulir.records.cells.berkas import name_berkas
from formulir.records.importing.ingest import ImportOptions, import_table
from formulir.records.office.wilayah import load_wilayah
from formulir.records.sheets.edits import KEPT
from formulir.records.sheets.trace import Trace

HEADING = "npsn;nama;bentuk;status;wilayah;kepala;lintang\n"


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "sekolah.csv"
    path.write_text(
        HEADING
        + "99000001;SD 1 Contoh;SD;N;33.19;Contoh Satu;-6,8\n"
        + "99000002;SD 2 Contoh;SD;X;33.19;Contoh Dua;-6,9\n",
        encoding="utf-8",
    )
    return path


def take(db, path, **told):
    if not db.value("SELECT 1 FROM wilayah LIMIT 1"):
        load_wilayah(db)
    options = replace(ImportOptions(), **told)
    return import_table(db, "sekolah", path, options=options, keep_berkas=name_berkas)


def test_a_cell_that_is_put_right_is_taken_and_the_file_stays(db, sheet):
    before = sheet.read_bytes()
    assert take(db, sheet).rejected_rows == 1
    result = take(db, sheet, edits={("", 3, 4): "N"})
    assert result.written
    assert result.new == 2
    assert sheet.read_bytes() == before
    assert db.value("SELECT status FROM sekolah WHERE npsn = '99000002'") == "N"


def test_the_history_says_how_many_cells_were_not_taken_as_they_came(db, sheet):
    told = []
    act = lambda _db, _what, facts: told.append(facts)  # noqa: E731
    take(db, sheet, edits={("", 3, 4): "N"}, act=act)
    assert [facts.get("dibetulkan") for facts in told] == [1]


def test_an_empty_cell_may_keep_what_is_on_record_and_the_next_one_not(db, sheet):
    take(db, sheet, edits={("", 3, 4): "N"})
    text = sheet.read_text(encoding="utf-8")
    text = text.replace("Contoh Satu", "").replace("Contoh Dua", "")
    sheet.write_text(text.replace(";X;", ";N;"), encoding="utf-8")
    result = take(db, sheet, edits={("", 2, 6): KEPT})
    assert result.emptied == 1
    assert db.values("SELECT kepala FROM sekolah ORDER BY npsn") == [
        "Contoh Satu",
        None,
    ]


def test_the_row_of_the_heading_can_be_told(db, tmp_path):
    path = tmp_path / "sekolah.csv"
    row = "99000001;SD 1 Contoh;SD;N;33.19;Contoh Satu;-6,8\n"
    path.write_text(HEADING + row + HEADING + row, encoding="utf-8")
    trace = Trace()
    take(db, path, judul={"": 3}, trace=trace, dry_run=True)
    assert trace.sheets[0].sheet.number == 3
    assert len(trace.sheets[0].sheet.rows) == 1


def test_a_column_of_which_no_heading_is_meant_is_left_alone(db, sheet):
    take(db, sheet, edits={("", 3, 4): "N"}, map={"kepala": ""})
    assert db.values("SELECT kepala FROM sekolah") == [None, None]


def test_the_trace_has_each_cell_old_and_new_and_each_fault_with_its_place(db, sheet):
    take(db, sheet, edits={("", 3, 4): "N"})
    text = sheet.read_text(encoding="utf-8").replace("Contoh Satu", "Contoh Baru")
    sheet.write_text(text, encoding="utf-8")
    trace = Trace()
    take(db, sheet, trace=trace, dry_run=True)
    assert trace.rows[2].cells == [("kepala", "Contoh Satu", "Contoh Baru")]
    assert not trace.rows[2].is_new
    assert [column for column, _ in trace.list_faults()[3]] == ["status"]
    assert trace.sheets[0].find_place("status") == 4
