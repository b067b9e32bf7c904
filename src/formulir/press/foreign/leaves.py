"""Pages as viewers take them: boxes, turns and contents that are not what they ought.

What is said of the page of a number is to be looked at there; the foot of the letter is
drawn on every page, so whatever a page leaves open is closed.
"""

from __future__ import annotations

from typing import Final

import pikepdf

from formulir.press.foreign.annotations import is_box, read_numbers

_PAGE_KEYS: Final = frozenset(
    {
        *("/Type", "/Parent", "/Contents", "/Resources", "/Group"),
        *("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"),
        *("/Rotate", "/UserUnit"),
    }
)
"""What makes up how a page looks; the rest refers to what is left behind."""

_LETTER: Final = (0, 0, 612, 792)
"""The size that viewers give a page which gives none."""

_UNREADABLE: Final = (
    *(pikepdf.PdfError, pikepdf.exceptions.PdfParsingError, RuntimeError),
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
)
"""What pikepdf raises on contents that it cannot take apart."""


def clean_pages(pdf: pikepdf.Pdf) -> list[str]:
    """Keep of each page what it looks like, and close what its contents left open."""
    catatan = []
    for number, page in enumerate(pdf.pages, start=1):
        for key in page.obj.keys() - _PAGE_KEYS:
            del page.obj[key]
        if _straighten(page.obj):
            catatan.append(f"page {number} held what cannot be shown; look at it")
        try:
            operators = pikepdf.parse_content_stream(page, "q Q")
        except _UNREADABLE:
            catatan.append(f"page {number} cannot be read to its end; look at it")
            _enclose(pdf, page.obj)
            continue
        names = [str(instruction.operator) for instruction in operators]
        left_open = names.count("q") - names.count("Q")
        if left_open > 0:
            page.contents_add(b"\n" + b"Q " * left_open)
    return catatan


def set_boxes(pdf: pikepdf.Pdf) -> list[str]:
    """Give each page the size and the turn that viewers give it.

    A page without a size is as large as a sheet of Letter, one that is cropped to
    nothing shows its whole sheet, and a turn is a number of quarters.
    """
    catatan = []
    for number, page in enumerate(pdf.pages, start=1):
        media = _read_box(page.obj, "/MediaBox")
        if media is None:
            page.obj.MediaBox = pikepdf.Array(_LETTER)
            catatan.append(f"page {number} gives no size and was taken as Letter")
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
    box = read_numbers(page.MediaBox)
    whole = pdf.make_stream(
        b"\n".join(data),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array(box),
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
