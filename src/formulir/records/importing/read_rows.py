"""From the rows of a sheet to records: each cell read, every fault told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from formulir.language import phrase, take_reason
from formulir.records.cells.clean import is_dash, is_empty, note_nothing
from formulir.records.cells.text import TYPED_AS_NUMBER
from formulir.records.importing.complete import tell_empty, tell_nothing
from formulir.records.importing.headings import Match, is_needed
from formulir.records.importing.pass_over import pass_over
from formulir.records.sheets.edits import Kept
from formulir.records.sheets.report import Note, Record
from formulir.records.sheets.sheet import is_unseen
from formulir.records.tables.columns import normalize_heading
from formulir.records.tables.kinds import KINDS, reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from formulir.records.cells.text import Read, Reader, Value
    from formulir.records.sheets.report import Report
    from formulir.records.sheets.sheet import Cell, Row, Sheet
    from formulir.records.tables.columns import Column, Table
    from formulir.records.tables.kinds import SheetSource

    _Plan: TypeAlias = tuple[Match, Reader, int | None]

_SAMPLE = 50
"""So many cells of a column are read to see whether it is the one that is meant."""
_TOLD = 500
"""How far it is, is told after so many rows."""
_MOST = 0.9
"""This share of them must be what the column holds."""


def tell_nobody(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What rows are read as.

    Args:
        table: Their table.
        source: What they are read with.
        report: Where faults and remarks go.
        sisakan: Whether an empty cell is settled by what is on record.
        given: The value of a column for the whole file.
        tell: Is told now and then how many rows of a sheet were read, of how many.
    """

    table: Table
    source: SheetSource
    report: Report
    sisakan: bool = False
    given: Mapping[str, Value] = field(default_factory=dict)
    tell: Callable[[int, int], None] = tell_nobody


def read_given(reading: Reading, given: Mapping[str, str]) -> dict[str, Value]:
    """Read the values that were given for a whole file, reporting what is wrong."""
    values: dict[str, Value] = {}
    columns = {column.nama: column for column in reading.table.columns}
    for nama, text in given.items():
        reason: str | None = None
        if nama not in columns:
            there = ", ".join(columns)
            reason = phrase(
                "table {tabel} has no column {nama!r}; it has {there}",
                tabel=reading.table.nama,
                nama=nama,
                there=there,
            )
        else:
            try:
                values[nama], remark = reader_of(columns[nama], reading.source, [text])(
                    text
                )
            except ValueError as error:
                reason = take_reason(error)
            else:
                if isinstance(remark, Note):
                    remark = phrase("read as {value}", value=values[nama])
                if remark:
                    reading.report.remark_file(_tell_isi(nama, text, remark))
        if reason:
            reading.report.reject(0, "", _tell_isi(nama, text, reason), whole=True)
    return values


def _tell_isi(nama: str, text: str, words: str) -> str:
    return phrase("--isi {nama}={text}: {words}", nama=nama, text=text, words=words)


def fits_column(source: SheetSource, column: Column, sheet: Sheet, place: int) -> bool:
    """Tell whether the cells in a place of a sheet are such as a column holds.

    A reader that keeps an odd value with a remark does not take it for its own.
    """
    cells = [
        row.cells[place]
        for row in sheet.rows[: 4 * _SAMPLE]
        if not row.broken and place < len(row.cells) and not is_empty(row.cells[place])
    ][:_SAMPLE]
    read = reader_of(column, source, cells)

    def fits(cell: object) -> bool:
        try:
            value, remark = read(cell)
        except ValueError:
            return False
        if column.kind == "teks" and str(value).replace(".", "").isdecimal():
            return False
        return value is not None and remark in {None, TYPED_AS_NUMBER}

    return sum(map(fits, cells)) >= max(1, _MOST * len(cells))


def read_rows(reading: Reading, sheet: Sheet, matches: Sequence[Match]) -> list[Record]:
    """Read every row of a sheet, reporting every fault of it."""
    table, report = reading.table, reading.report
    found = {match.column.nama for match in matches}
    lacking = frozenset(
        column.nama
        for column in table.columns
        if column.nama not in found and is_needed(column, reading.given)
    )
    absent: dict[str, Value] = {
        column.nama: column.default
        for column in table.columns
        if column.default is not None
        and column.nama in table.key
        and column.nama not in found
    }
    absent |= reading.given
    _tell_blocks(reading, sheet, matches)
    plan = [_plan_column(match, sheet, reading.source) for match in matches]
    records = []
    rows = pass_over(sheet, matches, report=report)
    for place, row in enumerate(rows):
        if place % _TOLD == 0:
            reading.tell(place, len(rows))
        if row.broken:
            report.reject(row.number, "", row.broken)
            continue
        values, unread, left = _read_row(reading, row, plan)
        records.append(
            Record(
                row=row.number,
                values=absent | values,
                unread=frozenset(unread) | lacking,
                left=frozenset(left),
            )
        )
    return records


def _tell_blocks(reading: Reading, sheet: Sheet, matches: Sequence[Match]) -> None:
    """Say which columns had merged cells, and refuse those whose cells are unlike."""
    for match in matches:
        count = sheet.filled.get(match.index)
        if count and match.column.nama == reading.table.key[-1]:
            reason = phrase(
                "{count} row(s) have no {heading} of their own, for its cells are "
                "merged; give each row its own",
                count=count,
                heading=match.heading,
            )
            reading.report.reject(sheet.number, match.column.nama, reason, whole=True)
        elif count:
            words = phrase(
                "{count} empty cell(s) of merged blocks were filled from above",
                count=count,
            )
            reading.report.remark(sheet.number, match.column.nama, words)


def _plan_column(match: Match, sheet: Sheet, source: SheetSource) -> _Plan:
    """Find how the cells of a column are read, and what is read along with them."""
    cells = (row.cells[match.index] for row in sheet.rows if not row.broken)
    wanted = KINDS[match.column.kind].beside
    headings = enumerate(sheet.heading) if wanted else ()
    beside = [i for i, word in headings if normalize_heading(word) in wanted]
    found = beside[0] if len(beside) == 1 else None
    return match, reader_of(match.column, source, cells), found


def _read_row(
    reading: Reading, row: Row, plan: Sequence[_Plan]
) -> tuple[dict[str, Value], set[str], set[str]]:
    """Read the cells of one row, and tell which could not be read or are left."""
    values: dict[str, Value] = {}
    unread, left = set(), set()
    report = reading.report
    for match, reader, beside in plan:
        cell, column = row.cells[match.index], match.column
        nama = column.nama
        if is_unseen(cell) and nama in reading.given:
            continue
        try:
            blank = is_empty(cell) and _is_left_empty(reading, row, match)
            more = () if beside is None else (row.cells[beside],)
            read: Read = (column.default, None) if blank else reader(cell, *more)
        except ValueError as error:
            report.reject(row.number, nama, take_reason(error))
            unread.add(nama)
            continue
        value, remark = read
        if nama in reading.given and value != reading.given[nama]:
            reason = phrase(
                "{value} is not {told}, as --isi {nama} says",
                value=value,
                told=reading.given[nama],
                nama=nama,
            )
            report.reject(
                row.number,
                nama,
                phrase("{reason}; correct the one or the other", reason=reason),
            )
            unread.add(nama)
        elif blank and nama not in reading.table.key and _leaves(reading, cell):
            left.add(nama)
        elif value is None and column.required:
            report.reject(row.number, nama, tell_empty(column))
            unread.add(nama)
        if remark:
            report.remark(row.number, nama, remark)
        values[nama] = value
    return values, unread, left


def _leaves(reading: Reading, cell: Cell) -> bool:
    """Tell whether an empty cell is settled by what is on record."""
    return reading.sisakan or isinstance(cell, Kept)


def _is_left_empty(reading: Reading, row: Row, match: Match) -> bool:
    """Tell whether an empty cell is one in its column; remark on a word for nothing.

    Raises:
        ValueError: Each row must fill the column.
    """
    cell, column = row.cells[match.index], match.column
    if is_unseen(cell) or not isinstance(cell, str):
        return True
    if is_dash(cell) and KINDS[column.kind].dash:
        return False
    if column.required:
        raise ValueError(tell_nothing(column, cell))
    reading.report.remark(row.number, column.nama, note_nothing(cell))
    return True


def drop_doubles(reading: Reading, records: Sequence[Record]) -> list[Record]:
    """Leave out rows that repeat a row; reject those that contradict one.

    A row that has a fault elsewhere is compared all the same, where its key is read.
    """
    table, report = reading.table, reading.report
    alike: dict[tuple[Value, ...], list[Record]] = defaultdict(list)
    kept = []
    for record in records:
        if not record.unread.isdisjoint(table.key):
            kept.append(record)
            continue
        group = alike[tuple(record.values.get(name) for name in table.key)]
        if group and _is_same(group[0], record):
            words = phrase(
                "the same as {row}; left out", row=report.tell_row(group[0].row)
            )
            report.remark(record.row, "", words)
            continue
        group.append(record)
        kept.append(record)
    for group in alike.values():
        for record in group[1:]:
            _reject_pair(reading, group[0], record)
    return kept


def _is_same(one: Record, other: Record) -> bool:
    return one.values == other.values and not (one.unread or other.unread)


def _reject_pair(reading: Reading, one: Record, other: Record) -> None:
    """Reject two rows of one key, unless each says what the other does not say."""
    unread = one.unread | other.unread
    both = [name for name in one.values if name in other.values and name not in unread]
    names = [name for name in both if one.values[name] != other.values[name]]
    if not names and not unread and one.values.keys() != other.values.keys():
        return
    table, report = reading.table, reading.report
    key = " ".join(str(one.values.get(name)) for name in table.key)
    for this, that in ((other, one), (one, other)):
        row = report.tell_row(that.row)
        reason = (
            phrase(
                "{key} stands in {row} too, with another {names}; keep one",
                key=key,
                row=row,
                names=names,
            )
            if names
            else phrase("{key} stands in {row} too; keep one", key=key, row=row)
        )
        report.reject(this.row, table.key[-1], reason)
