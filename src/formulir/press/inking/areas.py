"""Where a letter is signed: read off the letter as it was issued.

Nothing of this is recorded when a letter is issued, so letters of every layout, and of
every version, can be held against: a name that has a space above it is signed there,
and one with a dotted line at its right on that line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulir.press.inking.inked import Signer

    Box = tuple[float, float, float, float]

MM: Final = 72 / 25.4
"""Points to a millimetre."""
SPACE: Final = 8 * MM
"""A name with so much free above it is one that is signed above."""
MOST_SPACE: Final = 60 * MM
"""No post stands farther above its name."""
WIDTH: Final = 62 * MM
"""A signature is as wide as this, if nobody else signs beside it."""
LEFT: Final = 12 * MM
"""A signature begins so far to the left of the name: over the stamp."""
BELOW: Final = 7 * MM
"""And ends so far below its upper edge."""
OVER: Final = 2.5 * MM
"""A name that is written on a dotted line stands so high."""
DOTS: Final = frozenset(".…_")
LEADER: Final = 6
"""So many dots in a row are a line to sign on."""
IGNORED: Final = "meterai"
"""What begins so stands where a duty stamp is stuck on, and is signed over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """A place on a page in which somebody signs.

    Args:
        signer: Who.
        page: The page's index from 0.
        box: Left, top, right and bottom, in points from the upper left corner.
    """

    signer: Signer
    page: int
    box: Box


@dataclass(frozen=True, kw_only=True, slots=True)
class _Letter:
    """A letter of the alphabet on a page."""

    text: str
    box: Box

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2


def find_areas(pdf: pypdfium2.PdfDocument, signers: Sequence[Signer]) -> list[Area]:
    """Find where each of some people signs, page by page.

    Args:
        pdf: The letter as it was issued.
        signers: Who may sign it; one may sign in several places, or in none.
    """
    found = []
    for number, page in enumerate(pdf):
        letters = _read_letters(page)
        spots = [
            (signer, name, box)
            for signer in signers
            for name in _find_name(letters, signer.nama)
            if (box := _find_place(letters, name, signer))
        ]
        names = [name for _, name, _ in spots]
        found += [
            Area(signer=signer, page=number, box=_give_way(box, name, names))
            for signer, name, box in spots
        ]
    return found


def find_text(page: pypdfium2.PdfPage, text: str) -> Box | None:
    """Find where a text stands on a page, the last time that it does."""
    boxes = list(_find_name(_read_letters(page), text))
    return boxes[-1] if boxes else None


def _read_letters(page: pypdfium2.PdfPage) -> list[_Letter]:
    """Read what stands on a page, letter by letter, without its spaces."""
    height = page.get_height()
    text = page.get_textpage()
    letters = []
    for at in range(text.count_chars()):
        sign = chr(pypdfium2.raw.FPDFText_GetUnicode(text, at))
        if not sign.isspace() and sign.isprintable():
            x0, y0, x1, y1 = text.get_charbox(at, loose=True)
            box = (x0, height - y1, x1, height - y0)
            letters.append(_Letter(text=sign, box=box))
    return letters


def _find_name(letters: Sequence[_Letter], name: str) -> Iterator[Box]:
    """Give where a name stands: the box of its first line, as often as it is there."""
    wanted = "".join(name.split())
    # A ligature is one sign on the paper and several in the text.
    whole = "".join(each.text[0] for each in letters)
    at = whole.find(wanted) if wanted else -1
    while at >= 0:
        part = letters[at : at + len(wanted)]
        first = part[0].middle
        line = [each for each in part if abs(each.middle - first) < _rise(part[0])]
        # A row of dots is found within a longer one, too.
        around = whole[max(at - 1, 0) : at] + whole[at + len(wanted) :][:1]
        if not (_is_dots(wanted) and wanted[0] in around):
            yield _surround([each.box for each in line])
        at = whole.find(wanted, at + len(wanted))


def _is_dots(name: str) -> bool:
    """Tell whether a name is left open, to be written by hand."""
    return set(name) <= DOTS


def _rise(letter: _Letter) -> float:
    return (letter.box[3] - letter.box[1]) / 2


def _surround(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _find_place(letters: Sequence[_Letter], name: Box, signer: Signer) -> Box | None:
    """Find where a name is signed, if it is."""
    if signer.listed:
        return _find_line(letters, name)
    space = _find_space(letters, name)
    if not _is_dots(signer.nama):
        return space or _find_line(letters, name)
    # What is written on the dots is a name, and no signature.
    return space and (*space[:3], name[1] - OVER)


def _find_line(letters: Sequence[_Letter], name: Box) -> Box | None:
    """Find the dotted line at the right of a name, in its row."""
    _, top, right, bottom = name
    reach = (bottom - top) * 1.2
    row = [
        each
        for each in letters
        if each.box[0] >= right
        and top - reach < each.middle < bottom + reach
        and each.text in DOTS
    ]
    if len(row) < LEADER:
        return None
    # Of two rows that are near, the nearer one.
    middle = (top + bottom) / 2
    nearest = min(row, key=lambda each: abs(each.middle - middle)).middle
    line = _surround(
        [e.box for e in row if abs(e.middle - nearest) < (bottom - top) / 2]
    )
    return (line[0] - 2 * MM, line[1] - 4 * MM, line[2] + 18 * MM, line[3] + 2 * MM)


def _find_space(letters: Sequence[_Letter], name: Box) -> Box | None:
    """Find the free space above a name, and what stands over it."""
    left, top, right, _ = name
    skipped = _list_ignored(letters)
    above = [
        each.box[3]
        for at, each in enumerate(letters)
        if at not in skipped
        and each.box[0] < right
        and each.box[2] > left
        and each.box[3] <= top + 1
    ]
    if not above or not SPACE <= top - max(above) <= MOST_SPACE:
        return None
    return (left - LEFT, max(above) - 2 * MM, left + WIDTH, top + BELOW)


def _list_ignored(letters: Sequence[_Letter]) -> set[int]:
    """List the letters of lines that stand where a duty stamp is stuck on."""
    whole = "".join(each.text[0] for each in letters).lower()
    found: set[int] = set()
    at = whole.find(IGNORED)
    while at >= 0:
        height = letters[at].middle
        end = at
        while end < len(letters) and abs(letters[end].middle - height) < _rise(
            letters[at]
        ):
            found.add(end)
            end += 1
        at = whole.find(IGNORED, end)
    return found


def _give_way(box: Box, name: Box, names: Sequence[Box]) -> Box:
    """Let the area of a person end where that of the next one begins."""
    left, top, right, bottom = box
    beside = [other for other in names if abs(other[1] - name[1]) < SPACE]
    for other in beside:
        if other[0] > name[0] + 1:
            right = min(right, other[0] - 1 * MM)
        elif other[0] < name[0] - 1 and other[0] + WIDTH > left:
            left = name[0] - 1 * MM
    return (left, top, right, bottom)
