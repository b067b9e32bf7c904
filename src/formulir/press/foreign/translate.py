"""Fields and marks by themselves, in terms that pdfium draws.

What it has no drawing for is described as the next thing that it has one for: text in
a box as a field, lines as ink.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.press.foreign.annotations import (
    has_appearance,
    is_on,
    read_flags,
    read_numbers,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEFT: Final = frozenset(
    {
        *("/P", "/Popup", "/Parent", "/Kids", "/IRT", "/A", "/AA", "/Dest", "/T"),
        *("/StructParent", "/OC", "/NM", "/M", "/PA", "/AP", "/F"),
    }
)
"""What leads away from an annotation, or says nothing about its look."""

_BOXES: Final = ("/FreeText", "/Stamp")
_LINES: Final = ("/Line", "/PolyLine", "/Polygon", "/Caret")
"""What is drawn as a field filled in, and as ink."""

_MULTILINE: Final = 1 << 12
_TEXT: Final = "/Helv 12 Tf 0 g"
_ARROW_PT: Final = 9.0
_SMALLEST_PT: Final = 4.0
_SIGN_SHARE: Final = 0.5
_LEADING: Final = 1.15
"""How small pdfium sets text, how wide a sign is by its height, and a line is high."""
_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s+Tf\b")
_COLOUR: Final = re.compile(r"((?:-?[\d.]+\s+){1,4})(?:g|rg|k)\b")


def is_translated(thing: pikepdf.Object, field: dict[str, pikepdf.Object]) -> bool:
    """Tell whether an annotation is drawn as the next thing that pdfium draws.

    Of a button that is on and says not how it looks, it shows no tick.
    """
    if str(thing.get("/Subtype")) in (*_BOXES, *_LINES):
        return True
    button = field.get("/FT") == pikepdf.Name.Btn and not has_appearance(thing)
    return button and is_on(thing, field.get("/V"))


def translate(
    thing: pikepdf.Object, field: dict[str, pikepdf.Object], *, name: str
) -> dict[str, object]:
    """Describe an annotation by itself, in terms that pdfium draws.

    Args:
        thing: The annotation.
        field: What it inherits.
        name: A name that no other one has.
    """
    entries: dict[str, object] = {
        key: value for key, value in thing.items() if key not in _LEFT
    }
    kind = str(thing.get("/Subtype"))
    entries["/F"] = 4
    if kind == "/Widget":
        entries |= {**field, "/T": pikepdf.String(name)}
        entries |= _set_value(thing, field)
    elif kind in _BOXES:
        entries |= _as_field(thing, name=name)
    elif kind in _LINES:
        entries |= _as_ink(thing, kind)
    return entries


def _set_value(
    thing: pikepdf.Object, field: dict[str, pikepdf.Object]
) -> dict[str, object]:
    """Say what a field stands at, in itself."""
    value = field.get("/V")
    if isinstance(value, pikepdf.Stream):
        return {"/V": pikepdf.String(value.read_bytes().decode("utf-8", "replace"))}
    if field.get("/FT") != pikepdf.Name.Btn:
        return {}
    state = thing.get("/AS", value)
    on = state if isinstance(state, pikepdf.Name) else pikepdf.Name.Off
    given = thing.get("/AP")
    known = {"/AP": given} if isinstance(given, pikepdf.Dictionary) else {}
    return {"/AS": on, "/V": on, **known}


def _as_field(thing: pikepdf.Object, *, name: str) -> dict[str, object]:
    """Describe text in a box as a field that is filled in with it."""
    stamp = thing.Subtype == pikepdf.Name.Stamp
    text = str(thing.get("/Contents", ""))
    look = pikepdf.Dictionary()
    given = thing.get("/DA")
    own = str(given) if isinstance(given, pikepdf.String) else _TEXT
    if (size := _SIZE.search(own)) and overflows(thing, size_pt=float(size[1])):
        own = _SIZE.sub("0 Tf", own)  # as large as fits
    ground = read_numbers(thing.get("/C"))
    if stamp:
        text = _name_stamp(thing)
        look.BC = pikepdf.Array([0.75, 0, 0])
    elif ground and ground != _find_colour(own):
        look.BG = pikepdf.Array(ground)  # else nobody could read the text
    return {
        "/Subtype": pikepdf.Name.Widget,
        "/FT": pikepdf.Name.Tx,
        "/T": pikepdf.String(name),
        "/V": pikepdf.String(text.replace("\r\n", "\r").replace("\n", "\r")),
        "/DA": pikepdf.String("/Helv 0 Tf 0.75 0 0 rg" if stamp else own),
        "/Ff": 0 if stamp else _MULTILINE,
        "/Q": 1 if stamp else read_flags(thing, "/Q"),
        "/MK": look,
    }


def overflows(thing: pikepdf.Object, *, size_pt: float = _SMALLEST_PT) -> bool:
    """Tell whether the text of a box is too long for it, by a guess at its lines."""
    text = str(thing.get("/Contents", ""))
    x0, y0, x1, y1 = read_numbers(thing.Rect)
    room = max(abs(x1 - x0), 1)
    lines = sum(
        1 + int(len(line) * size_pt * _SIGN_SHARE / room)
        for line in re.split("[\\r\\n]", text)
    )
    return lines * size_pt * _LEADING > abs(y1 - y0) + size_pt / 2


def _find_colour(style: str) -> list[float]:
    """Find the colour in which the text of a box is set: its last operands."""
    colour: list[float] = []
    for match in _COLOUR.finditer(style):
        colour = [float(number) for number in match[1].split()]
    return colour or [0.0]


def _name_stamp(thing: pikepdf.Object) -> str:
    """Give the words of a stamp, which its name holds: ``NotApproved``."""
    name = str(thing.get("/Name", "/Draft")).removeprefix("/").removeprefix("SB")
    words = "".join(f" {sign}" if sign.isupper() else sign for sign in name)
    return " ".join(words.split()).upper()


def _as_ink(thing: pikepdf.Object, kind: str) -> dict[str, object]:
    """Describe lines as strokes of ink, within a box that holds them all."""
    if kind == "/Caret":
        x0, y0, x1, y1 = read_numbers(thing.Rect)
        strokes = [[x0, y0, (x0 + x1) / 2, y1, x1, y0]]
    else:
        points = read_numbers(thing.get("/L" if kind == "/Line" else "/Vertices"))
        points = points[: len(points) // 2 * 2]
        closed = kind == "/Polygon" and len(points) > len("xy")
        strokes = [points + points[:2] if closed else points]
        if not closed:
            strokes += _list_arrows(thing, points)
    strokes = [stroke for stroke in strokes if len(stroke) >= len("xyxy")]
    xs = [x for stroke in strokes for x in stroke[::2]]
    ys = [y for stroke in strokes for y in stroke[1::2]]
    x0, y0, x1, y1 = read_numbers(thing.Rect)
    room = _ARROW_PT / 2
    box = [
        *(min([x0, *(x - room for x in xs)]), min([y0, *(y - room for y in ys)])),
        *(max([x1, *(x + room for x in xs)]), max([y1, *(y + room for y in ys)])),
    ]
    return {
        "/Subtype": pikepdf.Name.Ink,
        "/InkList": pikepdf.Array([pikepdf.Array(stroke) for stroke in strokes]),
        "/Rect": pikepdf.Array(box),
    }


def _list_arrows(thing: pikepdf.Object, points: Sequence[float]) -> list[list[float]]:
    """Give the strokes of the arrow heads at the ends of a line."""
    ends = thing.get("/LE")
    if not isinstance(ends, pikepdf.Array) or len(points) < len("xyxy"):
        return []
    strokes = []
    tips = ((points[0:2], points[2:4]), (points[-2:], points[-4:-2]))
    for end, (tip, behind) in zip(ends.as_list(), tips, strict=False):
        if str(end) in ("/OpenArrow", "/ClosedArrow"):
            dx, dy = behind[0] - tip[0], behind[1] - tip[1]
            share = _ARROW_PT / max((dx * dx + dy * dy) ** 0.5, 1e-6)
            dx, dy = dx * share, dy * share
            left = [tip[0] + dx - dy / 2, tip[1] + dy + dx / 2]
            right = [tip[0] + dx + dy / 2, tip[1] + dy - dx / 2]
            head = [*left, *tip, *right]
            strokes.append(head if str(end) == "/OpenArrow" else [*head, *left])
    return strokes
