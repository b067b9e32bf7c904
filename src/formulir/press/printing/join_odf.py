"""Letters whose bodies were filled as ODF, joined into one flat document.

All have one set of styles, for all come from one template; of the block that a letter
begins with there is a second style, which begins a page and its numbers anew.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import FO, STYLE
from formulir.model import Fodt
from formulir.press.printing.skeleton import MARK, PAGE_NUMBER, OdfSkeleton

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEGIN: Final = re.compile(
    r"\s*(?:<text:list\b[^>]*><text:list-item>)*"
    r'<(text:p|text:h|table:table)\b[^>]*? (?:text|table):(style-name="([^"]*)")[^>]*>'
)
_PARAGRAPH: Final = re.compile(r"<(text:[ph])\b([^>]*?)(/?)>")
_TAIL: Final = re.compile(r"(</table:table>)\s*<text:p\b[^>]*(?:/>|></text:p>)\s*\Z")


def join_odf(skeleton: OdfSkeleton, letters: Sequence[str]) -> Fodt:
    """Join letters, each named by a bookmark where it begins.

    Args:
        skeleton: What they have in common.
        letters: The filled body of each.
    """
    # Pages that nobody sees counted are not counted anew: LibreOffice would look the
    # whole document through for each of them.
    field = "<text:page-number"
    counted = field in skeleton.middle or any(field in body for body in letters)
    number = skeleton.number if counted else None
    styles: dict[tuple[str, str], str] = {}
    bodies = [_begin_anew(body, styles, index) for index, body in enumerate(letters)]
    # At the end of a document LibreOffice gives an empty paragraph behind a table no
    # room; nor may it have any where another letter follows.
    bodies[:-1] = [_TAIL.sub(r"\1", body) for body in bodies[:-1]]
    begun = "".join(
        _make_style(skeleton, tag, name, new=new, number=number)
        for (tag, name), new in styles.items()
    )
    whole = [skeleton.head, begun, skeleton.middle, *bodies, skeleton.tail]
    return Fodt("".join(whole).encode("utf-8"))


def _begin_anew(body: str, styles: dict[tuple[str, str], str], index: int) -> str:
    """Let a letter begin a page, and name all that is named in it by the letter."""
    letter = f"b{index:05}"
    if begin := _BEGIN.match(body):
        key = (begin[1], begin[3])
        new = styles.setdefault(key, f"Awal{len(styles)}")
        body = f'{body[: begin.start(2)]}style-name="{new}"{body[begin.end(2) :]}'
    first = _PARAGRAPH.search(body)
    assert first is not None  # noqa: S101 - a letter has a paragraph, and it is marked
    mark = f'<text:bookmark text:name="{letter}"/>'
    closing = f"</{first[1]}>" if first[3] else ""
    opened = f"<{first[1]}{first[2]}>{mark}{closing}"
    body = f"{body[: first.start()]}{opened}{body[first.end() :]}"
    return body.replace(MARK, letter)


def _make_style(
    skeleton: OdfSkeleton, tag: str, name: str, *, new: str, number: str | None
) -> str:
    """Make the second style of a block, which begins a page."""
    family = "table" if tag == "table:table" else "paragraph"
    known = skeleton.styles.get((family, name))
    if known is None:
        style = etree.Element(f"{STYLE}style", {f"{STYLE}family": family})
        style.set(f"{STYLE}parent-style-name", name)
    else:
        style = deepcopy(known)
        style.tail = None
    style.set(f"{STYLE}name", new)
    if not style.get(f"{STYLE}master-page-name"):
        style.set(f"{STYLE}master-page-name", skeleton.page)
    own = f"{STYLE}{family}-properties"
    properties = style.find(own)
    if properties is None:
        properties = etree.Element(own)
        style.insert(0, properties)
    properties.attrib.pop(f"{FO}break-before", "")
    properties.set(PAGE_NUMBER, number or "auto")
    return etree.tostring(style, encoding="unicode")
