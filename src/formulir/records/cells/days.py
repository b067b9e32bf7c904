"""Reading cells that hold a day: as people write it, or as a spreadsheet stores it.

Figures are read day first. Where another cell of the same column can only be meant
month first (04/25/2015), the column contradicts the custom, and every cell of it that
could be read in both ways is refused.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from formulir.dates import (
    HOW_TO_WRITE,
    format_tanggal,
    is_month_first,
    read_tanggal_text,
)
from formulir.language import mark, phrase
from formulir.records.cells.text import read_text
from formulir.records.sheets.report import Note, tell_read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formulir.records.cells.text import Read, Reader
    from formulir.records.sheets.sheet import Cell

SERIAL_BEGINS = date(1899, 12, 30)
"""The day 0 by which spreadsheets count, for every day from March 1900 on."""
SERIALS = range(10_000, 73_051)
"""Numbers that are taken for a day, 1927 to 2099; a smaller one may be a year."""
_SERIAL_DIGITS = 5
_DAY_FIRST = mark(
    "{count} date(s) in figures were read with the day first, such "
    "as {example}; rows {rows}"
)
_SERIAL = mark(
    "{count} number(s) were read as the days that a spreadsheet "
    "counts, such as {example}; rows {rows}"
)


def tanggal_of(cells: Iterable[Cell]) -> Reader:
    """Make the reader of a column of days.

    Args:
        cells: All cells of the column: one may tell how the others are meant.
    """
    texts = (cell for cell in cells if isinstance(cell, str))
    against = next(filter(is_month_first, texts), None)
    return partial(read_tanggal, against=against)


def read_tanggal(cell: Cell, *, against: str | None = None) -> Read:
    """Read a day.

    Args:
        cell: The cell.
        against: A cell of the same column that has the month first.

    >>> read_tanggal("7 Maret 2016"), read_tanggal(42436.0)[0]
    (('2016-03-07', None), '2016-03-07')
    """
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise ValueError(
                phrase(
                    "{cell} is a date with a time of day; leave the time away",
                    cell=cell,
                )
            )
        return cell.date().isoformat(), None
    if isinstance(cell, date):
        return cell.isoformat(), None
    if not isinstance(cell, str):
        text, _ = read_text(cell)
        return _read_serial(str(text))
    text, note = read_text(cell)
    word = str(text)
    if len(word) == _SERIAL_DIGITS and word.isascii() and word.isdigit():
        return _read_serial(word)
    told = read_tanggal_text(word)
    if told.either and against is not None:
        raise ValueError(
            phrase(
                "{word!r} may be {day} or have the month first, as {against!r} has "
                "in the same column; {cure}",
                word=word,
                day=format_tanggal(told.day),
                against=against.strip(),
                cure=HOW_TO_WRITE,
            )
        )
    if told.figures:
        note = Note(_DAY_FIRST, tell_read(word, format_tanggal(told.day)))
    return told.day.isoformat(), note


def _read_serial(word: str) -> Read:
    """Read the number by which a spreadsheet counts a day."""
    number = int(word) if word.isascii() and word.isdigit() else -1
    if number not in SERIALS:
        raise ValueError(
            phrase(
                "{word} is a number, not a date; {cure}",
                word=word,
                cure=HOW_TO_WRITE,
            )
        )
    day = SERIAL_BEGINS + timedelta(days=number)
    return day.isoformat(), Note(_SERIAL, tell_read(word, format_tanggal(day)))
