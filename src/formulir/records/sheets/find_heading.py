"""Finding the heading of a grid, and what below it is no row of the table.

Above a heading stand titles; under it may stand a row of column numbers, and further
down the heading again on each page. A heading may take two lines, a group over its
columns. Which words are headings is asked of whoever knows the table.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from formulir.language import phrase
from formulir.records.sheets.sheet import (
    COLUMN_LIMIT,
    HEADING_DEPTH,
    Row,
    Sheet,
    is_unseen,
    name_rows,
    spell_column,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from formulir.records.sheets.sheet import Cell, Grid, Line

    Know: TypeAlias = Callable[[str], str | None]

_NUMBERED = 3
"""So many numbers in a row, counting up, are the numbers of columns."""
_ANOTHER = 3
"""So many words of another heading below the first make it one of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Heading:
    """A heading that was found: its words, and the place of its last row."""

    words: list[str]
    place: int
    rank: int


def cut_sheet(grid: Grid, *, know: Know, at: int | None = None) -> Sheet | None:
    """Cut a grid into its heading and the rows below it.

    Args:
        grid: The grid.
        know: Says which column a heading is known for, or nothing.
        at: The row in which the heading ends, where somebody said so.

    Returns:
        The sheet; nothing where the grid, or that row, holds nothing.
    """
    heading = _find_heading(grid, know, at)
    if heading is None:
        return None
    cut = _Cut(grid=grid, heading=heading, know=know)
    rows = list(cut.rows(grid.lines[heading.place + 1 :]))
    rows, filled = _fill_blocks(grid, heading, rows)
    _remark_hidden(grid, heading, rows, cut.remarks)
    return Sheet(
        name=grid.name,
        number=grid.base + grid.lines[heading.place][0],
        heading=heading.words,
        rows=rows,
        filled=filled,
        hidden=grid.hidden,
        remarks=sorted(cut.remarks),
    )


def rank_cells(cells: Sequence[Cell] | str, know: Know) -> int:
    """Count how many cells of a row are headings that are known."""
    if isinstance(cells, str):
        return 0
    return sum(isinstance(cell, str) and know(cell) is not None for cell in cells)


def _find_heading(grid: Grid, know: Know, at: int | None) -> _Heading | None:
    """Find the row, or the two, of which most headings are known; else the first."""
    found: list[tuple[tuple[int, bool, int], _Heading]] = []
    depth = HEADING_DEPTH if at is None else len(grid.lines)
    for place, (_, cells) in enumerate(grid.lines[:depth]):
        if isinstance(cells, str):
            continue
        plain, double = _strip(cells), _join_lines(grid, place, know)
        for words, lines in ((plain, 1), (double, 2)):
            last = place + lines - 1
            if words is not None and at in {None, grid.lines[last][0]}:
                rank = rank_cells(words, know)
                heading = _Heading(words=words, place=last, rank=rank)
                found.append(((rank, lines == 1, -place), heading))
    # Of two that are known as well, a heading of one line, and the first one.
    return max(found, key=itemgetter(0))[1] if found else None


def _strip(cells: Sequence[Cell]) -> list[str]:
    """Read headings, leaving away the empty cells at the end."""
    words = ["" if is_unseen(cell) else " ".join(str(cell).split()) for cell in cells]
    while words and not words[-1]:
        words.pop()
    return words[:COLUMN_LIMIT]


def _join_lines(grid: Grid, place: int, know: Know) -> list[str] | None:
    """Join a heading with the line below it, where it is a group over columns.

    Under a heading that is no group nothing stands, or else the line below is a row.
    """
    lines = grid.lines[place : place + 2]
    if len(lines) < 2 or lines[1][0] != lines[0][0] + 1:  # noqa: PLR2004 - a pair
        return None
    if any(isinstance(cells, str) for _, cells in lines):
        return None
    upper, lower = (_strip(cells) for _, cells in lines)
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    groups = _spread(upper, lower, ends=_group_ends(grid, lines[0][0]))
    sizes = Counter(group for group in groups if group is not None)
    for index, group in enumerate(groups):
        if upper[index] and lower[index] and group == index and sizes[index] == 1:
            return None
    if not any(size > 1 for size in sizes.values()):
        return None
    alone = Counter(
        know(word) for word, group in zip(upper, groups, strict=True) if group is None
    )
    return [
        lower[index] or upper[index]
        if group is None
        else _name_member(upper[group], lower[index], know, alone)
        for index, group in enumerate(groups)
    ]


def _group_ends(grid: Grid, number: int) -> dict[int, int] | None:
    """Tell where each merged group of a row ends; nothing if no block is known."""
    ends = {
        block.left - 1: block.right - 1
        for block in grid.blocks
        if block.top <= number <= block.bottom
    }
    return ends or None


def _spread(
    upper: Sequence[str], lower: Sequence[str], *, ends: dict[int, int] | None
) -> list[int | None]:
    """Say of each column under which group it stands, by the place of the group."""
    groups: list[int | None] = []
    group: int | None = None
    for index, (above, below) in enumerate(zip(upper, lower, strict=True)):
        if above:
            group = index
        last = len(upper) if ends is None else ends.get(group or 0, group or 0)
        inside = group is not None and below and index <= last
        groups.append(group if inside else None)
    return groups


def _name_member(group: str, word: str, know: Know, alone: Counter[str | None]) -> str:
    """Name a column under a group: with the group, or alone where that is clear."""
    for name in (f"{word} {group}", f"{group} {word}"):
        if know(name) is not None:
            return name
    known = know(word)
    return word if known and not alone[known] and know(group) is None else name


@dataclass(kw_only=True, slots=True)
class _Cut:
    """Cuts the rows below a heading, and gathers what is passed over."""

    grid: Grid
    heading: _Heading
    know: Know
    remarks: list[tuple[int, str]] = field(default_factory=list)

    def rows(self, lines: Sequence[Line]) -> Iterator[Row]:
        """Give the rows that are neither the heading again nor column numbers."""
        words = [word.casefold() for word in self.heading.words]
        first = next((n for n, word in enumerate(words) if self.know(word)), 0)
        again: list[int] = []
        begins = True
        for number, cells in lines:
            if isinstance(cells, str):
                yield Row(number=self.grid.base + number, cells=(), broken=cells)
                continue
            if begins and _counts_up(cells):
                self._note(
                    number,
                    phrase(
                        "row {number} numbers the columns; passed over", number=number
                    ),
                )
            elif (
                first < len(cells)
                and self._is_word(cells[first])
                and [word.casefold() for word in _strip(cells)] == words
            ):
                again.append(number)
                begins = True
                continue
            else:
                yield self._fit(number, cells, first=first)
            begins = False
        if again:
            words_ = phrase(
                "the heading stands again in {again}; passed over",
                again=name_rows(again),
            )
            self._note(again[0], words_)

    def _note(self, number: int, words: str) -> None:
        self.remarks.append((self.grid.base + number, words))

    def _is_word(self, cell: Cell) -> bool:
        return isinstance(cell, str) and self.know(cell) is not None

    def _fit(self, number: int, cells: Sequence[Cell], *, first: int) -> Row:
        """Bring a row to the width of the heading, or say why that cannot be."""
        width, broken = len(self.heading.words), None
        if self.grid.name and len(cells) < width:
            cells = [*cells, *[""] * (width - len(cells))]
        if len(cells) < width or not all(map(is_unseen, cells[width:])):
            broken = self._tell_width(number, cells, width)
        elif self._is_word(cells[first]):
            rank = rank_cells(cells, self.know)
            if rank >= _ANOTHER and 2 * rank > self.heading.rank:
                broken = phrase(
                    "the row looks like the heading of another list, whose columns are "
                    "not those above; put that list into a sheet of its own"
                )
        if broken is None and len(cells) > width:
            cells = cells[:width]
        return Row(number=self.grid.base + number, cells=cells, broken=broken)

    def _tell_width(self, number: int, cells: Sequence[Cell], width: int) -> str:
        if not self.grid.name:
            return phrase(
                "the row has {count} cells, the heading {width}; a name with the "
                "delimiter in it must stand in quotation marks",
                count=len(cells),
                width=width,
            )
        beyond = next(n for n, c in enumerate(cells) if n >= width and not is_unseen(c))
        place = f"{spell_column(beyond + 1)}{number}"
        return phrase(
            "cell {place} holds {text!r}, but its column has no heading; give "
            "it one, or clear the cell",
            place=place,
            text=str(cells[beyond])[:40],
        )


def _counts_up(cells: Sequence[Cell]) -> bool:
    """Tell whether a row holds nothing but 1, 2, 3, … from left to right.

    >>> _counts_up(["(1)", "(2)", "", "(3)"]), _counts_up([1.0, 2.0, 4.0])
    (True, False)
    """
    numbers = [
        str(cell).strip().strip("()[]. ").removesuffix(".0")
        for cell in cells
        if not is_unseen(cell)
    ]
    wanted = [str(number) for number in range(1, len(numbers) + 1)]
    return len(numbers) >= _NUMBERED and numbers == wanted


def _fill_blocks(
    grid: Grid, heading: _Heading, rows: list[Row]
) -> tuple[list[Row], dict[int, int]]:
    """Fill merged cells downwards, and count the filled ones by column."""
    below = grid.lines[heading.place][0]
    blocks = [b for b in grid.blocks if b.bottom > b.top > below]
    if not blocks:
        return rows, {}
    places = {row.number - grid.base: n for n, row in enumerate(rows)}
    filled: Counter[int] = Counter()
    for block in blocks:
        index, top = block.left - 1, places.get(block.top)
        if top is None or index >= len(rows[top].cells):
            continue
        value = rows[top].cells[index]
        for number in range(block.top + 1, block.bottom + 1):
            place = places.get(number)
            if place is None or index >= len(rows[place].cells) or is_unseen(value):
                continue
            row = rows[place]
            if is_unseen(row.cells[index]):
                cells = [*row.cells[:index], value, *row.cells[index + 1 :]]
                rows[place] = Row(number=row.number, cells=cells, broken=row.broken)
                filled[index] += 1
    return rows, dict(filled)


def _remark_hidden(
    grid: Grid, heading: _Heading, rows: Sequence[Row], remarks: list[tuple[int, str]]
) -> None:
    """Say which rows and columns are read although nobody sees them."""
    numbers = [row.number - grid.base for row in rows] if grid.hidden_rows else []
    if unseen := [number for number in numbers if number in grid.hidden_rows]:
        words = phrase(
            "{count} hidden row(s) are read too: {unseen}",
            count=len(unseen),
            unseen=name_rows(unseen),
        )
        remarks.append((grid.base + unseen[0], words))
    columns = [
        f"{spell_column(index)} ({word})"
        for index, word in enumerate(heading.words, start=1)
        if word and index in grid.hidden_columns
    ]
    if columns:
        number = grid.base + grid.lines[heading.place][0]
        remarks.append(
            (
                number,
                phrase(
                    "hidden columns are read too: {columns}", columns=", ".join(columns)
                ),
            )
        )
