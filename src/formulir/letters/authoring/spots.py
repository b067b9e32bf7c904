"""Finds where in a template a fault is that tells its place in words only.

A place ends in the part and the text of a paragraph: ``surat.docx:header: “…”``. The
text may be cut short, and where a tag stood for its paragraph it is the text before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import BODY, TAG
from formulir.letters.authoring.paragraphs import (
    list_paragraphs,
    read_words,
)
from formulir.model import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from formulir.model import Fault

LABELS: Final = {
    "body": r"word/document\.xml",
    "header": r"word/header\d*\.xml",
    "footer": r"word/footer\d*\.xml",
    "footnote": r"word/footnotes\.xml",
    "endnote": r"word/endnotes\.xml",
}
"""What people call a part, and the name that Word gives it."""
_PLACE: Final = re.compile(
    r"(?P<file>.*?\.docx)(?::(?P<label>[^:“]+))?(?:: “(?P<quote>.*)”)?", re.DOTALL
)
_DOT: Final = r"(?<![\w.]){whole}\s*(?:\.\s*|\[\s*['\"\u2018\u201c]){name}(?!\w)"
_NEEDLES: Final = (
    (r"the tag (?P<tag>.*?) is ", r"{tag}"),
    (r"(?P<mark>\{\{|\{%|\{#) is not closed", r"{mark}"),
    (r"(?P<token>\$\{[^}]*\}) is a token", r"{token}"),
    (r"unknown name '(?P<name>[^']+)'", r"(?<![\w.]){name}(?!\w)"),
    (r"unknown filter '(?P<name>[^']+)'", r"\|\s*{name}(?!\w)"),
    (r"unknown test '(?P<name>[^']+)'", r"\bis\s+(?:not\s+)?{name}(?!\w)"),
    (r"\{% (?P<name>\w+) %\} is not", r"\{%-?(?:p |tr |tc )?\s*{name}(?!\w)"),
    (r"calling is not", r"\w\s*\("),
    (r"the value has no '(?P<name>[^']+)'", r"\b{name}(?!\w)"),
    (
        r"(?P<whole>[\w.]+) (?:has no|is a plain value and has no) '(?P<name>[^']+)'",
        _DOT,
    ),
    (r"(?P<whole>[\w.]+) is a list; go .* to reach '(?P<name>[^']+)'", _DOT),
    (r"\}\} has no", r"\}\}"),
    (r"\{\{p …", r"\{\{[pr]\s"),
    (r"[^;]*'(?P<name>[^']+)'", r"(?<!\w){name}(?!\w)"),
)
"""What a reason names, and how that is spelled in a paragraph."""
_OPEN: Final = tuple(re.escape(mark) for mark in ("{{", "{%", "{#"))
_FACT: Final = re.compile(r"\{(\w+)\}")
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True)


def read_file(place: str) -> str | None:
    """Return the name of the DOCX file that a place names, if it names one."""
    match = _PLACE.match(place)
    return match and match["file"]


def parse_story(data: bytes) -> etree._Element | None:
    """Parse a part that has paragraphs; nothing when it cannot be read."""
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError:
        return None


def find_spot(members: Mapping[str, bytes], fault: Fault) -> Spot | None:
    """Find the paragraph and the words of a fault in the parts of its template.

    Args:
        members: The parts of the file by name.
        fault: What is wrong, with its place in words.

    Returns:
        The spot; nothing when the fault is of the file as a whole.
    """
    match = _PLACE.match(fault.place)
    if match is None:
        return None
    quote, needle = match["quote"] or "", _find_needle(fault.reason)
    if not quote and needle is None:
        return None
    rule = LABELS.get(match["label"] or "", r"word/[^/]+\.xml")
    names = sorted(name for name in members if re.fullmatch(rule, name))
    # What is in no part by its label is looked for in the body before all others.
    names.sort(key=lambda name: name != BODY)
    found = [
        (distance, order, spot)
        for order, name in enumerate(names)
        for distance, spot in _search(name, members[name], quote, needle)
    ]
    return min(found, key=lambda each: each[:2])[2] if found else None


def _find_needle(reason: str) -> re.Pattern[str] | None:
    """Return how that is spelled which a reason names."""
    for rule, spelled in _NEEDLES:
        if match := re.match(rule, reason):
            facts = {name: re.escape(fact) for name, fact in match.groupdict().items()}
            # Not str.format: what is looked for holds braces itself.
            return re.compile(_FACT.sub(lambda fact: facts[fact[1]], spelled))  # noqa: B023 - used at once
    return None


def _search(
    name: str, data: bytes, quote: str, needle: re.Pattern[str] | None
) -> Iterator[tuple[int, Spot]]:
    """Give the spots of a part that fit, each with how little it fits."""
    root = parse_story(data)
    texts = [] if root is None else [read_words(each) for each in list_paragraphs(root)]
    quoted = [at for at, text in enumerate(texts) if quote and _is_quoted(text, quote)]
    for at, text in enumerate(texts):
        words = _find_words(text, needle)
        if words:
            near = min((abs(at - other) for other in quoted), default=len(texts) + 1)
            yield 2 * near, Spot(part=name, paragraph=at, words=words)
        elif at in quoted:
            words = "" if needle else _only_tag(text)
            yield 2 * len(texts) + 1, Spot(part=name, paragraph=at, words=words)


def _find_words(text: str, needle: re.Pattern[str] | None) -> str:
    """Return the tag that holds what is looked for; for an open mark, all after it."""
    if needle is None:
        return ""
    tags = list(TAG.finditer(text))
    for tag in tags:
        if needle.search(tag[0]) and needle.pattern not in _OPEN:
            return tag[0]
    # An open mark is one that no tag begins with.
    rest = TAG.sub(lambda tag: "\0" * len(tag[0]), text)
    match = needle.search(rest) or needle.search(text)
    if match is None:
        return ""
    return text[match.start() :].strip() if needle.pattern in _OPEN else match[0]


def _is_quoted(text: str, quote: str) -> bool:
    """Tell whether a paragraph is the one that a place quotes."""
    squeezed, wanted = "".join(text.split()), "".join(quote.split())
    return squeezed.startswith(wanted.removesuffix("…")) and bool(squeezed)


def _only_tag(text: str) -> str:
    """Return the tag of a paragraph that has one only, else nothing: all of it."""
    tags = TAG.findall(text)
    return str(tags[0]) if len(tags) == 1 else ""
