"""Whose each page is: every letter of a joined document has paper of its own width.

A page has the size that its section gives it, and no layout can lose, move or repeat
that, as it can a mark in a paragraph. So letter *n* gets paper that is some twips wider
than its author's, and a right margin that is wider by as much: its text, which is set
from the left, stays where it was. The split reads the letter from the width of each
page, and gives the page its own width back.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST: Final = 13
"""Twips by which the paper of the first letter is wider; each next one has one more.

LibreOffice takes paper of nearly a usual width for paper of that width, which would
move the text: it is that near at up to 11 twips.
"""
END: Final = "z"
"""Ends the name of the mark where a letter ends."""
MOST: Final = 200
"""Letters that one document can tell apart."""
_TWIPS: Final = 1440
"""In an inch. LibreOffice lays out in twips, and keeps paper in 1/100 mm."""
_HUNDREDTHS: Final = 2540
_POINTS: Final = 72


def name_letter(index: int) -> str:
    """Name the mark where a letter begins; the names of its other marks begin so.

    LibreOffice spells only letters and digits as they are.

    >>> name_letter(7)
    'b00007'
    """
    return f"b{index:05}"


def widen(index: int) -> int:
    """Say by how many twips the paper of a letter is wider, by its place from 0."""
    return FIRST + index


def are_apart(widths: Iterable[int]) -> bool:
    """Tell whether paper of these widths, in twips, is told apart however widened."""
    ordered = sorted(set(widths))
    return all(later - one > FIRST + MOST for one, later in pairwise(ordered))


def measure(twips: int) -> float:
    """Return how wide LibreOffice prints paper, in points.

    >>> round(measure(11906), 3)
    595.304
    """
    return round(twips * _HUNDREDTHS / _TWIPS) * _POINTS / _HUNDREDTHS


def tell_owner(
    width_pt: float, *, widths: Iterable[int], count: int
) -> tuple[int, int] | None:
    """Tell whose a page is.

    Args:
        width_pt: How wide it was printed.
        widths: How wide the paper of the letters was meant to be, in twips.
        count: How many letters there are.

    Returns:
        The letter's place from 0 and the width of its paper in twips; or nothing, when
        no letter has such paper.
    """
    hundredths = round(width_pt * _HUNDREDTHS / _POINTS)
    twips = round(hundredths * _TWIPS / _HUNDREDTHS)
    for width in widths:
        index = twips - width - FIRST
        if 0 <= index < count:
            return index, width
    return None
