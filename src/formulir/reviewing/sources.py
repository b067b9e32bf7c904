"""Finds which column a value of a letter comes from, by changing one at a time.

A query makes JSON of joins, cases and functions of the program, so its text does not
tell where a value is from. What is changed in a column and then stands in the letter
does come from there; nothing is guessed from likeness.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from formulir.errors import TemplateFaultyError
from formulir.office.expected import ask_kind
from formulir.records.sql.trial import (
    MARK,
    STEP,
    changed,
    emptied,
    list_columns,
    list_filled,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulir.letters.jenis import Jenis
    from formulir.model import Scope
    from formulir.records.store import Store

Leaves = dict[str, list[object]]
"""What a name was seen as in all letters, in their order."""
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
    read = []
    for table in list_filled(db):
        with emptied(db, table):
            if _try(db, jenis, scope) != before:
                read.append(table)
    for column in list_columns(db, read):
        with changed(db, column):
            after = _try(db, jenis, scope)
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


def _try(db: Store, jenis: Jenis, scope: Scope) -> Leaves:
    try:
        return _read_leaves(db, jenis, scope)
    except TemplateFaultyError:
        return {}  # the query cannot live with such a value


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
