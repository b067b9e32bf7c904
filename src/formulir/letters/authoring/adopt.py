"""A plain letter of Word becomes a template: its places get tags.

What counts as a place is closed. ``{{ Nama }}``, a merge field and ``«Nama»`` are
places, whatever they are called. ``[Nama]`` and ``<Nama>``, or twice of each, are
places where a column of the sheet, or the office, has that name; others are text that
somebody meant so, and are told. ``{Nama}`` is none, and a fault where there is such a
name, for it would be printed as it stands. Dots are left to be filled in by hand, and
told. A tag of more than a name, such as ``{% if … %}``, is its author's and stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import BODY, W, pack, parse_part, write_xml
from formulir.language import phrase
from formulir.letters.word.members import open_package
from formulir.letters.word.paragraphs import quote_text, read_paragraphs
from formulir.letters.word.part import normalise
from formulir.model import Docx, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from formulir.letters.word.paragraphs import Paragraph

_PLACE: Final = re.compile(
    r"\{\{\s*(?P<tag>[^{}|]*?)\s*\}\}|«\s*(?P<merge>[^«»]{1,80}?)\s*»"
    r"|<<\s*(?P<angles>[^<>{}]{1,80}?)\s*>>|\[\[\s*(?P<squares>[^\[\]{}]{1,80}?)\s*\]\]"
    r"|\[\s*(?P<square>[^\[\]{}]{1,80}?)\s*\]|<\s*(?P<angle>[^<>{}]{1,80}?)\s*>"
    r"|(?<![{$])\{\s*(?P<brace>[^\W\d_][^{}%#]{0,79}?)\s*\}(?!\})"
)
_DOTS: Final = re.compile(r"[.…]{4,}|_{4,}")
_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_STATEMENT: Final = re.compile(r"\{%.*?%\}", re.DOTALL)
_LOOP: Final = re.compile(r"\bfor\s+(\w+)(?:\s*,\s*(\w+))?\s+in\b|\bset\s+(\w+)")
_MERGE: Final = re.compile(r'\s*MERGEFIELD\s+(?:"([^"]+)"|(\S+))', re.IGNORECASE)
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(kw_only=True, slots=True)
class Adopted:
    """A letter with its places made tags.

    Args:
        docx: The file.
        names: What it asks of its table: the name, and how it was written.
        office: What it asks of the office and of the letter itself.
        conditions: The words that its author's own statements name.
        marks: The bookmarks that it has.
        remarks: What was left as it is.
        faults: What would be printed as it stands, though somebody meant a place.
    """

    docx: Docx
    names: dict[str, str] = field(default_factory=dict)
    office: set[str] = field(default_factory=set)
    conditions: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    remarks: list[Fault] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """What the places of a letter can mean.

    Args:
        make_name: Makes the name of what people write.
        columns: The names that the sheet has; nothing where there is no sheet.
        office: What the office and the letter itself give, and the tag of each.
    """

    make_name: Callable[[str], str]
    columns: frozenset[str] | None
    office: Mapping[str, str]


def adopt_docx(docx: Docx, words: Vocabulary, *, nama: str) -> Adopted:
    """Make the places of a letter tags.

    Args:
        docx: The letter.
        words: What its places can mean.
        nama: What to call it in a remark.

    Raises:
        TemplateFaultyError: It is no DOCX, or a damaged one.
    """
    package = open_package(docx, nama=nama)
    members, adopted = package.members, Adopted(docx=docx)
    for name, label in package.labels.items():
        if label == "properties":
            continue
        root = normalise(parse_part(members[name]))
        _replace_merge_fields(root)
        reader = _Reader(words=words, adopted=adopted, place=f"{nama}:{label}")
        paragraphs = read_paragraphs(root)
        for paragraph in paragraphs:
            reader.listen(paragraph)
        for paragraph in paragraphs:
            reader.read(paragraph)
        marks = root.iter(f"{W}bookmarkStart")
        adopted.marks |= {mark.get(f"{W}name") or "" for mark in marks}
        members[name] = write_xml(root)
    adopted.docx = Docx(pack(members, members))
    return adopted


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reader:
    """Makes the places of one part tags."""

    words: Vocabulary
    adopted: Adopted
    place: str
    bound: set[str] = field(default_factory=set)

    def listen(self, paragraph: Paragraph) -> None:
        """Note what its author's own statements name, and which names they give."""
        for said in _STATEMENT.findall(paragraph.text):
            self.adopted.conditions |= {*_WORD.findall(said)}
            for found in _LOOP.finditer(said):
                self.bound.update(name for name in found.groups() if name)

    def read(self, paragraph: Paragraph) -> None:
        """Make the places of a paragraph tags, in the look of where each begins."""
        runs = [run for run in paragraph.runs.get("text", ()) if run.tag == f"{W}t"]
        text = "".join(run.text or "" for run in runs)
        for found in reversed([*_PLACE.finditer(text)]):
            tag = self._find_tag(found, text)
            if tag is not None and tag != found[0]:
                _write_over(runs, found.start(), found.end(), tag)
        if _DOTS.search(text) and not paragraph.spare:
            reason = phrase(
                "the dots stay, to be filled in by hand; a place is written [Nama]"
            )
            self._remark(text, reason)

    def _find_tag(self, found: re.Match[str], text: str) -> str | None:
        """Give the tag of a place, or nothing for text that is none."""
        kind = str(found.lastgroup)
        written = found[kind].strip()
        if kind == "tag" and _WORD.fullmatch(written):
            if "." in written:
                self.adopted.office.add(written)
            if "." in written or written in self.bound:
                return None
        if not written:
            return None
        name = self.words.make_name(written)
        own = self.words.columns is not None and name in self.words.columns
        known = own or name in self.words.office
        if kind == "brace" and (known or self.words.columns is None):
            self._refuse(found[0], written, text)
            return None
        if own or (kind in ("tag", "merge") and name not in self.words.office):
            self.adopted.names.setdefault(name, written)
            return f"{{{{ {name} }}}}"
        if name in self.words.office:
            tag = self.words.office[name]
            self.adopted.office.add(tag)
            return f"{{{{ {tag} }}}}"
        reason = phrase(
            "{words!r} is no column of the sheet, and stays as it is", words=found[0]
        )
        self._remark(text, reason)
        return None

    def _refuse(self, words: str, written: str, text: str) -> None:
        """Tell a place that is written as none is."""
        reason = phrase(
            "{words!r} would be printed as it stands; a place has two braces: write "
            "{{{{ {written} }}}} or [{written}]",
            words=words,
            written=written,
        )
        where = f"{self.place}: “{quote_text(text)}”"
        self.adopted.faults.append(Fault(place=where, reason=reason))

    def _remark(self, text: str, reason: str) -> None:
        where = f"{self.place}: “{quote_text(text)}”"
        self.adopted.remarks.append(Fault(place=where, reason=reason, warning=True))


def _write_over(runs: list[etree._Element], start: int, end: int, words: str) -> None:
    """Put words in the place of letters that may lie in several runs."""
    at = 0
    for run in runs:
        text = run.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            run.text = text[:first] + words + text[last:]
            run.set(_XML_SPACE, "preserve")
            words = ""
        at += len(text)


def _replace_merge_fields(root: etree._Element) -> None:
    """Put ``«Nama»`` in the place of each merge field, looking as what it showed."""
    for simple in [*root.iter(f"{W}fldSimple")]:
        if found := _MERGE.match(simple.get(f"{W}instr") or ""):
            run = next(simple.iter(f"{W}r"), None)
            _set_text(simple, run, f"«{found[1] or found[2]}»")
    open_fields: list[_Merge] = []
    for run in [*root.iter(f"{W}r")]:
        for mark in [*run]:
            _take_part(mark, open_fields)
        for each in open_fields:
            each.runs.append(run)
            if each.shows and each.look is None and run.find(f"{W}t") is not None:
                each.look = run
        if _ends(run) and open_fields:
            open_fields.pop().replace()


def _take_part(mark: etree._Element, open_fields: list[_Merge]) -> None:
    """Take what a part of a run says of the field that is open."""
    kind = mark.get(f"{W}fldCharType") if mark.tag == f"{W}fldChar" else None
    if kind == "begin":
        open_fields.append(_Merge())
    elif kind == "separate" and open_fields:
        open_fields[-1].shows = True
    elif mark.tag == f"{W}instrText" and open_fields:
        open_fields[-1].code += mark.text or ""


def _ends(run: etree._Element) -> bool:
    marks = run.iter(f"{W}fldChar")
    return any(mark.get(f"{W}fldCharType") == "end" for mark in marks)


@dataclass(kw_only=True, slots=True)
class _Merge:
    """A field of several runs, as far as it was read."""

    code: str = ""
    shows: bool = False
    look: etree._Element | None = None
    runs: list[etree._Element] = field(default_factory=list)

    def replace(self) -> None:
        """Leave one run of it, which names what it merged."""
        found = _MERGE.match(self.code)
        if found is None:
            return
        _set_text(self.runs[0], self.look, f"«{found[1] or found[2]}»")
        for run in self.runs[1:]:
            parent = run.getparent()
            if parent is not None:
                parent.remove(run)


def _set_text(old: etree._Element, look: etree._Element | None, words: str) -> None:
    """Put a run with these words in the place of an element."""
    new = etree.Element(f"{W}r")
    looks = None if look is None else look.find(f"{W}rPr")
    if looks is not None:
        new.append(etree.fromstring(etree.tostring(looks)))
    text = etree.SubElement(new, f"{W}t")
    text.text = words
    text.set(_XML_SPACE, "preserve")
    new.tail = old.tail
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)


def set_mark(docx: Docx, mark: str, *, above: str, nama: str) -> Docx | None:
    """Set a bookmark above the paragraph that prints a name.

    Args:
        docx: A letter whose places are tags.
        mark: The bookmark: ``cap`` or ``qr``.
        above: The tag of the name.
        nama: What to call the letter in a fault.

    Returns:
        The file; nothing where no paragraph of the body prints that name.
    """
    members = open_package(docx, nama=nama).members
    root = parse_part(members[BODY])
    held = [p for p in root.iter(f"{W}p") if above in "".join(map(str, p.itertext()))]
    if not held:
        return None
    spot = held[0].getprevious()
    target = held[0] if spot is None or spot.tag != f"{W}p" else spot
    numbers = [int(each.get(f"{W}id") or 0) for each in root.iter(f"{W}bookmarkStart")]
    for tag in ("bookmarkEnd", "bookmarkStart"):
        node = etree.Element(f"{W}{tag}")
        node.set(f"{W}id", str(max(numbers, default=0) + 1))
        if tag == "bookmarkStart":
            node.set(f"{W}name", mark)
        looks = target.find(f"{W}pPr")
        target.insert(0 if looks is None else 1, node)
    members[BODY] = write_xml(root)
    return Docx(pack(members, members))
