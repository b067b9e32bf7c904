"""The discreet foot of every page: a small code, number, archive code, page x of y.

The code names letter, page and number of pages, so that a pile of scans can be sorted.
It stands in the margin, left of the line, and is drawn as one path: sharp on every
printer, and a few hundred bytes.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

import pikepdf
import zxingcpp

from formulir.language import phrase
from formulir.press.finishing.fonts import embed_font, read_font
from formulir.press.finishing.stamp import mark_artifact
from formulir.press.pdf.foot import QUIET, SIZE_PT, place_foot, turn_foot
from formulir.press.pdf.page_code import write_page_code
from formulir.press.pdf.paper import format_numbers, view_page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from formulir.press.finishing.fonts import FooterFont
    from formulir.press.pdf.foot import FootPlaces
    from formulir.press.pdf.paper import SheetView


GREY: Final = 0.45
"""0 is black; dark enough to survive a photocopy."""

_NAME: Final = "/FormulirKaki"
"""A page that this room has finished before has this font under this name already."""
_PROPERTIES: Final = b"<</Type /Pagination /Subtype /Footer>>"
_GAP_PT: Final = 14.0
_DARK: Final = re.compile(rb"\0+")
"""Dark modules of a row, side by side; light ones are 255."""
_ALL_FREE: Final[Mapping[int, int]] = MappingProxyType({})
_ROOM: Final = ((10, "H"), (16, "Q"), (20, "M"), (25, "L"))
"""Signs that version 1 holds, by its level of error correction: ISO/IEC 18004, 7.4."""


def format_left(*, nomor: str | None, kode: str) -> str:
    """Write the left half: the number, if there is one, and the archive code.

    >>> format_left(nomor="0394/E5.2/PL/2013", kode="K7QF-3M0T-9XWA")
    '0394/E5.2/PL/2013 | K7QF-3M0T-9XWA'
    """
    return " | ".join(part for part in (nomor, kode) if part)


def draw_footer(
    pdf: pikepdf.Pdf,
    left: str,
    *,
    kode: str,
    font: Path,
    feet: Mapping[int, int] = _ALL_FREE,
) -> tuple[dict[int, bytes], list[str]]:
    """Add the font to a file, and return what draws the foot of each page.

    Args:
        pdf: The file.
        left: The left half of the line.
        kode: The archive code, for the code of each page.
        font: What the line is set in.
        feet: By the index of a page, which place of its code is free: 0 the left one,
            1 the right one, 2 neither.

    Returns:
        The drawings by the page's index, and a remark on each page that has no code.

    Raises:
        FontMissingError: The font cannot be read.
    """
    subset = read_font(font, western=not left.isascii())
    embedded = embed_font(pdf, subset)
    drawings: dict[int, bytes] = {}
    remarks: list[str] = []
    dari = len(pdf.pages)
    for i, page in enumerate(pdf.pages):
        view = view_page(page)
        again = _NAME in page.resources.get("/Font", {})
        page.add_resource(embedded, pikepdf.Name.Font, pikepdf.Name(_NAME))
        right = f"halaman {i + 1} dari {dari}"
        places = place_foot(view)
        drawing = draw_cover(view, places) if again else b""
        taken = 0 if again else feet.get(i, 0)
        if taken == 1:
            places = turn_foot(places, view)
        elif taken:
            remarks.append(
                phrase(
                    "page {page} bears something where the code of its foot "
                    "stands, which may be hard to read on a scan",
                    page=i + 1,
                )
            )
        drawing += draw_line(view, left, right, font=subset, places=places)
        if places.side:
            code = write_page_code(kode, halaman=i + 1, jumlah=dari)
            drawing += draw_code(view, code, places)
        else:
            remarks.append(
                phrase("page {page} is too small for a code in its foot", page=i + 1)
            )
        drawings[i] = drawing
    return drawings, remarks


def draw_line(
    view: SheetView,
    left_text: str,
    right_text: str,
    *,
    font: FooterFont,
    places: FootPlaces | None = None,
) -> bytes:
    """Draw a line of two halves, one at each margin, as the page is seen.

    On a page too narrow for it the line is set smaller rather than cut.
    """
    left, right = (
        text.encode("cp1252", errors="replace") for text in (left_text, right_text)
    )
    places = places or place_foot(view)
    room = places.right - places.left
    needed = font.measure(left + right, size_pt=SIZE_PT) + _GAP_PT
    size = SIZE_PT * min(1.0, room / needed)
    right_x = places.right - font.measure(right, size_pt=size)
    text = (
        f"{format_numbers(view.matrix)} cm {GREY} g "
        f"BT {_NAME} {format_numbers((size,))} Tf "
        f"{format_numbers((places.left, places.baseline))} Td <{left.hex()}> Tj "
        f"{format_numbers((right_x - places.left, 0))} Td <{right.hex()}> Tj ET"
    )
    return mark_artifact(text.encode("ascii"), properties=_PROPERTIES)


def draw_code(view: SheetView, text: str, places: FootPlaces) -> bytes:
    """Draw a code as one path: in each row a rectangle for each run of dark modules.

    The level of error correction is the highest that version 1 has room for.

    Source: ISO/IEC 18004.
    """
    level = next((level for room, level in _ROOM if len(text) <= room), "L")
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    dots = memoryview(cast("bytes", code.to_image(scale=1, add_quiet_zones=False)))
    data, count = dots.tobytes(), len(dots)
    runs = [
        f"{run.start()} {count - 1 - row} {run.end() - run.start()} 1 re"
        for row in range(count)
        for run in _DARK.finditer(data[row * count : (row + 1) * count])
    ]
    module = places.side / count
    return mark_artifact(
        f"{format_numbers(view.matrix)} cm "
        f"{format_numbers((module, 0, 0, module, places.x, places.y))} cm 0 g "
        f"{' '.join(runs)} f".encode("ascii"),
        properties=_PROPERTIES,
    )


def draw_cover(view: SheetView, places: FootPlaces) -> bytes:
    """Cover the foot that a page has already: a letter that rides behind a letter.

    Two codes at one place could not be read, and one beside another would name two
    letters. What is covered is what ``draw_footer`` draws, and nothing else.
    """
    quiet = places.side * QUIET / 2
    text_y = places.baseline - 0.25 * SIZE_PT
    margin = view.width_pt - places.right
    boxes = (
        (places.x - quiet, places.y - quiet, *[places.side + 2 * quiet] * 2),
        (margin, text_y, places.right - margin, 1.1 * SIZE_PT),
    )
    path = " ".join(f"{format_numbers(box)} re" for box in boxes)
    content = f"{format_numbers(view.matrix)} cm 1 g {path} f"
    return mark_artifact(content.encode("ascii"), properties=_PROPERTIES)
