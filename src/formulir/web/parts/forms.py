"""Fields of forms that several screens take."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from formulir.language import phrase
from formulir.receiving.words import read_ranges
from formulir.web.desk.visit import FormMalformedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formulir.web.desk.visit import Visit

LONGEST: Final = 500
"""So many characters of a line that is typed are taken."""


def read_line(word: str) -> str:
    r"""Return a text on one line, or nothing where it is none.

    >>> read_line("  salah   nama "), read_line("a\nb"), read_line(" ")
    ('salah   nama', '', '')
    """
    text = word.strip()
    return text if text.isprintable() and len(text) <= LONGEST else ""


def require_lines(given: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Return the texts of fields that must each hold one line.

    Raises:
        FormMalformedError: One of them holds none.
    """
    texts = {name: read_line(given[name]) for name in names}
    for name, text in texts.items():
        if not text:
            raise FormMalformedError(name, reason=phrase("write it on one line"))
    return texts


def read_sheets(text: str) -> list[int]:
    """Read which sheets of a pile are meant; none at all for a whole file.

    Raises:
        FormMalformedError: It is no list of numbers.
    """
    try:
        return read_ranges(text) if text else []
    except ValueError as error:
        reason = phrase("write sheets such as 3 or 3-5, 9")
        raise FormMalformedError("lembar", reason=reason) from error


def read_number(word: str, *, least: int, most: int) -> int | None:
    """Return a number that an address or a form names; nothing where none fits.

    >>> read_number("12", least=1, most=99), read_number("\u0661", least=0, most=9)
    (12, None)
    """
    plain = word.isascii() and word.isdecimal() and len(word) < LONGEST
    return int(word) if plain and least <= int(word) <= most else None


def ask_day(visit: Visit, name: str) -> date | None:
    """Return the day that stands behind the question mark; nothing where none does."""
    try:
        return date.fromisoformat(visit.query.get(name, ""))
    except ValueError:
        return None


def ask_number(visit: Visit, name: str, *, least: int, most: int) -> int | None:
    """Return the number behind the question mark; nothing where none fits."""
    return read_number(visit.query.get(name, ""), least=least, most=most)
