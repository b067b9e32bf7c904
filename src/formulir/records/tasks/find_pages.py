"""The sheets of a task in the workbook that somebody brought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.model import Fault
from formulir.records.forms.help import HELP
from formulir.records.importing.headings import list_headings
from formulir.records.sheets.find_heading import cut_sheet
from formulir.records.sheets.read import read_book
from formulir.records.sheets.sheet import SheetUnreadableError
from formulir.records.tables.columns import normalize_heading
from formulir.records.tables.registry import TABLES
from formulir.records.tasks.page_sheet import know_heading, rank_page
from formulir.records.tasks.registry import TASKS, load_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from formulir.records.sheets.read import Open
    from formulir.records.sheets.sheet import Sheet
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
        left: Remarks on the sheets that belong to nothing.
        sha256: The digest of the file.
    """

    pages: list[tuple[str, Page, Sheet]]
    left: list[Fault]
    sha256: str


def find_pages(
    db: Store, task: Task, path: Path, *, open_workbook: Open | None
) -> Workbook:
    """Find which sheet of a workbook is which sheet of a task.

    A sheet is known by its name; under another name, by its headings.

    Raises:
        SheetUnreadableError: The file is no sheet, or none of its sheets fits.
    """
    pages = load_pages(db, task)
    sheets, sha256 = _read_sheets(pages, path, open_workbook=open_workbook)
    found = _match(pages, sheets)
    if not found:
        found = dict.fromkeys(list(sheets)[:1], pages[0])
    left = [
        Fault(
            place=f"{path.name}:{name}",
            reason=phrase(
                "the sheet is left alone; task {nama} has {fact2}",
                nama=task.nama,
                fact2=", ".join(page.judul for page in pages),
            ),
            warning=True,
        )
        for name in sheets
        if name not in found and normalize_heading(name) != normalize_heading(HELP)
    ]
    order = {page.judul: place for place, page in enumerate(pages)}
    named = sorted(found.items(), key=lambda pair: order[pair[1].judul])
    return Workbook(
        pages=[(name, page, sheets[name]) for name, page in named],
        left=left,
        sha256=sha256,
    )


def is_of_task(db: Store, nama: str, path: Path, *, open_workbook: Open | None) -> bool:
    """Tell whether a file is for the task of a name that a table has, too.

    It is where a sheet has the name of one of the task's, or where more of its headings
    are known to the task than to the table.

    Raises:
        SheetUnreadableError: The file is no sheet.
    """
    if nama not in TASKS or nama not in TABLES:
        return nama in TASKS
    pages = load_pages(db, TASKS[nama])
    sheets, _ = _read_sheets(pages, path, open_workbook=open_workbook)
    titles = {normalize_heading(page.judul) for page in pages}
    if any(normalize_heading(name) in titles for name in sheets):
        return True
    first = next(iter(sheets.values()))
    plain = list_headings(TABLES[nama], told={}).rank(first.heading)
    return _rank(pages[:1], first.heading) > plain


def _read_sheets(
    pages: Sequence[Page], path: Path, *, open_workbook: Open | None
) -> tuple[dict[str, Sheet], str]:
    """Read every sheet of a file that is seen and holds any row, by its name.

    Returns:
        The sheets, and the digest of the file.

    Raises:
        SheetUnreadableError: The file is no sheet, or none of its sheets holds a row.
    """
    book = read_book(
        path, rank=lambda cells: _rank(pages, cells), open_workbook=open_workbook
    )
    cut = [
        cut_sheet(grid, know=lambda word: know_heading(pages, word))
        for grid in book.grids
        if not grid.hidden
    ]
    found = [sheet for sheet in cut if sheet is not None]
    sheets = {sheet.name: sheet for sheet in found if sheet.rows}
    if not sheets:
        reason = (
            phrase("it has a heading but no row below it")
            if found
            else phrase("it is empty")
        )
        raise SheetUnreadableError(path, reason=reason)
    return sheets, book.sha256


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
