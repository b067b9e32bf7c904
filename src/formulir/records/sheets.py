"""Reading the sheets that people bring: CSV (also ``.csv.gz``) and XLSX.

Nothing is interpreted here: a cell of a CSV file is its text; a cell of a workbook is
its text, number or date as the workbook stores it. What a file is, its first bytes
tell, not its name. Broken UTF-8 survives as lone surrogates, so that whoever reads the
cell can name its place.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from formulir.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SIZE_LIMIT_BYTES = 256 * 1024 * 1024
"""The largest sheet that is read, unpacked; the country's schools need a tenth."""
COLUMN_LIMIT = 500
"""The widest sheet that is read."""
ROW_LIMIT = 1_048_576
"""The longest sheet that is read: as long as a spreadsheet can be."""
CELL_LIMIT = 20_000_000
"""The most cells that the filled rectangle of a workbook may have."""

_GZIP, _ZIP, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, kw_only=True, slots=True)
class Unreadable:
    """A cell that holds something, but nothing that can be read.

    Args:
        reason: Why not, and what to do.
    """

    reason: str


Cell: TypeAlias = str | int | float | bool | date | time | timedelta | Unreadable


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a sheet below its heading.

    Args:
        number: Its number as a spreadsheet shows it; the heading usually is row 1.
        cells: As many as the heading has, unless it is broken.
        broken: Why the row cannot be told into its cells, or nothing.
    """

    number: int
    cells: Sequence[Cell]
    broken: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A sheet as it was brought.

    Args:
        name: The file's name, without its folder.
        number: The row that the heading stands in.
        heading: The headings as they are spelled, without outer blanks.
        rows: The rows that hold anything.
    """

    name: str
    number: int
    heading: list[str]
    rows: list[Row]


class SheetUnreadableError(RecordError):
    """A file is no sheet that can be imported."""

    def __init__(self, path: Path, *, reason: str) -> None:
        """Keep which file, and why."""
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        """Say which file, why, and what to do."""
        return f"{self.path} cannot be imported: {self.reason}"


def read_sheet(path: Path, *, rank: Callable[[Sequence[str]], int]) -> Sheet:
    """Read a file into its heading and rows.

    Args:
        path: The file.
        rank: How well a row of headings fits the table; the delimiter of a CSV file
            is the one whose headings fit best.

    Raises:
        SheetUnreadableError: The file is missing, empty, too large, or no sheet.
    """
    # The formats are loaded when they are met: their imports would slow each start.
    from formulir.records import sheet_csv, sheet_xlsx  # noqa: PLC0415 - see above

    data = _read_bytes(path)
    if data.startswith(_ZIP):
        sheet = sheet_xlsx.parse(path, data)
    else:
        sheet = sheet_csv.parse(path, _decode(path, data), rank=rank)
    if not sheet.rows:
        reason = "it has a heading but no row below it"
        raise SheetUnreadableError(path, reason=reason)
    return sheet


def check_heading(path: Path, number: int, cells: Sequence[Cell]) -> list[str]:
    """Read a heading, leaving away the empty cells at its end.

    Raises:
        SheetUnreadableError: It has more columns than a sheet can reasonably have.
    """
    heading = [str(cell).strip() for cell in cells]
    while heading and not heading[-1]:
        heading.pop()
    if len(heading) > COLUMN_LIMIT:
        reason = f"row {number} has {len(heading)} columns, more than {COLUMN_LIMIT}"
        raise SheetUnreadableError(path, reason=reason)
    return heading


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but white space."""
    return isinstance(cell, str) and not cell.strip()


def fit_row(number: int, cells: Sequence[Cell], *, width: int) -> Row | None:
    """Bring a row to the width of its heading; a blank row gives nothing."""
    if all(is_blank(cell) for cell in cells):
        return None
    if len(cells) < width or not all(is_blank(cell) for cell in cells[width:]):
        filled = len(cells)
        return Row(
            number=number,
            cells=cells,
            broken=f"the row has {filled} cells, the heading {width}; a name with the "
            "delimiter in it must stand in quotation marks",
        )
    return Row(number=number, cells=cells[:width])


def _read_bytes(path: Path) -> bytes:
    """Read a file whole, unpacked when it is gzip."""
    try:
        if path.stat().st_size > SIZE_LIMIT_BYTES:
            raise SheetUnreadableError(path, reason=_too_large())
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise SheetUnreadableError(path, reason=reason) from error
    if data.startswith(_GZIP):
        data = _gunzip(path, data)
    if not data.strip():
        raise SheetUnreadableError(path, reason="it is empty")
    return data


def _gunzip(path: Path, data: bytes) -> bytes:
    """Unpack gzip, but no more than a sheet may hold."""
    plain = b""
    while data:
        machine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            plain += machine.decompress(data, SIZE_LIMIT_BYTES - len(plain) + 1)
        except zlib.error as error:
            raise SheetUnreadableError(path, reason=f"gzip: {error}") from error
        if len(plain) > SIZE_LIMIT_BYTES:
            raise SheetUnreadableError(path, reason=_too_large())
        if not machine.eof:
            raise SheetUnreadableError(path, reason="gzip: the file is cut off")
        data = machine.unused_data
    return plain


def _too_large() -> str:
    """Say how large a sheet may be."""
    return f"it is larger than {SIZE_LIMIT_BYTES // 2**20} MiB"


def _decode(path: Path, data: bytes) -> str:
    """Read UTF-8 text, with or without its mark; refuse what is no text at all."""
    if data.startswith(_OLE):
        reason = "it is an old .xls or an encrypted workbook; save it as plain .xlsx"
        raise SheetUnreadableError(path, reason=reason)
    if data.startswith(_UTF16):
        reason = "it is UTF-16 text; save it as 'CSV UTF-8'"
        raise SheetUnreadableError(path, reason=reason)
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        reason = "it is no XLSX workbook in spite of its name"
        raise SheetUnreadableError(path, reason=reason)
    if b"\0" in data:
        reason = "it is neither text nor an XLSX workbook"
        raise SheetUnreadableError(path, reason=reason)
    return data.decode("utf-8", errors="surrogateescape").removeprefix("\ufeff")
