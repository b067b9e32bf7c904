"""What a file is that holds no row: empty, hidden, a title, or no workbook at all."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from formulir.records.sheets.sheet import Sheet, SheetFile

_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_SHOWN: Final = 60
"""So many letters of a line are shown."""


def is_misnamed(book: SheetFile) -> bool:
    """Tell whether a file of text has the name of a workbook."""
    ending = PurePath(book.name).suffix.lower()
    return ending in _WORKBOOKS and [grid.name for grid in book.grids] == [""]


def tell_rowless(
    book: SheetFile, seen: Sequence[Sheet], *, rank: Callable[[Sequence[str]], int]
) -> str:
    """Say why nothing can be read of a file, none of whose sheets has a row.

    Args:
        book: The file.
        seen: What was cut out of it and may be read, where anything was.
        rank: Counts how many headings of a row are known.
    """
    if book.grids and all(grid.hidden for grid in book.grids) and not seen:
        return phrase("it has no visible sheet")
    if not seen and any(grid.hidden and grid.lines for grid in book.grids):
        return phrase(
            "its visible sheets are empty; what its hidden ones hold is not read"
        )
    if not seen:
        return phrase("it is empty: it has no heading")
    line = " ".join(seen[0].heading)[:_SHOWN]
    if is_misnamed(book):
        return phrase(
            "its name says that it is a workbook, but it is text, which begins with "
            "{line!r} and has no row below that; open it in a spreadsheet program and "
            "see whether it is the file that is meant",
            line=line,
        )
    if not any(rank(sheet.heading) for sheet in seen):
        return phrase(
            "it holds {line!r}, which is no heading that is known, and no row below "
            "that; bring the file that has the rows",
            line=line,
        )
    return phrase("it has a heading but no row below it")
