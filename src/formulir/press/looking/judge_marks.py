"""Judging stamp, emblem and code: what they hide, and whether they stand aright."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from formulir.language import phrase
from formulir.press.looking.judge_text import MARGIN_MM, measure_room
from formulir.press.looking.remark import make_remark, quote
from formulir.press.looking.sheets import Box
from formulir.press.pdf.foot import place_foot
from formulir.press.pdf.paper import MM, SheetView

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulir.press.finishing.stamp import StampBox
    from formulir.press.looking.marks import Mark
    from formulir.press.looking.remark import Remark
    from formulir.press.looking.sheets import Run, Sheet
    from formulir.press.pdf.places import Place

_WORDS: Final = {
    "cap": phrase("the stamp"),
    "lambang": phrase("the emblem"),
    "qr": phrase("the QR"),
    "grafik": phrase("the chart"),
}
_HIDDEN: Final = 0.75
"""Of a letter's box: a ring that crosses it hides less."""
_LETTERS: Final = 3
"""So many letters hidden, and a word is hard to guess."""
_HAIR: Final = 0.5
_PUSHED: Final = 1 * MM


def judge_cover(sheet: Sheet, mark: Mark) -> Iterator[Remark]:
    """Tell text that is hidden by a mark, or the text that a code stands on."""
    needed = 1 if mark.cover is None else _LETTERS
    hidden = [(run, found) for run in sheet.runs if (found := _count_hidden(run, mark))]
    if sum(found for _, found in hidden) < needed:
        return
    run, _ = max(hidden, key=lambda each: each[1])
    words = quote(run.text)
    reason = (
        phrase(
            "the stamp hides text: {words}; give a stamp with a clear ground, or move "
            "the bookmark",
            words=words,
        )
        if mark.name == "cap"
        else phrase(
            "{mark} hides text: {words}; move the bookmark, or make room at it",
            mark=_WORDS[mark.name],
            words=words,
        )
    )
    yield make_remark("covered", sheet, mark.box.meet(run.box), reason)


def _count_hidden(run: Run, mark: Mark) -> int:
    """Count the letters of a run that a mark hides, taking them as equally wide."""
    common = mark.box.meet(run.box)
    if common.width < _HAIR or common.height < _HAIR:
        return 0
    share = run.box.width / len(run.text)
    return sum(
        mark.measure(run.box._replace(left=left, right=left + share)) >= _HIDDEN
        for at, letter in enumerate(run.text)
        for left in [run.box.left + at * share]
        if not letter.isspace() and left < common.right and left + share > common.left
    )


def judge_company(sheet: Sheet, marks: Sequence[Mark]) -> Iterator[Remark]:
    """Tell marks of one page that lie over each other."""
    for one, other in combinations(marks, 2):
        common = one.box.meet(other.box)
        if common.width < _PUSHED or common.height < _PUSHED:
            continue
        if one.measure(common) > 0 and other.measure(common) > 0:
            yield make_remark(
                "marks",
                sheet,
                common,
                phrase(
                    "{one} and {other} lie over each other; move the bookmark of one",
                    one=_WORDS[one.name],
                    other=_WORDS[other.name],
                ),
            )


def judge_place(
    sheet: Sheet, name: str, place: Place, box: StampBox, *, mark: Mark | None
) -> Iterator[Remark]:
    """Tell a mark whose place would have it run out of the page.

    It was pushed onto the page, so that it is whole, but not where it belongs.
    """
    width, height = box.width_mm * MM, box.height_mm * MM
    if mark is not None:
        width, height = mark.box.width, mark.box.height
    left = place.x_pt + box.right_mm * MM
    upper = place.y_pt + box.up_mm * MM
    wanted = Box(left, upper - height, left + width, upper)
    common = wanted.meet(sheet.paper)
    out = max(wanted.width - common.width, wanted.height - common.height)
    if out > _PUSHED:
        yield make_remark(
            "moved",
            sheet,
            mark.box if mark else wanted,
            phrase(
                "{mark} would run {out:.0f} mm out of the page, so it is pushed "
                "aside; move its bookmark away from the edge",
                mark=_WORDS.get(name, name),
                out=out / MM,
            ),
            warning=True,
        )


def judge_margin(sheet: Sheet, mark: Mark) -> Iterator[Remark]:
    """Tell a mark that stands where many printers do not print."""
    room, side = min(measure_room(mark.box, sheet))
    if room < MARGIN_MM * MM - _HAIR:
        yield make_remark(
            "margin",
            sheet,
            mark.box,
            phrase(
                "{mark} stands {room:.0f} mm from the {side} edge, where many "
                "printers do not print; move its bookmark",
                mark=_WORDS[mark.name],
                room=room / MM,
                side=side,
            ),
            warning=True,
        )


def judge_foot(sheet: Sheet, runs: Sequence[Run]) -> Iterator[Remark]:
    """Tell text that stands where the code of the foot belongs."""
    paper = SheetView(
        width_pt=sheet.width, height_pt=sheet.height, matrix=(1, 0, 0, 1, 0, 0)
    )
    foot = place_foot(paper)
    code = Box(foot.x, foot.y, foot.x + foot.side, foot.y + foot.side)
    for run in runs:
        common = code.meet(run.box)
        if min(common.width, common.height) > _HAIR:
            yield make_remark(
                "foot",
                sheet,
                common,
                phrase(
                    "{words} stands where the code of the foot belongs, which "
                    "cannot be read then; give the page a lower margin of 17 mm "
                    "or more",
                    words=quote(run.text),
                ),
                warning=True,
            )
            return


def tell_places(
    marks: Sequence[Mark],
    places: Mapping[str, Place],
    boxes: Mapping[str, StampBox],
) -> dict[str, tuple[int, float, float]]:
    """Tell where each mark belongs: page, and point; as told, else as it was drawn."""
    drawn = {
        mark.name: (
            mark.page,
            mark.box.left - boxes[mark.name].right_mm * MM,
            mark.box.upper - boxes[mark.name].up_mm * MM,
        )
        for mark in marks
    }
    told = {
        name: (place.page, place.x_pt, place.y_pt) for name, place in places.items()
    }
    return drawn | told
