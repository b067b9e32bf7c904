"""Codes in the place of names, for the cells of one file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from formulir.language import take_reason
from formulir.records.sheets.sheet import Unreadable, is_unseen
from formulir.records.tasks.lookups import (
    EVERY,
    LOOKUPS,
    Lookup,
    Names,
    fold,
    list_names,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.records.sheets.report import Record, Report
    from formulir.records.sheets.sheet import Cell, Row
    from formulir.records.store import Store
    from formulir.records.tasks.page_sheet import Found
    from formulir.records.tasks.task import PageColumn

_CODE = re.compile(r"[\d.]+")
"""What may be the code of a region, which the reader of regions judges."""


@dataclass(kw_only=True, slots=True)
class Naming:
    """Gives codes for names, those included that stand in the sheets before.

    Args:
        blind: The tables of sheets that could not be read: whatever is named in them
            may stand there.
        pending: By table, the names of rows that have a fault: what names them waits
            for their cure, and is no fault of its own.
        waiting: By page and row, the columns that wait.
    """

    blind: set[str] = field(default_factory=set)
    pending: dict[str, set[str]] = field(default_factory=dict)
    waiting: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    _known: dict[tuple[str, tuple[Any, ...]], Names] = field(default_factory=dict)

    def name(self, db: Store, found: Found, column: PageColumn, row: Row) -> Cell:
        """Give the code of what a cell names; a cell that names nothing says so."""
        cell = row.cells[found.places[column]]
        if not isinstance(cell, str | int | float) or is_unseen(cell):
            return cell
        text, lookup = str(cell).strip(), LOOKUPS[column.lookup]
        if text == EVERY:
            return text
        context = self._read_context(db, found, lookup, row)
        try:
            return self._read(db, lookup, context).find(text)
        except ValueError as error:
            if lookup.tabel == "wilayah" and _CODE.fullmatch(text):
                return cell
            waits = fold(text) in self.pending.get(lookup.tabel, ())
            if waits or lookup.tabel in self.blind or None in context.values():
                places = self.waiting.setdefault((found.page.judul, row.number), set())
                places.update(column.names)
                return text
            return Unreadable(reason=take_reason(error))

    def waiting_of(self, found: Found, record: Record) -> set[str]:
        """Give the columns of a row that wait for the cure of another."""
        places = self.waiting.get((found.page.judul, record.row), set())
        return places & set(record.values)

    def note_rejected(
        self, tabel: str, records: Sequence[Record], *, report: Report
    ) -> None:
        """Note what the rows that are not written would have been called."""
        self._known.clear()
        for record in records:
            if report.is_rejected(record.row) or record.unread:
                self.pending.setdefault(tabel, set()).update(_spell(record.values))

    def _read_context(
        self, db: Store, found: Found, lookup: Lookup, row: Row
    ) -> dict[str, Any]:
        """Give what the columns hold that narrow a choice; nothing where unknown."""
        context: dict[str, Any] = {}
        for name in lookup.shared:
            column = next((c for c in found.places if c.names == (name,)), None)
            code = self._read_shared(db, found, column, row) if column else None
            waits = self.waiting.get((found.page.judul, row.number), set())
            good = isinstance(code, str) and code and name not in waits
            context[name] = code if good else None
        return context

    def _read_shared(
        self, db: Store, found: Found, column: PageColumn, row: Row
    ) -> Cell:
        """Give what a column holds by which others are narrowed: a code, or a year."""
        if column.lookup:
            return self.name(db, found, column, row)
        cell = row.cells[found.places[column]]
        return f"{cell:g}" if isinstance(cell, int | float) else cell

    def _read(self, db: Store, lookup: Lookup, context: Mapping[str, Any]) -> Names:
        key = lookup.sql, tuple(context.values())
        if key not in self._known:
            self._known[key] = list_names(db, lookup, context)
        return self._known[key]


def _spell(values: Mapping[str, Any]) -> set[str]:
    """Give the ways in which a row may be named."""
    nama, kode = values.get("nama"), values.get("kode")
    angkatan = values.get("angkatan")
    words = [nama, kode, f"{nama} angkatan {angkatan}"]
    words += [f"{word} {values.get('tahun')}" for word in (nama, words[-1])]
    return {fold(str(word)) for word in words if word}
