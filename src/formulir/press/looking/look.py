"""Looking at a finished letter, page by page, as whoever signs it would.

Nothing is compared with anything: what is told here is wrong by itself, whatever the
template meant. That a page is missing, or is another letter's, cannot be seen here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from formulir.language import phrase
from formulir.press.finishing.stamp import BOXES
from formulir.press.looking.judge_marks import (
    judge_company,
    judge_cover,
    judge_foot,
    judge_margin,
    judge_place,
    tell_places,
)
from formulir.press.looking.judge_text import (
    judge_cuts,
    judge_glyphs,
    judge_overlaps,
    judge_places,
    judge_words,
    list_braces,
)
from formulir.press.looking.lines import box_of, list_own_runs, read_lines
from formulir.press.looking.marks import find_marks
from formulir.press.looking.remark import make_remark
from formulir.press.looking.sheets import read_sheets, unite
from formulir.press.pdf.paper import MM, open_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulir.model import Pdf
    from formulir.press.finishing.stamp import StampBox
    from formulir.press.looking.marks import Mark
    from formulir.press.looking.remark import Remark
    from formulir.press.looking.sheets import Box, Run, Sheet
    from formulir.press.pdf.places import Place

_LEAST_LINES: Final = 2
"""Of the letter's own text, that are to stand above a signature on a later page."""
_BLOCK_LINES: Final = 5
"""The most lines that a signature has above the stamp: place and date, office."""
_ASIDE: Final = 5 * MM
_ABOVE: Final = 3.0
_NOWHERE: Final[Mapping[str, Place]] = MappingProxyType({})
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def look_at(
    pdf: Pdf,
    *,
    places: Mapping[str, Place] = _NOWHERE,
    konteks: Mapping[str, Any] = _NOTHING,
    halaman: int | None = None,
    boxes: Mapping[str, StampBox] = BOXES,
) -> list[Remark]:
    """Look at a letter of our own making, finished or as it was printed.

    Args:
        pdf: The file.
        places: Where its marks belong, as ``PrintedLetter`` has them. Without them it
            is told by the marks that were drawn.
        konteks: What the letter was filled with; what stands in it is no leftover.
        halaman: How many of its pages are the letter's own; behind these, attachments
            are not looked at. All when left out.
        boxes: Where each mark stands in relation to its place.

    Returns:
        What is wrong, in the order of the pages.

    Raises:
        PdfUnreadableError: It is no PDF.
    """
    given = {tag for text in _list_texts(konteks) for tag in list_braces(text)}
    remarks: list[Remark] = []
    with open_pdf(pdf) as opened:
        sheets = read_sheets(pdf, halaman=halaman)
        marks = find_marks(opened, halaman=len(sheets))
        for sheet in sheets:
            remarks += judge_places(sheet)
            remarks += judge_words(sheet, given=given)
            remarks += judge_glyphs(sheet, opened.pages[sheet.number])
            remarks += judge_cuts(sheet)
            remarks += judge_overlaps(sheet)
    own = list_own_runs(sheets)
    for sheet, runs in zip(sheets, own, strict=True):
        remarks += judge_foot(sheet, runs)
    remarks += _judge_blanks(sheets, own, marks)
    remarks += _judge_marks(sheets, marks, places, boxes)
    remarks += _judge_signature(sheets, own, tell_places(marks, places, boxes))
    return sorted(remarks, key=lambda remark: (remark.halaman, remark.warning))


def _list_texts(value: object) -> Iterator[str]:
    """Give every text that a context holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _list_texts(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _list_texts(member)


def _judge_marks(
    sheets: Sequence[Sheet],
    marks: Sequence[Mark],
    places: Mapping[str, Place],
    boxes: Mapping[str, StampBox],
) -> Iterator[Remark]:
    for mark in marks:
        yield from judge_cover(sheets[mark.page], mark)
        yield from judge_margin(sheets[mark.page], mark)
    for sheet in sheets:
        on_page = [mark for mark in marks if mark.page == sheet.number]
        yield from judge_company(sheet, on_page)
    drawn = {mark.name: mark for mark in marks}
    for name in places.keys() & boxes.keys():
        place, box = places[name], boxes[name]
        if place.page < len(sheets):
            yield from judge_place(
                sheets[place.page], name, place, box, mark=drawn.get(name)
            )


def _judge_blanks(
    sheets: Sequence[Sheet], own: Sequence[Sequence[Run]], marks: Sequence[Mark]
) -> Iterator[Remark]:
    """Tell pages without text or drawing of the letter's own.

    One between others may be meant, where a section begins on an odd page.
    """
    for sheet, runs in zip(sheets, own, strict=True):
        if runs or _list_drawings(sheet, sheets, marks):
            continue
        last = sheet is sheets[-1]
        reason = (
            phrase(
                "the page is blank; take the empty paragraphs or the page break at its "
                "end away"
            )
            if last
            else phrase(
                "the page is blank; take the page break before it away, unless it is "
                "meant to be empty"
            )
        )
        yield make_remark("blank", sheet, sheet.paper, reason, warning=not last)


def _list_drawings(
    sheet: Sheet, sheets: Sequence[Sheet], marks: Sequence[Mark]
) -> list[Box]:
    """List the drawings of a page that no other page has, and that are no marks."""
    others = {
        _round(box) for other in sheets if other is not sheet for box in other.drawings
    }
    drawn = {_round(mark.box) for mark in marks if mark.page == sheet.number}
    return [box for box in sheet.drawings if _round(box) not in others | drawn]


def _round(box: Box) -> tuple[int, ...]:
    return tuple(round(side / 2) for side in box)


def _judge_signature(
    sheets: Sequence[Sheet],
    own: Sequence[Sequence[Run]],
    places: Mapping[str, tuple[int, float, float]],
) -> Iterator[Remark]:
    """Tell a signature that stands on a page without the text that it signs.

    It could be laid behind any other letter.
    """
    page, x, y = places.get("cap", (0, 0.0, 0.0))
    if not 0 < page < len(sheets):
        return
    lines = read_lines([run for run in own[page] if run.box.lower >= y - _ABOVE])
    block = [line for line in lines if line[0].box.left >= x - _ASIDE]
    text = len(lines) - min(len(block), _BLOCK_LINES)
    if text >= _LEAST_LINES:
        return
    box = unite(map(box_of, block)) if block else sheets[page].paper
    reason = (
        phrase(
            "the signature stands on a page with one line of the letter above it; set "
            "'Keep with next' on the two lines before it, or shorten the letter"
        )
        if text
        else phrase(
            "the signature stands on a page with no line of the letter above it; set "
            "'Keep with next' on the two lines before it, or shorten the letter"
        )
    )
    yield make_remark("alone", sheets[page], box, reason)
