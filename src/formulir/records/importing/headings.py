"""Finding a table's columns among the headings of a sheet."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.errors import list_both, list_some
from formulir.language import phrase
from formulir.records.sheets.find_heading import rank_cells
from formulir.records.tables.columns import normalize_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from formulir.records.sheets.report import Report
    from formulir.records.sheets.sheet import Sheet
    from formulir.records.tables.columns import Column, Table

_SHOWN = 30
_NOTE = re.compile(r"\([^)]*\)|\[[^]]*\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A column of the table found in the sheet.

    Args:
        column: The column.
        index: Its place in the sheet, from 0.
        heading: Its heading as the sheet spells it.
    """

    column: Column
    index: int
    heading: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Headings:
    """The headings that a table knows, by their form in which they are compared.

    Args:
        known: The column by heading; nothing for one that is known to be left alone.
    """

    known: Mapping[str, str]

    def know(self, heading: str) -> str | None:
        """Say which column a heading is known for; none is a stranger."""
        return self.known.get(self.spell(heading))

    def spell(self, heading: str) -> str:
        """Bring a heading to its form, without a note in brackets if known so alone.

        >>> Headings(known={"status": "status"}).spell("Status (N/S)")
        'status'
        """
        whole = normalize_heading(heading)
        if whole not in self.known and ("(" in heading or "[" in heading):
            bare = normalize_heading(_NOTE.sub(" ", heading))
            return bare if bare in self.known else whole
        return whole

    def rank(self, cells: Sequence[str]) -> int:
        """Count how many headings of a row are known."""
        return rank_cells(cells, self.know)


def list_headings(table: Table, *, told: Mapping[str, str]) -> Headings:
    """List the headings of a table, with those that somebody named by column."""
    known = dict.fromkeys(map(normalize_heading, table.ignored), "")
    for column in reversed(table.columns):
        names = (*column.otherwise, *column.headings)
        known |= dict.fromkeys(map(normalize_heading, names), column.nama)
    for column in table.columns:
        known[normalize_heading(column.nama)] = column.nama
    known |= {normalize_heading(heading): nama for nama, heading in told.items()}
    known.pop("", None)
    return Headings(known=known)


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """What columns are looked for by.

    Args:
        table: What the sheet is to be read as.
        told: The heading by column, where somebody said so.
        given: The columns that have one value for the whole file.
        fits: Says whether what stands in a place of the sheet fits a column.
    """

    table: Table
    told: Mapping[str, str]
    given: Collection[str] = ()
    fits: Callable[[Column, Sheet, int], bool]


def match_columns(search: Search, sheet: Sheet, *, report: Report) -> list[Match]:
    """Find the columns, reporting what is missing, ambiguous or left alone."""
    told = search.told
    spell = list_headings(search.table, told=told).spell
    seen = [spell(heading) for heading in sheet.heading]
    taken = _match_told(search.table, sheet, told=told, report=report)
    matches: list[Match] = []
    for column in search.table.columns:
        if column.nama in told:
            found = taken.get(column.nama, [])
        else:
            found = _find(column, seen, taken=taken)
            if len(found) > 1:
                report.reject(
                    sheet.number, "", _ambiguous(column, sheet, found), whole=True
                )
        if not found and is_needed(column, search.given):
            report.reject(sheet.number, "", _missing(search, column, sheet), whole=True)
        matches.extend(
            Match(column=column, index=index, heading=sheet.heading[index])
            for index in found[:1]
        )
    _remark_others(search.table, sheet, matches=matches, report=report)
    return matches


def is_needed(column: Column, given: Collection[str]) -> bool:
    """Tell whether a sheet must have a column."""
    return column.required and column.default is None and column.nama not in given


def _match_told(
    table: Table, sheet: Sheet, *, told: Mapping[str, str], report: Report
) -> dict[str, list[int]]:
    """Find the columns for which somebody named the heading."""
    known = {column.nama for column in table.columns}
    seen = [normalize_heading(heading) for heading in sheet.heading]
    taken: dict[str, list[int]] = {}
    for name, heading in told.items():
        if not heading:
            taken[name] = []  # somebody said that no heading is meant
            continue
        if name not in known:
            words = ", ".join(sorted(known))
            reason = phrase(
                "table {nama} has no column {name!r}; it has {words}",
                nama=table.nama,
                name=name,
                words=words,
            )
            report.reject(sheet.number, "", reason, whole=True)
            continue
        wanted = normalize_heading(heading)
        taken[name] = [index for index, word in enumerate(seen) if word == wanted]
        if len(taken[name]) != 1:
            told_count = _tell_count(len(taken[name]), heading, sheet)
            report.reject(sheet.number, "", told_count, whole=True)
    return taken


def _tell_count(count: int, heading: str, sheet: Sheet) -> str:
    """Say that a heading which somebody named is not there, or more than once."""
    if not count:
        return phrase(
            "no column is headed {heading!r}; {sheet}",
            heading=heading,
            sheet=_seen(sheet),
        )
    return phrase(
        "{count} columns are headed {heading!r}; {sheet}",
        count=count,
        heading=heading,
        sheet=_seen(sheet),
    )


def _find(
    column: Column, seen: Sequence[str], *, taken: Mapping[str, list[int]]
) -> list[int]:
    """Find where a column may stand; its own name goes before its other names."""
    used = {index for indexes in taken.values() for index in indexes}
    own = normalize_heading(column.nama)
    otherwise = set(map(normalize_heading, column.otherwise))
    for names in ({own}, _names(column), otherwise):
        found = [
            index
            for index, word in enumerate(seen)
            if word in names and index not in used
        ]
        if found:
            return found
    return []


def _names(column: Column) -> set[str]:
    """Give every heading under which a column is recognised."""
    return {normalize_heading(name) for name in (column.nama, *column.headings)}


def _ambiguous(column: Column, sheet: Sheet, found: Sequence[int]) -> str:
    """Say that several columns may be meant."""
    words = list_both([repr(sheet.heading[index]) for index in found])
    return phrase(
        "columns {words} may both be {nama}; keep one, or pass --map",
        words=words,
        nama=column.nama,
    )


def _missing(search: Search, column: Column, sheet: Sheet) -> str:
    """Say that a column is missing, with a heading that comes near and would do."""
    words = phrase(
        "no column is headed {nama} ({meaning})",
        nama=column.nama,
        meaning=column.meaning,
    )
    if index := _find_near(search, column, sheet):
        heading = sheet.heading[index - 1]
        return phrase(
            "{words}; did you mean {heading!r}? pass --map {nama}={heading}; {sheet}",
            words=words,
            heading=heading,
            nama=column.nama,
            sheet=_seen(sheet),
        )
    if column.nama == search.table.key[-1]:
        return phrase(
            "{words}; add it, or pass --map {nama}=HEADING; {sheet}",
            words=words,
            nama=column.nama,
            sheet=_seen(sheet),
        )
    return phrase(
        "{words}; add it, or give one value for all rows with --isi {nama}=…; {sheet}",
        words=words,
        nama=column.nama,
        sheet=_seen(sheet),
    )


def _find_near(search: Search, column: Column, sheet: Sheet) -> int:
    """Find the place, from 1, of a heading that comes near and whose cells fit."""
    known = list_headings(search.table, told=search.told)
    seen = {
        normalize_heading(heading): index
        for index, heading in enumerate(sheet.heading)
        if known.know(heading) is None
    }
    for name in sorted(_names(column)):
        for near in difflib.get_close_matches(name, seen, n=3, cutoff=0.75):
            if search.fits(column, sheet, seen[near]):
                return seen[near] + 1
    return 0


def _seen(sheet: Sheet) -> str:
    """List the headings there are."""
    words = [repr(heading[:_SHOWN]) for heading in sheet.heading]
    return phrase("the headings are {words}", words=list_some(words, shown=_SHOWN))


def _remark_others(
    table: Table, sheet: Sheet, *, matches: Sequence[Match], report: Report
) -> None:
    """Name once the columns that are left alone."""
    used = {match.index for match in matches}
    quiet = {normalize_heading(name) for name in table.ignored}
    others = [
        repr(heading[:_SHOWN])
        if heading
        else phrase("column {count} (no heading)", count=index + 1)
        for index, heading in enumerate(sheet.heading)
        if index not in used and normalize_heading(heading) not in quiet - {""}
    ]
    if others:
        report.remark(
            sheet.number,
            "",
            phrase("left alone: {others}", others=others[:_SHOWN]),
        )
