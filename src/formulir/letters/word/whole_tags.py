"""Tags that take the place of a whole paragraph, row or cell.

What stands beside such a tag vanishes with it, and nothing on the paper shows that it
was there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from formulir.ground.package import W
from formulir.language import phrase
from formulir.letters.word.paragraphs import quote_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from formulir.letters.word.paragraphs import Paragraph
    from formulir.letters.word.tags import TagReader

_WHOLE: Final = re.compile(r"\{(?:%|\{|#)(p|tr|tc)\s.*?(?:%|\}|#)\}")
_HOLDERS: Final = {"tr": f"{W}tr", "tc": f"{W}tc"}
_WORDS: Final = {
    "p": phrase("paragraph"),
    "tr": phrase("row of the table"),
    "tc": phrase("cell of the table"),
}
_BLOCK: Final = re.compile(r"\{%p\s+(?:(end)?(?:if|for|with))\b")
_BLOCKS: Final = (f"{W}p", f"{W}tbl", f"{W}sdt")
_LOST: Final = {
    f"{W}drawing": phrase("a picture"),
    f"{W}pict": phrase("a picture"),
    f"{W}object": phrase("an object"),
    f"{W}sym": phrase("a symbol"),
    f"{W}footnoteReference": phrase("a footnote"),
    f"{W}endnoteReference": phrase("an endnote"),
    f"{W}sectPr": phrase("the end of a section"),
    f"{W}br": phrase("a page break"),
    f"{W}bookmarkStart": phrase("a bookmark"),
}


def check_whole(paragraphs: list[Paragraph], reader: TagReader) -> None:
    """Tell what would vanish with a tag.

    Args:
        paragraphs: Those of a part, their tags as its author wrote them.
        reader: Is told.
    """
    tags: dict[etree._Element, tuple[str, str]] = {}
    for paragraph in paragraphs:
        found = _WHOLE.search(paragraph.text) if "{" in paragraph.text else None
        if found is not None:
            holder = _find_holder(paragraph.node, found[1])
            if holder is not None:
                tags.setdefault(holder, (found[0], found[1]))
    if not tags:
        return
    own = {node: tag for node, (tag, kind) in tags.items() if kind == "p"}
    reader.hollow = any(
        _may_be_left_empty(parent, own)
        for parent in {node.getparent() for node in own}
        if parent is not None and parent.tag != f"{W}body"
    )
    inside: dict[etree._Element, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        for node in (paragraph.node, *paragraph.node.iterancestors(*_HOLDERS.values())):
            if node in tags:
                inside[node].append(paragraph)
    for holder, (tag, kind) in tags.items():
        what = _WORDS[kind]
        for paragraph, words, name in _list_beside(holder, inside[holder], tag):
            reason = phrase(
                "{what} would vanish, for {tag} takes the place of its "
                "whole {where}; put the tag into a {where} of its own",
                what=name,
                tag=tag,
                where=what,
            )
            reader.tell(reason, words=words, around=paragraph)


def _may_be_left_empty(
    parent: etree._Element, own: Mapping[etree._Element, str]
) -> bool:
    """Tell whether all that stands in a cell or the like depends on its tags."""
    depth = 0
    for child in parent:
        tag = own.get(child)
        if tag is not None:
            found = _BLOCK.match(tag)
            depth += 0 if found is None else -1 if found[1] else 1
        elif child.tag in _BLOCKS and depth == 0:
            return False
    return True


def _find_holder(node: etree._Element, kind: str) -> etree._Element | None:
    if kind == "p":
        return node
    return next(node.iterancestors(_HOLDERS[kind]), None)


def _list_beside(
    holder: etree._Element, paragraphs: list[Paragraph], tag: str
) -> Iterator[tuple[Paragraph, str, str]]:
    """Give what stands beside a tag: its paragraph, its words, what to call it."""
    taken = False
    for paragraph in paragraphs:
        text = paragraph.whole
        if tag in text and not taken:
            taken = True
            text = text.replace(tag, "\0", 1)
        beside = [piece.strip() for piece in text.split("\0") if piece.strip()]
        if beside:
            yield paragraph, beside[0], f"“{quote_text(beside[0])}”"
    own = {paragraph.node: paragraph for paragraph in paragraphs}
    for node in holder.iter(*_LOST):
        if _is_lost(node):
            above = (own[n] for n in (node, *node.iterancestors()) if n in own)
            yield next(above, paragraphs[0]), tag, _name_lost(node)


def _is_lost(node: etree._Element) -> bool:
    if node.tag == f"{W}br":
        return node.get(f"{W}type") in {"page", "column"}
    name = node.get(f"{W}name") or ""
    return node.tag != f"{W}bookmarkStart" or not name.startswith("_")


def _name_lost(node: etree._Element) -> str:
    name = node.get(f"{W}name")
    word = _LOST[str(node.tag)]
    return (
        phrase("{what} {name}", what=word, name=name)
        if name and node.tag == f"{W}bookmarkStart"
        else word
    )
