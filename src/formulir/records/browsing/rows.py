"""Rows of a table, as a page lists them: looked for, restricted, a part at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from formulir.records.browsing.naming import call_column, name_sql
from formulir.records.forms.form import spell_cell
from formulir.records.importing.ingest import find_table, list_tables
from formulir.records.own.tables import list_own

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from formulir.records.store import Store
    from formulir.records.tables.columns import Column, Table

Browsed: TypeAlias = "Table"
"""A table whose rows can be listed."""
NO_ROWS: Final = frozenset({"nomor_luar"})
"""Sheets that are imported, but whose rows stand elsewhere."""
_BRIEF: Final = 6
_MANY: Final = 1_000_000
_WORDS, _LONGEST = 8, 200
"""So many words are looked for, and so many characters; nobody types more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Which rows are wanted.

    Args:
        q: Words that must stand in a row or in a name of it.
        codes: The regions to which the rows are restricted; all, where nothing.
        key: What key columns hold, as text.
        terang: Whether what is private is shown.
        offset: How many rows are passed over.
        limit: How many are given at most.
    """

    q: str = ""
    codes: Collection[str] | None = None
    key: Mapping[str, str] = field(default_factory=dict)
    terang: bool = False
    offset: int = 0
    limit: int = _MANY


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A cell as people read it.

    Args:
        text: What it holds, as a sheet spells it.
        nama: What is called so, where it holds a code.
    """

    text: Any
    nama: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """Rows that were found.

    Args:
        table: Their table.
        rows: Each row by column.
        total: How many there are in all.
    """

    table: Table
    rows: list[dict[str, Shown]]
    total: int

    @property
    def brief(self) -> list[Column]:
        """Return the columns that a list shows."""
        columns = {column.nama: column for column in self.table.columns}
        return [columns[name] for name in self.table.brief] or [
            *self.table.columns[:_BRIEF]
        ]

    def call(self, column: Column) -> str:
        """Return what a column is called."""
        return call_column(self.table, column)

    def key_of(self, row: Mapping[str, Shown]) -> dict[str, str]:
        """Return what tells a row from others."""
        return {name: str(row[name].text) for name in self.table.key}


def list_browsed(
    db: Store, codes: Collection[str] | None, *, limited: bool
) -> list[tuple[Table, int]]:
    """List the tables whose rows can be seen, and how many rows each has.

    Args:
        db: The record store.
        codes: The regions to which rows that have one are restricted; all, if nothing.
        limited: Whether tables that have no region are left out.
    """
    tables = [find_table(name, db) for name in list_tables() if name not in NO_ROWS]
    tables += [own.as_table() for own in list_own(db)]
    return [
        (table, _count(db, table, Asked(codes=codes if is_regional(table) else None)))
        for table in tables
        if is_regional(table) or not limited
    ]


def is_regional(table: Table) -> bool:
    """Tell whether each row of a table belongs to a region."""
    return not {"wilayah", "npsn"}.isdisjoint(column.nama for column in table.columns)


def find_rows(db: Store, table: Table, asked: Asked) -> Listing:
    """Find rows of a table.

    Whoever is restricted to regions finds none in a table that has no region.
    """
    names = [column.nama for column in table.columns]
    own = ", ".join(f"t.{name}" for name in names)
    called = ", ".join(
        f"{name_sql(table, column)} AS nama_{place}"
        for place, column in enumerate(table.columns)
    )
    where, facts = _restrict(table, asked)
    order = ", ".join(f"t.{name}" for name in table.key)
    rows = db.rows(
        f"SELECT {own}, {called} FROM {table.source} AS t WHERE {where}"
        f" ORDER BY {order} LIMIT :limit OFFSET :offset",
        {**facts, "limit": asked.limit, "offset": asked.offset},
    )
    shown = [
        {
            column.nama: Shown(
                text=spell_cell(column, row[column.nama], terang=asked.terang),
                nama=row[f"nama_{place}"],
            )
            for place, column in enumerate(table.columns)
        }
        for row in rows
    ]
    total = len(shown)
    if total == asked.limit or asked.offset:
        total = _count(db, table, asked)
    return Listing(table=table, rows=shown, total=total)


def _count(db: Store, table: Table, asked: Asked) -> int:
    where, facts = _restrict(table, asked)
    sql = f"SELECT count(*) FROM {table.source} AS t WHERE {where}"
    return int(db.value(sql, facts))


def _restrict(table: Table, asked: Asked) -> tuple[str, dict[str, Any]]:
    """Write the condition of the rows that are wanted, and its parameters."""
    conditions, facts = ["1"], dict[str, Any]()
    if asked.codes is not None:
        conditions.append(_within(table))
        facts["codes"] = json.dumps(sorted(asked.codes))
    for place, (name, value) in enumerate(asked.key.items()):
        assert name in table.key, name  # noqa: S101 - a name of ours, never a person's
        conditions.append(f"CAST(t.{name} AS TEXT) = :kunci_{place}")
        facts[f"kunci_{place}"] = value
    for place, word in enumerate(asked.q[:_LONGEST].split()[:_WORDS]):
        conditions.append(f"({_search(table, f':kata_{place}')})")
        facts[f"kata_{place}"] = word.lower()
    return " AND ".join(conditions), facts


def _within(table: Table) -> str:
    names = {column.nama for column in table.columns}
    there = "(SELECT value FROM json_each(:codes))"
    if "wilayah" in names:
        return f"t.wilayah IN {there}"
    if "npsn" in names:
        return f"t.npsn IN (SELECT npsn FROM sekolah WHERE wilayah IN {there})"
    return "0"


def _search(table: Table, word: str) -> str:
    """Look for a word in what a row shows; what is private is not looked through."""
    open_ = [column for column in table.columns if not column.private]
    cells = [f"coalesce(t.{column.nama}, '')" for column in open_]
    cells += [
        f"coalesce({named}, '')"
        for named in (name_sql(table, column) for column in open_)
        if named != "NULL"
    ]
    text = " || ' ' || ".join(cells)
    return f"instr(lower({text}), {word})"


def read_cells(db: Store, tabel: str, key: Mapping[str, str]) -> dict[str, str] | None:
    """Read a row as it is typed into a sheet, with what is private.

    Returns:
        Its cells by column; nothing where there is no such row.
    """
    table = find_table(tabel, db)
    wanted = {name: key.get(name, "") for name in table.key}
    rows = find_rows(db, table, Asked(key=wanted, terang=True, limit=1)).rows
    if not rows:
        return None
    cells = {name: shown.text for name, shown in rows[0].items()}
    return {name: "" if cell is None else str(cell) for name, cell in cells.items()}


def spell_rows(listing: Listing) -> tuple[list[str], Sequence[dict[str, Any]]]:
    """Spell rows for a sheet: each code with its name behind it.

    Returns:
        The headings, and a mapping a row.
    """
    headings: list[str] = []
    rows: list[dict[str, Any]] = [{} for _ in listing.rows]
    for column in listing.table.columns:
        heading = listing.call(column)
        heading = heading if heading not in headings else column.nama
        headings.append(heading)
        named = any(row[column.nama].nama for row in listing.rows)
        if named:
            headings.append(f"{heading} (nama)")
        for target, row in zip(rows, listing.rows, strict=True):
            target[heading] = row[column.nama].text
            if named:
                target[f"{heading} (nama)"] = row[column.nama].nama
    return headings, rows
