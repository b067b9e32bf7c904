"""The child that opens a workbook; whoever starts it limits and shields it.

It takes a folder, the workbook, the name under which it answers, and limits, which hold
for it already.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from formulir.ground.disk import find_machine_fault
from formulir.ground.said import pack_said
from formulir.records.sheets.formats.exchange import GRIDS, write_grids
from formulir.records.sheets.formats.read_workbook import parse_workbook
from formulir.records.sheets.sheet import SheetUnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence


def leave_grids(argv: Sequence[str]) -> None:
    """Read a workbook and leave its grids; an end without an answer is explained above.

    The answer comes last: without it, nothing that lies there counts.
    """
    folder, name, answer, _limits = argv
    place, reason = Path(folder), ""
    try:
        found = parse_workbook(Path(name), Path(name).read_bytes())
        with (place / GRIDS).open("wb") as file:
            write_grids(found, file)
    except SheetUnreadableError as error:
        reason = error.reason
    except OSError as error:
        if find_machine_fault(error) is None:
            raise
        sys.exit(os.EX_IOERR)
    (place / answer).write_text(
        json.dumps(pack_said({"reason": reason})), encoding="utf-8"
    )


if __name__ == "__main__":
    leave_grids(sys.argv[1:])
