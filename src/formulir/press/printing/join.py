"""Letters of one kind become sections of one document, so that all print in one pass.

Each letter begins at a bookmark ``b00000`` and keeps those that are stamped at, named
``b00000qr``; LibreOffice exports them as named destinations, by which the pages are
told apart again. Page numbers and lists begin anew in each letter; headers that were
filled in differ from letter to letter.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import BODY, TYPES, R, W, pack, write_xml
from formulir.model import Docx
from formulir.press.printing.skeleton import PLACES, Skeleton, list_sections

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_RELS: Final = "word/_rels/document.xml.rels"
_NUMBERING: Final = "word/numbering.xml"
_PER_LETTER: Final = 1000
"""Identifiers that a letter may use; letter *n* uses those from *n* thousand on."""
_LEVELS: Final = 9


@dataclass(kw_only=True, slots=True)
class _Joiner:
    """Gathers what the joined document needs beside its body."""

    skeleton: Skeleton
    extra: dict[str, bytes] = field(default_factory=dict)
    nums: dict[tuple[int, str], int] = field(default_factory=dict)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)


def join(skeleton: Skeleton, letters: Sequence[Mapping[str, str]]) -> Docx:
    """Join letters, which ``find_obstacles`` found nothing against.

    Args:
        skeleton: What they have in common.
        letters: The filled parts of each letter, by name.
    """
    joiner = _Joiner(skeleton=skeleton)
    whole = _read_body(skeleton, letters[0])
    for index, parts in enumerate(letters):
        root = _read_body(skeleton, parts) if index else whole
        _prepare(joiner, root, index, parts)
        if index < len(letters) - 1:
            _end_section(root[0])
        if index:
            whole[0].extend(list(root[0]))
    filled = {BODY: write_xml(whole)}
    for name, text in letters[0].items():
        filled.setdefault(name, text.encode("utf-8"))
    return _pack(joiner, filled)


def _read_body(skeleton: Skeleton, parts: Mapping[str, str]) -> etree._Element:
    """Read a letter's body, which all have in common when nothing in it is filled."""
    filled = parts.get(BODY)
    data = skeleton.members[BODY] if filled is None else filled.encode("utf-8")
    return etree.fromstring(data)


def _prepare(
    joiner: _Joiner, root: etree._Element, index: int, parts: Mapping[str, str]
) -> None:
    """Make one letter fit to stand among others."""
    sections = list_sections(root)
    _begin_anew(sections[0])
    _rename_marks(root, index)
    _renumber_drawings(root, index)
    _restart_lists(joiner, root, index)
    for section in sections:
        _point_to_edges(joiner, section, index=index, parts=parts)


def _end_section(body: etree._Element) -> None:
    """Let a letter's last section end in a paragraph that LibreOffice drops.

    It drops one in which nothing but a section ends. That must not be the letter's own
    last one, which may be empty and carry a mark. An empty one behind a table is the
    exception: at the end of a document LibreOffice gives it no room, so that a table
    that fills its page is followed by no blank one; nor may it have any here.
    """
    last, closing = body[-2], body[-1]
    properties = last.find(f"{W}pPr")
    bare = last.tag == f"{W}p" and len(last) == (properties is not None)
    before = last.getprevious()
    if not (bare and before is not None and before.tag == f"{W}tbl"):
        last = etree.SubElement(body, f"{W}p")
        properties = None
    if properties is None:
        properties = etree.SubElement(last, f"{W}pPr")
    properties.append(closing)


def _begin_anew(section: etree._Element) -> None:
    """Let a letter's first section begin a page, numbered from 1."""
    kind = section.find(f"{W}type")
    if kind is not None:
        kind.set(f"{W}val", "nextPage")
    numbers = section.find(f"{W}pgNumType")
    if numbers is None:
        numbers = etree.Element(f"{W}pgNumType")
        margins = section.find(f"{W}pgMar")
        if margins is None:
            section.append(numbers)
        else:
            margins.addnext(numbers)
    numbers.set(f"{W}start", numbers.get(f"{W}start", "1"))


def _rename_marks(root: etree._Element, index: int) -> None:
    """Keep the marks that are stamped at, and mark where the letter begins."""
    kept: dict[str | None, str] = {}
    for mark in list(root.iter(f"{W}bookmarkStart")):
        name = mark.get(f"{W}name")
        if name in PLACES:
            number = str(index * _PER_LETTER + len(kept) + 1)
            kept[mark.get(f"{W}id")] = number
            mark.set(f"{W}id", number)
            mark.set(f"{W}name", f"b{index:05}{name}")
        else:
            _remove(mark)
    for mark in list(root.iter(f"{W}bookmarkEnd")):
        number = kept.get(mark.get(f"{W}id"), "")
        if number:
            mark.set(f"{W}id", number)
        else:
            _remove(mark)
    first = next(root.iter(f"{W}p"))
    at = 1 if first.find(f"{W}pPr") is not None else 0
    attributes = {f"{W}id": str(index * _PER_LETTER), f"{W}name": f"b{index:05}"}
    first.insert(at, etree.Element(f"{W}bookmarkStart", attributes))
    attributes.pop(f"{W}name")
    first.insert(at + 1, etree.Element(f"{W}bookmarkEnd", attributes))


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _renumber_drawings(root: etree._Element, index: int) -> None:
    for count, node in enumerate(root.iter("{*}docPr"), start=1):
        node.set("id", str(index * _PER_LETTER + count))


def _restart_lists(joiner: _Joiner, root: etree._Element, index: int) -> None:
    """Give each list of each letter a number of its own, so that it begins anew."""
    for node in root.iter(f"{W}numId"):
        old = node.get(f"{W}val", "0")
        if old != "0":
            key = (index, old)
            new = joiner.nums.setdefault(key, _PER_LETTER + len(joiner.nums) + 1)
            node.set(f"{W}val", str(new))


def _point_to_edges(
    joiner: _Joiner, section: etree._Element, *, index: int, parts: Mapping[str, str]
) -> None:
    """Point a section to its own headers and footers, where letters differ in them."""
    rels = etree.fromstring(joiner.skeleton.members[_RELS])
    targets = {node.get("Id"): f"word/{node.get('Target')}" for node in rels}
    for node in section:
        old = node.get(f"{R}id")
        name = targets.get(old, "")
        if old is None or name not in parts:
            continue
        key = (name, parts[name])
        if key not in joiner.seen:
            joiner.seen[key] = f"{old}x{index}" if index else old
            if index:
                stem, dot, ending = name.rpartition(".")
                joiner.extra[f"{stem}x{index}{dot}{ending}"] = parts[name].encode()
        node.set(f"{R}id", joiner.seen[key])


def _pack(joiner: _Joiner, filled: dict[str, bytes]) -> Docx:
    members = {**joiner.skeleton.members, **filled}
    if joiner.extra:
        members[_RELS] = _relate(members[_RELS], joiner.extra)
        members[TYPES] = _declare(members[TYPES], joiner.extra)
        for name in joiner.extra:
            rels = _rels_of(_original(name))
            if rels in members:
                members[_rels_of(name)] = members[rels]
        members.update(joiner.extra)
    if joiner.nums:
        members[_NUMBERING] = _add_nums(members[_NUMBERING], joiner.nums)
    return Docx(pack(members, dict.fromkeys([*joiner.skeleton.order, *members])))


def _original(name: str) -> str:
    return re.sub(r"x\d+(\.\w+)$", r"\1", name)


def _rels_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _relate(rels: bytes, extra: Mapping[str, bytes]) -> bytes:
    """Relate each further header or footer as its original is related."""
    root = etree.fromstring(rels)
    known = {f"word/{node.get('Target')}": node for node in root}
    for name in extra:
        node = deepcopy(known[_original(name)])
        suffix = name.rpartition(".")[0].rpartition("x")[2]
        node.set("Id", f"{node.get('Id')}x{suffix}")
        node.set("Target", name.removeprefix("word/"))
        root.append(node)
    return write_xml(root)


def _declare(types: bytes, extra: Mapping[str, bytes]) -> bytes:
    root = etree.fromstring(types)
    known = {node.get("PartName"): node for node in root}
    for name in extra:
        node = deepcopy(known[f"/{_original(name)}"])
        node.set("PartName", f"/{name}")
        root.append(node)
    return write_xml(root)


def _add_nums(numbering: bytes, nums: Mapping[tuple[int, str], int]) -> bytes:
    """Add the numbers of lists, each beginning where its original begins."""
    root = etree.fromstring(numbering)
    known = {node.get(f"{W}numId"): node for node in root.findall(f"{W}num")}
    starts = {
        node.get(f"{W}abstractNumId"): [
            level.find(f"{W}start") for level in node.findall(f"{W}lvl")
        ]
        for node in root.findall(f"{W}abstractNum")
    }
    for (_index, old), new in nums.items():
        node = deepcopy(known[old])
        node.set(f"{W}numId", str(new))
        abstract = node.find(f"{W}abstractNumId")
        levels = starts.get(None if abstract is None else abstract.get(f"{W}val"), [])
        taken = {o.get(f"{W}ilvl") for o in node.findall(f"{W}lvlOverride")}
        for level, start in enumerate(levels[:_LEVELS]):
            if str(level) not in taken:
                place = {f"{W}ilvl": str(level)}
                over = etree.SubElement(node, f"{W}lvlOverride", place)
                value = "1" if start is None else str(start.get(f"{W}val", "1"))
                etree.SubElement(over, f"{W}startOverride", {f"{W}val": value})
        root.append(node)
    return write_xml(root)
