"""Tags in a parsed part: found as people read them, each made whole, each counted.

Word cuts a tag apart wherever a format, a spelling mark or a revision begins. Here it
is put together in the run where it begins, and its number is written into it as blanks
of many widths, which Jinja skips. So whatever becomes of the source, the place of each
tag in its author's file is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from formulir.ground.package import TAG, W
from formulir.language import phrase
from formulir.letters.word.braces import check_braces
from formulir.letters.word.paragraphs import (
    BROKEN,
    KINDS,
    QUOTE_LENGTH,
    Paragraph,
    holds_text,
    quote_text,
    read_run,
)
from formulir.model import Fault, Spot

_UNPRINTED: Final = (f"{W}tag", f"{W}alias")
"""What names a content control to programs."""
_OPENS: Final = re.compile(r"\{[{%#]")
_END: Final = re.compile(r"[-+]?[}%#]\}$")
_RAW: Final = re.compile(r"\{%[-+]?\s*(end)?raw\b")
_BLANK_NUMBER: Final = re.compile("\u2028([\u2000-\u2009]+)\u2029")
_DIGITS: Final = {ord(str(n)): 0x2000 + n for n in range(10)}
_WORTH: Final = {0x2000 + n: str(n) for n in range(10)}
_PLAIN_ENDS: Final = {0x2028: " ", 0x2029: " "}
_LEAD: Final = re.compile(r"^(\{[%{#](?:tr|tc|p|r))\s")
_OPEN, _SHUT, _HASH = "\ue0f0", "\ue0f1", "\ue0f2"
"""Stand for braces, and for the mark of a comment, that belong to no tag."""
_HIDDEN: Final = str.maketrans({"{": _OPEN, "}": _SHUT})
_SPELLED: Final = {
    "{{": "{_{",
    "{%": "{_%",
    "}}": "}_}",
    "%}": "%_}",
    "{#": _HASH,
}
"""How marks are spelled that are to be text."""
_TAG_OR_HASH: Final = re.compile(f"{TAG.pattern}|{{#", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class TagPlace:
    """Where a tag stands.

    Args:
        spot: The place in its author's file, its words being the tag.
        quote: The paragraph around it, for people.
        inline: Whether its value can hold neither a line end nor a tab there.
    """

    spot: Spot
    quote: str
    inline: bool = False

    @classmethod
    def make_empty(cls, part: str) -> TagPlace:
        """Stand for the place of nothing, in a part whose only marks are text."""
        return cls(spot=Spot(part=part, paragraph=0), quote="")


@dataclass(kw_only=True, slots=True)
class TagReader:
    """Goes through a part, counts its tags, and tells what cannot be read.

    Args:
        part: The part's name in its author's file.
        place: What to call it in a fault.
        places: Where each tag stands, by its number.
        faults: What cannot be read.
        hollow: Whether a cell or the like may be left without a paragraph.
    """

    part: str
    place: str
    places: list[TagPlace] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    hollow: bool = False
    _raw: bool = field(default=False)
    _comments: bool = field(default=False)
    _quotes: dict[int, str] = field(default_factory=dict)

    def read(self, root: etree._Element, paragraphs: list[Paragraph]) -> None:
        """Make every tag of a part whole, and write its number into it.

        Args:
            root: The part; it is changed.
            paragraphs: Its paragraphs.
        """
        self._comments = "#}" in "".join(map(str, root.itertext()))
        own = {paragraph.node: paragraph for paragraph in paragraphs}
        seen: set[etree._Element] = set()
        around: list[Paragraph] = []
        # The order of the file is the order in which Jinja will meet them.
        for event, node in etree.iterwalk(root, events=("start", "end")):
            if event == "end":
                if node.tag == f"{W}p":
                    around.pop()
                continue
            if node.tag == f"{W}p":
                around.append(own[node])
                self._check_paragraph(own[node])
            self._read_attributes(node, around)
            if node in seen:
                continue
            runs = [node]
            if around and holds_text(node):
                runs = around[-1].runs.get(KINDS[str(node.tag)], [node])
                seen.update(runs)
            self._read_runs(runs, around)

    def tell(self, reason: str, *, words: str, around: Paragraph | None) -> None:
        """Note a fault at some words of a paragraph."""
        if around is not None and around.spare:
            return
        number = 0 if around is None else around.number
        quote = quote_text(words if around is None else around.text or words)
        self.faults.append(
            Fault(
                place=f"{self.place}: “{quote}”",
                reason=reason,
                spot=Spot(part=self.part, paragraph=number, words=words),
            )
        )

    def _check_paragraph(self, paragraph: Paragraph) -> None:
        text = paragraph.text
        if "{" in text or "}" in text:
            self._quotes[paragraph.number] = quote_text(text)
            for reason, words in check_braces(text, comments=self._comments):
                self.tell(reason, words=words, around=paragraph)

    def _read_attributes(self, node: etree._Element, around: list[Paragraph]) -> None:
        for name, value in node.attrib.items():
            text = str(value)
            if not _OPENS.search(text):
                continue
            if node.tag in _UNPRINTED:
                for mark, spelled in _SPELLED.items():
                    text = text.replace(mark, spelled)
                node.set(name, text)
                continue
            last = around[-1] if around else None
            for reason, words in check_braces(text, comments="#}" in text):
                what = etree.QName(name).localname
                said = phrase("{reason} (in {what})", reason=reason, what=what)
                self.tell(said, words=words, around=last)
            found = list(_TAG_OR_HASH.finditer(text))
            pieces = [text]
            for match in reversed(found):
                tag = self._count(match[0], last, "", text)
                _put_together([node], pieces, match.span(), tag)
            node.set(name, _hide(pieces[0]))

    def _read_runs(self, runs: list[etree._Element], around: list[Paragraph]) -> None:
        """Make the tags whole that stand in some elements, which are read as one."""
        pieces = [read_run(node) for node in runs]
        text = "".join(pieces)
        if "{" not in text and "}" not in text:
            return
        last = around[-1] if around else None
        kind = KINDS.get(str(runs[0].tag), "")
        if kind != "text" and _OPENS.search(text):
            for reason, words in check_braces(text, comments="#}" in text):
                self.tell(reason, words=words, around=last)
        found = list(_TAG_OR_HASH.finditer(text))
        whole = [self._count(match[0], last, kind, text) for match in found]
        for match, tag in zip(reversed(found), reversed(whole), strict=True):
            _put_together(runs, pieces, match.span(), tag)
        for node, piece in zip(runs, pieces, strict=True):
            if node.tag not in BROKEN:
                node.text = _hide(piece)

    def _count(self, tag: str, around: Paragraph | None, kind: str, text: str) -> str:
        """Write a tag's number into it, and note where it stands."""
        if tag == "{#":
            return _HASH
        spot = Spot(
            part=self.part, paragraph=0 if around is None else around.number, words=tag
        )
        raw = _RAW.match(tag)
        if raw is not None:
            self._raw = raw[1] is None
        elif self._raw:
            return tag
        quote = self._quotes.get(spot.paragraph, "") if around is not None else ""
        self.places.append(
            TagPlace(
                spot=spot,
                quote=quote or quote_text(text[: 8 * QUOTE_LENGTH]),
                inline=kind != "text",
            )
        )
        digits = str(len(self.places) - 1).translate(_DIGITS)
        plain = _LEAD.sub(r"\1 ", tag.translate(_PLAIN_ENDS))
        return _END.sub(lambda end: f"\u2028{digits}\u2029{end[0]}", plain)


def _put_together(
    runs: list[etree._Element], pieces: list[str], span: tuple[int, int], tag: str
) -> None:
    """Put a tag into the piece where it begins, and take it out of the others."""
    ends = []
    at = 0
    for piece in pieces:
        ends.append(at + len(piece))
        at += len(piece)
    start, end = span
    first = next(n for n, stop in enumerate(ends) if stop > start)
    last = next(n for n, stop in enumerate(ends) if stop >= end)
    begin = ends[first] - len(pieces[first])
    head = pieces[first][: start - begin]
    tail = pieces[last][end - (ends[last] - len(pieces[last])) :]
    if first == last:
        pieces[first] = head + tag + tail
        return
    pieces[first], pieces[last] = head + tag, tail
    for number in range(first + 1, last):
        pieces[number] = ""
        parent = runs[number].getparent()
        if runs[number].tag in BROKEN and parent is not None:
            parent.remove(runs[number])


def _hide(text: str) -> str:
    """Hide the braces that belong to no tag, for docxtpl would join what they part."""
    kept: list[str] = []
    at = 0
    for match in TAG.finditer(text):
        kept += [text[at : match.start()].translate(_HIDDEN), match[0]]
        at = match.end()
    return "".join([*kept, text[at:].translate(_HIDDEN)])


def show_braces(source: str) -> str:
    """Show the braces again that were hidden; a comment that never ends is text."""
    shown = source.replace(_HASH, '{{ "{#" }}')
    return shown.replace(_OPEN, "{").replace(_SHUT, "}")


def take_numbers(source: str, places: list[TagPlace]) -> tuple[str, list[TagPlace]]:
    """Take the numbers out of a source, so that each of its lines ends in a tag.

    Returns:
        The source, and where the tag of each of its lines stands.
    """
    numbers = [
        int(found[1].translate(_WORTH)) for found in _BLANK_NUMBER.finditer(source)
    ]
    lines = [places[number] for number in numbers]
    return _BLANK_NUMBER.sub("\n", source.replace("\n", " ")), lines
