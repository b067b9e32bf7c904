"""Rows of a sheet that are no rows of its table: totals, and what stands below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.records.importing.headings import is_needed
from formulir.records.sheets.sheet import GRID_STEP, Unreadable, is_unseen, name_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.records.importing.headings import Match
    from formulir.records.sheets.report import Report
    from formulir.records.sheets.sheet import Cell, Row, Sheet

_TOTAL = re.compile(
    r"(sub[ -]?total|grand total|jumlah|jml|total|rata[ -]?rata|rerata|rataan|"
    r"banyaknya|average|mean|sum)\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"[\d.,%()\s:=-]+")
_BELOW = re.compile(
    r"(mengetahui|menyetujui|mengesahkan|disahkan|dibuat|dicetak|diunduh|diketahui|"
    r"catatan|keterangan|ket|sumber|nb|ttd|"
    r"[\w .]+, *(\d{1,2}|\.+|…|_+)? *[^\W\d]+ *\d{4}|\*)(\b|$|\W)",
    re.IGNORECASE,
)
"""With what the lines below a list begin: signatures, notes, a place with its date."""
_BELOW_GAP = re.compile(
    r"(kepala|ketua|pengawas|petugas|operator|penyusun|pembuat|yang|plt|plh|"
    r"a\.?n\.|n\.?i\.?p|tanggal)\b",
    re.IGNORECASE,
)
"""With what they begin behind a blank row; right under the list it may be a row."""
_FEW = 3
"""More cells than these are a row, and no line of a signature."""


def pass_over(sheet: Sheet, matches: Sequence[Match], *, report: Report) -> list[Row]:
    """Leave out the rows that are no rows of the table, with a remark on them.

    A row is left out only where it lacks what each row must fill. A total is a word for
    one, and beside it figures alone. A row that is only numbered holds nothing in the
    columns of the table. What stands below the list begins with a line of a signature
    or a note; it ends with the sheet, and holds no row that could be one.
    """
    needed = [match.index for match in matches if is_needed(match.column, ())]
    known = [match.index for match in matches]
    totals = [row for row in sheet.rows if _is_total(row, needed)]
    gone = {row.number for row in totals}
    bare = [
        row
        for row in sheet.rows
        if row.number not in gone
        and not row.broken
        and _lacks(row, known) == len(known)
    ]
    gone |= {row.number for row in bare}
    rows = [row for row in sheet.rows if row.number not in gone]
    if bare:
        words = phrase(
            "nothing stands in the columns of the table: {rows} ({text!r}); "
            "passed over",
            rows=_name(bare),
            text=_text(bare[0]),
        )
        report.remark(bare[0].number, "", words)
    if totals:
        words = (
            phrase(
                "passed over as totals: {totals} ({text!r})",
                totals=_name(totals),
                text=_text(totals[0]),
            )
            if len(totals) > 1
            else phrase(
                "passed over as a total: {totals} ({text!r})",
                totals=_name(totals),
                text=_text(totals[0]),
            )
        )
        report.remark(totals[0].number, "", words)
    begin = _find_end(rows, needed)
    if below := rows[begin:]:
        words = phrase(
            "passed over below the list: {rows} ({text!r}, …)",
            rows=_name(below),
            text=_text(below[0]),
        )
        report.remark(below[0].number, "", words)
    return rows[:begin]


def _filled(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if not is_unseen(cell)]


def _text(row: Row) -> str:
    return str(next(iter(_filled(row)), ""))[:40]


def _name(rows: Sequence[Row]) -> str:
    return name_rows([row.number % GRID_STEP for row in rows])


def _lacks(row: Row, needed: Sequence[int]) -> int:
    """Count what a row leaves empty of what each must fill."""
    cells = row.cells
    return sum(n >= len(cells) or is_unseen(cells[n]) for n in needed)


def _is_total(row: Row, needed: Sequence[int]) -> bool:
    first = next((cell for cell in row.cells if not is_unseen(cell)), None)
    if not isinstance(first, str) or not _TOTAL.match(first.strip()):
        return False
    rest = _filled(row)[1:]
    # The word itself may stand in a column that each row must fill.
    return _lacks(row, needed) > 0 and all(map(_is_figure, rest))


def _is_figure(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(_FIGURES.fullmatch(cell))
    return isinstance(cell, (int, float, Unreadable))


def _find_end(rows: Sequence[Row], needed: Sequence[int]) -> int:
    """Find where the list ends: at the first line of what stands below it, or never."""
    begin = len(rows)
    while begin and _is_line(rows[begin - 1], needed):
        begin -= 1
    # A sheet of which all rows are such lines is a list that lacks a column.
    for place in range(begin or len(rows), len(rows)):
        gap = rows[place].number - rows[place - 1].number > 1
        words = [str(cell).strip() for cell in _filled(rows[place])]
        if any(_BELOW.match(w) or (gap and _BELOW_GAP.match(w)) for w in words):
            return place
    return len(rows)


def _is_line(row: Row, needed: Sequence[int]) -> bool:
    """Tell whether a row may be a line below a list: it has few cells of a row."""
    lacks = _lacks(row, needed)
    return lacks > 0 and 2 * lacks >= len(needed) and len(_filled(row)) <= _FEW
