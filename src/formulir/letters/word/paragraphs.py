"""Paragraphs of a part as they are read, each with the elements that hold its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from formulir.ground.package import W

QUOTE_LENGTH: Final = 70
"""How much of a paragraph is quoted in a fault."""

_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FALLBACK: Final = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
)
"""What is shown where a drawing is not understood; Word writes each text box twice."""
BROKEN: Final = (f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen")
"""What may stand in the middle of a tag, and is no part of it."""
KINDS: Final = {
    **dict.fromkeys((f"{W}t", *BROKEN), "text"),
    f"{W}instrText": "field",
    f"{_MATH}t": "equation",
    f"{_DRAWING}t": "drawing",
}


@dataclass(kw_only=True, slots=True)
class Paragraph:
    """A paragraph as it is read, without those in its text boxes.

    Args:
        node: Its element.
        number: Which of its part it is, from 0.
        spare: Whether it is the copy for programs that cannot show its text box.
        runs: The elements that hold its text, by kind, in order.
    """

    node: etree._Element
    number: int
    spare: bool
    runs: dict[str, list[etree._Element]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return what is read in it."""
        return "".join(read_run(node) for node in self.runs.get("text", ()))

    @property
    def whole(self) -> str:
        """Return all its text, that of equations and field codes too."""
        return "".join(read_run(n) for runs in self.runs.values() for n in runs)


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftMark:
    """Something in a paragraph that does not belong on a finished letter.

    Args:
        paragraph: The paragraph, if the part has any.
        reason: What is wrong, and what to do.
        words: The words that are wrong.
        warns: Whether the letter may print all the same.
    """

    paragraph: Paragraph | None
    reason: str
    words: str = ""
    warns: bool = False


def quote_text(text: str) -> str:
    """Shorten a text for a fault."""
    text = " ".join(text.split())
    return text if len(text) <= QUOTE_LENGTH else text[: QUOTE_LENGTH - 1] + "…"


def read_paragraphs(root: etree._Element) -> list[Paragraph]:
    """Read the paragraphs of a part, in the order of the file."""
    found: list[Paragraph] = []
    around: list[Paragraph] = []
    spare = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if node.tag == FALLBACK:
            spare += 1 if event == "start" else -1
        elif node.tag == f"{W}p":
            if event == "end":
                around.pop()
                continue
            around.append(Paragraph(node=node, number=len(found), spare=bool(spare)))
            found.append(around[-1])
        elif event == "start" and around and holds_text(node):
            around[-1].runs.setdefault(KINDS[str(node.tag)], []).append(node)
    return found


def holds_text(node: etree._Element) -> bool:
    """Tell whether an element is text; a tab stop has the name of a tab."""
    if node.tag != f"{W}tab":
        return node.tag in KINDS
    parent = node.getparent()
    return parent is not None and parent.tag == f"{W}r"


def read_run(node: etree._Element) -> str:
    """Return what an element of text adds to its paragraph."""
    return "" if node.tag in BROKEN else node.text or ""


class Nearest:
    """Finds the paragraph that an element stands in, or that it is a table around."""

    def __init__(self, root: etree._Element, paragraphs: list[Paragraph]) -> None:
        self._own = {one.node: one for one in paragraphs}
        self._all = paragraphs
        self._root = root

    def find(self, node: etree._Element) -> Paragraph | None:
        """Return the paragraph around an element, or the nearest below it."""
        for above in (node, *node.iterancestors()):
            if above in self._own:
                return self._own[above]
            if above.tag == f"{W}body" or above is self._root:
                break
            inside = next(above.iter(f"{W}p"), None)
            if inside is not None:
                return self._own.get(inside)
        # What is said of the last section stands behind all paragraphs.
        return self._all[-1] if self._all else None

    def find_inside(self, node: etree._Element) -> Paragraph | None:
        """Return the first paragraph in an element, or the one around it."""
        first = next(node.iter(f"{W}p"), None)
        if first is None:
            first = next(node.iterancestors(f"{W}p"), None)
        return None if first is None else self._own.get(first)
