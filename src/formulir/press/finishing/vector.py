"""Charts put into a letter: vectors, with words for who cannot see them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.model import Pdf
from formulir.press.pdf.paper import open_pdf, view_page

if TYPE_CHECKING:
    from contextlib import ExitStack

    from formulir.press.charts.draw import Drawing

_LANGUAGE: Final = "id-ID"


@dataclass(frozen=True, kw_only=True, slots=True)
class Vector:
    """A drawing ready to be put into a PDF.

    Args:
        page: The page that it is, of a file that stays open.
        width: In points.
        height: In points.
        alt: What it shows, in words.
    """

    page: pikepdf.Page
    width: float
    height: float
    alt: str


def open_vector(drawing: Drawing, *, stack: ExitStack) -> Vector:
    """Open a drawing; it is read when the letter is saved.

    Args:
        drawing: The drawing.
        stack: Holds it open.
    """
    page = stack.enter_context(open_pdf(Pdf(drawing.pdf))).pages[0]
    view = view_page(page)
    return Vector(
        page=page, width=view.width_pt, height=view.height_pt, alt=drawing.alt
    )


def embed_vector(pdf: pikepdf.Pdf, vector: Vector) -> pikepdf.Object:
    """Add a drawing to a file, one unit wide and high as pictures are.

    Source: ISO 32000-1, 8.10.1 (form XObjects).
    """
    form = pdf.copy_foreign(vector.page.as_form_xobject())
    across, up = (round(Decimal(1 / n), 10) for n in (vector.width, vector.height))
    form.Matrix = pikepdf.Array([across, 0, 0, up, 0, 0])
    return form


def mark_spoken(content: bytes, *, alt: str) -> bytes:
    """Mark a drawing with the words that are read in its place.

    Source: ISO 32000-1, 14.9.3 (alternate descriptions of marked content) and 14.9.2
    (its language).
    """
    told = ("\ufeff" + alt).encode("utf-16-be").hex().upper()
    properties = f"<</Lang ({_LANGUAGE}) /Alt <{told}>>>".encode("ascii")
    return b"/Span " + properties + b" BDC q " + content + b" Q EMC\n"
