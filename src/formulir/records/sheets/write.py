"""Sheets that the program writes: CSV, and XLSX with every text cell marked as text."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.cell import Cell


_LIVE = re.compile(r"""(^[\s"]*|[;,\t\r\n][\s"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])""")
"""Where a cell begins for some reader, before a sign of a formula, wide ones too.

A list is also opened by programs that are set to another separator than it has. They
cut a cell in two and do not see its quotation marks, so its second half is looked at
like its first.
"""

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What XML cannot hold.

Source: XML 1.0, production 2.
"""


def write_csv(rows: Sequence[Mapping[str, Any]], *, columns: Sequence[str]) -> bytes:
    """Write a book as CSV of which no spreadsheet program runs a part as a formula.

    Semicolons part its cells, and a byte order mark begins it: so Excel opens it right
    where numbers have a comma, as in Indonesia.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL
    )
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_defuse(row[name]) for name in columns])
    return out.getvalue().encode("utf-8-sig")


def _defuse(value: object) -> object:
    """Put an apostrophe before what a spreadsheet program would calculate.

    It stands in the text for every reader, and all see the same. A dash alone is none.

    Source: OWASP, CSV Injection.
    """
    if not isinstance(value, str) or value == "-":
        return value
    text = _LIVE.sub(r"\1'", value)
    return f"'{text}" if text[:1] in {"\t", "\r"} else text


def write_xlsx(
    rows: Sequence[Mapping[str, Any]], *, columns: Sequence[str], judul: str
) -> bytes:
    """Write rows as one sheet, every text cell marked as text.

    Args:
        rows: A mapping a row, holding at least the names of ``columns``.
        columns: The columns, in order; they become the heading.
        judul: The name of the sheet.
    """
    return write_xlsx_sheets({judul: (columns, rows)})


def write_xlsx_sheets(
    sheets: Mapping[str, tuple[Sequence[str], Sequence[Mapping[str, Any]]]],
) -> bytes:
    """Write several sheets, each by its name: its columns, and its rows."""
    return save_book(make_book(sheets))


def make_book(
    sheets: Mapping[str, tuple[Sequence[str], Sequence[Mapping[str, Any]]]],
) -> Workbook:
    """Make a workbook of several sheets, as ``write_xlsx_sheets`` is given them."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow, and not for every reader
    from openpyxl.styles import Font  # noqa: PLC0415 - likewise

    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    for judul, (columns, rows) in sheets.items():
        sheet = book.create_sheet(judul)
        sheet.append(list(columns))
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows, start=2):
            for column, name in enumerate(columns, start=1):
                fill_cell(sheet.cell(number, column), row[name])
    return book


def fill_cell(cell: Cell, value: Any) -> None:  # noqa: ANN401 - a cell holds what it holds
    """Put a value into a cell; text is never a formula, whatever it begins with."""
    if isinstance(value, str):
        cell.value = _UNSEEN.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value


def save_book(book: Workbook) -> bytes:
    """Give the bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
