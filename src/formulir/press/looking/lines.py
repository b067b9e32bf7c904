"""Lines of a page, and which of them stand on every page alike."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from formulir.press.looking.sheets import unite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.press.looking.sheets import Box, Run, Sheet

Line = tuple["Run", ...]
"""Runs that stand side by side, from left to right."""

_DIGITS: Final = re.compile(r"\d+")
_NUMBERS: Final = re.compile(
    r"\b(?:halaman|hal|hlm|page|dari|of|lembar)\b|[\W\d_]", re.IGNORECASE
)
"""What the line of a page number may consist of."""

_HEADER, _FOOTER = 0.2, 0.12
"""Of the page's height."""


def read_lines(runs: Sequence[Run]) -> list[Line]:
    """Put runs into lines, from the uppermost down."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.box.upper):
        middle = (run.box.upper + run.box.lower) / 2
        if lines and middle > min(other.box.lower for other in lines[-1]):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [tuple(sorted(line, key=lambda run: run.box.left)) for line in lines]


def box_of(line: Line) -> Box:
    """Return the box around a line."""
    return unite(run.box for run in line)


def list_own_runs(sheets: Sequence[Sheet]) -> list[list[Run]]:
    """List the runs of each page that are the letter's own text.

    Left out are the foot of every page, page numbers, and what stands at the upper or
    lower end of several pages alike: headers, footers, the heading of a table. What is
    alike in the middle is text: a letter may be printed twice.
    """
    seen: defaultdict[tuple[str, int, int], set[int]] = defaultdict(set)
    for sheet in sheets:
        for run in sheet.runs:
            seen[_place(run)].add(sheet.number)
    return [
        [
            run
            for line in read_lines([run for run in sheet.runs if not run.ours])
            if _NUMBERS.sub("", "".join(run.text for run in line))
            for run in line
            if len(seen[_place(run)]) == 1 or not _is_at_end(run, sheet)
        ]
        for sheet in sheets
    ]


def _is_at_end(run: Run, sheet: Sheet) -> bool:
    """Tell whether a run stands where headers and footers do."""
    return (
        run.box.lower > sheet.height * (1 - _HEADER)
        or run.box.upper < sheet.height * _FOOTER
    )


def _place(run: Run) -> tuple[str, int, int]:
    """Name a run by its text, numbers left out, and where it stands."""
    text = _DIGITS.sub("#", run.text.strip())
    return text, round(run.box.left / 2), round(run.box.lower / 2)
