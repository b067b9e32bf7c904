"""QR codes on scanned pages: crooked, noisy, faint, upside down.

Each page is looked at for itself: first at its foot, and at its head, for it may lie
upside down; then as a whole; and where that has shown no code of a letter, blurred,
enlarged, turned. The last finds what noise hides, and costs most where there is nothing
to be found, so it ends when its time is used up, and that is said. What else a page
shows, a mark of an electronic signature or an address, never hides a letter's code.
"""

from __future__ import annotations

from functools import partial
from time import process_time
from typing import TYPE_CHECKING, Any, Final

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from formulir.language import phrase, take_reason
from formulir.press.pdf.page_code import SEPARATOR, read_page_code
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
THOROUGH_S: Final = 20.0
"""Seconds of processor time to look again at a page that has shown no code at first."""
LEAST_S: Final = 1.0
"""And where there are many pages, at least so many for each."""
STRIP: Final = 0.13
"""Of the height of a page; the code of its foot stands in it, skewed or not."""
INK: Final = 60
"""What is so much darker than the paper is ink."""
BLANK_SHARE: Final = 0.0008
"""A page with less ink than this is the back of another."""
ANGLES: Final = (4, -4, 8, -8)
"""Degrees by which a page is turned when it is looked at again."""

_LEAST: Final = 64
"""Dots: in less there is no code."""
_EDGE_PT: Final = 1.0
"""A picture that ends so near to the edges of a page is all of it."""
_FINER: Final = 1.2
"""A picture with so many dots more, or fewer, than the page wants is made anew."""
_BILINEAR: Final = Image.Resampling.BILINEAR
_RGB: Final = pypdfium2.raw.FPDF_COLORSPACE_DEVICERGB
_SIGNED: Final = b"/ByteRange"
_MASKS: Final = (b"/Mask", b"/SMask", b"/Decode[", b"/Decode [")
"""A picture that bears one of these is shown otherwise than it is stored."""
_BLOCK: Final = 1 << 20
_DAMAGED: Final = phrase("it is damaged and cannot be opened; scan it again")
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
        reason = phrase("it is encrypted; save a copy without password")
        raise ScanRefusedError(reason if locked else _DAMAGED) from error
    if count == 0:
        raise ScanRefusedError(phrase("it has no pages; scan it again"))
    # The reader's count of signatures misses one whose field was taken away.
    counted = pypdfium2.raw.FPDF_GetSignatureCount(pdf)
    held = _find_words(source, (_SIGNED, *_MASKS))
    signed = counted > 0 or _SIGNED in held
    seen = range(min(count, limits.halaman))
    plain = held.isdisjoint(_MASKS)
    return count, [partial(_draw, pdf, at, plain=plain) for at in seen], signed


def _find_words(source: Path, words: Sequence[bytes]) -> set[bytes]:
    """Find which words a file holds, without holding all of it in memory."""
    found: set[bytes] = set()
    before = b""
    with source.open("rb") as file:
        while block := file.read(_BLOCK):
            seen = before + block
            found |= {word for word in words if word in seen}
            before = block[-max(map(len, words)) :]
    return found


def _draw(pdf: pypdfium2.PdfDocument, at: int, *, plain: bool) -> Image.Image:
    """Draw a page in greys; one that cannot be drawn shows no code.

    Args:
        pdf: The file.
        at: The page's index from 0.
        plain: Whether no picture in the file is masked, or shown in other greys.
    """
    try:
        page = pdf[at]
        if plain and (scan := _find_scan(page)) is not None:
            return _draw_scan(scan)
        width, height = page.get_size()
        scale = min(DPI / 72, (PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        picture: Image.Image = bitmap.to_pil()
        return picture.convert("L")
    except (pypdfium2.PdfiumError, ValueError):
        return Image.new("L", (1, 1), 255)


def _find_scan(page: pypdfium2.PdfPage) -> pypdfium2.PdfImage | None:
    """Return the picture that is all of a page, upright, from edge to edge.

    To read it is seven times as fast as to draw the page. Only JPEGs in greys or in
    colours of a screen are taken so; nothing is known of the others without drawing.
    """
    raw = pypdfium2.raw
    if raw.FPDFPage_CountObjects(page) != 1 or raw.FPDFPage_GetAnnotCount(page):
        return None
    (each,) = page.get_objects(max_depth=1)
    if each.type != raw.FPDF_PAGEOBJ_IMAGE or page.get_rotation():
        return None
    (width, height), (a, b, c, d, e, f) = page.get_size(), each.get_matrix().get()
    off = (abs(a - width), abs(d - height), *map(abs, (b, c, e, f)))
    told = each.get_metadata()
    plain = (
        each.get_filters() == ["DCTDecode"]
        and told.bits_per_pixel in {8, 24}
        and told.colorspace in {raw.FPDF_COLORSPACE_DEVICEGRAY, _RGB}
        and not raw.FPDFPageObj_HasTransparency(each)
    )
    small = max(told.width, told.height) ** 2 <= 2 * PIXELS
    return each if plain and small and max(off) < _EDGE_PT else None


def _draw_scan(scan: pypdfium2.PdfImage) -> Image.Image:
    """Draw a picture that is all of a page, in about as many dots as the page."""
    picture: Image.Image = scan.get_bitmap(render=False).to_pil().convert("L")
    width, _, _, height, *_ = scan.get_matrix().get()
    scale = min(DPI / 72, (PIXELS / max(width * height, 1)) ** 0.5)
    size = (round(width * scale), round(height * scale))
    if 1 / _FINER <= picture.width / size[0] <= _FINER:
        return picture
    way = Image.Resampling.BOX if picture.width > size[0] else _BILINEAR
    return picture.resize(size, way, reducing_gap=2)


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
        raise ScanRefusedError(take_reason(error)) from error
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


def read_pages(
    pages: Sequence[Page], *, first: int = 1, thorough_s: float = THOROUGH_S
) -> list[dict[str, Any]]:
    """Read what the QR codes of some pages say, page by page.

    Args:
        pages: What draws each page; it is drawn when its turn comes, so that one at a
            time is held in memory.
        first: The number of the first of them.
        thorough_s: Seconds of processor time for the thorough looks at one page; of
            many pages each has its share, but ``LEAST_S``. If 0, there is none.

    Returns:
        For each its number, the texts of its codes, by how many degrees it must be
        turned to stand upright, whether it is blank, and whether its thorough look was
        ended before all was tried.
    """
    limit = max(LEAST_S, thorough_s / max(1, len(pages)))
    found = []
    for number, draw in enumerate(pages, start=first):
        page = draw()
        codes = _look(page)
        ours = any(map(_is_ours, codes))
        blank, hasty = not codes and _is_blank(page), False
        if thorough_s and not (ours or blank):
            more, hasty = _look_thoroughly(page, limit_s=limit)
            codes |= more
        turn = next((turn for text, turn in codes.items() if _is_ours(text)), 0)
        seen = {"number": number, "qr": list(codes), "turn": turn}
        found.append({**seen, "blank": blank, "hasty": hasty})
    return found


def _is_ours(text: str) -> bool:
    """Tell whether a code is of a page, a letter or a separator."""
    return text == SEPARATOR or read_page_code(text) is not None


def _look(page: Image.Image) -> dict[str, int]:
    """Look at a page as it is: both ends, where its foot may be, then all of it.

    All of it is looked at even when the foot was read: two sheets may lie on one.

    Returns:
        By the text of each code, by how many degrees the page must be turned.
    """
    codes: dict[str, int] = {}
    strip = int(page.height * STRIP)
    if strip > _LEAST:
        for top in (page.height - strip, 0):
            codes |= scan_codes(page.crop((0, top, page.width, top + strip)))
    return codes | scan_codes(page)


def _look_thoroughly(
    page: Image.Image, *, limit_s: float
) -> tuple[dict[str, int], bool]:
    """Look at a page in other ways until one shows a code of a letter.

    Returns:
        What was read, and whether the time was used up before all was tried.
    """
    began = process_time()
    for picture in _vary(page):
        codes = scan_codes(picture)
        if any(map(_is_ours, codes)):
            return codes, False
        if process_time() - began > limit_s:
            return {}, True
    return {}, False


def scan_codes(picture: Image.Image) -> dict[str, int]:
    """Read the QR codes of a picture, until one is of a letter."""
    codes: dict[str, int] = {}
    for binarizer in _BINARIZERS:
        found = zxingcpp.read_barcodes(picture, formats=_QR, binarizer=binarizer)
        codes |= {code.text: _turn(code) for code in found if code.text}
        if any(map(_is_ours, codes)):
            break
    return codes


def _turn(code: Any) -> int:  # noqa: ANN401 - the library carries no types
    """Return by how many degrees a page must be turned for a code to stand upright."""
    return int(round(-code.orientation / 90) * 90 % 360)


def _is_blank(page: Image.Image) -> bool:
    """Tell whether a page bears nothing: the back of a sheet.

    What lies within a hand's breadth of the edge is shadow or dust.
    """
    small = page.reduce(max(1, min(page.size) // 300))
    margin_x, margin_y = small.width // 20, small.height // 20
    inner = small.crop(
        (margin_x, margin_y, small.width - margin_x, small.height - margin_y)
    )
    if min(inner.size) < 1:
        return True
    ground = sorted(inner.resize((16, 16)).tobytes())[128]
    dark = sum(inner.histogram()[: max(0, ground - INK)])
    return dark < inner.width * inner.height * BLANK_SHARE


def _vary(page: Image.Image) -> Iterator[Image.Image]:
    """Give a page in other ways: without noise, enlarged, with less grey, turned.

    What finds most comes first.
    """
    soft = page.filter(ImageFilter.GaussianBlur(1))
    yield soft
    yield ImageOps.autocontrast(soft, cutoff=2)
    if page.width * page.height <= PIXELS:
        yield _enlarge(soft)
    yield page.filter(ImageFilter.MedianFilter(3))
    for angle in ANGLES:
        turned = soft.rotate(angle, fillcolor=255)
        yield turned
        if page.width * page.height <= PIXELS:
            yield _enlarge(turned)
        yield ImageOps.autocontrast(turned, cutoff=2)


def _enlarge(page: Image.Image) -> Image.Image:
    size = (page.width * 2, page.height * 2)
    return page.resize(size, Image.Resampling.BICUBIC)
