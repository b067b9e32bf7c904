"""What calamine does not tell of an ODS package, looked for in its XML.

It gives nothing for an error value, and knows neither merged cells nor hidden rows.
The tags are walked as they stand; a row or cell that is repeated says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formulir.records.sheets.formats.scan_xlsx import ERROR_VALUE, Scan
from formulir.records.sheets.sheet import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(
    r"<table:(table|table-row|table-column|table-cell|covered-table-cell)"
    r"((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>"
    r"|<(/table:table-row|/table:table)>"
)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REPEATED = "table:number-{}-repeated"
_UNSEEN = {"collapse", "filter"}


@dataclass(kw_only=True, slots=True)
class OdsScan(Scan):
    """What was found in the XML of a sheet of an ODS package.

    Args:
        blocks: Its merged cells.
    """

    blocks: list[Block] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class _Walk:
    """Where the walk over the tags of a sheet stands."""

    scan: OdsScan
    row: int = 0
    rows: int = 1
    column: int = 0
    columns: int = 0
    unseen: bool = False

    def begin_row(self, told: dict[str, str]) -> None:
        """Come to a row, or to several that are alike."""
        self.row, self.column = self.row + 1, 0
        self.rows = int(told.get(_REPEATED.format("rows"), 1))
        self.unseen = told.get("table:visibility") in _UNSEEN

    def end_row(self, _told: dict[str, str]) -> None:
        """Leave it."""
        self.row += self.rows - 1

    def pass_column(self, told: dict[str, str]) -> None:
        """Note a description of columns."""
        count = int(told.get(_REPEATED.format("columns"), 1))
        if told.get("table:visibility") in _UNSEEN:
            last = self.columns + min(count, 1024)
            self.scan.hidden_columns.update(range(self.columns + 1, last + 1))
        self.columns += count

    def pass_cell(self, told: dict[str, str]) -> None:
        """Note a cell, or several that are alike."""
        count = int(told.get(_REPEATED.format("columns"), 1))
        first, last = self.column + 1, self.column + count
        self.column = last
        if "office:value-type" in told or "calcext:value-type" in told:
            self.fill(last)
        if "error" in {told.get("calcext:value-type"), told.get("office:value-type")}:
            for row in range(self.row, self.row + min(self.rows, 1000)):
                self.scan.unreadable[row, first] = ERROR_VALUE
        down = int(told.get("table:number-rows-spanned", 1))
        right = int(told.get("table:number-columns-spanned", 1))
        if down > 1 or right > 1:
            bottom = self.row + down - 1
            block = Block(
                top=self.row, left=first, bottom=bottom, right=first + right - 1
            )
            self.scan.blocks.append(block)

    def fill(self, column: int) -> None:
        """Note that the row holds something up to a column."""
        last = self.row + self.rows - 1
        self.scan.height = max(self.scan.height, last)
        self.scan.width = max(self.scan.width, column)
        if self.unseen:
            self.scan.hidden_rows.update(range(self.row, last + 1))


_STEPS = {
    "table-row": _Walk.begin_row,
    "/table:table-row": _Walk.end_row,
    "table-column": _Walk.pass_column,
    "table-cell": _Walk.pass_cell,
    "covered-table-cell": _Walk.pass_cell,
}
"""What each tag of a sheet means for the walk."""


def scan_ods(xml: str) -> Iterator[OdsScan]:
    """Scan each sheet of a package, in their order.

    Args:
        xml: Its ``content.xml``.
    """
    walk, depth = _Walk(scan=OdsScan()), 0
    for found in _TAG.finditer(xml):
        tag = found[1] or found[4]
        if tag == "table":
            depth += 1
            walk = _Walk(scan=OdsScan()) if depth == 1 else walk
        elif tag == "/table:table":
            depth -= 1
            if depth == 0:
                yield walk.scan
        elif depth == 1:  # a table inside a cell is nobody's list
            told = {name: a or b for name, a, b in _ATTRIBUTE.findall(found[2] or "")}
            _STEPS[tag](walk, told)
            if tag == "table-row" and found[3]:
                walk.end_row({})
