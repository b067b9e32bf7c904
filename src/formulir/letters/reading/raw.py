"""Looks at a part as Word wrote it: tags, fonts, and what holds a signature block.

The parser resolves no entities and reaches for no files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from formulir.ground.package import TAG, W, parse_part, write_xml

if TYPE_CHECKING:
    from collections.abc import Iterable

_ON = frozenset({"1", "true", "on"})


def split_tags(data: bytes) -> list[tuple[int, str]]:
    """Return the tags whose characters are formatted unlike one another.

    They are filled all the same, in the format of their first character, which is
    seldom what the author meant.

    Returns:
        The number of each one's paragraph, from 0, and the tag.
    """
    found: list[tuple[int, str]] = []
    for number, paragraph in enumerate(parse_part(data).iter(f"{W}p")):
        text, formats = "", []
        for run in paragraph.iter(f"{W}r"):
            look = run.find(f"{W}rPr")
            spelled = b"" if look is None else _format(look)
            piece = "".join(node.text or "" for node in run.findall(f"{W}t"))
            text += piece
            formats.extend([spelled] * len(piece))
        found.extend(
            (number, match.group())
            for match in TAG.finditer(text)
            if len(set(formats[match.start() : match.end()])) > 1
        )
    return found


def _format(look: etree._Element) -> bytes:
    """Spell a format without what does not show: language and revision marks."""
    hidden = {f"{W}lang", f"{W}noProof"}
    return b"".join(etree.tostring(child) for child in look if child.tag not in hidden)


def set_font(styles: bytes, *, font: str, ukuran_pt: float) -> bytes:
    """Give the styles another body font, keeping each style's size relative to it.

    Args:
        styles: ``word/styles.xml``.
        font: The font.
        ukuran_pt: The size of the body; other sizes grow or shrink with it.
    """
    root = parse_part(styles)
    default = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    size = None if default is None else default.find(f"{W}sz")
    before = 24.0 if size is None else float(size.get(f"{W}val", "24"))
    factor = ukuran_pt * 2 / before
    for node in root.iter(f"{W}rFonts"):
        for name in list(node.attrib):
            del node.attrib[name]
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            node.set(f"{W}{name}", font)
    for node in (*root.iter(f"{W}sz"), *root.iter(f"{W}szCs")):
        node.set(f"{W}val", str(round(float(node.get(f"{W}val", "24")) * factor)))
    return write_xml(root)


def list_fonts(texts: Iterable[bytes], styles: bytes | None) -> set[str]:
    """Return the fonts that a template uses.

    Args:
        texts: The parts that hold its text.
        styles: Its styles, if it has any; those that nothing is formatted with do not
            count.
    """
    roots = [parse_part(data) for data in texts]
    used = {
        str(node.get(f"{W}val"))
        for root in roots
        for node in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    }
    nodes = list(roots)
    if styles is not None:
        nodes += _list_used(parse_part(styles), used)
    return {
        str(value)
        for root in nodes
        for node in root.iter(f"{W}rFonts")
        for name, value in node.attrib.items()
        if str(name).endswith(("}ascii", "}hAnsi"))
    }


def _list_used(styles: etree._Element, used: set[str]) -> list[etree._Element]:
    """Return the styles that are used, their bases, and the defaults."""
    by_name = {node.get(f"{W}styleId"): node for node in styles.iter(f"{W}style")}
    born = [node for node in by_name.values() if node.get(f"{W}default") in _ON]
    wanted = [*born, *(by_name[name] for name in sorted(used) if name in by_name)]
    found: list[etree._Element] = []
    while wanted:
        node = wanted.pop()
        if node not in found:
            found.append(node)
            bases = node.findall(f"{W}basedOn") + node.findall(f"{W}link")
            names = [base.get(f"{W}val") for base in bases]
            wanted += [by_name[name] for name in names if name in by_name]
    return [*found, *styles.iter(f"{W}docDefaults")]


def list_bookmarks(part: bytes) -> frozenset[str]:
    """List the names of the bookmarks of a part."""
    marks = parse_part(part).iter(f"{W}bookmarkStart")
    return frozenset(mark.get(f"{W}name") or "" for mark in marks)


def is_signature_bound(document: bytes, styles: bytes | None) -> bool:
    """Tell whether the paragraphs before the stamp's bookmark keep with the next.

    A signature block that is not bound to the text may be left alone on a page.
    """
    root = parse_part(document)
    kept = set() if styles is None else _kept_styles(parse_part(styles))
    paragraphs = list(root.iter(f"{W}p"))
    for index, paragraph in enumerate(paragraphs):
        names = [mark.get(f"{W}name") for mark in paragraph.iter(f"{W}bookmarkStart")]
        if "cap" in names:
            block = paragraphs[max(index - 6, 0) : index]
            return any(_keeps_next(before, kept) for before in block)
    return True


def _kept_styles(styles: etree._Element) -> set[str]:
    return {
        str(style.get(f"{W}styleId"))
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}pPr/{W}keepNext") is not None
    }


def _keeps_next(paragraph: etree._Element, kept: set[str]) -> bool:
    if paragraph.find(f"{W}pPr/{W}keepNext") is not None:
        return True
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val") in kept
