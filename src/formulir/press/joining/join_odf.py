"""Letters whose bodies were filled as ODF, joined into one flat document.

All have one set of styles, for all come from one template. Each letter has sorts of
pages of its own, on paper of its own width (``identity``), and for the block that it
begins with a second style, which begins a page and its numbers anew.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import FO, STYLE
from formulir.model import Fodt
from formulir.press.joining.identity import END, name_letter, widen
from formulir.press.joining.skeleton import (
    MARK,
    MASTER,
    PAGE_NUMBER,
    RIGHT,
    TWIPS,
    WIDTH,
    OdfSkeleton,
    read_layout,
    read_widths,
    write_piece,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEGIN: Final = re.compile(
    r"\s*(?:<text:list\b[^>]*><text:list-item>)*"
    r'<(text:p|text:h|table:table)\b[^>]*? (?:text|table):(style-name="([^"]*)")[^>]*>'
)
_PARAGRAPH: Final = re.compile(r"<(text:[ph])\b([^>]*?)(/?)>")
_REPEATED: Final = re.compile(
    r"<table:table-header-rows>.*?</table:table-header-rows>", re.DOTALL
)
_TAIL: Final = re.compile(r"(</table:table>)\s*<text:p\b[^>]*(?:/>|></text:p>)\s*\Z")
_NAME: Final = f"{STYLE}name"


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinedOdf:
    """Letters in one flat document.

    Args:
        fodt: The document.
        widths: How wide their paper is, in twips.
        anew: Whether each begins with an odd page number and goes on from there.
    """

    fodt: Fodt
    widths: frozenset[int]
    anew: bool | None


@dataclass(kw_only=True, slots=True)
class _Sorts:
    """What is made for each letter beside its body.

    Args:
        skeleton: What the letters have in common.
        number: The number of a letter's first page, where numbers are printed.
        styles: The styles that were made, as they are written.
        breaking: The styles by which a block within a letter begins another page.
    """

    skeleton: OdfSkeleton
    number: str | None
    styles: list[str] = field(default_factory=list)
    breaking: re.Pattern[str] | None = None

    def __post_init__(self) -> None:
        """Find the styles by which a block begins another page."""
        known = self.skeleton.styles.items()
        names = [re.escape(name) for (_, name), node in known if node.get(MASTER)]
        if names:
            wanted = rf'(?<=:)style-name="({"|".join(names)})"'
            self.breaking = re.compile(wanted)

    def begin(self, body: str, index: int) -> str:
        """Let a letter begin a page of its own sort, and name what it holds by it."""
        letter = name_letter(index)
        if begin := _BEGIN.match(body):
            new = f"Awal{letter}"
            self._add(begin[1], begin[3], new, index, number=self.number or "auto")
            head = body[: begin.start(2)]
            rest = self._break(body[begin.end(2) :], index)
            body = f'{head}style-name="{new}"{rest}'
        return body.replace(MARK, letter)

    def _break(self, body: str, index: int) -> str:
        """Let blocks within a letter that begin another page keep to its paper."""
        if self.breaking is None:
            return body
        made: set[str] = set()

        def name(match: re.Match[str]) -> str:
            new = f"{match[1]}x{index}"
            if match[1] not in made:
                made.add(match[1])
                family = next(f for f, n in self.skeleton.styles if n == match[1])
                self._add(family, match[1], new, index, number=None)
            return f'style-name="{new}"'

        return self.breaking.sub(name, body)

    def _add(
        self, tag: str, name: str, new: str, index: int, *, number: str | None
    ) -> None:
        """Make a block's style anew, so that it begins a page of a letter's sort."""
        family = "table" if tag in {"table:table", "table"} else "paragraph"
        known = self.skeleton.styles.get((family, name))
        if known is None:
            style = etree.Element(f"{STYLE}style", {f"{STYLE}family": family})
            style.set(f"{STYLE}parent-style-name", name)
        else:
            style = deepcopy(known)
        style.set(f"{STYLE}name", new)
        style.set(MASTER, f"{style.get(MASTER) or self.skeleton.page}x{index}")
        if number is not None:
            own = f"{STYLE}{family}-properties"
            properties = style.find(own)
            if properties is None:
                properties = etree.Element(own)
                style.insert(0, properties)
            properties.attrib.pop(f"{FO}break-before", "")
            properties.set(PAGE_NUMBER, number)
        self.styles.append(etree.tostring(style, encoding="unicode", with_tail=False))


def join_odf(skeleton: OdfSkeleton, letters: Sequence[str]) -> JoinedOdf:
    """Join letters, each on paper of its own.

    Args:
        skeleton: What they have in common.
        letters: The filled body of each.
    """
    # Pages that nobody sees counted are not counted anew: LibreOffice would look the
    # whole document through for each of them.
    field = "<text:page-number"
    around = skeleton.middle + skeleton.rest
    counted = field in around or any(field in body for body in letters)
    sorts = _Sorts(skeleton=skeleton, number=skeleton.number if counted else None)
    bodies = [
        _mark_ends(sorts.begin(body, index), index, last=index == len(letters) - 1)
        for index, body in enumerate(letters)
    ]
    # At the end of a document LibreOffice gives an empty paragraph behind a table no
    # room; nor may it have any where another letter follows.
    bodies[:-1] = [_TAIL.sub(r"\1", body) for body in bodies[:-1]]
    everyone = range(len(letters))
    layouts = [
        _widen(node, index) for node in skeleton.layouts.values() for index in everyone
    ]
    masters = [
        _own(node, index) for node in skeleton.masters.values() for index in everyone
    ]
    whole = [
        *(skeleton.head, *layouts, *sorts.styles),
        *(skeleton.middle, *masters, skeleton.rest),
        *(*bodies, skeleton.tail),
    ]
    return JoinedOdf(
        fodt=Fodt("".join(whole).encode("utf-8")),
        widths=read_widths(skeleton),
        anew=_begins_anew(sorts),
    )


def _begins_anew(sorts: _Sorts) -> bool | None:
    """Tell whether letters begin with odd page numbers; nothing where some may."""
    if sorts.breaking is not None:
        return None
    if sorts.number is None:
        return False
    return (sorts.number.isdecimal() and int(sorts.number) % 2 == 1) or None


def _mark_ends(body: str, index: int, *, last: bool) -> str:
    """Mark where a letter begins and ends, outside of rows that are repeated.

    The last letter ends where the document does.
    """
    letter = name_letter(index)
    tail = _TAIL.search(body)
    closed = body.rfind("</text:", 0, tail.end(1) if tail else len(body))
    if closed >= 0 and not last:
        mark = f'<text:bookmark text:name="{letter}{END}"/>'
        body = f"{body[:closed]}{mark}{body[closed:]}"
    first, repeated = _PARAGRAPH.search(body), _REPEATED.search(body)
    if first and repeated and first.start() in range(*repeated.span()):
        first = _PARAGRAPH.search(body, repeated.end()) or first
    assert first is not None  # noqa: S101 - a letter has a paragraph, and it is marked
    mark = f'<text:bookmark text:name="{letter}"/>'
    closing = f"</{first[1]}>" if first[3] else ""
    opened = f"<{first[1]}{first[2]}>{mark}{closing}"
    return f"{body[: first.start()]}{opened}{body[first.end() :]}"


def _widen(layout: etree._Element, index: int) -> str:
    """Make the paper of one letter, a little wider at its right."""
    own, read = deepcopy(layout), read_layout(layout)
    if read is not None:
        properties = own.find(f"{STYLE}page-layout-properties")
        assert properties is not None  # noqa: S101 - it was read
        for name, twips in zip((WIDTH, RIGHT), read, strict=True):
            properties.set(name, f"{(twips + widen(index)) / TWIPS['in']:.5f}in")
    own.set(_NAME, f"{own.get(_NAME)}x{index}")
    return write_piece(own)


def _own(master: etree._Element, index: int) -> str:
    """Make the sort of page of one letter, with all that is at its edges."""
    own = deepcopy(master)
    for name in (_NAME, f"{STYLE}page-layout-name", f"{STYLE}next-style-name"):
        value = own.get(name)
        if value:
            own.set(name, f"{value}x{index}")
    own.attrib.pop(f"{STYLE}display-name", "")
    return write_piece(own)
