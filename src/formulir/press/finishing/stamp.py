"""Stamps: pictures at the places that a template marks with bookmarks.

LibreOffice exports every bookmark as a named destination: the page, and the upper left
corner of the line that it stands in. ``cap`` marks the left end of the space for the
signature, ``lambang`` the upper left corner of the emblem, ``qr`` that of the code,
``grafik`` that of a chart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.press.charts.grafik import HEIGHT_MM, WIDTH_MM
from formulir.press.finishing.picture import embed_picture
from formulir.press.finishing.vector import Vector, embed_vector, mark_spoken
from formulir.press.pdf.paper import MM, format_numbers, view_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formulir.press.finishing.picture import Picture
    from formulir.press.pdf.places import Place


@dataclass(frozen=True, kw_only=True, slots=True)
class StampBox:
    """A box beside a place, in millimetres; the picture is fitted into it.

    Args:
        width_mm: Width of the box.
        height_mm: Height of the box.
        right_mm: From the place to the box's left edge, to the right.
        up_mm: From the place to the box's upper edge, upwards.
        over_text: Whether text may stand under it, which it must not hide.
    """

    width_mm: float
    height_mm: float
    right_mm: float = 0
    up_mm: float = 0
    over_text: bool = False

    @property
    def side_mm(self) -> float:
        """Return the longer side."""
        return max(self.width_mm, self.height_mm)


BOXES: Final[Mapping[str, StampBox]] = MappingProxyType(
    {
        # The outer ring measures 45 mm. A third of it lies over the left part of the
        # signature, and its middle 10 mm below the line that names the office.
        # Source: Permendikbud 3/2021 (the stamp of a technical unit).
        "cap": StampBox(
            width_mm=45, height_mm=45, right_mm=-36, up_mm=11, over_text=True
        ),
        "lambang": StampBox(width_mm=22, height_mm=22),
        "qr": StampBox(width_mm=22, height_mm=22),
        "grafik": StampBox(width_mm=WIDTH_MM, height_mm=HEIGHT_MM),
    }
)
"""Where each stamp stands in relation to its bookmark."""


def draw_stamps(
    pdf: pikepdf.Pdf,
    pictures: Mapping[str, Picture | Vector],
    *,
    places: Mapping[str, Place],
    boxes: Mapping[str, StampBox] = BOXES,
) -> dict[int, bytes]:
    """Add pictures to a file, and return what draws them, page by page.

    A picture whose place the file does not have is left out.

    Args:
        pdf: The printed letter.
        pictures: Each by the name of its place.
        places: Where these places are.
        boxes: Where each stands in relation to its place.
    """
    drawings: defaultdict[int, bytes] = defaultdict(bytes)
    for name in [name for name in pictures if name in places]:
        picture, place = pictures[name], places[name]
        page = pdf.pages[place.page]
        key = f"/Formulir{name.capitalize()}"
        x, y, width, height = fit_picture(picture, boxes[name], place=place, page=page)
        matrix = format_numbers((width, 0, 0, height, x, y))
        content = f"{matrix} cm {key} Do".encode()
        if isinstance(picture, Vector):
            image = embed_vector(pdf, picture)
            drawings[place.page] += mark_spoken(content, alt=picture.alt)
        else:
            image = embed_picture(pdf, picture)
            drawings[place.page] += mark_artifact(content)
        page.add_resource(image, pikepdf.Name.XObject, pikepdf.Name(key))
    return dict(drawings)


def fit_picture(
    picture: Picture | Vector, box: StampBox, *, place: Place, page: pikepdf.Page
) -> tuple[float, float, float, float]:
    """Fit a picture into its box, its shape kept, and the box onto the page.

    Returns:
        Left, lower edge, width and height, in points.
    """
    box_width, box_height = box.width_mm * MM, box.height_mm * MM
    scale = min(box_width / picture.width, box_height / picture.height)
    width, height = picture.width * scale, picture.height * scale
    view = view_page(page)
    x = place.x_pt + box.right_mm * MM
    y = place.y_pt + box.up_mm * MM - height
    x = max(0.0, min(x, view.width_pt - width))
    y = max(0.0, min(y, view.height_pt - height))
    return x, y, width, height


def overlay(pdf: pikepdf.Pdf, drawings: Iterable[Mapping[int, bytes]]) -> None:
    """Draw over pages, whatever state their own contents leave behind."""
    content: defaultdict[int, bytes] = defaultdict(bytes)
    for drawing in drawings:
        for i, part in drawing.items():
            content[i] += part
    opening = pdf.make_stream(b"q\n")
    for i, part in content.items():
        page = pdf.pages[i].obj
        closing = pdf.make_stream(b"\nQ\n" + part)
        own = page.get("/Contents", pikepdf.Array())
        streams = list(own.as_list()) if isinstance(own, pikepdf.Array) else [own]
        page.Contents = pikepdf.Array([opening, *streams, closing])


def mark_artifact(content: bytes, *, properties: bytes = b"") -> bytes:
    """Mark a drawing as no part of what is read aloud, and keep its state inside.

    Source: ISO 32000-1, 14.8.2.2 (artifacts).
    """
    mark = b"/Artifact " + (properties + b" BDC" if properties else b"BMC")
    return mark + b" q " + content + b" Q EMC\n"
