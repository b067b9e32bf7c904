"""Holding a return against the letter as it was issued: its pages, and ink on them.

A page is found again when its print is there, block by block, and the archive code in
its foot. Ink is what is darker than the paper, thin as a pen's stroke, where the letter
has no print; it counts where somebody signs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from formulir.press.inking.align import refine, warp
from formulir.press.inking.pieces import grow, label, thin
from formulir.press.inking.raster import (
    DPI,
    MM,
    cut_sheet,
    find_sheet,
    read_ink,
    to_picture,
)
from formulir.press.inking.rough import lay_roughly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PIL import Image

    from formulir.press.inking.align import Blocks, Numbers
    from formulir.press.inking.areas import Box
    from formulir.press.inking.raster import Ink

    Mask = NDArray[np.bool_]
    Places = NDArray[np.int64]

POINT: Final = DPI / 72
"""Dots to a point."""
SAME: Final = 0.5
"""A page is the same when its blocks agree so well, taking the middle one."""
LOST: Final = 0.3
"""A block that agrees less well than this is not on the scan."""
MOST_LOST: Final = 0.4
"""So large a part of the blocks may be lost where the foot says whose page it is."""
CODE: Final = 0.45
"""The archive code in the foot agrees at least so well, or it is another one."""
MOST_LOST_UNSURE: Final = 0.02
"""Where the foot cannot be read, no more of the blocks may be lost."""
_PALE: Final = 0.4
"""A foot that has less of its ink cannot be read."""
_NEAR_PRINT: Final = 0.5
"""So near to print, in millimetres, a dot may be print that lies a bit off."""
_MARGIN: Final = 10.0
_WEAK: Final = 0.15
_STRONG: Final = 0.26
_PRINTED: Final = 0.08
"""Ink of the letter that is darker than this is print."""
_FEW: Final = 6
"""Fewer blocks say nothing of how paper is bent near a place."""
_LONG: Final = 3
"""A piece of a fold is as long as this, in millimetres."""
_ASIDE: Final = 2
"""A fold strays so many dots to each side."""
_STEEP: Final = 0.15
"""Paper is folded along its edges, give or take how crooked it lies."""
_STRAIGHT: Final = 0.35
"""Millimetres that a fold is wide, or strays from a straight line."""
_TRACE: Final = 0.05
_WHOLE: Final = 0.6
"""A fold is seen on so much of its way."""
_LEAST: Final = 1.6
"""A piece of a stroke is as long as this, in millimetres; a speck is smaller."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InkedPage:
    """A page that came in.

    Args:
        ink: Its ink, on the sheet of paper only.
        picture: All of its ink as a picture.
        corners: Of the sheet of paper on it, where it stands out from the ground.
    """

    ink: Ink
    picture: Image.Image
    corners: Numbers | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """How a page of a letter was found again on a page that came in.

    Args:
        matrix: Where on that page each dot of the letter's page lies.
        blocks: The blocks of print that were looked for.
        agreement: How well they agree, from -1 to 1.
        lost: The part of them that is not there.
        code: How well the archive code in the foot agrees; nothing where there is none.
    """

    matrix: Numbers
    blocks: Blocks = field(repr=False)
    agreement: float
    lost: float
    code: float | None

    @property
    def same(self) -> bool:
        """Tell whether it is the same page."""
        most = MOST_LOST_UNSURE if self.code is None else MOST_LOST
        return (
            self.agreement >= SAME
            and self.lost <= most
            and (self.code is None or self.code >= CODE)
        )


def read_sheet(page: Image.Image) -> InkedPage:
    """Read a page that came in, in greys."""
    corners, ink = find_sheet(page), read_ink(page)
    # A shadow over a corner may hide where the sheet ends: so nothing is cut for good.
    own = ink if corners is None else cut_sheet(ink, corners)
    return InkedPage(ink=own, picture=to_picture(ink), corners=corners)


def match_page(
    page: Ink, sheet: InkedPage, *, areas: Sequence[Box], code: Box | None
) -> Match:
    """Find a page of a letter again on a page that came in.

    Args:
        page: The ink of the letter's page.
        sheet: The page that came in.
        areas: Where people sign on it, which says nothing of whose page it is.
        code: Where its archive code stands in the foot.
    """
    best: Match | None = None
    for rough in lay_roughly(page, sheet.ink, sheet.corners):
        match = _look_closely(page, sheet, rough, areas=areas, code=code)
        if best is None or match.agreement > best.agreement:
            best = match
        if match.agreement >= SAME:
            break
    assert best is not None  # noqa: S101 - there is a way for each pair of pages
    return best


def _look_closely(
    page: Ink,
    sheet: InkedPage,
    rough: Numbers,
    *,
    areas: Sequence[Box],
    code: Box | None,
) -> Match:
    """Find a page again where it may roughly lie, and say how well it agrees."""
    matrix, blocks = refine(page, sheet.picture, rough)
    free = np.ones(len(blocks.at), bool)
    for left, top, right, bottom in areas:
        x, y = blocks.at.T / POINT
        free &= ~((x > left) & (x < right) & (y > top) & (y < bottom))
    agreements = blocks.agreement[free]
    if not len(agreements):
        return Match(matrix=matrix, blocks=blocks, agreement=0, lost=1, code=None)
    return Match(
        matrix=matrix,
        blocks=blocks,
        agreement=float(np.median(agreements)),
        lost=float((agreements < LOST).mean()),
        code=code and _compare_patch(page, sheet, blocks, matrix, code),
    )


def _compare_patch(
    page: Ink, sheet: InkedPage, blocks: Blocks, matrix: Numbers, box: Box
) -> float | None:
    """Say how well a piece of a page agrees, looked for near its place.

    Returns:
        Nothing where too little of its ink is there.
    """
    left, top, right, bottom = (round(n * POINT) for n in box)
    local = refine_near(matrix, blocks, ((left + right) / 2, (top + bottom) / 2))
    reach = 6
    size = (right - left + 2 * reach, bottom - top + 2 * reach)
    seen = warp(sheet.picture, local @ _move(left - reach, top - reach), size)
    own = page[top:bottom, left:right]
    inner = seen[reach:-reach, reach:-reach]
    if np.maximum(inner - np.median(seen), 0).mean() < _PALE * own.mean():
        return None
    return best_agreement(own, seen)


def best_agreement(own: Ink, seen: Ink) -> float:
    """Return how well a piece agrees with a larger one, at its best place in it."""
    height, width = own.shape
    own = own - own.mean()
    best = -1.0
    for y in range(seen.shape[0] - height + 1):
        for x in range(seen.shape[1] - width + 1):
            part = seen[y : y + height, x : x + width]
            norm = float(np.sqrt((own**2).sum() * ((part - part.mean()) ** 2).sum()))
            best = max(best, float((own * part).sum()) / max(norm, 1e-6))
    return best


def refine_near(
    matrix: Numbers, blocks: Blocks, place: tuple[float, float], *, reach: float = 45
) -> Numbers:
    """Say where a part of a page lies, by the blocks of print around it.

    Paper is bent, and lenses are: near a place an affine correction is enough.

    Args:
        matrix: Where the page lies as a whole.
        blocks: Its blocks, and how far each is from there.
        place: The middle of the part, in dots.
        reach: Blocks count by how near they are, in millimetres.
    """
    good = (blocks.agreement > SAME) & (np.hypot(*blocks.shift.T) < 2.5 * MM)
    if np.count_nonzero(good) < _FEW:
        return matrix
    at, shift = blocks.at[good] - place, blocks.shift[good]
    weight = np.exp(-((at / (reach * MM)) ** 2).sum(1)) * blocks.agreement[good] ** 2
    rows = np.c_[at / (reach * MM), np.ones(len(at))]
    for _ in range(4):
        left = (rows * weight[:, None]).T @ rows + np.diag([0.5, 0.5, 1e-3])
        found = np.linalg.solve(left, (rows * weight[:, None]).T @ shift)
        rest = np.hypot(*(shift - rows @ found).T)
        weight = weight / (1 + (rest / 1.0) ** 2)
    slope, off = found[:2].T / (reach * MM), found[2]
    x, y = place
    base = off - slope @ np.array([x, y])
    local = np.array(
        [
            [1 + slope[0, 0], slope[0, 1], base[0]],
            [slope[1, 0], 1 + slope[1, 1], base[1]],
            [0, 0, 1],
        ]
    )
    return np.asarray(matrix @ local)


def _move(x: float, y: float) -> Numbers:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], float)


def measure_ink(page: Ink, sheet: InkedPage, match: Match, box: Box) -> float:
    """Measure the ink in a part of a page that the letter does not have there.

    Args:
        page: The letter's page.
        sheet: The page that came in.
        match: Where the one lies on the other.
        box: The part, in points from the upper left corner.

    Returns:
        Square millimetres.
    """
    left, top, right, bottom = (n * POINT for n in box)
    height, width = page.shape
    x0, y0 = max(0, round(left - _MARGIN * MM)), max(0, round(top - _MARGIN * MM))
    x1 = min(width, round(right + _MARGIN * MM))
    y1 = min(height, round(bottom + _MARGIN * MM))
    middle = ((left + right) / 2, (top + bottom) / 2)
    local = refine_near(match.matrix, match.blocks, middle)
    seen = warp(sheet.picture, local @ _move(x0, y0), (x1 - x0, y1 - y0))
    strokes = thin(seen)
    print_ = grow(page[y0:y1, x0:x1] > _PRINTED, _NEAR_PRINT)
    extra = np.where(print_, 0, strokes)
    inside = np.zeros(extra.shape, bool)
    inside[
        max(0, round(top) - y0) : round(bottom) - y0,
        max(0, round(left) - x0) : round(right) - x0,
    ] = True
    total = 0.0
    for rows, columns in label(extra > _WEAK):
        if extra[rows, columns].max() < _STRONG:
            continue
        long = np.hypot(np.ptp(rows), np.ptp(columns))
        if long < _LEAST * MM or _is_fold(extra, print_, rows, columns):
            continue
        total += float(np.count_nonzero(inside[rows, columns]))
    return total / MM**2


def _is_fold(extra: Ink, print_: Mask, rows: Places, columns: Places) -> bool:
    """Tell whether a piece is a part of a straight line from edge to edge.

    Args:
        extra: What is darker than paper where no print is.
        print_: Where print is.
        rows: Of the dots of the piece.
        columns: Likewise.
    """
    if np.ptp(rows) > np.ptp(columns):
        extra, print_, rows, columns = extra.T, print_.T, columns, rows
    if np.ptp(columns) < _LONG * MM:
        return False
    slope, base = np.polyfit(columns, rows, 1)
    rest = rows - slope * columns - base
    if abs(slope) > _STEEP or rest.std() > _STRAIGHT * MM:
        return False
    across = np.arange(extra.shape[1])
    down = np.rint(slope * across + base).astype(int)
    inside = (down >= _ASIDE) & (down < extra.shape[0] - _ASIDE)
    across, down = across[inside], down[inside]
    free = ~print_[down, across]
    dark = np.max(
        [extra[down + off, across] for off in range(-_ASIDE, _ASIDE + 1)], axis=0
    )
    return bool(free.any() and (dark[free] > _TRACE).mean() > _WHOLE)
