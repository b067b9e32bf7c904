"""Books that the program writes: whoever opens one calculates no part of a text."""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from formulir.records.ledger.agenda import COLUMNS_AGENDA
from formulir.records.sheets.write import write_csv, write_xlsx

HARMFUL = {
    "=1+1": "'=1+1",
    "+1+1": "'+1+1",
    "-1+1": "'-1+1",
    "@SUM(A1)": "'@SUM(A1)",
    "\t=1+1": "'\t'=1+1",
    "\rSurat": "'\rSurat",
    "  =1+1": "  '=1+1",
    "\u00a0=1+1": "\u00a0'=1+1",
    "\r\n=1+1": "'\r\n'=1+1",
    "\uff1d1+1": "'\uff1d1+1",
    "a;=1+2;b": "a;'=1+2;b",
    "a; =1+2": "a; '=1+2",
    'a;"=1+2"': 'a;"\'=1+2"',
    'a;"";""=1+2;': 'a;"";""\'=1+2;',
    "a,=1+2": "a,'=1+2",
    "a\t+1": "a\t'+1",
    "a\n@x;\n-1": "a\n'@x;\n'-1",
    '"=1+1': "\"'=1+1",
}
HARMLESS = ["-", "421/0001/2016", "SD 1; SMP 2", "a = b", "ibu-bapak", "", "a;b", "'=1"]
PROGRAM = Path(shutil.which("soffice") or "/nowhere").resolve().with_name("soffice.bin")
LIMIT_S = 120


def row(**changes):
    return dict.fromkeys(COLUMNS_AGENDA, "x") | changes


def read(data):
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize("harmful", HARMFUL)
def test_a_text_that_looks_like_a_formula_is_never_calculated_from_csv(harmful):
    data = write_csv([row(hal=harmful)], columns=["hal"])
    assert read(data) == [["hal"], [HARMFUL[harmful]]]


@pytest.mark.parametrize("harmless", HARMLESS)
def test_any_other_text_is_written_as_it_is(harmless):
    data = write_csv([row(hal=harmless, no=7)], columns=["hal", "no"])
    assert read(data)[1] == [harmless, "7"]


def test_every_field_is_quoted_and_parted_as_excel_in_indonesia_reads_it():
    data = write_csv([{"a": 1, "b": None}], columns=["a", "b"])
    assert data.decode("utf-8-sig") == '"a";"b"\r\n"1";""\r\n'


def make_rows(chance):
    """Make cells of chance out of what separates, quotes and calculates."""
    parts = [*';,\t\n\r"=+-@| ', "1+1", "a", "\u00a0", "HYPERLINK(", "'", ""]
    cells = (
        "".join(chance.choices(parts, k=chance.randint(0, 9))) for _ in iter(int, 1)
    )
    known = [dict.fromkeys("abc", text) for text in (*HARMFUL, *HARMLESS)]
    return known + [{name: next(cells) for name in "abc"} for _ in range(1200)]


@pytest.fixture(scope="module")
def calculate(tmp_path_factory):
    """Let Calc open a list, and give what it shows and what it calculates."""
    folder = tmp_path_factory.mktemp("calc")
    fresh = [True]  # with a fresh profile it ends, and wants to be started anew

    def calculate(data, separators):
        (folder / "buku.csv").write_bytes(data)
        call = [PROGRAM, f"-env:UserInstallation={(folder / 'profil').as_uri()}"]
        call += ["--headless", f"--infilter=CSV:{separators},34,76,1"]
        call += ["--convert-to", "fods", "--outdir", folder, folder / "buku.csv"]
        for _ in range(1 + bool(fresh)):
            fresh.clear()
            ended = subprocess.run(
                call, check=False, capture_output=True, timeout=LIMIT_S
            )
        assert ended.returncode == 0, ended.stderr
        sheet = (folder / "buku.fods").read_text("utf-8")
        return sheet, re.findall(r'table:formula="[^"]*"', sheet)

    return calculate


@pytest.mark.office
@pytest.mark.parametrize(
    "separators",
    [
        *("59", "9/44/59"),
        *(pytest.param(each, marks=pytest.mark.thorough) for each in ("44", "9")),
    ],
)
def test_calc_calculates_nothing_whatever_it_takes_for_a_separator(
    calculate, separators
):
    rows = make_rows(random.Random(0))
    sheet, formulas = calculate(write_csv(rows, columns="abc"), separators)
    assert formulas == []
    assert sheet.count("<table:table-row") > len(rows) / 4


@pytest.mark.office
@pytest.mark.parametrize(
    "separators", ["59", pytest.param("44", marks=pytest.mark.thorough)]
)
def test_calc_shows_the_same_text_whatever_it_takes_for_a_separator(
    calculate, separators
):
    data = write_csv([{"a": "=1+1"}, {"a": " =1+1"}, {"a": "SD 1"}], columns="a")
    # What is not defused it would calculate.
    sheet, formulas = calculate(data + b"a,b;=1+2;c\r\n", separators)
    assert formulas == ['table:formula="of:=1+2"'] * (separators == "59")
    assert sheet.count("&apos;=1+1</text:p>") == 2
    assert "<text:p>SD 1</text:p>" in sheet


def test_a_subject_that_looks_like_a_formula_is_text_in_xlsx():
    data = write_xlsx([row(hal="=1+1", no=1)], columns=COLUMNS_AGENDA, judul="Agenda")
    sheet = load_workbook(io.BytesIO(data)).active
    cell = sheet.cell(2, COLUMNS_AGENDA.index("hal") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
