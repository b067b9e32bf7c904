"""A DOCX unzipped: what it is made of, under the names that Word gives its parts.

Which part is the body, a header or a note is told by relationships, not by names: a
program may call its parts what it likes, and lead to them by any spelling.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import (
    BODY,
    RELATIONSHIP,
    TYPES,
    find_kind,
    find_relations,
    name_relations,
    parse_part,
    read_relations,
    write_xml,
)
from formulir.language import phrase
from formulir.letters.word.unpack import name_other, refuse_file, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from formulir.model import Docx

_FILLED: Final = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnote",
    "endnotes": "endnote",
    "core-properties": "properties",
}
"""What is filled in beside the body: its kind of relationship, and what people say."""
_USUAL: Final = (
    (re.compile(r"word/header\d*\.xml"), "header"),
    (re.compile(r"word/footer\d*\.xml"), "footer"),
    (re.compile(r"word/footnotes\.xml"), "footnote"),
    (re.compile(r"word/endnotes\.xml"), "endnote"),
    (re.compile(r"docProps/core\.xml"), "properties"),
)
"""The same under the names that Word gives them, though nothing leads to them."""
_SHOWN: Final = frozenset(
    {
        *("chart", "chartEx", "chartUserShapes", "diagramData", "diagramDrawing"),
        *("numbering", "aFChunk", "subDocument", "image"),
    }
)
"""The kinds of parts that reach the paper, but are never filled in."""
_SHOWN_NAME: Final = re.compile(r"word/(charts|diagrams)/.*\.xml")
_RESPELLINGS: Final = 3
"""How far a part may be from the package: its body, a header, a picture."""
_LAID_OUT: Final = ("styles", "settings")
"""The kinds of parts that say how the paper looks, and hold no text of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    """The members of a DOCX.

    Args:
        members: Their bytes by name, in the order of the file.
        labels: What is filled in, by name, and what people call it.
        authored: What its author's file calls a part, where it was renamed here.
    """

    members: dict[str, bytes]
    labels: dict[str, str]
    authored: dict[str, str] = field(default_factory=dict)

    def list_printed(self) -> list[str]:
        """List the parts that the paper is made of, in the order of the file."""
        kinds = (find_kind(self.members, kind) for kind in _LAID_OUT)
        own = {*self.labels, *self.list_shown(), *filter(None, kinds)}
        return [name for name in self.members if name in own]

    def list_shown(self) -> list[str]:
        """List the parts that reach the paper without being filled in."""
        kinds = {
            row.target: row.kind
            for source in list_sources(self.members)
            for row in find_relations(self.members, source)
            if row.kind in _SHOWN and not row.outside
        }
        return [
            name
            for name in self.members
            if name not in self.labels
            and (name in kinds or _SHOWN_NAME.match(name))
            and name.endswith((".xml", ".svg"))
        ]


def open_package(docx: Docx, *, nama: str) -> Package:
    """Unzip a DOCX, and find what is filled in.

    Args:
        docx: The file.
        nama: What to call it in a fault.

    Raises:
        TemplateFaultyError: It is no DOCX, or a damaged one.
    """
    members = unpack(docx, nama=nama)
    try:
        parse_part(members[TYPES])
        for _ in range(_RESPELLINGS):
            _respell(members)
        _respell_types(members)
        main = _find_main(members)
        if main is None:
            refuse_file(nama, name_other(members))
        authored = _rename_main(members, main)
    except etree.XMLSyntaxError as error:
        refuse_file(
            nama, phrase("is damaged ({error}); save it again from Word", error=error)
        )
    labels = {BODY: "body"}
    for source in ("", BODY):
        for row in find_relations(members, source):
            if row.kind in _FILLED and row.target in members and not row.outside:
                labels.setdefault(row.target, _FILLED[row.kind])
    for name in members:
        label = next((word for rule, word in _USUAL if rule.fullmatch(name)), None)
        if label is not None:
            labels.setdefault(name, label)
    ordered = {name: labels[name] for name in members if name in labels}
    return Package(members=members, labels=ordered, authored=authored)


def list_sources(members: Mapping[str, bytes]) -> Iterator[str]:
    """List the parts that lead to others, but for those of a glossary."""
    for name in members:
        folder, base = posixpath.split(name)
        if base.endswith(".rels") and posixpath.basename(folder) == "_rels":
            source = posixpath.join(posixpath.dirname(folder), base[: -len(".rels")])
            if "/glossary/" not in f"/{source}":
                yield source


def drop_members(members: dict[str, bytes], kinds: frozenset[str]) -> list[str]:
    """Take the parts of some kinds out of a package, and all that names them.

    Returns:
        The names of what was taken out.
    """
    gone: list[str] = []
    for source in list(list_sources(members)):
        name = name_relations(source)
        root = parse_part(members[name])
        rows = read_relations(root, part=source)
        dropped = [row.target for row in rows if row.kind in kinds]
        if dropped:
            for node, row in zip(list(root.iter(RELATIONSHIP)), rows, strict=True):
                if row.kind in kinds:
                    _remove(node)
            members[name] = write_xml(root)
            gone += dropped
    for name in gone:
        members.pop(name, None)
        members.pop(name_relations(name), None)
    if gone:
        types = parse_part(members[TYPES])
        for node in list(types):
            if (node.get("PartName") or "").lstrip("/") in gone:
                _remove(node)
        members[TYPES] = write_xml(types)
    return gone


def _respell(members: dict[str, bytes]) -> None:
    """Spell names as they are pointed to; the case of letters means nothing in OPC."""
    by_case = {name.lower(): name for name in members}
    wanted = {
        row.target
        for source in list_sources(members)
        for row in find_relations(members, source)
        if not row.outside and row.target not in members
    }
    renamed = {by_case[n.lower()]: n for n in wanted if n.lower() in by_case}
    for old, new in list(renamed.items()):
        rels = by_case.get(name_relations(old).lower())
        if rels is not None:
            renamed[rels] = name_relations(new)
    if renamed:
        kept = {renamed.get(name, name): data for name, data in members.items()}
        members.clear()
        members.update(kept)


def _respell_types(members: dict[str, bytes]) -> None:
    """Let the types of parts be told under the names that they have."""
    by_case = {f"/{name}".lower(): f"/{name}" for name in members}
    types, changed = parse_part(members[TYPES]), False
    for node in types:
        name = node.get("PartName") or ""
        own = by_case.get(name.lower(), name)
        if own != name:
            node.set("PartName", own)
            changed = True
    if changed:
        members[TYPES] = write_xml(types)


def _find_main(members: Mapping[str, bytes]) -> str | None:
    """Name the body's part, as the package leads to it."""
    rows = find_relations(members, "")
    leads = [row.target for row in rows if row.kind == "officeDocument"]
    found = next((name for name in leads if name in members), None)
    if found is None and not leads and BODY in members:
        found = BODY
    # A workbook is led to in the same way.
    return None if found is not None and found.startswith(("xl/", "ppt/")) else found


def _rename_main(members: dict[str, bytes], main: str) -> dict[str, str]:
    """Call the body what Word calls it, and lead to it so."""
    if main == BODY:
        return {}
    new = {name_relations(main): name_relations(BODY), main: BODY}
    for source in list(list_sources(members)):
        _lead_anew(members, source, main)
    types = parse_part(members[TYPES])
    for node in list(types):
        if node.get("PartName") == f"/{BODY}":
            _remove(node)
        elif node.get("PartName") == f"/{main}":
            node.set("PartName", f"/{BODY}")
    members[TYPES] = write_xml(types)
    for name in new.values():
        members.pop(name, None)  # what nothing leads to
    kept = {new.get(name, name): data for name, data in members.items()}
    members.clear()
    members.update(kept)
    return {BODY: main}


def _lead_anew(members: dict[str, bytes], source: str, main: str) -> None:
    """Let a part lead to the body by its new name, and the body as it did before."""
    name = name_relations(source)
    root = parse_part(members[name])
    rows = read_relations(root, part=source)
    moved = [main in {row.target, source} and not row.outside for row in rows]
    for node, row, moves in zip(root.iter(RELATIONSHIP), rows, moved, strict=True):
        if moves:
            node.set("Target", f"/{BODY if row.target == main else row.target}")
    if any(moved):
        members[name] = write_xml(root)


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
