"""What has changed between two prints of a letter, boxed on both of them.

The words of both are held against each other. Where all that is alike stands still,
the rest of the page is compared dot by dot, so that a stamp, a rule or a colour is seen
too. Where it has moved, a dot by dot comparison would box all of the page: there, only
the first word of a line that moved by itself is boxed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageChops, ImageDraw, ImageFont

from formulir.press.finishing.fonts import find_font
from formulir.press.pdf.pixels import draw_pages, read_words, write_png

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from formulir.model import Pdf
    from formulir.press.pdf.pixels import Box, Word

    Boxes = defaultdict[int, list[Box]]

_STILL: Final = 0.6
"""Dots by which a word may move and count as standing still."""
_MOVED: Final = 3.0
"""Dots from which on a line has moved, or a word has another size."""
_BLOCK: Final = 12
"""The side of the squares in which dots are compared."""
_UNLIKE: Final = 48
"""From so many shades on, of 255, two dots differ."""
_PAD: Final = 4
_GAP: Final = 12
_HEAD: Final = 28
_RED: Final = (205, 0, 0)
_GROUND: Final = (225, 225, 225)


@dataclass(frozen=True, kw_only=True, slots=True)
class Differences:
    """Two prints side by side.

    Args:
        pictures: A PNG a page, the older print on the left.
        places: How many places differ.
    """

    pictures: list[bytes]
    places: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Changes:
    """The boxes of both prints, by page, and the pages on which words have moved."""

    old: Boxes = field(default_factory=lambda: defaultdict(list))
    new: Boxes = field(default_factory=lambda: defaultdict(list))
    moved: set[int] = field(default_factory=set)


def box_changes(old: tuple[str, Pdf, Pdf], new: tuple[str, Pdf, Pdf]) -> Differences:
    """Show two prints of a letter side by side, what differs in a box.

    Args:
        old: What stands above the older print, the print itself, and as it is shown.
        new: Likewise.
    """
    changes = _compare_words(read_words(old[1]), read_words(new[1]))
    plain = zip_longest(draw_pages(old[1]), draw_pages(new[1]))
    for page, (left, right) in enumerate(plain):
        if left is None or right is None or left.size != right.size:
            sheet = (0, 0, *(left or right).size)
            changes.old[page].append(sheet)
            changes.new[page].append(sheet)
        elif page not in changes.moved:
            found = list(_compare_dots(left, right))
            changes.old[page] += found
            changes.new[page] += found
    shown = zip_longest(draw_pages(old[2]), draw_pages(new[2]))
    pictures, places = [], 0
    for page, (left, right) in enumerate(shown):
        boxes = _merge(changes.old[page]), _merge(changes.new[page])
        places += max(map(len, boxes))
        halves = [(old[0], left, boxes[0]), (new[0], right, boxes[1])]
        pictures.append(write_png(_set_side_by_side(halves)))
    return Differences(pictures=pictures, places=places)


def _compare_words(old: Sequence[Word], new: Sequence[Word]) -> _Changes:
    """Box the words that are in one print only, larger or smaller, or moved."""
    changes = _Changes()
    texts = [word.text for word in old], [word.text for word in new]
    matcher = SequenceMatcher(None, *texts, autojunk=False)
    for tag, i0, i1, j0, j1 in matcher.get_opcodes():
        if tag != "equal":
            _keep(changes.old, old[i0:i1])
            _keep(changes.new, new[j0:j1])
            continue
        for i, j in zip(range(i0, i1), range(j0, j1), strict=True):
            pair = old[i], new[j]
            if _has_moved(*pair, by=_STILL):
                changes.moved.update(word.page for word in pair)
            first = i > i0 and _starts_line(old, i) and _starts_line(new, j)
            above = (old[i - 1], new[j - 1]) if first else None
            if _is_resized(*pair) or (above and _has_strayed(pair, above)):
                _keep(changes.old, pair[:1])
                _keep(changes.new, pair[1:])
    return changes


def _keep(boxes: Boxes, words: Iterable[Word]) -> None:
    for word in words:
        boxes[word.page].append(word.box)


def _has_moved(old: Word, new: Word, *, by: float) -> bool:
    shifts = (abs(a - b) for a, b in zip(old.box, new.box, strict=True))
    return old.page != new.page or max(shifts) > by


def _is_resized(old: Word, new: Word) -> bool:
    return (
        abs(old.height - new.height) > _MOVED / 2 or abs(old.width - new.width) > _MOVED
    )


def _starts_line(words: Sequence[Word], index: int) -> bool:
    """Tell whether a word stands lower than the one before it, on the same page."""
    word, before = words[index], words[index - 1]
    return word.page == before.page and word.box[1] > before.box[1] + before.height / 2


def _has_strayed(pair: tuple[Word, Word], above: tuple[Word, Word]) -> bool:
    """Tell whether a line has moved sideways, or away from the one above it.

    One that stands still, such as the foot of the page, has not.
    """
    old, new = pair
    if not _has_moved(old, new, by=_MOVED):
        return False
    aside = abs(old.box[0] - new.box[0])
    gaps = [
        word.box[1] - before.box[1] for word, before in zip(pair, above, strict=True)
    ]
    return aside > _MOVED or abs(gaps[0] - gaps[1]) > _MOVED


def _compare_dots(old: Image.Image, new: Image.Image) -> Iterator[Box]:
    """Give the squares in which two pictures of one size differ."""
    unlike = ImageChops.difference(old, new).convert("L")
    unlike = unlike.point(lambda shade: 255 if shade > _UNLIKE else 0)
    columns = -(-unlike.width // _BLOCK)
    squares = unlike.reduce(_BLOCK).point(lambda shade: 255 if shade else 0)
    for place, shade in enumerate(squares.tobytes()):
        if shade:
            x, y = place % columns * _BLOCK, place // columns * _BLOCK
            yield (x, y, x + _BLOCK, y + _BLOCK)


def _merge(boxes: Sequence[Box]) -> list[Box]:
    """Join boxes that touch, so that a line of changed words has one."""
    merged: list[Box] = []
    for box in boxes:
        joined = box
        while near := next((one for one in merged if _touch(one, joined)), None):
            merged.remove(near)
            joined = (
                min(near[0], joined[0]),
                min(near[1], joined[1]),
                max(near[2], joined[2]),
                max(near[3], joined[3]),
            )
        merged.append(joined)
    return merged


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] - _GAP <= other[2]
        and other[0] - _GAP <= one[2]
        and one[1] - _PAD <= other[3]
        and other[1] - _PAD <= one[3]
    )


def _set_side_by_side(
    halves: Sequence[tuple[str, Image.Image | None, Sequence[Box]]],
) -> Image.Image:
    """Set two pages beside each other, each below its name."""
    width = max(page.width for _, page, _ in halves if page is not None)
    height = max(page.height for _, page, _ in halves if page is not None)
    size = (len(halves) * width + (len(halves) - 1) * _GAP, height + _HEAD)
    sheet = Image.new("RGB", size, _GROUND)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(find_font(), _HEAD // 2)
    for number, (title, page, boxes) in enumerate(halves):
        x = number * (width + _GAP)
        pen.text((x + _GAP, _HEAD // 4), title, fill=(0, 0, 0), font=font)
        if page is None:
            pen.text((x + _GAP, 2 * _HEAD), "tidak ada halaman ini", _RED, font=font)
            continue
        sheet.paste(page, (x, _HEAD))
        for x0, y0, x1, y1 in boxes:
            edges = (x0 - _PAD + x, y0 - _PAD + _HEAD, x1 + _PAD + x, y1 + _PAD + _HEAD)
            pen.rectangle(edges, outline=_RED, width=2)
    return sheet
