"""Finding a table's columns among the headings of a sheet."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.errors import list_some
from formulir.records.tables.columns import normalize_heading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.records.sheets.report import Report
    from formulir.records.sheets.sheet import Sheet
from formulir.records.tables.columns import Column, Table

_SHOWN = 30


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


def rank_heading(table: Table, cells: Sequence[str]) -> int:
    """Count how many headings of a row the table knows."""
    known = {normalize_heading(name) for name in table.ignored}
    for column in table.columns:
        known |= _names(column)
    return sum(normalize_heading(cell) in known for cell in cells)


def match_columns(
    table: Table, sheet: Sheet, *, told: Mapping[str, str], report: Report
) -> list[Match]:
    """Find the columns, reporting what is missing, ambiguous or left alone.

    Args:
        table: What the sheet is to be read as.
        sheet: The sheet.
        told: The heading by column, where somebody said so.
        report: Where faults and remarks go.
    """
    seen = [normalize_heading(heading) for heading in sheet.heading]
    taken = _match_told(table, sheet, told=told, report=report)
    matches: list[Match] = []
    for column in table.columns:
        if column.nama in told:
            found = taken.get(column.nama, [])
        else:
            found = _find(column, seen, taken=taken)
            if len(found) > 1:
                report.reject(
                    sheet.number, "", _ambiguous(column, sheet, found), whole=True
                )
        if not found and column.required and column.default is None:
            report.reject(sheet.number, "", _missing(column, sheet), whole=True)
        matches.extend(
            Match(column=column, index=index, heading=sheet.heading[index])
            for index in found[:1]
        )
    _remark_others(table, sheet, matches=matches, report=report)
    return matches


def _match_told(
    table: Table, sheet: Sheet, *, told: Mapping[str, str], report: Report
) -> dict[str, list[int]]:
    """Find the columns for which somebody named the heading."""
    known = {column.nama for column in table.columns}
    seen = [normalize_heading(heading) for heading in sheet.heading]
    taken: dict[str, list[int]] = {}
    for name, heading in told.items():
        if name not in known:
            words = ", ".join(sorted(known))
            reason = f"table {table.nama} has no column {name!r}; it has {words}"
            report.reject(sheet.number, "", reason, whole=True)
            continue
        wanted = normalize_heading(heading)
        taken[name] = [index for index, word in enumerate(seen) if word == wanted]
        if len(taken[name]) != 1:
            count = len(taken[name]) or "no"
            reason = f"{count} columns are headed {heading!r}; {_seen(sheet)}"
            report.reject(sheet.number, "", reason, whole=True)
    return taken


def _find(
    column: Column, seen: Sequence[str], *, taken: Mapping[str, list[int]]
) -> list[int]:
    """Find where a column may stand; its own name goes before its other names."""
    used = {index for indexes in taken.values() for index in indexes}
    own = normalize_heading(column.nama)
    for names in ({own}, _names(column)):
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
    words = " and ".join(repr(sheet.heading[index]) for index in found)
    return f"columns {words} may both be {column.nama}; keep one, or pass --map"


def _missing(column: Column, sheet: Sheet) -> str:
    """Say that a column is missing, with the heading that comes nearest."""
    seen = {normalize_heading(heading): heading for heading in sheet.heading}
    hint = ""
    for name in sorted(_names(column)):
        near = difflib.get_close_matches(name, seen, n=1, cutoff=0.75)
        if near:
            heading = seen[near[0]]
            hint = f"; did you mean {heading!r}? pass --map {column.nama}={heading}"
            break
    return f"no column is headed {column.nama} ({column.meaning}){hint}; {_seen(sheet)}"


def _seen(sheet: Sheet) -> str:
    """List the headings there are."""
    words = [repr(heading[:_SHOWN]) for heading in sheet.heading]
    return f"the headings are {list_some(words, shown=_SHOWN)}"


def _remark_others(
    table: Table, sheet: Sheet, *, matches: Sequence[Match], report: Report
) -> None:
    """Name once the columns that are left alone."""
    used = {match.index for match in matches}
    quiet = {normalize_heading(name) for name in table.ignored}
    others = [
        repr(heading[:_SHOWN]) if heading else f"column {index + 1} (no heading)"
        for index, heading in enumerate(sheet.heading)
        if index not in used and normalize_heading(heading) not in quiet - {""}
    ]
    if others:
        report.remark(sheet.number, "", f"left alone: {', '.join(others[:_SHOWN])}")
