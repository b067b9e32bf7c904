"""Stamp, emblem and code as they were drawn on a finished letter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pikepdf
from PIL import Image

from formulir.press.looking.sheets import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

_DRAWN: Final = re.compile(rb"q ([-.\d ]+) cm /Formulir([A-Z][a-z]+) Do Q")
"""What ``draw_stamps`` writes."""
_OPAQUE: Final = 128


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A mark on a page.

    Args:
        name: ``cap``, ``lambang``, ``qr`` or ``grafik``.
        page: The page, from 0.
        box: Where it is.
        cover: Where it hides what is under it: 255 there, and 0 elsewhere; nothing
            when it hides all.
    """

    name: str
    page: int
    box: Box
    cover: Image.Image | None

    def measure(self, part: Box) -> float:
        """Measure the share of a part of the page that the mark hides."""
        common = self.box.meet(part)
        if common.empty or part.empty:
            return 0.0
        within = common.width * common.height / (part.width * part.height)
        if self.cover is None:
            return within
        across = self.cover.width / self.box.width
        down = self.cover.height / self.box.height
        left = int((common.left - self.box.left) * across)
        upper = int((self.box.upper - common.upper) * down)
        right = max(left + 1, round((common.right - self.box.left) * across))
        lower = max(upper + 1, round((self.box.upper - common.lower) * down))
        hidden = self.cover.crop((left, upper, right, lower)).histogram()
        return within * hidden[-1] / sum(hidden)


def find_marks(pdf: pikepdf.Pdf, *, halaman: int) -> list[Mark]:
    """Find the marks that were drawn over the first pages of a finished letter."""
    return [
        mark
        for number in range(halaman)
        for mark in _find_on_page(pdf.pages[number], number)
    ]


def _find_on_page(page: pikepdf.Page, number: int) -> Iterator[Mark]:
    contents = page.obj.get("/Contents")
    if not isinstance(contents, pikepdf.Array) or not len(contents):
        return  # nothing was drawn over it
    x, y = (float(side) for side in page.cropbox.as_list()[:2])
    pictures = page.resources.get("/XObject", pikepdf.Dictionary())
    for operands, name in _DRAWN.findall(contents[-1].read_bytes()):
        width, _, _, height, left, lower = map(float, operands.split())
        left, lower = left - x, lower - y
        yield Mark(
            name=name.decode().lower(),
            page=number,
            box=Box(left, lower, left + width, lower + height),
            cover=_read_cover(pictures[f"/Formulir{name.decode()}"]),
        )


def _read_cover(picture: pikepdf.Object) -> Image.Image | None:
    if "/SMask" not in picture:
        return None
    mask = picture.SMask
    size = int(mask.Width), int(mask.Height)
    opacity = Image.frombytes("L", size, mask.read_bytes())
    return opacity.point(lambda value: 255 if value >= _OPAQUE else 0)
