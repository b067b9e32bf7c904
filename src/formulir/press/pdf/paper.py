"""PDF files as paper: opened, written, and measured as they are seen."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.errors import MachineError
from formulir.language import phrase, take_reason
from formulir.model import Pdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


MM: Final = 72 / 25.4
"""Points in a millimetre."""


class PdfUnreadableError(MachineError):
    """A PDF that this room made itself does not open."""

    reason: str
    says = "a PDF does not open: {reason}; print the letter again"


def open_pdf(data: Pdf) -> pikepdf.Pdf:
    """Open a PDF of our own making.

    Raises:
        PdfUnreadableError: It is no PDF, or it has no pages.
    """
    try:
        pdf = pikepdf.open(BytesIO(data))
        halaman = len(pdf.pages)
    except pikepdf.PdfError as error:
        raise PdfUnreadableError(reason=take_reason(error)) from error
    if not halaman:
        raise PdfUnreadableError(reason=phrase("it has no pages"))
    return pdf


def save_pdf(pdf: pikepdf.Pdf) -> Pdf:
    """Write a PDF compactly; equal contents give equal bytes."""
    out = BytesIO()
    pdf.save(
        out,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
        # Our metadata name no version of PDF, and need not be parsed to be left alone.
        fix_metadata_version=False,
    )
    return Pdf(out.getvalue())


def add_compressed(pdf: pikepdf.Pdf, data: bytes, **entries: object) -> pikepdf.Stream:
    """Add a stream of bytes that zlib has compressed already, once for many files.

    Args:
        pdf: The file.
        data: The compressed bytes.
        entries: What else its dictionary says.
    """
    stream = pikepdf.Stream(pdf, b"", **entries)
    stream.write(data, filter=pikepdf.Name.FlateDecode)
    return stream


_MAX_DEPTH: Final = 50
"""Levels of a page tree that are climbed; a damaged one may go in circles."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetView:
    """A page as it is seen: its size, and the way back to its own coordinates.

    Args:
        width_pt: Width as seen, after rotation, in points.
        height_pt: Height as seen.
        matrix: From the seen page (origin at its lower left) to user space, as the
            six operands of ``cm``.
    """

    width_pt: float
    height_pt: float
    matrix: tuple[float, float, float, float, float, float]


def view_page(page: pikepdf.Page) -> SheetView:
    """Measure a page by the box, rotation and unit that a viewer shows it with.

    Source: ISO 32000-1, 7.7.3.3 (Rotate, UserUnit) and 14.11.2 (page boundaries).
    """
    media, crop = pikepdf.Rectangle(page.mediabox), pikepdf.Rectangle(page.cropbox)
    both = media & crop
    box = both if both.width > 0 and both.height > 0 else media
    x0, y0, x1, y1 = box.llx, box.lly, box.urx, box.ury
    unit = float(page.obj.get("/UserUnit", 1))
    width, height = box.width * unit, box.height * unit
    k = 1 / unit
    turned = {
        90: (0, k, -k, 0, x1, y0),
        180: (-k, 0, 0, -k, x1, y1),
        270: (0, -k, k, 0, x0, y1),
    }
    angle = int(_inherited(page.obj, "/Rotate", 0)) % 360
    if angle in {90, 270}:
        width, height = height, width
    matrix = turned.get(angle, (k, 0, 0, k, x0, y0))
    return SheetView(width_pt=width, height_pt=height, matrix=matrix)


def format_numbers(numbers: Sequence[float]) -> str:
    """Write operands as PDF wants them: no exponent, no needless zeros.

    >>> format_numbers((0.0, -1.5, 12.000001))
    '0 -1.5 12'
    """
    return " ".join(f"{n:.4f}".rstrip("0").rstrip(".") for n in numbers)


def _inherited(node: pikepdf.Object, key: str, default: float) -> float:
    """Look an attribute up in a page, or in the tree above it."""
    for _ in range(_MAX_DEPTH):
        if key in node:
            return float(node[key])
        if "/Parent" not in node:
            break
        node = node["/Parent"]
    return default


def walk(pdf: pikepdf.Pdf, *, arrays: bool = False) -> Iterator[pikepdf.Object]:
    """Give every dictionary of a file once, also those that stand within others.

    Args:
        pdf: The file.
        arrays: Give the arrays too, each before what stands within it is looked at.
    """
    stack: list[object] = list(pdf.objects)
    while stack:
        thing = stack.pop()
        if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
            yield thing
            within = [value for _, value in thing.items()]
        elif isinstance(thing, pikepdf.Array):
            if arrays:
                yield thing
            within = list(thing.as_list())
        else:
            continue
        # What stands by itself is met in its own turn.
        stack += [
            value
            for value in within
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array)
            and not value.is_indirect
        ]
