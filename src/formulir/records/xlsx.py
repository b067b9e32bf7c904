"""The one door to openpyxl: spreadsheets that formulir writes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def write_xlsx(
    rows: Sequence[Mapping[str, Any]], *, kolom: Sequence[str], judul: str
) -> bytes:
    """Write rows as one sheet, every text cell marked as text.

    Args:
        rows: A mapping a row, holding at least the names of ``kolom``.
        kolom: The columns, in order; they become the heading.
        judul: The name of the sheet.
    """
    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(judul)
    sheet.append(list(kolom))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows, start=2):
        for column, name in enumerate(kolom, start=1):
            cell = sheet.cell(number, column)
            value = row[name]
            if isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
                cell.data_type = "s"  # never a formula, whatever it begins with
            else:
                cell.value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
