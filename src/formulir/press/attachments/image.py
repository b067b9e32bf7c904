"""Pictures as attachments: each becomes a page of A4. Runs in the child."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import img2pdf

from formulir.language import phrase, take_reason
from formulir.model import Pdf
from formulir.press.attachments.weight import check_count
from formulir.press.pdf.normal import LampiranRefusedError, Verdict, write_normal
from formulir.press.pdf.paper import open_pdf
from formulir.press.pictures.frames import (
    PictureRefusedError,
    holds_several,
    is_plain_jpeg,
    open_frames,
    read_frame,
)

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

    from formulir.press.child.limits import Limits
    from formulir.press.pictures.frames import Frame

_BORDER_MM: Final = 15
"""Leaves the foot of the page to the line that every page carries."""

_QUALITY: Final = 92
"""Of a JPEG that has to be written again."""

_DPI: Final = (96, 96)
"""Dots an inch of a picture that does not say, or that cannot mean what it says."""

_PNG_LEVEL: Final = 3
"""More would take longer than the picture takes to read, for a tenth of the bytes."""

_ONE_OF_MANY: Final = phrase(
    "the file holds several pictures, of which the first was kept"
)
_MAIN_OF_MANY: Final = phrase(
    "the file holds several pictures, of which the main one was kept"
)

_FOREIGN: Final = (
    *(OSError, SyntaxError, ValueError, ArithmeticError, LookupError),
    *(TypeError, AttributeError, RuntimeError),
)
"""What img2pdf raises on what it cannot lay out."""


def normalise_image(
    source: Path, target: Path, *, limits: Limits, told: str = ""
) -> Verdict:
    """Fit each picture of a file onto a page of A4, upright, in colours of PDF/A.

    A JPEG that is plain already is taken over bit by bit.

    Args:
        source: The file.
        target: Where the normalised file is to lie.
        limits: What it may cost.
        told: What is known of it already, for the remarks.

    Raises:
        LampiranRefusedError: It is no picture, or it has too many pixels or pages.
    """
    try:
        pages, catatan = _read_pages(source, limits)
    except PictureRefusedError as error:
        raise LampiranRefusedError(take_reason(error)) from error
    with open_pdf(_lay_out(pages)) as pdf:
        several = {_ONE_OF_MANY, _MAIN_OF_MANY}.intersection(catatan)
        putusan = "cleaned" if several else "ok"
        known = [told] * bool(told)
        return write_normal(
            pdf, target, putusan=putusan, pdfa=True, catatan=known + catatan
        )


def _read_pages(source: Path, limits: Limits) -> tuple[list[bytes], list[str]]:
    """Read each picture as a plain file, and what was done to all of them, once."""
    pages: list[bytes] = []
    catatan: list[str] = []
    with open_frames(source) as (image, count):
        check_count(count, limits)
        if holds_several(image):
            main = image.format == "HEIF"
            catatan.append(_MAIN_OF_MANY if main else _ONE_OF_MANY)
        if is_plain_jpeg(image, limits):
            image.load()  # what breaks off is found here
            return [source.read_bytes()], catatan
        for at in range(count):
            frame = read_frame(image, at, limits=limits)
            pages.append(_write_image(frame, image))
            catatan += frame.catatan
    return pages, list(dict.fromkeys(catatan))


def _write_image(frame: Frame, image: Image.Image) -> bytes:
    """Write the picture without metadata, but for the size that it was scanned at."""
    dpi = image.info.get("dpi", _DPI)
    if not all(_DPI[0] / 10 < dots < _DPI[0] * 100 for dots in dpi):
        dpi = _DPI
    page = frame.image
    page.info = {}
    out = BytesIO()
    if frame.lossless or page.mode == "1":
        page.save(out, "PNG", dpi=dpi, compress_level=_PNG_LEVEL)
    else:
        page.save(out, "JPEG", quality=_QUALITY, dpi=dpi)
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
        reason = phrase("the picture cannot be put on a page; save it as PNG")
        raise LampiranRefusedError(reason) from error
    return Pdf(pdf)
