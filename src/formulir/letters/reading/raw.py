"""Looks at a part as Word wrote it: tags, fonts, and what holds a signature block.

The parser resolves no entities and reaches for no files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from formulir.ground.package import TAG, W, write_xml
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_MARK = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_ANY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\$\{|\{_[{%]|[}%]_\}")
_CLOSES = {"{{": "}}", "{%": "%}", "{#": "#}"}
_RICH = re.compile(r"\{\{[pr]\s")
_SRIKANDI = re.compile(r"\$\{[^}]*\}")


def parse_part(data: bytes) -> etree._Element:
    """Parse a part of a DOCX.

    Raises:
        etree.XMLSyntaxError: It is not well formed.
    """
    return etree.fromstring(data, _PARSER)


def has_tags(data: bytes) -> bool:
    """Tell whether a part holds a tag of any sort, even one that formatting split."""
    text = re.sub(rb"<[^>]+>", b"", data)
    return _ANY.search(text.decode("utf-8", "replace")) is not None


def check_raw(data: bytes, *, place: str) -> list[Fault]:
    """Tell tags that cannot be read: left open, or of a sort that nothing fills."""
    try:
        root = parse_part(data)
    except etree.XMLSyntaxError as error:
        return [Fault(place=place, reason=f"is damaged ({error}); save it from Word")]
    paragraphs = list(root.iter(f"{W}p")) or [root]
    return [
        Fault(place=f"{place}: “{text[:70]}”", reason=reason)
        for text in map(_text, paragraphs)
        for reason in _check_marks(text)
    ]


def _check_marks(text: str) -> Iterator[str]:
    opened: str | None = None
    for mark in _MARK.findall(text):
        if mark in _CLOSES and opened is None:
            opened = mark
        elif opened is not None and mark == _CLOSES[opened]:
            opened = None
        elif opened is not None and mark in _CLOSES:
            yield f"{opened} is not closed before the next {mark}"
            opened = mark
        elif mark == "}}" and opened != "{%":
            yield "}} has no {{ before it in this paragraph"
    if opened is not None:
        yield (
            f"{opened} is not closed with {_CLOSES[opened]} in this paragraph; a tag "
            "must begin and end in one paragraph"
        )
    if _RICH.search(text):
        yield "{{p …}} and {{r …}} take pictures or rich text, which no record holds"
    for token in _SRIKANDI.findall(text):
        yield f"{token} is a token of another program and would be printed as it is"


def _text(paragraph: etree._Element) -> str:
    return "".join(
        node.text or ""
        for node in paragraph.iter(f"{W}t")
        if next(node.iterancestors(f"{W}p"), paragraph) is paragraph
    )


def split_tags(data: bytes) -> list[str]:
    """Return the tags whose characters are formatted unlike one another.

    They are filled all the same, in the format of their first character, which is
    seldom what the author meant.
    """
    found: list[str] = []
    for paragraph in parse_part(data).iter(f"{W}p"):
        text, formats = "", []
        for run in paragraph.iter(f"{W}r"):
            look = run.find(f"{W}rPr")
            spelled = b"" if look is None else _format(look)
            piece = "".join(node.text or "" for node in run.iter(f"{W}t"))
            text += piece
            formats.extend([spelled] * len(piece))
        found.extend(
            match.group()
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


def list_fonts(*parts: bytes) -> set[str]:
    """Return the fonts that parts of a template name."""
    return {
        str(value)
        for data in parts
        for node in parse_part(data).iter(f"{W}rFonts")
        for name, value in node.attrib.items()
        if str(name).endswith(("}ascii", "}hAnsi"))
    }


def list_bookmarks(part: bytes) -> frozenset[str]:
    """List the names of the bookmarks of a part."""
    marks = parse_part(part).iter(f"{W}bookmarkStart")
    return frozenset(str(mark.get(f"{W}name")) for mark in marks)


def is_signature_bound(document: bytes, styles: bytes) -> bool:
    """Tell whether the paragraphs before the stamp's bookmark keep with the next.

    A signature block that is not bound to the text may be left alone on a page.
    """
    root = parse_part(document)
    kept = _kept_styles(parse_part(styles))
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
