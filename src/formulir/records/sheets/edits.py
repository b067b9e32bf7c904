"""Cells that are put right on the way: the file itself stays as it was brought."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.records.sheets.sheet import Cell, Grid, Line, SheetFile

Spot: TypeAlias = tuple[str, int, int]
"""A cell: the name of its sheet, its row there, and its column, both from 1."""


class Kept(str):
    """An empty cell that leaves what is on record as it is."""

    __slots__ = ()


KEPT: Final = Kept()


def apply_edits(book: SheetFile, edits: Mapping[Spot, str]) -> SheetFile:
    """Return a file with other words in some of its cells.

    A row that cannot be told into its cells stays as it is.

    Args:
        book: The file.
        edits: What stands in a cell instead; ``KEPT`` where what is on record stays.
    """
    if not edits:
        return book
    return replace(book, grids=[_edit_grid(grid, edits) for grid in book.grids])


def _edit_grid(grid: Grid, edits: Mapping[Spot, str]) -> Grid:
    rows: dict[int, dict[int, str]] = {}
    for (name, row, column), word in edits.items():
        if name == grid.name:
            rows.setdefault(row, {})[column] = word
    if not rows:
        return grid
    lines = [_edit_line(line, rows.get(line[0], {})) for line in grid.lines]
    return replace(grid, lines=lines)


def _edit_line(line: Line, words: Mapping[int, str]) -> Line:
    number, cells = line
    if not words or isinstance(cells, str):
        return line
    edited: list[Cell] = list(cells)
    edited += [""] * (max(words) - len(edited))
    for column, word in words.items():
        edited[column - 1] = word
    return number, edited
