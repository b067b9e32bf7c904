"""A sheet of a task that was brought, taken apart into sheets of its parts.

Each part is read like a sheet of its own table, with the rows and headings that the
person sees, so that a fault is told where it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from formulir.errors import list_both
from formulir.language import phrase
from formulir.records.importing.headings import Match
from formulir.records.sheets.sheet import Row, Unreadable, is_unseen
from formulir.records.sheets.trace import TracedColumn, TracedSheet
from formulir.records.tables.columns import normalize_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from formulir.records.sheets.report import Report
    from formulir.records.sheets.sheet import Cell, Sheet
    from formulir.records.sheets.trace import Trace
    from formulir.records.tasks.task import Page, PageColumn, Part

TICKS = frozenset("✓✔√☑")
STATES: Mapping[str, tuple[str, str]] = {
    "sah": ("ya", "ya"),
    "tidak sah": ("ya", "tidak"),
    "belum ada": ("tidak", "tidak"),
}
"""What is said of a paper, and whether it is there and valid."""
_ALSO = {"ya": "sah", "ada": "sah", "tidak ada": "belum ada", "tidak": "belum ada"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The columns of a page that a sheet has.

    Args:
        page: The page.
        sheet: The sheet.
        places: Each column, with its place in the sheet.
    """

    page: Page
    sheet: Sheet
    places: Mapping[PageColumn, int]

    def heading(self, column: PageColumn) -> str:
        """Return how the sheet spells the heading of a column."""
        return self.sheet.heading[self.places[column]]


def find_columns(
    page: Page,
    sheet: Sheet,
    *,
    report: Report,
    told: Mapping[str, str] = MappingProxyType({}),
) -> Found:
    """Find the columns of a page, and report what is missing, doubled or left alone.

    Args:
        page: The page.
        sheet: The sheet.
        report: Where faults and remarks go.
        told: The heading by column, as ``name_column`` names it, where somebody said
            so; nothing where none is meant.
    """
    places, settled = _take_told(page, sheet, told, report=report)
    forms = [normalize_heading(word) for word in sheet.heading]
    for first in (True, False):
        for column in page.columns:
            if column in places or column in settled:
                continue
            free = [i for i in range(len(forms)) if i not in places.values()]
            own = [normalize_heading(column.judul)]
            names = own if first else _list_forms(page, column)
            found = [i for i in free if forms[i] in names]
            if len(found) > 1:
                words = list_both([repr(sheet.heading[i]) for i in found])
                reason = phrase(
                    "columns {words} may both be {judul}; keep one",
                    words=words,
                    judul=column.judul,
                )
                report.reject(sheet.number, "", reason, whole=True)
            if found:
                places[column] = found[0]
    _tell_missing(page, sheet, places, report=report)
    used = set(places.values())
    left = [h for i, h in enumerate(sheet.heading) if i not in used and h]
    quiet = {normalize_heading(name) for name in page.main.table.ignored}
    if left := [heading for heading in left if normalize_heading(heading) not in quiet]:
        report.remark(
            sheet.number,
            "",
            phrase("left alone: {headings}", headings=", ".join(map(repr, left))),
        )
    return Found(page=page, sheet=sheet, places=places)


def name_column(page: Page, column: PageColumn) -> str:
    """Name a column as it is told when a heading is chosen for it."""
    return f"{page.judul}/{column.judul}"


def _take_told(
    page: Page, sheet: Sheet, told: Mapping[str, str], *, report: Report
) -> tuple[dict[PageColumn, int], list[PageColumn]]:
    """Give the places of the columns that somebody told, and all those told of."""
    places: dict[PageColumn, int] = {}
    settled = [each for each in page.columns if name_column(page, each) in told]
    for column in settled:
        heading = told[name_column(page, column)]
        wanted = normalize_heading(heading)
        seen = [normalize_heading(word) for word in sheet.heading]
        found = [index for index, word in enumerate(seen) if word == wanted]
        if wanted and len(found) == 1:
            places[column] = found[0]
        elif wanted:
            reason = phrase(
                "{count} columns are headed {heading!r}; one is needed for {judul}",
                count=len(found),
                heading=heading,
                judul=column.judul,
            )
            report.reject(sheet.number, "", reason, whole=True)
    return places, settled


def rank_page(page: Page, heading: Sequence[str]) -> int:
    """Count how many headings of a row a page knows."""
    known = list_known(page)
    return sum(normalize_heading(each) in known for each in heading if each)


def list_known(page: Page) -> dict[str, str]:
    """List the headings that a page knows, in their form, with the column of each."""
    known: dict[str, str] = {}
    for column in page.columns:
        for form in _list_forms(page, column):
            known.setdefault(form, column.judul)
    return known


def know_headings(pages: Sequence[Page]) -> Callable[[str], str | None]:
    """Give what says which column a heading is known for on any of some pages."""
    known: dict[str, str] = {}
    for page in pages:
        known = list_known(page) | known
    return lambda heading: known.get(normalize_heading(heading))


def _list_forms(page: Page, column: PageColumn) -> list[str]:
    """List the headings that may mean a column, in their form.

    In the first part its table's own are among them.
    """
    names = [column.judul, *column.headings]
    if column.bagian == page.main.nama:
        described = page.find_column(column, column.names[0])
        names += [column.names[0], *described.headings]
    return [normalize_heading(name) for name in names]


def _tell_missing(
    page: Page, sheet: Sheet, places: Mapping[PageColumn, int], *, report: Report
) -> None:
    """Tell the columns without which nothing can be taken, and parts in pieces."""
    for column in page.columns:
        if column in places:
            continue
        others = [
            other.judul
            for other in page.columns_of(_part(page, column))
            if other in places
        ]
        described = page.find_column(column, column.names[0])
        further = column.bagian != page.main.nama
        needed = described.required and described.default is None and bool(others)
        if page.is_required(column) or (further and needed):
            reason = phrase(
                "no column is headed {judul!r} ({meaning})",
                judul=column.judul,
                meaning=described.meaning,
            )
            report.reject(sheet.number, "", reason, whole=True)


def _part(page: Page, column: PageColumn) -> Part:
    return next(part for part in page.parts if part.nama == column.bagian)


def trace_page(trace: Trace, found: Found, *, report: Report) -> None:
    """Show whoever looks that a sheet is read, and which column is where."""
    page = found.page
    columns = [
        TracedColumn(
            nama=name_column(page, column),
            judul=column.judul,
            meaning=column.meaning or page.find_column(column, column.names[0]).meaning,
            required=page.is_required(column),
            index=found.places[column] + 1 if column in found.places else 0,
            names=column.names if column.bagian == page.main.nama else (),
        )
        for column in page.columns
    ]
    trace.reports.append(report)
    tabel = page.main.table.nama
    trace.sheets.append(TracedSheet(sheet=found.sheet, tabel=tabel, columns=columns))


@dataclass(frozen=True, kw_only=True, slots=True)
class PartSheet:
    """What a sheet says of one part.

    Args:
        sheet: Its rows, those that say nothing of it left out.
        matches: Its columns.
        headings: The heading by column of the table.
        silent: The numbers of the rows that say nothing of it.
    """

    sheet: Sheet
    matches: list[Match]
    headings: dict[str, str]
    silent: frozenset[int]


def take_part(
    found: Found,
    part: Part,
    *,
    name: Callable[[PageColumn, Row], Cell],
) -> PartSheet:
    """Take the sheet of one part out of the sheet of a page.

    Args:
        found: The sheet of the page.
        part: The part.
        name: Gives the code of what a cell names.
    """
    own = [column for column in found.page.columns_of(part) if column in found.places]
    main = part is found.page.main
    matches: list[Match] = []
    rows: list[Row] = []
    silent: set[int] = set()
    for column in own:
        for each in column.names:
            described = found.page.find_column(column, each)
            heading = found.heading(column)
            matches.append(Match(column=described, index=len(matches), heading=heading))
    for row in found.sheet.rows:
        if row.broken:
            rows += [row] if main else []
            continue
        if not main and all(is_unseen(row.cells[found.places[c]]) for c in own):
            silent.add(row.number)
            continue
        cells = [cell for column in own for cell in _spread(column, row, found, name)]
        rows.append(Row(number=row.number, cells=cells))
    return PartSheet(
        sheet=replace(found.sheet, heading=[m.heading for m in matches], rows=rows),
        matches=matches,
        headings={match.column.nama: match.heading for match in matches},
        silent=frozenset(silent),
    )


def _spread(
    column: PageColumn,
    row: Row,
    found: Found,
    name: Callable[[PageColumn, Row], Cell],
) -> list[Cell]:
    """Give the cells of the table's columns that one cell of the sheet fills."""
    cell = row.cells[found.places[column]]
    if column.lookup:
        return [name(column, row)]
    if len(column.names) == 1:
        ticked = isinstance(cell, str) and cell.strip() in TICKS
        return ["ya" if ticked else cell]
    if is_unseen(cell):
        return [cell] * len(column.names)
    word = str(cell).strip().casefold()
    word = "sah" if word in TICKS else _ALSO.get(word, word)
    if word in STATES:
        return list(STATES[word])
    told = phrase(
        "{cell!r} is none of {states}", cell=str(cell).strip(), states=", ".join(STATES)
    )
    reason = cell.reason if isinstance(cell, Unreadable) else told
    return [Unreadable(reason=reason)] * len(column.names)
