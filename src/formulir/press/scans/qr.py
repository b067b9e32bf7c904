"""QR codes on scanned pages: crooked, noisy, faint, upside down.

Each page is first looked at once, as it is. Only where no page has shown a code are
they looked at again, blurred, enlarged, turned: that finds what noise hides, and costs
most where there is nothing to be found.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from formulir.press.pictures.frames import (
    PictureRefusedError,
    open_frames,
    read_frame,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from formulir.press.child.limits import Limits

    Page = Callable[[], Image.Image]

DPI: Final = 200
"""Dots to an inch in which a page is looked at; a module of a code takes 3 or more."""
PIXELS: Final = 9_000_000
"""A page is looked at in no more dots than an A3 has at that resolution, and some."""
THOROUGH: Final = 8
"""So many pages are looked at again when none has shown a code."""
ANGLES: Final = (0, 4, -4, 8, -8)
"""Degrees by which a page is turned when it is looked at again."""

_DAMAGED: Final = "it is damaged and cannot be opened; scan it again"
_QR: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_BINARIZERS: Final = (
    zxingcpp.Binarizer.LocalAverage,
    zxingcpp.Binarizer.GlobalHistogram,
)


class ScanRefusedError(ValueError):
    """A file that came in cannot be taken, for the reason that it gives."""


def open_pages(source: Path, *, limits: Limits) -> tuple[int, list[Page], bool]:
    """Open a PDF.

    Returns:
        Its number of pages, what draws the pages, and whether it seems to be signed.

    Raises:
        ScanRefusedError: It cannot be opened, or has no pages.
    """
    try:
        pdf = pypdfium2.PdfDocument(source)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        reason = "it is encrypted; save a copy without password"
        raise ScanRefusedError(reason if locked else _DAMAGED) from error
    if count == 0:
        raise ScanRefusedError("it has no pages; scan it again")
    # The reader's count of signatures misses one whose field was taken away.
    counted = pypdfium2.raw.FPDF_GetSignatureCount(pdf)
    signed = counted > 0 or b"/ByteRange" in source.read_bytes()
    seen = range(min(count, limits.halaman))
    return count, [partial(_draw, pdf, at) for at in seen], signed


def _draw(pdf: pypdfium2.PdfDocument, at: int) -> Image.Image:
    """Draw a page in greys; one that cannot be drawn shows no code."""
    try:
        page = pdf[at]
        width, height = page.get_size()
        scale = min(DPI / 72, (PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        picture: Image.Image = bitmap.to_pil()
        return picture.convert("L")
    except (pypdfium2.PdfiumError, ValueError):
        return Image.new("L", (1, 1), 255)


def open_picture(source: Path, *, limits: Limits) -> tuple[int, list[Page]]:
    """Open a picture, which may have several pages (TIFF).

    Raises:
        ScanRefusedError: It cannot be opened, or unfolds into too much.
    """
    try:
        with open_frames(source) as (picture, count):
            seen = range(min(count, limits.halaman))
            if count == 1:
                read_frame(picture, 0, limits=limits)
    except PictureRefusedError as error:
        raise ScanRefusedError(str(error)) from error
    return count, [partial(_read_frame, source, at, limits) for at in seen]


def _read_frame(source: Path, at: int, limits: Limits) -> Image.Image:
    """Read one page of a picture in greys, at most in so many dots.

    One that cannot be read, or would unfold into too much, shows no code.
    """
    try:
        with open_frames(source) as (picture, _):
            page = read_frame(picture, at, limits=limits).image.convert("L")
    except PictureRefusedError:
        return Image.new("L", (1, 1), 255)
    share = (PIXELS / max(page.width * page.height, 1)) ** 0.5
    if share >= 1:
        return page
    return page.resize((int(page.width * share), int(page.height * share)))


def read_qr(pages: Sequence[Page]) -> list[str]:
    """Read what the QR codes of some pages say, each text once.

    Args:
        pages: What draws each page; it is drawn anew each time, so that one at a time
            is held in memory.
    """
    texts = dict.fromkeys(text for draw in pages for text in _scan(draw()))
    if texts:
        return list(texts)
    for draw in pages[:THOROUGH]:
        for picture in _vary(draw()):
            if found := _scan(picture):
                return found
    return []


def _scan(picture: Image.Image) -> list[str]:
    """Read the QR codes of a picture."""
    for binarizer in _BINARIZERS:
        found = zxingcpp.read_barcodes(picture, formats=_QR, binarizer=binarizer)
        if texts := [code.text for code in found if code.text]:
            return texts
    return []


def _vary(page: Image.Image) -> Iterator[Image.Image]:
    """Give a page in other ways: without noise, enlarged, with less grey, turned."""
    soft = page.filter(ImageFilter.GaussianBlur(1))
    for angle in ANGLES:
        turned = soft.rotate(angle, fillcolor=255) if angle else soft
        yield turned
        if page.width * page.height <= PIXELS:
            size = (page.width * 2, page.height * 2)
            yield turned.resize(size, Image.Resampling.BICUBIC)
        yield ImageOps.autocontrast(turned, cutoff=2)
    yield page.filter(ImageFilter.MedianFilter(3))
