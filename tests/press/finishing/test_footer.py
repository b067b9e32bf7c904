from __future__ import annotations

import io
import re
from itertools import product

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from formulir.press.finishing.fonts import find_font, read_font
from formulir.press.finishing.footer import draw_code, draw_footer, draw_line
from formulir.press.finishing.stamp import overlay
from formulir.press.pdf.foot import BASELINE_MM, place_foot
from formulir.press.pdf.page_code import write_page_code
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


def read_codes(pdf, page=0, *, dpi=150):
    codes = zxingcpp.read_barcodes(rasterise(pdf, page, dpi=dpi).convert("L"))
    return [code.text for code in codes]


def pair_all():
    """Give each paper with each turn; the suite turns A4 in full, the rest by half."""
    sizes = [(595, 842), (842, 595), (420, 595), (298, 420), (1191, 842)]
    for size, rotate in product(sizes, (0, 90, 180, 270)):
        own = size == sizes[0] or rotate < 180
        yield pytest.param(size, rotate, marks=() if own else pytest.mark.thorough)


@pytest.mark.parametrize(("size", "rotate"), list(pair_all()))
def test_each_page_bears_a_code_of_its_own_that_is_read_at_150_dpi(size, rotate):
    pdf = make_pdf(pages=2, size=size)
    for page in pdf.pages:
        page.obj.Rotate = rotate
    data = foot(pdf)
    assert [read_codes(data, page) for page in (0, 1)] == [
        [f"{KODE}/1/2"],
        [f"{KODE}/2/2"],
    ]


@pytest.mark.parametrize("last", [9, 99, 999, 9999])
def test_the_code_of_a_long_letter_is_still_of_21_modules(last):
    text = write_page_code(KODE, halaman=last, jumlah=last)
    view = SheetView(width_pt=595, height_pt=842, matrix=(1, 0, 0, 1, 0, 0))
    drawn = draw_code(view, text, place_foot(view)).decode()
    rows = {int(n) for n in re.findall(r"(\d+) \d+ 1 re", drawn)}
    assert rows == set(range(21))
    assert len(drawn) < 2_000


def test_a_page_that_bears_something_at_its_left_has_its_code_at_the_right():
    pdf = make_pdf(pages=3)
    drawings, remarks = draw_footer(
        pdf, "a", kode=KODE, font=find_font(), feet={1: 1, 2: 2}
    )
    overlay(pdf, [drawings])
    data = save_pdf(pdf)
    sides = []
    for page in range(3):
        (code,) = zxingcpp.read_barcodes(rasterise(data, page, dpi=150).convert("L"))
        sides.append(code.position.top_left.x > 600)
    assert sides == [False, True, False]
    (remark,) = remarks
    assert remark.startswith("page 3 bears something where the code of its foot stands")


def test_a_letter_that_rides_behind_a_letter_bears_one_code_a_page():
    inner = pikepdf.open(io.BytesIO(foot(make_pdf(pages=2), kode="0000-0000-0000")))
    data = foot(inner)
    assert [read_codes(data, page) for page in (0, 1)] == [
        [f"{KODE}/1/2"],
        [f"{KODE}/2/2"],
    ]
    text = "".join(read_text(data))
    assert KODE in text


def test_a_page_without_room_for_a_code_is_told():
    pdf = make_pdf(size=(90, 90))
    drawings, remarks = draw_footer(pdf, "a", kode=KODE, font=find_font())
    overlay(pdf, [drawings])
    assert remarks == ["page 1 is too small for a code in its foot"]
    assert read_codes(save_pdf(pdf), dpi=300) == []


def test_nothing_but_the_foot_of_a_page_changes():
    pdf = make_pdf(pages=1)
    pdf.pages[0].Contents = pdf.make_stream(b"2 w 0 0 m 595 842 l S 50 60 500 700 re S")
    before = rasterise(save_pdf(pdf))
    after = rasterise(foot(pdf))
    upper = (0, 0, 595, round(842 - 17 * MM))
    assert before.crop(upper).tobytes() == after.crop(upper).tobytes()
