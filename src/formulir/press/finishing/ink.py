"""The ink of a stamp: what is left of its picture when its white paper is taken away.

Ink on paper hides nothing that is white in it. So white becomes clear, and every other
colour as opaque as it is far from white: laid on white paper it looks as before, and
whatever it is laid on shines through. An opacity is chosen for this, not the blend mode
Multiply, because every stamp with a ground of its own has one already, and because a
printer that does not know the mode would draw the white square.
"""

from __future__ import annotations

from typing import Final

from PIL import Image, ImageChops

MOST: Final = 0.5
"""Of the area; a picture that hides more than this is no stamp."""

_LIGHTEST: Final = 255
_NEAR_WHITE: Final = range(190, 256)
"""What the darkest channel of a ground may be, to be taken for paper."""
_NOISE: Final = 12
"""How far a ground strays from what it is for the most part: scans and JPEG do."""
_WHITE: Final = _LIGHTEST - _NOISE
_HALF: Final = 128
_STEP: Final = 16
"""Opacities that are counted as one."""
_LEAST_GROUND: Final = 0.05
"""Of the area; less than this is no ground, but an edge or a light."""
_SPECKS: Final = 0.002
"""Of the area; less white than this, as on smoothed edges, hides no letter."""


def has_ground(image: Image.Image) -> bool:
    """Tell whether a picture has opaque white, or an opaque ground, that hides text.

    Args:
        image: It, in red, green, blue and opacity.
    """
    light = _darkest(image.convert("RGB")).point(_choose(_NEAR_WHITE.start))
    solid = image.getchannel("A").point(_choose(_HALF))
    white = _share(ImageChops.darker(light, solid))
    return white >= _SPECKS or measure_cover(image) >= MOST


def lift_ink(image: Image.Image) -> Image.Image:
    """Make white and near-white clear, with edges as soft as they were.

    Args:
        image: A picture in red, green, blue and opacity, on any ground.
    """
    paper = Image.new("RGBA", image.size, "white")
    flat = Image.alpha_composite(paper, image).convert("RGB")
    white = _find_white(flat)
    flat = flat.point(lambda value: min(_LIGHTEST, round(value * _LIGHTEST / white)))
    darkest = _darkest(flat)
    # These are colours that their opacity has been multiplied into already.
    bands = [ImageChops.subtract(band, darkest) for band in flat.split()]
    opacity = ImageChops.invert(darkest)
    return Image.merge("RGBa", [*bands, opacity]).convert("RGBA")


def measure_cover(image: Image.Image) -> float:
    """Measure the share of its area in which a picture hides what is under it.

    Where its opacity is above a half, less than half the contrast of the text is left.
    """
    return _share(image.getchannel("A").point(_choose(_HALF)))


def measure_haze(image: Image.Image) -> float:
    """Measure the opacity that the largest part of a picture has, from 0 to 1.

    It is nought on a ground that was clear, or was made so.
    """
    counts = image.getchannel("A").histogram()
    near = [sum(counts[at : at + _STEP]) for at in range(0, len(counts), _STEP)]
    return near.index(max(near)) * _STEP / _LIGHTEST


def find_ink(image: Image.Image) -> tuple[int, int, int, int] | None:
    """Find the box of what is seen of a picture on white paper; nothing if nothing."""
    seen = lift_ink(image).getchannel("A").point(_choose(_NOISE * 2))
    return seen.getbbox()


def _find_white(flat: Image.Image) -> int:
    """Find how light the paper is that a picture was scanned from."""
    counts = _darkest(flat).histogram()
    ground = max(_NEAR_WHITE, key=lambda at: sum(counts[at - 2 : at + 3]))
    near = sum(counts[max(_NEAR_WHITE.start, ground - _NOISE) : ground + _NOISE])
    if near < _LEAST_GROUND * flat.width * flat.height:
        return _WHITE
    return max(_NEAR_WHITE.start, min(_WHITE, ground - _NOISE))


def _darkest(flat: Image.Image) -> Image.Image:
    """Give the darkest of the three channels, which is where ink is."""
    red, green, blue = flat.split()
    return ImageChops.darker(ImageChops.darker(red, green), blue)


def _choose(least: int) -> list[int]:
    """Make a table that turns values into black, and from the least on into white."""
    return [_LIGHTEST if value >= least else 0 for value in range(_LIGHTEST + 1)]


def _share(chosen: Image.Image) -> float:
    return chosen.histogram()[_LIGHTEST] / (chosen.width * chosen.height)
