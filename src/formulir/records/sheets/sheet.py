"""A sheet as it was brought: its heading, rows and cells, and how large it may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from formulir.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


SIZE_LIMIT_BYTES = 256 * 1024 * 1024
"""The largest sheet that is read, unpacked; the country's schools need a tenth."""
COLUMN_LIMIT = 500
"""The widest sheet that is read."""
ROW_LIMIT = 1_048_576
"""The longest sheet that is read: as long as a spreadsheet can be."""
CELL_LIMIT = 20_000_000
"""The most cells that the filled rectangle of a workbook may have."""


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
        sha256: The digest of the file.
    """

    name: str
    number: int
    heading: list[str]
    rows: list[Row]
    sha256: str = ""


class SheetUnreadableError(RecordError):
    """A file is no sheet that can be imported."""

    path: Path
    reason: str
    says = "{path} cannot be imported: {reason}"


def build_sheet(
    path: Path, records: Iterator[tuple[int, Sequence[Cell] | str]], *, empty: str
) -> Sheet:
    """Split numbered rows into heading and rows: the first that holds anything heads.

    Args:
        path: The file.
        records: The cells of each row, or why they cannot be told.
        empty: Why it is no sheet where no row holds anything.

    Raises:
        SheetUnreadableError: It has no heading, or one of more columns than a sheet
            can reasonably have.
    """
    for number, cells in records:
        if not isinstance(cells, str) and any(str(cell).strip() for cell in cells):
            heading = _read_heading(path, number, cells)
            rows = (_fit(*each, width=len(heading)) for each in records)
            kept = [row for row in rows if row is not None]
            return Sheet(name=path.name, number=number, heading=heading, rows=kept)
    raise SheetUnreadableError(path, reason=empty)


def _read_heading(path: Path, number: int, cells: Sequence[Cell]) -> list[str]:
    """Read a heading, leaving away the empty cells at its end."""
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


def _fit(number: int, cells: Sequence[Cell] | str, *, width: int) -> Row | None:
    """Bring a row to the width of its heading; a blank row gives nothing."""
    if isinstance(cells, str):
        return Row(number=number, cells=(), broken=cells)
    if all(is_blank(cell) for cell in cells):
        return None
    if len(cells) < width or not all(is_blank(cell) for cell in cells[width:]):
        broken = (
            f"the row has {len(cells)} cells, the heading {width}; a name with the "
            "delimiter in it must stand in quotation marks"
        )
        return Row(number=number, cells=cells, broken=broken)
    return Row(number=number, cells=cells[:width])
