"""Pictures as a PDF holds them: decoded once, then only copied."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pikepdf
import zxingcpp
from PIL import Image

from formulir.press.finishing.decode import decode
from formulir.press.finishing.ink import has_ground, lift_ink
from formulir.press.pdf.paper import add_compressed

_OPACITIES: Final = 17
"""Steps between the opacities that are kept: 16 of them, a third of the bytes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture ready to be put into a PDF.

    Args:
        width: Columns.
        height: Rows.
        bits: Bits a pixel.
        pixels: The rows, compressed by Flate: places in the palette, or else greys.
        palette: Red, green and blue of each colour, or nothing for greys.
        alpha: The opacity of each pixel, likewise, or nothing when all is opaque.
    """

    width: int
    height: int
    bits: int
    pixels: bytes
    palette: bytes | None = None
    alpha: bytes | None = None


@lru_cache(maxsize=16)
def read_picture(data: bytes, *, side_mm: float, over_text: bool = False) -> Picture:
    """Decode a picture of the office's own, such as a PNG with transparency.

    Args:
        data: The file.
        side_mm: How long its longer side will be on paper.
        over_text: Whether it stands over text, as a stamp does: then a ground that
            would hide the text is made clear.

    Raises:
        GambarUnreadableError: It is none.
    """
    image = decode(data, side_mm=side_mm).image
    if over_text and has_ground(image):
        image = lift_ink(image)
    alpha = image.getchannel("A")
    opaque = alpha.getextrema() == (255, 255)
    # A stamp has one ink: a palette is a third of the bytes and looks the same.
    colours = image.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    steps = alpha.point(lambda value: round(value / _OPACITIES) * _OPACITIES)
    return Picture(
        width=image.width,
        height=image.height,
        bits=8,
        pixels=zlib.compress(colours.tobytes(), 9),
        palette=bytes(colours.getpalette() or ()),
        alpha=None if opaque else zlib.compress(steps.tobytes(), 9),
    )


def draw_qr(text: str) -> Picture:
    """Draw a QR code, a dot a module, with its quiet zone, error correction M.

    Source: ISO/IEC 18004, 6.3.8 (a quiet zone of four modules).
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    dots = Image.fromarray(code.to_image(scale=1, add_quiet_zones=True))
    return Picture(
        width=dots.width,
        height=dots.height,
        bits=1,
        pixels=zlib.compress(dots.convert("1").tobytes(), 9),
    )


def embed_picture(pdf: pikepdf.Pdf, picture: Picture) -> pikepdf.Object:
    """Add a picture to a file; its transparency becomes a soft mask.

    Source: ISO 32000-1, 8.6.6.3 (palettes) and 11.6.5.3 (soft masks).
    """
    grey = pikepdf.Name.DeviceGray
    image = _make_image(pdf, picture, pixels=picture.pixels, bits=picture.bits)
    image.ColorSpace = grey
    if picture.palette is not None:
        last = len(picture.palette) // len("RGB") - 1
        table = pikepdf.String(picture.palette)
        names = (pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB)
        image.ColorSpace = pikepdf.Array([*names, last, table])
    if picture.alpha is not None:
        image.SMask = _make_image(pdf, picture, pixels=picture.alpha, bits=8)
        image.SMask.ColorSpace = grey
    return image


def _make_image(
    pdf: pikepdf.Pdf, picture: Picture, *, pixels: bytes, bits: int
) -> pikepdf.Stream:
    """Make an image object from rows that are already compressed."""
    return add_compressed(
        pdf,
        pixels,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        BitsPerComponent=bits,
    )
