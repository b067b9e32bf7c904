from __future__ import annotations

import csv
import io

from openpyxl import load_workbook

from formulir.records.ledger.agenda import COLUMNS_AGENDA
from formulir.records.sheets.write import write_csv, write_xlsx


def row(**changes):
    return dict.fromkeys(COLUMNS_AGENDA, "x") | changes


def test_a_subject_that_looks_like_a_formula_is_never_calculated_from_csv():
    rows = [row(hal="=1+1", tujuan="@SUM(A1)", lampiran="-")]
    text = write_csv(rows, columns=COLUMNS_AGENDA).decode("utf-8-sig")
    cells = next(iter(csv.DictReader(io.StringIO(text))))
    assert (cells["hal"], cells["tujuan"], cells["lampiran"]) == (
        "'=1+1",
        "'@SUM(A1)",
        "-",
    )


def test_a_subject_that_looks_like_a_formula_is_text_in_xlsx():
    data = write_xlsx([row(hal="=1+1", no=1)], columns=COLUMNS_AGENDA, judul="Agenda")
    sheet = load_workbook(io.BytesIO(data)).active
    cell = sheet.cell(2, COLUMNS_AGENDA.index("hal") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
