"""Ink on paper as numbers: 0 is the paper, 1 the print, whatever made the picture.

The one door to numpy. A picture is known by how dark each dot is beside the paper
around it, so neither shadows nor the grey of a scanner count, nor the colour of a pen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ink = NDArray[np.float32]
    Dots = NDArray[np.uint8]

DPI: Final = 150
"""Dots to an inch of the frame in which pages are held against each other."""
MM: Final = DPI / 25.4
"""Dots to a millimetre there."""
PIXELS: Final = 4_500_000
"""A page is looked at in no more dots: an A3 at that resolution, and some."""
_SHRINK: Final = 8
"""Paper is looked for in a picture made so much smaller: noise is gone there."""
_SMALL: Final = 256
"""A sheet of paper is looked for in a picture no larger than this."""


_IS_SHEET: Final = (0.25, 0.97)
"""The part of a picture that is paper, where paper lies on a ground."""
_EDGE: Final = 0.012
"""So much of a sheet, from its edge to its middle, is not looked at."""
_REACH: Final = 9
"""Paper is found within so many dots of the smaller picture: beside a black bar too."""
_DARKEST_PAPER: Final = 56
"""What is darker is no paper, but the lid of a scanner or a table."""
_PRINT: Final = 0.3
"""Ink as dark as this is print, or a pen."""
_FULL: Final = 90
"""So many percent of what is print are lighter than what counts as full ink."""


def read_ink(page: Image.Image) -> Ink:
    """Return how dark each dot of a grey picture is, beside the paper around it."""
    width, height = page.size
    small = page.reduce((min(_SHRINK, width), min(_SHRINK, height)))
    paper = Image.fromarray(thicken(np.asarray(small), _REACH))
    paper = paper.filter(ImageFilter.GaussianBlur(_REACH / 2))
    ground = np.asarray(paper.resize(page.size, Image.Resampling.BILINEAR), np.float32)
    dots = np.asarray(page, np.float32)
    ink = 1 - dots / np.maximum(ground, _DARKEST_PAPER)
    # What is darker than any paper around it, as a border is, is not print.
    ink[ground < _DARKEST_PAPER] = 0
    np.clip(ink, 0, 1, out=ink)
    dark = ink[::3, ::3]
    dark = dark[dark > _PRINT]
    if dark.size:
        ink = np.minimum(ink / np.percentile(dark, _FULL), 1)
    return ink.astype(np.float32)


def thicken(dots: Dots, side: int) -> Dots:
    """Give each dot the most of a square around it, of an odd side.

    Squares are put together from smaller ones: a filter that looks at all of each
    square takes ten times as long.
    """
    return _gather(dots, side, np.maximum)


def narrow(dots: Dots, side: int) -> Dots:
    """Give each dot the least of a square around it, of an odd side."""
    return _gather(dots, side, np.minimum)


def _gather(dots: Dots, side: int, choose: np.ufunc) -> Dots:
    half = side // 2
    for axis in (0, 1):
        around = [(half, half) if axis == each else (0, 0) for each in (0, 1)]
        line, done = np.swapaxes(np.pad(dots, around, "edge"), 0, axis), 1
        while done < side:
            step = min(done, side - done)
            line, done = choose(line[:-step], line[step:]), done + step
        dots = np.swapaxes(line, 0, axis)
    return dots


def find_sheet(page: Image.Image) -> NDArray[np.float64] | None:
    """Find the corners of a sheet of paper that lies on a darker ground, clockwise.

    Returns:
        Their columns and rows; nothing where the picture shows paper only.
    """
    small = page.copy()
    small.thumbnail((_SMALL, _SMALL), Image.Resampling.BOX)
    light = small.point(_make_table(_split_greys(small)))
    mask = thicken(narrow(np.asarray(light), 5), 5)
    rows, columns = np.nonzero(mask)
    least, most = _IS_SHEET
    if not least < len(rows) / (light.width * light.height) < most:
        return None
    down, up = columns + rows, columns - rows
    at = [down.argmin(), up.argmax(), down.argmax(), up.argmin()]
    scale = np.array([page.width / small.width, page.height / small.height])
    return np.asarray(np.stack((columns[at], rows[at]), axis=1) * scale)


def cut_sheet(ink: Ink, corners: NDArray[np.float64]) -> Ink:
    """Leave only the ink on a sheet of paper, not that of the ground around it."""
    height, width = ink.shape
    mask = Image.new("L", (width, height))
    # The edge of a sheet is a line by itself.
    inner = corners + (corners.mean(0) - corners) * _EDGE
    ImageDraw.Draw(mask).polygon([(float(x), float(y)) for x, y in inner], fill=1)
    own: Ink = ink * np.asarray(mask, np.float32)
    return own


def _split_greys(picture: Image.Image) -> int:
    """Split the greys of a picture in two, so that both are as even as can be.

    Source: N. Otsu, IEEE Transactions on Systems, Man, and Cybernetics 9 (1979).
    """
    counts = np.array(picture.histogram(), float)
    below, total = counts.cumsum(), counts.sum()
    weight = (counts * np.arange(256)).cumsum()
    above = np.maximum(total - below, 1)
    mean_below = weight / np.maximum(below, 1)
    mean_above = (weight[-1] - weight) / above
    return int((below * above * (mean_below - mean_above) ** 2).argmax())


def _make_table(least: int) -> list[int]:
    return [255 * (grey > least) for grey in range(256)]


def to_picture(ink: Ink) -> Image.Image:
    """Return ink as a picture, so that Pillow can bend it: 255 is full ink."""
    return Image.fromarray((ink * 255).astype(np.uint8))


def from_picture(picture: Image.Image) -> Ink:
    """Return a picture of ink as numbers."""
    return np.asarray(picture, np.float32) / np.float32(255)
