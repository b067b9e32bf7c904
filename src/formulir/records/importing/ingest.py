"""Importing sheets: every fault at once, and all or nothing.

The way is always the same: read the sheet, find the columns, read the cells, look for
doubles, compare with the store, write. Only the last step differs between a dry run
and a real one: the same transaction is rolled back instead of committed.

Only the columns that a sheet has are written. A school list without principals leaves
the principals on record alone; an empty cell in a column that is there empties it.
A region is stored by its code of today, whichever code the sheet has.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from formulir.errors import RecordError
from formulir.records.cells.berkas import BerkasChangedError
from formulir.records.importing.complete import SheetTarget, complete_rows
from formulir.records.importing.headings import match_columns, rank_heading
from formulir.records.importing.upsert import write_rows
from formulir.records.selection.usulan_sheet import write_usulan
from formulir.records.sheets.read import read_sheet
from formulir.records.sheets.report import Counts, ImportResult, Record, Report
from formulir.records.sheets.sheet import is_blank
from formulir.records.tables.kinds import SheetSource, reader_of
from formulir.records.tables.registry import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from formulir.records.cells.text import Read, Reader, Value
    from formulir.records.importing.headings import Match
    from formulir.records.sheets.sheet import Row, Sheet
    from formulir.records.store import Store
    from formulir.records.tables.columns import Table
_WRITERS = {"usulan": write_usulan}
"""What brings the store up to a sheet that lists more than rows of one table."""


class TabelUnknownError(RecordError):
    """There is no sheet of that name to import."""

    tabel: str

    def __str__(self) -> str:
        """Name those there are."""
        near = difflib.get_close_matches(self.tabel, TABLES, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        return f"no table {self.tabel!r}; {hint}there are {', '.join(TABLES)}"


class _UndoneError(Exception):
    """Leaves a transaction without its commit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportOptions:
    """How a sheet is imported.

    Args:
        map: The heading by column, where it is not recognised by itself.
        skip_bad: Write the good rows although others are bad.
        dry_run: Do everything but the commit.
    """

    map: Mapping[str, str] = field(default_factory=dict)
    skip_bad: bool = False
    dry_run: bool = False


def list_tables() -> list[str]:
    """Name the tables, in the order in which they lean on each other."""
    return list(TABLES)


def find_table(tabel: str) -> Table:
    """Find the description of a table.

    Raises:
        TabelUnknownError: There is no such table.
    """
    if tabel not in TABLES:
        raise TabelUnknownError(tabel)
    return TABLES[tabel]


def import_table(
    db: Store,
    tabel: str,
    path: Path,
    *,
    options: ImportOptions,
    keep_berkas: Callable[[Path], str],
    look_at_picture: Callable[[str, Path], str | None] = lambda _column, _path: None,
) -> ImportResult:
    """Import a CSV or XLSX file into a table.

    One transaction: a crash leaves the store as it was. Files are stored before the
    commit, so that a crash may leave a file that no record names, never the reverse.

    Args:
        db: The record store.
        tabel: The table, as ``TABLES`` names it.
        path: The file.
        options: How to import.
        keep_berkas: Stores a file that the sheet names and returns the name it is
            stored under, the one that ``name_berkas`` gives. It is called only when
            the rows are about to be committed.
        look_at_picture: Looks at the picture that a column names, and gives a remark;
            raises a ValueError when it cannot be used. Without it none is looked at.

    Raises:
        TabelUnknownError: There is no such table.
        SheetUnreadableError: The file is no sheet at all.
        BerkasChangedError: A file that the sheet names changed meanwhile.
    """
    table = find_table(tabel)
    sheet = read_sheet(path, rank=partial(rank_heading, table))
    report = Report(name=sheet.name)
    matches = match_columns(table, sheet, told=options.map, report=report)
    if report.has_faults:
        return report.result(Counts(), written=False)
    files: dict[str, Path] = {}
    source = SheetSource(db=db, folder=path.parent, files=files, look=look_at_picture)
    records = _read_records(table, sheet, matches=matches, source=source, report=report)
    records = _drop_doubles(table, records, report=report)
    headings = {match.column.nama: match.heading for match in matches}
    counts = Counts()
    try:
        with db.writing():
            target = SheetTarget(db=db, table=table, headings=headings, report=report)
            good = complete_rows(target, records)
            write = _WRITERS.get(tabel, write_rows)
            counts = write(db, table, good, report=report)
            _check_end(table, options=options, report=report)
            _store_files(files, good, keep_berkas=keep_berkas)
    except _UndoneError:
        return report.result(counts, written=False)
    return report.result(counts, written=True)


def _read_records(
    table: Table,
    sheet: Sheet,
    *,
    matches: Sequence[Match],
    source: SheetSource,
    report: Report,
) -> list[Record]:
    """Read every row, reporting every fault of it."""
    found = {match.column.nama for match in matches}
    absent: dict[str, Value] = {
        column.nama: column.default
        for column in table.columns
        if column.default is not None
        and column.nama in table.key
        and column.nama not in found
    }
    plan = [(match, reader_of(match.column, source)) for match in matches]
    records = []
    for row in sheet.rows:
        if row.broken:
            report.reject(row.number, "", row.broken)
            continue
        values, unread = _read_row(row, plan, report=report)
        records.append(
            Record(row=row.number, values=absent | values, unread=frozenset(unread))
        )
    return records


def _read_row(
    row: Row, plan: Sequence[tuple[Match, Reader]], *, report: Report
) -> tuple[dict[str, Value], set[str]]:
    """Read the cells of one row, and tell which columns could not be read."""
    values: dict[str, Value] = {}
    unread: set[str] = set()
    for match, reader in plan:
        cell, column = row.cells[match.index], match.column
        try:
            read: Read = (column.default, None) if is_blank(cell) else reader(cell)
        except ValueError as error:
            report.reject(row.number, match.heading, str(error))
            unread.add(column.nama)
            continue
        value, remark = read
        if value is None and column.required:
            report.reject(row.number, match.heading, f"{column.nama} is empty")
            unread.add(column.nama)
        if remark:
            report.remark(row.number, match.heading, remark)
        values[column.nama] = value
    return values, unread


def _drop_doubles(
    table: Table, records: Sequence[Record], *, report: Report
) -> list[Record]:
    """Leave out rows that repeat a row; reject those that contradict one."""
    first: dict[tuple[Value, ...], Record] = {}
    kept = []
    for record in records:
        if report.is_rejected(record.row):
            kept.append(record)
            continue
        key = tuple(record.values.get(name) for name in table.key)
        other = first.setdefault(key, record)
        if other is record:
            kept.append(record)
        elif other.values == record.values:
            report.remark(record.row, "", f"the same as row {other.row}; left out")
        else:
            _reject_pair(table, record, other, report=report)
    return kept


def _reject_pair(
    table: Table, record: Record, other: Record, *, report: Report
) -> None:
    """Reject two rows of one key that say different things."""
    key = " ".join(str(record.values.get(name)) for name in table.key)
    names = [name for name in other.values if other.values[name] != record.values[name]]
    for one, two in ((record, other), (other, record)):
        reason = f"{key} stands in row {two.row} too, with another {', '.join(names)}"
        report.reject(one.row, table.key[-1], reason)


def _check_end(table: Table, *, options: ImportOptions, report: Report) -> None:
    """Leave the transaction when its rows are not to stay."""
    skip_bad = options.skip_bad and not table.whole
    if options.dry_run or (report.has_faults and not skip_bad):
        raise _UndoneError


def _store_files(
    files: Mapping[str, Path],
    records: Sequence[Record],
    *,
    keep_berkas: Callable[[Path], str],
) -> None:
    """Store the files that the good rows name."""
    named = {value for record in records for value in record.values.values()}
    for name, path in files.items():
        if name in named and keep_berkas(path) != name:
            raise BerkasChangedError(path)
