"""Writes the faults of a template as Word comments into a copy of its author's file.

This package is the one door to python-docx. A comment stands at the very words that are
wrong, in the body and its tables. Word allows none in headers, footers, notes and text
boxes, and a file that holds one cannot be read by LibreOffice: what is wrong there is
told at the first paragraph of the body, with its place in words.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.opc.exceptions import OpcError
from lxml import etree

from formulir.errors import TemplateFaultyError
from formulir.ground.package import TYPES, W, pack, parse_part
from formulir.letters.authoring.paragraphs import (
    TEXT_BOX,
    cut_out,
    find_words,
    list_paragraphs,
    read_letters,
    read_words,
)
from formulir.letters.authoring.sentences import name_part, say
from formulir.letters.word.paragraphs import FALLBACK, QUOTE_LENGTH
from formulir.letters.word.unpack import unpack
from formulir.model import Docx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from docx.document import Document as WordFile

    from formulir.letters.authoring.paragraphs import Letter
    from formulir.letters.jenis import Jenis
    from formulir.model import Fault, Spot

AUTHOR: Final = "formulir"
_UNREADABLE: Final = (
    *(OpcError, zipfile.BadZipFile, zlib.error, OSError, etree.XMLSyntaxError),
    *(LookupError, ValueError, TypeError, AttributeError, NotImplementedError),
    RuntimeError,
)
"""What python-docx raises at a file that is not as Word writes it."""
_MARKS: Final = tuple(
    f"{W}{name}"
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
)
_QUOTED: Final = re.compile("“(.+?)”")
_MODEL: Final = b"wordprocessingml.template.main+xml"
_DOCUMENT: Final = b"wordprocessingml.document.main+xml"
_ENDING: Final = ".docx"
"""How the name of a file ends in the place of a fault."""
_SET_ASIDE: Final = "set aside and not printed"
_STORIES: Final = (TEXT_BOX, f"{W}footnote", f"{W}endnote")
"""What paragraphs are counted in, where that is less than the part."""
_TRACKED: Final = tuple(f"{W}{n}" for n in ("ins", "del", "moveFrom", "moveTo"))


class DocxUncommentableError(Exception):
    """A file cannot be opened as a Word file, so no comment can be set in it.

    It never leaves this program: the faults are told in words all the same.
    """


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A fault with its place in the file.

    Args:
        fault: What is wrong.
        spot: Where; nothing when it is of the file as a whole.
        root: The part of the spot, in a tree that is only read, if it is a text.
        paragraph: The paragraph of the spot in that tree, if it is there.
    """

    fault: Fault
    spot: Spot | None = None
    root: etree._Element | None = None
    paragraph: etree._Element | None = None

    @property
    def is_boxed(self) -> bool:
        """Tell whether it is in a text box."""
        return _is_in(self.paragraph, TEXT_BOX)

    @property
    def is_spare(self) -> bool:
        """Tell whether it is in the second copy of a text box."""
        return _is_in(self.paragraph, FALLBACK)

    @property
    def is_markable(self) -> bool:
        """Tell whether a comment may stand at its words."""
        in_body = self.root is not None and self.root.tag == f"{W}document"
        return self.paragraph is not None and in_body and not self.is_boxed


def comment_faults(docx: Docx, faults: Iterable[Fault]) -> Docx:
    """Return a copy of a template with one comment for each fault.

    Comments of its author stay, and so does all else of the file.

    Args:
        docx: The file as its author left it.
        faults: What is wrong with it. What is of the whole file, and has no spot,
            stands at the first paragraph.

    Raises:
        DocxUncommentableError: It cannot be opened as a Word file.
    """
    out = io.BytesIO()
    try:
        members = unpack(docx, nama=AUTHOR)
        document = Document(io.BytesIO(_make_plain(docx, members)))
        _drop_orphans(document)
        if not document.element.body.findall(f".//{W}p"):
            document.add_paragraph()
        for target in find_targets(members, faults):
            _set_comment(document, target)
        document.save(out)
    except TemplateFaultyError as error:
        raise DocxUncommentableError(error.faults[0].reason) from error
    except _UNREADABLE as error:
        raise DocxUncommentableError(" ".join(str(error).split())) from error
    return Docx(out.getvalue())


def _make_plain(docx: Docx, members: Mapping[str, bytes]) -> bytes:
    """Call a model for documents (.dotx) a document; the copy is a .docx."""
    types = members.get(TYPES, b"")
    if _MODEL not in types:
        return docx
    return pack({**members, TYPES: types.replace(_MODEL, _DOCUMENT)}, members)


def list_own(jenis: Jenis, docx: Path, faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults that are of one Word file of a kind, and not of others.

    A file may be called by its path or within ``templates``; what is told twice so is
    one fault. That it has comments is not told in one more comment.
    """
    names = {str(docx), f"templates/{jenis.kode}/{docx.name}"}
    own: dict[tuple[object, ...], Fault] = {}
    for fault in faults:
        name, found, inside = fault.place.partition(_ENDING)
        if name + found in names and not fault.reason.endswith(_SET_ASIDE):
            own.setdefault((inside, fault.reason, fault.spot), fault)
    return list(own.values())


def find_targets(members: Mapping[str, bytes], faults: Iterable[Fault]) -> list[Target]:
    """Find where each fault is; what Word keeps twice is told once.

    Word writes each text box for newer readers, and again for older ones.
    """
    roots: dict[str, etree._Element | None] = {}
    targets = [_find_target(members, roots, fault) for fault in faults]
    boxes = {
        _name_twin(each) for each in targets if each.is_boxed and not each.is_spare
    }
    once = {
        (each.fault.reason, each.spot or each.fault.place): each for each in targets
    }
    return [
        each
        for each in once.values()
        if not (each.is_spare and _name_twin(each) in boxes)
    ]


def _find_target(
    members: Mapping[str, bytes],
    roots: dict[str, etree._Element | None],
    fault: Fault,
) -> Target:
    """Find the paragraph of a fault; each part is parsed once."""
    spot = fault.spot
    if spot is None:
        return Target(fault=fault)
    if spot.part not in roots:
        roots[spot.part] = _parse(members.get(spot.part, b""))
    root = roots[spot.part]
    paragraphs = [] if root is None else list_paragraphs(root)
    paragraph = None
    if spot.paragraph < len(paragraphs):
        paragraph = paragraphs[spot.paragraph]
    return Target(fault=fault, spot=spot, root=root, paragraph=paragraph)


def _parse(data: bytes) -> etree._Element | None:
    """Parse a part that has paragraphs; nothing when it cannot be read."""
    try:
        return parse_part(data)
    except etree.XMLSyntaxError:
        return None


def _name_twin(target: Target) -> tuple[str, str, str]:
    spot = target.spot
    return (target.fault.reason, spot.part if spot else "", spot.words if spot else "")


def _is_in(element: etree._Element | None, tag: str) -> bool:
    return element is not None and next(element.iterancestors(tag), None) is not None


def _drop_orphans(document: WordFile) -> None:
    """Drop the marks of comments that are not there; a new one may take their id."""
    known = {str(comment.comment_id) for comment in document.comments}
    for mark in list(document.element.iter(*_MARKS)):
        parent = mark.getparent()
        if mark.get(f"{W}id") not in known and parent is not None:
            parent.remove(mark)


def _set_comment(document: WordFile, target: Target) -> None:
    """Write a comment, and mark the words that it is about."""
    comment = document.comments.add_comment(
        "\n".join(_write_lines(target)), author=AUTHOR, initials="f"
    )
    # The clock is not read here, and a comment needs no hour.
    for written in comment.paragraphs[0].part.element:
        written.attrib.pop(f"{W}date", None)
    start, end, reference = _make_marks(str(comment.comment_id))
    paragraphs = list_paragraphs(document.element.body)
    markable = target.spot if target.is_markable else None
    paragraph = paragraphs[markable.paragraph] if markable else _find_first(paragraphs)
    letters = _find_marked(paragraph, target) if markable else ()
    if letters:
        first, last = cut_out(letters)
        _step_out(first, "begin").addprevious(start)
        _step_out(last, "end").addnext(end)
        _leave_change(end).addnext(reference)
    else:
        look = paragraph.find(f"{W}pPr")
        paragraph.insert(0 if look is None else 1, start)
        paragraph.extend((end, reference))


def _write_lines(target: Target) -> list[str]:
    """Write what a comment says, a paragraph a line."""
    said = say(target.fault)
    spot, paragraph = target.spot, target.paragraph
    if spot is None or target.is_markable:
        return [said]
    place = f"Di {name_part(spot.part, target.root)}"
    told = spot.words
    if paragraph is not None:
        story = next(paragraph.iterancestors(*_STORIES), target.root)
        if target.is_boxed:
            place = "Di kotak teks"
        if story is not None:
            place += f", paragraf ke-{list_paragraphs(story).index(paragraph) + 1}"
        told = told or " ".join(read_words(paragraph).split())
    if len(told) > QUOTE_LENGTH:
        told = told[: QUOTE_LENGTH - 1] + "…"
    return [f"{place}: “{told}”" if told else place, said]


def _find_first(paragraphs: Sequence[etree._Element]) -> etree._Element:
    return next(each for each in paragraphs if not _is_in(each, TEXT_BOX))


def _find_marked(paragraph: etree._Element, target: Target) -> Sequence[Letter]:
    """Find the words of a fault, in what is shown before what is deleted or a code.

    Deleted words are no words of the paragraph any more, so a spot does not name them;
    the reason does.
    """
    words = target.spot.words if target.spot else ""
    if words:
        shown = find_words(read_letters(paragraph), words)
        return shown or find_words(read_letters(paragraph, hidden=True), words)
    quoted = _QUOTED.search(target.fault.reason)
    letters = read_letters(paragraph, hidden=True)
    return find_words(letters, quoted[1]) if quoted else ()


def _make_marks(key: str) -> tuple[etree._Element, ...]:
    """Make the start, the end and the reference of a comment."""
    start, end = (etree.Element(name) for name in _MARKS[:2])
    run = etree.Element(f"{W}r")
    look = etree.SubElement(run, f"{W}rPr")
    etree.SubElement(look, f"{W}rStyle").set(f"{W}val", "CommentReference")
    reference = etree.SubElement(run, _MARKS[2])
    for mark in (start, end, reference):
        mark.set(f"{W}id", key)
    return start, end, run


def _step_out(run: etree._Element, towards: str) -> etree._Element:
    """Step out of the code of a field, where no comment may stand."""
    if run.find(f"{W}instrText") is None:
        return run
    back = towards == "begin"
    for sibling in (run, *run.itersiblings(f"{W}r", preceding=back)):
        for mark in sibling.iter(f"{W}fldChar"):
            if mark.get(f"{W}fldCharType") == towards:
                return sibling
    return run


def _leave_change(mark: etree._Element) -> etree._Element:
    """Return what a comment's reference may follow: it is no part of a change."""
    changes = list(mark.iterancestors(*_TRACKED))
    return changes[-1] if changes else mark
