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
        seen, onto = _soften(scan, matrix @ grid)
        bent = warp(seen, onto, small.shape[::-1])
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
    few = chance.random((_TRIALS, len(here))).argpartition(3, axis=1)[:, :4]
    errors = _measure(_solve_all(here[few], there[few], weight=1e-3), here, there)
    hits = (errors < near).sum(1)
    chosen = errors[hits.argmax()] < near
    for _ in range(3):
        if np.count_nonzero(chosen) < _LEAST_BLOCKS:
            break
        matrix = solve(here[chosen], there[chosen], weight=1e-3)
        chosen = _measure(matrix, here, there) < near
    if np.count_nonzero(chosen) < _LEAST_BLOCKS:
        chosen = np.ones(len(here), bool)
    return solve(here[chosen], there[chosen], weight=1e-3)


def carry(matrix: Numbers, points: Numbers) -> Numbers:
    """Carry points over by a homography, or by each of several."""
    full = np.c_[points, np.ones(len(points))] @ np.swapaxes(matrix, -1, -2)
    return np.asarray(full[..., :2] / full[..., 2:])


def solve(here: Numbers, there: Numbers, *, weight: float) -> Numbers:
    """Solve for the homography next to none, by least squares.

    Each of its numbers is held near that of the identity, weakly, so that few points
    or points on one line do not throw it off.
    """
    return np.asarray(_solve_all(here[None], there[None], weight=weight)[0])


def _solve_all(here: Numbers, there: Numbers, *, weight: float) -> Numbers:
    """Solve for each of several sets of points at once."""
    middle = here.mean(1)
    scale = np.maximum(np.abs(here - middle[:, None]).max((1, 2)), 1.0)
    norm = np.zeros((len(here), 3, 3))
    norm[:, 0, 0] = norm[:, 1, 1] = 1 / scale
    norm[:, :2, 2] = -middle / scale[:, None]
    norm[:, 2, 2] = 1
    x, y = np.moveaxis((here - middle[:, None]) / scale[:, None, None], 2, 0)
    u, v = np.moveaxis((there - middle[:, None]) / scale[:, None, None], 2, 0)
    zero, one = np.zeros_like(x), np.ones_like(x)
    across = np.stack((x, y, one, zero, zero, zero, -u * x, -u * y), axis=2)
    down = np.stack((zero, zero, zero, x, y, one, -v * x, -v * y), axis=2)
    rows = np.concatenate((across, down), axis=1)
    turned = np.swapaxes(rows, 1, 2)
    eye = np.array([1.0, 0, 0, 0, 1, 0, 0, 0])
    left = turned @ rows + weight * np.eye(8)
    right = turned @ np.concatenate((u, v), axis=1)[..., None]
    numbers = np.linalg.solve(left, right + weight * eye[:, None])[..., 0]
    last = np.ones((len(here), 1))
    matrix = np.concatenate((numbers, last), axis=1).reshape(-1, 3, 3)
    return np.asarray(np.linalg.inv(norm) @ matrix @ norm)


def _measure(matrix: Numbers, here: Numbers, there: Numbers) -> Numbers:
    off = carry(matrix, here) - there
    return np.asarray(np.hypot(off[..., 0], off[..., 1]))


def _choose_blocks(page: Ink, half: int, radius: int) -> NDArray[np.int64]:
    """Choose the middles of blocks that hold print, column and row."""
    far = half + radius
    height, width = page.shape
    rows = np.arange(far, height - far + 1, half)
    columns = np.arange(far, width - far + 1, half * 2)
    if not (len(rows) and len(columns)):
        return np.zeros((0, 2), np.int64)
    mean, square = (
        _sum_cells(field, half, len(rows), len(columns)) / (2 * half) ** 2
        for field in (page[radius:, radius:], page[radius:, radius:] ** 2)
    )
    at = np.argwhere(square - mean**2 > _UNEVEN**2)
    step = -(-len(at) // _MOST_BLOCKS) or 1
    some = at[::step]
    return np.stack((columns[some[:, 1]], rows[some[:, 0]]), axis=1)


def _sum_cells(field: Ink, half: int, down: int, across: int) -> Ink:
    """Sum each block of a grid: blocks overlap by half downwards, and not across."""
    part = field[: (down + 1) * half, : 2 * across * half]
    cells = part.reshape(down + 1, half, across, 2 * half).sum((1, 3))
    return np.asarray(cells[:-1] + cells[1:])


def _sum_boxes(stack: Ink, side: int) -> Ink:
    """Sum each box of a side, in each picture of a stack."""
    reach = stack.shape[1]
    steps = reach - side + 1
    band = np.tri(steps, reach, side - 1, np.float32)
    band -= np.tri(steps, reach, -1, np.float32)
    return np.asarray(band @ stack @ band.T)


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


def _soften(scan: Image.Image, matrix: Numbers) -> tuple[Image.Image, Numbers]:
    """Make a scan about as coarse as a page is, and blur it where it is still finer.

    Returns:
        The scan; and where on it each dot of the page lies.
    """
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    shrink = int(scale)
    if shrink > 1:
        scan, scale = scan.reduce(shrink), scale / shrink
        matrix = np.linalg.inv(_shrunk(shrink)) @ matrix
    if scale > _FINE:
        scan = scan.filter(ImageFilter.BoxBlur(scale / 2))
    return scan, matrix
