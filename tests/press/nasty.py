"""Templates that each hold one hazard for letters that are joined."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree
from PIL import Image

from formulir.model import Docx

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as Letter
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

TEXT = "Alinea {{ n }} untuk {{ nama }} berisi beberapa kata agar baris terisi penuh. "


def _field(paragraph, code: str) -> None:
    for kind in ("begin", "separate", "end"):
        end = OxmlElement("w:fldChar")
        end.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(end)
        if kind == "begin":
            text = OxmlElement("w:instrText")
            text.text = code
            paragraph.add_run()._r.append(text)
        if kind == "separate":
            paragraph.add_run("1")


def _long(letter: Letter) -> None:
    """Add as many paragraphs as the letter asks for: one to three pages."""
    letter.add_paragraph("{%p for n in alinea %}")
    letter.add_paragraph(TEXT * 6)
    letter.add_paragraph("{%p endfor %}")
    letter.add_paragraph("Selesai, {{ nama }}.")


def mark(paragraph: Paragraph, name: str, number: int) -> None:
    """Mark the end of a paragraph with a bookmark, as the templates do."""
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        element = OxmlElement(tag)
        element.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            element.set(qn("w:name"), name)
        paragraph._p.append(element)


def plain(letter: Letter) -> None:
    letter.add_heading("Surat {{ nama }}", 1)
    _long(letter)


def marks_everywhere(letter: Letter) -> None:
    mark(letter.add_paragraph("Surat {{ nama }}"), "lambang", 1)
    mark(letter.add_paragraph("tanda penulis"), "catatan", 2)
    _long(letter)
    mark(letter.add_paragraph("Kepala,"), "cap", 3)
    mark(letter.add_paragraph("{{ kode }}"), "qr", 4)


def empty_end(letter: Letter) -> None:
    _long(letter)
    mark(letter.add_paragraph(), "qr", 1)


def blank_end(letter: Letter) -> None:
    _long(letter)
    last = letter.add_paragraph()
    last.paragraph_format.left_indent = Mm(80)
    last.add_run("{% if nama == kode %}{{ nama }}{% endif %}").bold = True
    mark(last, "qr", 1)


def table_end(letter: Letter) -> None:
    _long(letter)
    table = letter.add_table(1, 2)
    table.rows[0].cells[0].text = "{{ nama }}"
    mark(table.rows[0].cells[1].paragraphs[0], "cap", 1)
    mark(letter.add_paragraph(), "qr", 2)


def only_an_image_at_the_end(letter: Letter) -> None:
    _long(letter)
    picture = io.BytesIO()
    Image.linear_gradient("L").resize((40, 40)).save(picture, "PNG")
    letter.add_picture(picture, width=Mm(30))


def list_numbering(letter: Letter) -> None:
    letter.add_paragraph("Butir bagi {{ nama }}")
    number = letter.part.numbering_part.element.findall(qn("w:num"))[0]
    for text in ("satu", "dua", "tiga"):
        paragraph = letter.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = int(number.get(qn("w:numId")))
        properties.get_or_add_ilvl().val = 0
    _long(letter)


def page_numbers(letter: Letter) -> None:
    _field(letter.sections[0].footer.paragraphs[0], "PAGE")
    _long(letter)


def headers_that_differ(letter: Letter) -> None:
    letter.sections[0].header.paragraphs[0].text = "Kepada {{ nama }}"
    letter.sections[0].footer.paragraphs[0].text = "Kode {{ kode }}"
    _long(letter)


def first_page_different(letter: Letter) -> None:
    section = letter.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "KOP {{ nama }}"
    section.header.paragraphs[0].text = "lanjutan {{ nama }}"
    _long(letter)


def landscape_inside(letter: Letter) -> None:
    _field(letter.sections[0].header.paragraphs[0], "PAGE")
    _long(letter)
    section = letter.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    letter.add_paragraph("Lampiran {{ nama }}")


def repeated_headings(letter: Letter) -> None:
    table = letter.add_table(4, 2)
    table.style = "Table Grid"
    heading = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(heading)
    cells = (
        ("No", "Isi"),
        ("{%tr for n in alinea %}", ""),
        ("{{ n }}", TEXT * 4),
        ("{%tr endfor %}", ""),
    )
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    letter.add_paragraph("Selesai, {{ nama }}.")


def image(letter: Letter) -> None:
    picture = io.BytesIO()
    Image.linear_gradient("L").resize((40, 40)).save(picture, "PNG")
    letter.add_picture(picture, width=Mm(30))
    _long(letter)
    letter.add_picture(picture, width=Mm(10))


def image_for_some(letter: Letter) -> None:
    """Show a picture in the letters of four paragraphs and fewer, beside a veil."""
    picture = io.BytesIO()
    Image.radial_gradient("L").save(picture, "PNG")
    letter.add_paragraph("{%p if alinea | length < 5 %}")
    letter.add_picture(picture, width=Mm(30))
    letter.add_paragraph("{%p endif %}")
    veil(letter.add_paragraph("Surat {{ nama }}").runs[0])
    _long(letter)


def veil(run: Run) -> None:
    """Make text transparent, which LibreOffice draws as a drawing in the page."""
    space = "http://schemas.microsoft.com/office/word/2010/wordml"
    fill = etree.fromstring(
        f'<w14:textFill xmlns:w14="{space}"><w14:solidFill><w14:srgbClr '
        'w14:val="FF0000"><w14:alpha w14:val="60000"/></w14:srgbClr></w14:solidFill>'
        "</w14:textFill>"
    )
    run.font.color.rgb = RGBColor(255, 0, 0)
    run._r.get_or_add_rPr().append(fill)


def starts_with_table(letter: Letter) -> None:
    table = letter.add_table(1, 2)
    table.rows[0].cells[0].text = "{{ nama }}"
    table.rows[0].cells[1].text = "{{ kode }}"
    _long(letter)


def space_before(letter: Letter) -> None:
    letter.add_paragraph("Judul {{ nama }}").paragraph_format.space_before = Mm(20)
    _long(letter)


def keep_together(letter: Letter) -> None:
    _long(letter)
    for text in ("Hormat kami,", "", "{{ nama }}"):
        letter.add_paragraph(text).paragraph_format.keep_with_next = True
    letter.add_paragraph("NIP {{ kode }}")


def long_chain(letter: Letter) -> None:
    """End with a signature of many paragraphs, each of which keeps with the next."""
    _long(letter)
    for text in ("Hormat kami,", "Kepala,", "", "", "", "{{ nama }}", "Pembina"):
        letter.add_paragraph(text).paragraph_format.keep_with_next = True
    letter.add_paragraph("NIP {{ kode }}")


def full_page_of_table(letter: Letter) -> None:
    """End with a table, whose last row may be the last that the page holds."""
    table = letter.add_table(rows=3, cols=1)
    for row, text in zip(
        table.rows, ("{%tr for n in alinea %}", TEXT * 2, "{%tr endfor %}"), strict=True
    ):
        row.cells[0].text = text
    last = letter.add_paragraph("").paragraph_format
    last.line_spacing = Pt(1)


def page_break_inside(letter: Letter) -> None:
    _long(letter)
    letter.add_page_break()
    letter.add_paragraph("Halaman lain {{ nama }}")


def total_pages(letter: Letter) -> None:
    _field(letter.sections[0].footer.paragraphs[0], "NUMPAGES")
    _long(letter)


def section_pages(letter: Letter) -> None:
    _field(letter.sections[0].footer.paragraphs[0], "SECTIONPAGES")
    _long(letter)


def even_and_odd(letter: Letter) -> None:
    letter.settings.odd_and_even_pages_header_footer = True
    letter.sections[0].even_page_header.paragraphs[0].text = "genap {{ nama }}"
    letter.sections[0].header.paragraphs[0].text = "ganjil {{ nama }}"
    _long(letter)


def numbered_style(letter: Letter) -> None:
    for text in ("satu", "dua"):
        letter.add_paragraph(text, style="List Number")
    _long(letter)


def comment(letter: Letter) -> None:
    run = letter.add_paragraph("Beri catatan").runs[0]
    letter.add_comment(run, text="catatan penulis", author="A", initials="A")
    _long(letter)


JOINED: tuple[Callable[[Letter], None], ...] = (
    plain,
    marks_everywhere,
    empty_end,
    blank_end,
    table_end,
    only_an_image_at_the_end,
    list_numbering,
    page_numbers,
    headers_that_differ,
    first_page_different,
    landscape_inside,
    repeated_headings,
    image,
    image_for_some,
    starts_with_table,
    space_before,
    keep_together,
    long_chain,
    full_page_of_table,
    page_break_inside,
    comment,
)
"""Hazards that joining gets right."""

REFUSED: tuple[Callable[[Letter], None], ...] = (
    total_pages,
    section_pages,
    even_and_odd,
    numbered_style,
)
"""Hazards for which letters are printed one by one."""


@cache
def make_template(hazard: Callable[[Letter], None]) -> Docx:
    """Write the template of a hazard."""
    letter = Document()
    hazard(letter)
    if hazard is not numbered_style:
        _drop_numbered_styles(letter)
    out = io.BytesIO()
    letter.save(out)
    return Docx(out.getvalue())


def _drop_numbered_styles(letter: Letter) -> None:
    """Take away what python-docx's own template numbers by style."""
    for node in list(letter.styles.element.iter(qn("w:numPr"))):
        node.getparent().remove(node)
