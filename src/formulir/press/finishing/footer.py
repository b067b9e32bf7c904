"""The discreet line at the foot of every page: number, archive code, page x of y."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.press.finishing.fonts import FooterFont, embed_font, read_font
from formulir.press.finishing.stamp import mark_artifact
from formulir.press.pdf.paper import MM, SheetView, format_numbers, view_page

if TYPE_CHECKING:
    from pathlib import Path


SIZE_PT: Final = 7.0
BASELINE_MM: Final = 10.0
"""From the lower edge of the page as it is seen."""
MARGIN_MM: Final = 20.0
GREY: Final = 0.45
"""0 is black; dark enough to survive a photocopy."""

_NAME: Final = "/FormulirKaki"
"""A page that this room has finished before has this font under this name already."""
_PROPERTIES: Final = b"<</Type /Pagination /Subtype /Footer>>"
_GAP_PT: Final = 14.0


def format_left(*, nomor: str | None, kode: str) -> str:
    """Write the left half: the number, if there is one, and the archive code.

    >>> format_left(nomor="0394/E5.2/PL/2013", kode="K7QF-3M0T-9XWA")
    '0394/E5.2/PL/2013 | K7QF-3M0T-9XWA'
    """
    return " | ".join(part for part in (nomor, kode) if part)


def draw_footer(pdf: pikepdf.Pdf, left: str, *, font: Path) -> dict[int, bytes]:
    """Add the font to a file, and return what draws the line on each page.

    Raises:
        FontMissingError: The font cannot be read.
    """
    subset = read_font(font, western=not left.isascii())
    embedded = embed_font(pdf, subset)
    drawings = {}
    dari = len(pdf.pages)
    for i, page in enumerate(pdf.pages):
        page.add_resource(embedded, pikepdf.Name.Font, pikepdf.Name(_NAME))
        right = f"halaman {i + 1} dari {dari}"
        drawings[i] = draw_line(view_page(page), left, right, font=subset)
    return drawings


def draw_line(
    view: SheetView, left_text: str, right_text: str, *, font: FooterFont
) -> bytes:
    """Draw a line of two halves, one at each margin, as the page is seen.

    On a page too narrow for it the line is set smaller rather than cut.
    """
    left, right = (
        text.encode("cp1252", errors="replace") for text in (left_text, right_text)
    )
    margin = min(MARGIN_MM * MM, view.width_pt * 0.1)
    baseline = min(BASELINE_MM * MM, view.height_pt * 0.25)
    room = view.width_pt - 2 * margin
    needed = font.measure(left + right, size_pt=SIZE_PT) + _GAP_PT
    size = SIZE_PT * min(1.0, room / needed)
    right_x = view.width_pt - margin - font.measure(right, size_pt=size)
    text = (
        f"{format_numbers(view.matrix)} cm {GREY} g "
        f"BT {_NAME} {format_numbers((size,))} Tf "
        f"{format_numbers((margin, baseline))} Td <{left.hex()}> Tj "
        f"{format_numbers((right_x - margin, 0))} Td <{right.hex()}> Tj ET"
    )
    return mark_artifact(text.encode("ascii"), properties=_PROPERTIES)
