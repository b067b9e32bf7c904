"""The sheet that a clerk is given to fill: empty, or with what is on record.

It is made from the same description that the import reads by, and imports as it is.
What is nobody's business outside the office is masked unless asked for; a masked value
that comes back leaves the one on record alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.records.cells.mask import mask
from formulir.records.forms.help import (
    find_width,
    write_heading,
    write_help,
    write_note,
)
from formulir.records.tables.kinds import KINDS, TEXT

if TYPE_CHECKING:
    from formulir.records.store import Store
    from formulir.records.tables.columns import Column, Table

_SHOWN_WIDTH = 28
CHOICE_LIMIT = 2_000
"""Nobody looks through a longer list of codes, such as all schools of a province."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FormColumn:
    """A column of a sheet to be filled.

    Args:
        judul: Its heading.
        required: Whether each row must fill it.
        catatan: The note beside the heading.
        format: The number format of its cells.
        width: Its width, in characters.
        choices: What may be chosen from; nothing for a column that is free.
        strict: Whether another word is refused, and not only doubted.
        hidden: Whether it is for the program, and not shown.
        source: The sheet of the same workbook, and the place of the column in it, from
            which its choices come as they are typed there.
    """

    judul: str
    required: bool
    catatan: str
    format: str
    width: int
    choices: tuple[str, ...] = ()
    strict: bool = False
    hidden: bool = False
    source: tuple[str, int] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FormSheet:
    """A sheet to be filled, and the page that explains it.

    Args:
        nama: The name of the sheet.
        columns: Its columns.
        rows: What stands in it already.
        help: The rows of the page of explanations.
        fixed: How many of its first columns stay in sight.
    """

    nama: str
    columns: tuple[FormColumn, ...]
    rows: list[list[Any]]
    help: list[tuple[str, ...]]
    fixed: int = 0


def make_form(
    db: Store, table: Table, *, isi: bool = False, terang: bool = False
) -> FormSheet:
    """Make the sheet of a table.

    Args:
        db: The record store, whose codes may be chosen from.
        table: What the sheet is for.
        isi: Fill in what is on record.
        terang: Show what is masked otherwise.
    """
    shown = table.shown if isi else {}
    return FormSheet(
        nama=table.nama,
        columns=tuple(
            one
            for column in table.columns
            for one in (
                _make_column(db, column),
                *map(make_shown, shown.get(column.nama, ())),
            )
        ),
        rows=list(_read_rows(db, table, terang=terang)) if isi else [],
        help=write_help(table),
    )


def _make_column(db: Store, column: Column) -> FormColumn:
    """Describe one column."""
    judul, kind = write_heading(column), KINDS[column.kind]
    return FormColumn(
        judul=judul,
        required=judul.endswith("*"),
        catatan=write_note(column),
        format=kind.format,
        width=find_width(column),
        choices=list_choices(db, column),
        strict=bool(kind.words or column.choices),
    )


def make_shown(nama: str) -> FormColumn:
    """Describe a column that is there to be read alone.

    Args:
        nama: Its heading.
    """
    return FormColumn(
        judul=nama,
        required=False,
        catatan="Hanya untuk dibaca: kolom ini tidak diimpor.",
        format=TEXT,
        width=_SHOWN_WIDTH,
    )


def list_choices(db: Store, column: Column) -> tuple[str, ...]:
    """List what may be chosen from: words of a closed set, or codes on record."""
    kind = KINDS[column.kind]
    if words := kind.words or column.choices:
        return words
    if kind.codes:
        codes = db.values(kind.codes)
    elif column.points_to is None or kind.many:
        return ()
    else:
        name, tabel = column.points_to.column, column.points_to.tabel
        codes = db.values(f"SELECT DISTINCT {name} FROM {tabel} ORDER BY 1")
    return tuple(map(str, codes)) if len(codes) <= CHOICE_LIMIT else ()


def _read_rows(db: Store, table: Table, *, terang: bool) -> list[list[Any]]:
    """Read what is on record, each value as it is typed into a sheet."""
    names = ", ".join(column.nama for column in table.columns)
    own = f"SELECT {names} FROM {table.nama} ORDER BY {', '.join(table.key)}"
    return [
        [
            value
            for column in table.columns
            for value in (
                spell_cell(column, row[column.nama], terang=terang),
                *(row[name] for name in table.shown.get(column.nama, ())),
            )
        ]
        for row in db.rows(table.rows or own)
    ]


def spell_cell(column: Column, value: Any, *, terang: bool) -> Any:  # noqa: ANN401 - a cell holds what it holds
    """Spell a value as it is typed into a sheet."""
    if value is None:
        return None
    if column.private and not terang:
        return mask(str(value))
    return KINDS[column.kind].write(value)
