"""Finds which column a value of a letter comes from, by changing one at a time.

A query makes JSON of joins, cases and functions of the program, so its text does not
tell where a value is from. What is changed in a column and then stands in the letter
does come from there; nothing is guessed from likeness.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from formulir.errors import TemplateFaultyError
from formulir.office.expected import ask_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulir.letters.jenis import Jenis
    from formulir.model import Scope
    from formulir.records.store import Store

Column = tuple[str, str]
"""A table and its column."""
Leaves = dict[str, list[object]]
"""What a name was seen as in all letters, in their order."""
MARK: Final = "\ue00f"
"""Set behind every text of a column; no record holds it."""
STEP: Final = 1_000_000
"""Added to every number of a column."""
SHOWN: Final = 3
"""How many columns are named for one value."""


def find_sources(db: Store, jenis: Jenis, scope: Scope) -> dict[str, str]:
    """Say for each dotted name of a kind which columns its values come from.

    Args:
        db: A store that may be changed: every change is rolled back, but nobody else
            may look meanwhile. It is the sample office, in memory.
        jenis: The kind.
        scope: Which letters to look at.

    Returns:
        ``sekolah.nama`` where a value is that column's; ``dihitung dari …`` where it
        changes with it; a name that no change reaches is left out.
    """
    before = _read_leaves(db, jenis, scope)
    spoken = {name: set(map(str, values)) for name, values in before.items()}
    direct: dict[str, list[str]] = defaultdict(list)
    derived: dict[str, list[str]] = defaultdict(list)
    copies = _list_copies(db)
    read = [
        table
        for table in _list_tables(db)
        if _try(db, jenis, scope, [f'DELETE FROM "{table}"']) != before
    ]
    for column in _list_columns(db, read, copies):
        changes = [_write_change(*each) for each in _follow(column, copies)]
        after = _try(db, jenis, scope, changes)
        spelled = ".".join(column)
        for name, values in before.items():
            found, known = after.get(name, []), spoken[name]
            if any(_is_taken(new, known) for new in found):
                direct[name].append(spelled)
            elif len(found) == len(values) and _is_derived(found, known):
                derived[name].append(spelled)
    return {name: _spell(direct[name], derived[name]) for name in {*direct, *derived}}


def _spell(direct: list[str], derived: list[str]) -> str:
    if direct:
        return ", ".join(direct[:SHOWN])
    more = ", …" if len(derived) > SHOWN else ""
    return f"dihitung dari {', '.join(derived[:SHOWN])}{more}"


def _read_leaves(db: Store, jenis: Jenis, scope: Scope) -> Leaves:
    leaves: Leaves = defaultdict(list)
    for row in ask_kind(db, jenis, scope):
        for name, value in _walk(row["konteks"], ""):
            leaves[name].append(value)
    return leaves


def _walk(value: object, name: str) -> Iterator[tuple[str, object]]:
    """Give every leaf with its dotted name."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _walk(member, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for member in value:
            yield from _walk(member, f"{name}[]")
    else:
        yield name, value


def _is_taken(new: object, known: set[str]) -> bool:
    """Tell whether a value is the changed column itself, alone or within a text."""
    if isinstance(new, str) and MARK in new:
        return True
    if isinstance(new, bool) or not str(new).isdecimal():
        return False
    return str(new) not in known and str(int(str(new)) - STEP) in known


def _is_derived(after: list[object], known: set[str]) -> bool:
    """Tell whether values became others; some that vanish were only not found."""
    return any(value not in (None, "") and str(value) not in known for value in after)


def _list_tables(db: Store) -> list[str]:
    rows = db.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' "
        "ESCAPE '\\' AND name NOT LIKE 'sqlite%' ORDER BY name"
    )
    return [row["name"] for row in rows]


def _list_columns(
    db: Store, tables: Sequence[str], copies: Mapping[Column, Sequence[Column]]
) -> list[Column]:
    """List the columns that hold something and are no copy of another's key."""
    copied = {copy for found in copies.values() for copy in found}
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


def _follow(column: Column, copies: Mapping[Column, Sequence[Column]]) -> list[Column]:
    """Return a column with all that refer to it, at whatever remove."""
    found = [column]
    for each in found:
        found += [copy for copy in copies.get(each, ()) if copy not in found]
    return found


def _try(db: Store, jenis: Jenis, scope: Scope, changes: Sequence[str]) -> Leaves:
    """Return what letters would hold after changes, which are then rolled back."""
    db.conn.execute("PRAGMA foreign_keys = OFF")
    db.conn.execute("PRAGMA ignore_check_constraints = ON")
    db.conn.execute("BEGIN")
    try:
        for change in changes:
            db.conn.execute(change)
        return _read_leaves(db, jenis, scope)
    except TemplateFaultyError:
        return {}  # the query cannot live with such a value
    finally:
        db.conn.rollback()
        db.conn.execute("PRAGMA ignore_check_constraints = OFF")
        db.conn.execute("PRAGMA foreign_keys = ON")


def _write_change(table: str, name: str) -> str:
    """Write the change of a column; a date stays a date, the day after.

    Values that clash with a constraint stay as they are.
    """
    day = "____-__-__"
    return (
        f'UPDATE OR IGNORE "{table}" SET "{name}" = CASE '
        f"WHEN \"{name}\" LIKE '{day}' THEN date(\"{name}\", '+1 day') "
        f"WHEN typeof(\"{name}\") = 'text' THEN \"{name}\" || '{MARK}' "
        f'ELSE "{name}" + {STEP} END WHERE "{name}" IS NOT NULL'
    )
