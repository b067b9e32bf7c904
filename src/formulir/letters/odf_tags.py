"""Tags in an ODF body: found in its text, and moved to where Jinja must read them.

What docxtpl does to the text of Word: a tag that formatting cut apart is put together
in the format of its first character, and ``{%p %}`` and ``{%tr %}`` take the place of
the paragraph and the row that they stand in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = f"{{{_SPACE}office:1.0}}"
STYLE: Final = f"{{{_SPACE}style:1.0}}"
TEXT: Final = f"{{{_SPACE}text:1.0}}"
TABLE: Final = f"{{{_SPACE}table:1.0}}"

LETTER: Final = "\ue000"
"""Stands for the mark of a letter's name, which no tree of XML can hold."""
_OPEN, _CLOSE, _BLANK = "\ue001", "\ue002", "\ue003"
_PRIVATE: Final = re.compile("[\ue000-\ue003]")
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_TOKEN: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_WHOLE: Final = re.compile(r"\{%(p|tr) ")
_STRANGE: Final = re.compile(
    r"\{[%{#]-|-[%}#]\}|\{#|\{_[{%]|\{%(tc|r) |\{\{[pr] |\{%\s*(colspan|cellbg|hm|vm)\b"
)
"""What docxtpl knows beside, and templates seldom hold."""
_STRAIGHT: Final = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
_MARKS: Final = tuple(
    f"{TEXT}{name}"
    for name in ("bookmark", "bookmark-start", "bookmark-end", "soft-page-break")
)
_INNER: Final = {f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"}


class OdfUnfitError(TemplateError):
    """A template cannot be filled as ODF without a doubt; its DOCX can."""

    def __init__(self, reason: str) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        """Say why."""
        return f"it is not printed from ODF: {self.reason}"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """A piece of a paragraph's text: a slot of an element, or an element that means it.

    Args:
        node: The element.
        slot: ``text`` or ``tail``, or nothing when the element itself is the text.
        text: What it says.
    """

    node: etree._Element
    slot: str | None
    text: str


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
        raise OdfUnfitError("it uses characters that stand for something else here")
    tags: list[str] = []
    for paragraph in list(text.iter(f"{TEXT}p", f"{TEXT}h")):
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
        raise OdfUnfitError("a tag stands outside of its paragraph")
    return _TOKEN.sub(lambda match: _spell(tags[int(match[1])]), inner).strip()


def _spell(tag: str) -> str:
    return _WHOLE.sub("{% ", tag)


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
    pieces = list(_list_pieces(paragraph))
    joined = "".join(piece.text for piece in pieces)
    if _STRANGE.search(joined):
        raise OdfUnfitError("it has a tag that only docxtpl knows")
    covered: dict[int, str] = {}
    for match in _TAG.finditer(joined):
        covered.update(dict.fromkeys(range(*match.span()), ""))
        covered[match.start()] = f"{_OPEN}{len(tags)}{_CLOSE}"
        tags.append(match.group().translate(_STRAIGHT))
    if not covered:
        return
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        places = range(start, end)
        if piece.slot is None:
            if start in covered:
                _drop(piece.node)
        else:
            said = "".join(covered.get(n, joined[n]) for n in places)
            setattr(piece.node, piece.slot, _keep_blanks(said))
        start = end


def _keep_blanks(said: str) -> str:
    """Spell the blanks that ODF would drop when what stands beside them is empty."""
    said = re.sub(f" (?={_OPEN})|(?<={_CLOSE}) ", _BLANK, said)
    return re.sub("^ | $", _BLANK, said)


def _list_pieces(node: etree._Element) -> Iterator[_Piece]:
    """Give what a paragraph says, in order."""
    if node.text:
        yield _Piece(node=node, slot="text", text=node.text)
    for child in node:
        if child.tag in _INNER:
            count = int(child.get(f"{TEXT}c", "1")) if child.tag == f"{TEXT}s" else 1
            yield _Piece(node=child, slot=None, text=" " * count)
        else:
            yield from _list_pieces(child)
        if child.tail:
            yield _Piece(node=child, slot="tail", text=child.tail)


def _lift(
    paragraph: etree._Element, tags: list[str], *, breaking: frozenset[str]
) -> None:
    """Put a tag that is for the whole paragraph or row in its place."""
    said = "".join(map(str, paragraph.itertext()))
    found = [_WHOLE.match(tags[int(n)]) for n in _TOKEN.findall(said)]
    kinds = {match[1] for match in found if match}
    if not kinds:
        return
    if len(found) > 1:
        raise OdfUnfitError("a tag for a whole paragraph or row has others beside it")
    target = paragraph if kinds == {"p"} else _find_row(paragraph)
    if paragraph.get(f"{TEXT}style-name") in breaking:
        raise OdfUnfitError("a tag stands where a new section begins")
    if (
        kinds == {"tr"}
        and len(set(_TOKEN.findall("".join(map(str, target.itertext()))))) > 1
    ):
        raise OdfUnfitError("a tag for a whole row has others beside it")
    token = _TOKEN.search(said)
    assert token is not None  # noqa: S101 - it was found above
    target.text, target[:] = None, []
    _append_before(target, token.group())
    _drop(target)


def _find_row(paragraph: etree._Element) -> etree._Element:
    row = next(paragraph.iterancestors(f"{TABLE}table-row"), None)
    if row is None:
        raise OdfUnfitError("a tag for a row stands in no table")
    return row
