"""Lists of joined letters: each letter counts its own from the start."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import W, write_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEVELS: Final = 9


@dataclass(kw_only=True, slots=True)
class Lists:
    """Gives the lists of letters numbers of their own.

    Args:
        numbering: The part that defines them, where the letters have one.
        first: The first number that no list has.
        nums: The number of each list, by the letter's place and its old number.
    """

    numbering: bytes | None
    first: int = 0
    nums: dict[tuple[int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find numbers that are free."""
        if self.numbering is not None:
            root = etree.fromstring(self.numbering)
            ids = [str(node.get(f"{W}numId")) for node in root.findall(f"{W}num")]
            used = (int(number) for number in ids if number.isdecimal())
            self.first = max(used, default=0) + 1

    def restart(self, root: etree._Element, index: int) -> None:
        """Give each list of a letter a number of its own, so that it begins anew."""
        for node in root.iter(f"{W}numId"):
            old = node.get(f"{W}val", "0")
            if old != "0":
                new = self.nums.setdefault((index, old), self.first + len(self.nums))
                node.set(f"{W}val", str(new))

    def write(self) -> bytes | None:
        """Return the part with the numbers added, if any were."""
        if self.numbering is None or not self.nums:
            return None
        return _add_nums(self.numbering, self.nums)


def _add_nums(numbering: bytes, nums: Mapping[tuple[int, str], int]) -> bytes:
    """Add the numbers of lists, each beginning where its original begins."""
    root = etree.fromstring(numbering)
    known = {node.get(f"{W}numId"): node for node in root.findall(f"{W}num")}
    levels = {
        node.get(f"{W}abstractNumId"): node.findall(f"{W}lvl")
        for node in root.findall(f"{W}abstractNum")
    }
    for (_index, old), new in nums.items():
        if old not in known:
            continue  # a number that is defined nowhere numbers nothing
        node = deepcopy(known[old])
        node.set(f"{W}numId", str(new))
        abstract = node.find(f"{W}abstractNumId")
        base = None if abstract is None else abstract.get(f"{W}val")
        for level in levels.get(base, [])[:_LEVELS]:
            _restart(node, level)
        root.append(node)
    return write_xml(root)


def _restart(number: etree._Element, level: etree._Element) -> None:
    """Let a level of a list begin where it begins by itself, whatever came before."""
    place = level.get(f"{W}ilvl", "0")
    over = next(
        (o for o in number.findall(f"{W}lvlOverride") if o.get(f"{W}ilvl") == place),
        None,
    )
    if over is None:
        over = etree.SubElement(number, f"{W}lvlOverride", {f"{W}ilvl": place})
    if over.find(f"{W}startOverride") is not None:
        return
    own = over.find(f"{W}lvl/{W}start")
    start = level.find(f"{W}start") if own is None else own
    value = "1" if start is None else str(start.get(f"{W}val", "1"))
    over.insert(0, etree.Element(f"{W}startOverride", {f"{W}val": value}))
