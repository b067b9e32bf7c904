"""The marks of a joined letter: where it begins and ends, and where it is stamped."""

from __future__ import annotations

from typing import Final

from lxml import etree

from formulir.ground.package import W
from formulir.press.joining.identity import END, name_letter
from formulir.press.joining.skeleton import PLACES

PER_LETTER: Final = 1000
"""Identifiers that a letter may use; letter *n* uses those from *n* thousand on."""


def rename_marks(root: etree._Element, index: int, *, last: bool) -> None:
    """Keep the marks that are stamped at, and mark where the letter begins and ends.

    The last letter ends where the document does; of several marks in an empty
    paragraph there, LibreOffice would lose one.
    """
    kept: dict[str | None, str] = {}
    for mark in list(root.iter(f"{W}bookmarkStart")):
        name = mark.get(f"{W}name")
        if name in PLACES:
            number = str(index * PER_LETTER + len(kept) + 1)
            kept[mark.get(f"{W}id")] = number
            mark.set(f"{W}id", number)
            mark.set(f"{W}name", f"{name_letter(index)}{name}")
        else:
            _remove(mark)
    for mark in list(root.iter(f"{W}bookmarkEnd")):
        number = kept.get(mark.get(f"{W}id"), "")
        if number:
            mark.set(f"{W}id", number)
        else:
            _remove(mark)
    _mark_ends(root[0], index, last=last)


def _mark_ends(body: etree._Element, index: int, *, last: bool) -> None:
    """Mark where a letter begins and ends, in paragraphs that stay where they are.

    A heading row that is repeated, a frame and a text box do not.
    """
    every = list(body.iter(f"{W}p"))
    if len(every) > 1 and every[-1] is body[-2] and _is_dropped(every[-1]):
        every.pop()
    first = next((node for node in every if not _strays(node)), every[0])
    at = 1 if first.find(f"{W}pPr") is not None else 0
    begin, end = index * PER_LETTER, (index + 1) * PER_LETTER - 1
    first[at:at] = _make_mark(begin, name_letter(index))
    if not last:
        final = next((n for n in reversed(every) if not _strays(n)), every[-1])
        final.extend(_make_mark(end, name_letter(index) + END))


def _make_mark(number: int, name: str) -> list[etree._Element]:
    """Make a bookmark that holds nothing."""
    own = {f"{W}id": str(number)}
    return [
        etree.Element(f"{W}bookmarkStart", {**own, f"{W}name": name}),
        etree.Element(f"{W}bookmarkEnd", own),
    ]


def _strays(paragraph: etree._Element) -> bool:
    """Tell whether LibreOffice may show a paragraph elsewhere than in its order."""
    if paragraph.find(f"{W}pPr/{W}framePr") is not None:
        return True
    return any(
        node.tag == f"{W}txbxContent"
        or (node.tag == f"{W}tr" and node.find(f"{W}trPr/{W}tblHeader") is not None)
        or (node.tag == f"{W}tbl" and node.find(f"{W}tblPr/{W}tblpPr") is not None)
        for node in paragraph.iterancestors()
    )


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def end_section(body: etree._Element) -> None:
    """Let a letter's last section end in a paragraph that LibreOffice drops.

    It drops one in which nothing but a section ends. That must not be the letter's own
    last one, which may be empty and carry a mark. An empty one behind a table is the
    exception: at the end of a document LibreOffice gives it no room, so that a table
    that fills its page is followed by no blank one; nor may it have any here.
    """
    last, closing = body[-2], body[-1]
    if not _is_dropped(last):
        last = etree.SubElement(body, f"{W}p")
    properties = last.find(f"{W}pPr")
    if properties is None:
        properties = etree.SubElement(last, f"{W}pPr")
    properties.append(closing)


def _is_dropped(last: etree._Element) -> bool:
    """Tell whether a last paragraph is empty and stands behind a table."""
    bare = last.tag == f"{W}p" and len(last) == (last.find(f"{W}pPr") is not None)
    before = last.getprevious()
    return bare and before is not None and before.tag == f"{W}tbl"
