"""Laying a scanned page over the page that was printed, roughly.

By what two pictures of one page have in common however they are turned and scaled; and
by the edges of the paper, where they are seen: they tell the perspective of a
photograph.

Source: B. Reddy, B. Chatterji, "An FFT-Based Technique for Translation, Rotation, and
Scale-Invariant Image Registration", IEEE Transactions on Image Processing 5 (1996).
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image

from formulir.press.inking.align import carry, solve, warp
from formulir.press.inking.raster import from_picture, to_picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulir.press.inking.align import Numbers
    from formulir.press.inking.raster import Ink

ROUGH: Final = 192
"""The side of the square in which pages are first laid over each other."""
ANGLES: Final = 180
RADII: Final = 128
PEAKS: Final = 6
"""So many turns are tried: the best of what the two pictures have in common."""
SURE: Final = 0.75
"""Pages that agree so well when roughly laid over each other need no more trials."""
MOST: Final = 3
"""So many ways are given: to look at each exactly costs half a second."""
_INNER: Final = 4
_STEP: Final = float(np.log(ROUGH / 2 / _INNER) / RADII)


def lay_roughly(page: Ink, scan: Ink, corners: Numbers | None) -> list[Numbers]:
    """Find how a scan may be turned, scaled and shifted to lie on a page.

    Rows of a table look alike, and like themselves upside down: so the likeliest ways
    are given, not one.

    Args:
        page: The printed page.
        scan: The scan.
        corners: Of the sheet of paper on it, where one stands out from the ground.

    Returns:
        Where on the scan each dot of the page lies, the likeliest first.
    """
    one, scale_one = _shrink(page)
    two, scale_two = _shrink(scan)
    turns = (_turn_about(*turn) for turn in _list_turns(one, two))
    sheets = (
        ()
        if corners is None
        else _list_sheets(corners, scale_two, page.shape, scale_one)
    )
    picture, found = to_picture(two), []
    for turn in chain(sheets, turns):
        turned = warp(picture, turn, (ROUGH, ROUGH))
        (dx, dy), agreement = _shift(one, turned)
        moved = turn @ np.array([[1, 0, dx], [0, 1, dy], [0, 0, 1]])
        found.append((agreement, np.linalg.inv(scale_two) @ moved @ scale_one))
        if agreement > SURE:
            break
    found.sort(key=lambda each: -each[0])
    return [matrix for _, matrix in found[:MOST]]


def _list_sheets(
    corners: Numbers, shrunk: Numbers, shape: tuple[int, ...], own: Numbers
) -> Iterator[Numbers]:
    """Give the four ways in which a page may lie on a sheet that was found.

    Args:
        corners: Of the sheet, on the scan, clockwise.
        shrunk: How the scan lies in the rough square.
        shape: Of the printed page.
        own: How that lies in the rough square.
    """
    height, width = shape
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
    there, here = carry(shrunk, corners), carry(own, frame)
    for turn in range(4):
        yield solve(here, np.roll(there, turn, axis=0), weight=1e-9)


def _list_turns(one: Ink, two: Ink) -> list[tuple[float, float]]:
    """List turns and scales by which two pictures may differ, the likeliest first."""
    a, b = _spectrum(one), _spectrum(two)
    shape = a.shape
    product = np.fft.rfft2(a) * np.conj(np.fft.rfft2(b))
    ridge = np.fft.irfft2(product / np.maximum(np.abs(product), 1e-9) ** 0.6, shape)
    ridge[:, RADII // 4 : -RADII // 4] = -np.inf
    turns: list[tuple[float, float]] = []
    for _ in range(PEAKS):
        row, column = np.unravel_index(int(ridge.argmax()), shape)
        step = int(column) if column < RADII / 2 else int(column) - RADII
        scale = float(np.exp(step * _STEP))
        angle = float(row) * np.pi / ANGLES
        turns += [(-angle, scale), (np.pi - angle, scale)]
        ridge[np.arange(row - 2, row + 3) % ANGLES] = -np.inf
    return turns


def _shrink(page: Ink) -> tuple[Ink, Numbers]:
    """Fit a page into the middle of the rough square."""
    picture = to_picture(page)
    scale = ROUGH * 0.9 / max(picture.size)
    size = tuple(max(1, round(n * scale)) for n in picture.size)
    small = picture.resize((size[0], size[1]), Image.Resampling.BOX)
    left, top = ((ROUGH - n) // 2 for n in size)
    square = Image.new("L", (ROUGH, ROUGH))
    square.paste(small, (left, top))
    matrix = np.array([[scale, 0, left], [0, scale, top], [0, 0, 1]], float)
    return from_picture(square), matrix


def _turn_about(angle: float, scale: float) -> Numbers:
    """Turn and scale about the middle of the rough square."""
    c, s = scale * np.cos(angle), scale * np.sin(angle)
    m = ROUGH / 2
    return np.array(
        [[c, -s, m - c * m + s * m], [s, c, m - s * m - c * m], [0, 0, 1]], float
    )


def _spectrum(square: Ink) -> Numbers:
    """Return what a picture shows wherever it lies: angles down, radii across."""
    window = np.hanning(ROUGH)
    field = np.abs(np.fft.fftshift(np.fft.fft2(square * np.outer(window, window))))
    field = np.log1p(field)
    angles = np.arange(ANGLES) * np.pi / ANGLES
    radii = _INNER * np.exp(np.arange(RADII) * _STEP)
    x = ROUGH / 2 + np.outer(np.cos(angles), radii)
    y = ROUGH / 2 + np.outer(np.sin(angles), radii)
    field = _sample(field, x, y) * np.sqrt(radii)
    return np.asarray(field - field.mean(0))


def _sample(field: Numbers, x: Numbers, y: Numbers) -> Numbers:
    """Read a field between its dots."""
    x, y = x.clip(0, ROUGH - 1.001), y.clip(0, ROUGH - 1.001)
    left, top = x.astype(int), y.astype(int)
    p, q = x - left, y - top
    upper = field[top, left] * (1 - p) + field[top, left + 1] * p
    lower = field[top + 1, left] * (1 - p) + field[top + 1, left + 1] * p
    return np.asarray(upper * (1 - q) + lower * q)


def _shift(one: Ink, two: Ink) -> tuple[tuple[float, float], float]:
    """Find the shift at which two pictures agree best, and how well."""
    shape = (2 * ROUGH, 2 * ROUGH)
    a, b = one - one.mean(), two - two.mean()
    product = np.fft.rfft2(b, shape) * np.conj(np.fft.rfft2(a, shape))
    field = np.fft.irfft2(product, shape)
    row, column = np.unravel_index(int(field.argmax()), shape)
    norm = float(np.sqrt((a**2).sum() * (b**2).sum()))
    dx, dy = (int(n) if n < ROUGH else int(n) - 2 * ROUGH for n in (column, row))
    return (dx, dy), float(field.max()) / max(norm, 1e-9)
