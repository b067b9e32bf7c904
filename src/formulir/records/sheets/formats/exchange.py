"""Grids as lines of JSON: how a child that opens a workbook tells what it holds.

A line begins a grid, and each line behind it is a row. What a child says is not
believed: what is not of this form is refused. It is read line by line, so that a long
list is never there twice.
"""

from __future__ import annotations

import json
from dataclasses import astuple
from datetime import date, datetime, time, timedelta
from typing import IO, TYPE_CHECKING, Any

from formulir.language import phrase
from formulir.records.sheets.sheet import GRID_STEP, ROW_LIMIT, Block, Grid, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from formulir.records.sheets.sheet import Cell, Line

GRIDS = "lembar.jsonl"
"""What the file is called in which a child leaves them."""
_LINE_BYTES = 16 * 1024 * 1024
"""A row is shorter than this, and what is told of a grid too."""


def write_grids(grids: Iterable[Grid], file: IO[bytes]) -> None:
    """Write grids, each with its rows."""
    for grid in grids:
        about = {
            "name": grid.name,
            "blocks": [astuple(block) for block in grid.blocks],
            "hidden": grid.hidden,
            "hidden_rows": sorted(grid.hidden_rows),
            "hidden_columns": sorted(grid.hidden_columns),
            "base": grid.base,
        }
        file.write(json.dumps(about).encode() + b"\n")
        for number, cells in grid.lines:
            line = json.dumps([number, list(cells)], default=_spell)
            file.write(line.encode() + b"\n")


def read_grids(file: IO[bytes]) -> list[Grid]:
    """Read grids.

    Raises:
        ValueError: They are not written as they should be.
    """
    grids: list[Grid] = []
    alike: dict[str, str] = {}
    for line in _read_lines(file):
        try:
            said = json.loads(line)
            if isinstance(said, dict):
                grids.append(_read_about(said))
            else:
                grids[-1].lines.append(_read_line(said, alike))
        except (KeyError, TypeError, IndexError, RecursionError) as error:
            raise ValueError(repr(error)) from error
    return grids


def _read_lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(_LINE_BYTES):
        if not line.endswith(b"\n"):
            raise ValueError(phrase("a line is cut off, or far too long"))
        yield line


def _spell(cell: object) -> Any:  # noqa: ANN401 - what JSON can say
    """Spell a cell for which JSON has no kind of value."""
    if isinstance(cell, Unreadable):
        return {"unreadable": cell.reason}
    if isinstance(cell, timedelta):
        return {"timedelta": cell.total_seconds()}
    if isinstance(cell, date | time):
        return {type(cell).__name__: cell.isoformat()}
    raise TypeError(type(cell).__name__)


_READERS: dict[str, Callable[[Any], Cell]] = {
    "unreadable": lambda told: Unreadable(reason=str(told)),
    "timedelta": lambda told: timedelta(seconds=float(told)),
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def _read_cell(said: Any, alike: dict[str, str]) -> Cell:  # noqa: ANN401 - not believed yet
    """Read a cell; a text that was met before is not held anew."""
    if isinstance(said, str):
        return alike.setdefault(said, said) if len(alike) < ROW_LIMIT // 20 else said
    if isinstance(said, dict):
        ((kind, told),) = said.items()
        return _READERS[kind](told)
    if isinstance(said, bool | int | float):
        return said
    raise TypeError(type(said).__name__)


def _read_line(said: Any, alike: dict[str, str]) -> Line:  # noqa: ANN401 - not believed yet
    number, cells = said
    if type(number) is not int or not 0 < number <= ROW_LIMIT:
        raise ValueError(phrase("no row {number!r}", number=number))
    return number, [_read_cell(cell, alike) for cell in cells]


def _read_about(said: dict[str, Any]) -> Grid:
    """Read what is told of a grid before its rows."""
    blocks = [
        Block(top=int(top), left=int(left), bottom=int(bottom), right=int(right))
        for top, left, bottom, right in said["blocks"]
    ]
    if any(not 0 < each.top <= each.bottom <= ROW_LIMIT for each in blocks):
        raise ValueError(phrase("no block"))
    base = int(said["base"])
    if base < 0 or base % GRID_STEP:
        raise ValueError(phrase("no base"))
    return Grid(
        name=str(said["name"]),
        lines=[],
        blocks=blocks,
        hidden=bool(said["hidden"]),
        hidden_rows=frozenset(map(int, said["hidden_rows"])),
        hidden_columns=frozenset(map(int, said["hidden_columns"])),
        base=base,
    )
