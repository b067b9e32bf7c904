"""Rows on a terminal: as wide as it is, and nothing cut.

Where rows are too wide, a column that says the same of many of them is written above
them; then columns that a reader can spare are left out, and named; then cells are
wrapped at blanks. Where even that is too wide, each row becomes a block of lines.
Whatever reads the output through a pipe gets all columns, each row on one line.
"""

from __future__ import annotations

import shutil
import sys
from textwrap import wrap
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from formulir.cli.common import print_json, tell
from formulir.cli.headings import name_columns
from formulir.language import phrase, translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = Mapping[str, object]

GAP: Final = 2
"""Blanks between columns."""
LEAST, EASE = 10, 24
"""A column is wrapped to so many characters at least, and with ease to so many."""
MARK: Final = "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}"
"""What stands before words that are written above rows."""
BARE: Final = frozenset(("-", "0", ""))
"""What stands in a cell that says nothing."""


class Layout(NamedTuple):
    """Rows as they are printed, and the columns that found no room."""

    lines: list[str]
    left_out: list[str]


def print_rows(
    rows: Sequence[Row],
    *,
    columns: Sequence[str],
    spare: Sequence[str] = (),
    above: str | None = None,
    as_json: bool = False,
) -> None:
    """Print rows as a table of aligned columns, or as JSON; nothing if there is none.

    JSON holds all that a row says, not its columns alone.

    Args:
        rows: What is printed.
        columns: The columns, in order.
        spare: Those of them that are left out where they find no room, the first one
            first; one in which no cell says anything goes before the others.
        above: The column that is written above the rows that share it, where all of
            them find no room beside each other.
        as_json: Print JSON Lines.
    """
    if as_json:
        for row in rows:
            print_json(row)
        return
    if not rows:
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    heads = name_columns(columns)
    lines, left_out = lay_out_rows(
        rows, columns=heads, spare=spare, above=above, width=width
    )
    for line in lines:
        click.echo(line)
    if left_out:
        tell(
            phrase(
                "no room for {left_out}: widen the terminal, or use a pipe",
                left_out=[heads[name] for name in left_out],
            )
        )


def lay_out_rows(
    rows: Sequence[Row],
    *,
    columns: Mapping[str, str],
    spare: Sequence[str] = (),
    above: str | None = None,
    width: int | None = None,
) -> Layout:
    """Lay rows out in a width, or in as much as they need.

    Args:
        rows: What is laid out; at least one.
        columns: The columns, in order, with their headings.
        spare: What ``print_rows`` may leave out.
        above: What it may write above rows.
        width: So many characters; as many as they need when left out.

    >>> row = {"a": "x", "hal": "Usulan Sekolah Model", "kode": "K7QF-3M0T"}
    >>> heads = {"a": "a", "hal": "subject", "kode": "code"}
    >>> for line in lay_out_rows([row], columns=heads, width=24).lines:
    ...     print(line)
    a  subject     code
    x  Usulan      K7QF-3M0T
       Sekolah
       Model
    """
    cells = {name: [spell_cell(row.get(name)) for row in rows] for name in columns}
    wide = {name: max(map(len, (columns[name], *cells[name]))) for name in columns}
    left_out: set[str] = set()
    shared: Sequence[str] | None = None
    if width is not None and _add_up(wide) > width:
        shared = None if above is None else cells.get(above)
        wide = {name: size for name, size in wide.items() if name != above}
        left_out = _choose_spare(cells, wide, spare, width, heads=columns)
        wide = {name: size for name, size in wide.items() if name not in left_out}
        wide = _narrow(cells, wide, width, heads=columns)
        if _add_up(wide) > width:
            return Layout(_write_blocks(cells, columns, width), [])
    lines = _write_row({name: columns[name] for name in wide}, wide)
    for at in range(len(rows)):
        if shared is not None and (at == 0 or shared[at] != shared[at - 1]):
            lines += wrap(f"{MARK} {shared[at]}", width or 0, subsequent_indent="  ")
        lines += _write_row({name: cells[name][at] for name in wide}, wide)
    return Layout(lines, [name for name in columns if name in left_out])


def _choose_spare(
    cells: Mapping[str, Sequence[str]],
    wide: Mapping[str, int],
    spare: Sequence[str],
    width: int,
    *,
    heads: Mapping[str, str],
) -> set[str]:
    """Choose which columns are left out: no more than must be, the emptiest first."""
    here = [name for name in spare if name in wide]
    bare = [name for name in here if BARE.issuperset(cells[name])]
    kept, gone = dict(wide), set()
    for name in dict.fromkeys((*bare, *here)):
        if _add_up(_narrow(cells, kept, width, heads=heads, least=EASE)) <= width:
            break
        gone.add(name)
        del kept[name]
    return gone


def spell_cell(value: object) -> str:
    """Write a value in a cell; nothing is a dash."""
    if isinstance(value, dict):
        words = (f"{name}={spell_cell(member)}" for name, member in value.items())
        return " ".join(words)
    if isinstance(value, list | tuple):
        return ", ".join(map(spell_cell, value)) or "-"
    return "-" if value is None else translate(value)


def _add_up(wide: Mapping[str, int]) -> int:
    return sum(wide.values()) + GAP * (len(wide) - 1)


def _narrow(
    cells: Mapping[str, Sequence[str]],
    wide: Mapping[str, int],
    width: int,
    *,
    heads: Mapping[str, str],
    least: int = LEAST,
) -> dict[str, int]:
    """Narrow the widest columns to one limit, none below its longest word."""

    def narrow(limit: int) -> dict[str, int]:
        return {name: max(floor[name], min(wide[name], limit)) for name in wide}

    words = {name: " ".join((heads[name], *cells[name])).split() for name in wide}
    floor = {name: min(wide[name], max(least, *map(len, words[name]))) for name in wide}
    fitting = range(max(wide.values(), default=0), least - 1, -1)
    found = (narrow(limit) for limit in fitting if _add_up(narrow(limit)) <= width)
    return next(found, floor)


def _write_row(row: Mapping[str, str], wide: Mapping[str, int]) -> list[str]:
    """Write a row on as many lines as its longest cell takes."""
    folded = {
        name: [row[name]]
        if len(row[name]) <= wide[name]
        else wrap(row[name], wide[name], break_on_hyphens=False)
        for name in wide
    }
    return [
        (" " * GAP)
        .join(
            (folded[name][at] if at < len(folded[name]) else "").ljust(wide[name])
            for name in wide
        )
        .rstrip()
        for at in range(max(map(len, folded.values())))
    ]


def _write_blocks(
    cells: Mapping[str, Sequence[str]], columns: Mapping[str, str], width: int
) -> list[str]:
    """Write each row as a block of lines; blocks are parted by a blank."""
    margin = max(map(len, columns.values())) + GAP
    lines: list[str] = []
    for row in zip(*cells.values(), strict=True):
        for name, cell in zip(cells, row, strict=True):
            room = max(width - margin, LEAST)
            words = wrap(cell, room, break_on_hyphens=False) or ["-"]
            heads = [columns[name], *[""] * (len(words) - 1)]
            lines += [
                f"{head.ljust(margin)}{word}"
                for head, word in zip(heads, words, strict=True)
            ]
        lines.append("")
    return lines[:-1]
