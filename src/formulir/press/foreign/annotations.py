"""Annotations and fields: which of them are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.language import phrase
from formulir.press.pdf.normal import read_layers

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS: Final = {
    "/Widget": phrase("a form field"),
    "/FreeText": phrase("a text box"),
    "/Highlight": phrase("a highlight"),
    "/Underline": phrase("an underline"),
    "/StrikeOut": phrase("a strike-out"),
    "/Squiggly": phrase("a wavy underline"),
    "/Ink": phrase("a drawing"),
    "/Square": phrase("a frame"),
    "/Circle": phrase("a circle"),
    "/Line": phrase("a line"),
    "/Polygon": phrase("a shape"),
    "/PolyLine": phrase("a line of several parts"),
    "/Stamp": phrase("a stamp"),
    "/Caret": phrase("an insertion mark"),
    "/Text": phrase("a note"),
    "/Redact": phrase("a mark of what is to be blacked out"),
}
"""What shows something without an appearance; links and windows show nothing."""

_HIDDEN: Final = 0b100010
"""Hidden, or not for the screen. Source: ISO 32000-1, table 165."""

_INVISIBLE: Final = 0b1

_INHERITED: Final = ("/FT", "/V", "/DA", "/Q", "/Ff", "/Opt", "/MaxLen", "/I", "/TI")
_DEEPEST: Final = 30
"""Levels of a tree of fields that are climbed; a damaged one may go in circles."""

_PUSH_BUTTON: Final = 1 << 16


def list_annotations(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    """Give the annotations of a page that a viewer knows what to do with."""
    annots = page.obj.get("/Annots")
    if not isinstance(annots, pikepdf.Array):
        return
    for thing in annots.as_list():
        if isinstance(thing, pikepdf.Dictionary) and is_box(thing.get("/Rect")):
            yield thing


def is_box(value: object) -> bool:
    """Tell whether this is a rectangle: four numbers."""
    return isinstance(value, pikepdf.Array) and len(read_numbers(value)) == len("xyxy")


def read_numbers(value: object) -> list[float]:
    """Read an array of numbers; nothing when it holds anything else."""
    if not isinstance(value, pikepdf.Array):
        return []
    try:
        return [float(n) for n in value.as_list()]
    except (TypeError, ValueError, ArithmeticError):
        return []


def read_flags(thing: pikepdf.Object, key: str = "/F") -> int:
    """Read a number of flags; none when it is no number."""
    value = thing.get(key, 0)
    return value if isinstance(value, int) else 0


def is_hidden(thing: pikepdf.Object) -> bool:
    """Tell whether a viewer shows an annotation to nobody."""
    widget = thing.get("/Subtype") == pikepdf.Name.Widget
    return bool(read_flags(thing) & (_HIDDEN | _INVISIBLE * widget))


def show_as_viewers(pdf: pikepdf.Pdf) -> list[str]:
    """Set the flags of annotations so that qpdf shows what a viewer does.

    ``Invisible`` is said of fields and unknown kinds only, and what is not for the
    screen is hidden. An annotation of a layer hands it on to its appearance.

    Returns:
        What stays hidden with its layer, which some viewers show.
    """
    catatan: list[str] = []
    off = read_layers(pdf)[1]
    for number, page in enumerate(pdf.pages, start=1):
        for thing in list_annotations(page):
            kind = str(thing.get("/Subtype"))
            flags = read_flags(thing)
            if kind in WORDS:
                flags &= ~_INVISIBLE
            thing.F = flags | 2 if is_hidden(thing) else flags
            normal = thing.AP.N if has_appearance(thing) else None
            layer = thing.get("/OC")
            if layer is None or not isinstance(normal, pikepdf.Stream):
                continue
            normal.OC = layer
            if layer.objgen in off and kind in WORDS and not is_hidden(thing):
                said = phrase(
                    "page {page}: {what} of a layer that is switched off stays hidden",
                    page=number,
                    what=WORDS[kind],
                )
                catatan.append(said)
    return catatan


def has_appearance(thing: pikepdf.Object) -> bool:
    """Tell whether an annotation brings along what it looks like."""
    ap = thing.get("/AP")
    return isinstance(ap, pikepdf.Dictionary) and "/N" in ap


def has_words(thing: pikepdf.Object) -> bool:
    """Tell whether an annotation says anything."""
    return _has_text(thing.get("/Contents"))


def tell_notes(pdf: pikepdf.Pdf) -> list[str]:
    """Say on which pages notes stand whose words a viewer shows in a window only."""
    said: list[str] = []
    for number, page in enumerate(pdf.pages, start=1):
        notes = [
            thing
            for thing in list_annotations(page)
            if thing.get("/Subtype") == pikepdf.Name.Text
            and has_words(thing)
            and not is_hidden(thing)
        ]
        if notes:
            count = len(notes)
            said.append(
                phrase(
                    "page {page}: {count} note(s), of which the mark is printed and "
                    "the words are not",
                    page=number,
                    count=count,
                )
            )
    return said


def find_field(thing: pikepdf.Object) -> dict[str, pikepdf.Object]:
    """Gather what a field's widget inherits; nothing for other annotations."""
    if thing.get("/Subtype") != pikepdf.Name.Widget:
        return {}
    found: dict[str, pikepdf.Object] = {}
    node = thing
    for _ in range(_DEEPEST):
        for key in _INHERITED:
            if key not in found and key in node:
                found[key] = node[key]
        parent = node.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            break
        node = parent
    return found


def shows_something(thing: pikepdf.Object, field: dict[str, pikepdf.Object]) -> bool:
    """Tell whether a viewer shows anything of an annotation without an appearance."""
    if thing.get("/Subtype") != pikepdf.Name.Widget:
        return str(thing.get("/Subtype")) in WORDS
    look = thing.get("/MK")
    framed = isinstance(look, pikepdf.Dictionary) and not {"/BG", "/BC"}.isdisjoint(
        look.keys()
    )
    kind, value = field.get("/FT"), field.get("/V")
    if kind == pikepdf.Name.Btn:
        flags = field.get("/Ff", 0)
        pushed = isinstance(flags, int) and bool(flags & _PUSH_BUTTON)
        return framed or pushed or is_on(thing, value)
    return kind in (pikepdf.Name.Tx, pikepdf.Name.Ch) and (framed or _has_text(value))


def is_on(thing: pikepdf.Object, value: object) -> bool:
    """Tell whether a button is on, by its state, else by the value of its field."""
    state = thing.get("/AS", value)
    return isinstance(state, pikepdf.Name) and state != pikepdf.Name.Off


def _has_text(value: object) -> bool:
    if isinstance(value, pikepdf.Array | pikepdf.Stream):
        return True
    return value is not None and bool(str(value).strip())
