"""Write OOXML parts, and pack them so that the same parts give the same bytes.

A shipped template must be reproducible: whoever reviews a change reads it in this
folder and not in a ZIP file. So the parts are written as text, in the order that
ECMA-376 Part 1 asks for, and packed with one fixed time.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ROOT = f'xmlns:w="{W}" xmlns:r="{R}"'
DASH = "\N{EN DASH}"
FOOTER_MM = 16.5
"""From the lower edge to a footer: above the line of number, code and pages."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a ZIP entry can carry."""


def twips(mm: float) -> int:
    """Convert millimetres to twentieths of a point.

    >>> twips(25.4)
    1440
    """
    return round(mm * 1440 / 25.4)


def run(text: str, *, style: str = "") -> str:
    """Write a run; a tab and a line break in the text become what they mean."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    content = escape(text).replace("\t", "</w:t><w:tab/><w:t>")
    content = content.replace("\n", "</w:t><w:br/><w:t>")
    content = f"<w:t>{content}</w:t>".replace("<w:t></w:t>", "")
    content = content.replace("<w:t>", '<w:t xml:space="preserve">')
    return f"<w:r>{properties}{content}</w:r>"


def field(instruction: str) -> str:
    """Write a field, such as ``PAGE``."""
    return f'<w:fldSimple w:instr="{instruction}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def bookmark(name: str, *, number: int) -> str:
    """Write a bookmark of no width: a point where the press puts a picture."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def paragraph(
    style: str, *content: str, keep_next: bool = False, section: str = ""
) -> str:
    """Write a paragraph; plain text among the content becomes a run.

    Args:
        style: The identifier of its style, which carries all its looks.
        content: Text, or runs and bookmarks that are written already.
        keep_next: Whether it stays on the page of the next one.
        section: The properties of the section that it ends.
    """
    keep = "<w:keepNext/>" if keep_next else ""
    parts = (part if part.startswith("<w:") else run(part) for part in content if part)
    runs = "".join(parts)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{section}</w:pPr>{runs}</w:p>'


def cell(
    *paragraphs: str,
    width: float,
    span: int = 1,
    look: str = "",
    align: str = "",
) -> str:
    """Write a table cell.

    Args:
        paragraphs: What it holds, at least one paragraph.
        width: In millimetres.
        span: Over how many columns it goes.
        look: Borders or shading that differ from the table's, written already.
        align: ``center`` or ``bottom``.
    """
    properties = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += look
    properties += f'<w:vAlign w:val="{align}"/>' if align else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def borders(*edges: str) -> str:
    """Write the borders of a cell from its edges."""
    return f"<w:tcBorders>{''.join(edges)}</w:tcBorders>"


def shading(colour: str) -> str:
    """Write the shading of a cell in a colour such as ``E7E6E6``."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'


def row(*cells: str, heading: bool = False, height: float = 0) -> str:
    """Write a table row that is never split over two pages.

    Args:
        cells: Its cells.
        heading: Whether it is repeated on each page.
        height: The least height, in millimetres.
    """
    properties = "<w:cantSplit/>"
    properties += f'<w:trHeight w:val="{twips(height)}"/>' if height else ""
    properties += "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def control(tag: str, *, widths: Sequence[float]) -> str:
    """Write a row that only says ``for``, ``if`` or ``end``; it is not printed."""
    content = paragraph("Tabel", f"{{%tr {tag} %}}")
    return row(cell(content, width=sum(widths), span=len(widths)))


def table(
    *rows: str, widths: Sequence[float], style: str = "TabelPolos", indent: float = 0
) -> str:
    """Write a table of fixed column widths.

    Args:
        rows: Its rows.
        widths: Of the columns, in millimetres.
        style: The identifier of the table style.
        indent: Of its left edge from the margin, in millimetres.
    """
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>'
        f'<w:tblInd w:w="{twips(indent)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def section(
    *,
    margins: tuple[float, float, float, float],
    landscape: bool = False,
    header: str = "",
    footer: str = "",
    kop: bool = True,
) -> str:
    """Write the properties of an A4 section.

    Args:
        margins: Top, right, bottom and left, in millimetres.
        landscape: Whether the long edge lies at the top.
        header: The identifier of its header's relation; without one, as in a kind of
            one page, each letter spares LibreOffice a header to lay out.
        footer: The identifier of its footer's relation, on the first page too.
        kop: Whether it begins with a letterhead; such a page bears no page number.
    """
    width, height = (twips(297), twips(210)) if landscape else (twips(210), twips(297))
    turn = ' w:orient="landscape"' if landscape else ""
    top, right, bottom, left = (twips(margin) for margin in margins)
    first = "<w:titlePg/>" if header and kop else ""
    head = f'<w:headerReference w:type="default" r:id="{header}"/>' if header else ""
    pages = ("default", "first") if first else ("default",)
    foot = "".join(
        f'<w:footerReference w:type="{page}" r:id="{footer}"/>' for page in pages
    )
    head += foot if footer else ""
    return (
        f'<w:sectPr>{head}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turn}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" '
        f'w:left="{left}" w:header="{twips(10)}" w:footer="{twips(FOOTER_MM)}" '
        f'w:gutter="0"/>{first}</w:sectPr>'
    )


def attribute(text: str) -> str:
    """Quote a text for use as an attribute."""
    return quoteattr(text)


def pack(parts: Mapping[str, str]) -> bytes:
    """Pack parts into a file; equal parts give equal bytes.

    Nothing is compressed, because the bytes that zlib makes depend on its version.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, date_time=EPOCH)
            entry.create_system = 3
            archive.writestr(entry, text.encode())
    return target.getvalue()
