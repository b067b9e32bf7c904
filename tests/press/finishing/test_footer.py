from __future__ import annotations

import pikepdf
import pypdfium2
import pytest

from formulir.press.finishing.fonts import find_font, read_font
from formulir.press.finishing.footer import BASELINE_MM, draw_footer, draw_line
from formulir.press.finishing.stamp import overlay
from formulir.press.pdf.paper import MM, SheetView, save_pdf
from tests.press.conftest import has_ink, make_pdf, rasterise, read_text

KODE = "K7QF-3M0T-9XWA"


def foot(pdf, left="0394/E5.2/PL/2013 | K7QF-3M0T-9XWA", kode=KODE):
    drawings, _ = draw_footer(pdf, left, kode=kode, font=find_font())
    overlay(pdf, [drawings])
    return save_pdf(pdf)


def test_every_page_says_which_of_how_many_it_is():
    texts = read_text(foot(make_pdf(pages=3)))
    for number, text in enumerate(texts, start=1):
        assert "0394/E5.2/PL/2013 | K7QF-3M0T-9XWA" in text
        assert f"halaman {number} dari 3" in text


def test_a_number_beyond_ascii_is_written_as_it_is():
    pdf = foot(make_pdf(), "0394 · Pendidikan é")
    assert "0394 · Pendidikan é" in read_text(pdf)[0]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("box", [None, (100, 150, 500, 700)])
def test_the_line_is_at_the_foot_of_the_page_as_it_is_seen(rotate, box):
    pdf = make_pdf()
    page = pdf.pages[0].obj
    page.Rotate = rotate
    if box:
        page.CropBox = pikepdf.Array(box)
    image = rasterise(foot(pdf))
    baseline = image.height - BASELINE_MM * MM
    assert has_ink(image, (0, baseline - 6, image.width / 2, baseline + 2))
    assert has_ink(image, (image.width / 2, baseline - 6, image.width, baseline + 2))
    assert not has_ink(image, (0, baseline + 12, image.width, image.height))
    assert not has_ink(image, (60, baseline + 4, image.width, image.height))
    assert not has_ink(image, (0, 0, image.width, image.height * 0.3))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_line_is_upright_as_the_page_is_seen(rotate):
    pdf = make_pdf()
    pdf.pages[0].obj.Rotate = rotate
    straight = rasterise(
        foot(make_pdf(size=(842, 595) if rotate % 180 else (595, 842)))
    )
    turned = rasterise(foot(pdf))
    assert turned.size == straight.size
    strip = (0, turned.height - 40, turned.width, turned.height)
    assert turned.crop(strip).tobytes() == straight.crop(strip).tobytes()


def test_the_right_half_ends_at_the_margin():
    document = pypdfium2.PdfDocument(foot(make_pdf()))
    page = document[0]
    items = page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    boxes = [item.get_bounds() for item in items]
    texts = [box for box in boxes if box[1] < 40]
    assert min(box[0] for box in texts) == pytest.approx(20 * MM, abs=1)
    assert max(box[2] for box in texts) == pytest.approx(595 - 20 * MM, abs=1)
    page.close()
    document.close()


def test_a_narrow_page_makes_the_line_smaller_instead_of_cutting_it():
    pdf = make_pdf(size=(100, 100))
    document = pypdfium2.PdfDocument(foot(pdf, "0394/E5.2/PL/2013 | K7QF-3M0T-9XWA"))
    page = document[0]
    items = page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    boxes = sorted(item.get_bounds() for item in items)
    texts = [box for box in boxes if box[3] < 35]
    assert len(texts) == 2
    assert texts[0][2] < texts[1][0]
    assert texts[1][2] <= 100
    page.close()
    document.close()


def test_the_line_is_marked_as_no_part_of_what_is_read_aloud():
    view = SheetView(width_pt=595, height_pt=842, matrix=(1, 0, 0, 1, 0, 0))
    line = draw_line(view, "a", "b", font=read_font(find_font()))
    assert line.startswith(b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC")
    assert line.endswith(b"EMC\n")
