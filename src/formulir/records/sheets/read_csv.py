"""CSV, read strictly (RFC 4180), with the delimiter that its heading tells."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from formulir.records.sheets.sheet import (
    ROW_LIMIT,
    Sheet,
    SheetUnreadableError,
    build_sheet,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

DELIMITERS = (",", ";", "\t")


def parse_csv(path: Path, text: str, *, rank: Callable[[Sequence[str]], int]) -> Sheet:
    """Split the text of a CSV file into heading and rows.

    A record is a row, as a spreadsheet shows it, even where it spans lines; blank
    lines are rows too. A first line ``sep=;`` is an instruction, not a row.

    Raises:
        SheetUnreadableError: A quotation mark is never closed, or there are more
            rows or columns than a sheet can have.
    """
    text, delimiter = _told_delimiter(text)
    delimiter = delimiter or _find_delimiter(text, rank=rank)
    records = _records(path, text, delimiter=delimiter)
    return build_sheet(path, records, empty="it has no heading")


def _told_delimiter(text: str) -> tuple[str, str | None]:
    """Take away the line with which some spreadsheets announce the delimiter."""
    first, _, rest = text.partition("\n")
    first = first.rstrip("\r")
    for delimiter in DELIMITERS:
        if first.casefold() == f"sep={delimiter}":
            return rest, delimiter
    return text, None


def _find_delimiter(text: str, *, rank: Callable[[Sequence[str]], int]) -> str:
    """Choose the delimiter that splits the first line into the best headings."""
    lines = io.StringIO(text.lstrip("\r\n"), newline="")

    def fit(delimiter: str) -> tuple[int, int]:
        lines.seek(0)
        try:
            cells = next(csv.reader(lines, delimiter=delimiter, strict=True), [])
        except csv.Error:
            return (0, 0)
        return (rank(cells), len(cells))

    return max(DELIMITERS, key=fit)


def _records(
    path: Path, text: str, *, delimiter: str
) -> Iterator[tuple[int, list[str] | str]]:
    """Give each record with its row number: its cells, or why it has none."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number in range(1, ROW_LIMIT + 1):
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "expected after" not in str(error):
                # The rest of the file has been swallowed by an open quotation, so
                # that nothing after it can be trusted.
                reason = (
                    f"row {number}: a quotation mark is opened and never closed, or "
                    f"a cell is far too long ({error})"
                )
                raise SheetUnreadableError(path, reason=reason) from error
            yield number, f"a quotation mark inside a quoted cell ({error})"
    raise SheetUnreadableError(path, reason=f"it has more than {ROW_LIMIT} rows")
