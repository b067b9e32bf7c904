"""Places in a printed PDF: the bookmarks of its template, as named destinations.

LibreOffice exports every bookmark as the page and the upper left corner of the line
that it stands in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A point on a page: its index from 0, and points in its user space."""

    page: int
    x_pt: float
    y_pt: float


def read_places(pdf: pikepdf.Pdf) -> dict[str, Place]:
    """Read the named destinations of a file.

    Those that give no point, or that point to no page of this file, are left out.
    """
    names = pdf.Root.get("/Dests")
    if names is None:
        return {}
    numbers = {page.obj.objgen: i for i, page in enumerate(pdf.pages)}
    places = {}
    for name, target in names.as_dict().items():
        array = target.get("/D") if isinstance(target, pikepdf.Dictionary) else target
        place = _read_place(array, numbers)
        if place:
            places[name.removeprefix("/")] = place
    return places


def _read_place(
    array: pikepdf.Object | None, numbers: Mapping[tuple[int, int], int]
) -> Place | None:
    """Read ``[page /XYZ left top zoom]``."""
    if not isinstance(array, pikepdf.Array) or len(array) < len(("page", "XYZ", 0, 0)):
        return None
    page, kind, left, top = array.as_list()[:4]
    number = numbers.get(getattr(page, "objgen", (0, 0)))
    if number is None or kind != pikepdf.Name.XYZ or left is None or top is None:
        return None
    return Place(page=number, x_pt=float(left), y_pt=float(top))
