"""Marks of tags, as people read them: which are left open, and which nothing fills."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_MARK: Final = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_ANY: Final = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\$\{|\{_[{%]|[}%]_\}")
_CLOSES: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_RICH: Final = re.compile(r"\{\{[pr]\s")
_SRIKANDI: Final = re.compile(r"\$\{[^}]*\}")


def has_tags(root: etree._Element) -> bool:
    """Tell whether a part holds a tag of any sort, even one that formatting split."""
    if _ANY.search("".join(map(str, root.itertext()))):
        return True
    return any(
        "{" in value and _ANY.search(value)
        for node in root.iter()
        for value in map(str, node.attrib.values())
    )


def check_braces(text: str, *, comments: bool) -> Iterator[tuple[str, str]]:
    """Tell marks that are left open, or of a sort that nothing fills.

    Args:
        text: What is read in one place.
        comments: Whether any comment is closed: what is closed nowhere opens nothing.

    Returns:
        Each reason, with the words that are wrong.
    """
    opened: re.Match[str] | None = None
    for found in _MARK.finditer(text):
        mark = found[0]
        if mark == "{#" and not comments:
            continue
        if mark in _CLOSES and opened is None:
            opened = found
        elif opened is not None and mark == _CLOSES[opened[0]]:
            opened = None
        elif opened is not None and mark in _CLOSES:
            reason = phrase(
                "{mark} is not closed before the next {next}", mark=opened[0], next=mark
            )
            yield reason, text[opened.start() : found.start()].strip()
            opened = found
        elif mark == "}}" and (opened is None or opened[0] != "{%"):
            yield phrase("}}}} has no {{{{ before it in this paragraph"), "}}"
    if opened is not None:
        reason = phrase(
            "{mark} is not closed with {close} in this paragraph; a tag must begin and "
            "end in one paragraph",
            mark=opened[0],
            close=_CLOSES[opened[0]],
        )
        yield reason, text[opened.start() :].strip()
    for rich in _RICH.finditer(text):
        reason = phrase(
            "{{{{p …}}}} and {{{{r …}}}} take pictures or rich text, which no "
            "record holds"
        )
        yield reason, text[rich.start() :].partition("}}")[0] + "}}"
    for token in _SRIKANDI.findall(text):
        reason = phrase(
            "{token} is a token of another program and would be printed as it is",
            token=token,
        )
        yield reason, token
