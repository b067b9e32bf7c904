"""Opening a workbook that somebody brought: in a child, limited and shielded.

What reads workbooks is no Python: a damaged file may take all memory, or end the
process that reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formulir.language import phrase
from formulir.press.child.entrust import Cost, entrust
from formulir.records.sheets.formats.exchange import GRIDS, read_grids
from formulir.records.sheets.sheet import SheetUnreadableError

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.records.sheets.sheet import Grid

_COST: Final = Cost(memory_bytes=3 << 30, cpu_s=180, size_bytes=1 << 30)
"""A list of all schools of the country takes a tenth of these."""
_CHILD: Final = "formulir.records.sheets.formats.child"


def open_workbook(path: Path, data: bytes, *, cost: Cost = _COST) -> list[Grid]:
    """Let a child open a workbook, and read what it found.

    Args:
        path: What the file is called, for what is said about it.
        data: Its bytes.
        cost: What it may cost.

    Raises:
        SheetUnreadableError: It is no workbook, or too damaged or large to be read.
        MachineError: The machine does not let the child work.
    """
    with entrust(_CHILD, data, cost=cost) as told:
        if told.reason:
            raise SheetUnreadableError(path, reason=told.reason)
        try:
            with told.open_left(GRIDS) as file:
                return read_grids(file)
        except ValueError as error:
            reason = phrase("what was found in it cannot be understood")
            raise SheetUnreadableError(path, reason=reason) from error
