"""What all letters of one kind have in common, as DOCX and as ODF."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import (
    FO,
    OFFICE,
    STYLE,
    W,
)
from formulir.press.joining.identity import are_apart

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACES: Final = frozenset({"cap", "qr", "lambang", "grafik"})
"""The bookmarks that the press stamps at; others are not kept when letters join."""

MARK: Final = "\x01"
"""Stands in an ODF body for its letter's name: no XML, and so no value, can hold it."""
PAGE_NUMBER: Final = f"{STYLE}page-number"
MASTER: Final = f"{STYLE}master-page-name"
_LENGTH: Final = re.compile(r"([\d.]+)(in|cm|mm|pt)")
TWIPS: Final = {"in": 1440.0, "cm": 1440 / 2.54, "mm": 144 / 2.54, "pt": 20.0}
WIDTH: Final = f"{FO}page-width"
RIGHT: Final = f"{FO}margin-right"
_SPACES: Final = re.compile(r' xmlns:\w+="[^"]*"')
_HEAD_END, _BODY_HERE = "<x/>", "\ue001"


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
        middle: From there to the end of its sorts of pages.
        rest: From there to the body.
        tail: From the body to the end.
        styles: The automatic styles of paragraphs and tables, by family and name.
        masters: The sorts of pages, by name.
        layouts: The paper that they are printed on, by name.
        page: The sort of page that a letter begins with.
        number: The number of its first page.
    """

    head: str
    middle: str
    rest: str
    tail: str
    styles: dict[tuple[str, str], etree._Element]
    masters: dict[str, etree._Element]
    layouts: dict[str, etree._Element]
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
    master = root.find(f"{OFFICE}master-styles")
    assert text is not None  # noqa: S101 - LibreOffice wrote all three
    assert automatic is not None  # noqa: S101 - likewise
    assert master is not None  # noqa: S101 - likewise
    styles = {
        (str(node.get(f"{STYLE}family")), str(node.get(f"{STYLE}name"))): node
        for node in automatic.findall(f"{STYLE}style")
    }
    masters, layouts = (
        {
            str(node.get(f"{STYLE}name")): node
            for node in holder.findall(f"{STYLE}{tag}")
        }
        for holder, tag in ((master, "master-page"), (automatic, "page-layout"))
    )
    text.text = _BODY_HERE
    automatic.append(etree.Element("x"))
    master.append(etree.Element("x"))
    head, middle, rest = etree.tostring(root, encoding="unicode").split(_HEAD_END)
    rest, tail = rest.split(_BODY_HERE, 1)
    for holder in (automatic, master):
        holder.remove(holder[-1])
    own = styles.get(("paragraph", first or ""))
    page = None if own is None else own.get(MASTER)
    numbers = [] if own is None else [node.get(PAGE_NUMBER, "auto") for node in own]
    given = [number for number in numbers if number != "auto"]
    return OdfSkeleton(
        head=head,
        middle=middle,
        rest=rest,
        tail=tail,
        styles=styles,
        masters=masters,
        layouts=layouts,
        page=page or "Standard",
        number=given[0] if given else "1",
    )


def read_widths(skeleton: OdfSkeleton) -> frozenset[int]:
    """Read how wide the paper of letters is, in twips.

    Nothing is returned where it does not say so, or where papers are of nearly the same
    width: letters on them could not be told apart.
    """
    found = [read_layout(node) for node in skeleton.layouts.values()]
    widths = [layout[0] for layout in found if layout is not None]
    apart = len(widths) == len(found) and are_apart(widths)
    return frozenset(widths if apart else ())


def read_layout(layout: etree._Element) -> tuple[int, int] | None:
    """Read the width and the right margin of paper, in twips."""
    properties = layout.find(f"{STYLE}page-layout-properties")
    if properties is None:
        return None
    told = [properties.get(name, "") for name in (WIDTH, RIGHT)]
    found = [match for match in map(_LENGTH.fullmatch, told) if match]
    if len(found) != len(told):
        return None
    width, right = (round(float(match[1]) * TWIPS[match[2]]) for match in found)
    return width, right


def write_piece(node: etree._Element) -> str:
    """Write an element that is put into a document which declares its name spaces."""
    return _SPACES.sub("", etree.tostring(node, encoding="unicode", with_tail=False))


def list_sections(root: etree._Element) -> list[etree._Element]:
    """Return the properties of a letter's sections, in order."""
    return [] if len(root) == 0 else list(root[0].iter(f"{W}sectPr"))
