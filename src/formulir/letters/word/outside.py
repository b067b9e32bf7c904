"""Where a part leads to: links with tags in them, pictures that lie elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from formulir.ground.package import R, W
from formulir.language import phrase
from formulir.letters.word.paragraphs import DraftMark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from formulir.ground.package import RelationRow
    from formulir.letters.word.paragraphs import Nearest

_TAG: Final = re.compile(r"\{\{|\{%")
_OUTSIDE: Final = {
    "image": phrase("the picture"),
    "oleObject": phrase("the object"),
    "package": phrase("the object"),
    "subDocument": phrase("the document"),
    "aFChunk": phrase("the document"),
}
_KEYS: Final = (f"{R}link", f"{R}embed", f"{R}id", f"{R}pict", f"{R}href")
_PLACES: Final = frozenset({"_top", "top"})
"""What a link may lead to though no bookmark has the name."""


def find_anchors(
    root: etree._Element, near: Nearest, bookmarks: frozenset[str]
) -> Iterator[DraftMark]:
    """Find the links that lead to bookmarks which are not there.

    Args:
        root: The part.
        near: Finds its paragraphs.
        bookmarks: The names of all bookmarks of the template, in small letters.
    """
    for node in root.iter(f"{W}hyperlink"):
        anchor = node.get(f"{W}anchor") or ""
        known = bookmarks | _PLACES
        if not anchor or anchor.lower() in known or "{" in anchor:
            continue
        if not node.get(f"{R}id"):
            reason = phrase(
                "the link leads to the bookmark {anchor}, which is not "
                "there; remove the link, or set the bookmark (Insert, "
                "Bookmark)",
                anchor=anchor,
            )
            yield DraftMark(paragraph=near.find(node), reason=reason, words=_read(node))


def find_outside(
    root: etree._Element, near: Nearest, relations: Iterable[RelationRow]
) -> Iterator[DraftMark]:
    """Find the links with tags in their addresses, and what is not in the file.

    Args:
        root: The part.
        near: Finds its paragraphs.
        relations: Where the part leads to.
    """
    rows = [row for row in relations if row.outside]
    tagged = {
        row.key for row in rows if row.kind == "hyperlink" and _TAG.search(row.target)
    }
    outside = {row.key: row for row in rows if row.kind in _OUTSIDE}
    for node in root.iter() if tagged or outside else ():
        keys = [key for key in map(node.get, _KEYS) if key is not None]
        if node.tag == f"{W}hyperlink" and tagged.intersection(keys):
            reason = phrase(
                "the address of the link holds a tag, and is never filled "
                "in; remove the link and leave its text (right button, "
                "Remove Hyperlink)"
            )
            yield DraftMark(paragraph=near.find(node), reason=reason, words=_read(node))
        row = next((outside[key] for key in keys if key in outside), None)
        if row is not None:
            reason = phrase(
                "{what} is not in the file but at {target}; put it into the "
                "file (Insert, Pictures, without a link)",
                what=_OUTSIDE[row.kind],
                target=row.target,
            )
            yield DraftMark(paragraph=near.find(node), reason=reason)


def _read(node: etree._Element) -> str:
    return "".join(text.text or "" for text in node.iter(f"{W}t"))
