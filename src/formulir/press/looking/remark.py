"""What is wrong on a page, where, and what cures it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from formulir.language import phrase
from formulir.model import Fault
from formulir.press.pdf.paper import MM

if TYPE_CHECKING:
    from formulir.press.looking.sheets import Box, Sheet


class BoxMm(NamedTuple):
    """A box in millimetres from the upper left corner of a page as it is seen."""

    left: float
    upper: float
    right: float
    lower: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One thing that is wrong on a page.

    Args:
        sort: What it is: ``outside``, ``margin``, ``blank``, ``braces``, ``glyph``,
            ``field``, ``cut``, ``overlap``, ``foot``, ``alone`` (a signature),
            ``covered``, ``marks`` (two over each other) or ``moved`` (a mark, from its
            place).
        halaman: The page, from 1.
        box_mm: Where on it.
        reason: What is wrong and what cures it, in a sentence.
        warning: Whether the paper can be used all the same.
    """

    sort: str
    halaman: int
    box_mm: BoxMm
    reason: str
    warning: bool = False

    def name_fault(self, place: str) -> Fault:
        """Write it as a fault of a template or letter, with its page."""
        return Fault(
            place=phrase("{place}: page {page}", place=place, page=self.halaman),
            reason=self.reason,
            warning=self.warning,
        )


def make_remark(
    sort: str, sheet: Sheet, box: Box, reason: str, *, warning: bool = False
) -> Remark:
    """Make a remark on a part of a page."""
    sides = (box.left, sheet.height - box.upper, box.right, sheet.height - box.lower)
    return Remark(
        sort=sort,
        halaman=sheet.number + 1,
        box_mm=BoxMm(*(round(side / MM, 1) for side in sides)),
        reason=reason,
        warning=warning,
    )


def quote(text: str) -> str:
    """Quote some words of a text.

    >>> quote("Dengan hormat, bersama ini kami sampaikan usulan sekolah model")
    '“Dengan hormat, bersama ini kami …”'
    """
    words = " ".join(text.split())
    if len(words) > _QUOTED:
        words = words[:_QUOTED].rsplit(" ", 1)[0] + " …"
    return f"“{words}”"


_QUOTED = 36
"""Letters that are quoted at most."""
