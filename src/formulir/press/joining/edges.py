"""Headers and footers of joined letters: those that were filled differ by letter."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import (
    BODY,
    TYPES,
    R,
    find_relations,
    name_relations,
    write_xml,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_RELS: Final = name_relations(BODY)
_EDGES: Final = frozenset({"header", "footer"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Copy:
    """A further part: whose copy it is, by what the body leads to it, what it says."""

    original: str
    old: str
    key: str
    data: bytes


@dataclass(kw_only=True, slots=True)
class Edges:
    """Gives letters headers and footers of their own.

    Args:
        members: The members that the letters have in common.
        targets: The header or footer that the body calls by each name.
        copies: The further parts, by name.
        seen: What leads to a part with such a text.
    """

    members: Mapping[str, bytes]
    targets: dict[str, str] = field(default_factory=dict)
    copies: dict[str, _Copy] = field(default_factory=dict)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read which headers and footers the body leads to."""
        rows = find_relations(self.members, BODY)
        self.targets = {row.key: row.target for row in rows if row.kind in _EDGES}

    def rest(self, parts: Mapping[str, str]) -> dict[str, str]:
        """Return the parts of a letter that all letters in company must have alike.

        Bodies and edges may differ; the properties of a file are not printed.
        """
        own = {BODY, *self.targets.values()}
        return {
            name: text
            for name, text in parts.items()
            if name not in own and not name.startswith("docProps/")
        }

    def point(
        self, section: etree._Element, *, index: int, parts: Mapping[str, str]
    ) -> None:
        """Point a section to its letter's own headers and footers."""
        for node in section:
            old = node.get(f"{R}id", "")
            name = self.targets.get(old)
            if name is not None and name in parts:
                node.set(f"{R}id", self._find(name, parts[name], old, index=index))

    def _find(self, name: str, text: str, old: str, *, index: int) -> str:
        """Return what leads to a part with this text; the first letter's stays."""
        if (name, text) not in self.seen:
            key = f"{old}x{index}" if index else old
            self.seen[name, text] = key
            if index:
                stem, dot, ending = name.rpartition(".")
                self.copies[f"{stem}x{index}{dot}{ending}"] = _Copy(
                    original=name, old=old, key=key, data=text.encode("utf-8")
                )
        return self.seen[name, text]

    def write(self) -> dict[str, bytes]:
        """Return the members that are added or changed, by name."""
        if not self.copies:
            return {}
        written = {name: copy.data for name, copy in self.copies.items()}
        for name, copy in self.copies.items():
            rels = name_relations(copy.original)
            if rels in self.members:
                written[name_relations(name)] = self.members[rels]
        return {**written, _RELS: self._relate(), TYPES: self._declare()}

    def _relate(self) -> bytes:
        """Relate each further part as its original is related."""
        root = etree.fromstring(self.members[_RELS])
        known = {node.get("Id"): node for node in root}
        for name, copy in self.copies.items():
            node = deepcopy(known[copy.old])
            node.set("Id", copy.key)
            node.set("Target", f"/{name}")
            root.append(node)
        return write_xml(root)

    def _declare(self) -> bytes:
        """Declare each further part as its original is, where that is by its name."""
        root = etree.fromstring(self.members[TYPES])
        known = {str(node.get("PartName")).lower(): node for node in root}
        for name, copy in self.copies.items():
            original = known.get(f"/{copy.original}".lower())
            if original is not None:
                node = deepcopy(original)
                node.set("PartName", f"/{name}")
                root.append(node)
        return write_xml(root)
