"""From what a sheet says of a row to the row as it will stand in the store.

A sheet need not have every column, and what it leaves out keeps its value. So the
rules of a row are asked of the row as it will be, stored values included. All is read
inside the transaction that writes, so that nothing changes in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.language import Sentence, phrase
from formulir.records.cells.mask import is_masked, mask
from formulir.records.importing.references import split_reference, tell_unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from formulir.records.sheets.report import Record, Report
    from formulir.records.store import Store
    from formulir.records.tables.columns import Column, Reference, Table

_MASKED = phrase(
    "masked by an export, and not the end of what is on record; type "
    "it whole, or take the column out of the sheet"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetTarget:
    """One sheet on its way into its table.

    Args:
        db: The record store, inside the transaction of the caller.
        table: What the rows are.
        headings: The columns that the sheet has, or that are given for all of it.
        report: Where faults and remarks go.
    """

    db: Store
    table: Table
    headings: Collection[str]
    report: Report

    def reject(self, row: int, column: str, reason: str) -> None:
        """Note a fault in a column of a row."""
        self.report.reject(row, column, reason)

    def remark(self, row: int, column: str, words: str) -> None:
        """Note a remark in the same way."""
        self.report.remark(row, column, words)


def complete_rows(sheet: SheetTarget, records: Sequence[Record]) -> list[Record]:
    """Complete the rows from the store and give those that break no rule.

    Args:
        sheet: Where the rows come from and go to.
        records: The rows, also those with a fault: they may have another one.
    """
    key, columns = sheet.table.key, sheet.table.columns
    masked = [column.nama for column in columns if column.private]
    absent = {
        column.nama: column.default
        for column in columns
        if column.default is not None and column.nama not in sheet.headings
    }
    points = [(column, column.points_to) for column in columns if column.points_to]
    left = any(record.left for record in records)
    if not (masked or absent or sheet.table.checks or points or left):
        return _keep_good(sheet, records)  # as a school list, whose rows are many
    # A list that is taken whole keeps nothing of what is on record, unless told to.
    whole = sheet.table.whole and not left
    stored = {} if whole else _read_stored(sheet.db, sheet.table)
    full: dict[int, dict[str, Any]] = {}
    for record in records:
        old = stored.get(tuple(record.values.get(name) for name in key), {})
        _keep_stored(sheet, record, old)
        _unmask(sheet, record, old, masked=masked)
        # Every row gets the same columns, so that one statement writes them all.
        for name, default in absent.items():
            record.values.setdefault(name, old.get(name, default))
        full[record.row] = old | record.values
    wrong: dict[int, set[str]] = {record.row: set(record.unread) for record in records}
    for column, reference in points:
        _check_reference(sheet, column, reference, full=full, wrong=wrong)
    if sheet.table.checks:
        for row, values in full.items():
            _check_row(sheet, row, values, skip=wrong[row])
    return _keep_good(sheet, records)


def _keep_good(sheet: SheetTarget, records: Sequence[Record]) -> list[Record]:
    """Leave out the rows that have a fault."""
    return [record for record in records if not sheet.report.is_rejected(record.row)]


def _read_stored(db: Store, table: Table) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Read the rows on record by their key."""
    names = ", ".join(column.nama for column in table.columns)
    return {
        tuple(row[name] for name in table.key): row
        for row in db.rows(f"SELECT {names} FROM {table.source}")
    }


def _keep_stored(sheet: SheetTarget, record: Record, old: Mapping[str, Any]) -> None:
    """Put what is on record where the row leaves a cell empty."""
    for column in sheet.table.columns:
        if column.nama not in record.left:
            continue
        if old:
            record.values[column.nama] = old[column.nama]
        elif column.required and record.values[column.nama] is None:
            sheet.reject(record.row, column.nama, tell_empty(column))


def tell_empty(column: Column) -> str:
    """Say that a cell which each row must fill is empty."""
    return phrase("{nama} is empty", nama=column.nama)


def tell_nothing(column: Column, word: str) -> str:
    """Say that a cell which each row must fill holds a word for nothing."""
    return phrase(
        "{nama} must be filled, and {word!r} says that there is nothing; "
        "write it ({meaning})",
        nama=column.nama,
        word=word.strip(),
        meaning=column.meaning,
    )


def _unmask(
    sheet: SheetTarget,
    record: Record,
    old: Mapping[str, Any],
    *,
    masked: Sequence[str],
) -> None:
    """Put back what an export masked, where it masks the value on record."""
    for name in masked:
        value = record.values.get(name)
        if not is_masked(value):
            continue
        known = old.get(name)
        if known is not None and mask(known) == value:
            record.values[name] = known
        else:
            sheet.reject(record.row, name, _MASKED)


def _check_reference(
    sheet: SheetTarget,
    column: Column,
    reference: Reference,
    *,
    full: Mapping[int, Mapping[str, Any]],
    wrong: Mapping[int, set[str]],
) -> None:
    """See that what a column points to is on record, and note the rows that fail.

    A row is left out where a column that must agree is wrong itself: that fault is
    told already.
    """
    known = _read_known(sheet.db, reference)
    for row, values in full.items():
        value = values.get(column.nama)
        if value is None or wrong[row] & {column.nama, *reference.shared}:
            continue
        place = tuple(values.get(name) for name in reference.shared)
        there = known.get(place, [])
        for part in split_reference(column, value):
            if part in there:
                continue
            words = tell_unknown(sheet.db, reference, part, place, there)
            if reference.lenient:
                sheet.remark(row, column.nama, words)
                continue
            wrong[row].add(column.nama)
            sheet.reject(row, column.nama, words)


def _read_known(db: Store, reference: Reference) -> dict[tuple[Any, ...], list[str]]:
    """Read what a column may point to, by the columns that must agree."""
    names = ", ".join((reference.column, *reference.shared))
    known: dict[tuple[Any, ...], dict[str, None]] = {}
    for row in db.rows(f"SELECT {names} FROM {reference.tabel} ORDER BY 1"):
        place = tuple(row[name] for name in reference.shared)
        known.setdefault(place, {})[str(row[reference.column])] = None
    return {place: list(codes) for place, codes in known.items()}


def _check_row(
    sheet: SheetTarget, row: int, values: Mapping[str, Any], *, skip: set[str]
) -> None:
    """Ask the rules of a row, but for those about a column that is wrong already."""
    for check in sheet.table.checks:
        if skip & set(check.columns):
            continue
        asked = {name: values.get(name) for name in check.columns}
        reason: str | None
        if not check.judge:
            found = sheet.db.rows(check.sql, asked)
            reason = Sentence(check.says, found[0]) if found else None
        elif any(value is None or is_masked(value) for value in asked.values()):
            continue
        else:
            reason = check.judge(*asked.values())
        if reason:
            sheet.reject(row, check.columns[-1], reason)
