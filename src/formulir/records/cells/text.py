"""Reading single cells: from what a sheet holds to what the store keeps.

A reader takes a cell and gives its value with a remark, where there is something to
remark; it raises ``ValueError`` with the reason why the cell must be corrected. An
empty cell never reaches a reader. Remarks are the same words in every row, so that
many of them can be told as one.

Text stays text: only white space at its two ends is taken off, and what nobody sees.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from formulir.language import mark, phrase
from formulir.records.cells.clean import OUTER, take_off_invisible
from formulir.records.sheets.report import Note
from formulir.records.sheets.sheet import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulir.records.sheets.sheet import Cell

Value: TypeAlias = str | int | float | None
Read: TypeAlias = tuple[Value, str | Note | None]
Reader: TypeAlias = "Callable[..., Read]"

WHOLE_LIMIT = 10**15
"""A spreadsheet keeps fifteen digits of a number; the others become zeros."""
TYPED_AS_NUMBER = phrase(
    "typed as a number, so that leading zeros may be lost; format the column as text"
)
_REFUSED = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
_ESCAPED_FIRST, _ESCAPED_LAST = 0xDC80, 0xDCFF
_FORMULA = re.compile(r'="([^"]*)"')
_FORMULA_OPENED = mark(
    "{count} cell(s) held a formula around a text, of which the text "
    "was taken, such as {example}; rows {rows}"
)
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_YES, _NO = {"1", "ya", "y", "true"}, {"0", "tidak", "t", "false"}


def read_text(cell: Cell) -> Read:
    """Read a name or an identifier.

    A whole number of a spreadsheet becomes its digits, with a remark.

    >>> read_text("  SMP  MA`ARIF & co ")
    ('SMP  MA`ARIF & co', None)
    """
    if isinstance(cell, str):
        text = cell.strip(OUTER)
        if text.isascii() and text.isprintable() and text[:2] != '="':
            return text, None
        return _read_odd(text)
    if reason := _no_text(cell):
        raise ValueError(reason)
    number = float(cell)  # type: ignore[arg-type]  # _no_text refused all others
    if not number.is_integer():
        raise ValueError(
            phrase("a decimal number, not text; format the column as text")
        )
    if abs(number) >= WHOLE_LIMIT:
        reason = phrase(
            "a number of more than 15 digits, of which a spreadsheet keeps 15"
        )
        raise ValueError(
            phrase(
                "{reason}; format the column as text and type it again", reason=reason
            )
        )
    return str(int(number)), TYPED_AS_NUMBER


def read_number(cell: Cell) -> Read:
    """Read a decimal number, with a point or a comma before its decimals.

    >>> read_number("-6,79")
    (-6.79, None)
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell), None
    text = str(read_text(cell)[0]).replace("\u2212", "-")
    if not _NUMBER.fullmatch(text):
        raise ValueError(phrase("{text!r} is not a number", text=text))
    return float(text.replace(",", ".")), None


def read_coordinate(cell: Cell) -> Read:
    """Read a coordinate; what is no number is left empty with a remark."""
    try:
        return read_number(cell)
    except ValueError:
        return None, phrase("not a number; the coordinate is left empty")


def read_whole(cell: Cell) -> Read:
    """Read a whole number, 0 or more."""
    text = str(read_text(cell)[0])
    if not _WHOLE.fullmatch(text):
        raise ValueError(phrase("{text!r} is not a whole number", text=text))
    return int(text), None


def read_tahun(cell: Cell) -> Read:
    """Read a year of four digits."""
    text = str(read_text(cell)[0])
    if not re.fullmatch(r"20\d\d", text, re.ASCII):
        raise ValueError(phrase("{text!r} is not a year such as 2016", text=text))
    return int(text), None


def read_yes_no(cell: Cell) -> Read:
    """Read a yes or no as 1 or 0."""
    if isinstance(cell, Unreadable):
        raise ValueError(cell.reason)  # noqa: TRY004 - what a reader says of any cell
    word = str(cell).strip().casefold().removesuffix(".0")
    if word in _YES:
        return 1, None
    if word in _NO:
        return 0, None
    raise ValueError(phrase("{word!r} is neither ya nor tidak", word=word))


def _read_odd(text: str) -> Read:
    """Read a text that holds more than plain signs, refusing what cannot be printed."""
    if found := _FORMULA.fullmatch(text):
        return found[1].strip(OUTER), Note(_FORMULA_OPENED, text)
    clean, note = take_off_invisible(text)
    if found := _REFUSED.search(clean):
        raise ValueError(_refusal(found[0]))
    return clean, note


def _no_text(cell: Cell) -> str | None:
    """Say why a cell that is no text cannot become text, or nothing for a number."""
    if isinstance(cell, Unreadable):
        return cell.reason
    if isinstance(cell, bool):
        return phrase("a yes or no, not text; format the column as text")
    if isinstance(cell, date):
        return phrase("a date, not text; format the column as text")
    if not isinstance(cell, (int, float)):
        return phrase("an hour, not text; format the column as text")
    if not math.isfinite(cell):
        return phrase("a number beyond all bounds")
    return None


def _refusal(char: str) -> str:
    """Say why a character is refused."""
    code = ord(char)
    if _ESCAPED_FIRST <= code <= _ESCAPED_LAST:
        return phrase(
            "broken UTF-8 (byte {count:02X}); save it as 'CSV UTF-8'",
            count=code - 56320,
        )
    name = (
        phrase("line break")
        if char in "\n\r\u2028\u2029"
        else phrase("control character")
    )
    return phrase(
        "a {name} (U+{code:04X}) inside the text; take it out", name=name, code=code
    )
