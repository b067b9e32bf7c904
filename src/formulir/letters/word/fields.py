"""Fields of Word: what they say by themselves, and may say wrongly on a letter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from formulir.ground.package import W
from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from formulir.letters.word.paragraphs import Paragraph

_LIVE: Final = frozenset(
    {"DATE", "TIME", "SAVEDATE", "PRINTDATE", "CREATEDATE", "EDITTIME"}
)
_MERGED: Final = frozenset(
    {
        *("MERGEFIELD", "MERGEREC", "MERGESEQ", "NEXT", "NEXTIF", "SKIPIF"),
        *("ADDRESSBLOCK", "GREETINGLINE", "DATABASE"),
    }
)
_FOREIGN: Final = frozenset(
    {
        *("FILENAME", "FILESIZE", "USERNAME", "USERINITIALS", "USERADDRESS"),
        *("FILLIN", "ASK", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT"),
        *("LINK", "DDE", "DDEAUTO", "LASTSAVEDBY"),
    }
)
_CLICKED: Final = frozenset({"MACROBUTTON"})
_HARMLESS: Final = frozenset(
    {
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "SEQ", "STYLEREF"),
        *("REF", "PAGEREF", "NOTEREF", "HYPERLINK", "GOTOBUTTON", "QUOTE"),
        *("TOC", "TOA", "INDEX", "TC", "TA", "XE", "RD", "PRIVATE", "ADVANCE"),
        *("SYMBOL", "LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT"),
        *("=", "EQ", "EMBED", "SHAPE", "CONTROL", "HTMLCONTROL", "ADDIN", "SET"),
        *("BIDIOUTLINE", "DISPLAYBARCODE", "BARCODE"),
    }
)
_LEADING: Final = frozenset({"REF", "PAGEREF", "NOTEREF"})
_ANCHOR: Final = re.compile(r'\\l\s+"?([^"\s]+)"?')
_WORDS: Final = re.compile(r'"[^"]*"|\S+')


@dataclass(kw_only=True, slots=True)
class WordField:
    """A field, and what it says.

    Args:
        paragraph: The paragraph in which it begins.
        code: What it is told, such as ``REF _Ref1``.
        said: What it said when the file was saved.
    """

    paragraph: Paragraph
    code: str = ""
    said: str = ""
    _begun: bool = field(default=False)

    @property
    def name(self) -> str:
        """Return the first word of its code, in capitals."""
        words = self.code.split()
        if not words:
            return ""
        return "=" if words[0].startswith("=") else words[0].upper()

    @property
    def target(self) -> str:
        """Return the bookmark that it leads to, if it leads to one."""
        if self.name == "HYPERLINK":
            found = _ANCHOR.search(self.code)
            return found[1] if found else ""
        words = _WORDS.findall(self.code)
        own = len(words) > 1 and self.name in _LEADING
        return str(words[1]).strip('"') if own else ""


def list_fields(paragraphs: list[Paragraph]) -> list[WordField]:
    """List the fields of a part, also those that reach over paragraphs."""
    found: list[WordField] = []
    open_fields: list[WordField] = []
    for paragraph in paragraphs:
        for node in _walk_own(paragraph):
            if node.tag == f"{W}fldSimple":
                said = "".join(text.text or "" for text in node.iter(f"{W}t"))
                code = node.get(f"{W}instr") or ""
                found.append(WordField(paragraph=paragraph, code=code, said=said))
            elif node.tag == f"{W}fldChar":
                _take_mark(node.get(f"{W}fldCharType"), open_fields, found, paragraph)
            elif open_fields:
                text = node.text or ""
                if node.tag == f"{W}instrText":
                    open_fields[-1].code += text
                elif open_fields[-1]._begun:  # noqa: SLF001 - its own module's
                    for one in open_fields:
                        one.said += text
    return [*found, *open_fields]


def _take_mark(
    kind: str | None,
    open_fields: list[WordField],
    found: list[WordField],
    paragraph: Paragraph,
) -> None:
    if kind == "begin":
        open_fields.append(WordField(paragraph=paragraph))
    elif kind == "separate" and open_fields:
        open_fields[-1]._begun = True  # noqa: SLF001 - its own module's
    elif kind == "end" and open_fields:
        found.append(open_fields.pop())


def _walk_own(paragraph: Paragraph) -> Iterator[etree._Element]:
    """Give what matters to fields in a paragraph, but not in its text boxes."""
    names = (f"{W}fldSimple", f"{W}fldChar", f"{W}instrText", f"{W}t")
    for node in paragraph.node.iter(*names):
        if next(node.iterancestors(f"{W}p")) is paragraph.node:
            yield node


def judge_field(one: WordField, bookmarks: frozenset[str]) -> tuple[str, bool] | None:
    """Say what is wrong with a field, and whether it only may be.

    Args:
        one: The field.
        bookmarks: The names of all bookmarks of the template, in small letters.
    """
    name, target = one.name, one.target
    if wrong := _refuse(name):
        return wrong, False
    if target and "{" not in target and target.lower() not in bookmarks:
        return phrase(
            "it leads to the bookmark {target}, which is not there, and would print an "
            "error; insert the reference anew, or write its text",
            target=target,
        ), False
    if not name or name in _HARMLESS or name.lower() in bookmarks:
        return None
    return phrase(
        "the field {name} prints what it said when the file was saved; if that may be "
        "old, put its text or a tag {{{{ … }}}} in its place",
        name=name,
    ), True


def _refuse(name: str) -> str:
    """Say what is wrong with a field of this name wherever it stands, if anything."""
    if name in _LIVE:
        return phrase(
            "the field {name} takes its value on the day of printing; write the date "
            "as a tag, such as {{{{ naskah.tanggal }}}}",
            name=name,
        )
    if name in _MERGED:
        return phrase(
            "the field {name} is of a mail merge and would print as it stands; put a "
            "tag {{{{ … }}}} in its place",
            name=name,
        )
    if name in _CLICKED:
        return phrase(
            "a place to click at was never filled in; write its text or a tag"
        )
    if name in _FOREIGN:
        return phrase(
            "the field {name} takes its value from the computer that prints; put its "
            "text or a tag {{{{ … }}}} in its place",
            name=name,
        )
    return ""
