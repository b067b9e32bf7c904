"""Fields of forms that several screens take."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
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


def ask_day(visit: Visit, name: str) -> date | None:
    """Return the day that stands behind the question mark; nothing where none does."""
    try:
        return date.fromisoformat(visit.query.get(name, ""))
    except ValueError:
        return None


def ask_number(visit: Visit, name: str, *, least: int, most: int) -> int | None:
    """Return the number behind the question mark; nothing where none fits."""
    word = visit.query.get(name, "")
    plain = word.isascii() and word.isdecimal() and len(word) < LONGEST
    return int(word) if plain and least <= int(word) <= most else None
