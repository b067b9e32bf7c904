"""Hidden text: it stands in the file, and is not printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.ground.package import W, is_on
from formulir.letters.word.paragraphs import DraftMark, quote_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from formulir.letters.word.paragraphs import Paragraph


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
            reason = (
                f"“{quote_text(words)}” is hidden text and is not printed; delete it, "
                "or show it (Font, Hidden)"
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


def list_hiding(styles: etree._Element | None) -> frozenset[str]:
    """List the styles whose text is hidden, by birth or by base."""
    if styles is None:
        return frozenset()
    own: dict[str, bool | None] = {}
    base: dict[str, str | None] = {}
    for style in styles.iter(f"{W}style"):
        name = style.get(f"{W}styleId") or ""
        hides, parent = style.find(f"{W}rPr/{W}vanish"), style.find(f"{W}basedOn")
        own[name] = None if hides is None else is_on(hides)
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
