"""The sheet that a clerk fills, filled by a real spreadsheet program."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from formulir.records.office.wilayah import load_wilayah
from formulir.records.tables.registry import TABLES
from tests.conftest import ROOT
from tests.records.forms.test_form import faults, fill, load, make
from tests.records.isian import ROWS

PROGRAM = Path(shutil.which("soffice") or "/nowhere").resolve().with_name("soffice.bin")
"""Not the script around it, which would leave it behind."""
WORKER = ROOT / "src" / "formulir" / "press" / "printing" / "uno_worker.py"
CALC = ROOT / "tests" / "tools" / "calc.py"
LIMIT_S = 120

pytestmark = [pytest.mark.office, pytest.mark.slow]


def type_in(tasks, profile):
    """Let Calc open each workbook, type into it and save it."""
    assert PROGRAM.with_name("libsclo.so").exists(), "Calc is missing: run make setup"
    subprocess.run(
        ["/usr/bin/python3", str(CALC), str(WORKER), str(PROGRAM), str(profile)],
        input=json.dumps(tasks).encode(),
        timeout=LIMIT_S,
        check=True,
    )


def place_rows(path, rows):
    """Tell what is typed into which cell of a sheet."""
    sheet = load_workbook(path).worksheets[0]
    letters = {cell.value.rstrip("*"): cell.column_letter for cell in sheet[1]}
    return {
        f"{letters[name]}{number}": str(value)
        for number, row in enumerate(rows, start=2)
        for name, value in row.items()
    }


SORTS = {"calon", "instansi", "sekolah", "seri", "usulan", "pelatihan", "wilayah"}
SORTS |= {"pejabat", "tim", "sesi", "nilai", "lampiran"}
"""Tables that hold a column of each sort."""


def test_these_tables_hold_a_column_of_each_sort():
    sorts = {name: {each.kind for each in TABLES[name].columns} for name in TABLES}
    held = set().union(*(sorts[name] for name in SORTS))
    assert held == set().union(*sorts.values())


@pytest.mark.parametrize(
    "by_calc", [SORTS, pytest.param(set(ROWS), marks=pytest.mark.thorough)]
)
def test_the_sheet_of_each_table_filled_by_calc_imports_as_it_is(db, tmp_path, by_calc):
    load_wilayah(db)
    (tmp_path / "denah.pdf").write_bytes(b"%PDF-1.7")
    tasks = []
    for tabel, rows in ROWS.items():
        path = make(db, tabel, tmp_path)
        if tabel in by_calc:
            tasks.append((str(path), f"{path}.baru.xlsx", place_rows(path, rows)))
        else:
            fill(path, rows)
    type_in(tasks, tmp_path / "profil")
    for tabel, rows in ROWS.items():
        end = ".xlsx.baru.xlsx" if tabel in by_calc else ".xlsx"
        result = load(db, tabel, tmp_path / f"{tabel}{end}")
        assert (faults(result), result.new) == ([], len(rows)), tabel
        assert not [w for w in result.warnings if "number" in w.reason], tabel
    (calon, *_) = db.rows("SELECT * FROM calon ORDER BY kode")
    assert {name: calon[name] for name in ROWS["calon"][0]} == ROWS["calon"][0]
    assert list(ROWS) == list(TABLES)
