"""CSV, read strictly (RFC 4180), with the delimiter that its heading tells."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.records.sheets.sheet import (
    COLUMN_LIMIT,
    HEADING_DEPTH,
    ROW_LIMIT,
    Grid,
    SheetUnreadableError,
    is_unseen,
    keep_lines,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from formulir.records.sheets.sheet import Line

DELIMITERS = (",", ";", "\t", "|")
_WORDS = {
    ",": phrase("commas"),
    ";": phrase("semicolons"),
    "\t": phrase("tabs"),
    "|": phrase("upright strokes"),
}


def parse_csv(
    path: Path, text: str, *, rank: Callable[[Sequence[str]], int]
) -> tuple[Grid, str | None]:
    """Split the text of a CSV file into rows.

    A record is a row, as a spreadsheet shows it, even where it spans lines; blank
    lines are rows too. A first line ``sep=;`` is an instruction, not a row.

    Returns:
        The rows, and how they were split where that was a guess.

    Raises:
        SheetUnreadableError: A quotation mark is never closed, or there are more
            rows or columns than a sheet can have.
    """
    text, delimiter = _told_delimiter(text)
    remark = None
    if delimiter is None:
        delimiter, remark = _find_delimiter(text, rank=rank)
    return Grid(lines=keep_lines(_records(path, text, delimiter=delimiter))), remark


def _told_delimiter(text: str) -> tuple[str, str | None]:
    """Take away the line with which some spreadsheets announce the delimiter."""
    first, _, rest = text.partition("\n")
    first = first.rstrip("\r")
    for delimiter in DELIMITERS:
        if first.casefold() == f"sep={delimiter}":
            return rest, delimiter
    return text, None


def _find_delimiter(
    text: str, *, rank: Callable[[Sequence[str]], int]
) -> tuple[str, str | None]:
    """Choose the delimiter that splits some of the first rows into the best headings.

    Where headings do not tell, the one that cuts these rows most often is a guess.
    """
    head = io.StringIO(text, newline="")

    def fit(delimiter: str) -> tuple[int, int]:
        head.seek(0)
        reader = csv.reader(head, delimiter=delimiter, strict=True)
        best = (0, 0)
        with suppress(csv.Error):
            filled = (cells for cells in reader if not all(map(is_unseen, cells)))
            for cells in islice(filled, HEADING_DEPTH):
                best = max(best, (rank(cells), len(cells)))
        return best

    found = {delimiter: fit(delimiter) for delimiter in DELIMITERS}
    chosen = max(found, key=lambda delimiter: found[delimiter])
    ranks = [known for known, width in found.values() if width > 1]
    if ranks.count(found[chosen][0]) > 1:
        return chosen, (
            phrase(
                "its cells are split at {sign}, which its headings do not tell",
                sign=_WORDS[chosen],
            )
        )
    return chosen, None


def _records(path: Path, text: str, *, delimiter: str) -> Iterator[Line]:
    """Give each record with its row number: its cells, or why it has none."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number in range(1, ROW_LIMIT + 1):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "expected after" not in str(error):
                # The rest of the file has been swallowed by an open quotation, so
                # that nothing after it can be trusted.
                reason = phrase(
                    "row {number}: a quotation mark is opened and never closed, or a "
                    "cell is far too long ({error})",
                    number=number,
                    error=error,
                )
                raise SheetUnreadableError(path, reason=reason) from error
            yield (
                number,
                phrase("a quotation mark inside a quoted cell ({error})", error=error),
            )
        else:
            if len(cells) > COLUMN_LIMIT and any(map(str.strip, cells[COLUMN_LIMIT:])):
                reason = phrase(
                    "row {number} has {count} columns, beyond {limit}",
                    number=number,
                    count=len(cells),
                    limit=COLUMN_LIMIT,
                )
                raise SheetUnreadableError(path, reason=reason)
            yield number, cells
    raise SheetUnreadableError(
        path, reason=phrase("it has more than {limit} rows", limit=ROW_LIMIT)
    )
