"""The one door to python-calamine: the sheets of XLSX, XLS and ODS workbooks.

What calamine does not tell is looked for beforehand in the file itself: how far its
cells reach, which hold an error, what is merged and what nobody sees.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

import python_calamine as calamine

from formulir.ground.magic import HEAD_BYTES, tell_ekstensi
from formulir.language import phrase
from formulir.records.sheets.formats.foreign import describe_compound, describe_package
from formulir.records.sheets.formats.scan_ods import OdsScan, scan_ods
from formulir.records.sheets.formats.scan_xls import scan_xls
from formulir.records.sheets.formats.scan_xlsx import Scan, find_part, scan_xlsx
from formulir.records.sheets.formats.trim_xlsx import trim_xlsx
from formulir.records.sheets.sheet import (
    CELL_LIMIT,
    GRID_STEP,
    SIZE_LIMIT_BYTES,
    Block,
    Grid,
    SheetUnreadableError,
    is_unseen,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from formulir.records.sheets.sheet import Cell, Line, Unreadable

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_PANIC = "PanicException"
_SHARED = 50_000
"""So many texts of a sheet are remembered."""
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    EOFError,
    NotImplementedError,
    ValueError,
    IndexError,
    StopIteration,
    struct.error,
    calamine.CalamineError,
)


def parse_workbook(path: Path, data: bytes) -> list[Grid]:
    """Read the sheets of a workbook, by what its first bytes say it is.

    Raises:
        SheetUnreadableError: It is no workbook, is protected by a password, or is
            larger than a sheet can reasonably be.
    """
    if tell_ekstensi(data[:HEAD_BYTES]) == "ole":
        return _parse_compound(path, data)
    return _parse_package(path, data)


def _parse_package(path: Path, data: bytes) -> list[Grid]:
    """Read the sheets of an XLSX or ODS workbook."""
    with _refusing(path, _tell_package), zipfile.ZipFile(io.BytesIO(data)) as package:
        _check_size(path, package)
        names = set(package.namelist())
        kind = package.read("mimetype").decode() if "mimetype" in names else ""
        if "xl/workbook.xml" not in names and not kind.startswith(_ODS):
            reason = describe_package(package, kind)
            raise SheetUnreadableError(path, reason=reason)
        if kind.startswith(_ODS):
            content = _read_content(path, package)
            scans: dict[int, Scan] = dict(enumerate(scan_ods(content)))
        else:
            data, scans = _scan_sheets(data, package)
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _read_grid(path, workbook, place, scan=scans[place])
            for place in _list_places(workbook)
        ]


def _scan_sheets(
    data: bytes, package: zipfile.ZipFile
) -> tuple[bytes, dict[int, Scan]]:
    """Scan the sheets of an XLSX package, and take stray blanks out of it."""
    workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    places = _list_places(workbook)
    scans: dict[int, Scan] = {place: scan_xlsx(package, place) for place in places}
    sparse = [place for place in places if scans[place].is_sparse]
    if sparse:
        data = trim_xlsx(data, {find_part(package, place) for place in sparse})
        with zipfile.ZipFile(io.BytesIO(data)) as trimmed:
            scans |= {place: scan_xlsx(trimmed, place) for place in sparse}
    return data, scans


def _list_places(workbook: calamine.CalamineWorkbook) -> list[int]:
    """List the places of what are sheets of cells, and no charts."""
    return [
        place
        for place, sheet in enumerate(workbook.sheets_metadata)
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]


def _parse_compound(path: Path, data: bytes) -> list[Grid]:
    """Read the sheets of an old workbook (.xls)."""
    with _refusing(path, lambda _: describe_compound(data)):
        scans = scan_xls(data)
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _read_grid(path, workbook, place, scan=scans[place])
            for place in _list_places(workbook)
        ]


@contextmanager
def _refusing(path: Path, tell: Callable[[BaseException], str]) -> Iterator[None]:
    """Refuse a file that is damaged, whoever stumbles over it.

    A file that calamine did not foresee ends in a panic of Rust, which Python is given
    as an exception that is none of its own kinds.
    """
    try:
        yield
    except _DAMAGED as error:
        raise SheetUnreadableError(path, reason=tell(error)) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise SheetUnreadableError(path, reason=tell(error)) from None


def _tell_package(error: BaseException) -> str:
    return phrase(
        "it is no XLSX or ODS workbook, or is damaged or protected ({error})",
        error=error,
    )


def _check_size(path: Path, package: zipfile.ZipFile) -> None:
    """Refuse a package that would unpack into more than a sheet may hold."""
    if sum(info.file_size for info in package.infolist()) > SIZE_LIMIT_BYTES:
        reason = phrase(
            "it unpacks into more than {count} MiB", count=SIZE_LIMIT_BYTES // 2**20
        )
        raise SheetUnreadableError(path, reason=reason)


def _read_content(path: Path, package: zipfile.ZipFile) -> str:
    """Read the XML of an ODS package, which a password makes unreadable."""
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        reason = phrase(
            "it is a workbook that is locked with a password; open it with the "
            "password and save it without one"
        )
        raise SheetUnreadableError(path, reason=reason)
    return package.read("content.xml").decode()


def _read_grid(
    path: Path, workbook: calamine.CalamineWorkbook, place: int, *, scan: Scan
) -> Grid:
    """Read one sheet.

    Raises:
        SheetUnreadableError: Its filled cells span more than memory should hold.
    """
    about = workbook.sheets_metadata[place]
    if reason := scan.tell_size():
        words = phrase("sheet {name!r}: {reason}", name=about.name, reason=reason)
        raise SheetUnreadableError(path, reason=words)
    sheet = workbook.get_sheet_by_index(place)
    if sheet.total_height * sheet.total_width > CELL_LIMIT:
        reason = phrase(
            "sheet {name!r} is too large; delete stray cells", name=about.name
        )
        raise SheetUnreadableError(path, reason=reason)
    if isinstance(scan, OdsScan):
        blocks = scan.blocks
    else:
        blocks = [
            Block(top=top + 1, left=left + 1, bottom=bottom + 1, right=right + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ]
    return Grid(
        name=about.name,
        lines=list(_read_lines(sheet, scan)),
        blocks=blocks,
        hidden=about.visible != calamine.SheetVisibleEnum.Visible,
        hidden_rows=frozenset(scan.hidden_rows),
        hidden_columns=frozenset(scan.hidden_columns),
        base=place * GRID_STEP,
    )


def _share(cell: Cell, alike: dict[str, str]) -> Cell:
    """Give the text that was met before in place of one that is the same.

    A list says the same kecamatan many times, and each time it would be held anew.
    """
    if not isinstance(cell, str) or len(alike) > _SHARED:
        return alike.get(cell, cell) if isinstance(cell, str) else cell
    return alike.setdefault(cell, cell)


def _read_lines(sheet: calamine.CalamineSheet, scan: Scan) -> Iterator[Line]:
    """Give the rows that hold anything, with the cells that cannot be read."""
    odd: dict[int, dict[int, Unreadable]] = {}
    for (row, column), cell in scan.unreadable.items():
        odd.setdefault(row, {})[column] = cell
    width = max((column for _, column in scan.unreadable), default=0)
    before = [""] * (sheet.start[1] if sheet.start else 0)
    alike: dict[str, str] = {}
    for last, line in enumerate(sheet.iter_rows(), start=1):
        cells: list[Cell] = [*before, *(_share(cell, alike) for cell in line)]
        for column, cell in odd.pop(last, {}).items():
            cells += [""] * (column - len(cells))
            cells[column - 1] = cell
        if not all(map(is_unseen, cells)):
            cells += [""] * (width - len(cells))
            yield last, cells
    for row in sorted(odd):  # calamine ends a sheet before cells that it cannot read
        cells = ["" for _ in range(max(width, len(before)))]
        for column, cell in odd[row].items():
            cells[column - 1] = cell
        yield row, cells
