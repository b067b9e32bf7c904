"""The sheet that is laid before each letter of others in a pile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.press.finishing.fonts import embed_font, find_font, read_font
from formulir.press.finishing.picture import draw_qr, embed_picture
from formulir.press.pdf.normal import _A4
from formulir.press.pdf.page_code import SEPARATOR
from formulir.press.pdf.paper import MM, format_numbers, save_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.model import Pdf

_SIDE: Final = 80 * MM
_FONT: Final = "/FormulirPemisah"
_LINES: Final = (
    (28.0, 200.0, "PEMISAH"),
    (12.0, 75.0, "Letakkan lembar ini di depan setiap surat dari instansi lain"),
    (12.0, 68.0, "dalam tumpukan yang dipindai. Lembar ini dapat dipakai lagi."),
)
"""Size in points, height in millimetres, text."""


def draw_separator(font: Path | None = None) -> Pdf:
    """Draw a separator sheet: a code that tells it, and what it is for.

    Raises:
        FontMissingError: There is no font for the text.
    """
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=_A4)
    subset = read_font(find_font(font), western=False)
    page.add_resource(embed_font(pdf, subset), pikepdf.Name.Font, pikepdf.Name(_FONT))
    image = embed_picture(pdf, draw_qr(SEPARATOR))
    page.add_resource(image, pikepdf.Name.XObject, pikepdf.Name("/Kode"))
    left = (_A4[0] - _SIDE) / 2
    place = format_numbers((_SIDE, 0, 0, _SIDE, left, 105 * MM))
    parts = [f"q {place} cm /Kode Do Q BT 0 g"]
    for size, height, text in _LINES:
        data = text.encode("cp1252")
        x = (_A4[0] - subset.measure(data, size_pt=size)) / 2
        where = format_numbers((1, 0, 0, 1, x, height * MM))
        parts.append(f"{_FONT} {size:g} Tf {where} Tm <{data.hex()}> Tj")
    page.Contents = pdf.make_stream(" ".join([*parts, "ET"]).encode("ascii"))
    return save_pdf(pdf)
