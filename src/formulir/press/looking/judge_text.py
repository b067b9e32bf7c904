"""Judging the text of pages: where it stands, and what it says that no letter says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from formulir.errors import list_some
from formulir.language import phrase
from formulir.press.looking.glyphs import find_missing
from formulir.press.looking.remark import make_remark, quote
from formulir.press.pdf.paper import MM

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import pikepdf

    from formulir.press.looking.remark import Remark
    from formulir.press.looking.sheets import Box, Run, Sheet

MARGIN_MM: Final = 5
"""Nearer to the edge than this many printers do not print."""
_HAIR: Final = 0.5
"""Points; ink that strays this little is not seen."""

_BRACES: Final = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\$\{[^{}]*\}|\{\{|\}\}|\{%|%\}|\$\{"
)
"""Tags, whole or not."""
_SHOWN: Final = 5
_FIELDS: Final = re.compile(
    r"(?:error|galat|kesalahan)[:!]\s*"
    r"(?:reference source not found|(?:no )?bookmark (?:name given|not defined)"
    r"|no text of specified style|unknown document property|main document only"
    r"|sumber (?:rujukan|referensi|acuan) tidak (?:di)?temukan"
    r"|(?:markah|bookmark|penanda) tidak (?:ditentukan|didefinisikan))",
    re.IGNORECASE,
)
"""What LibreOffice and Word print for a field that leads nowhere."""

_SEEN: Final = 0.75
"""Of a line; where more is hidden, its letters lack their feet."""
_LEAST_PT: Final = 3
_LEAST_LETTERS: Final = 2
_COMMON: Final = 0.35
"""Of the height of the lower of two lines; a little less than a third, and their
letters only touch."""
_ASIDE: Final = 0.25
_ALIKE: Final = 3
"""How many times as high a line may be and still be text beside the other."""


def judge_places(sheet: Sheet) -> Iterator[Remark]:
    """Tell text that runs out of the page, or stands where printers do not print."""
    outside: list[tuple[float, str, Run]] = []
    near: list[tuple[float, str, Run]] = []
    for run in sheet.runs:
        if is_cut(run) and not run.box.meet(sheet.paper).empty:
            continue  # told as what it is
        room, side = min(measure_room(run.box, sheet))
        if room < -_HAIR:
            outside.append((room, side, run))
        elif room < MARGIN_MM * MM - _HAIR:
            near.append((room, side, run))
    if outside:
        room, side, run = min(outside, key=lambda each: each[0])
        yield make_remark(
            "outside",
            sheet,
            run.box,
            _tell_outside(run, len(outside) - 1, side, out_mm=-room / MM),
        )
    if near:
        room, side, run = min(near, key=lambda each: each[0])
        yield make_remark(
            "margin",
            sheet,
            run.box,
            _tell_near(run, len(near) - 1, side, room_mm=room / MM),
            warning=True,
        )


def _tell_outside(run: Run, more: int, side: str, *, out_mm: float) -> str:
    words = quote(run.text)
    if more:
        return phrase(
            "{words} and {more} more run out of the page, by {out:.0f} mm on the "
            "{side}; make its table, frame or indent narrower",
            words=words,
            more=more,
            out=out_mm,
            side=side,
        )
    return phrase(
        "{words} runs out of the page, by {out:.0f} mm on the {side}; make its table, "
        "frame or indent narrower",
        words=words,
        out=out_mm,
        side=side,
    )


def _tell_near(run: Run, more: int, side: str, *, room_mm: float) -> str:
    words = quote(run.text)
    if more:
        return phrase(
            "{words} and {more} more run to within {room:.0f} mm of the {side} edge, "
            "where many printers do not print; leave {limit} mm free",
            words=words,
            more=more,
            room=room_mm,
            side=side,
            limit=MARGIN_MM,
        )
    return phrase(
        "{words} runs to within {room:.0f} mm of the {side} edge, where many printers "
        "do not print; leave {limit} mm free",
        words=words,
        room=room_mm,
        side=side,
        limit=MARGIN_MM,
    )


def measure_room(box: Box, sheet: Sheet) -> list[tuple[float, str]]:
    """Measure what is left to each edge, in points."""
    return [
        (box.left, phrase("left")),
        (box.lower, phrase("lower")),
        (sheet.width - box.right, phrase("right")),
        (sheet.height - box.upper, phrase("upper")),
    ]


def list_braces(text: str) -> list[str]:
    """List what looks like a tag in a text, without blanks and in one case.

    >>> list_braces("SD {{ 7 * 7 }} dan ${X")
    ['{{7*7}}', '${']
    """
    return [_spell(found.group()) for found in _BRACES.finditer(text)]


def _spell(tag: str) -> str:
    return "".join(tag.split()).casefold()


def judge_words(sheet: Sheet, *, given: Collection[str]) -> Iterator[Remark]:
    """Tell leftovers of tags, and fields that lead nowhere.

    Args:
        sheet: The page.
        given: What looks like a tag in the records, as ``list_braces`` gives it; a
            school may be called so.
    """
    for found in _BRACES.finditer(sheet.text):
        if _spell(found.group()) not in given:
            yield make_remark(
                "braces",
                sheet,
                sheet.find(*found.span()),
                phrase(
                    "{words} is printed as it stands; correct the tag",
                    words=quote(found.group()),
                ),
            )
    for found in _FIELDS.finditer(sheet.text):
        yield make_remark(
            "field",
            sheet,
            sheet.find(*found.span()),
            phrase(
                "{words} is printed in place of a field whose bookmark is gone; "
                "put the cross-reference in again, or type what it says",
                words=quote(found.group()),
            ),
        )


def judge_glyphs(sheet: Sheet, page: pikepdf.Page) -> Iterator[Remark]:
    """Tell letters that are printed as empty boxes."""
    missing = find_missing(page)
    if not missing:
        return
    letters = "".join(dict.fromkeys("".join(missing.values())))
    reason = phrase(
        "no font on this machine has {letters}, so an empty box is printed; "
        "install a font that has it, or write it otherwise",
        letters=list_some(
            [f"{one} (U+{ord(one):04X})" for one in letters], shown=_SHOWN
        ),
    )
    yield make_remark("glyph", sheet, _find_glyph(sheet, missing), reason)


def _find_glyph(sheet: Sheet, missing: Mapping[str, str]) -> Box:
    """Find the first run that has a letter which its font lacks."""
    in_font = [run for run in sheet.runs if run.font in missing]
    having = [
        run for run in in_font if any(one in run.text for one in missing[run.font])
    ]
    return next((run.box for run in [*having, *in_font]), sheet.paper)


def judge_cuts(sheet: Sheet) -> Iterator[Remark]:
    """Tell text of which a good part is not seen, the first of a page."""
    cut = [run for run in sheet.runs if is_cut(run)]
    for run in cut[:1]:
        yield make_remark("cut", sheet, run.box, _tell_cut(run, len(cut) - 1))


def _tell_cut(run: Run, more: int) -> str:
    words = quote(run.text)
    if more:
        return phrase(
            "{words} and {more} more run beyond its row or frame, which cuts it off; "
            "set the height of the row or frame to 'at least', or shorten the text",
            words=words,
            more=more,
        )
    return phrase(
        "{words} runs beyond its row or frame, which cuts it off; set the height of "
        "the row or frame to 'at least', or shorten the text",
        words=words,
    )


def is_cut(run: Run) -> bool:
    """Tell whether a good part of a run is not seen."""
    seen = run.window.meet(run.box)
    whole = run.box.width * run.box.height
    return seen.empty or seen.width * seen.height < whole * _SEEN


def judge_overlaps(sheet: Sheet) -> Iterator[Remark]:
    """Tell lines that are drawn over each other, the first pair of a page."""
    runs = sorted(
        (run for run in sheet.runs if _is_text(run)), key=lambda run: -run.box.upper
    )
    for place, one in enumerate(runs):
        for other in runs[place + 1 :]:
            if other.box.upper < one.box.lower:
                break
            if _lie_over(one, other):
                yield make_remark(
                    "overlap",
                    sheet,
                    one.box.meet(other.box),
                    phrase(
                        "{one} and {other} are printed over each other; give "
                        "the lines, the row or the frame more height",
                        one=quote(one.text),
                        other=quote(other.text),
                    ),
                )
                return


def _is_text(run: Run) -> bool:
    """Tell whether a run is level text, and not a rule, dots or a watermark."""
    letters = sum(map(str.isalnum, run.text))
    level = run.box.height >= _LEAST_PT and not run.turned
    return level and letters >= _LEAST_LETTERS and not is_cut(run)


def _lie_over(one: Run, other: Run) -> bool:
    common = one.box.meet(other.box)
    low, high = sorted((one.box.height, other.box.height))
    narrow = min(one.box.width, other.box.width)
    if common.height < low * _COMMON or common.width < narrow * _ASIDE:
        return False
    return high < low * _ALIKE and not _is_shadow(one, other)


def _is_shadow(one: Run, other: Run) -> bool:
    """Tell whether text was drawn twice on purpose, a little aside."""
    aside = abs(one.box.left - other.box.left) + abs(one.box.upper - other.box.upper)
    return one.text.strip() == other.text.strip() and aside < _LEAST_PT * 2
