"""What DOCX and ODF files are made of: name spaces, parts, tags, and their ZIP."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"""The kinds of relationships, and the attributes that name one. Source: ECMA-376."""
R: Final = f"{{{RELATIONS}}}"
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY: Final = "word/document.xml"
TYPES: Final = "[Content_Types].xml"

_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = f"{{{_ODF}office:1.0}}"
STYLE: Final = f"{{{_ODF}style:1.0}}"
TEXT: Final = f"{{{_ODF}text:1.0}}"
TABLE: Final = f"{{{_ODF}table:1.0}}"
FO: Final = f"{{{_ODF}xsl-fo-compatible:1.0}}"

STRAIGHT: Final = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
"""Quotation marks as a tag needs them, for those that Word has bent."""
TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
"""A tag of a template, from its first mark to its last."""
RELATIONSHIP: Final = (
    "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
)
_OFF: Final = frozenset({"0", "false", "off"})
_PARSER: Final = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The oldest moment that a ZIP file can tell, so that equal parts give equal bytes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RelationRow:
    """One relationship of a part.

    Args:
        key: What the part calls it.
        kind: The last word of its type, such as ``image``.
        target: The part that it leads to, or an address outside.
        outside: Whether it leads out of the package.
    """

    key: str
    kind: str
    target: str
    outside: bool


def name_relations(part: str) -> str:
    """Name the part that holds the relationships of a part.

    >>> name_relations("word/header1.xml"), name_relations("")
    ('word/_rels/header1.xml.rels', '_rels/.rels')
    """
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def read_relations(root: etree._Element, *, part: str) -> list[RelationRow]:
    """Read the relationships of a part, however their targets are spelled.

    Args:
        root: The part that holds them.
        part: Whose they are; ``""`` is the package itself.

    Source: ECMA-376-2, 9.3 (targets are resolved against the part's own folder).
    """
    folder = posixpath.dirname(part)
    return [_read_relation(row, folder) for row in root.iter(RELATIONSHIP)]


def _read_relation(element: etree._Element, folder: str) -> RelationRow:
    target = unquote(element.get("Target") or "")
    outside = (element.get("TargetMode") or "").lower() == "external"
    # An address is an address, whatever the mode says of it.
    outside = outside or "://" in target or target.startswith(("\\", "//"))
    if not outside:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return RelationRow(
        key=element.get("Id") or "",
        kind=(element.get("Type") or "").rstrip("/").rsplit("/", 1)[-1],
        target=target,
        outside=outside,
    )


def parse_part(data: bytes) -> etree._Element:
    """Parse a part of a DOCX in whatever encoding, reaching for nothing outside it.

    Raises:
        etree.XMLSyntaxError: It is not well formed, or nested too deep.
    """
    return etree.fromstring(data, _PARSER)


def find_relations(members: Mapping[str, bytes], source: str) -> list[RelationRow]:
    """Read where a part leads to; nothing leads anywhere from a part without them.

    Args:
        members: The members of the package.
        source: The part; ``""`` is the package itself.

    Raises:
        etree.XMLSyntaxError: They are not well formed.
    """
    data = members.get(name_relations(source))
    return [] if data is None else read_relations(parse_part(data), part=source)


def find_kind(members: Mapping[str, bytes], kind: str) -> str | None:
    """Name the part of a kind, such as ``styles``, that the body leads to."""
    names = (row.target for row in find_relations(members, BODY) if row.kind == kind)
    return next((name for name in names if name in members), None)


def is_on(node: etree._Element) -> bool:
    """Tell whether a property of Word that is named is on."""
    return node.get(f"{W}val", "1") not in _OFF


def list_styles(styles: etree._Element | None, path: str) -> frozenset[str]:
    """List the styles that have a property on, by birth or by base.

    Args:
        styles: The part of the styles, if there is one.
        path: Where in a style the property stands, such as ``w:pPr/w:keepNext`` with
            the name space of Word spelled out.
    """
    own: dict[str, bool | None] = {}
    base: dict[str, str | None] = {}
    for style in () if styles is None else styles.iter(f"{W}style"):
        name = style.get(f"{W}styleId") or ""
        given, parent = style.find(path), style.find(f"{W}basedOn")
        own[name] = None if given is None else is_on(given)
        base[name] = None if parent is None else parent.get(f"{W}val")
    return frozenset(name for name in own if _inherits(name, own, base))


def _inherits(
    name: str, own: Mapping[str, bool | None], base: Mapping[str, str | None]
) -> bool:
    seen: set[str] = set()
    at: str | None = name
    while at is not None and at in own and at not in seen:
        if own[at] is not None:
            return bool(own[at])
        seen.add(at)
        at = base[at]
    return False


def write_xml(root: etree._Element) -> bytes:
    """Write a part as Word does."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def pack(members: Mapping[str, bytes | str], order: Iterable[str]) -> bytes:
    """Pack the members of a file, in an order and without the hour.

    They are stored, not deflated: the file lives for one printing.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in order:
            file.writestr(zipfile.ZipInfo(name, date_time=_EPOCH), members[name])
    return out.getvalue()
