"""What is shipped, and what LibreOffice makes of faulty templates, looked at."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from formulir.letters.reading.render import render
from formulir.press.finishing.finish import Closing, finish
from formulir.press.joining.split import take_alone
from formulir.press.looking.look import look_at
from formulir.press.pdf.paper import open_pdf
from tests.conftest import ROOT
from tests.press.nasty import mark
from tests.press.shipped import SPREAD, read_kind
from tests.press.stamps import FIT

pytestmark = pytest.mark.office

LETTERS = (slice(1), pytest.param(slice(1, 3), marks=pytest.mark.thorough))
"""Of each kind; they differ in names more than in layout."""
GAMBAR = ROOT / "samples" / "gambar"


@pytest.mark.slow
@pytest.mark.parametrize("some", LETTERS)
@pytest.mark.parametrize("kode", SPREAD)
def test_no_shipped_letter_calls_for_a_remark(worker, kode, some):
    template, letters = read_kind(kode)
    closing = Closing(
        kode="K7QF-3M0T-9XWA",
        nomor="0394/E5.2/PL/2013",
        qr="https://contoh.invalid/periksa/K7QF-3M0T-9XWA",
        cap=FIT["JPEG on white"],
        lambang=(GAMBAR / "lambang-daerah.png").read_bytes(),
    )
    for konteks in letters[some]:
        pdf = worker.convert(render(template, konteks, kunci="k"), limit_s=60)
        with open_pdf(pdf) as whole:
            printed = take_alone(whole, judul=kode)
            finished = finish(printed, closing=closing)
        assert look_at(pdf, places=printed.places, konteks=konteks) == []
        assert look_at(finished.pdf, places=printed.places, konteks=konteks) == []
        assert look_at(finished.pdf, konteks=konteks) == []


@pytest.fixture
def document():
    """Give an empty document on A4, and what prints it and looks at it."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = Mm(30)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    document.add_paragraph("Dengan hormat, bersama ini kami sampaikan usulan.")
    return document


@pytest.fixture
def look(worker):
    def look(document):
        out = BytesIO()
        document.save(out)
        with open_pdf(worker.convert(out.getvalue(), limit_s=60)) as whole:
            printed = take_alone(whole, judul="Uji")
            finished = finish(printed, closing=Closing(kode="K7QF-3M0T-9XWA"))
        remarks = look_at(finished.pdf, places=printed.places)
        return {remark.sort: remark for remark in remarks}

    return look


def test_a_letter_as_it_should_be(document, look):
    assert look(document) == {}


def test_an_indent_that_leads_out_of_the_paper(document, look):
    document.add_paragraph("Menjorok").paragraph_format.left_indent = Mm(-34)
    assert "on the left" in look(document)["outside"].reason


def test_a_table_that_is_wider_than_the_paper(document, look):
    table = document.add_table(1, 2)
    table.autofit = False
    for column, width in zip(table.columns, (Mm(140), Mm(60)), strict=True):
        (cell,) = column.cells
        column.width = cell.width = width
        cell.text = "Isi sel yang panjang sekali"
    assert "on the right" in look(document)["outside"].reason


def test_lines_of_a_height_that_does_not_hold_them(document, look):
    paragraph = document.add_paragraph("Baris yang panjang sekali. " * 10)
    paragraph.paragraph_format.line_spacing = Pt(6)
    assert look(document).keys() == {"overlap"}


@pytest.mark.parametrize(("height_mm", "words"), [(6, 48), (3, 8), (7, 60)])
def test_a_row_that_cuts_its_text_is_not_taken_for_lines_over_each_other(
    document, look, height_mm, words
):
    table = document.add_table(2, 1)
    for row in table.rows:
        row.height, row.height_rule = Mm(height_mm), WD_ROW_HEIGHT_RULE.EXACTLY
        row.cells[0].text = "muat " * words
    found = look(document)
    assert found.keys() == {"cut"}
    assert "set the height of the row or frame to 'at least'" in found["cut"].reason


def test_a_page_break_at_the_end(document, look):
    document.add_page_break()
    document.add_paragraph()
    assert look(document).keys() == {"blank"}


def test_a_letter_that_no_font_has(document, look):
    document.add_paragraph("Aksara \u1b05\u1b13 dan \ua997")
    assert "U+1B05" in look(document)["glyph"].reason


def test_a_reference_whose_bookmark_is_gone(document, look):
    paragraph = document.add_paragraph("Lihat ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " REF tiada \\h ")
    paragraph._p.append(field)
    assert look(document).keys() == {"field"}


def test_a_signature_that_the_text_has_left_alone(document, look):
    document.add_page_break()
    for text in ("Kudus, 14 Maret 2016", "Kepala,", "", "", "Contoh Isman"):
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.left_indent = Mm(80)
        if text == "Kepala,":
            place = document.add_paragraph()
            place.paragraph_format.left_indent = Mm(80)
            mark(place, "cap", 1)
    assert look(document).keys() == {"alone"}
