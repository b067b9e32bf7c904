"""Workbooks of tasks as a clerk fills them: by the name of a sheet and its headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import load_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Typed = dict[str, object]
FIRST = 2
"""The row below the headings."""


def type_rows(path: Path, sheets: Mapping[str, Sequence[Typed]]) -> None:
    """Type rows below what stands in the sheets of a workbook, and save it."""
    book = load_workbook(path)
    for name, rows in sheets.items():
        sheet = book[name]
        places = _places(sheet)
        begin = max((c.row for r in sheet.iter_rows() for c in r if c.value), default=1)
        for number, row in enumerate(rows, start=begin + 1):
            for heading, value in row.items():
                sheet.cell(number, places[heading], value)
    book.save(path)


def change_cell(path: Path, name: str, place: tuple[int, str], value: object) -> None:
    """Type into one cell, told by its row and its heading."""
    change_cells(path, [(name, *place, value)])


def change_cells(path: Path, cells: Iterable[tuple[str, int, str, object]]) -> None:
    """Type into cells, each told by its sheet, its row and its heading."""
    book = load_workbook(path)
    for name, row, heading, value in cells:
        sheet = book[name]
        sheet.cell(row, _places(sheet)[heading]).value = value
    book.save(path)


def read_rows(path: Path, name: str) -> list[Typed]:
    """Read what stands in a sheet, by heading."""
    sheet = load_workbook(path)[name]
    headings = list(_places(sheet))
    return [
        dict(zip(headings, values, strict=True))
        for values in sheet.iter_rows(min_row=FIRST, values_only=True)
        if any(values)
    ]


def remove_row(path: Path, name: str, row: int) -> None:
    """Take a row out of a sheet."""
    book = load_workbook(path)
    book[name].delete_rows(row)
    book.save(path)


def _places(sheet) -> dict[str, int]:
    return {str(c.value).rstrip("*"): c.column for c in sheet[1] if c.value}
