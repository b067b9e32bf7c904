"""Hidden text: it stands in the file, and is not printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formulir.ground.package import W, is_on
from formulir.language import phrase
from formulir.letters.word.paragraphs import DraftMark, quote_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from formulir.letters.word.paragraphs import Paragraph

VANISH: Final = f"{W}rPr/{W}vanish"
"""Where a style says that its text is hidden."""


def find_hidden(
    paragraphs: list[Paragraph], hiding: frozenset[str]
) -> Iterator[DraftMark]:
    """Find the text that is hidden, by its own format or by a style.

    Args:
        paragraphs: The paragraphs of a part.
        hiding: The styles whose text is hidden.
    """
    for paragraph in paragraphs:
        hidden = [
            node.text
            for node in paragraph.runs.get("text", ())
            if node.text and _is_hidden(node, paragraph, hiding)
        ]
        words = "".join(hidden)
        if words.strip():
            reason = phrase(
                "“{words}” is hidden text and is not printed; delete it, or "
                "show it (Font, Hidden)",
                words=quote_text(words),
            )
            yield DraftMark(paragraph=paragraph, reason=reason, words=words, warns=True)


def _is_hidden(
    node: etree._Element, paragraph: Paragraph, hiding: frozenset[str]
) -> bool:
    run = node.getparent()
    look = None if run is None else run.find(f"{W}rPr")
    own = None if look is None else look.find(f"{W}vanish")
    if own is not None:
        return is_on(own)
    styles = (
        None if look is None else look.find(f"{W}rStyle"),
        paragraph.node.find(f"{W}pPr/{W}pStyle"),
    )
    return any(style is not None and style.get(f"{W}val") in hiding for style in styles)
