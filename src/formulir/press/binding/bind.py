"""Letters bound into one file, in the order in which they are printed.

The pages are those of the archive, untouched: nothing is drawn on them. What a letter
carries beside its pages (a signed file, embedded whole) is on no page, so it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from formulir.language import take_reason
from formulir.model import Pdf
from formulir.press.pdf.paper import PdfUnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pypdf.generic import PdfObject


@dataclass(frozen=True, kw_only=True, slots=True)
class Bound:
    """A file of many.

    Args:
        pdf: The file.
        halaman: Its pages, blank ones included.
        starts: On which page each part begins, from 1, in their order.
        embedded: By the place of a part, how many files it carries on no page.
    """

    pdf: Pdf
    halaman: int
    starts: tuple[int, ...]
    embedded: dict[int, int]


def bind(
    parts: Iterable[Pdf],
    *,
    duplex: bool = False,
    front: Callable[[Sequence[int], int], Pdf] | None = None,
) -> Bound:
    """Bind files into one, one behind the other.

    Args:
        parts: The files, of our own making; each is let go of once it is read.
        duplex: Whether a blank page follows a part with an odd number of pages, so
            that each part begins on the front of a sheet.
        front: Makes what stands before all parts, of the pages on which they begin,
            counted from the first part on, and of how many pages they have.

    Raises:
        PdfUnreadableError: One does not open.
    """
    writer = PdfWriter()
    starts: list[int] = []
    embedded = {}
    for number, part in enumerate(parts):
        starts.append(len(writer.pages) + 1)
        if count := _append(writer, part):
            embedded[number] = count
        _end_sheet(writer, len(writer.pages), duplex=duplex)
    if front is not None:
        before = front(starts, len(writer.pages))
        count = len(writer.pages)
        _append(writer, before, place=0)
        _end_sheet(writer, len(writer.pages) - count, duplex=duplex)
    out = BytesIO()
    halaman = len(writer.pages)
    writer.write(out)
    return Bound(
        pdf=Pdf(out.getvalue()),
        halaman=halaman,
        starts=tuple(starts),
        embedded=embedded,
    )


def _append(writer: PdfWriter, part: Pdf, *, place: int | None = None) -> int:
    """Append the pages of a file, or put them at a place.

    Returns:
        How many files it carries on no page.
    """
    try:
        reader = PdfReader(BytesIO(part))
        writer.merge(place, reader, import_outline=False)
        _adopt_layers(writer, reader)
        embedded = _count_embedded(reader)
    except PyPdfError as error:
        raise PdfUnreadableError(reason=take_reason(error)) from error
    writer.reset_translation(reader)  # it is not asked for again, and would be kept
    return embedded


def _end_sheet(writer: PdfWriter, count: int, *, duplex: bool) -> None:
    """Put a blank page behind an odd number of pages from the first one on."""
    if duplex and count % 2:
        box = writer.pages[count - 1].mediabox
        writer.insert_blank_page(float(box.width), float(box.height), count)


def _count_embedded(reader: PdfReader) -> int:
    """Count the files that a letter carries beside its pages."""
    return len(reader.attachments)


def _adopt_layers(writer: PdfWriter, reader: PdfReader) -> None:
    """Bring the layers of a file along, so that what is switched off stays so.

    Source: ISO 32000-1, 8.11.4.
    """
    layers = _get(reader.root_object, "/OCProperties")
    if not isinstance(layers, DictionaryObject):
        return
    default = _get(layers, "/D")
    shown = {id(each) for each in _list(default, "/ON")}
    hidden = {id(each) for each in _list(default, "/OFF")}
    closed = str(_get(default, "/BaseState")) == "/OFF"
    own = _take_layers(writer)
    for group in _list(layers, "/OCGs"):
        copy = group.clone(writer).indirect_reference
        own["/OCGs"].append(copy)  # type: ignore[attr-defined] # an array of ours
        if id(group) in hidden or (closed and id(group) not in shown):
            own["/D"]["/OFF"].append(copy)  # type: ignore[index] # likewise


def _take_layers(writer: PdfWriter) -> DictionaryObject:
    """Return the list of layers of a new file, making it if need be."""
    root, name = writer.root_object, NameObject("/OCProperties")
    if name not in root:
        default = DictionaryObject(
            {
                NameObject("/Name"): TextStringObject("Lapisan"),
                NameObject("/Order"): ArrayObject(),
                NameObject("/OFF"): ArrayObject(),
            }
        )
        root[name] = DictionaryObject(
            {NameObject("/OCGs"): ArrayObject(), NameObject("/D"): default}
        )
    found = root[name]
    assert isinstance(found, DictionaryObject)  # noqa: S101 - it was just made
    return found


def _get(holder: PdfObject | None, key: str) -> PdfObject | None:
    """Return what stands under a key, wherever in the file it lies."""
    if not isinstance(holder, DictionaryObject):
        return None
    value = holder.get(key)
    return None if value is None else value.get_object()


def _list(holder: PdfObject | None, key: str) -> list[DictionaryObject]:
    """Return the dictionaries of an array."""
    array = _get(holder, key)
    members = array if isinstance(array, ArrayObject) else []
    found = [each.get_object() for each in members]
    return [each for each in found if isinstance(each, DictionaryObject)]
