"""What makes a template a draft and not yet a letter, and would be printed.

Tracked changes, places that nobody filled in, fields of another system, hidden text
and pictures that lie elsewhere are told with their paragraph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from formulir.ground.package import W, find_kind, find_relations, is_on, list_styles
from formulir.language import phrase
from formulir.letters.word.fields import judge_field, list_fields
from formulir.letters.word.hidden import VANISH, find_hidden
from formulir.letters.word.outside import find_anchors, find_outside
from formulir.letters.word.paragraphs import (
    DraftMark,
    Nearest,
    quote_text,
    read_paragraphs,
)
from formulir.model import Fault, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from formulir.letters.word.members import Package
    from formulir.letters.word.paragraphs import Paragraph

_RUNS: Final = {
    "ins": phrase("inserted"),
    "del": phrase("deleted"),
    "moveFrom": phrase("moved away"),
    "moveTo": phrase("moved here"),
}
_CHANGES: Final = _RUNS | {
    "cellIns": phrase("a cell, inserted"),
    "cellDel": phrase("a cell, deleted"),
    "cellMerge": phrase("cells, merged"),
    "rPrChange": phrase("the format"),
    "pPrChange": phrase("the format of the paragraph"),
    "tblPrChange": phrase("the format of the table"),
    "tblPrExChange": phrase("the format of the table"),
    "tblGridChange": phrase("the columns of the table"),
    "trPrChange": phrase("the format of a row"),
    "tcPrChange": phrase("the format of a cell"),
    "sectPrChange": phrase("the layout of the pages"),
    "numberingChange": phrase("the number of a list"),
    "customXmlInsRangeStart": phrase("something inserted"),
    "customXmlDelRangeStart": phrase("something deleted"),
    "customXmlMoveFromRangeStart": phrase("something moved away"),
    "customXmlMoveToRangeStart": phrase("something moved here"),
}
_TEXTS: Final = (f"{W}t", f"{W}delText")
_OLD_FIELD: Final = re.compile(r"«[^«»]{1,60}»")


def check_drafts(
    package: Package, roots: Mapping[str, etree._Element], *, nama: str
) -> list[Fault]:
    """Tell what makes a template a draft, in all parts that are printed.

    Args:
        package: The template.
        roots: Its parts.
        nama: What to call it in a fault.
    """
    styles = find_kind(package.members, "styles")
    hiding = list_styles(None if styles is None else roots[styles], VANISH)
    bookmarks = frozenset(
        (mark.get(f"{W}name") or "").lower()
        for name in package.labels
        for mark in roots[name].iter(f"{W}bookmarkStart")
    )
    faults: list[Fault] = []
    for name, label in package.labels.items():
        root = roots[name]
        paragraphs = read_paragraphs(root)
        shown = [one for one in paragraphs if not one.spare]
        near = Nearest(root, paragraphs)
        marks = [
            *_find_changes(root, near),
            *_find_placeholders(root, near),
            *_find_fields(shown, bookmarks),
            *find_anchors(root, near, bookmarks),
            *find_hidden(shown, hiding),
            *find_outside(root, near, find_relations(package.members, name)),
        ]
        part = package.authored.get(name, name)
        faults += [_tell(mark, part=part, place=f"{nama}:{label}") for mark in marks]
    return list(dict.fromkeys(faults))


def _tell(mark: DraftMark, *, part: str, place: str) -> Fault:
    text = "" if mark.paragraph is None else mark.paragraph.text
    number = 0 if mark.paragraph is None else mark.paragraph.number
    # Words that were deleted are not read there any more.
    words = mark.words if mark.words in text else ""
    return Fault(
        place=f"{place}: “{quote_text(text or mark.words)}”",
        reason=mark.reason,
        warning=mark.warns,
        spot=Spot(part=part, paragraph=number, words=words),
    )


def _find_changes(root: etree._Element, near: Nearest) -> Iterator[DraftMark]:
    for node in root.iter(*(f"{W}{name}" for name in _CHANGES)):
        name = str(node.tag).removeprefix(W)
        words = "".join(text.text or "" for text in node.iter(*_TEXTS))
        what = _CHANGES[name]
        if name in _RUNS and not words:
            what = phrase("{thing}, {what}", thing=_name_empty(node), what=what)
        elif not words:
            words = _read_changed(node)
        if words:
            what = phrase("“{words}”, {what}", words=quote_text(words), what=what)
        reason = phrase(
            "a change is still tracked here ({what}); accept or reject it in Word "
            "(Review, Accept or Reject, All Changes)",
            what=what,
        )
        paragraph = near.find(node)
        if paragraph is None or not paragraph.spare:
            yield DraftMark(paragraph=paragraph, reason=reason, words=words)


def _read_changed(node: etree._Element) -> str:
    """Read the run whose format was changed; of all else the whole paragraph counts."""
    if node.tag != f"{W}rPrChange":
        return ""
    run = next(node.iterancestors(f"{W}r"), None)
    return "" if run is None else "".join(t.text or "" for t in run.iter(f"{W}t"))


def _name_empty(node: etree._Element) -> str:
    """Say what was inserted or deleted that holds no text."""
    parent = node.getparent()
    if parent is not None and parent.tag == f"{W}trPr":
        return phrase("a row of the table")
    if parent is not None and parent.tag == f"{W}rPr":
        return phrase("the end of the paragraph")
    return phrase("something without text")


def _find_placeholders(root: etree._Element, near: Nearest) -> Iterator[DraftMark]:
    for mark in root.iter(f"{W}showingPlcHdr"):
        control = next(mark.iterancestors(f"{W}sdt"), None)
        if control is None or not is_on(mark):
            continue
        words = "".join(text.text or "" for text in control.iter(f"{W}t"))
        if words.strip() and "{{" not in words and "{%" not in words:
            reason = phrase(
                "“{words}” is the placeholder of a content control that "
                "nobody filled in; write its text or a tag, or delete it",
                words=quote_text(words),
            )
            yield DraftMark(
                paragraph=near.find_inside(control), reason=reason, words=words
            )


def _find_fields(
    paragraphs: list[Paragraph], bookmarks: frozenset[str]
) -> Iterator[DraftMark]:
    told: set[int] = set()
    for one in list_fields(paragraphs):
        judged = judge_field(one, bookmarks)
        if judged is not None:
            told.add(one.paragraph.number)
            reason, warns = judged
            yield DraftMark(
                paragraph=one.paragraph, reason=reason, words=one.said, warns=warns
            )
    for paragraph in paragraphs:
        for words in _OLD_FIELD.findall(paragraph.text):
            if paragraph.number not in told:
                reason = phrase(
                    "{words} is a field of a mail merge and would print as "
                    "it stands; put a tag {{{{ … }}}} in its place",
                    words=words,
                )
                yield DraftMark(paragraph=paragraph, reason=reason, words=words)
