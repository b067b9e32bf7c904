"""Which type the cells of a column fit, and which of them stray."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from formulir.language import phrase
from formulir.records.cells.days import read_tanggal
from formulir.records.cells.text import WHOLE_LIMIT, read_number, read_whole
from formulir.records.own.tables import TAHUN
from formulir.records.tables.columns import Column
from formulir.records.tables.kinds import SheetSource, reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from formulir.records.cells.text import Reader
    from formulir.records.sheets.sheet import Cell
    from formulir.records.store import Store

_BY_WORD: Final = {
    **{word: word for word in ("npsn", "nik", "nuptk", "nip")},
    **dict.fromkeys(("telepon", "telp", "hp", "wa", "handphone"), "telepon"),
}
"""What a word of a heading says of the cells below it."""
_PLACES: Final = frozenset({"kabupaten", "kota", "kab", "kabkota", "wilayah"})
_CODE: Final = re.compile(r"\d\d\.\d\d")
_YES_NO: Final = frozenset({"ya", "tidak"})


def guess_type(db: Store, path: Path, nama: str, cells: Sequence[Cell]) -> str:
    """Guess the type of a column: what its name says, else what all its cells fit.

    Args:
        db: The record store, which knows the regions.
        path: Where the sheet is.
        nama: The name of the column.
        cells: Its filled cells.
    """
    words = nama.split("_")
    said = [_BY_WORD[word] for word in words if word in _BY_WORD]
    if nama == TAHUN or said or not cells:
        return TAHUN if nama == TAHUN else said[0] if said else "teks"
    if all(str(cell).strip().casefold() in _YES_NO for cell in cells):
        return "ya"
    codes = all(_CODE.fullmatch(str(cell).strip()) for cell in cells)
    if (codes or _PLACES & {*words}) and _fits(cells, _make_wilayah_reader(db, path)):
        return "wilayah"
    if all(map(_is_plain_number, cells)):
        return "bulat" if _fits(cells, read_whole) else "angka"
    numbers = any(isinstance(cell, int | float) for cell in cells)
    return "tanggal" if not numbers and _fits(cells, read_tanggal) else "teks"


def find_strays(cells: Sequence[Cell]) -> Iterator[tuple[str, list[Cell]]]:
    """Give the cells that are no dates, and those that are no numbers."""
    for what, fits in (
        (phrase("dates"), _is_day),
        (phrase("numbers"), _is_plain_number),
    ):
        yield what, [cell for cell in cells if not fits(cell)]


def _make_wilayah_reader(db: Store, path: Path) -> Reader:
    source = SheetSource(db=db, folder=path.parent, files={}, look=lambda *_: None)
    return reader_of(Column("wilayah", "", "wilayah"), source, [])


def _fits(cells: Sequence[Cell], reader: Callable[[Cell], Any]) -> bool:
    """Tell whether every cell can be read so."""
    try:
        for cell in cells:
            reader(cell)
    except ValueError:
        return False
    return True


def _is_day(cell: Cell) -> bool:
    return _fits([cell], read_tanggal)


def _is_plain_number(cell: Cell) -> bool:
    """Tell whether a cell is a number and no code: without a zero in front.

    >>> _is_plain_number("1,5"), _is_plain_number("007"), _is_plain_number("0")
    (True, False, True)
    """
    if isinstance(cell, bool | date) or re.match(r"[+-]?0\d", str(cell).strip()):
        return False
    try:
        value, _ = read_number(cell)
    except ValueError:
        return False
    return isinstance(value, float) and abs(value) < WHOLE_LIMIT
