"""Fonts that say the same as their programs: each glyph is there, and as wide as said.

Only kinds whose rules are looked at here are sound: TrueType and compact fonts, by
single bytes or by numbers of glyphs.

Source: ISO 19005-2:2011, 6.2.11.3 (composite fonts), 6.2.11.4 (embedding), 6.2.11.5
(widths), 6.2.11.6 (encodings of TrueType), 6.2.11.8 (``.notdef``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SHOWS: Final = frozenset({"Tj", "TJ", "'", '"'})
_SYMBOLIC: Final = 0b100
_TOLERANCE: Final = 1.0
"""Thousandths of the size of the letters by which widths may differ."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Used:
    """A font, and the strings that are set in it."""

    font: pikepdf.Object
    strings: list[bytes] = field(default_factory=list)


def are_fonts_sound(contents: Iterable[pikepdf.Object]) -> bool:
    """Tell whether each font in which something is set is sound for all of it.

    Args:
        contents: Pages, forms and patterns.

    Raises:
        ValueError: A font cannot be read; or what fontTools raises on a damaged one.
    """
    used: dict[tuple[int, int], _Used] = {}
    for holder in contents:
        for font, text in _list_strings(holder):
            used.setdefault(font.objgen, _Used(font=font)).strings.append(text)
    return all(_is_sound(each) for each in used.values())


def _list_strings(holder: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, bytes]]:
    """Give each string that is shown, with its font."""
    fonts = holder.get("/Resources", pikepdf.Dictionary()).get(
        "/Font", pikepdf.Dictionary()
    )
    font = None
    whole = pikepdf.Page(holder) if "/MediaBox" in holder else holder
    stack: list[pikepdf.Object | None] = []
    for step in pikepdf.parse_content_stream(whole):
        name = str(step.operator)
        if name == "q":
            stack.append(font)
        elif name == "Q" and stack:
            font = stack.pop()
        elif name == "Tf":
            font = fonts[str(step.operands[0])]
        elif name in _SHOWS:
            last = step.operands[-1]
            parts = last.as_list() if isinstance(last, pikepdf.Array) else [last]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    if font is None or not font.is_indirect:
                        raise ValueError("text is set in no font")
                    yield font, bytes(part)


def _is_sound(used: _Used) -> bool:
    kind = str(used.font.get("/Subtype"))
    codes = set().union(*used.strings) if used.strings else set()
    if kind == "/Type0":
        return _is_sound_composite(used)
    descriptor = used.font.FontDescriptor
    if kind == "/TrueType":
        program = _open_truetype(descriptor.FontFile2)
        find = _map_truetype(used.font, descriptor, program)
    elif kind == "/Type1" and "/FontFile3" in descriptor:
        program = _open_compact(descriptor.FontFile3)
        find = _map_compact(used.font, program)
    else:
        return False
    first = int(used.font.FirstChar)
    widths = [float(width) for width in used.font.Widths.as_list()]
    return all(
        0 <= code - first < len(widths)
        and _agrees(program, find.get(code), widths[code - first])
        for code in codes
    )


def _is_sound_composite(used: _Used) -> bool:
    """Look at a font whose codes are two bytes and count its glyphs."""
    (own,) = used.font.DescendantFonts.as_list()
    if str(used.font.Encoding) != "/Identity-H":
        return False
    descriptor = own.FontDescriptor
    text = b"".join(used.strings)
    if any(len(string) % 2 for string in used.strings):
        return False
    numbers = {text[at] << 8 | text[at + 1] for at in range(0, len(text), 2)}
    if own.Subtype == pikepdf.Name.CIDFontType2:
        program: Any = _open_truetype(descriptor.FontFile2)
        order = program.getGlyphOrder()
        table = own.CIDToGIDMap  # without it a reader would guess
        if isinstance(table, pikepdf.Stream):
            data = table.read_bytes()
            pairs = {n: data[2 * n] << 8 | data[2 * n + 1] for n in numbers}
        else:
            pairs = {n: n for n in numbers}
        names = {n: order[gid] for n, gid in pairs.items() if gid}
    else:
        program = _open_compact(descriptor.FontFile3)
        own_names = set(program.CharStrings.keys())
        keyed = {n: f"cid{n:05}" for n in numbers if n}
        if not hasattr(program, "ROS"):
            keyed = {n: program.charset[n] for n in numbers if n}
        names = {n: name for n, name in keyed.items() if name in own_names}
    widths = _read_cid_widths(own)
    missing = float(own.get("/DW", 1000))
    return all(_agrees(program, names.get(n), widths.get(n, missing)) for n in numbers)


def _read_cid_widths(font: pikepdf.Object) -> dict[int, float]:
    """Read the widths of a composite font. Source: ISO 32000-1, 9.7.4.3."""
    found: dict[int, float] = {}
    left = list(font.get("/W", pikepdf.Array()).as_list())
    while left:
        first, second = int(left.pop(0)), left.pop(0)
        if isinstance(second, pikepdf.Array):
            found |= {first + at: float(w) for at, w in enumerate(second.as_list())}
        else:
            width = float(left.pop(0))
            found |= dict.fromkeys(range(first, int(second) + 1), width)
    return found


def _agrees(program: Any, name: str | None, width: float) -> bool:  # noqa: ANN401 - fontTools is untyped
    """Tell whether a glyph is there, and as wide as the file says."""
    if name is None or name == ".notdef":
        return False
    if isinstance(program, TTFont):
        own = program["hmtx"][name][0] * 1000 / program["head"].unitsPerEm
    else:
        shape = program.CharStrings[name]
        shape.draw(NullPen())
        own = shape.width
    return bool(abs(own - width) <= _TOLERANCE)


def _open_truetype(stream: pikepdf.Object) -> TTFont:
    return TTFont(BytesIO(stream.read_bytes()), lazy=True)


def _open_compact(stream: pikepdf.Object) -> Any:  # noqa: ANN401 - as above
    """Open a compact font whose shapes count in thousandths."""
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(stream.read_bytes()), None)
    (top,) = fonts.topDictIndex
    if [round(each, 6) for each in top.FontMatrix] != [0.001, 0, 0, 0.001, 0, 0]:
        raise ValueError("its shapes count in another unit")
    return top


def _map_truetype(
    font: pikepdf.Object, descriptor: pikepdf.Object, program: TTFont
) -> dict[int, str]:
    """Map codes to glyphs as the rules for the two sorts of TrueType fonts have it."""
    tables = {(t.platformID, t.platEncID): t.cmap for t in program["cmap"].tables}
    symbolic = int(descriptor.Flags) & _SYMBOLIC
    encoding = font.get("/Encoding")
    if symbolic and encoding is None and ((3, 0) in tables or len(tables) == 1):
        ((_, table),) = [
            *((key, each) for key, each in tables.items() if key == (3, 0)),
            *list(tables.items())[:1],
        ][:1]
        high = next(iter(table), 0) & 0xFF00
        return {code: table[high | code] for code in range(256) if high | code in table}
    if not symbolic and encoding == pikepdf.Name.WinAnsiEncoding and (3, 1) in tables:
        signs = {code: bytes([code]).decode("cp1252", "ignore") for code in range(256)}
        table = tables[3, 1]
        found = {code: table.get(ord(sign)) for code, sign in signs.items() if sign}
        return {code: name for code, name in found.items() if name}
    raise ValueError("its codes are not told by rule")


def _map_compact(font: pikepdf.Object, program: Any) -> dict[int, str]:  # noqa: ANN401 - as above
    """Map codes to glyphs by the differences that the file gives, else by the font."""
    encoding = font.get("/Encoding")
    found: dict[int, str] = {}
    own = program.Encoding
    if isinstance(own, list):
        found = dict(enumerate(own))
    if not isinstance(encoding, pikepdf.Dictionary) or "/BaseEncoding" in encoding:
        raise ValueError("its codes are not told one by one")
    code = 0
    for each in encoding.Differences.as_list():
        if isinstance(each, pikepdf.Name):
            found[code] = str(each)[1:]
            code += 1
        else:
            code = int(each)
    names = set(program.CharStrings.keys())
    return {code: name for code, name in found.items() if name in names}
