"""Taking off a text what never means anything: invisible signs, and words for nothing.

What was taken off is told in a note; nothing that could mean something is.
"""

from __future__ import annotations

import re

from formulir.language import mark
from formulir.records.sheets.report import Note
from formulir.records.sheets.sheet import is_unseen, keep_seen

OUTER = " \t\r\n\u00a0"
"""What is taken off at the two ends of a text without a word: white space."""
NOTHING = frozenset(
    {
        *("-", "--", "---", "\u2013", "\u2014", "\u2212", "_", "?"),
        *("nan", "nat", "null", "(null)", "nil", "none", "undefined", "<na>"),
        *("n/a", "n.a.", "#n/a", "#na", "(blank)", "(kosong)", "kosong"),
        *("#ref!", "#name?", "#value!", "#div/0!", "#num!", "#null!", "#calc!"),
        *("#spill!", "#getting_data", "err:502", "err:504", "err:508", "err:522"),
        *("tidak ada", "tdk ada", "belum ada", "tidak diketahui", "tidak tahu"),
        *("tidak punya", "blm ada"),
    }
)
"""Every word that stands in a cell and says that nothing does, in lower case.

They come from programs (pandas, SQL, JSON, error values of spreadsheets) and from hands
(a dash, ``tidak ada``). ``NA`` is none of them: it may be somebody's name.
"""
DASHES = frozenset({"-", "--", "---", "\u2013", "\u2014", "\u2212"})
"""Those that some columns give a meaning of their own."""
_NOTHING_LENGTH = max(map(len, NOTHING))
_BLANK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""Blanks of other widths, which nobody tells from a blank."""
_INVISIBLE_TAKEN = mark(
    "{count} cell(s) held invisible characters, which were taken "
    "off, such as {example}; rows {rows}"
)
_BLANK_REPLACED = mark(
    "{count} cell(s) held blanks of another kind, which became plain "
    "ones, such as {example}; rows {rows}"
)
_NOTHING_TOLD = mark(
    "{count} cell(s) hold a word for nothing and are taken as empty, "
    "such as {example}; rows {rows}"
)


def is_nothing(text: str) -> bool:
    """Tell whether a text is a word for nothing.

    >>> is_nothing(" NULL "), is_nothing("#N/A"), is_nothing("Nani")
    (True, True, False)
    """
    word = text.strip(OUTER)
    return len(word) <= _NOTHING_LENGTH and word.casefold() in NOTHING


def is_empty(cell: object) -> bool:
    r"""Tell whether a cell holds nothing that is seen, or a word for nothing.

    >>> is_empty(" "), is_empty("NULL"), is_empty("\u200b \u00a0"), is_empty("Nani")
    (True, True, True, False)
    """
    if not isinstance(cell, str):
        return False
    return is_unseen(cell) or is_nothing(keep_seen(cell).strip())


def is_dash(text: str) -> bool:
    """Tell whether a text is nothing but a dash."""
    return text.strip(OUTER) in DASHES


def note_nothing(text: str) -> Note:
    """Say that such a word was taken as an empty cell."""
    return Note(_NOTHING_TOLD, repr(text.strip(OUTER)))


def take_off_invisible(text: str) -> tuple[str, Note | None]:
    """Take off what nobody sees, and make every blank a plain one.

    >>> take_off_invisible("Budi\u200b Santoso")[0]
    'Budi Santoso'
    """
    if text.isascii():
        return text, None
    seen = keep_seen(text)
    clean = _BLANK.sub(" ", seen).strip(OUTER)
    if clean == text:
        return text, None
    told = _BLANK_REPLACED if seen == text else _INVISIBLE_TAKEN
    return clean, Note(told, ascii(text))
