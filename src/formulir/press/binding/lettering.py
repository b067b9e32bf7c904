"""Plain text on pages of our own: measured, broken into lines, and drawn.

The font holds the letters of western languages. What else a name is written with is
spelled by the nearest of them, and where there is none, that is told.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.press.finishing.fonts import embed_font, find_font, read_font
from formulir.press.pdf.paper import MM, format_numbers, save_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formulir.model import Pdf
    from formulir.press.finishing.fonts import FooterFont

LEADING: Final = 1.2
"""From one baseline to the next, in sizes of the font."""
_NAME: Final = "/FormulirTeks"
_NEAREST: Final = {"\u2010": "-", "\u2011": "-", "\u2212": "-", "\u02bc": "\u2019"}
_UNKNOWN: Final = "?"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of text on a page.

    Args:
        x_mm: Where it begins, from the left edge.
        y_mm: Its baseline, from the upper edge.
        size_pt: The size of the font.
        text: What it says.
        grey: 0 is black.
    """

    x_mm: float
    y_mm: float
    size_pt: float
    text: str
    grey: float = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnBox:
    """A frame on a page, a thin line where it has no height, in millimetres."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnSheet:
    """A page to be drawn.

    Args:
        width_mm: Its width.
        height_mm: Its height.
        lines: The text on it.
        boxes: The frames on it.
    """

    width_mm: float
    height_mm: float
    lines: Sequence[Line]
    boxes: Sequence[DrawnBox] = ()


def spell(text: str) -> bytes:
    r"""Spell a text with the letters of the font.

    >>> spell("Ngŏc Ñuñez")
    b'Ngoc \xd1u\xf1ez'
    """
    return "".join(map(_nearest, unicodedata.normalize("NFC", text))).encode("cp1252")


def list_unknown(text: str) -> str:
    """Give the characters of a text that the font has no letter for, each once."""
    chars = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(c for c in chars if c != _UNKNOWN and _nearest(c) == _UNKNOWN)


@cache
def _nearest(char: str) -> str:
    """Give the letter of the font that a character is written with."""
    if char.isspace():
        return " "
    plain = _NEAREST.get(char, char)
    for word in (plain, unicodedata.normalize("NFKD", plain)):
        kept = "".join(c for c in word if not unicodedata.combining(c))
        for spelled in (word, kept):
            if spelled and _is_known(spelled):
                return spelled
    return _UNKNOWN


def _is_known(word: str) -> bool:
    """Tell whether the font has all letters of a word."""
    try:
        return word.encode("cp1252").decode("cp1252").isprintable()
    except UnicodeEncodeError:
        return False


def text_font() -> FooterFont:
    """Return the font of these pages.

    Raises:
        FontMissingError: There is none on this machine.
    """
    return read_font(find_font(), western=True)


def measure_mm(text: str, *, size_pt: float) -> float:
    """Return how wide a text is."""
    return text_font().measure(spell(text), size_pt=size_pt) / MM


def break_lines(text: str, *, width_mm: float, size_pt: float) -> list[str]:
    """Break a text into lines, between words and, where one is too long, within it."""
    lines: list[str] = []
    for word in text.split():
        tried = f"{lines[-1]} {word}" if lines else word
        if lines and measure_mm(tried, size_pt=size_pt) <= width_mm:
            lines[-1] = tried
            continue
        if measure_mm(word, size_pt=size_pt) <= width_mm:
            lines.append(word)
            continue
        lines.append("")
        for char in word:
            if measure_mm(lines[-1] + char, size_pt=size_pt) > width_mm and lines[-1]:
                lines.append("")
            lines[-1] += char
    return lines


def draw_sheets(sheets: Iterable[DrawnSheet]) -> Pdf:
    """Draw pages, with their font inside.

    Raises:
        FontMissingError: There is no font for the text.
    """
    pdf, font = pikepdf.new(), text_font()
    embedded = embed_font(pdf, font)
    for sheet in sheets:
        size = (sheet.width_mm * MM, sheet.height_mm * MM)
        page = pdf.add_blank_page(page_size=size)
        page.add_resource(embedded, pikepdf.Name.Font, pikepdf.Name(_NAME))
        content = [
            *(_draw_box(box, sheet) for box in sheet.boxes),
            *(_draw_line(line, sheet) for line in sheet.lines),
        ]
        page.Contents = pdf.make_stream("\n".join(content).encode("ascii"))
    return save_pdf(pdf)


def _draw_line(line: Line, sheet: DrawnSheet) -> str:
    place = (line.x_mm * MM, (sheet.height_mm - line.y_mm) * MM)
    return (
        f"BT {format_numbers((line.grey,))} g {_NAME} {format_numbers((line.size_pt,))}"
        f" Tf {format_numbers(place)} Td <{spell(line.text).hex()}> Tj ET"
    )


def _draw_box(box: DrawnBox, sheet: DrawnSheet) -> str:
    low = sheet.height_mm - box.y_mm - box.height_mm
    if not box.height_mm:
        ends = (box.x_mm * MM, low * MM, (box.x_mm + box.width_mm) * MM, low * MM)
        return "0.4 w 0.6 G {} {} m {} {} l S".format(*map(_number, ends))
    corners = (box.x_mm * MM, low * MM, box.width_mm * MM, box.height_mm * MM)
    return f"0.4 w 0.6 G {format_numbers(corners)} re S"


def _number(value: float) -> str:
    return format_numbers((value,))
