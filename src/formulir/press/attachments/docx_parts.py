"""The XML of an untrusted DOCX: fields fixed as they stand, addresses taken out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from formulir.ground.package import RELATIONS
from formulir.language import phrase
from formulir.press.pdf.normal import LampiranRefusedError

if TYPE_CHECKING:
    from collections.abc import Collection

_RELATIONS: Final = (
    RELATIONS,
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
"""Where attributes that name a relationship live: transitional and strict."""

_ADDRESSES: Final = frozenset({"src", "href", "althref", "codebase", "relid"})
"""Attributes that can name a file or a place without a relationship."""

_ALIVE: Final = frozenset(
    {
        *("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "STYLEREF"),
        *("SYMBOL", "FORMCHECKBOX", "FORMDROPDOWN", "EQ", "ADVANCE"),
    }
)
"""Fields that only the layout can fill, and that reach for nothing."""

_REACHING: Final = frozenset(
    {
        *("INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "RD"),
        *("DDE", "DDEAUTO", "DATABASE", "EMBED", "MACROBUTTON", "AUTOTEXT"),
    }
)
"""Fields that bring in what is not the file's own, or run something."""

_REMOVED: Final = {
    "OLEObject": phrase("embedded objects were reduced to their pictures"),
    "control": phrase("ActiveX controls were removed"),
    "attachedTemplate": phrase("a link to a template was removed"),
    "mailMerge": phrase("a link to a data source was removed"),
    "videoFile": phrase("a film was removed"),
    "audioFile": phrase("a sound was removed"),
    "wavAudioFile": phrase("a sound was removed"),
    "quickTimeFile": phrase("a film was removed"),
}
"""Elements that are taken out, and what is said of it."""

_REMOVED_UNTOLD: Final = frozenset(
    {
        *("externalData", "updateFields", "saveThroughXslt", "linkStyles"),
        *("attachedSchema", "schemaLibrary"),
        *("embedRegular", "embedBold", "embedItalic", "embedBoldItalic"),
        *("hlinkClick", "hlinkHover", "hlinkMouseOver"),
    }
)
"""Elements that are taken out, of which there is nothing to say."""

_ELSEWHERE: Final = frozenset({"altChunk", "subDoc"})
_TRACKED: Final = frozenset({"ins", "del", "moveFrom", "moveTo"})
_INCLUDED: Final = phrase("fields that bring in other files were fixed as they stood")


@dataclass(kw_only=True, slots=True)
class FieldState:
    """A field that has begun: its marks, and what stands in its instruction."""

    marks: list[etree._Element]
    words: list[str] = field(default_factory=list)
    inside: list[etree._Element] = field(default_factory=list)
    shows: bool = False


def clean_part(root: etree._Element, *, known: Collection[str]) -> list[str]:
    """Take out of a part whatever reaches beyond the package.

    Args:
        root: The part; it is changed.
        known: The relationships that it keeps.

    Returns:
        What was taken out, in words.

    Raises:
        LampiranRefusedError: Its text lies elsewhere.
    """
    catatan = _fix_complex(root)
    for element in list(root.iter("{*}fldSimple")):
        catatan += _fix_simple(element)
    # A list, for elements are taken out on the way.
    for element in list(root.iter(etree.Element)):
        name = _local(element)
        if name in _ELSEWHERE:
            reason = phrase(
                "a part of its text is another document that it brings in; save it as "
                "PDF"
            )
            raise LampiranRefusedError(reason)
        if name in _REMOVED:
            catatan.append(_REMOVED[name])
            _take_out(element)
        elif name in _REMOVED_UNTOLD:
            _take_out(element)
        elif name in _TRACKED and len(element):
            catatan.append(
                phrase("it holds tracked changes, which show; look at its pages")
            )
        else:
            catatan += _clean_attributes(element, known)
    return list(dict.fromkeys(catatan))


def _clean_attributes(element: etree._Element, known: Collection[str]) -> list[str]:
    """Take out addresses, and names of relationships that are gone."""
    catatan: list[str] = []
    for key, value in list(element.attrib.items()):
        name = etree.QName(str(key))
        if name.namespace in _RELATIONS:
            if value not in known:
                del element.attrib[key]
        elif name.localname in _ADDRESSES:
            del element.attrib[key]
            if name.localname != "relid":
                catatan.append(phrase("links to other files were removed"))
    return catatan


def _fix_complex(root: etree._Element) -> list[str]:
    """Leave of each field that spreads over runs only what it showed."""
    catatan: list[str] = []
    open_fields: list[FieldState] = []
    for element in [
        child
        for run in root.iter("{*}r")
        for child in run.iterchildren(etree.Element)
        if _local(child) != "rPr"
    ]:
        kind = _field_mark(element)
        if kind == "begin":
            open_fields.append(FieldState(marks=[element]))
        elif kind and open_fields:
            open_fields[-1].marks.append(element)
            open_fields[-1].shows = True
            if kind == "end":
                catatan += _fix(open_fields.pop())
        elif kind:
            _take_out(element)
        else:
            _note(element, open_fields)
    for state in open_fields:
        catatan += _fix(state, anyway=True)
    return catatan


def _note(element: etree._Element, open_fields: list[FieldState]) -> None:
    """Remember an element with every field in whose instruction it stands."""
    for state in open_fields:
        if not state.shows:
            state.inside.append(element)
    if open_fields and _local(element) in ("instrText", "delInstrText"):
        open_fields[-1].words.append(element.text or "")


def _fix(state: FieldState, *, anyway: bool = False) -> list[str]:
    """Turn a field into what it showed, unless only the layout can fill it."""
    name = _field_name("".join(state.words))
    if name in _ALIVE and not anyway:
        return []
    for element in (*state.marks, *state.inside):
        _take_out(element)
    return [_INCLUDED] if name in _REACHING else []


def _fix_simple(element: etree._Element) -> list[str]:
    """Put what a field showed in its place."""
    words = next(
        (str(v) for k, v in element.attrib.items() if str(k).endswith("instr")), ""
    )
    name = _field_name(words)
    if name in _ALIVE:
        return []
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        shown = [child for child in element if _local(child) != "fldData"]
        parent[place : place + 1] = shown
    return [_INCLUDED] if name in _REACHING else []


def _field_name(words: str) -> str:
    r"""Return the first word of an instruction.

    >>> _field_name(' includetext "c:\\\\x" ')
    'INCLUDETEXT'
    """
    return (words.upper().replace('"', " ").split() or [""])[0]


def _field_mark(element: etree._Element) -> str:
    """Tell which mark of a field this is: begin, separate or end."""
    if _local(element) != "fldChar":
        return ""
    kinds = (str(v) for k, v in element.attrib.items() if str(k).endswith("Type"))
    return next(kinds, "end")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
