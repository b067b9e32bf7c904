"""Tags in an ODF body: found in its text, and moved to where Jinja must read them.

As docxtpl does to the text of Word, ``{%p %}`` and ``{%tr %}`` take the place of the
paragraph and the row that they stand in. A tag that formatting cut apart is refused:
what docxtpl makes of it depends on the runs that Word wrote, which are gone here.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from formulir.ground.package import STRAIGHT, TABLE, TAG, TEXT
from formulir.language import phrase

LETTER: Final = "\ue000"
"""Stands for the mark of a letter's name, which no tree of XML can hold."""
_OPEN, _CLOSE, _BLANK = "\ue001", "\ue002", "\ue003"
_PRIVATE: Final = re.compile("[\ue000-\ue003]")
_TOKEN: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_WHOLE: Final = re.compile(r"\{%(p|tr) ")
_STRANGE: Final = re.compile(
    r"\{[%{#]-|-[%}#]\}|\{#|\{_[{%]|\{%(tc|r) |\{\{[pr] |\{%\s*(colspan|cellbg|hm|vm)\b"
)
"""What docxtpl knows beside, and templates seldom hold."""
_MARKS: Final = tuple(
    f"{TEXT}{name}"
    for name in ("bookmark", "bookmark-start", "bookmark-end", "soft-page-break")
)


class OdfUnfitError(Exception):
    """A template cannot be filled as ODF without a doubt.

    It is no fault of anybody's, and never leaves this program: the DOCX can be filled.
    """

    def __init__(self, reason: str) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason


def take_tags(
    text: etree._Element, *, breaking: frozenset[str], first: etree._Element
) -> str:
    """Make a Jinja source of a body; the tree is used up by it.

    Args:
        text: The body.
        breaking: Styles whose blocks must not go with a tag.
        first: The one block that may, for its style is looked at elsewhere.

    Raises:
        OdfUnfitError: A tag is of a sort that is not known here.
    """
    if _PRIVATE.search("".join(map(str, text.itertext()))):
        raise OdfUnfitError(
            phrase("it uses characters that stand for something else here")
        )
    tags: list[str] = []
    for paragraph in list(text.iter(f"{TEXT}p", f"{TEXT}h")):
        if _STRANGE.search("".join(map(str, paragraph.itertext()))):
            raise OdfUnfitError(phrase("it has a tag that only docxtpl knows"))
        _hide_tags(paragraph, tags)
    for paragraph in list(text.iter(f"{TEXT}p", f"{TEXT}h")):
        _lift(paragraph, tags, breaking=breaking - {first.get(f"{TEXT}style-name")})
    for mark in list(text.iter(*_MARKS)):
        if not mark.get(f"{TEXT}name"):
            _drop(mark)
    written = etree.tostring(text, encoding="unicode", with_tail=False)
    inner = written[written.index(">") + 1 : written.rindex("</")]
    inner = re.sub(r">\s+<", "><", inner).replace(_BLANK, "<text:s/>")
    if "{{" in inner or "{%" in inner:
        raise OdfUnfitError(
            phrase("a tag is cut apart by its format, or by several blanks")
        )
    plain = [_WHOLE.sub("{% ", tag) for tag in tags]
    return _TOKEN.sub(lambda match: plain[int(match[1])], inner).strip()


def _drop(node: etree._Element) -> None:
    """Remove an element, and leave what follows it."""
    _append_before(node, node.tail or "")
    parent = node.getparent()
    if parent is not None:
        node.tail = None
        parent.remove(node)


def _append_before(node: etree._Element, text: str) -> None:
    """Add text in front of an element."""
    before, parent = node.getprevious(), node.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def _hide_tags(paragraph: etree._Element, tags: list[str]) -> None:
    """Put a number in the place of each tag, and keep the blanks beside it."""

    def number(match: re.Match[str]) -> str:
        tags.append(match.group().translate(STRAIGHT))
        return f"{_OPEN}{len(tags) - 1}{_CLOSE}"

    for node in paragraph.iter():
        for slot in ("text", "tail") if node is not paragraph else ("text",):
            said = getattr(node, slot)
            if said:
                setattr(node, slot, _keep_blanks(TAG.sub(number, said)))


def _keep_blanks(said: str) -> str:
    """Spell the blanks that ODF would drop when what stands beside them is empty."""
    said = re.sub(f" (?={_OPEN})|(?<={_CLOSE}) ", _BLANK, said)
    return re.sub("^ | $", _BLANK, said)


def _lift(
    paragraph: etree._Element, tags: list[str], *, breaking: frozenset[str]
) -> None:
    """Put a tag that is for the whole paragraph or row in its place."""
    said = "".join(map(str, paragraph.itertext()))
    numbers = _TOKEN.findall(said)
    found = [_WHOLE.match(tags[int(number)]) for number in numbers]
    kinds = {match[1] for match in found if match}
    if not kinds:
        return
    if len(found) > 1:
        raise OdfUnfitError(
            phrase("a tag for a whole paragraph or row has others beside it")
        )
    target = paragraph if kinds == {"p"} else _find_row(paragraph)
    if paragraph.get(f"{TEXT}style-name") in breaking:
        raise OdfUnfitError(phrase("a tag stands where a new section begins"))
    around = _TOKEN.findall("".join(map(str, target.itertext())))
    if kinds == {"tr"} and len(set(around)) > 1:
        raise OdfUnfitError(phrase("a tag for a whole row has others beside it"))
    target.text, target[:] = None, []
    _append_before(target, f"{_OPEN}{numbers[0]}{_CLOSE}")
    _drop(target)


def _find_row(paragraph: etree._Element) -> etree._Element:
    row = next(paragraph.iterancestors(f"{TABLE}table-row"), None)
    if row is None:
        raise OdfUnfitError(phrase("a tag for a row stands in no table"))
    return row
