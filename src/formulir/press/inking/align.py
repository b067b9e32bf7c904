"""Laying a scanned page over the page that was printed, exactly.

Blocks of print are each found again near their place: they tell the perspective of a
photograph, and where paper is bent.

Source: R. Hartley, A. Zisserman, "Multiple View Geometry", 2nd ed., §4 (homographies).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageFilter

from formulir.press.inking.raster import from_picture, to_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formulir.press.inking.raster import Ink

    Numbers = NDArray[np.float64]

_LEVELS: Final = ((4, 16, 16), (4, 16, 8), (2, 16, 8), (1, 22, 10))
"""How much smaller the pages are, half a block, and how far it is looked for."""
_TRIALS: Final = 150
_LEAST_BLOCKS: Final = 8
_MOST_BLOCKS: Final = 400
"""More say nothing more, and cost a second a page."""
_UNEVEN: Final = 0.1
"""A block whose ink is more even than this holds no print to speak of."""
_FLAT: Final = 1e-6
_FINE: Final = 1.2
"""Dots of a scan to one of the page, beyond which it is blurred first."""
_NEAR: Final = 0.5
"""A block is found where it agrees so well with the print."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Blocks:
    """Blocks of a printed page, found again on a scan.

    Args:
        at: Their middles on the printed page, in dots: column and row.
        shift: How far each stands from where the page was thought to lie.
        agreement: How well each agrees, from -1 to 1.
    """

    at: Numbers
    shift: Numbers
    agreement: Numbers


def warp(scan: Image.Image, matrix: Numbers, size: tuple[int, int]) -> Ink:
    """Bend a picture of ink onto the frame of the printed page.

    Args:
        scan: The picture.
        matrix: Where on it each dot of the frame lies: a homography.
        size: Of the frame.
    """
    numbers = (matrix / matrix[2, 2]).ravel()[:8]
    bent = scan.transform(
        size,
        Image.Transform.PERSPECTIVE,
        tuple(float(n) for n in numbers),
        Image.Resampling.BILINEAR,
    )
    return from_picture(bent)


def refine(page: Ink, scan: Image.Image, matrix: Numbers) -> tuple[Numbers, Blocks]:
    """Find exactly where on a scan each dot of a page lies.

    Args:
        page: The printed page.
        scan: The picture of the scan's ink.
        matrix: Where it lies roughly.

    Returns:
        Where it lies; and the blocks of the page, as they were found in the end.
    """
    blocks = Blocks(at=np.zeros((0, 2)), shift=np.zeros((0, 2)), agreement=np.zeros(0))
    for shrink, half, radius in _LEVELS:
        grid = _shrunk(shrink)
        small = _reduce(page, shrink)
        bent = warp(_soften(scan, matrix, shrink), matrix @ grid, small.shape[::-1])
        blocks = find_blocks(small, bent, half=half, radius=radius)
        blocks = Blocks(
            at=(blocks.at + 0.5) * shrink - 0.5,
            shift=blocks.shift * shrink,
            agreement=blocks.agreement,
        )
        good = blocks.agreement > _NEAR
        if np.count_nonzero(good) < _LEAST_BLOCKS:
            continue
        step = fit(blocks.at[good], blocks.at[good] + blocks.shift[good], 1.2 * shrink)
        matrix = matrix @ step
        moved = carry(step, blocks.at)
        rest = blocks.at + blocks.shift - moved
        blocks = Blocks(at=blocks.at, shift=rest, agreement=blocks.agreement)
    return matrix / matrix[2, 2], blocks


def find_blocks(page: Ink, scan: Ink, *, half: int, radius: int) -> Blocks:
    """Find each block of a page again near its place on a scan.

    Args:
        page: The printed page.
        scan: The scan, bent onto its frame.
        half: Half the side of a block, in dots.
        radius: How far from its place a block is looked for.
    """
    at = _choose_blocks(page, half, radius)
    if not len(at):
        return Blocks(
            at=np.zeros((0, 2)), shift=np.zeros((0, 2)), agreement=np.zeros(0)
        )
    side, reach = 2 * half, 2 * (half + radius)
    own = np.stack([page[y - half : y + half, x - half : x + half] for x, y in at])
    far = half + radius
    seen = np.stack([scan[y - far : y + far, x - far : x + far] for x, y in at])
    own = own - own.mean((1, 2), keepdims=True)
    shape = (reach, reach)
    spectrum = np.fft.rfft2(seen, shape)
    product = np.fft.irfft2(spectrum * np.conj(np.fft.rfft2(own, shape)), shape)
    steps = reach - side + 1
    product = product[:, :steps, :steps]
    count = side * side
    mean = _sum_boxes(seen, side) / count
    spread = _sum_boxes(seen**2, side) / count - mean**2
    norm = np.sqrt(np.maximum(spread, 1e-4) * (own**2).mean((1, 2))[:, None, None])
    agreement = product / count / np.maximum(norm, 1e-4)
    flat = agreement.reshape(len(at), -1).argmax(1)
    rows, columns = np.divmod(flat, steps)
    each = np.arange(len(at))
    shift = np.stack(
        (
            columns + _peak(agreement, each, rows, columns, axis=1) - radius,
            rows + _peak(agreement, each, rows, columns, axis=0) - radius,
        ),
        axis=1,
    )
    return Blocks(
        at=at.astype(float), shift=shift, agreement=agreement[each, rows, columns]
    )


def fit(here: Numbers, there: Numbers, near: float) -> Numbers:
    """Fit a homography to points, some of which are wrong.

    Args:
        here: Columns and rows.
        there: Where each of them is.
        near: A point that is not farther off than this fits.
    """
    chance = np.random.default_rng(len(here))
    best, chosen = -1, np.ones(len(here), bool)
    for _ in range(_TRIALS):
        few = chance.choice(len(here), 4, replace=False)
        error = _measure(solve(here[few], there[few], weight=1e-3), here, there)
        hits = int(np.count_nonzero(error < near))
        if hits > best:
            best, chosen = hits, error < near
    for _ in range(3):
        if np.count_nonzero(chosen) < _LEAST_BLOCKS:
            break
        matrix = solve(here[chosen], there[chosen], weight=1e-3)
        chosen = _measure(matrix, here, there) < near
    if np.count_nonzero(chosen) < _LEAST_BLOCKS:
        chosen = np.ones(len(here), bool)
    return solve(here[chosen], there[chosen], weight=1e-3)


def carry(matrix: Numbers, points: Numbers) -> Numbers:
    """Carry points over by a homography."""
    full = np.c_[points, np.ones(len(points))] @ matrix.T
    return np.asarray(full[:, :2] / full[:, 2:])


def solve(here: Numbers, there: Numbers, *, weight: float) -> Numbers:
    """Solve for the homography next to none, by least squares.

    Each of its numbers is held near that of the identity, weakly, so that few points
    or points on one line do not throw it off.
    """
    middle = here.mean(0)
    scale = max(float(np.abs(here - middle).max()), 1.0)
    norm = np.array(
        [
            [1 / scale, 0, -middle[0] / scale],
            [0, 1 / scale, -middle[1] / scale],
            [0, 0, 1],
        ]
    )
    x, y = ((here - middle) / scale).T
    u, v = ((there - middle) / scale).T
    zero, one = np.zeros_like(x), np.ones_like(x)
    rows = np.r_[
        np.c_[x, y, one, zero, zero, zero, -u * x, -u * y],
        np.c_[zero, zero, zero, x, y, one, -v * x, -v * y],
    ]
    eye = np.array([1.0, 0, 0, 0, 1, 0, 0, 0])
    left = rows.T @ rows + weight * np.eye(8)
    right = rows.T @ np.r_[u, v] + weight * eye
    numbers = np.linalg.solve(left, right)
    matrix = np.r_[numbers, 1].reshape(3, 3)
    return np.asarray(np.linalg.inv(norm) @ matrix @ norm)


def _measure(matrix: Numbers, here: Numbers, there: Numbers) -> Numbers:
    return np.asarray(np.hypot(*(carry(matrix, here) - there).T))


def _choose_blocks(page: Ink, half: int, radius: int) -> NDArray[np.int64]:
    """Choose the middles of blocks that hold print, column and row."""
    far = half + radius
    height, width = page.shape
    rows = np.arange(far, height - far + 1, max(half, 8))
    columns = np.arange(far, width - far + 1, max(half, 8) * 2)
    at = [
        (x, y)
        for y in rows
        for x in columns
        if page[y - half : y + half, x - half : x + half].std() > _UNEVEN
    ]
    step = -(-len(at) // _MOST_BLOCKS) or 1
    return np.array(at[::step], np.int64).reshape(-1, 2)


def _sum_boxes(stack: Ink, side: int) -> Ink:
    """Sum each box of a side, in each picture of a stack."""
    total = np.pad(stack.astype(np.float64), ((0, 0), (1, 0), (1, 0)))
    total = total.cumsum(1).cumsum(2)
    boxes = (
        total[:, side:, side:]
        - total[:, :-side, side:]
        - total[:, side:, :-side]
        + total[:, :-side, :-side]
    )
    return boxes.astype(np.float32)


def _peak(
    agreement: Ink,
    each: NDArray[np.int64],
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    *,
    axis: int,
) -> Numbers:
    """Find the peak between dots, by the parabola through three of them."""
    size = agreement.shape[1]
    step = (1, 0) if axis == 0 else (0, 1)
    inside = (rows if axis == 0 else columns).clip(1, size - 2)
    r, c = (inside, columns) if axis == 0 else (rows, inside)
    before = agreement[each, r - step[0], c - step[1]]
    after = agreement[each, r + step[0], c + step[1]]
    bend = before - 2 * agreement[each, r, c] + after
    ok = np.abs(bend) > _FLAT
    off = np.where(ok, 0.5 * (before - after) / np.where(ok, bend, 1), 0)
    return np.asarray(off.clip(-0.5, 0.5), np.float64)


def _shrunk(shrink: int) -> Numbers:
    """Return where the middle of a dot of a smaller picture lies on the larger."""
    off = (shrink - 1) / 2
    return np.array([[shrink, 0, off], [0, shrink, off], [0, 0, 1]], float)


def _reduce(page: Ink, shrink: int) -> Ink:
    if shrink == 1:
        return page
    return from_picture(to_picture(page).reduce(shrink))


def _soften(scan: Image.Image, matrix: Numbers, shrink: int) -> Image.Image:
    """Blur a scan as much as the page is when it is made smaller."""
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2])))) * shrink
    return scan.filter(ImageFilter.BoxBlur(scale / 2)) if scale > _FINE else scan
