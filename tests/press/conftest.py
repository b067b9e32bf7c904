"""What the tests of the press share: letters, printed once, and small pictures."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image, ImageDraw

from formulir.model import Docx, Pdf
from formulir.press.libreoffice import print_batch, probe_libreoffice

if TYPE_CHECKING:
    from pathlib import Path

VIOLET = (90, 40, 150, 255)


def add_bookmark(paragraph, name, number):
    """Mark a point at the end of a paragraph, as the templates do."""
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        element = OxmlElement(tag)
        element.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            element.set(qn("w:name"), name)
        paragraph._p.append(element)


def make_letter(text: str, *, pages: int = 1, lying: bool = False) -> Docx:
    """Make a letter on A4 with places for the emblem, the stamp and the code."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if lying:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.top_margin = Mm(30), Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.paragraph_format.space_after = Pt(0)
    add_bookmark(document.add_paragraph(), "lambang", 1)
    for _ in range(6):
        document.add_paragraph()
    document.add_paragraph(text)
    for _ in range(pages - 1):
        document.add_page_break()
        document.add_paragraph("lanjutan")
    place = document.add_paragraph("Kepala,")
    place.paragraph_format.left_indent = Mm(80)
    place = document.add_paragraph()
    place.paragraph_format.left_indent = Mm(80)
    add_bookmark(place, "cap", 2)
    for _ in range(4):
        document.add_paragraph()
    add_bookmark(document.add_paragraph(), "qr", 3)
    out = BytesIO()
    document.save(out)
    return Docx(out.getvalue())


def make_cap(side: int = 300) -> bytes:
    """Draw an office stamp: two violet rings on nothing."""
    image = Image.new("RGBA", (side, side))
    pen = ImageDraw.Draw(image)
    pen.ellipse((0, 0, side - 1, side - 1), outline=VIOLET, width=side // 20)
    inner = side // 6
    pen.ellipse((inner, inner, side - inner, side - inner), outline=VIOLET, width=3)
    return encode(image)


def encode(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    """Write a picture as the bytes of a file."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def make_pdf(pages: int = 1, size: tuple[float, float] = (595, 842)) -> pikepdf.Pdf:
    """Make a file of pages with a black square in the middle and nothing else."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=size)
        square = f"0 g {size[0] / 2 - 20} {size[1] / 2 - 20} 40 40 re f"
        page.Contents = pdf.make_stream(square.encode())
    return pdf


def to_bytes(pdf: pikepdf.Pdf, **options) -> Pdf:
    """Write a file and close it."""
    out = BytesIO()
    with pdf:
        pdf.save(out, **options)
    return Pdf(out.getvalue())


def read_text(pdf: bytes) -> list[str]:
    """Extract the text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        text = page.get_textpage()
        texts.append(text.get_text_bounded())
        text.close()
        page.close()
    document.close()
    return texts


def rasterise(pdf: bytes, page: int = 0, *, dpi: int = 72) -> Image.Image:
    """Show a page as a viewer does, at so many dots an inch."""
    document = pypdfium2.PdfDocument(pdf)
    sheet = document[page]
    image = sheet.render(scale=dpi / 72).to_pil().convert("RGB")
    sheet.close()
    document.close()
    return image


def has_ink(image: Image.Image, box: tuple[float, float, float, float]) -> bool:
    """Tell whether anything in a box is darker than paper."""
    darkest, _ = image.convert("L").crop(tuple(map(round, box))).getextrema()
    return darkest < 200


@pytest.fixture(scope="session")
def mesin():
    return probe_libreoffice()


@pytest.fixture(scope="session")
def letters(mesin, tmp_path_factory) -> dict[str, Pdf]:
    """Print a few letters, all in one start of LibreOffice."""
    drafts = {
        "satu": make_letter("Satu halaman"),
        "tiga": make_letter("Tiga halaman", pages=3),
        "rebah": make_letter("Rebah", lying=True),
    }
    printed = print_batch(
        list(drafts.values()),
        mesin=mesin,
        kerja=tmp_path_factory.mktemp("kerja"),
        workers=1,
    )
    return dict(zip(drafts, printed, strict=True))


@pytest.fixture
def kerja(tmp_path) -> Path:
    return tmp_path / "kerja"
