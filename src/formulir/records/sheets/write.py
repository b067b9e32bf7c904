"""Sheets that the program writes: CSV, and XLSX with every text cell marked as text."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.cell import Cell


def write_csv(rows: Sequence[Mapping[str, Any]], *, columns: Sequence[str]) -> bytes:
    """Write a book as CSV that no spreadsheet program runs as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_defuse(row[name]) for name in columns])
    return out.getvalue().encode("utf-8-sig")


def _defuse(value: object) -> object:
    """Put an apostrophe before what a spreadsheet program would calculate.

    Source: OWASP, CSV Injection.
    """
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return value if value == "-" else "'" + value
    return value


def write_xlsx(
    rows: Sequence[Mapping[str, Any]], *, columns: Sequence[str], judul: str
) -> bytes:
    """Write rows as one sheet, every text cell marked as text.

    Args:
        rows: A mapping a row, holding at least the names of ``columns``.
        columns: The columns, in order; they become the heading.
        judul: The name of the sheet.
    """
    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(judul)
    sheet.append(list(columns))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows, start=2):
        for column, name in enumerate(columns, start=1):
            fill_cell(sheet.cell(number, column), row[name])
    return save_book(book)


def fill_cell(cell: Cell, value: Any) -> None:  # noqa: ANN401 - a cell holds what it holds
    """Put a value into a cell; text is never a formula, whatever it begins with."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value


def save_book(book: Workbook) -> bytes:
    """Give the bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
