"""A document of many letters becomes a PDF for each, by the marks where they begin."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.errors import MachineError
from formulir.press.pdf.pdfa import claim_pdfa
from formulir.press.pdf.places import read_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from formulir.press.pdf.places import Place

_LENGTH: Final = len("b00000")
"""Of a letter's name, with which the names of all its marks begin."""
_NAME: Final = re.compile(rb"/[^\s/<>\[\](){}%]+")
"""A name in a page's contents; text that looks like one only keeps too much."""


class CetakanShortError(MachineError):
    """A printed document does not hold the letters that were joined in it."""

    expected: int
    found: int
    says = (
        "of {expected} letters that were joined, {found} begin in the printed "
        "document; they are printed again in smaller batches"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedLetter:
    """One letter's pages, open, and the places where it is stamped."""

    pdf: pikepdf.Pdf
    places: dict[str, Place]


def split(whole: pikepdf.Pdf, *, count: int, judul: str) -> Iterator[PrintedLetter]:
    """Take a printed document apart.

    Args:
        whole: The document, which stays open until the letters are saved.
        count: How many letters were joined in it.
        judul: The title that each letter's file gets.

    Raises:
        CetakanShortError: A letter does not begin where it should, so nothing of
            this document can be trusted.
    """
    marks = read_places(whole)
    own: defaultdict[str, dict[str, Place]] = defaultdict(dict)
    for name, place in marks.items():
        own[name[:_LENGTH]][name[_LENGTH:]] = place
    for index, sheets in enumerate(_find_letters(own, len(whole.pages), count)):
        pdf = pikepdf.new()
        for number in sheets:
            page = whole.pages[number]
            _narrow(page.obj, _read_contents(page), done=set())
            pdf.pages.append(page)
        claim_pdfa(pdf, judul=judul)
        places = {
            name: replace(place, page=place.page - sheets.start)
            for name, place in own[_name(index)].items()
            if name
        }
        yield PrintedLetter(pdf=pdf, places=places)


def _find_letters(
    own: Mapping[str, Mapping[str, Place]], pages: int, count: int
) -> list[range]:
    """Return each letter's pages, if all letters and all their marks are in order."""
    names = [_name(index) for index in range(count)]
    marks = [own[name] for name in names if "" in own.get(name, ())]
    starts = [places[""].page for places in marks]
    letters = [range(*pair) for pair in pairwise([*starts, pages])]
    found = sum(
        all(place.page in sheets for place in places.values())
        for places, sheets in zip(marks, letters, strict=True)
    )
    if starts[:1] != [0]:
        found -= bool(found)  # pages before the first letter are the lost start of one
    if found != count:
        raise CetakanShortError(expected=count, found=found)
    return letters


def _name(index: int) -> str:
    """Name the mark where a letter begins.

    LibreOffice spells only letters and digits as they are.
    """
    return f"b{index:05}"


def _narrow(
    holder: pikepdf.Object, content: bytes, *, done: set[tuple[int, int]]
) -> None:
    """Leave a page or a drawing, and the drawings in it, the resources it names.

    LibreOffice gives all pages of a document, and all that is drawn transparently on
    them, one dictionary of resources: without this, every letter would carry the
    pictures of all the others.
    """
    shared = holder.get("/Resources")
    if shared is None:
        return
    used = {name.decode("latin-1") for name in _NAME.findall(content)}
    own = pikepdf.Dictionary()
    for kind, members in shared.items():
        if not isinstance(members, pikepdf.Dictionary):
            own[kind] = members
        elif kept := {n: member for n, member in members.items() if n in used}:
            own[kind] = pikepdf.Dictionary(kept)
    holder.Resources = own
    for drawing in _list_drawings(own):
        if drawing.objgen not in done:
            done.add(drawing.objgen)
            _narrow(drawing, drawing.read_bytes(), done=done)


def _list_drawings(resources: pikepdf.Dictionary) -> Iterator[pikepdf.Object]:
    """Give the forms, patterns and masks that have resources of their own."""
    none = pikepdf.Dictionary()
    kinds = ("/XObject", "/Pattern")
    members = [each for kind in kinds for each in resources.get(kind, none).values()]
    for state in resources.get("/ExtGState", none).values():
        mask = state.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary) and "/G" in mask:
            members.append(mask.G)
    for member in members:
        if isinstance(member, pikepdf.Stream) and "/Resources" in member:
            yield member


def _read_contents(page: pikepdf.Page) -> bytes:
    contents = page.obj.get("/Contents")
    if isinstance(contents, pikepdf.Array):
        return b"\n".join(part.read_bytes() for part in contents.as_list())
    return b"" if contents is None else contents.read_bytes()
