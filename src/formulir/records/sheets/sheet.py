"""Sheets as they were brought: grids of cells, and what is cut out of them.

A file holds grids; a grid whose heading is found is a sheet. Row numbers are counted
through all the grids of a file, each beginning at a multiple of ``GRID_STEP``, so that
a number alone tells a row of a file from any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from formulir.errors import RecordError, list_some
from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


SIZE_LIMIT_BYTES = 256 * 1024 * 1024
"""The largest sheet that is read, unpacked; the country's schools need a tenth."""
COLUMN_LIMIT = 500
"""The widest sheet that is read."""
ROW_LIMIT = 1_048_576
"""The longest sheet that is read: as long as a spreadsheet can be."""
GRID_STEP = 2 * ROW_LIMIT
"""How far the row numbers of one grid lie from those of the next."""
CELL_LIMIT = 20_000_000
"""The most cells that the filled rectangle of a workbook may have."""
HEADING_DEPTH = 60
"""How many rows are looked at for a heading; titles are a few."""
_INVISIBLE = re.compile(
    "[\u00ad\u115f\u1160\u180e\u200b-\u200f\u202a\u202c\u2060-\u2064\u2066\u2068\u2069"
    "\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e007f]"
)
"""What nobody sees; overrides, which turn the order of what is seen, are refused."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unreadable:
    """A cell that holds something, but nothing that can be read.

    Args:
        reason: Why not, and what to do.
    """

    reason: str


Cell: TypeAlias = str | int | float | bool | date | time | timedelta | Unreadable


Line: TypeAlias = "tuple[int, Sequence[Cell] | str]"
"""A row of a grid: its number, and its cells, or why they cannot be told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Merged cells, of which the first alone holds what all show.

    Args:
        top: Its first row, from 1.
        left: Its first column, from 1.
        bottom: Its last row.
        right: Its last column.
    """

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A sheet of a file, while it is not known yet where its heading stands.

    Args:
        name: Its name in the workbook; nothing for a file of text.
        lines: Its rows that hold anything, numbered from 1.
        blocks: Its merged cells.
        hidden: Whether nobody sees it.
        hidden_rows: The rows that nobody sees, by hand or by a filter.
        hidden_columns: The columns that nobody sees, from 1.
        base: What is added to its row numbers within the file.
    """

    name: str = ""
    lines: list[Line]
    blocks: Sequence[Block] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    base: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetFile:
    """A file of sheets: a workbook of grids, or a text of one.

    Args:
        name: The file's name, without its folder.
        grids: Its grids, the hidden ones too.
        sha256: The digest of the file.
        remarks: How it was read where that was a guess, and what its format hides.
    """

    name: str
    grids: list[Grid]
    sha256: str = ""
    remarks: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a sheet below its heading.

    Args:
        number: Its number within the file.
        cells: As many as the heading has, unless it is broken.
        broken: Why the row cannot be told into its cells, or nothing.
    """

    number: int
    cells: Sequence[Cell]
    broken: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A grid whose heading was found.

    Args:
        name: Its name in the workbook; nothing for a file of text.
        number: The row that the heading stands in, or its last one.
        heading: The headings as they are spelled, without outer blanks.
        rows: The rows below it that hold anything.
        filled: How many cells of merged blocks were filled, by the column's place.
        hidden: Whether nobody sees the sheet.
        remarks: What was passed over or is hidden in it, each with its row.
    """

    name: str
    number: int
    heading: list[str]
    rows: list[Row]
    filled: dict[int, int] = field(default_factory=dict)
    hidden: bool = False
    remarks: list[tuple[int, str]] = field(default_factory=list)


class SheetUnreadableError(RecordError):
    """A file is no sheet that can be imported."""

    path: Path
    reason: str
    says = "{path} cannot be imported: {reason}"


def is_unseen(cell: object) -> bool:
    r"""Tell whether a cell holds nothing that anybody sees.

    >>> is_unseen(" "), is_unseen("\u200b \u00a0"), is_unseen("-"), is_unseen(0)
    (True, True, False, False)
    """
    return isinstance(cell, str) and not keep_seen(cell).strip()


def keep_seen(text: str) -> str:
    """Take off a text what nobody sees, blanks excepted."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def keep_lines(lines: Iterable[Line]) -> list[Line]:
    """Keep the rows that hold anything."""
    return [
        line
        for line in lines
        if isinstance(line[1], str) or not all(map(is_unseen, line[1]))
    ]


def list_ranges(numbers: Iterable[int], *, shown: int = 6) -> str:
    """List numbers in a sentence, neighbours as a range, and not all of many.

    >>> list_ranges([3, 4, 5, 9]), list_ranges([1, 3, 5], shown=2)
    ('3-5, 9', '1, 3 and 1 more')
    """
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    words = [str(a) if a == b else f"{a}-{b}" for a, b in ranges]
    return list_some(words, shown=shown)


def name_rows(numbers: Sequence[int]) -> str:
    """Name rows in a sentence, neighbours as a range.

    >>> name_rows([7]), name_rows([3, 4, 9])
    ('row 7', 'rows 3-4, 9')
    """
    if len(numbers) == 1:
        return phrase("row {number}", number=numbers[0])
    return phrase("rows {numbers}", numbers=list_ranges(numbers))


def spell_column(number: int) -> str:
    """Write a column as a spreadsheet letters it, from 1.

    >>> spell_column(1), spell_column(28), spell_column(16384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_reference(letters: bytes) -> int:
    """Read the letters of a column, from 1.

    >>> read_reference(b"AB")
    28
    """
    column = 0
    for letter in letters:
        column = column * 26 + letter - ord("A") + 1
    return column
