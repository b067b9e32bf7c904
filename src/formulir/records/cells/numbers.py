"""Bringing the numbers of people and schools to plain digits, or refusing them.

A number that went through a spreadsheet or a program comes back with quotation marks,
with a ``.0`` behind it, in full-width digits, or cut to ``2,03E+07``. What never means
anything is taken off with a note; where digits are lost the cell is refused.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from formulir.language import mark, phrase
from formulir.records.cells.text import read_text
from formulir.records.sheets.report import Note, tell_read

if TYPE_CHECKING:
    from collections.abc import Container

    from formulir.records.sheets.sheet import Cell

EXACT_LIMIT = 2**53
"""Beyond this a number that a program kept as a decimal has lost its last digits."""
_SHORTENED = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s*e\s*[+-]?\d+", re.IGNORECASE)
_QUOTED = re.compile(
    r"=?\s*(?P<mark>[\"'\u201c\u201d\u2018\u2019`])(?P<inside>.*)(?P=mark)"
    r"|[\u201c\u2018](?P<curly>.*)[\u201d\u2019]"
    r"|[\"'\u2018\u2019`](?P<open>[^\"'\u2018\u2019`]*)"
)
_DECIMAL = re.compile(r"(\d+)[.,]0+")
_WIDE = ("\uff01", "\uff5e")
"""The first and the last full-width twin of an ASCII sign."""
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_CLEANED = mark(
    "{count} number(s) were brought to plain digits, such as {example}; rows {rows}"
)


def read_plain(cell: Cell, *, counts: Container[int]) -> tuple[str, str | Note | None]:
    """Read a number that is no amount: its text, with plain digits.

    Args:
        cell: The cell.
        counts: How many digits it may have, so that ``.0`` behind them is none of it.

    Raises:
        ValueError: A spreadsheet or a program has lost some of its digits.

    >>> [read_plain(cell, counts=(8,))[0] for cell in ("'20300001", "20300001.0")]
    ['20300001', '20300001']
    """
    text, remark = read_text(cell)
    word = str(text)
    if not isinstance(cell, str) or (word.isascii() and word.isalnum()):
        _refuse_shortened(word)
        return word, remark
    plain = _drop_decimals(_plain_digits(_unquote(word)), counts=counts)
    _refuse_shortened(plain)
    if plain == word:
        return word, remark
    return plain, Note(_CLEANED, tell_read(ascii(cell), plain))


def is_digits(word: str) -> bool:
    """Tell whether there is nothing but the ten digits."""
    return word.isascii() and word.isdigit()


def _unquote(word: str) -> str:
    """Take away the quotation marks around a number, and the sign of a formula."""
    found = _QUOTED.fullmatch(word)
    if not found:
        return word
    inside = (found["inside"], found["curly"], found["open"])
    return next(part for part in inside if part is not None).strip()


def _plain_digits(word: str) -> str:
    """Write digits of other scripts and widths as the ten plain ones."""
    if word.isascii():
        return word
    return "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else _narrow(char)
        for char in word
    )


def _narrow(char: str) -> str:
    """Give the ASCII sign of a full-width one and of a dash, any other as it is."""
    if char in _DASHES:
        return "-"
    first, last = _WIDE
    return chr(ord(char) - ord(first) + ord("!")) if first <= char <= last else char


def _drop_decimals(word: str, *, counts: Container[int]) -> str:
    """Take ``.0`` off a number that is complete without it."""
    found = _DECIMAL.fullmatch(word)
    if not found or len(found[1]) not in counts:
        return word
    digits = found[1]
    # Through a program's decimals came only what such a decimal can hold.
    if int(digits) > EXACT_LIMIT and int(float(digits)) == int(digits):
        raise ValueError(
            phrase(
                "{word!r} went through a program that keeps 15 digits, so that its "
                "last ones may be wrong; type it again as text",
                word=word,
            )
        )
    return digits


def _refuse_shortened(word: str) -> None:
    """Refuse what a spreadsheet cut to a power of ten."""
    if _SHORTENED.fullmatch(word):
        raise ValueError(
            phrase(
                "{word!r} was shortened by a spreadsheet and has lost digits; "
                "format the column as text and type the number again",
                word=word,
            )
        )
