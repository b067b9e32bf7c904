"""Dresses a template as a layout profile asks: its styles, its headers and footers.

Staff see the styles under their names in Word. What a profile says of looks goes to
styles of these names, so that a template which an office has copied follows it as well.
Headers and footers that ask for nothing but the profile are the same for all letters of
one layout, so they are filled once, and letters that are printed together share them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jinja2.meta import find_undeclared_variables
from lxml import etree

from formulir.ground.package import BODY, R, W, find_relations, parse_part, write_xml
from formulir.letters.jinja_words import explain_fill
from formulir.letters.reading.raw import set_font
from formulir.letters.reading.sandbox import FILL_ERRORS, evaluate, take_branches
from formulir.letters.reading.source import fill_hollows
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.letters.profil import Profil
    from formulir.letters.reading.source import Part, SourceReader

KOP: Final[Mapping[str, frozenset[str]]] = {
    "kop_ukuran_induk": frozenset({"Kop 1", "Kop Induk"}),
    "kop_ukuran_nama": frozenset({"Kop 2", "Kop Unit"}),
    "kop_ukuran_alamat": frozenset({"Kop 3"}),
}
"""The styles of a letterhead, by the key that says how large they are."""
GARIS: Final = frozenset({"Batas Kop", "Kop Garis"})
"""The styles whose lower border closes a letterhead."""
NAMA: Final = frozenset({"Nama Pejabat", "Nama Pejabat Daftar", "Nama Pejabat Lebar"})
"""The styles of the name of who signs."""
RUANG: Final = frozenset({"Ruang Tanda Tangan", "Ruang Lebar", "Ruang Daftar"})
"""The styles of the space for a signature."""
MARK_PT: Final = 62.0
"""The space below its line that the mark of a certificate takes: with the line 25 mm,
for a mark of 23 mm."""


def dress_styles(styles: bytes, profil: Profil) -> bytes:
    """Give styles the fonts, sizes, lines and spaces of a profile.

    Args:
        styles: ``word/styles.xml``.
        profil: The profile.
    """
    root = parse_part(set_font(styles, font=profil.huruf, ukuran_pt=profil.ukuran_pt))
    named = {
        str(name.get(f"{W}val")): style
        for style in root.iter(f"{W}style")
        for name in style.findall(f"{W}name")
    }
    for key, names in KOP.items():
        for style in _pick(named, names):
            _dress_kop(style, profil, size=getattr(profil, key))
    for style in _pick(named, NAMA if not profil.nama_tebal else ()):
        _make(_make(style, "rPr"), "b").set(f"{W}val", "0")
    for style in _pick(named, GARIS if profil.kop_garis != "ganda" else ()):
        _draw_line(style, single=profil.kop_garis == "tunggal")
    for style in _pick(named, RUANG if profil.is_tte else ()):
        _widen(style)
    return write_xml(root)


def _pick(
    named: Mapping[str, etree._Element], names: frozenset[str] | tuple[()]
) -> list[etree._Element]:
    return [named[name] for name in sorted(names) if name in named]


def _dress_kop(style: etree._Element, profil: Profil, *, size: float) -> None:
    if profil.kop_huruf:
        fonts = _make(_make(style, "rPr"), "rFonts")
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(f"{W}{name}", profil.kop_huruf)
    if size:
        for name in ("sz", "szCs"):
            _make(_make(style, "rPr"), name).set(f"{W}val", str(round(size * 2)))


def _draw_line(style: etree._Element, *, single: bool) -> None:
    for line in style.findall(f"{W}pPr/{W}pBdr/{W}bottom"):
        line.set(f"{W}val", "single" if single else "nil")
        if single:
            line.set(f"{W}sz", "12")


def _widen(style: etree._Element) -> None:
    space = _make(_make(style, "pPr"), "spacing")
    own = float(space.get(f"{W}after", "0"))
    space.set(f"{W}after", str(round(max(own, MARK_PT * 20))))


_ORDER: Final = {
    "style": ("name", "basedOn", "next", "link", "uiPriority", "qFormat", "pPr", "rPr"),
    "pPr": ("keepNext", "keepLines", "widowControl", "pBdr", "tabs", "spacing"),
    "rPr": ("rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "color", "sz"),
}
"""In which order members stand, as far as they are made here; all others come behind.

Source: ECMA-376-1, CT_Style, CT_PPrBase, CT_RPr."""


def _make(parent: etree._Element, name: str) -> etree._Element:
    """Return a member of an element, made in its place where there is none."""
    found = parent.find(f"{W}{name}")
    if found is None:
        order = _ORDER[etree.QName(parent).localname]
        before = order[: order.index(name)] if name in order else (*order, "sz")
        place = 0
        for number, child in enumerate(parent, start=1):
            if etree.QName(child).localname in before:
                place = number
        found = etree.Element(f"{W}{name}")
        parent.insert(place, found)
    return found


_WORDS: Final = (f"{W}t",)
_ASKED: Final = frozenset({"profil"})


def fill_edges(
    sources: SourceReader, profil: Mapping[str, Any], *, nama: str
) -> dict[str, bytes]:
    """Fill what asks for the profile alone; it is no longer a part to be filled.

    Args:
        sources: The parts of a template; those that are filled are taken out, and what
            cannot be filled is noted among the faults.
        profil: What a template may ask of the profile.
        nama: What to call the template in a fault.

    Returns:
        Such parts as they are printed, by name.
    """
    filled: dict[str, bytes] = {}
    for part in [one for one in sources.parts if _is_edge(one)]:
        try:
            xml = evaluate(part.template, {"profil": profil})
        except FILL_ERRORS as error:
            reason = explain_fill(error)
            sources.faults.append(
                Fault(place=f"{nama}:{part.label}", reason=reason, spot=None)
            )
            continue
        take_branches(part.template)
        filled[part.name] = (fill_hollows(xml) if part.hollow else xml).encode()
        sources.parts.remove(part)
    return filled


def drop_empty(
    body: etree._Element, members: Mapping[str, bytes], filled: Mapping[str, bytes]
) -> bool:
    """Take headers and footers from a body that were filled and say nothing.

    Args:
        body: The body; its sections no longer call them.
        members: All parts of the file.
        filled: The headers and footers that were filled.

    Returns:
        Whether there were any.
    """
    said = (*_WORDS, f"{W}fldSimple", f"{W}instrText", f"{W}drawing", f"{W}pict")
    empty = {
        name
        for name, data in filled.items()
        if not any(
            node.tag not in _WORDS or (node.text or "").strip()
            for node in parse_part(data).iter(*said)
        )
    }
    rows = find_relations(members, BODY)
    called = {row.key for row in rows if row.target in empty}
    dropped = [
        node
        for node in body.iter(f"{W}headerReference", f"{W}footerReference")
        if node.get(f"{R}id") in called
    ]
    for node in dropped:
        section = node.getparent()
        assert section is not None  # noqa: S101 - a reference stands in a section
        section.remove(node)
    return bool(dropped)


def _is_edge(part: Part) -> bool:
    return part.name != BODY and find_undeclared_variables(part.tree) == _ASKED
