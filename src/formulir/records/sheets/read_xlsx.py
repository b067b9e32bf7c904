"""The one door to python-calamine: the first visible sheet of an XLSX workbook.

calamine lays a sheet out as a full rectangle up to its last cell, so one stray cell in
the far corner would ask for more memory than there is and end the process. It also
gives nothing for an error value, or for a formula whose result the workbook does not
store. Both are looked for in the sheet's XML beforehand.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

import python_calamine as calamine

from formulir.records.sheets.sheet import (
    CELL_LIMIT,
    COLUMN_LIMIT,
    SIZE_LIMIT_BYTES,
    Cell,
    Sheet,
    SheetUnreadableError,
    Unreadable,
    build_sheet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A cell that is only formatted has no value, and calamine passes over it.
_CELL = re.compile(
    rb"<(?:\w+:)?c\s([^>]*[^>/])>"
    rb"(?!\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>)"
)
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_NO_RESULT = re.compile(
    rb"<(?:\w+:)?c\s([^>]*[^>/])>\s*"
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR, _TEXT = re.compile(rb"\bt=[\"']e[\"']"), re.compile(rb"\bt=[\"']str[\"']")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*\bid=[\"']([^\"']+)[\"'][^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ERROR_VALUE = Unreadable(reason="the cell holds an error value such as #N/A")
_UNSAVED = Unreadable(
    reason="the cell holds a formula whose result is not stored; open the workbook "
    "in a spreadsheet and save it, or paste the values"
)


def parse_xlsx(path: Path, data: bytes) -> Sheet:
    """Read the first visible sheet of a workbook.

    Raises:
        SheetUnreadableError: It is no workbook, is protected by a password, or is
            larger than a sheet can reasonably be.
    """
    with _open(path, data) as (package, workbook):
        index = _list_visible(path, workbook)[0]
        table = _read_table(path, package, workbook, index)
    records = enumerate(table, start=1)
    return build_sheet(path, records, empty="its first visible sheet is empty")


def parse_pages(path: Path, data: bytes) -> Iterator[tuple[str, list[list[Cell]]]]:
    """Give every visible sheet of a workbook: its name, and its rows from the first.

    Raises:
        SheetUnreadableError: As ``parse_xlsx``.
    """
    with _open(path, data) as (package, workbook):
        for index in _list_visible(path, workbook):
            name = workbook.sheet_names[index]
            yield name, _read_table(path, package, workbook, index)


@contextmanager
def _open(
    path: Path, data: bytes
) -> Iterator[tuple[zipfile.ZipFile, calamine.CalamineWorkbook]]:
    """Open a workbook, and tell what is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_size(path, package)
            yield package, calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        EOFError,
        NotImplementedError,
        calamine.CalamineError,
    ) as error:
        reason = f"it is no XLSX workbook, or is damaged or protected ({error})"
        raise SheetUnreadableError(path, reason=reason) from error


def _read_table(
    path: Path,
    package: zipfile.ZipFile,
    workbook: calamine.CalamineWorkbook,
    index: int,
) -> list[list[Cell]]:
    """Read the cells of one sheet."""
    unreadable = _scan(path, package.read(_part(package, index)))
    cells = workbook.get_sheet_by_index(index).to_python(skip_empty_area=False)
    table: list[list[Cell]] = [list(row) for row in cells]
    if unreadable:
        _overlay(table, unreadable)
    return table


def _check_size(path: Path, package: zipfile.ZipFile) -> None:
    """Refuse a package that would unpack into more than a sheet may hold."""
    if sum(info.file_size for info in package.infolist()) > SIZE_LIMIT_BYTES:
        reason = f"it unpacks into more than {SIZE_LIMIT_BYTES // 2**20} MiB"
        raise SheetUnreadableError(path, reason=reason)


def _list_visible(path: Path, workbook: calamine.CalamineWorkbook) -> list[int]:
    """Find the sheets that a person sees."""
    found = [
        index
        for index, sheet in enumerate(workbook.sheets_metadata)
        if sheet.visible == calamine.SheetVisibleEnum.Visible
        and sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    if not found:
        raise SheetUnreadableError(path, reason="it has no visible sheet")
    return found


def _part(package: zipfile.ZipFile, index: int) -> str:
    """Find the XML part of the sheet of that place in the workbook."""
    sheets = _SHEET.findall(package.read("xl/workbook.xml"))
    for attributes in _RELATION.findall(package.read("xl/_rels/workbook.xml.rels")):
        if _attribute(attributes, b"Id") == sheets[index].decode():
            target = _attribute(attributes, b"Target")
            return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    raise KeyError(f"sheet {index + 1}")


def _attribute(attributes: bytes, name: bytes) -> str:
    """Read one attribute of an XML element."""
    found = re.search(rb"\b" + name + rb"=[\"']([^\"']*)[\"']", attributes)
    return found[1].decode() if found else ""


def _scan(path: Path, xml: bytes) -> dict[tuple[int, int], Unreadable]:
    """Find the cells that calamine would give as empty though they are not.

    Raises:
        SheetUnreadableError: The filled cells span more than memory should hold.
    """
    width = height = 0
    unreadable: dict[tuple[int, int], Unreadable] = {}
    for attributes in _CELL.findall(xml):
        place = _reference(attributes)
        if place is None:
            continue
        height, width = max(height, place[0]), max(width, place[1])
        if _ERROR.search(attributes):
            unreadable[place] = _ERROR_VALUE
    if width > COLUMN_LIMIT:
        reason = f"it has a cell in column {width}, beyond {COLUMN_LIMIT}"
        raise SheetUnreadableError(path, reason=reason)
    if width * height > CELL_LIMIT:
        reason = f"its cells span {height} rows and {width} columns; delete stray ones"
        raise SheetUnreadableError(path, reason=reason)
    for attributes in _NO_RESULT.findall(xml):
        place = _reference(attributes)
        if place is not None and not _TEXT.search(attributes):
            unreadable[place] = _UNSAVED
    return unreadable


def _reference(attributes: bytes) -> tuple[int, int] | None:
    """Read the row and column of a cell, both from 1.

    >>> _reference(b'r="AB12" s="1"')
    (12, 28)
    """
    found = _REFERENCE.search(attributes)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - ord("A") + 1
    return int(found[2]), column


def _overlay(
    table: list[list[Cell]], unreadable: dict[tuple[int, int], Unreadable]
) -> None:
    """Put the unreadable cells where they belong, widening the table for them."""
    height = max((row for row, _ in unreadable), default=0)
    width = max((column for _, column in unreadable), default=0)
    width = max(width, max(map(len, table), default=0))
    table.extend([] for _ in range(height - len(table)))
    for cells in table:
        cells.extend([""] * (width - len(cells)))
    for (row, column), cell in unreadable.items():
        table[row - 1][column - 1] = cell
