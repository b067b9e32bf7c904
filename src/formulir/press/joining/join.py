"""Letters of one kind become sections of one document, so that all print in one pass.

Each letter has paper of its own width, by which its pages are told apart again
(``identity``). It begins at a bookmark ``b00000``, ends at ``b00000z``, and keeps those
that are stamped at, named ``b00000qr``; LibreOffice exports them as named destinations.
Page numbers and lists begin anew in each letter; headers that were filled in differ
from letter to letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from formulir.ground.package import BODY, W, find_kind, pack, write_xml
from formulir.model import Docx
from formulir.press.joining.edges import Edges
from formulir.press.joining.identity import are_apart, widen
from formulir.press.joining.lists import Lists
from formulir.press.joining.marks import PER_LETTER, end_section, rename_marks
from formulir.press.joining.obstacles import check_letter, list_edges, read_width
from formulir.press.joining.skeleton import Skeleton, list_sections

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined:
    """Letters in one document.

    Args:
        docx: The document.
        members: Which of the letters stand in it, by their places among those given;
            the others are to print alone.
        widths: How wide the paper of their sections is, in twips, without what was
            added to tell them apart.
        anew: Whether each begins with an odd page number and goes on from there.
    """

    docx: Docx
    members: list[int]
    widths: frozenset[int]
    anew: bool | None = None


def join(skeleton: Skeleton, letters: Sequence[Mapping[str, str]]) -> Joined:
    """Join those of the letters that may stand among others.

    Args:
        skeleton: What they have in common.
        letters: The filled parts of each letter, by name.
    """
    roots = [_read_body(skeleton, parts) for parts in letters]
    fit = [place for place, root in enumerate(roots) if not check_letter(root)]
    edges = Edges(members=skeleton.members)
    kinds = [(list_edges(roots[n]), edges.rest(letters[n])) for n in fit]
    alike = [n for n, kind in zip(fit, kinds, strict=True) if kind == kinds[0]]
    sections = [section for n in alike for section in list_sections(roots[n])]
    widths = frozenset(filter(None, map(read_width, sections)))
    if not alike or not are_apart(widths):
        return Joined(docx=Docx(b""), members=[], widths=widths)
    numbering = find_kind(skeleton.members, "numbering")
    lists = Lists(numbering=skeleton.members[numbering] if numbering else None)
    whole, anew = roots[alike[0]], all(map(_counts_on, (roots[n] for n in alike)))
    for index, place in enumerate(alike):
        root = roots[place]
        last = index == len(alike) - 1
        _prepare(root, index, lists, last=last)
        for section in list_sections(root):
            edges.point(section, index=index, parts=letters[place])
        if not last:
            end_section(root[0])
        if index:
            whole[0].extend(list(root[0]))
    members: dict[str, bytes | str] = {**skeleton.members, **letters[alike[0]]}
    members |= {BODY: write_xml(whole), **edges.write()}
    if numbering and (written := lists.write()) is not None:
        members[numbering] = written
    docx = Docx(pack(members, dict.fromkeys([*skeleton.order, *members])))
    return Joined(docx=docx, members=alike, widths=widths, anew=anew or None)


def pack_alone(skeleton: Skeleton, parts: Mapping[str, str]) -> Docx:
    """Pack a letter as its author made it, filled, and with nothing of ours."""
    return Docx(pack({**skeleton.members, **parts}, skeleton.order))


def _read_body(skeleton: Skeleton, parts: Mapping[str, str]) -> etree._Element:
    """Read a letter's body, which all have in common when nothing in it is filled."""
    filled = parts.get(BODY)
    data = skeleton.members[BODY] if filled is None else filled.encode("utf-8")
    return etree.fromstring(data)


def _prepare(root: etree._Element, index: int, lists: Lists, *, last: bool) -> None:
    """Make one letter fit to stand among others."""
    sections = list_sections(root)
    _begin_anew(sections[0])
    for section in sections:
        _widen(section, widen(index))
    rename_marks(root, index, last=last)
    _renumber_drawings(root, index)
    lists.restart(root, index)


def _widen(section: etree._Element, twips: int) -> None:
    """Make paper and right margin wider, so that the text stays where it is."""
    for tag, name in (("pgSz", "w"), ("pgMar", "right")):
        node = section.find(f"{W}{tag}")
        assert node is not None  # noqa: S101 - check_letter saw it
        node.set(f"{W}{name}", str(int(node.get(f"{W}{name}", "0")) + twips))


def _counts_on(root: etree._Element) -> bool:
    """Tell whether a letter's pages are counted from an odd number on, and on."""
    found = [section.find(f"{W}pgNumType") for section in list_sections(root)]
    starts = [None if node is None else node.get(f"{W}start") for node in found]
    first = starts[0] or "1"
    return first.isdecimal() and int(first) % 2 == 1 and not any(starts[1:])


def _begin_anew(section: etree._Element) -> None:
    """Let a letter's first section begin a page, numbered from 1."""
    kind = section.find(f"{W}type")
    if kind is not None:
        kind.set(f"{W}val", "nextPage")
    numbers = section.find(f"{W}pgNumType")
    if numbers is None:
        numbers = etree.Element(f"{W}pgNumType")
        margins = section.find(f"{W}pgMar")
        assert margins is not None  # noqa: S101 - check_letter saw it
        margins.addnext(numbers)
    numbers.set(f"{W}start", numbers.get(f"{W}start", "1"))


def _renumber_drawings(root: etree._Element, index: int) -> None:
    for count, node in enumerate(root.iter("{*}docPr"), start=1):
        node.set("id", str(index * PER_LETTER + count))
