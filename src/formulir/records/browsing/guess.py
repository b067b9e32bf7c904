"""Guessing what a sheet is for: the task or table whose headings it has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from formulir.records.importing.headings import is_needed, list_headings
from formulir.records.importing.ingest import find_table, list_tables
from formulir.records.own.tables import list_own
from formulir.records.sheets.find_heading import cut_sheet, rank_cells
from formulir.records.sheets.read import read_book
from formulir.records.tables.columns import normalize_heading
from formulir.records.tasks.page_sheet import list_known
from formulir.records.tasks.registry import TASKS, load_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from formulir.records.sheets.read import Open
    from formulir.records.sheets.sheet import Grid
    from formulir.records.store import Store

_LOOKED: Final = 80
"""So many rows of a sheet are looked at: a heading stands above."""
_NAMED: Final = 1_000
"""A sheet that has the name of one of a task's is that task's."""
_KNOWN, _LACKS = 3, 2
"""What a known column counts, and one that lacks; a strange heading counts one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Guess:
    """What a sheet may be for.

    Args:
        nama: The task or table.
        is_task: Whether it is a task.
        rank: How well it fits.
    """

    nama: str
    is_task: bool
    rank: int


def guess_use(db: Store, path: Path, *, open_workbook: Open) -> Guess | None:
    """Guess what a file is for.

    Args:
        db: The record store, which knows the tables of an office's own kinds.
        path: The file.
        open_workbook: Opens the bytes of a workbook.

    Returns:
        The likeliest task or table; nothing where none of its headings is known.

    Raises:
        SheetUnreadableError: The file is no sheet.
    """
    uses = [*_list_tables(db), *_list_tasks(db)]
    book = read_book(
        path,
        rank=lambda cells: max(rank_cells(cells, use.know) for use in uses),
        open_workbook=open_workbook,
    )
    grids = [
        replace(grid, lines=grid.lines[:_LOOKED])
        for grid in book.grids
        if not grid.hidden
    ]
    guesses = [
        Guess(nama=use.nama, is_task=use.is_task, rank=_rank(use, grid))
        for grid in grids
        for use in uses
    ]
    best = max(guesses, key=lambda each: each.rank, default=None)
    return best if best is not None and best.rank > 0 else None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Use:
    """What a sheet may be: of a table, or one of a task's.

    Args:
        nama: The table or task.
        is_task: Whether it is a task.
        judul: The name of the task's sheet.
        know: Says which column a heading is known for.
        needed: The columns that it must have.
    """

    nama: str
    is_task: bool
    judul: str
    know: Callable[[str], str | None]
    needed: frozenset[str]


def _list_tables(db: Store) -> list[_Use]:
    tables = [find_table(name, db) for name in list_tables()]
    tables += [own.as_table() for own in list_own(db)]
    return [
        _Use(
            nama=table.nama,
            is_task=False,
            judul="",
            know=list_headings(table, told={}).know,
            needed=frozenset(c.nama for c in table.columns if is_needed(c, ())),
        )
        for table in tables
    ]


def _list_tasks(db: Store) -> list[_Use]:
    return [
        _Use(
            nama=nama,
            is_task=True,
            judul=normalize_heading(page.judul),
            know=partial(_know, list_known(page)),
            needed=frozenset(c.judul for c in page.columns if page.is_required(c)),
        )
        for nama, task in TASKS.items()
        for page in load_pages(db, task)
    ]


def _know(known: Mapping[str, str], heading: str) -> str | None:
    return known.get(normalize_heading(heading))


def _rank(use: _Use, grid: Grid) -> int:
    """Rank how well a sheet fits: what is known, less what lacks and is strange."""
    sheet = cut_sheet(grid, know=use.know)
    if sheet is None:
        return 0
    known = [use.know(word) for word in sheet.heading if word]
    found = frozenset(name for name in known if name)
    rank = _KNOWN * len(found) - _LACKS * len(use.needed - found) - known.count(None)
    named = use.is_task and normalize_heading(grid.name) == use.judul
    return rank + _NAMED * named
