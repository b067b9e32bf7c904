"""Deleting one row of the records, when nothing depends on it."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError, list_some
from formulir.language import Sentence, phrase
from formulir.records.cells.mask import mask
from formulir.records.importing.dependents import find_dependents
from formulir.records.importing.ingest import find_table
from formulir.records.selection.usulan_sheet import delete_imbas

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.records.importing.ingest import Act
    from formulir.records.importing.references import Dependent as Dependent  # noqa: PLC0414 - a page names them
    from formulir.records.store import Store
    from formulir.records.tables.columns import Table


class RowUnknownError(RecordError):
    """No row of a table has the key that was given."""

    tabel: str
    key: str
    hint: str
    says = "no {tabel} {key} is on record; {hint}"


OUTSIDE = "nomor_luar"
"""The sheet of numbers that were given outside: they stand in the ledger."""


class NomorKeptError(RecordError):
    """A number of the book was to be deleted."""

    key: str
    says = "number {key} stays: what is in the book of numbers is never deleted"


class RowNeededError(RecordError):
    """A row cannot be deleted: rows or letters depend on it."""

    tabel: str
    key: str
    dependents: Sequence[str]

    @property
    def sentence(self) -> Sentence:
        """Name some of them, and the ways out."""
        return phrase(
            "{tabel} {key} stays: {dependents} depend on it; delete these rows "
            "and void these letters first, or correct the row by an import",
            tabel=self.tabel,
            key=self.key,
            dependents=list_some(self.dependents),
        )


def read_row(db: Store, tabel: str, key: Sequence[str]) -> dict[str, Any]:
    """Read a row by its key, what is private masked.

    Args:
        db: The record store.
        tabel: The table, as ``TABLES`` names it.
        key: What its key columns hold, in their order; exactly as on record.

    Raises:
        TabelUnknownError: There is no such table.
        RowUnknownError: There is no such row.
    """
    table = find_table(tabel, db)
    return _mask_row(table, _find_row(db, table, key))


def list_dependents(db: Store, tabel: str, key: Sequence[str]) -> list[Dependent]:
    """List what depends on a row, as ``delete_row`` would.

    Raises:
        TabelUnknownError: There is no such table.
        RowUnknownError: There is no such row.
    """
    table = find_table(tabel, db)
    return find_dependents(db, table, _find_row(db, table, key))


def is_gone(db: Store, tabel: str, key: Sequence[str]) -> bool:
    """Tell whether a row is gone because it was deleted, as the history says."""
    table = find_table(tabel, db)
    if len(key) != len(table.key) or _find_rows(db, table, key):
        return False
    asked = (
        "SELECT 1 FROM riwayat WHERE tindakan = 'hapus'"
        " AND json_extract(rincian, '$.tabel') = ?"
        " AND json_extract(rincian, '$.kunci') = json(?) LIMIT 1"
    )
    spelled = json.dumps(list(key), ensure_ascii=False)
    return db.value(asked, (table.nama, spelled)) is not None


def delete_row(
    db: Store, tabel: str, key: Sequence[str], *, alasan: str, act: Act
) -> dict[str, Any]:
    """Delete a row by its key, in one transaction with its trace in the history.

    A crash leaves the row and no trace, or the trace and no row.

    Args:
        db: The record store.
        tabel: The table, as ``TABLES`` names it.
        key: What its key columns hold, in their order; exactly as on record.
        alasan: Why.
        act: Writes into the history what was deleted.

    Returns:
        The row that was, what is private masked.

    Raises:
        TabelUnknownError: There is no such table.
        RowUnknownError: There is no such row.
        RowNeededError: Rows, or letters in force, depend on it.
        NomorKeptError: It is a number of the book.
    """
    table = find_table(tabel, db)
    if tabel == OUTSIDE:
        raise NomorKeptError(" ".join(key))
    with db.writing():
        row = _find_row(db, table, key)
        dependents = find_dependents(db, table, row)
        if dependents:
            words = list(map(str, dependents))
            raise RowNeededError(tabel, key=" ".join(key), dependents=words)
        if table.rows:
            delete_imbas(db, row)
        else:
            same = " AND ".join(f"{name} = :{name}" for name in table.key)
            db.run(f"DELETE FROM {table.nama} WHERE {same}", row)
        shown = _mask_row(table, row)
        facts = {
            "tabel": table.nama,
            "kunci": list(key),
            "alasan": alasan,
            "isi": shown,
        }
        act(db, "hapus", facts)
    return shown


def _find_row(db: Store, table: Table, key: Sequence[str]) -> dict[str, Any]:
    word = " ".join(key)
    if len(key) != len(table.key):
        hint = phrase(
            "a row is named by {count} word(s): {key}",
            count=len(table.key),
            key=", ".join(table.key),
        )
        raise RowUnknownError(table.nama, key=word, hint=hint)
    rows = _find_rows(db, table, key)
    if len(rows) != 1:
        raise RowUnknownError(table.nama, key=word, hint=_hint(db, table, key))
    return rows[0]


def _find_rows(db: Store, table: Table, key: Sequence[str]) -> list[dict[str, Any]]:
    names = ", ".join(column.nama for column in table.columns)
    same = " AND ".join(f"CAST({name} AS TEXT) = ?" for name in table.key)
    sql = f"SELECT {names} FROM {table.source} WHERE {same}"
    return db.rows(sql, tuple(key))


def _hint(db: Store, table: Table, key: Sequence[str]) -> str:
    """Say what comes nearest to the first word of a key that leads to no row."""
    conditions: list[str] = []
    for place, name in enumerate(table.key):
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        asked = f"SELECT DISTINCT CAST({name} AS TEXT) FROM {table.source}{where}"
        there = db.values(f"{asked} ORDER BY 1", tuple(key[:place]))
        if key[place] not in there:
            near = difflib.get_close_matches(key[place], there, n=1)
            if near:
                return phrase("did you mean {name} {near}?", name=name, near=near[0])
            if not there:
                return phrase("as {name} there is none", name=name)
            return phrase(
                "as {name} there are {there}", name=name, there=list_some(there)
            )
        conditions.append(f"CAST({name} AS TEXT) = ?")
    return phrase("several rows have this key; correct them by an import")


def _mask_row(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    private = {column.nama for column in table.columns if column.private}
    return {
        name: mask(str(value)) if name in private and value is not None else value
        for name, value in row.items()
    }
