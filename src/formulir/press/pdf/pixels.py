"""Pages of our own PDFs as pictures, and the words on them with their places."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Final

import pypdfium2

from formulir.press.pdf.paper import SheetView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from PIL import Image

    from formulir.model import Pdf

    Box = tuple[float, float, float, float]

DPI: Final = 100
"""Dots to an inch: a page fills a screen, and small print can be read."""
_POINTS: Final = 72
UNDRAWABLE: Final = (pypdfium2.PdfiumError, ValueError)
"""What comes of a file that cannot be drawn."""
_SAME: Final = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MOST_DOTS: Final = 1_500
"""Along the longer side of a page on which only ink is looked for."""
_PALE: Final = 200
"""What is not darker than this hides no code; 255 is white."""
TALLEST: Final = 4
"""A page so many times as high as it is wide is drawn narrower."""
_QUALITY: Final = 82
_ONE_AT_A_TIME: Final = Lock()
_PNG_LEVEL: Final = 3
"""More would take longer than the page took to print, for a tenth of the bytes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word on a page.

    Args:
        text: What it says.
        page: The page's index from 0.
        box: Left, top, right and bottom, in dots of the page's picture.
    """

    text: str
    page: int
    box: Box

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.box[3] - self.box[1]

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.box[2] - self.box[0]


def draw_pages(data: Pdf) -> list[Image.Image]:
    """Draw every page of a PDF of our own making."""
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        return [_draw(page) for page in pdf]


def draw_wide(source: Path, halaman: int, *, width_px: int) -> tuple[bytes, int]:
    """Draw a page as a small picture for people to look at.

    One is drawn at a time, for the library stands no two.

    Args:
        source: The file; a stranger's is looked at in its child only.
        halaman: Which page, from 1.
        width_px: How wide it is to be; a page that is very high is drawn narrower.

    Returns:
        The picture, a WebP file, and how many pages the file has.

    Raises:
        pypdfium2.PdfiumError: It cannot be opened.
        IndexError: It has no such page.
    """
    with _ONE_AT_A_TIME, closing(pypdfium2.PdfDocument(source)) as pdf:
        count = len(pdf)
        if not 1 <= halaman <= count:
            raise IndexError(halaman)
        pdf.init_forms()
        page = pdf[halaman - 1]
        across, down = page.get_size()
        scale = width_px / max(across, down / TALLEST, 1)
        picture: Image.Image = page.render(scale=scale).to_pil()
    return write_webp(picture.convert("RGB")), count


def write_webp(picture: Image.Image) -> bytes:
    """Write a picture as a WebP file, small rather than true to each dot."""
    out = BytesIO()
    picture.save(out, "WEBP", quality=_QUALITY, method=2)
    return out.getvalue()


def write_png(picture: Image.Image) -> bytes:
    """Write a picture as a PNG file."""
    out = BytesIO()
    picture.save(out, "PNG", compress_level=_PNG_LEVEL, dpi=(DPI, DPI))
    return out.getvalue()


def draw_pngs(data: Pdf) -> list[bytes]:
    """Draw every page as a PNG file."""
    return [write_png(picture) for picture in draw_pages(data)]


def digest_pages(data: Pdf) -> list[str]:
    """Give a digest of each page: its pixels in greys, and its text."""
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        return [_digest(page) for page in pdf]


def find_free(path: Path, boxes: Callable[[SheetView], Sequence[Box]]) -> list[int]:
    """Find on each page of a PDF the first of some boxes that bears no ink.

    Args:
        path: The file; a stranger's is looked at in its child only.
        boxes: Gives the boxes of a page as it is seen, in points from its lower left
            corner.

    Returns:
        For each page the place of the box, from 0; as many as there are where none is.
    """
    found = []
    with closing(pypdfium2.PdfDocument(path)) as pdf:
        for page in pdf:
            width, height = page.get_size()
            view = SheetView(width_pt=width, height_pt=height, matrix=_SAME)
            wanted = boxes(view)
            scale = min(1.0, _MOST_DOTS / max(width, height))
            picture = page.render(scale=scale, grayscale=True).to_pil().convert("L")
            free = (
                place
                for place, (x0, y0, x1, y1) in enumerate(wanted)
                if picture.crop(
                    (
                        int(x0 * scale),
                        int((height - y1) * scale),
                        int(x1 * scale) + 1,
                        int((height - y0) * scale) + 1,
                    )
                ).getextrema()[0]
                > _PALE
            )
            found.append(next(free, len(wanted)))
    return found


def read_words(data: Pdf) -> list[Word]:
    """Read the words of a PDF, in the order in which it holds them."""
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        return [
            Word(text=text, page=number, box=box)
            for number, page in enumerate(pdf)
            for text, box in _read_page(page)
        ]


def _digest(page: pypdfium2.PdfPage) -> str:
    bitmap = page.render(scale=DPI / _POINTS, grayscale=True)
    size = f"{bitmap.width}x{bitmap.height}".encode()
    text = page.get_textpage().get_text_bounded().encode("utf-8", "replace")
    return hashlib.sha256(size + text + bytes(bitmap.buffer)).hexdigest()


def _draw(page: pypdfium2.PdfPage) -> Image.Image:
    picture: Image.Image = page.render(scale=DPI / _POINTS, rev_byteorder=True).to_pil()
    return picture.convert("RGB")


def _read_page(page: pypdfium2.PdfPage) -> Iterator[tuple[str, Box]]:
    """Give each word with its place as it is seen."""
    height, scale = page.get_height(), DPI / _POINTS
    with closing(page.get_textpage()) as text:
        letters: list[tuple[str, Box]] = []
        for index in range(text.count_chars()):
            letter = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
            if not letter.isspace():
                x0, y0, x1, y1 = text.get_charbox(index, loose=True)
                box = (x0, height - y1, x1, height - y0)
                letters.append((letter, box))
            elif letters:
                yield _join(letters, scale)
                letters = []
        if letters:
            yield _join(letters, scale)


def _join(letters: list[tuple[str, Box]], scale: float) -> tuple[str, Box]:
    lefts, tops, rights, bottoms = zip(*(box for _, box in letters), strict=True)
    edges = (min(lefts), min(tops), max(rights), max(bottoms))
    x0, y0, x1, y1 = (edge * scale for edge in edges)
    return "".join(letter for letter, _ in letters), (x0, y0, x1, y1)
