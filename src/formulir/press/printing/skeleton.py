"""What all letters of one kind have in common, and why some may not be joined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import BODY, OFFICE, STYLE, W

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLACES: Final = frozenset({"cap", "qr", "lambang"})
"""The bookmarks that the press stamps at; others are not kept when letters join."""

MARK: Final = "\x01"
"""Stands in an ODF body for its letter's name: no XML, and so no value, can hold it."""
PAGE_NUMBER: Final = f"{STYLE}page-number"

_FIELDS: Final = frozenset({"PAGE"})
"""The fields that mean the same in a joined document; all others would not."""
_CHAIN: Final = 4
"""Paragraphs that keep with the next one after another: more than a title has."""
_EDGES: Final = ("headerReference", "footerReference")


@dataclass(frozen=True, kw_only=True, slots=True)
class Skeleton:
    """The members of a DOCX that no letter changes.

    Args:
        members: Their bytes, by name.
        order: The names of all members, those that letters fill included.
        fragile: Whether a letter of several pages is printed again by itself, for its
            pages may end elsewhere in company (``is_fragile``).
    """

    members: Mapping[str, bytes]
    order: tuple[str, ...]
    fragile: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class OdfSkeleton:
    """A flat document without a body.

    Args:
        head: Up to the end of its automatic styles.
        middle: From there to the body.
        tail: From the body to the end.
        styles: The automatic styles of paragraphs and tables, by family and name.
        page: The sort of page that a letter begins with.
        number: The number of its first page.
    """

    head: str
    middle: str
    tail: str
    styles: dict[tuple[str, str], etree._Element]
    page: str
    number: str


def read_odf_skeleton(shell: bytes, *, first: str | None) -> OdfSkeleton:
    """Prepare a document for its bodies.

    Args:
        shell: The flat document, with nothing in its body.
        first: The style of the first block that the author wrote.
    """
    root = etree.fromstring(shell)
    text = root.find(f"{OFFICE}body/{OFFICE}text")
    automatic = root.find(f"{OFFICE}automatic-styles")
    assert text is not None and automatic is not None  # noqa: S101, PT018 - LibreOffice wrote both
    styles = {
        (str(node.get(f"{STYLE}family")), str(node.get(f"{STYLE}name"))): node
        for node in automatic.findall(f"{STYLE}style")
    }
    text.text = "\ue001"
    automatic.append(etree.Element("x"))
    written = etree.tostring(root, encoding="unicode")
    head, rest = written.split("<x/>", 1)
    middle, tail = rest.split("\ue001", 1)
    own = styles.get(("paragraph", first or ""))
    page = None if own is None else own.get(f"{STYLE}master-page-name")
    numbers = [] if own is None else [node.get(PAGE_NUMBER, "auto") for node in own]
    given = [number for number in numbers if number != "auto"]
    return OdfSkeleton(
        head=head,
        middle=middle,
        tail=tail,
        styles=styles,
        page=page or "Standard",
        number=given[0] if given else "1",
    )


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
    another section follows, and holds it at the end of a document. A letter of one page
    has no such chain to break, and neither has a row that may not be split.

    Args:
        whole: All members of the template's DOCX, filled in or not.
    """
    kept = _read_kept(whole.get("word/styles.xml"))
    chain = 0
    for node in etree.fromstring(whole[BODY])[0]:
        style = node.find(f"{W}pPr/{W}pStyle")
        own = node.find(f"{W}pPr/{W}keepNext")
        name = None if style is None else style.get(f"{W}val")
        keeps = name in kept if own is None else _is_on(own)
        chain = chain + 1 if keeps else 0  # what is no paragraph keeps with nothing
        if chain >= _CHAIN:
            return True
    return False


def _read_kept(styles: bytes | None) -> set[str]:
    """Return the paragraph styles that keep with the next, by birth or by base."""
    if styles is None:
        return set()
    own: dict[str, bool | None] = {}
    base: dict[str, str | None] = {}
    for style in etree.fromstring(styles).iter(f"{W}style"):
        name = str(style.get(f"{W}styleId"))
        keep, parent = style.find(f"{W}pPr/{W}keepNext"), style.find(f"{W}basedOn")
        own[name] = None if keep is None else _is_on(keep)
        base[name] = None if parent is None else parent.get(f"{W}val")
    kept = set()
    for name in own:
        seen: list[str] = []
        at: str | None = name
        while at in own and at not in seen and own[at] is None:
            seen.append(at)
            at = base[at]
        if at is not None and own.get(at):
            kept.add(name)
    return kept


def _is_on(node: etree._Element) -> bool:
    return node.get(f"{W}val", "1") not in {"0", "false", "off"}


def _check_notes(whole: Mapping[str, bytes], root: etree._Element) -> Iterator[str]:
    if root.find(f".//{W}footnoteReference") is not None:
        yield "it has footnotes, whose numbers would run on from letter to letter"
    if root.find(f".//{W}endnoteReference") is not None:
        yield "it has endnotes, which would all stand behind the last letter"
    if root.find(f".//{W}commentReference") is not None:
        yield "it has comments, which belong to one letter"
    settings = whole.get("word/settings.xml", b"")
    if b"<w:evenAndOddHeaders" in settings or b"<w:mirrorMargins" in settings:
        yield "its even and odd pages differ, and a letter may begin on either"


def _check_fields(whole: Mapping[str, bytes]) -> Iterator[str]:
    for name, data in whole.items():
        if not (name.startswith("word/") and name.endswith(".xml")):
            continue
        for word in _list_fields(data):
            if word not in _FIELDS:
                yield f"it has the field {word}, which would count the whole batch"


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


def _check_sections(root: etree._Element) -> Iterator[str]:
    sections = list_sections(root)
    body = root[0]
    if len(body) < len(("text", "section")) or body[-1].tag != f"{W}sectPr":
        yield "its last section is not where Word puts it"
        return
    last = body[-2]
    if last.tag != f"{W}p" or last.find(f"{W}pPr/{W}sectPr") is not None:
        yield "it does not end with a paragraph"
    first = _kinds_of_edges(sections[0])
    if any(not _kinds_of_edges(section) <= first for section in sections):
        yield "a later section brings a header or footer that its first one lacks"
    start = sections[0].find(f"{W}type")
    if start is not None and start.get(f"{W}val") in {"oddPage", "evenPage"}:
        yield "it begins on an odd or even page only"


def list_sections(root: etree._Element) -> list[etree._Element]:
    """Return the properties of a letter's sections, in order."""
    return list(root[0].iter(f"{W}sectPr"))


def _kinds_of_edges(section: etree._Element) -> set[tuple[str, str]]:
    return {
        (name, str(node.get(f"{W}type")))
        for name in _EDGES
        for node in section.findall(f"{W}{name}")
    }


def _check_contents(whole: Mapping[str, bytes], root: etree._Element) -> Iterator[str]:
    if b"<w:numPr>" in whole.get("word/styles.xml", b""):
        yield "a style of it numbers paragraphs, which would run on"
    if root.find(f".//{W}altChunk") is not None:
        yield "it holds a document inside the document"
    if any(root.find(f".//{W}{name}") is not None for name in ("object", "pict")):
        yield "it holds an embedded object or a drawing of an old Word"
    if any(node.get(f"{W}anchor") for node in root.iter(f"{W}hyperlink")):
        yield "it has links to its own bookmarks"
    if any(re.match(r"word/(glossary|embeddings)/", name) for name in whole):
        yield "it has embedded documents"
