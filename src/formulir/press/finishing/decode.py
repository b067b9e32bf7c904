"""Pictures of the office's own, opened whatever their colours, and what they were."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from struct import error as struct_error
from typing import Final

from PIL import Image, ImageOps

from formulir.errors import RecordError
from formulir.language import phrase, take_reason

DOTS_MM: Final = 300 / 25.4
"""Dots in a millimetre on paper; more of them would only swell every letter."""

_FORMATS: Final = ("JPEG", "PNG")
_MOST_PIXELS: Final = 50_000_000
"""A page of A4 at 600 dots an inch has 35 million; a stamp needs a third of one."""

_FOREIGN: Final = (
    *(OSError, SyntaxError, ValueError, ArithmeticError, LookupError),
    *(TypeError, AttributeError, RuntimeError, struct_error),
    *(Image.DecompressionBombWarning, Image.DecompressionBombError),
)
"""What Pillow raises on a damaged picture, or on one that is too large."""


class GambarUnreadableError(RecordError):
    """The picture of a stamp or an emblem cannot be read."""

    reason: str
    says = (
        "the picture of the stamp or the emblem cannot be read: {reason}; give the "
        "office a PNG file"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """A picture as it will be seen, upright, in red, green, blue and opacity.

    Args:
        image: It, no larger than paper shows.
        width: Its columns in the file, upright.
        height: Its rows in the file, upright.
        printing: Whether the file has printing colours.
        frames: How many pictures the file holds; the first is taken.
    """

    image: Image.Image
    width: int
    height: int
    printing: bool
    frames: int


@lru_cache(maxsize=16)
def decode(data: bytes, *, side_mm: float) -> Decoded:
    """Decode a picture.

    Args:
        data: The file, a PNG or JPEG.
        side_mm: How long its longer side will be on paper.

    Raises:
        GambarUnreadableError: It is none, it is damaged, or it is far too large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _decode(data, side=round(side_mm * DOTS_MM))
    except _FOREIGN as error:
        raise GambarUnreadableError(take_reason(error)) from error


def _decode(data: bytes, *, side: int) -> Decoded:
    image = Image.open(BytesIO(data), formats=_FORMATS)
    pixels = image.width * image.height
    if pixels > _MOST_PIXELS:
        raise ValueError(
            phrase(
                "it has {pixels:,} pixels, and {limit:,} are allowed",
                pixels=pixels,
                limit=_MOST_PIXELS,
            )
        )
    frames = getattr(image, "n_frames", 1)
    printing = image.mode == "CMYK"
    upright = ImageOps.exif_transpose(image)
    width, height = upright.size
    if upright.mode.startswith("I"):
        # Sixteen bits of grey; a plain conversion would cut them at white.
        upright = upright.point(lambda value: value * (1 / 256)).convert("L")
    seen = upright.convert("RGBA")
    seen.thumbnail((side, side), Image.Resampling.LANCZOS)
    return Decoded(
        image=seen, width=width, height=height, printing=printing, frames=frames
    )
