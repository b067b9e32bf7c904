"""How wide a text is on paper, near enough to tell the longer of two."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from formulir.press.finishing.fonts import find_font, read_font

if TYPE_CHECKING:
    from collections.abc import Callable

_SIZE_PT: Final = 12.0
"""The size of most letters; texts are held against each other only."""


@cache
def make_width() -> Callable[[str], float]:
    """Return what says how wide a text is on one line, in points.

    The font is that of the foot: what is longest in one font is so in most.

    Raises:
        FontMissingError: The font cannot be read.
    """
    font = read_font(find_font(), western=True)
    width = ((0,) * (256 - len(font.widths)) + font.widths).__getitem__

    def measure(text: str) -> float:
        codes = text.encode("cp1252", errors="replace")
        return sum(map(width, codes)) * _SIZE_PT / 1000

    return measure
