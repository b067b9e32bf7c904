"""A word across every page: CONTOH on a specimen, BATAL on a copy of a void letter.

It is multiplied with what is below it, so it hides nothing: where a letter is black it
stays black.

Source: ISO 32000-1, 11.3.5 (blend modes).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.press.finishing.fonts import embed_font, find_font, read_font
from formulir.press.finishing.stamp import mark_artifact, overlay
from formulir.press.pdf.paper import format_numbers, open_pdf, save_pdf, view_page

if TYPE_CHECKING:
    from formulir.model import Pdf
    from formulir.press.finishing.fonts import FooterFont
    from formulir.press.pdf.paper import SheetView

WORD: Final = "CONTOH"
"""What stands across each page of a specimen."""
VOID: Final = "BATAL"
"""What stands across each page of a copy of a void letter."""
SPECIMEN_QR: Final = "CONTOH, bukan surat"
"""What the QR code of a specimen says: no archive code, so nothing is taken for one."""

_GREY: Final = 0.87
"""0 is black; light enough that whatever is printed is read through it."""
_SHARE: Final = 0.75
"""Of the diagonal of a page, how long the word is."""
_FONT: Final = "/FormulirContoh"
_BLEND: Final = "/FormulirKali"


def mark_specimen(data: Pdf, word: str = WORD) -> Pdf:
    """Write a word across every page of a copy.

    Args:
        data: The letter.
        word: ASCII letters.

    Raises:
        PdfUnreadableError: The file does not open.
        FontMissingError: There is no font to write it with.
    """
    font = read_font(find_font())
    with open_pdf(data) as pdf:
        embedded = embed_font(pdf, font)
        blend = pikepdf.Dictionary(
            Type=pikepdf.Name.ExtGState, BM=pikepdf.Name.Multiply
        )
        state = pdf.make_indirect(blend)
        drawings = {}
        for number, page in enumerate(pdf.pages):
            page.add_resource(embedded, pikepdf.Name.Font, pikepdf.Name(_FONT))
            page.add_resource(state, pikepdf.Name.ExtGState, pikepdf.Name(_BLEND))
            drawings[number] = _draw_word(view_page(page), font, word)
        overlay(pdf, [drawings])
        return save_pdf(pdf)


def _draw_word(view: SheetView, font: FooterFont, text: str) -> bytes:
    """Draw the word from the lower left to the upper right of a page as it is seen."""
    word = text.encode("ascii")
    diagonal = math.hypot(view.width_pt, view.height_pt)
    size = _SHARE * diagonal / font.measure(word, size_pt=1)
    # On a wide and low page the word would be higher than the page.
    size = min(size, _SHARE * min(view.width_pt, view.height_pt))
    cos, sin = view.width_pt / diagonal, view.height_pt / diagonal
    turn = (cos, sin, -sin, cos, view.width_pt / 2, view.height_pt / 2)
    left = -font.measure(word, size_pt=size) / 2
    low = -font.cap_height * size / 2000
    drawn = (
        f"{format_numbers(view.matrix)} cm {format_numbers(turn)} cm {_BLEND} gs "
        f"{_GREY} g BT {_FONT} {format_numbers((size,))} Tf "
        f"{format_numbers((left, low))} Td <{word.hex()}> Tj ET"
    )
    return mark_artifact(drawn.encode("ascii"))
