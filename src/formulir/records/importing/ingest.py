"""Importing sheets: every fault at once, and all or nothing.

The way is always the same: read the sheet, find the columns, read the cells, look for
doubles, compare with the store, write. Only the last step differs between a dry run
and a real one: the same transaction is rolled back instead of committed. It is rolled
back, too, when many cells would change and nobody agrees.

Only the columns that a sheet has are written. A school list without principals leaves
the principals on record alone; an empty cell in a column that is there empties it,
unless what is on record is to stay.
A region is stored by its code of today, whichever code the sheet has.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError
from formulir.records.cells.berkas import BerkasChangedError
from formulir.records.importing.complete import (
    SheetTarget,
    complete_rows,
    tell_empty,
)
from formulir.records.importing.headings import match_columns, rank_heading
from formulir.records.importing.upsert import spell_cells, write_rows
from formulir.records.importing.write_seri import write_outside, write_seri
from formulir.records.ledger.acts import NOBODY
from formulir.records.own.tables import find_own, list_own
from formulir.records.selection.usulan_sheet import write_usulan
from formulir.records.sheets.read import read_sheet
from formulir.records.sheets.report import Changes, ImportResult, Record, Report
from formulir.records.sheets.sheet import is_blank
from formulir.records.tables.kinds import SheetSource, reader_of
from formulir.records.tables.registry import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from formulir.records.cells.text import Read, Reader, Value
    from formulir.records.importing.headings import Match
    from formulir.records.sheets.sheet import Row, Sheet
    from formulir.records.store import Store
    from formulir.records.tables.columns import Table

    Writer: TypeAlias = Callable[..., None]
    Act: TypeAlias = Callable[[Store, str, Mapping[str, Any]], None]

_WRITERS: dict[str, Writer] = {
    "usulan": write_usulan,
    "seri": write_seri,
    "nomor_luar": partial(write_outside, NOBODY),
}
"""What brings the store up to a sheet that lists more than rows of one table."""


class TabelUnknownError(RecordError):
    """There is no sheet of that name to import."""

    tabel: str

    own: Sequence[str] = ()

    def __str__(self) -> str:
        """Name those there are."""
        known = (*TABLES, *self.own)
        near = difflib.get_close_matches(self.tabel, known, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        return f"no table {self.tabel!r}; {hint}there are {', '.join(known)}"


class _UndoneError(Exception):
    """Leaves a transaction without its commit."""


class _HeldError(Exception):
    """Leaves it since nobody agreed to what would change."""


def _agree_to_few(_result: ImportResult) -> bool:
    """Agree to nothing about which somebody has to be asked."""
    return False


def record_nothing(_db: Store, _tindakan: str, _rincian: Mapping[str, Any]) -> None:
    """Leave no trace, as for a store that is thrown away."""


def do_nothing(_db: Store) -> None:
    """Begin with nothing but the sheet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportOptions:
    """How a sheet is imported.

    Args:
        map: The heading by column, where it is not recognised by itself.
        skip_bad: Write the good rows although others are bad.
        dry_run: Do everything but the commit.
        sisakan: An empty cell keeps what is on record.
        agree: Is shown what would change where that is much, inside the transaction,
            and says whether it may. Nobody waits inside: whoever must be asked first
            says no, and agrees to the very same the next time.
        act: Writes into the history that a sheet was imported, inside the transaction.
        write: Writes the rows, where the table's own way of writing needs to know who.
        fill: What a column holds that the sheet lacks or leaves empty.
        begin: Is run first inside the transaction, such as what makes the table.
        table: The description of a table that ``begin`` makes.
    """

    map: Mapping[str, str] = field(default_factory=dict)
    skip_bad: bool = False
    dry_run: bool = False
    sisakan: bool = False
    agree: Callable[[ImportResult], bool] = _agree_to_few
    act: Act = record_nothing
    write: Writer | None = None
    fill: Mapping[str, str | int] = field(default_factory=dict)
    begin: Callable[[Store], None] = do_nothing
    table: Table | None = None


def list_tables() -> list[str]:
    """Name the tables, in the order in which they lean on each other."""
    return list(TABLES)


def find_table(tabel: str, db: Store) -> Table:
    """Find the description of a table.

    Args:
        tabel: Its name; the code of a kind names the table of the kind.
        db: The record store, which describes the tables of an office's own kinds.

    Raises:
        TabelUnknownError: There is no such table.
    """
    if tabel in TABLES:
        return TABLES[tabel]
    own = find_own(db, tabel)
    if own is None:
        raise TabelUnknownError(tabel, own=[one.formulir for one in list_own(db)])
    return own.as_table()


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
    table = options.table or find_table(tabel, db)
    table = table.filled(options.fill)
    sheet = read_sheet(path, rank=partial(rank_heading, table))
    report = Report(name=sheet.name)
    changes = Changes(spell=spell_cells(table))
    matches = match_columns(table, sheet, told=options.map, report=report)
    if report.has_faults:
        return report.result(changes, written=False)
    for nama in options.fill.keys() - {match.column.nama for match in matches}:
        words = (
            f"no column is headed {nama}; {options.fill[nama]} is taken for all rows"
        )
        report.remark(sheet.number, "", words)
    files: dict[str, Path] = {}
    source = SheetSource(db=db, folder=path.parent, files=files, look=look_at_picture)
    reading = _Reading(table=table, report=report, sisakan=options.sisakan)
    records = _read_records(reading, sheet, matches=matches, source=source)
    records = _drop_doubles(table, records, report=report)
    headings = {match.column.nama: match.heading for match in matches}
    try:
        with db.writing():
            options.begin(db)
            target = SheetTarget(db=db, table=table, headings=headings, report=report)
            good = complete_rows(target, records)
            write = options.write or _WRITERS.get(tabel, write_rows)
            write(db, table, good, report=report, changes=changes)
            _check_end(table, changes, options=options, report=report)
            _store_files(files, good, keep_berkas=keep_berkas)
            if changes.any:
                options.act(db, "impor", _tell_import(table, sheet, changes))
    except _UndoneError:
        return report.result(changes, written=False)
    except _HeldError:
        return report.result(changes, written=False, held=True)
    return report.result(changes, written=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reading:
    """What rows are read as.

    Args:
        table: Their table.
        report: Where faults and remarks go.
        sisakan: Whether an empty cell is settled by what is on record.
    """

    table: Table
    report: Report
    sisakan: bool


def _read_records(
    reading: _Reading, sheet: Sheet, *, matches: Sequence[Match], source: SheetSource
) -> list[Record]:
    """Read every row, reporting every fault of it."""
    table = reading.table
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
            reading.report.reject(row.number, "", row.broken)
            continue
        record = _read_row(reading, row, plan)
        records.append(replace(record, values=absent | record.values))
    return records


def _read_row(
    reading: _Reading, row: Row, plan: Sequence[tuple[Match, Reader]]
) -> Record:
    """Read the cells of one row, and tell which columns could not be read."""
    values: dict[str, Value] = {}
    unread, left = set(), set()
    for match, reader in plan:
        cell, column = row.cells[match.index], match.column
        try:
            read: Read = (column.default, None) if is_blank(cell) else reader(cell)
        except ValueError as error:
            reading.report.reject(row.number, match.heading, str(error))
            unread.add(column.nama)
            continue
        value, remark = read
        if reading.sisakan and is_blank(cell) and column.nama not in reading.table.key:
            left.add(column.nama)
        elif value is None and column.required:
            reading.report.reject(row.number, match.heading, tell_empty(column))
            unread.add(column.nama)
        if remark:
            reading.report.remark(row.number, match.heading, remark)
        values[column.nama] = value
    return Record(
        row=row.number, values=values, unread=frozenset(unread), left=frozenset(left)
    )


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


def _check_end(
    table: Table, changes: Changes, *, options: ImportOptions, report: Report
) -> None:
    """Leave the transaction when its rows are not to stay."""
    skip_bad = options.skip_bad and not table.whole
    if options.dry_run or (report.has_faults and not skip_bad):
        raise _UndoneError
    if changes.many and not options.agree(report.result(changes, written=False)):
        raise _HeldError


def _tell_import(table: Table, sheet: Sheet, changes: Changes) -> dict[str, Any]:
    """Give what the history keeps of an import: the file by its name and digest."""
    return {
        "tabel": table.nama,
        "berkas": sheet.name,
        "sidik": sheet.sha256,
        "baru": changes.new,
        "berubah": changes.changed + changes.gone,
        "kosong": changes.emptied,
    }


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
