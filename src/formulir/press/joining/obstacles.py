"""Why letters of a template may not be joined; told in words, and they print alone.

What is said of a template holds for all its letters. What depends on how a letter was
filled (its sections, its last block) is looked at in each letter that is to be joined.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import BODY, W, find_kind, is_on, list_styles
from formulir.language import phrase
from formulir.press.joining.identity import are_apart
from formulir.press.joining.skeleton import list_sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FIELDS: Final = frozenset({"PAGE"})
"""The fields that mean the same in a joined document; all others would not."""
_CHAIN: Final = 4
"""Paragraphs that keep with the next one after another: more than a title has."""
_EDGES: Final = ("headerReference", "footerReference")


def find_obstacles(whole: Mapping[str, bytes]) -> list[str]:
    """Tell, in words, what keeps letters of a template from being joined.

    Whatever is told here makes the kind print one by one, which is slower and right.

    Args:
        whole: All members of the template's DOCX, filled in or not.
    """
    root = etree.fromstring(whole[BODY])
    found = [
        *_check_notes(whole, root),
        *_check_fields(whole),
        *_check_sections(root),
        *_check_contents(whole, root),
    ]
    return list(dict.fromkeys(found))


def is_fragile(whole: Mapping[str, bytes]) -> bool:
    """Tell whether letters of several pages may break elsewhere when they are joined.

    LibreOffice lets go of a long chain of paragraphs that each keep with the next when
    another section follows, and holds it at the end of a document. Where nothing holds
    the last line of a paragraph with the one before, in columns and beside tables that
    float, pages were seen to end elsewhere, too. A letter of one page has nothing to
    break, and neither has a row that may not be split.

    Args:
        whole: All members of the template's DOCX, filled in or not.
    """
    root, styles = etree.fromstring(whole[BODY]), _parse(whole, "styles")
    loose = (node for node in _iterate(root, styles, "widowControl"))
    columns = root.iter(f"{W}cols")
    return (
        styles is None
        or styles.find(f"{W}docDefaults/{W}pPrDefault") is None
        or any(not is_on(node) for node in loose)
        or any(node.get(f"{W}num", "1") != "1" for node in columns)
        or any(True for _ in root.iter(f"{W}tblpPr"))
        or _has_long_chain(root, styles)
    )


def _iterate(
    root: etree._Element, styles: etree._Element | None, name: str
) -> Iterator[etree._Element]:
    """Give all elements of a name in a body and its styles."""
    for holder in (root, styles):
        if holder is not None:
            yield from holder.iter(f"{W}{name}")


def _has_long_chain(root: etree._Element, styles: etree._Element | None) -> bool:
    kept = list_styles(styles, f"{W}pPr/{W}keepNext")
    chain = 0
    for node in root[0] if len(root) else ():
        style = node.find(f"{W}pPr/{W}pStyle")
        own = node.find(f"{W}pPr/{W}keepNext")
        name = None if style is None else style.get(f"{W}val")
        keeps = name in kept if own is None else is_on(own)
        chain = chain + 1 if keeps else 0  # what is no paragraph keeps with nothing
        if chain >= _CHAIN:
            return True
    return False


def _parse(whole: Mapping[str, bytes], kind: str) -> etree._Element | None:
    """Read the part of a sort, if the document has one."""
    name = find_kind(whole, kind)
    return None if name is None else etree.fromstring(whole[name])


def _check_notes(whole: Mapping[str, bytes], root: etree._Element) -> Iterator[str]:
    if root.find(f".//{W}footnoteReference") is not None:
        yield phrase(
            "it has footnotes, whose numbers would run on from letter to letter"
        )
    if root.find(f".//{W}endnoteReference") is not None:
        yield phrase("it has endnotes, which would all stand behind the last letter")
    if any(True for _ in root.iter(f"{W}lnNumType")):
        yield phrase("it numbers its lines, which would run on from letter to letter")
    settings = _parse(whole, "settings")
    for name in ("evenAndOddHeaders", "mirrorMargins"):
        node = None if settings is None else settings.find(f"{W}{name}")
        if node is not None and is_on(node):
            yield phrase(
                "its even and odd pages differ, and a letter may begin on either"
            )


def _check_fields(whole: Mapping[str, bytes]) -> Iterator[str]:
    for name, data in whole.items():
        if not (name.startswith("word/") and name.endswith(".xml")):
            continue
        for word in _list_fields(data):
            if word not in _FIELDS:
                yield phrase(
                    "it has the field {field}, which would count the whole batch",
                    field=word,
                )


def _list_fields(data: bytes) -> Iterator[str]:
    """Give the first word of each field of a part."""
    if b"instr" not in data:
        return
    root = etree.fromstring(data)
    for node in root.iter(f"{W}fldSimple"):
        yield _first_word(node.get(f"{W}instr") or "")
    for paragraph in root.iter(f"{W}p"):
        code = ""
        for node in paragraph.iter(f"{W}fldChar", f"{W}instrText"):
            if node.tag == f"{W}instrText":
                code += node.text or ""
                continue
            kind = node.get(f"{W}fldCharType")
            if kind == "separate" or (kind == "end" and code):
                yield _first_word(code)
                code = ""


def _first_word(code: str) -> str:
    words = code.split()
    return words[0].upper() if words else "(unnamed)"


def check_letter(root: etree._Element) -> str:
    """Tell why a filled letter may not stand among others, or nothing.

    Args:
        root: Its body as it was filled.
    """
    return next(_check_sections(root), "")


def list_edges(root: etree._Element) -> frozenset[tuple[str, str]]:
    """List the sorts of headers and footers that a letter's first section brings.

    Where it brings none of a sort, it would take that of the letter before it.
    """
    return _kinds_of_edges(list_sections(root)[0])


def _check_sections(root: etree._Element) -> Iterator[str]:
    sections = list_sections(root)
    body = root[0] if len(root) else root
    if len(body) < len(("text", "section")) or body[-1].tag != f"{W}sectPr":
        yield phrase("its last section is not where Word puts it")
        return
    last = body[-2]
    if last.tag != f"{W}p" or last.find(f"{W}pPr/{W}sectPr") is not None:
        yield phrase("it does not end with a paragraph")
    first = _kinds_of_edges(sections[0])
    if any(not _kinds_of_edges(section) <= first for section in sections):
        yield phrase(
            "a later section brings a header or footer that its first one lacks"
        )
    start = sections[0].find(f"{W}type")
    if start is not None and start.get(f"{W}val") in {"oddPage", "evenPage"}:
        yield phrase("it begins on an odd or even page only")
    widths = [read_width(section) for section in sections]
    if None in widths:
        yield phrase(
            "a section does not say how wide its paper and its right margin are"
        )
    elif not are_apart(width for width in widths if width is not None):
        yield phrase("its paper is of nearly the same width in several sections")


def read_width(section: etree._Element) -> int | None:
    """Read how wide the paper of a section is, in twips, if its margin is known too."""
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    if size is None or margins is None:
        return None
    width, right = size.get(f"{W}w", ""), margins.get(f"{W}right", "")
    return int(width) if width.isdecimal() and right.isdecimal() else None


def _kinds_of_edges(section: etree._Element) -> frozenset[tuple[str, str]]:
    return frozenset(
        (name, str(node.get(f"{W}type")))
        for name in _EDGES
        for node in section.findall(f"{W}{name}")
    )


def _check_contents(whole: Mapping[str, bytes], root: etree._Element) -> Iterator[str]:
    styles, numbering = _parse(whole, "styles"), _parse(whole, "numbering")
    if styles is not None and any(True for _ in styles.iter(f"{W}numPr")):
        yield phrase("a style of it numbers paragraphs, which would run on")
    if numbering is not None and _uses_bare_levels(root, numbering):
        yield phrase("a list of it does not say with what it begins")
    if root.find(f".//{W}altChunk") is not None:
        yield phrase("it holds a document inside the document")
    if any(root.find(f".//{W}{name}") is not None for name in ("object", "pict")):
        yield phrase("it holds an embedded object or a drawing of an old Word")
    if any(node.get(f"{W}anchor") for node in root.iter(f"{W}hyperlink")):
        yield phrase("it has links to its own bookmarks")
    if any(re.match(r"word/(glossary|embeddings)/", name) for name in whole):
        yield phrase("it has embedded documents")


def _uses_bare_levels(root: etree._Element, numbering: etree._Element) -> bool:
    """Tell whether a list that is used has levels without a start, or none at all."""
    used = {node.get(f"{W}val") for node in root.iter(f"{W}numId")}
    abstract = {
        node.get(f"{W}abstractNumId"): node
        for node in numbering.findall(f"{W}abstractNum")
    }
    for number in numbering.findall(f"{W}num"):
        if number.get(f"{W}numId") not in used:
            continue
        base = number.find(f"{W}abstractNumId")
        known = abstract.get(None if base is None else base.get(f"{W}val"))
        levels = [] if known is None else known.findall(f"{W}lvl")
        levels += [o for o in number.iter(f"{W}lvl") if o not in levels]
        if not levels or any(level.find(f"{W}start") is None for level in levels):
            return True
    return False
