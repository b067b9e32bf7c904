"""The ledger as a whole, as it stood at one moment."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.records.store import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from formulir.records.store import Store

    Row = dict[str, Any]

_GUARDED = """
SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL
AND (type IN ('trigger', 'view') OR tbl_name IN (SELECT value FROM json_each(?)))
"""
"""The tables of the ledger and their indexes, and whatever acts by itself or shows."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """The ledger as it stood at one moment.

    Args:
        tables: The rows by table. Other tables name a letter by the number of its row;
            here they name it by its archive code, as the log does.
        schema: What guards it, as it is spelled.
    """

    tables: Mapping[str, list[Row]]
    schema: frozenset[tuple[str, str]]

    @property
    def head(self) -> Row:
        """What it says of itself."""
        return self.tables["kepala"][0]

    @property
    def last(self) -> int:
        """The number of the last act."""
        return max((row["id"] for row in self.tables["riwayat"]), default=0)


def read_ledger(db: Store) -> Ledger:
    """Read the whole ledger."""
    with db.reading():
        schema = frozenset(read_guards(db))
        tables = {name: db.rows(f"SELECT * FROM {name}") for name in LEDGER}
    kode = {row["id"]: row["kode"] for row in tables["surat"]}
    for row in (*tables["nomor"], *tables["kembali"]):
        row["surat"] = kode.get(row["surat"], row["surat"])
    for row in tables["masuk"]:
        with suppress(ValueError):  # spelled by hand: it is like nothing in the log
            row["wilayah"] = json.loads(row["wilayah"])
    return Ledger(tables=tables, schema=schema)


def read_guards(db: Store) -> Iterator[tuple[str, str]]:
    """Give the name of each thing that guards the ledger, and how it is spelled."""
    for row in db.rows(_GUARDED, (json.dumps(LEDGER),)):
        name, sql = row.values()
        yield name, sql
