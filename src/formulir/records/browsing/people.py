"""What a row of a sheet is called: the name in it, or that of the code in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formulir.records.importing.ingest import find_table
from formulir.records.sheets.sheet import Unreadable, is_unseen
from formulir.records.tables.columns import normalize_heading

if TYPE_CHECKING:
    from formulir.records.sheets.sheet import Row
    from formulir.records.sheets.trace import TracedSheet
    from formulir.records.store import Store
    from formulir.records.tables.columns import Reference


@dataclass(kw_only=True, slots=True)
class Namer:
    """Names rows, reading what codes stand for once.

    Args:
        db: The record store.
    """

    db: Store
    _known: dict[str, dict[tuple[str, ...], str]] = field(default_factory=dict)

    def name(self, traced: TracedSheet, row: Row) -> str:
        """Return what a row is called."""
        own = traced.find_place("nama") or _find_heading(traced)
        if text := _read(row, own):
            return text
        table = find_table(traced.tabel, self.db)
        columns = {column.nama: column for column in table.columns}
        for name in reversed(table.key):
            reference = columns[name].points_to
            if reference is not None and (named := self._named(reference)):
                wanted = (*reference.shared, name)
                key = tuple(_read(row, traced.find_place(each)) for each in wanted)
                if key in named:
                    return named[key]
        words = (_read(row, traced.find_place(name)) for name in table.key)
        return " ".join(filter(None, words))

    def _named(self, reference: Reference) -> dict[tuple[str, ...], str]:
        """Read the names of what a column points to."""
        there = {column.nama for column in find_table(reference.tabel, self.db).columns}
        if "nama" not in there:
            return {}
        if reference.tabel not in self._known:
            names = (*reference.shared, reference.column)
            rows = self.db.rows(
                f"SELECT {', '.join(names)}, nama FROM {reference.tabel}"
            )
            self._known[reference.tabel] = {
                tuple(str(row[name]) for name in names): row["nama"] or ""
                for row in rows
            }
        return self._known[reference.tabel]


def _find_heading(traced: TracedSheet) -> int:
    """Find a column that nobody imports, but that says who a row is about."""
    words = [normalize_heading(word) for word in traced.sheet.heading]
    named = (place for place, word in enumerate(words, start=1) if word[:4] == "nama")
    return next(named, 0)


def _read(row: Row, place: int) -> str:
    if not place or place > len(row.cells):
        return ""
    cell = row.cells[place - 1]
    if isinstance(cell, Unreadable) or is_unseen(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
