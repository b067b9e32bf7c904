"""A stranger's picture file as upright pages in plain colours. Runs in the child.

What a file is its first bytes say, not its name. What attachments and what came in are
read with is this, so that neither takes what the other one refuses.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from struct import error as struct_error
from typing import TYPE_CHECKING, Final
from warnings import catch_warnings, simplefilter

from PIL import Image, ImageOps

from formulir.ground.magic import HEAD_BYTES, tell_ekstensi
from formulir.language import phrase, take_reason
from formulir.press.child.limits import count_mega
from formulir.press.pictures.colours import ColourUnknownError, to_plain
from formulir.press.pictures.kinds import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from formulir.press.child.limits import Limits

_FOREIGN: Final = (
    *(OSError, SyntaxError, ValueError, ArithmeticError, LookupError),
    *(TypeError, AttributeError, RuntimeError, EOFError, struct_error),
)
"""What Pillow raises on a damaged picture."""

_BITS: Final = {"1": 1, "L": 8, "P": 8, "I;16": 16, "I;16B": 16, "I;16L": 16, "RGB": 24}
_MOST_BITS: Final = 32

_WHITE_IS: Final = 262
"""A TIFF's tag of what nought means. Source: TIFF 6.0, PhotometricInterpretation."""

_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = (None, 0, 1)


class PictureRefusedError(ValueError):
    """A picture cannot be taken, for the reason that it gives, with what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """One page of a picture file.

    Args:
        image: It, upright, in black and white, greys or sRGB, on white.
        catatan: What was done to make it so.
        lossless: Whether its format kept every dot as it was.
    """

    image: Image.Image
    catatan: tuple[str, ...]
    lossless: bool


@contextmanager
def open_frames(source: Path) -> Iterator[tuple[Image.Image, int]]:
    """Open a picture by its content; give it and the number of its pages.

    Only a TIFF has pages; other files of several pictures show the main one.

    Raises:
        PictureRefusedError: It is damaged; also what is damaged in its pages.
    """
    with source.open("rb") as file:
        kind = tell_ekstensi(file.read(HEAD_BYTES))
    if kind == "heic":
        _know_heif()
    # The limit is checked by hand, before a pixel is decoded.
    Image.MAX_IMAGE_PIXELS = None
    with catch_warnings():
        # What Pillow only remarks on, such as odd metadata, is no fault of a picture.
        simplefilter("ignore")
        try:
            with Image.open(source, formats=(FORMATS[kind],)) as image:
                many = int(getattr(image, "n_frames", 1))
                yield image, many if image.format == "TIFF" else 1
        except ColourUnknownError as error:
            raise PictureRefusedError(take_reason(error)) from error
        except PictureRefusedError:
            raise
        except _FOREIGN as error:
            reason = phrase("the picture is damaged; scan it again, or save it anew")
            raise PictureRefusedError(reason) from error


def holds_several(image: Image.Image) -> bool:
    """Tell whether a file holds pictures beside the one that is shown."""
    return image.format != "TIFF" and int(getattr(image, "n_frames", 1)) > 1


def read_frame(image: Image.Image, at: int, *, limits: Limits) -> Frame:
    """Read a page: no larger than is allowed, upright, in plain colours.

    A photograph of more dots than are allowed is taken in at a half, a third, … of
    its sides: paper shows a tenth of them.

    Args:
        image: The opened file.
        at: Which page, from 0.
        limits: How much a picture may unfold into.

    Raises:
        PictureRefusedError: It unfolds into too much even to be made smaller.
    """
    if at:
        image.seek(at)
    catatan = []
    lossless = image.format in ("PNG", "TIFF", "GIF", "BMP")
    before, page = image.size, _load(image, limits)
    if image.getexif().get(_ORIENTATION) not in _UPRIGHT:
        catatan.append(phrase("the picture was turned upright as its camera noted"))
        page.getexif()[_ORIENTATION] = image.getexif()[_ORIENTATION]
        page = ImageOps.exif_transpose(page)
    tags = getattr(image, "tag_v2", {})
    plain, done = to_plain(page, image.info, inverted=tags.get(_WHITE_IS) == 0)
    plain = _reduce(plain, limits)
    if plain.width * plain.height != before[0] * before[1]:
        catatan.append(
            phrase(
                "the picture has {before} megapixels and was brought down to {after}, "
                "more than paper shows",
                before=_count(before),
                after=_count(plain.size),
            )
        )
    return Frame(image=plain, catatan=(*catatan, *done), lossless=lossless)


def is_plain_jpeg(image: Image.Image, limits: Limits) -> bool:
    """Tell whether a JPEG shows what it should as it stands, bit by bit."""
    return (
        image.format == "JPEG"
        and image.mode in ("L", "RGB")
        and not image.info.get("icc_profile")
        and image.getexif().get(_ORIENTATION) in _UPRIGHT
        and not limits.describe_excess(*image.size, bits=count_bits(image.mode))
    )


def count_bits(mode: str) -> int:
    """Say how many bits a dot takes when a picture is unpacked."""
    return _BITS.get(mode, _MOST_BITS)


def _load(image: Image.Image, limits: Limits) -> Image.Image:
    """Decode a picture, made smaller until it is allowed.

    Raises:
        PictureRefusedError: To decode it would take too much.
    """
    excess = _describe(image, limits)
    if excess and image.format in ("JPEG", "MPO"):
        width, height = image.size
        share = 2
        while _describe(image, limits) and share <= 8:  # noqa: PLR2004 - JPEG's own
            image.draft(image.mode, (width // share, height // share))
            share *= 2
        excess = _describe(image, limits)
    held = 1 if image.mode in ("1", "L", "P") else 4
    if image.width * image.height * held > limits.decoded_bytes:
        reason = phrase(
            "the picture has {mega} megapixels and {limit} can be read; scan it at a "
            "lower resolution",
            mega=_count(image.size),
            limit=count_mega(limits.decoded_bytes // held),
        )
        raise PictureRefusedError(reason)
    image.load()
    # What cannot be made smaller as it is waits until its colours are plain.
    early = excess and image.mode in ("L", "RGB", "RGBA", "CMYK")
    return _reduce(image, limits) if early else image


def _reduce(image: Image.Image, limits: Limits) -> Image.Image:
    """Make a picture smaller by a whole number, until it is allowed."""
    if not _describe(image, limits):
        return image
    image = image.convert("L") if image.mode == "1" else image
    share, bits = 2, count_bits(image.mode)
    while limits.describe_excess(
        image.width // share, image.height // share, bits=bits
    ):
        share += 1
    small = image.reduce(share)
    small.info = dict(image.info)
    return small


def _describe(image: Image.Image, limits: Limits) -> str:
    return limits.describe_excess(*image.size, bits=count_bits(image.mode))


def _count(size: tuple[int, int]) -> int:
    return count_mega(size[0] * size[1])


def _know_heif() -> None:
    """Teach Pillow the pictures of telephones; what reads them takes time to load."""
    import pi_heif  # noqa: PLC0415 - above

    pi_heif.options.DECODE_THREADS = 1  # what they use counts as one child's time
    pi_heif.register_heif_opener(thumbnails=False)
