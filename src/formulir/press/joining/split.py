"""A document of many letters becomes a PDF for each; every page proves whose it is.

The width of a page names its letter (``identity``), and the marks where each letter
begins and ends must stand on the first and the last of its pages. Where one of these
disagrees, nothing of the document is used. A letter that was printed alone needs no
proof.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.errors import MachineError
from formulir.language import phrase
from formulir.press.joining.identity import END, measure, name_letter, tell_owner
from formulir.press.joining.skeleton import PLACES
from formulir.press.pdf.pdfa import claim_pdfa
from formulir.press.pdf.places import read_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from formulir.press.pdf.places import Place

_LENGTH: Final = len(name_letter(0))
_ENDS: Final = frozenset({"", END})
_DIGITS: Final = 12
"""Behind the point, as LibreOffice writes the size of a page."""
_NAME: Final = re.compile(rb"/[^\s/<>\[\](){}%]+")
"""A name in a page's contents; text that looks like one only keeps too much."""


class CetakanUnprovedError(MachineError):
    """A page of a printed document does not prove whose it is."""

    expected: int
    reason: str
    says = (
        "{expected} letters were printed together, and {reason}; they are printed "
        "again in smaller batches"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedLetter:
    """One letter's pages, open, and the places where it is stamped."""

    pdf: pikepdf.Pdf
    places: dict[str, Place]


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinedFacts:
    """What is known of a document before it was printed, or from who printed it.

    Args:
        widths: How wide the paper of the letters was meant to be, in twips.
        count: How many letters were joined in it.
        pages: How many pages LibreOffice laid it out in.
        anew: Whether each letter begins with an odd page number: then LibreOffice lays
            out, but does not print, a page that is left free before it. Nothing where
            that cannot be said.
    """

    widths: frozenset[int]
    count: int
    pages: int
    anew: bool | None


def split(
    whole: pikepdf.Pdf, facts: JoinedFacts, *, judul: str
) -> Iterator[PrintedLetter]:
    """Take a printed document apart.

    Args:
        whole: The document, which stays open until the letters are saved.
        facts: What it is held against.
        judul: The title that each letter's file gets.

    Raises:
        CetakanUnprovedError: A page does not prove whose it is, so nothing of this
            document can be trusted.
    """
    count = facts.count
    _check_order(whole, facts)
    sheets = [_tell_sheet(page, facts.widths, count) for page in whole.pages]
    owners = [owner for owner, _ in sheets]
    letters = _find_letters(owners, count)
    _check_count(letters, facts)
    own: defaultdict[int, dict[str, Place]] = defaultdict(dict)
    for name, place in read_places(whole).items():
        index, mark = _read_mark(name, count)
        own[index][mark] = place
    for index, pages in enumerate(letters):
        _check_marks(own[index], pages, index, count)
    for index, pages in enumerate(letters):
        for number in pages:
            whole.pages[number].mediabox = sheets[number][1]
        places = {
            name: replace(place, page=place.page - pages.start)
            for name, place in own[index].items()
            if name not in _ENDS
        }
        yield _take(whole, pages, places, judul=judul)


def take_alone(whole: pikepdf.Pdf, *, judul: str) -> PrintedLetter:
    """Take a document in which one letter was printed, as its author made it."""
    places = {n: place for n, place in read_places(whole).items() if n in PLACES}
    return _take(whole, range(len(whole.pages)), places, judul=judul)


def _take(
    whole: pikepdf.Pdf, pages: range, places: dict[str, Place], *, judul: str
) -> PrintedLetter:
    pdf = pikepdf.new()
    for number in pages:
        page = whole.pages[number]
        _narrow(page.obj, _read_contents(page), done=set())
        pdf.pages.append(page)
    claim_pdfa(pdf, judul=judul)
    return PrintedLetter(pdf=pdf, places=places)


def _check_order(whole: pikepdf.Pdf, facts: JoinedFacts) -> None:
    """See that no page was doubled, moved or left out of the list of pages.

    LibreOffice writes one after another, and no page that it does not list.
    """
    written = sum(
        isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Page"
        for each in whole.objects
    )
    if written != len(whole.pages):
        reason = phrase(
            "{written} pages were written and {listed} are listed",
            written=written,
            listed=len(whole.pages),
        )
        raise CetakanUnprovedError(facts.count, reason=reason)
    numbers = [_number_contents(page) for page in whole.pages]
    if any(one >= other for one, other in pairwise(numbers)):
        reason = phrase("its pages are not in the order in which they were written")
        raise CetakanUnprovedError(facts.count, reason=reason)


def _check_count(letters: Sequence[range], facts: JoinedFacts) -> None:
    """See that no page was lost between its layout and the paper."""
    free = sum(len(pages) % 2 for pages in letters[:-1]) if facts.anew else 0
    printed = sum(map(len, letters)) + free
    if facts.anew is not None and printed != facts.pages:
        reason = phrase(
            "{count} of their pages are missing", count=facts.pages - printed
        )
        raise CetakanUnprovedError(facts.count, reason=reason)


def _number_contents(page: pikepdf.Page) -> int:
    """Return the number of the object in which a page's drawing begins."""
    contents = page.obj.get("/Contents", page.obj)
    first = contents[0] if isinstance(contents, pikepdf.Array) else contents
    return first.objgen[0]


def _tell_sheet(
    page: pikepdf.Page, widths: Iterable[int], count: int
) -> tuple[int, pikepdf.Array]:
    """Tell whose a page is, and the size that its author gave it."""
    left, lower, right, upper = page.mediabox.as_list()
    told = tell_owner(float(right) - float(left), widths=widths, count=count)
    if told is None:
        reason = phrase(
            "a page is {width:.2f} points wide, as no letter's is", width=float(right)
        )
        raise CetakanUnprovedError(count, reason=reason)
    width = round(Decimal(measure(told[1])), _DIGITS)
    return told[0], pikepdf.Array([left, lower, left + width, upper])


def _find_letters(owners: Sequence[int], count: int) -> list[range]:
    """Return each letter's pages, which lie together and in the order of letters."""
    letters: list[range] = []
    for index, group in groupby(enumerate(owners), key=lambda pair: pair[1]):
        if index != len(letters):
            reason = phrase(
                "pages of letter {letter} follow those of {before}",
                letter=index + 1,
                before=len(letters),
            )
            raise CetakanUnprovedError(count, reason=reason)
        numbers = [number for number, _ in group]
        letters.append(range(numbers[0], numbers[-1] + 1))
    if len(letters) != count:
        raise CetakanUnprovedError(
            count, reason=phrase("{count} have pages", count=len(letters))
        )
    return letters


def _read_mark(name: str, count: int) -> tuple[int, str]:
    """Read a mark's letter from its name, and what it marks."""
    digits = name[1:_LENGTH]
    index = int(digits) if name.startswith("b") and digits.isdecimal() else count
    if len(digits) != _LENGTH - 1 or index >= count:
        raise CetakanUnprovedError(
            count, reason=phrase("the mark {mark} is no letter's", mark=name)
        )
    return index, name[_LENGTH:]


def _check_marks(
    marks: Mapping[str, Place], pages: range, index: int, count: int
) -> None:
    """See that a letter's marks lie in its pages, and its ends at their ends.

    The last letter ends where the document does.
    """
    wanted = {"": pages[0]} | ({END: pages[-1]} if index < count - 1 else {})
    found = {name: marks[name].page for name in _ENDS if name in marks}
    strays = [name for name, place in marks.items() if place.page not in pages]
    if found != wanted or strays:
        reason = phrase(
            "the marks of letter {letter} do not stand where it was printed",
            letter=index + 1,
        )
        raise CetakanUnprovedError(count, reason=reason)


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
