"""Importing sheets: every fault at once, and all or nothing.

The way is always the same: read the file, choose its sheets by their headings, read the
cells, look for doubles, compare with the store, write. Only the last step differs
between a dry run and a real one: the same transaction is rolled back instead of
committed. It is rolled back, too, when many cells would change and nobody agrees.

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
from formulir.language import Sentence, phrase, take_reason
from formulir.records.cells.berkas import BerkasChangedError
from formulir.records.importing.choose_sheets import choose_sheets
from formulir.records.importing.complete import SheetTarget, complete_rows
from formulir.records.importing.headings import is_needed, list_headings
from formulir.records.importing.read_rows import (
    Reading,
    drop_doubles,
    read_given,
    read_rows,
    tell_nobody,
)
from formulir.records.importing.upsert import spell_cells, write_rows
from formulir.records.importing.write_seri import write_outside, write_seri
from formulir.records.ledger.acts import NOBODY
from formulir.records.own.tables import find_own, list_own
from formulir.records.selection.usulan_sheet import write_usulan
from formulir.records.sheets.read import read_book
from formulir.records.sheets.report import Changes, ImportResult, Record, Report
from formulir.records.sheets.sheet import GRID_STEP, SheetFile, SheetUnreadableError
from formulir.records.sheets.trace import TracedColumn, TracedSheet
from formulir.records.tables.kinds import SheetSource
from formulir.records.tables.registry import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from formulir.records.importing.choose_sheets import FoundSheet
    from formulir.records.importing.headings import Headings
    from formulir.records.sheets.edits import Spot
    from formulir.records.sheets.sheet import Grid
    from formulir.records.sheets.trace import Trace
    from formulir.records.sheets.watch import Watch
    from formulir.records.store import Store
    from formulir.records.tables.columns import Table

    Writer: TypeAlias = Callable[..., None]
    Act: TypeAlias = Callable[[Store, str, Mapping[str, Any]], None]

WRITERS: dict[str, Writer] = {
    "usulan": write_usulan,
    "seri": write_seri,
    "nomor_luar": partial(write_outside, NOBODY),
}
"""What brings the store up to a sheet that lists more than rows of one table."""


class TabelUnknownError(RecordError):
    """There is no sheet of that name to import."""

    tabel: str
    own: Sequence[str] = ()
    typed = "tabel"

    @property
    def sentence(self) -> Sentence:
        """Name those there are."""
        known = (*TABLES, *self.own)
        near = difflib.get_close_matches(self.tabel, known, n=1)
        hint = phrase("did you mean {near}? ", near=near[0]) if near else ""
        return phrase(
            "no table {tabel!r}; {hint}there are {known}",
            tabel=self.tabel,
            hint=hint,
            known=", ".join(known),
        )


class UndoneError(Exception):
    """Leaves a transaction without its commit."""


class HeldError(Exception):
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
        isi: The value of a column for the whole file, as a cell would spell it.
        lembar: The sheets of the file that alone are read; else all that fit.
        open_workbook: Opens the bytes of a workbook, where somebody else brought it.
        nama: What the file is called, where it lies under another name.
        judul: By sheet, the row in which its heading ends, where somebody said so.
        edits: What stands in some of its cells instead.
        grids: The cells themselves, where they come from no file.
        trace: Is shown what was seen, cell by cell.
        tell: Is told how many rows of a sheet were read, of how many; it may leave by
            an error.
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
    isi: Mapping[str, str] = field(default_factory=dict)
    lembar: tuple[str, ...] = ()
    open_workbook: Callable[[Path, bytes], list[Grid]] | None = None
    nama: str = ""
    judul: Mapping[str, int] = field(default_factory=dict)
    edits: Mapping[Spot, str] = field(default_factory=dict)
    grids: Sequence[Grid] = ()
    trace: Trace | None = None
    tell: Callable[[int, int], None] = tell_nobody
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
    """Import a file of sheets into a table: a workbook or CSV.

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
    table = (options.table or find_table(tabel, db)).filled(options.fill)
    report = Report(name=options.nama or path.name)
    changes = Changes(spell=spell_cells(table), watch=watch_rows(options.trace, {}))
    source = SheetSource(db=db, folder=path.parent, files={}, look=look_at_picture)
    reading = Reading(
        table=table,
        source=source,
        report=report,
        sisakan=options.sisakan,
        tell=options.tell,
    )
    about, groups = _read_file(reading, path, options=options)
    if groups is None:
        return report.result(changes, written=False)
    _tell_filled(report, options.fill, frozenset().union(*groups))
    write = options.write or WRITERS.get(tabel, write_rows)
    good: list[Record] = []
    try:
        with db.writing():
            options.begin(db)
            for names, records in groups.items():
                target = SheetTarget(db=db, table=table, headings=names, report=report)
                whole = complete_rows(target, records)
                if not report.is_void:
                    write(db, table, whole, report=report, changes=changes)
                good += whole
            _check_end(table, changes, options=options, report=report)
            store_files(source.files, good, keep_berkas=keep_berkas)
            if changes.any:
                told = tell_import(table.nama, report.name, changes, sidik=about.sha256)
                options.act(db, "impor", tell_edits(told, options.edits))
    except UndoneError:
        return report.result(changes, written=False)
    except HeldError:
        return report.result(changes, written=False, held=True)
    return report.result(changes, written=True)


def _tell_filled(
    report: Report, fill: Mapping[str, str | int], there: frozenset[str]
) -> None:
    """Say what is taken for all rows, where a column is not there."""
    for nama in fill.keys() - there:
        words = phrase(
            "no column is headed {nama}; {value} is taken for all rows",
            nama=nama,
            value=fill[nama],
        )
        report.remark_file(words)


def _read_file(
    reading: Reading, path: Path, *, options: ImportOptions
) -> tuple[SheetFile, dict[frozenset[str], list[Record]] | None]:
    """Read the sheets of a file, by the columns that they have.

    Returns:
        The file without its cells, and the records, those of sheets with the same
        columns together; nothing where the headings are so far from those of the table
        that its cells would be noise.

    Raises:
        SheetUnreadableError: There is nothing to be read.
    """
    known = list_headings(reading.table, told=options.map)
    book = _read_cells(path, known, options=options)
    about = replace(book, grids=[])
    for words in book.remarks:
        reading.report.remark_file(words)
    reading = replace(reading, given=read_given(reading, options.isi))
    try:
        found = choose_sheets(
            reading,
            book,
            told=options.map,
            lembar=options.lembar,
            judul=options.judul,
        )
    except ValueError as error:
        raise SheetUnreadableError(path, reason=take_reason(error)) from error
    if options.trace:
        _trace_sheets(options.trace, reading, book, found)
    if not _are_meant(reading.table, found):
        return about, None
    del book  # a large list is not held twice
    groups: dict[frozenset[str], list[Record]] = {}
    of: dict[int, frozenset[str]] = {}
    records: list[Record] = []
    for each in found:
        names = frozenset(match.column.nama for match in each.matches)
        names |= frozenset(reading.given)
        if reading.table.whole and groups and names not in groups:
            reason = phrase(
                "its columns are not those of the sheet before; give both the same"
            )
            reading.report.reject(each.sheet.number, "", reason, whole=True)
        groups.setdefault(names, [])
        of[each.sheet.number // GRID_STEP] = names
        records += read_rows(reading, each.sheet, each.matches)
    for record in drop_doubles(reading, records):
        groups[of[record.row // GRID_STEP]].append(record)
    return about, groups


def _read_cells(path: Path, known: Headings, *, options: ImportOptions) -> SheetFile:
    """Read the cells of a file, or take those that come from none."""
    if options.grids:
        return SheetFile(name=options.nama or path.name, grids=list(options.grids))
    return read_book(
        path,
        rank=known.rank,
        open_workbook=options.open_workbook,
        edits=options.edits,
    )


def _trace_sheets(
    trace: Trace, reading: Reading, book: SheetFile, found: Sequence[FoundSheet]
) -> None:
    """Show whoever looks which sheets are read, and which column is where."""
    trace.names += [grid.name for grid in book.grids if not grid.hidden]
    trace.reports.append(reading.report)
    for each in found:
        places = {match.column.nama: match.index + 1 for match in each.matches}
        columns = [
            TracedColumn(
                nama=column.nama,
                judul=column.nama,
                meaning=column.meaning,
                required=is_needed(column, reading.given),
                index=places.get(column.nama, 0),
                names=(column.nama,),
            )
            for column in reading.table.columns
        ]
        sheet = TracedSheet(sheet=each.sheet, tabel=reading.table.nama, columns=columns)
        trace.sheets.append(sheet)


def watch_rows(trace: Trace | None, headings: Mapping[str, str]) -> Watch | None:
    """Give what shows each row to a trace, under the headings of its sheet."""
    return None if trace is None else partial(trace.note, headings=headings)


def _are_meant(table: Table, found: Sequence[FoundSheet]) -> bool:
    """Tell whether at least half of what each sheet must have is there."""
    needed = sum(column.required and column.default is None for column in table.columns)
    return all(2 * len(each.lacking) <= needed for each in found)


def _check_end(
    table: Table, changes: Changes, *, options: ImportOptions, report: Report
) -> None:
    """Leave the transaction when its rows are not to stay."""
    skip_bad = options.skip_bad and not table.whole
    if options.dry_run or report.is_void or (report.has_faults and not skip_bad):
        raise UndoneError
    if changes.many and not options.agree(report.result(changes, written=False)):
        raise HeldError


def tell_import(
    tabel: str, berkas: str, changes: Changes | ImportResult, *, sidik: str
) -> dict[str, Any]:
    """Give what the history keeps of an import: the file by its name and digest."""
    return {
        "tabel": tabel,
        "berkas": berkas,
        "sidik": sidik,
        "baru": changes.new,
        "berubah": changes.changed + changes.gone,
        "kosong": changes.emptied,
    }


def tell_edits(told: Mapping[str, Any], edits: Mapping[Spot, str]) -> Mapping[str, Any]:
    """Add to what the history keeps how many cells were not taken as they came."""
    return {**told, "dibetulkan": len(edits)} if edits else told


def store_files(
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
