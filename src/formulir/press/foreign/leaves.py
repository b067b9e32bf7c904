"""Pages as viewers take them: boxes, turns and contents that are not what they ought.

What is said of the page of a number is to be looked at there; the foot of the letter is
drawn on every page, so whatever a page leaves open is closed.
"""

from __future__ import annotations

from typing import Final

import pikepdf

from formulir.language import phrase
from formulir.press.foreign.annotations import is_box, read_numbers

_PAGE_KEYS: Final = frozenset(
    {
        *("/Type", "/Parent", "/Contents", "/Resources", "/Group"),
        *("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"),
        *("/Rotate", "/UserUnit"),
    }
)
"""What makes up how a page looks; the rest refers to what is left behind."""

_DEEPEST: Final = 50
"""Levels of a page tree that are climbed; a damaged one may go in circles."""

_LETTER: Final = (0, 0, 612, 792)
"""The size that viewers give a page which gives none."""

_UNREADABLE: Final = (
    *(pikepdf.PdfError, pikepdf.exceptions.PdfParsingError, RuntimeError),
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
)
"""What pikepdf raises on contents that it cannot take apart."""


def close_pages(pdf: pikepdf.Pdf) -> list[str]:
    """Close what the contents of pages leave open, so that more can be drawn on them.

    What qpdf had to mend in the file must have been asked for before.

    Contents that restore more than they saved are enclosed: a viewer passes over such a
    step, but only where nothing else was saved before.
    """
    catatan: list[str] = []
    for number, page in enumerate(pdf.pages, start=1):
        if _straighten(page.obj):
            catatan.append(
                phrase("page {page} held what cannot be shown; look at it", page=number)
            )
        depth = _count_open(page)
        if depth is None or pdf.get_warnings():
            catatan.append(
                phrase("page {page} cannot be read to its end; look at it", page=number)
            )
            _enclose(pdf, page.obj)
        elif depth < 0:
            _enclose(pdf, page.obj)
        elif depth > 0:
            page.contents_add(b"\n" + b"Q " * depth)
    return catatan


def _count_open(page: pikepdf.Page) -> int | None:
    """Count the states that contents leave open; below nothing if they close too many.

    Returns:
        Nothing when they cannot be taken apart.
    """
    try:
        steps = pikepdf.parse_content_stream(page, "q Q")
    except _UNREADABLE:
        return None
    depth = 0
    for step in steps:
        depth += 1 if str(step.operator) == "q" else -1
        if depth < 0:
            return depth
    return depth


def drop_rest(pdf: pikepdf.Pdf) -> None:
    """Keep of each page what it looks like."""
    for page in pdf.pages:
        for key in page.obj.keys() - _PAGE_KEYS:
            del page.obj[key]


def _inherit(page: pikepdf.Object) -> None:
    """Write into a page what it inherits."""
    node = page
    for _ in range(_DEEPEST):
        above = node.get("/Parent")
        if not isinstance(above, pikepdf.Dictionary):
            break
        node = above
        for key in ("/Resources", "/MediaBox", "/CropBox", "/Rotate"):
            if key in node and key not in page:
                page[key] = node[key]


def set_boxes(pdf: pikepdf.Pdf) -> list[str]:
    """Give each page the size and the turn that viewers give it.

    A page without a size is as large as a sheet of Letter, one that is cropped to
    nothing shows its whole sheet, and a turn is a number of quarters.
    """
    catatan: list[str] = []
    for number, page in enumerate(pdf.pages, start=1):
        _inherit(page.obj)
        media = _read_box(page.obj, "/MediaBox")
        if media is None:
            page.obj.MediaBox = pikepdf.Array(_LETTER)
            catatan.append(
                phrase("page {page} gives no size and was taken as Letter", page=number)
            )
        for key in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
            if key in page.obj and _read_box(page.obj, key) is None:
                del page.obj[key]
        turn = page.obj.get("/Rotate", 0)
        quarters = int(turn) // 90 if _is_number(turn) else 0
        if turn != quarters * 90 or "/Rotate" in page.obj:
            page.obj.Rotate = quarters * 90 % 360
        unit = page.obj.get("/UserUnit", 1)
        if not (_is_number(unit) and float(unit) > 0):
            del page.obj["/UserUnit"]
    return catatan


def _is_number(value: object) -> bool:
    try:
        float(value)  # type: ignore[arg-type] # that is what is asked
    except (TypeError, ValueError, ArithmeticError):
        return False
    return not isinstance(value, pikepdf.String)


def _read_box(page: pikepdf.Object, key: str) -> list[float] | None:
    """Read a box, if it is one and holds anything."""
    if not is_box(page.get(key)):
        return None
    x0, y0, x1, y1 = read_numbers(page[key])
    return [x0, y0, x1, y1] if x0 != x1 and y0 != y1 else None


def _enclose(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    """Draw contents that cannot be taken apart as one thing, closed at its end.

    Whatever they leave open ends with the thing: ISO 32000-1, 8.10.1.
    """
    contents = page.get("/Contents", pikepdf.Array())
    parts = contents.as_list() if isinstance(contents, pikepdf.Array) else [contents]
    data = []
    for part in parts:
        try:
            data.append(part.read_bytes())
        except _UNREADABLE:
            data.append(part.read_raw_bytes())
    whole = pdf.make_stream(
        b"\n".join(data),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=page.MediaBox,
        Resources=page.Resources,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Isi=whole))
    page.Contents = pdf.make_stream(b"q /Isi Do Q")


def _straighten(page: pikepdf.Object) -> bool:
    """See that the foot can be drawn: resources and contents are what they should be.

    Returns:
        Whether something else was there and was dropped.
    """
    dropped = False
    resources = page.get("/Resources")
    if not isinstance(resources, pikepdf.Dictionary):
        page.Resources = pikepdf.Dictionary()
    else:
        for key in ("/Font", "/XObject"):
            if key in resources and not isinstance(resources[key], pikepdf.Dictionary):
                del resources[key]
                dropped = True
    if "/Contents" not in page:
        return dropped
    contents = page.Contents
    parts = contents.as_list() if isinstance(contents, pikepdf.Array) else [contents]
    streams = [part for part in parts if isinstance(part, pikepdf.Stream)]
    if len(streams) < len(parts):
        page.Contents = pikepdf.Array(streams)
        dropped = True
    return dropped
