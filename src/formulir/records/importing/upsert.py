"""Writing the rows of a sheet: only what is new or has changed."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.records.cells.mask import mask
from formulir.records.tables.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from formulir.records.sheets.report import Changes, Record, Report, Value
    from formulir.records.store import Store
    from formulir.records.tables.columns import Column, Table


def write_rows(
    db: Store,
    table: Table,
    records: Sequence[Record],
    *,
    report: Report,
    changes: Changes,
) -> None:
    """Bring the store up to the rows, inside the transaction of the caller."""
    if not records:
        return
    names = list(records[0].values)
    rest = [name for name in names if name not in table.key]
    known = _read_known(db, table, rest, records)
    pending = [
        record
        for record in records
        if changes.compare(
            rest,
            known.get(_key(table, record)),
            [record.values[n] for n in rest],
            row=record.row,
        )
    ]
    rows = (tuple(record.values[name] for name in names) for record in pending)
    db.table(table.nama).upsert_all(chain([names], rows), pk=table.key)
    _remark_overlaps(db, table, records, report=report)


def _key(table: Table, record: Record) -> tuple[Value, ...]:
    return tuple(record.values[name] for name in table.key)


def _read_known(
    db: Store, table: Table, rest: Sequence[str], records: Sequence[Record]
) -> dict[tuple[Value, ...], list[Value]]:
    """Read what is on record of the rows, by their key.

    Where it is the same as a row says, the row's own values stand for it: a list of
    the whole country that comes again is not held twice.
    """
    ours = {_key(table, record): record for record in records}
    known: dict[tuple[Value, ...], list[Value]] = {}
    names, width = ", ".join((*table.key, *rest)), len(table.key)
    for row in db.run(f"SELECT {names} FROM {table.nama}"):
        record = ours.get(row[:width])
        if record is not None:
            values = [record.values[name] for name in rest]
            stored = list(row[width:])
            known[row[:width]] = values if values == stored else stored
    return known


def spell_cells(table: Table) -> dict[str, Callable[[Value], Value]]:
    """Give how the values of each column are told: as in a sheet, private ones masked.

    >>> from formulir.records.tables.registry import TABLES
    >>> spell = spell_cells(TABLES["calon"])
    >>> spell["nik"]("3319016005800001"), spell["tanggal_lahir"]("1980-05-20")
    ('************0001', '1980-05-20')
    """
    return {column.nama: _speller(column) for column in table.columns}


def _speller(column: Column) -> Callable[[Value], Value]:
    if column.private:
        return lambda value: mask(str(value))
    write = KINDS[column.kind].write

    def spell(value: Value) -> Value:
        written = write(value)
        return written if isinstance(written, str | int | float) else str(written)

    return spell


def _remark_overlaps(
    db: Store, table: Table, records: Sequence[Record], *, report: Report
) -> None:
    """Remark on periods that overlap."""
    columns = {column.nama for column in table.columns}
    rows = {tuple(r.values[name] for name in table.key): r.row for r in records}
    if "berlaku_sampai" in columns:
        for key in _overlaps(db, table):
            if key in rows:
                words = phrase(
                    "an earlier row with an open end overlaps; close that one"
                )
                report.remark(rows[key], "berlaku_dari", words)


def _overlaps(db: Store, table: Table) -> list[tuple[str, ...]]:
    """Give the keys of periods that begin before an earlier one ends."""
    same = " AND ".join(
        f"a.{name} = b.{name}" for name in table.key if name != "berlaku_dari"
    )
    rows = db.rows(
        f"SELECT {', '.join(f'b.{name}' for name in table.key)} "
        f"FROM {table.nama} AS a JOIN {table.nama} AS b ON {same} "
        "WHERE a.berlaku_dari < b.berlaku_dari "
        "AND coalesce(a.berlaku_sampai, '9999') >= b.berlaku_dari",
    )
    return [tuple(row.values()) for row in rows]
