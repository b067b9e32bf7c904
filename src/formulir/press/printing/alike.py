"""The proof that two ways of printing give the same paper.

Both documents come from one LibreOffice, which writes what it has laid out in one order
with one choice of names. So the same layout is the same drawing, byte for byte, and no
picture of a page is needed to see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from formulir.press.pdf.paper import open_pdf
from formulir.press.pdf.places import read_places

if TYPE_CHECKING:
    from formulir.model import Pdf


def is_alike(one: Pdf, other: Pdf) -> bool:
    """Tell whether two printed documents show the same, with the same marks.

    Raises:
        PdfUnreadableError: One does not open, or has no pages.
    """
    with open_pdf(one) as first, open_pdf(other) as second:
        if len(first.pages) != len(second.pages):
            return False
        if read_places(first) != read_places(second):
            return False
        known: dict[int, object] = {}
        return all(
            _read_sheet(page, 0, known) == _read_sheet(like, 1, known)
            for page, like in zip(first.pages, second.pages, strict=True)
        )


def _read_sheet(page: pikepdf.Page, which: int, known: dict[int, object]) -> object:
    """Return all that a page shows, in values that can be compared."""
    sheet = page.obj
    resources = sheet.get("/Resources", pikepdf.Dictionary())
    key = resources.objgen[0] * 2 + which
    # LibreOffice gives all pages one dictionary of resources, which is read once.
    if not resources.is_indirect or key not in known:
        known[key] = _read(resources)
    return (
        _read(sheet.get("/MediaBox")),
        sheet.get("/Rotate", 0),
        _read(sheet.get("/Contents")),
        known[key],
    )


def _read(node: object) -> object:
    """Spell an object and all that it refers to, which never leads back to it."""
    if isinstance(node, pikepdf.Stream):
        return (_read_dictionary(node), node.read_bytes())
    if isinstance(node, pikepdf.Dictionary):
        return _read_dictionary(node)
    if isinstance(node, pikepdf.Array):
        return tuple(_read(member) for member in node)
    return str(node)


def _read_dictionary(node: pikepdf.Object) -> object:
    return tuple(
        (name, _read(member))
        for name, member in sorted(node.items())
        if name not in {"/Parent", "/Length"}
    )
