"""An untrusted DOCX as a package of parts: read within limits, written anew.

Source: ECMA-376-2 (Open Packaging Conventions): relationships are in 9.3, and 10.1.2
forbids document type declarations, and with them entities.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import (
    RELATIONS,
    TYPES,
    RelationRow,
    name_relations,
    parse_part,
    read_relations,
    write_xml,
)
from formulir.language import phrase, take_reason
from formulir.press.pdf.normal import LampiranRefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.press.child.limits import Limits

_RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_HEAD_BYTES: Final = 4096
_ENCRYPTED: Final = 1
"""The bit of a ZIP member's flags."""
_DECLARES: Final = phrase(
    "it declares entities, which no Word file does; make it again from its source"
)
_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError)
"""What reading a member raises when the archive is not what it says."""


@dataclass(kw_only=True, slots=True)
class OpenedPackage:
    """A package held open.

    Args:
        file: The archive.
        left: How many bytes may still be unfolded.
    """

    file: zipfile.ZipFile
    left: int
    names: dict[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Tell whether there is such a part; case does not matter."""
        return name.lower() in self.names

    def read(self, name: str) -> bytes:
        """Read a part, within what may still be unfolded.

        Raises:
            LampiranRefusedError: It is missing, damaged, or unfolds into too much.
        """
        try:
            with self.file.open(self.names[name.lower()]) as part:
                data = part.read(self.left + 1)
        except KeyError as error:
            raise damaged_docx(phrase("{part} is missing", part=name)) from error
        except _UNREADABLE as error:
            raise damaged_docx(take_reason(error)) from error
        self.left -= len(data)
        if self.left < 0:
            reason = phrase("it unfolds into more than is allowed; save it as PDF")
            raise LampiranRefusedError(reason)
        return data

    def read_xml(self, name: str) -> etree._Element:
        """Read a part as XML that expands nothing and fetches nothing.

        Raises:
            LampiranRefusedError: It is not well-formed, or it declares entities.
        """
        data = self.read(name)
        try:
            root = parse_part(data)
        except (etree.XMLSyntaxError, ValueError) as error:
            # The parser stops at entities that unfold before it says what they are.
            if b"<!DOCTYPE" in data[:_HEAD_BYTES]:
                raise LampiranRefusedError(_DECLARES) from error
            raise damaged_docx(
                phrase("{part}: {error}", part=name, error=error)
            ) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise LampiranRefusedError(_DECLARES)
        return root

    def relations(self, name: str) -> list[RelationRow]:
        """Read the relationships of a part; ``""`` is the package itself."""
        path = name_relations(name)
        if not self.has(path):
            return []
        return read_relations(self.read_xml(path), part=name)


def open_package(source: Path, limits: Limits) -> OpenedPackage:
    """Open an archive, and look at its list of members.

    Raises:
        LampiranRefusedError: It is no archive, has a password, or too many members.
    """
    try:
        file = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged_docx(take_reason(error)) from error
    members = file.infolist()
    if len(members) > limits.members:
        reason = phrase(
            "it has {count} parts and {limit} are allowed; save it as PDF",
            count=len(members),
            limit=limits.members,
        )
        raise LampiranRefusedError(reason)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        reason = phrase("it is encrypted; save a copy without password")
        raise LampiranRefusedError(reason)
    names = {member.filename.lower(): member.filename for member in members}
    return OpenedPackage(file=file, left=limits.unzipped_bytes, names=names)


def write_package(target: Path, parts: dict[str, bytes], types: dict[str, str]) -> None:
    """Write a package; a crash leaves a part of it, which nobody reads.

    Args:
        target: Where.
        parts: Each by its name, relationships included.
        types: The content type of each part that is no relationship.
    """
    root = _root(_TYPES, "Types")
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    etree.SubElement(root, f"{{{_TYPES}}}Default", Extension="rels", ContentType=rels)
    tag = f"{{{_TYPES}}}Override"
    for name, kind in types.items():
        etree.SubElement(root, tag, PartName=f"/{name}", ContentType=kind)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as file:
        file.writestr(TYPES, write_xml(root))
        for name, data in parts.items():
            file.writestr(name, data)


def write_relations(relations: list[tuple[str, str, str]]) -> bytes:
    """Write relationships: key, kind, and the part that each leads to."""
    root = _root(_RELS, "Relationships")
    tag = f"{{{_RELS}}}Relationship"
    for key, kind, name in relations:
        whole = kind if "://" in kind else f"{RELATIONS}/{kind}"
        etree.SubElement(root, tag, Id=key, Type=whole, Target=f"/{name}")
    return write_xml(root)


def _root(space: str, name: str) -> etree._Element:
    """Begin a part whose elements need no prefix."""
    return etree.fromstring(f'<{name} xmlns="{space}"/>')


def damaged_docx(detail: str) -> LampiranRefusedError:
    """Say that it cannot be read."""
    detail = " ".join(detail.split())[-200:]
    reason = phrase(
        "it is damaged ({detail}); open it and save it again as PDF", detail=detail
    )
    return LampiranRefusedError(reason)
