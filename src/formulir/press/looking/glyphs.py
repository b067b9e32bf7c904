"""Letters that no font has: each is printed as an empty box, the glyph ``.notdef``.

LibreOffice embeds a font as a subset of its own, in which a letter's code is the number
of its glyph. A letter that no font on the machine has gets a copy of glyph 0, which is
how it is told here.

Source: ISO 32000-1, 9.6.6.4 and 9.10.3 (ToUnicode); OpenType, ``loca`` and ``glyf``.
"""

from __future__ import annotations

import re
from itertools import pairwise
from struct import Struct
from typing import TYPE_CHECKING, Final

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BOXES: Final = frozenset("□▯☐▢◻\N{REPLACEMENT CHARACTER}")
"""Letters that look like the empty box and are meant to."""
_MEANS: Final = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<((?:[0-9A-Fa-f]{4})+)>")
_TABLE: Final = Struct(">4sLLL")
_HEADER: Final = 12
_LONG_OFFSETS_AT: Final = 50
_SUBSET: Final = re.compile(r"^/?(?:[A-Z]{6}\+)?")


def find_missing(page: pikepdf.Page) -> dict[str, str]:
    """Find the letters of a page that no font has.

    Returns:
        The letters by the name of the font that they were looked for in at last.
    """
    missing: dict[str, str] = {}
    fonts = page.resources.get("/Font", pikepdf.Dictionary())
    for font in fonts.values():
        if letters := "".join(_find_in_font(font)):
            name = _SUBSET.sub("", str(font.get("/BaseFont", "")))
            missing[name] = missing.get(name, "") + letters
    return missing


def _find_in_font(font: pikepdf.Object) -> Iterator[str]:
    """Give the letters of an embedded font that are copies of its glyph 0."""
    described = font.get("/FontDescriptor", pikepdf.Dictionary())
    if "/FontFile2" not in described or "/ToUnicode" not in font:
        return
    outlines = read_outlines(described.FontFile2.read_bytes())
    means = _read_means(font.ToUnicode.read_bytes())
    for code, outline in enumerate(outlines):
        letter = means.get(code, "")
        if outline and outline == outlines[0] and letter and letter not in _BOXES:
            yield letter


def read_outlines(data: bytes) -> list[bytes]:
    """Read the outline of each glyph of a TrueType font, as it stands in the file."""
    count = int.from_bytes(data[4:6], "big")
    places: Mapping[bytes, tuple[int, int]] = {
        tag: (start, size)
        for tag, _, start, size in _TABLE.iter_unpack(
            data[_HEADER : _HEADER + count * _TABLE.size]
        )
    }
    if not {b"head", b"loca", b"glyf"} <= places.keys():
        return []
    long = data[places[b"head"][0] + _LONG_OFFSETS_AT + 1]
    width, unit = (4, 1) if long else (2, 2)
    start, size = places[b"loca"]
    offsets = [
        int.from_bytes(data[at : at + width], "big") * unit
        for at in range(start, start + size, width)
    ]
    first = places[b"glyf"][0]
    return [data[first + one : first + two] for one, two in pairwise(offsets)]


def _read_means(table: bytes) -> dict[int, str]:
    """Read what each code of one byte means."""
    return {
        int(code, 16): bytes.fromhex(words.decode()).decode("utf-16-be", "replace")
        for code, words in _MEANS.findall(table)
    }
