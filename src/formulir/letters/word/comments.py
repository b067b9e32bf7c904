"""Comments that people left in a template: set aside, so that the letter prints.

They are for those who edit it. LibreOffice prints no letter at all that has one, where
letters are filled from the same file again and again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import W, find_kind, parse_part
from formulir.language import phrase
from formulir.letters.word.members import drop_members
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

_KINDS: Final = frozenset(
    {
        *("comments", "commentsExtended", "commentsIds", "commentsExtensible"),
        "people",
    }
)
_MARKS: Final = tuple(
    f"{W}{name}"
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
)


def set_comments_aside(
    members: dict[str, bytes], roots: Mapping[str, etree._Element], *, place: str
) -> tuple[list[Fault], frozenset[str]]:
    """Take all comments out of a template.

    Args:
        members: The members of the package; those of comments are taken out.
        roots: The parts that are printed; the marks of comments are taken out.
        place: What to call the template in a remark.

    Returns:
        A remark, where there were any, and the names of the parts that changed.
    """
    count = _count(members)
    changed = set()
    for name, root in roots.items():
        marks = list(root.iter(*_MARKS))
        for mark in marks:
            _take_out(mark)
        if marks:
            changed.add(name)
    drop_members(members, _KINDS)
    if not count:
        return [], frozenset(changed)
    reason = (
        phrase("1 comment is set aside and not printed")
        if count == 1
        else phrase("{count} comments are set aside and not printed", count=count)
    )
    remark = Fault(place=place, reason=reason, warning=True)
    return [remark], frozenset(changed)


def _count(members: Mapping[str, bytes]) -> int:
    name = find_kind(members, "comments")
    if name is None:
        return 0
    try:
        return sum(1 for _ in parse_part(members[name]).iter(f"{W}comment"))
    except etree.XMLSyntaxError:
        return 1  # whatever is in it, it is not printed


def _take_out(mark: etree._Element) -> None:
    """Take a mark out, and its run with it where that holds nothing else."""
    parent = mark.getparent()
    if parent is None:
        return
    _drop(mark)
    above = parent.getparent()
    empty = all(child.tag == f"{W}rPr" for child in parent)
    if parent.tag == f"{W}r" and empty and above is not None:
        _drop(parent)


def _drop(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        node.tail = None
        parent.remove(node)
