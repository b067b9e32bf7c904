"""What may stand in a cell that is typed on a page, and how it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formulir.records.browsing.naming import name_sql
from formulir.records.forms.form import list_choices
from formulir.records.tables.kinds import KINDS, WHOLE
from formulir.records.tasks.lookups import list_everywhere
from formulir.records.tasks.registry import find_lookup

if TYPE_CHECKING:
    from formulir.records.store import Store
    from formulir.records.tables.columns import Column, Table

_MANY: Final = 700
"""More choices than these are typed rather than looked through."""


def list_named(db: Store, table: Table, column: Column) -> list[tuple[str, str]]:
    """List what may be chosen for a column, each with its name.

    Returns:
        Pairs of what is stored and what is shown; nothing where anything may be typed,
        or where the choice is too long to be looked through.
    """
    if column.points_to and column.points_to.lenient:
        return []
    narrowed = column.points_to and column.points_to.shared
    chosen = find_lookup(table.nama, column.nama)
    if chosen and (narrowed or column.kind == "npsn"):
        # Of all schools those that may be meant, and people by their names.
        pairs = list_everywhere(db, chosen)
        if len(pairs) > _MANY:
            return []
        return [(code, f"{label} ({code})") for code, label in pairs]
    codes = list_choices(db, column)
    if not codes or len(codes) > _MANY:
        return []
    named = name_sql(table, column)
    if named == "NULL" or narrowed:
        return [(code, code) for code in codes]
    asked = named.replace(f"t.{column.nama}", ":kode")
    names = {code: db.value(f"SELECT {asked}", {"kode": code}) for code in codes}
    pairs = [
        (code, f"{names[code]} ({code})" if names[code] else code) for code in codes
    ]
    return sorted(pairs, key=lambda pair: pair[1])


def is_complete(column: Column) -> bool:
    """Tell whether a column holds whole numbers."""
    return KINDS[column.kind].format == WHOLE


def explain(column: Column, *, chosen: bool) -> str:
    """Say what a column holds, and how it is typed where it is not chosen."""
    how = KINDS[column.kind].how
    return column.meaning if chosen or how == "teks" else f"{column.meaning}; {how}"
