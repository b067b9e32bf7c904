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
from formulir.records.berkas import ATTACHMENTS, PICTURES, BerkasChangedError
from formulir.records.cells import (
    read_koordinat,
    read_number,
    read_tahun,
    read_tanggal,
    read_text,
    read_whole,
    read_ya,
)
from formulir.records.cells_kode import (
    berkas_in,
    choice,
    kode_of,
    read_isi,
    read_kode_wilayah,
    read_nip,
    read_npsn,
    read_pola,
)
from formulir.records.headings import match_columns, rank_heading
from formulir.records.report import Counts, ImportResult, Record, Report
from formulir.records.sheets import is_blank, read_sheet
from formulir.records.store import query, writing
from formulir.records.tables import TABLES
from formulir.records.upsert import write_rows
from formulir.records.usulan_sheet import write_usulan
from formulir.records.wilayah import KABKOTA

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from formulir.records.cells import Read, Reader, Value
    from formulir.records.columns import Column, Table
    from formulir.records.headings import Match
    from formulir.records.sheets import Row, Sheet


class TabelUnknownError(RecordError):
    """There is no sheet of that name to import."""

    def __init__(self, tabel: str) -> None:
        """Keep the name."""
        super().__init__(tabel)
        self.tabel = tabel

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


def import_table(
    db: Database,
    tabel: str,
    path: Path,
    *,
    options: ImportOptions,
    simpan_berkas: Callable[[Path], str],
) -> ImportResult:
    """Import a CSV or XLSX file into a table.

    One transaction: a crash leaves the store as it was. Files are stored before the
    commit, so that a crash may leave a file that no record names, never the reverse.

    Args:
        db: The record store.
        tabel: The table, as ``TABLES`` names it.
        path: The file.
        options: How to import.
        simpan_berkas: Stores a file that the sheet names and returns the name it is
            stored under, the one that ``name_berkas`` gives. It is called only when
            the rows are about to be committed.

    Raises:
        TabelUnknownError: There is no such table.
        SheetUnreadableError: The file is no sheet at all.
        BerkasChangedError: A file that the sheet names changed meanwhile.
    """
    if tabel not in TABLES:
        raise TabelUnknownError(tabel)
    table = TABLES[tabel]
    sheet = read_sheet(path, rank=partial(rank_heading, table))
    report = Report(name=sheet.name)
    matches = match_columns(table, sheet, told=options.map, report=report)
    if report.has_faults:
        return report.result(Counts(), written=False)
    files: dict[str, Path] = {}
    readers = _make_readers(db, path.parent, files=files)
    records = _read_records(
        table, sheet, matches=matches, readers=readers, report=report
    )
    records = _drop_doubles(table, records, report=report)
    counts = Counts()
    try:
        with writing(db):
            write = write_usulan if tabel == "usulan" else write_rows
            counts = write(db, table, records, report=report)
            _check_end(table, options=options, report=report)
            _store_files(files, records, simpan_berkas=simpan_berkas)
    except _UndoneError:
        return report.result(counts, written=False)
    return report.result(counts, written=True)


def _make_readers(
    db: Database, folder: Path, *, files: dict[str, Path]
) -> dict[str, Reader]:
    """Give the reader of each kind of column."""
    everywhere, kabkota = _read_codes(db)
    return {
        "teks": read_text,
        "npsn": read_npsn,
        "nip": read_nip,
        "tanggal": read_tanggal,
        "koordinat": read_koordinat,
        "angka": read_number,
        "bulat": read_whole,
        "tahun": read_tahun,
        "ya": read_ya,
        "isi": read_isi,
        "pola": read_pola,
        "kode_wilayah": read_kode_wilayah,
        "wilayah": kode_of(everywhere),
        "kabkota": kode_of(kabkota),
        "gambar": berkas_in(folder, kinds=PICTURES, found=files),
        "berkas": berkas_in(folder, kinds=ATTACHMENTS, found=files),
    }


def _read_codes(db: Database) -> tuple[dict[str, str], dict[str, str]]:
    """Give today's code by every code, for all regions and for kabupaten and kota.

    A code that was given to another region later means the later one.
    """
    everywhere: dict[str, str] = {}
    kabkota: dict[str, str] = {}
    sql = "SELECT kode, dapodik, entitas, tingkat FROM wilayah ORDER BY berlaku_dari"
    for row in query(db, sql):
        for kode in (row["dapodik"], row["kode"]):
            if kode:
                everywhere[kode] = row["entitas"]
                if row["tingkat"] == KABKOTA:
                    kabkota[kode] = row["entitas"]
    return everywhere, kabkota


def _read_records(
    table: Table,
    sheet: Sheet,
    *,
    matches: Sequence[Match],
    readers: Mapping[str, Reader],
    report: Report,
) -> list[Record]:
    """Read every row, reporting every fault of it; rows with a fault are left out."""
    found = {match.column.nama for match in matches}
    absent = {
        column.nama: column.bawaan
        for column in table.kolom
        if column.bawaan is not None and column.nama not in found
    }
    plan = [(match, _reader(match.column, readers)) for match in matches]
    records = []
    for row in sheet.rows:
        values = _read_row(row, plan, report=report)
        if not report.is_rejected(row.number):
            records.append(Record(row=row.number, values={**absent, **values}))
    return records


def _read_row(
    row: Row, plan: Sequence[tuple[Match, Reader]], *, report: Report
) -> dict[str, Value]:
    """Read the cells of one row."""
    if row.broken:
        report.reject(row.number, "", row.broken)
        return {}
    values: dict[str, Value] = {}
    for match, reader in plan:
        cell, column = row.cells[match.index], match.column
        try:
            read: Read = (column.bawaan, None) if is_blank(cell) else reader(cell)
        except ValueError as error:
            report.reject(row.number, match.heading, str(error))
            continue
        value, remark = read
        if value is None and column.wajib:
            report.reject(row.number, match.heading, f"{column.nama} is empty")
        if remark:
            report.remark(row.number, match.heading, remark)
        values[column.nama] = value
    first, last = values.get("berlaku_dari"), values.get("berlaku_sampai")
    if first and last and str(last) < str(first):
        report.reject(row.number, "berlaku_sampai", f"before {first}, the first day")
    return values


def _reader(column: Column, readers: Mapping[str, Reader]) -> Reader:
    """Give the reader of a column."""
    if column.jenis == "pilihan":
        return choice(*column.pilihan, also=column.ejaan)
    return readers[column.jenis]


def _drop_doubles(
    table: Table, records: Sequence[Record], *, report: Report
) -> list[Record]:
    """Leave out rows that repeat a row; reject those that contradict one."""
    first: dict[tuple[Value, ...], Record] = {}
    for record in records:
        key = tuple(record.values.get(name) for name in table.kunci)
        other = first.setdefault(key, record)
        if other is record:
            continue
        if other.values == record.values:
            report.remark(record.row, "", f"the same as row {other.row}; left out")
            continue
        names = [
            name for name in other.values if other.values[name] != record.values[name]
        ]
        words = f"{' '.join(map(str, key))} stands in row {{}} too, with another "
        for one, two in ((record, other), (other, record)):
            reason = words.format(two.row) + ", ".join(names)
            report.reject(one.row, table.kunci[-1], reason)
    return [record for record in first.values() if not report.is_rejected(record.row)]


def _check_end(table: Table, *, options: ImportOptions, report: Report) -> None:
    """Leave the transaction when its rows are not to stay."""
    skip_bad = options.skip_bad and not table.utuh
    if options.dry_run or (report.has_faults and not skip_bad):
        raise _UndoneError


def _store_files(
    files: Mapping[str, Path],
    records: Sequence[Record],
    *,
    simpan_berkas: Callable[[Path], str],
) -> None:
    """Store the files that the good rows name."""
    named = {value for record in records for value in record.values.values()}
    for name, path in files.items():
        if name in named and simpan_berkas(path) != name:
            raise BerkasChangedError(path)
