"""Changes of the records for trial: made, looked at, and rolled back.

They are for a store in memory, such as the sample's; nobody else may look meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from formulir.records.store import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulir.records.store import Store

Column = tuple[str, str]
"""A table and its column."""
MARK: Final = "\ue00f"
"""Set behind every text of a column; no record holds it."""
STEP: Final = 1_000_000
"""Added to every number of a column."""


def list_filled(db: Store) -> list[str]:
    """List the tables of records that hold something; the ledger is none of them."""
    rows = db.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' "
        "ESCAPE '\\' AND name NOT LIKE 'sqlite%' ORDER BY name"
    )
    names = [row["name"] for row in rows if row["name"] not in LEDGER]
    return [name for name in names if db.rows(f'SELECT 1 FROM "{name}" LIMIT 1')]


def list_columns(db: Store, tables: Sequence[str]) -> list[Column]:
    """List the columns that hold something and are no copy of another's key."""
    copied = {copy for found in _list_copies(db).values() for copy in found}
    columns = [
        (table, row["name"])
        for table in tables
        for row in db.rows("SELECT name FROM pragma_table_info(?)", [table])
    ]
    return [
        (table, name)
        for table, name in columns
        if (table, name) not in copied
        and db.rows(f'SELECT 1 FROM "{table}" WHERE "{name}" IS NOT NULL LIMIT 1')
    ]


@contextmanager
def emptied(db: Store, table: str) -> Iterator[None]:
    """Hold a table empty for a while."""
    with _trying(db, [f'DELETE FROM "{table}"']):
        yield


@contextmanager
def changed(db: Store, column: Column) -> Iterator[None]:
    """Hold every value of a column changed for a while, and of all that refer to it.

    A text ends in ``MARK``, a number is larger by ``STEP``, a date is the day after.
    Values that clash with a constraint stay as they are.
    """
    found, copies = [column], _list_copies(db)
    for each in found:
        found += [copy for copy in copies.get(each, ()) if copy not in found]
    with _trying(db, [_write_change(*each) for each in found]):
        yield


def _list_copies(db: Store) -> Mapping[Column, list[Column]]:
    """List by column the columns that refer to it."""
    copies: dict[Column, list[Column]] = defaultdict(list)
    rows: list[dict[str, Any]] = db.rows(
        'SELECT t.name AS child, f."from" AS own, f."table" AS parent, f."to" AS key '
        "FROM sqlite_master AS t, pragma_foreign_key_list(t.name) AS f "
        "WHERE t.type = 'table'"
    )
    for row in rows:
        copies[(row["parent"], row["key"])].append((row["child"], row["own"]))
    return copies


@contextmanager
def _trying(db: Store, changes: Sequence[str]) -> Iterator[None]:
    db.run("PRAGMA foreign_keys = OFF")
    db.run("PRAGMA ignore_check_constraints = ON")
    db.run("BEGIN")
    try:
        for change in changes:
            db.run(change)
        yield
    finally:
        db.run("ROLLBACK")
        db.run("PRAGMA ignore_check_constraints = OFF")
        db.run("PRAGMA foreign_keys = ON")


def _write_change(table: str, name: str) -> str:
    day = "____-__-__"
    return (
        f'UPDATE OR IGNORE "{table}" SET "{name}" = CASE '
        f"WHEN \"{name}\" LIKE '{day}' THEN date(\"{name}\", '+1 day') "
        f"WHEN typeof(\"{name}\") = 'text' THEN \"{name}\" || '{MARK}' "
        f'ELSE "{name}" + {STEP} END WHERE "{name}" IS NOT NULL'
    )
