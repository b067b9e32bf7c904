"""Whatever colours a picture has, as black and white, greys or sRGB on white paper.

Every sort of dot that Pillow can give is turned by its own meaning, or refused where
nothing says what its numbers mean: none becomes a black page.
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from PIL import Image, ImageCms, ImageOps

from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIXTEEN: Final = frozenset({"I;16", "I;16L", "I;16B", "I;16N"})
_TO_RGB: Final = frozenset({"P", "RGBX", "YCbCr", "HSV", "LAB", "CMYK"})
_CLEAR: Final = {"LA": "LA", "La": "LA", "PA": "RGBA", "RGBA": "RGBA", "RGBa": "RGBA"}
"""Kinds with an opacity, and what that is laid on white in."""


class ColourUnknownError(ValueError):
    """Nothing says what the numbers of a picture mean in black and white."""


def to_plain(
    image: Image.Image, info: Mapping[Any, Any], *, inverted: bool = False
) -> tuple[Image.Image, list[str]]:
    """Turn any colours into black and white, greys or sRGB.

    Args:
        image: The picture.
        info: What its file says of it: its profile.
        inverted: Whether sixteen bits of it count from white to black.

    Returns:
        It in mode ``1``, ``L`` or ``RGB``, and what was done, a sentence each.

    Raises:
        ColourUnknownError: Its numbers have no meaning that is known.
    """
    catatan: list[str] = []
    mode = image.mode
    if image.has_transparency_data:
        catatan.append(phrase("the transparency of the picture was laid on white"))
        image = _lay_on_white(image)
    if image.mode in _SIXTEEN:
        return _halve(image, inverted=inverted), catatan
    if image.mode == "CMYK":
        catatan.append(
            phrase("the printing colours of the picture were turned into RGB")
        )
    profile = info.get("icc_profile") if mode not in ("YCbCr", "HSV", "LAB") else None
    if profile and image.mode == "P":
        image = image.convert("RGB")
    if profile and (turned := _apply_profile(image, profile)) is not None:
        return turned, catatan
    if image.mode in ("1", "L", "RGB"):
        return image, catatan
    if image.mode in _TO_RGB:
        return image.convert("RGB"), catatan
    reason = phrase(
        "the picture counts its dots in a way (“{mode}”) that has no fixed white; save "
        "it as PNG or JPEG",
        mode=mode,
    )
    raise ColourUnknownError(reason)


def _lay_on_white(image: Image.Image) -> Image.Image:
    """Lay a picture that one can see through on white paper."""
    through = image.convert(_CLEAR.get(image.mode, "RGBA")).convert("RGBA")
    laid = Image.alpha_composite(Image.new("RGBA", through.size, "white"), through)
    grey = image.mode in ("1", "L", "LA", "La")
    return laid.convert("RGB").convert("L") if grey else laid.convert("RGB")


def _halve(image: Image.Image, *, inverted: bool) -> Image.Image:
    """Take the upper eight of sixteen bits; a plain conversion would cut at white."""
    wide = image.convert("I")
    grey = wide.point(lambda value: value * (1 / 256)).convert("L")
    return ImageOps.invert(grey) if inverted else grey


def _apply_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """Turn colours of a profile into sRGB; nothing when the profile is no help."""
    if image.mode not in ("L", "RGB", "CMYK"):
        return None
    # A broken profile, or one of other colours, tells nothing about these.
    with suppress(ImageCms.PyCMSError, OSError):
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        plain = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(image, given, plain, outputMode="RGB")
        if turned is not None and image.mode == "L":
            return turned.convert("L")
        return turned
    return None
