"""Pages of our own PDFs as pictures, and the words on them with their places."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from formulir.model import Pdf

    Box = tuple[float, float, float, float]

DPI: Final = 100
"""Dots to an inch: a page fills a screen, and small print can be read."""
_POINTS: Final = 72
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
