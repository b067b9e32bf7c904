"""What is as thin as a stroke, and which dots hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageFilter

from formulir.press.inking.raster import MM, from_picture, narrow, thicken, to_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formulir.press.inking.raster import Ink

    Mask = NDArray[np.bool_]
    Places = NDArray[np.int64]

STROKE: Final = 2.4
"""What is broader than this, in millimetres, is no pen's stroke."""


def thin(seen: Ink) -> Ink:
    """Leave what is as thin as a stroke: no shadow, no highlighter."""
    picture = to_picture(seen).filter(ImageFilter.GaussianBlur(0.6))
    side = round(STROKE * MM) | 1
    broad = thicken(narrow(np.asarray(picture), side), side)
    return from_picture(picture) - from_picture(Image.fromarray(broad))


def grow(mask: Mask, reach: float) -> Mask:
    """Widen a mask by so many millimetres."""
    return thicken(mask.astype(np.uint8), 2 * round(reach * MM) + 1) > 0


def label(mask: Mask) -> list[tuple[Places, Places]]:
    """List the connected parts of a mask: the rows and the columns of their dots."""
    parents: list[int] = []

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    padded = np.pad(mask, ((0, 0), (1, 1))).astype(np.int8)
    rows, starts = np.nonzero(np.diff(padded, axis=1) == 1)
    _, ends = np.nonzero(np.diff(padded, axis=1) == -1)
    last: list[int] = []
    current: list[int] = []
    row_before = -2
    for at, (row, start, end) in enumerate(
        zip(rows.tolist(), starts, ends, strict=True)
    ):
        parents.append(at)
        if row != row_before:
            last = current if row == row_before + 1 else []
            current, row_before = [], row
        current.append(at)
        for other in last:
            if starts[other] <= end and ends[other] >= start:
                parents[root(other)] = root(at)
    parts: dict[int, list[int]] = {}
    for at in range(len(parents)):
        parts.setdefault(root(at), []).append(at)
    return [
        (
            np.concatenate([np.full(ends[a] - starts[a], rows[a]) for a in runs]),
            np.concatenate([np.arange(starts[a], ends[a]) for a in runs]),
        )
        for runs in parts.values()
    ]
