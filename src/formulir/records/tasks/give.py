"""Codes for the rows of a sheet that have none, the same for what is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.records.tasks.codes import find_kode, list_identity
from formulir.records.tasks.lookups import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.records.sheets.report import Record, Report
    from formulir.records.store import Store

UNKNOWN = "?"
"""What begins the code of a row with a fault, which is never written."""


def give_codes(
    db: Store,
    tabel: str,
    records: Sequence[Record],
    *,
    given: tuple[str, str],
    report: Report,
) -> None:
    """Fill in the codes of rows, inside the transaction of the caller.

    Args:
        db: The record store.
        tabel: The table.
        records: The rows; those with a fault get a code that nothing else has.
        given: The column of the code, and the heading under which it is missed.
        report: Tells which rows have a fault, and is told of those without a name.
    """
    column, heading = given
    known: dict[tuple[Any, ...], str] = {}
    taken: set[str] = set()
    for record in records:
        if (code := record.values.get(column)) is not None:
            taken.add(str(code))
            if not report.is_rejected(record.row):
                known[_identify(tabel, record.values)] = str(code)
    for record in records:
        if record.values.get(column) is not None:
            continue
        if "nama" in record.values and record.values["nama"] is None:
            words = f"{heading} is empty, and so is the name of somebody else"
            report.reject(record.row, heading, words)
        if report.is_rejected(record.row) or column in record.unread:
            record.values[column] = f"{UNKNOWN}{record.row}"
            continue
        key = _identify(tabel, record.values)
        if key not in known:
            known[key] = find_kode(db, tabel, record.values, taken=frozenset(taken))
            taken.add(known[key])
        record.values[column] = known[key]


def _identify(tabel: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Give what two rows have in common when they are about the same."""
    found = (values.get(name) for name in list_identity(tabel, values))
    return tuple(fold(each) if isinstance(each, str) else each for each in found)
