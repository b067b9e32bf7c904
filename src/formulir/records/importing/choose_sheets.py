"""Choosing the sheets of a file that hold a table; each other one is named.

All that are seen and have the headings are read. What has many of them and lacks some
is a fault, since its rows would be missed; what has few is remarked upon.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from formulir.language import chain, phrase
from formulir.records.forms.help import HELP, LISTS
from formulir.records.importing.headings import (
    Match,
    Search,
    is_needed,
    list_headings,
    match_columns,
)
from formulir.records.importing.read_rows import fits_column
from formulir.records.sheets.find_heading import cut_sheet
from formulir.records.sheets.report import Place, Report
from formulir.records.sheets.rowless import tell_rowless

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from formulir.records.importing.read_rows import Reading
    from formulir.records.sheets.sheet import Sheet, SheetFile

_KNOWN = 2
"""A sheet with fewer headings than these does not seem to hold the table."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundSheet:
    """A sheet and the columns that were found in it.

    Args:
        sheet: The sheet.
        matches: The columns.
        lacking: The columns that it must have and has not.
    """

    sheet: Sheet
    matches: Sequence[Match]
    lacking: Sequence[str]


def choose_sheets(
    reading: Reading,
    book: SheetFile,
    *,
    told: Mapping[str, str],
    lembar: Collection[str] = (),
    judul: Mapping[str, int] = MappingProxyType({}),
) -> list[FoundSheet]:
    """Choose the sheets to be read, reporting what is wrong with their headings.

    Args:
        reading: What they are to be read as.
        book: The file.
        told: The heading by column, where somebody said so.
        lembar: The sheets that alone are to be read, where somebody said so.
        judul: By sheet, the row in which its heading ends, where somebody said so.

    Raises:
        ValueError: There is nothing to be read; it says why.
    """
    headings = list_headings(reading.table, told=told)
    cut = [
        cut_sheet(grid, know=headings.know, at=judul.get(grid.name))
        for grid in book.grids
    ]
    sheets = [sheet for sheet in cut if sheet is not None]
    seen = _see(book, sheets, lembar=lembar, report=reading.report)
    search = Search(
        table=reading.table,
        told=told,
        given=reading.given,
        fits=partial(fits_column, reading.source),
    )
    matched = [_match(search, sheet) for sheet in seen]
    found = [each for each in matched if each.sheet.rows]
    chosen = [each for each in found if not each.lacking]
    if not found or (not chosen and not all(each.lacking for each in matched)):
        raise ValueError(_tell_rowless(book, matched, found, rank=headings.rank))
    if not chosen:
        chosen = [max(found, key=lambda each: headings.rank(each.sheet.heading))]
    several = sum(sheet.name not in {HELP, LISTS} for sheet in sheets) > 1
    for each in found:
        base = next(g.base for g in book.grids if g.name == each.sheet.name)
        reading.report.places[base] = _place(each, several=several)
    _tell_chosen(search, chosen, report=reading.report)
    for each in found:
        if each not in chosen:
            _tell_unread(reading, each, rank=headings.rank(each.sheet.heading))
    if not lembar:
        hidden = [sheet for sheet in sheets if sheet.hidden and sheet.rows]
        _tell_hidden(search, hidden, report=reading.report)
    return chosen


def _see(
    book: SheetFile,
    sheets: Sequence[Sheet],
    *,
    lembar: Collection[str],
    report: Report,
) -> list[Sheet]:
    """List the sheets that a person sees, or those that somebody named.

    Raises:
        ValueError: There is none.
    """
    wrong = [
        _tell_absent(book, name)
        for name in sorted(set(lembar) - {sheet.name for sheet in sheets})
    ]
    seen = [s for s in sheets if (s.name in lembar if lembar else not s.hidden)]
    if not seen and wrong:
        raise ValueError(chain(wrong))
    if not seen:
        raise ValueError(tell_rowless(book, [], rank=len))
    for words in wrong:
        report.reject(0, "", words, whole=True)
    return seen


def _tell_absent(book: SheetFile, name: str) -> str:
    """Say that a sheet which somebody named is not there, or holds nothing."""
    names = [grid.name for grid in book.grids]
    if names == [""]:
        return phrase(
            "it is text and has no sheets, so none is named {name!r}; leave --lembar "
            "away",
            name=name,
        )
    if name in names:
        return phrase("sheet {name!r} is empty", name=name)
    return phrase(
        "no sheet is named {name!r}; there are {there}",
        name=name,
        there=[repr(each) for each in names if each not in {HELP, LISTS}],
    )


def _tell_rowless(
    book: SheetFile,
    matched: Sequence[FoundSheet],
    found: Sequence[FoundSheet],
    *,
    rank: Callable[[Sequence[str]], int],
) -> str:
    """Say why none of the sheets that fit has a row."""
    if found:
        return phrase("it has a heading but no row below it")
    sheets = [each.sheet for each in matched if each.sheet.name not in {HELP, LISTS}]
    return tell_rowless(book, sheets, rank=rank)


def _tell_chosen(
    search: Search, chosen: Sequence[FoundSheet], *, report: Report
) -> None:
    """Report on the headings of the sheets that are read, and on what is odd there."""
    if len(chosen) > 1:
        names = ", ".join(repr(each.sheet.name) for each in chosen)
        report.remark_file(
            phrase("{count} sheets are read: {names}", count=len(chosen), names=names)
        )
    for each in chosen:
        match_columns(search, each.sheet, report=report)
        for number, remark in each.sheet.remarks:
            report.remark(number, "", remark)


def _match(search: Search, sheet: Sheet) -> FoundSheet:
    """Find the columns of a sheet without a word."""
    matches = match_columns(search, sheet, report=Report(name=""))
    there = {match.column.nama for match in matches}
    lacking = [
        column.nama
        for column in search.table.columns
        if column.nama not in there and is_needed(column, search.given)
    ]
    return FoundSheet(sheet=sheet, matches=matches, lacking=lacking)


def _place(found: FoundSheet, *, several: bool) -> Place:
    """Say how the cells of a sheet are named."""
    return Place(
        sheet=found.sheet.name if several else "",
        lettered=bool(found.sheet.name),
        columns={m.column.nama: (m.index + 1, m.heading) for m in found.matches},
    )


def _tell_unread(reading: Reading, found: FoundSheet, *, rank: int) -> None:
    """Name a sheet that is not read; it is a fault where its rows would be missed."""
    name, rows = found.sheet.name, len(found.sheet.rows)
    if name == HELP:
        return
    lacking, tabel = ", ".join(found.lacking), reading.table.nama
    needed = sum(is_needed(column, ()) for column in reading.table.columns)
    if rank >= _KNOWN and 2 * rank >= needed:
        reason = phrase(
            "sheet {name!r} ({rows} rows) seems to hold {tabel} too, but has "
            "no heading for {lacking}; add it, or say with --lembar which "
            "sheets to read",
            name=name,
            rows=rows,
            tabel=tabel,
            lacking=lacking,
        )
        reading.report.reject(found.sheet.number, "", reason, whole=True)
    else:
        reading.report.remark_file(
            phrase(
                "sheet {name!r} ({rows} rows) was not read: it has no heading for "
                "{lacking}",
                name=name,
                rows=rows,
                lacking=lacking,
            )
        )


def _tell_hidden(search: Search, sheets: Sequence[Sheet], *, report: Report) -> None:
    """Name the hidden sheets that are not read."""
    for sheet in sheets:
        if sheet.name != LISTS and not _match(search, sheet).lacking:
            report.remark_file(
                phrase(
                    "sheet {name!r} is hidden and was not read ({count} rows that "
                    "would fit); show it, or name it with --lembar, to have it read",
                    name=sheet.name,
                    count=len(sheet.rows),
                )
            )
        elif sheet.name != LISTS:
            report.remark_file(
                phrase(
                    "sheet {name!r} is hidden and was not read ({count} rows)",
                    name=sheet.name,
                    count=len(sheet.rows),
                )
            )
