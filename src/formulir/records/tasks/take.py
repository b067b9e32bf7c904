"""Importing the sheets of a task: every fault of every sheet at once, all or nothing.

The way is that of a plain sheet, walked once for each table: what a row says of a table
is taken apart, read, completed from the store, and written. All of it is one
transaction, which sees its own rows: a person can be named who stands in another sheet
of the same file. When anything is wrong, or it is a dry run, or many cells would change
and nobody agrees, the transaction is rolled back whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from formulir.records.importing.complete import SheetTarget, complete_rows
from formulir.records.importing.ingest import (
    WRITERS,
    HeldError,
    UndoneError,
    store_files,
    tell_edits,
    tell_import,
    watch_rows,
)
from formulir.records.importing.read_rows import Reading, drop_doubles, read_rows
from formulir.records.importing.upsert import spell_cells, write_rows
from formulir.records.sheets.part_report import PartReport
from formulir.records.sheets.report import Changes, Report
from formulir.records.tables.kinds import SheetSource
from formulir.records.tasks.codes import give_codes
from formulir.records.tasks.find_pages import find_pages
from formulir.records.tasks.listing import (
    drop_copies,
    drop_unfilled,
    list_keys,
    refuse_doubles,
    tell_left,
)
from formulir.records.tasks.naming import Naming
from formulir.records.tasks.outcome import (
    Taken,
    TaskResult,
    add_up,
    tell_absent,
)
from formulir.records.tasks.page_sheet import (
    Found,
    find_columns,
    take_part,
    trace_page,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from formulir.records.importing.ingest import ImportOptions
    from formulir.records.sheets.report import ImportResult, Record
    from formulir.records.sheets.sheet import Sheet
    from formulir.records.store import Store
    from formulir.records.tasks.page_sheet import PartSheet
    from formulir.records.tasks.task import Page, Part, Task


def import_task(
    db: Store,
    task: Task,
    path: Path,
    *,
    options: ImportOptions,
    keep_berkas: Callable[[Path], str],
    look_at_picture: Callable[[str, Path], str | None] = lambda _column, _path: None,
) -> TaskResult:
    """Import the sheets of a task into the tables behind them.

    One transaction over all tables and their acts in the history: SQLite takes back a
    commit that was killed, so a crash leaves all of the file on record or nothing.
    Files are stored before the commit, so that a crash may leave a file that no record
    names, never the reverse.

    Args:
        db: The record store.
        task: The task.
        path: The file.
        options: How to import; bad rows are never skipped.
        keep_berkas: As for ``import_table``.
        look_at_picture: Likewise.

    Raises:
        SheetUnreadableError: The file is no sheet at all.
        BerkasChangedError: A file that a sheet names changed meanwhile.
    """
    book = find_pages(db, task, path, options=options)
    file = options.nama or path.name
    source = SheetSource(db=db, folder=path.parent, files={}, look=look_at_picture)
    sitting = _Sitting(db=db, options=options, source=source)
    written = held = False
    try:
        with db.writing():
            for name, page, sheet in book.pages:
                report = Report(name=f"{file}:{name}" if name else file)
                sitting.take(page, sheet, report=report)
            result = add_up(sitting.taken, sitting.reports, book.left)
            _check_end(sitting.taken, result.total, options=options)
            store_files(source.files, sitting.written, keep_berkas=keep_berkas)
            _record(db, result.tables, file, sidik=book.sha256, options=options)
        written = True
    except UndoneError:
        pass
    except HeldError:
        held = True
    return result.close(written=written, held=held)


def _check_end(
    taken: Sequence[Taken], total: ImportResult, *, options: ImportOptions
) -> None:
    """Leave the transaction when its rows are not to stay."""
    if options.dry_run or total.rejected:
        raise UndoneError
    if any(each.changes.many for each in taken) and not options.agree(total):
        raise HeldError


def _record(
    db: Store,
    tables: Mapping[str, ImportResult],
    berkas: str,
    *,
    sidik: str,
    options: ImportOptions,
) -> None:
    """Write an act for each table that changes, as a plain import would."""
    for tabel, each in tables.items():
        if each.new or each.changed or each.gone:
            told = tell_import(tabel, berkas, each, sidik=sidik)
            options.act(db, "impor", tell_edits(told, options.edits))


@dataclass(kw_only=True, slots=True)
class _Sitting:
    """The sheets of one file on their way into their tables, inside a transaction.

    Args:
        db: The record store.
        options: How to import.
        source: What cells are read with.
        reports: What is to be said, a report a sheet.
        taken: What became of each part.
        written: Every row that was written.
        naming: What is named and stands in the sheets before.
    """

    db: Store
    options: ImportOptions
    source: SheetSource
    reports: list[Report] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    written: list[Record] = field(default_factory=list)
    naming: Naming = field(default_factory=Naming)

    def take(self, page: Page, sheet: Sheet, *, report: Report) -> None:
        """Take one sheet: its own table first, then the parts that lean on it."""
        self.reports.append(report)
        found = find_columns(page, sheet, report=report, told=self.options.map)
        if self.options.trace:
            trace_page(self.options.trace, found, report=report)
        for number, remark in sheet.remarks:
            report.remark(number, "", remark)
        if report.has_faults:
            self.naming.blind.add(page.main.table.nama)
            return
        found = replace(found, sheet=drop_copies(found.sheet, report=report))
        found = drop_unfilled(found, report=report)
        own = self._take_part(found, page.main)
        main = self._read(found, page.main, own, report=report)
        if page.given:
            given = page.given, own.headings.get(page.given, page.given)
            give_codes(self.db, page.main.table.nama, main, given=given, report=report)
        refuse_doubles(found, main, report=report)
        before = list_keys(self.db, page.main.table)
        self._write(found, page.main, own, main, report=report)
        self.naming.note_rejected(page.main.table.nama, main, report=report)
        by_row = {record.row: record for record in main}
        for part in page.parts[1:]:
            if not any(column in found.places for column in page.columns_of(part)):
                continue
            taken = self._take_part(found, part)
            records = self._read(found, part, taken, report=report)
            records = [self._lean(part, each, by_row, report) for each in records]
            self._write(found, part, taken, records, report=report)
            tell_absent(self.db, part, taken, by_row, report=report)
        tell_left(found, main, before, report=report)

    def _take_part(self, found: Found, part: Part) -> PartSheet:
        return take_part(found, part, name=partial(self.naming.name, self.db, found))

    def _read(
        self, found: Found, part: Part, taken: PartSheet, *, report: Report
    ) -> list[Record]:
        """Read the rows of a part, those that wait for a row with a fault marked."""
        reading = self._reading(part, taken.headings, report=report)
        records = read_rows(reading, taken.sheet, taken.matches)
        for record in records:
            record.values.update(part.fixed)
        # What the sheet does not say of a part, the row that it leans on will.
        said = {match.column.nama for match in taken.matches}
        return [
            replace(
                record,
                unread=record.unread & said | self.naming.waiting_of(found, record),
            )
            for record in records
        ]

    def _reading(
        self, part: Part, headings: Mapping[str, str], *, report: Report
    ) -> Reading:
        return Reading(
            table=part.table,
            source=self.source,
            report=PartReport(name=report.name, whole=report, headings=headings),
            sisakan=self.options.sisakan,
            tell=self.options.tell,
        )

    def _lean(
        self, part: Part, record: Record, by_row: dict[int, Record], report: Report
    ) -> Record:
        """Give a row of a further part the key of the row that it belongs to."""
        main = by_row[record.row]
        record.values.update(part.read_key(self.db, main.values))
        if report.is_rejected(record.row) or main.unread:
            return replace(record, unread=record.unread | set(part.keys))
        return record

    def _write(
        self,
        found: Found,
        part: Part,
        taken: PartSheet,
        records: list[Record],
        *,
        report: Report,
    ) -> None:
        """Complete and write the good rows of a part."""
        table = part.table
        headings = _spell_headings(found, part) | taken.headings
        watch = watch_rows(self.options.trace, headings)
        changes = Changes(spell=spell_cells(table), watch=watch)
        reading = self._reading(part, headings, report=report)
        bad = [each for each in records if report.is_rejected(each.row)]
        rest = [each for each in records if not report.is_rejected(each.row)]
        records = [*bad, *drop_doubles(reading, rest)]
        target = SheetTarget(
            db=self.db, table=table, headings=headings, report=reading.report
        )
        good = [each for each in complete_rows(target, records) if not each.unread]
        write = WRITERS.get(table.nama, write_rows)
        write(self.db, table, good, report=reading.report, changes=changes)
        self.written += good
        self.taken.append(Taken(tabel=table.nama, changes=changes, headings=headings))


def _spell_headings(found: Found, part: Part) -> dict[str, Any]:
    """Give the heading under which a fault of a key is told that no column holds."""
    page = found.page
    named = {
        name: column
        for column in found.places
        if column.bagian == page.main.nama
        for name in column.names
    }
    shown = named.get("nama") or next(iter(found.places))
    return {
        name: found.heading(named.get(told, shown)) for name, told in part.keys.items()
    }
