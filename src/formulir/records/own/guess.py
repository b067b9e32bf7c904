"""Guessing the table of a kind from a sheet: names, types, and what is its key.

What is guessed is shown before anything is written, and each guess can be said
otherwise. A type is only guessed where every cell of the column fits it; a heading that
names a number of persons or schools settles it, so that a bad cell is told by the
import and never taken for text.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from formulir.errors import list_both
from formulir.language import phrase
from formulir.model import Fault
from formulir.records.cells.mask import mask
from formulir.records.own.fit import find_strays, guess_type
from formulir.records.own.naming import NAME_LIMIT, is_name, make_name
from formulir.records.own.tables import (
    KINDS_OF_TYPE,
    PRIVATE,
    TAHUN,
    OwnColumn,
    OwnTable,
)
from formulir.records.sheets.find_heading import cut_sheet
from formulir.records.sheets.read import read_book
from formulir.records.sheets.rowless import tell_rowless
from formulir.records.sheets.sheet import SheetUnreadableError, is_unseen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from formulir.records.sheets.read import Open
    from formulir.records.sheets.sheet import Cell, Sheet
    from formulir.records.store import Store

COLUMNS_LIMIT: Final = 100
"""How many columns the table of a kind may have."""
EXAMPLE_LENGTH: Final = 30
"""How much of a cell is shown."""
_KEYS: Final = ("kode", "npsn", "nip", "nik", "nuptk", "nomor_induk", "nama")
"""What tells rows apart where nobody says it, the best first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableWish:
    """What is known of the table of a kind before its sheet is read.

    Args:
        formulir: The code of the kind.
        judul: What the kind is.
        names: What the letter calls by name, and how it was written there.
        kunci: The columns that tell letters apart; guessed, where there are none.
        tipe: The type of columns about which somebody said so.
        kosong: The columns that may be empty although no row leaves them so.
    """

    formulir: str
    judul: str
    names: Mapping[str, str]
    kunci: Sequence[str] = ()
    tipe: Mapping[str, str] = field(default_factory=dict)
    kosong: Collection[str] = ()


@dataclass(kw_only=True, slots=True)
class TableGuess:
    """What was guessed.

    Args:
        table: The table; nothing where a fault stands in its way.
        shown: A row a column, as it is shown to people.
        faults: What must be corrected, and what is only remarked upon.
    """

    table: OwnTable | None = None
    shown: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def tell(self, place: str, reason: str, *, warning: bool = False) -> None:
        """Note a fault or a remark."""
        self.faults.append(Fault(place=place, reason=reason, warning=warning))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    """A column of the sheet: its name, heading and filled cells, and its type."""

    nama: str
    judul: str
    cells: tuple[Cell, ...]
    rows: int
    tipe: str = "teks"

    @property
    def is_full(self) -> bool:
        return len(self.cells) == self.rows

    @property
    def is_unique(self) -> bool:
        words = {str(cell).strip() for cell in self.cells}
        return self.is_full and len(words) == self.rows


def guess_table(
    db: Store, wish: TableWish, path: Path | None, *, open_workbook: Open | None = None
) -> TableGuess:
    """Guess the table of a kind from its sheet, or from its letter alone.

    Args:
        db: The record store, which knows the regions.
        wish: What is known of it.
        path: The sheet; without one each name of the letter is a column of text.
        open_workbook: Opens the bytes of a workbook that somebody brought.

    Raises:
        SheetUnreadableError: The file is no sheet.
    """
    guess = TableGuess()
    if path is None:
        place = wish.formulir
        found = [
            _Found(nama=nama, judul=words, cells=(), rows=0)
            for nama, words in wish.names.items()
        ]
    else:
        sheet = _read_sheet(path, wish.names, open_workbook=open_workbook)
        place = f"{sheet.name}:{sheet.number}"
        found = [*_read_columns(sheet, guess)]
        found = [_type(db, path, one, wish, guess, place) for one in found]
    _check_wish(wish, found, guess, place=place)
    said = dict.fromkeys(name for name in map(make_name, wish.kunci) if name != TAHUN)
    kunci = tuple(said) or _guess_kunci(found, guess, place)
    if all(fault.warning for fault in guess.faults):
        columns = [*_make_columns(wish, found, kunci)]
        guess.table = OwnTable(
            formulir=wish.formulir, judul=wish.judul, kunci=kunci, kolom=tuple(columns)
        )
        guess.shown = [*_show(guess.table, found, wish.names)]
    return guess


def _read_sheet(
    path: Path, names: Collection[str], *, open_workbook: Open | None
) -> Sheet:
    """Read the first sheet of a file that is seen and has rows below a heading.

    Raises:
        SheetUnreadableError: There is none.
    """
    book = read_book(
        path, rank=lambda cells: _rank(cells, names), open_workbook=open_workbook
    )
    seen = [grid for grid in book.grids if not grid.hidden]
    found = [cut_sheet(grid, know=_know(names)) for grid in seen]
    for sheet in found:
        if sheet is not None and sheet.rows:
            return replace(sheet, name=path.name)
    bare = [sheet for sheet in found if sheet is not None]
    reason = tell_rowless(book, bare, rank=lambda cells: _rank(cells, names))
    raise SheetUnreadableError(path, reason=reason)


def _know(names: Collection[str]) -> Callable[[str], str | None]:
    """Say of a heading which name of a letter it is; without names any word may be."""

    def know(heading: str) -> str | None:
        name = make_name(heading)
        return (name if name in names else None) if names else heading.strip() or None

    return know


def _rank(cells: Sequence[str], names: Collection[str]) -> int:
    """Say how well a row of headings fits: what the letter names counts most."""
    made = [make_name(str(cell)) for cell in cells]
    return COLUMNS_LIMIT * sum(name in names for name in made) + len(
        [*filter(None, made)]
    )


def _read_columns(sheet: Sheet, guess: TableGuess) -> Iterator[_Found]:
    """Name the columns, telling every heading that gives no name of its own."""
    place = f"{sheet.name}:{sheet.number}"
    if len(sheet.heading) > COLUMNS_LIMIT:
        reason = phrase(
            "the sheet has {count} columns, and the table of a kind at most "
            "{limit}; take out those that the letter does not print",
            count=len(sheet.heading),
            limit=COLUMNS_LIMIT,
        )
        guess.tell(place, reason)
        return
    same: dict[str, list[str]] = defaultdict(list)
    for index, judul in enumerate(sheet.heading):
        if not judul:
            reason = phrase(
                "column {count} has no heading and is left alone", count=index + 1
            )
            guess.tell(place, reason, warning=True)
            continue
        nama = make_name(judul)
        same[nama].append(judul)
        if not is_name(nama):
            reason = phrase(
                "heading {heading!r} gives no name of at most {limit} letters a "
                "to z; write a short heading",
                heading=judul[:NAME_LIMIT],
                limit=NAME_LIMIT,
            )
            guess.tell(place, reason)
            continue
        if len(same[nama]) == 1:
            rows = [row for row in sheet.rows if not row.broken]
            cells = (row.cells[index] for row in rows)
            filled = tuple(cell for cell in cells if not is_unseen(cell))
            yield _Found(nama=nama, judul=judul, cells=filled, rows=len(rows))
    for nama, headings in same.items():
        if len(headings) > 1 and is_name(nama):
            words = list_both([*map(repr, headings)])
            guess.tell(
                place,
                phrase(
                    "headings {words} are both {nama}; rename one of them",
                    words=words,
                    nama=nama,
                ),
            )


def _type(
    db: Store,
    path: Path,
    one: _Found,
    wish: TableWish,
    guess: TableGuess,
    place: str,
) -> _Found:
    """Give a column its type: the one that was said, or the one that fits."""
    said = {make_name(nama): tipe for nama, tipe in wish.tipe.items()}.get(one.nama)
    if said is None:
        tipe = guess_type(db, path, one.nama, one.cells)
        if tipe == "teks":
            _remark_near(one, guess, place)
    elif said in KINDS_OF_TYPE:
        tipe = said
    else:
        guess.tell(
            place,
            phrase(
                "{said!r} is no type; there are {there}",
                said=said,
                there=", ".join(KINDS_OF_TYPE),
            ),
        )
        tipe = "teks"
    return replace(one, tipe=tipe)


def _remark_near(one: _Found, guess: TableGuess, place: str) -> None:
    """Tell a column that is text for a few cells only, and most are no text."""
    for what, others in find_strays(one.cells):
        if others and 2 * len(others) < len(one.cells):
            reason = phrase(
                "column {judul!r} is text: {count} of {all} cells are {what}, "
                "but {cell!r} is none; correct the cells, or pass --tipe to have "
                "each of them told",
                judul=one.judul,
                count=len(one.cells) - len(others),
                all=len(one.cells),
                what=what,
                cell=str(others[0]),
            )
            guess.tell(place, reason, warning=True)


def _check_wish(
    wish: TableWish, found: Sequence[_Found], guess: TableGuess, *, place: str
) -> None:
    """Tell the names that no column has, and the columns that no name asks for."""
    there = {one.nama for one in found}
    known = ", ".join(one.judul for one in found[:30])
    for nama, words in wish.names.items():
        if nama not in there and nama != TAHUN:
            reason = phrase(
                "the letter asks for {words!r}, and no column is headed so; the "
                "headings are {headings}; correct the letter or the sheet",
                words=words,
                headings=known or phrase("none"),
            )
            guess.tell(place, reason)
    for word in (*wish.kunci, *wish.tipe, *wish.kosong):
        if make_name(word) not in there | {TAHUN}:
            guess.tell(
                place,
                phrase(
                    "no column is headed {word!r}; the headings are {known}",
                    word=word,
                    known=known,
                ),
            )
    for one in found:
        if one.nama not in wish.names and one.nama != TAHUN:
            reason = phrase(
                "column {judul!r} is kept, but the letter does not print it",
                judul=one.judul,
            )
            guess.tell(place, reason, warning=True)


def _guess_kunci(
    found: Sequence[_Found], guess: TableGuess, place: str
) -> tuple[str, ...]:
    """Guess which column tells the rows apart."""
    fit = [one.nama for one in found if one.is_unique and one.tipe in _AS_KEY]
    for word in _KEYS:
        for nama in fit:
            if word in (nama, nama.split("_")[0]):
                return (nama,)
    if fit:
        return (fit[0],)
    headings = ", ".join(one.judul for one in found[:30])
    reason = phrase(
        "no single column tells the letters apart, for each has empty or "
        "equal cells; pass --kunci with one or more of {columns}",
        columns=headings or phrase("the columns of a sheet"),
    )
    guess.tell(place, reason)
    return ()


_AS_KEY: Final = frozenset(KINDS_OF_TYPE) - {"angka", "ya", "tanggal", TAHUN}


def _make_columns(
    wish: TableWish, found: Sequence[_Found], kunci: Sequence[str]
) -> Iterator[OwnColumn]:
    empty = {make_name(word) for word in wish.kosong}
    if all(one.nama != TAHUN for one in found):
        yield OwnColumn(nama=TAHUN, judul="Tahun", tipe=TAHUN, wajib=True)
    for one in sorted(found, key=lambda each: each.nama != TAHUN):
        printed = one.nama in wish.names and one.is_full and one.nama not in empty
        must = printed or one.nama in kunci or one.nama == TAHUN
        yield OwnColumn(nama=one.nama, judul=one.judul, tipe=one.tipe, wajib=must)


def _show(
    table: OwnTable, found: Sequence[_Found], names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    cells = {one.nama: one.cells for one in found}
    for column in table.kolom:
        first = next(iter(cells.get(column.nama, ())), None)
        yield {
            "kolom": column.nama,
            "judul": column.judul,
            "tipe": column.tipe,
            "wajib": "ya" if column.wajib else "-",
            "kunci": "ya" if column.nama in (TAHUN, *table.kunci) else "-",
            "di_surat": names.get(column.nama),
            "contoh": None if first is None else _cut(column, str(first)),
        }


def _cut(column: OwnColumn, words: str) -> str:
    """Spell an example so that it fits on a line; what is private is masked."""
    if column.tipe in PRIVATE:
        return mask(words)
    return words if len(words) <= EXAMPLE_LENGTH else f"{words[: EXAMPLE_LENGTH - 1]}…"


def read_column_names(
    path: Path, *, open_workbook: Open | None = None
) -> frozenset[str]:
    """Read which names the headings of a sheet give.

    Raises:
        SheetUnreadableError: The file is no sheet.
    """
    sheet = _read_sheet(path, (), open_workbook=open_workbook)
    return frozenset(filter(is_name, map(make_name, sheet.heading)))
