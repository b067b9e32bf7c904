"""Pictures as attachments: each becomes a page of A4. Runs in the child."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from struct import error as struct_error
from typing import TYPE_CHECKING, Final
from warnings import catch_warnings, simplefilter

import img2pdf
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from formulir.model import Pdf
from formulir.press.attachments.weight import check_count
from formulir.press.pdf.normal import LampiranRefusedError, Verdict, write_normal
from formulir.press.pdf.paper import open_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.press.child.limits import Limits

_BORDER_MM: Final = 15
"""Leaves the foot of the page to the line that every page carries."""

_QUALITY: Final = 92
"""Of a JPEG that has to be written again."""

_DPI: Final = (96, 96)
"""Dots an inch of a picture that does not say, or that cannot mean what it says."""

_PLAIN: Final = frozenset({"1", "L", "RGB"})
"""Modes that a letter's output intent covers as they are."""

_ONE_OF_MANY: Final = "the file holds several pictures, of which the first was kept"

_FOREIGN: Final = (
    *(OSError, SyntaxError, ValueError, ArithmeticError, LookupError),
    *(TypeError, AttributeError, RuntimeError, struct_error),
)
"""What Pillow raises on a damaged picture."""

_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = (None, 0, 1)


def normalise_image(source: Path, target: Path, *, limits: Limits) -> Verdict:
    """Fit each picture of a file onto a page of A4, upright, in colours of PDF/A.

    A JPEG that is plain already is taken over bit by bit.

    Raises:
        LampiranRefusedError: It is no picture, or it has too many pixels or pages.
    """
    # The limit is checked by hand, before a pixel is decoded.
    Image.MAX_IMAGE_PIXELS = None
    with catch_warnings():
        # What Pillow only remarks on, such as odd metadata, is no fault of the picture.
        simplefilter("ignore")
        pages, catatan = _read_pages(source, limits)
    putusan = "cleaned" if _ONE_OF_MANY in catatan else "ok"
    with open_pdf(_lay_out(pages)) as pdf:
        return write_normal(pdf, target, putusan=putusan, pdfa=True, catatan=catatan)


def _read_pages(source: Path, limits: Limits) -> tuple[list[bytes], list[str]]:
    """Return a plain file of each picture, and what was done to make them so."""
    pages: list[bytes] = []
    catatan: list[str] = []
    used = 0
    try:
        with Image.open(source, formats=("JPEG", "PNG", "TIFF")) as image:
            many = getattr(image, "n_frames", 1)
            check_count(many, limits)
            frames = many if image.format == "TIFF" else 1
            if many > frames:
                catatan.append(_ONE_OF_MANY)
            for frame in range(frames):
                if frame:
                    image.seek(frame)
                if excess := limits.describe_excess(*image.size, used=used):
                    reason = f"the picture has {excess}; scan it at a lower resolution"
                    raise LampiranRefusedError(reason)
                used += image.width * image.height
                image.load()
                data, done = _make_plain(image, source)
                pages.append(data)
                catatan += done
    except _FOREIGN as error:
        # What knows no picture at all names only where it lies, which the reader knows.
        detail = "" if isinstance(error, UnidentifiedImageError) else f" ({error})"
        reason = f"the picture is damaged{detail}; scan it again"
        raise LampiranRefusedError(reason) from error
    return pages, list(dict.fromkeys(catatan))


def _make_plain(image: Image.Image, source: Path) -> tuple[bytes, tuple[str, ...]]:
    """Return a plain file of the picture, and what was done to make it so."""
    catatan = []
    upright = image.getexif().get(_ORIENTATION) in _UPRIGHT
    see_through = image.has_transparency_data
    profile = image.info.get("icc_profile")
    plain = image.mode in _PLAIN and not see_through and not profile
    if plain and upright and image.format == "JPEG":
        return source.read_bytes(), ()
    lossy = image.format not in ("PNG", "TIFF")
    if not upright:
        catatan.append("the picture was turned upright as its camera noted")
        image = ImageOps.exif_transpose(image)
    if see_through:
        catatan.append("the transparency of the picture was laid on white")
        rgba = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba)
    if image.mode == "CMYK":
        catatan.append("the printing colours of the picture were turned into RGB")
    return _write_image(_to_srgb(image, profile), lossy=lossy), tuple(catatan)


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Turn any colours into plain sRGB or greys."""
    if profile and image.mode in ("RGB", "CMYK"):
        # A broken profile tells nothing about the colours.
        with suppress(ImageCms.PyCMSError, OSError):
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            plain = ImageCms.createProfile("sRGB")
            if turned := ImageCms.profileToProfile(
                image, given, plain, outputMode="RGB"
            ):
                return turned
    if image.mode in ("1", "L"):
        return image
    if image.mode.startswith("I"):
        # Sixteen bits of grey; a plain conversion would cut them at white.
        return image.point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("L" if image.mode == "LA" else "RGB")


def _write_image(image: Image.Image, *, lossy: bool) -> bytes:
    """Write the picture without metadata, but for the size that it was scanned at."""
    dpi = image.info.get("dpi", _DPI)
    if not all(_DPI[0] / 10 < dots < _DPI[0] * 100 for dots in dpi):
        dpi = _DPI
    image.info = {}
    out = BytesIO()
    if lossy and image.mode != "1":
        image.save(out, "JPEG", quality=_QUALITY, dpi=dpi)
    else:
        image.save(out, "PNG", dpi=dpi)
    return out.getvalue()


def _lay_out(pages: list[bytes]) -> Pdf:
    """Put each picture on A4, lying or standing as it does, never enlarged."""
    border = img2pdf.mm_to_pt(_BORDER_MM)
    layout = img2pdf.get_layout_fun(
        pagesize=(img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297)),
        border=(border, border),
        fit=img2pdf.FitMode.shrink,
        auto_orient=True,
    )
    try:
        pdf = img2pdf.convert(
            pages,
            layout_fun=layout,
            rotation=img2pdf.Rotation.none,
            nodate=True,
            engine=img2pdf.Engine.pikepdf,
        )
    except (img2pdf.ImageOpenError, *_FOREIGN) as error:
        reason = f"the picture cannot be put on a page ({error}); save it as PNG"
        raise LampiranRefusedError(reason) from error
    return Pdf(pdf)
