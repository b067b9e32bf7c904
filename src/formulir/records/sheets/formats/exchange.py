"""Grids as lines of JSON: how a child that opens a workbook tells what it holds.

A line begins a grid, and each line behind it is a row. What a child says is not
believed: what is not of this form is refused. It is read line by line, so that a long
list is never there twice.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import IO, TYPE_CHECKING, Any

from formulir.ground.said import pack_said, read_said
from formulir.language import phrase
from formulir.records.sheets.sheet import GRID_STEP, ROW_LIMIT, Block, Grid, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from formulir.records.sheets.sheet import Cell, Line

GRIDS = "lembar.jsonl"
"""What the file is called in which a child leaves them."""
_LINE_BYTES = 16 * 1024 * 1024
"""A row is shorter than this, and what is told of a grid too."""
_REASONS = 100
"""Cells cannot be read for fewer reasons than these."""


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
    met = _Met()
    for line in _read_lines(file):
        try:
            said = json.loads(line)
            if isinstance(said, dict):
                grids.append(_read_about(said))
            else:
                grids[-1].lines.append(_read_line(said, met))
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
        return {"unreadable": pack_said(cell.reason)}
    if isinstance(cell, timedelta):
        return {"timedelta": cell.total_seconds()}
    if isinstance(cell, date | time):
        return {type(cell).__name__: cell.isoformat()}
    raise TypeError(type(cell).__name__)


_READERS: dict[str, Callable[[Any], Cell]] = {
    "timedelta": lambda told: timedelta(seconds=float(told)),
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


@dataclass(kw_only=True, slots=True)
class _Met:
    """What was met before, which is not held anew."""

    texts: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, Unreadable] = field(default_factory=dict)

    def text(self, text: str) -> str:
        """Give the text that is the same."""
        if len(self.texts) < ROW_LIMIT // 20:
            return self.texts.setdefault(text, text)
        return text

    def unreadable(self, told: object) -> Unreadable:
        """Give the cell that cannot be read for the same reason.

        Raises:
            ValueError: It tells no reason, or there are more than anybody has.
        """
        key = json.dumps(told)
        if key not in self.reasons:
            reason = read_said(told)
            if reason is None or len(self.reasons) >= _REASONS:
                raise ValueError(phrase("no reason"))
            self.reasons[key] = Unreadable(reason=reason)
        return self.reasons[key]


def _read_cell(said: Any, met: _Met) -> Cell:  # noqa: ANN401 - not believed yet
    """Read a cell."""
    if isinstance(said, str):
        return met.text(said)
    if isinstance(said, dict):
        ((kind, told),) = said.items()
        if kind == "unreadable":
            return met.unreadable(told)
        return _READERS[kind](told)
    if isinstance(said, bool | int | float):
        return said
    raise TypeError(type(said).__name__)


def _read_line(said: Any, met: _Met) -> Line:  # noqa: ANN401 - not believed yet
    number, cells = said
    if type(number) is not int or not 0 < number <= ROW_LIMIT:
        raise ValueError(phrase("no row {number!r}", number=number))
    return number, [_read_cell(cell, met) for cell in cells]


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
