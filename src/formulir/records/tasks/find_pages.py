"""The sheets of a task in the workbook that somebody brought."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.model import Fault
from formulir.records.forms.help import HELP, LISTS
from formulir.records.importing.headings import list_headings
from formulir.records.importing.ingest import ImportOptions
from formulir.records.sheets.find_heading import cut_sheet
from formulir.records.sheets.read import read_book
from formulir.records.sheets.rowless import tell_rowless
from formulir.records.sheets.sheet import SheetUnreadableError
from formulir.records.tables.columns import normalize_heading
from formulir.records.tables.registry import TABLES
from formulir.records.tasks.page_sheet import know_headings, rank_page
from formulir.records.tasks.registry import TASKS, load_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from formulir.records.sheets.read import Open
    from formulir.records.sheets.sheet import Sheet, SheetFile
    from formulir.records.store import Store
    from formulir.records.tasks.task import Page, Task

_ENOUGH = 3
"""So many headings must fit for a sheet to be known without its name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Workbook:
    """A workbook as it was brought.

    Args:
        pages: The name of each sheet that belongs to the task, what it is, and what it
            holds; in the order in which they lean on each other.
        left: Remarks on the file, and on the sheets that belong to nothing or are
            hidden.
        sha256: The digest of the file.
    """

    pages: list[tuple[str, Page, Sheet]]
    left: list[Fault]
    sha256: str


def find_pages(
    db: Store, task: Task, path: Path, *, options: ImportOptions
) -> Workbook:
    """Find which sheet of a workbook is which sheet of a task.

    A sheet is known by its name; under another name, by its headings.

    Raises:
        SheetUnreadableError: The file is no sheet, or none of its sheets fits.
    """
    pages = load_pages(db, task)
    book = _read(pages, path, options=options)
    sheets = _cut_sheets(pages, path, book, judul=options.judul)
    name_of_file = options.nama or path.name
    if options.trace:
        options.trace.names += list(sheets)
    found = _match(pages, sheets)
    if not found:
        found = dict.fromkeys(list(sheets)[:1], pages[0])
    left = [
        Fault(
            place=f"{name_of_file}:{name}",
            reason=phrase(
                "the sheet is left alone; task {nama} has {sheets}",
                nama=task.nama,
                sheets=", ".join(page.judul for page in pages),
            ),
            warning=True,
        )
        for name in sheets
        if name not in found
    ]
    about = [*book.remarks, *_tell_hidden(pages, book)]
    left += [Fault(place=name_of_file, reason=words, warning=True) for words in about]
    order = {page.judul: place for place, page in enumerate(pages)}
    named = sorted(found.items(), key=lambda pair: order[pair[1].judul])
    return Workbook(
        pages=[(name, page, sheets[name]) for name, page in named],
        left=left,
        sha256=book.sha256,
    )


def is_of_task(db: Store, nama: str, path: Path, *, open_workbook: Open | None) -> bool:
    """Tell whether a file is for the task of a name, and not for a table of that name.

    Of two it is the task's where a sheet has the name of one of the task's, or where
    more of its headings are known to the task than to the table.

    Raises:
        SheetUnreadableError: The file is no sheet.
    """
    if nama not in TABLES:
        return True
    pages = load_pages(db, TASKS[nama])
    book = _read(pages, path, options=ImportOptions(open_workbook=open_workbook))
    sheets = _cut_sheets(pages, path, book)
    titles = {normalize_heading(page.judul) for page in pages}
    if any(normalize_heading(name) in titles for name in sheets):
        return True
    first = next(iter(sheets.values()))
    plain = list_headings(TABLES[nama], told={}).rank(first.heading)
    return _rank(pages[:1], first.heading) > plain


def _read(pages: Sequence[Page], path: Path, *, options: ImportOptions) -> SheetFile:
    """Read a file, its hidden columns as if they were seen: a task has its own.

    Raises:
        SheetUnreadableError: The file is no sheet.
    """
    book = read_book(
        path,
        rank=lambda cells: _rank(pages, cells),
        open_workbook=options.open_workbook,
        edits=options.edits,
    )
    grids = [replace(grid, hidden_columns=frozenset()) for grid in book.grids]
    return replace(book, grids=grids)


def _cut_sheets(
    pages: Sequence[Page],
    path: Path,
    book: SheetFile,
    *,
    judul: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, Sheet]:
    """Cut out every sheet of a file that is seen and holds any row, by its name.

    The page of explanations is none of them.

    Raises:
        SheetUnreadableError: None of its sheets holds a row.
    """
    seen = _cut(pages, book, hidden=False, judul=judul)
    sheets = {sheet.name: sheet for sheet in seen if sheet.rows and not _helps(sheet)}
    if not sheets:
        bare = [sheet for sheet in seen if not _helps(sheet)]
        reason = tell_rowless(book, bare, rank=lambda cells: _rank(pages, cells))
        raise SheetUnreadableError(path, reason=reason)
    return sheets


def _helps(sheet: Sheet) -> bool:
    return normalize_heading(sheet.name) == normalize_heading(HELP)


def _tell_hidden(pages: Sequence[Page], book: SheetFile) -> list[str]:
    """Name the hidden sheets with rows, which are not read."""
    return [
        phrase(
            "sheet {name!r} is hidden and was not read ({count} rows)",
            name=sheet.name,
            count=len(sheet.rows),
        )
        for sheet in _cut(pages, book, hidden=True)
        if sheet.rows and sheet.name != LISTS
    ]


def _cut(
    pages: Sequence[Page],
    book: SheetFile,
    *,
    hidden: bool,
    judul: Mapping[str, int] = MappingProxyType({}),
) -> list[Sheet]:
    """Cut out the sheets that are seen, or those that are not."""
    know = know_headings(pages)
    cut = [
        cut_sheet(grid, know=know, at=judul.get(grid.name))
        for grid in book.grids
        if grid.hidden == hidden
    ]
    return [sheet for sheet in cut if sheet is not None]


def _rank(pages: Sequence[Page], cells: Sequence[str]) -> int:
    return max(rank_page(page, cells) for page in pages)


def _match(pages: Sequence[Page], sheets: Mapping[str, Sheet]) -> dict[str, Page]:
    found: dict[str, Page] = {}
    for page in pages:
        title = normalize_heading(page.judul)
        found |= {n: page for n in sheets if normalize_heading(n) == title}
    for name, sheet in sheets.items():
        rest = [page for page in pages if page not in found.values()]
        if name in found or not rest:
            continue
        best = max(rest, key=lambda page: rank_page(page, sheet.heading))
        if rank_page(best, sheet.heading) >= _ENOUGH:
            found[name] = best
    return found
