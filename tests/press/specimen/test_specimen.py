"""Specimens on paper: CONTOH over every page, nothing hidden, and changes in a box."""

from __future__ import annotations

import io
from io import BytesIO

import numpy as np
import pikepdf
import pytest
import zxingcpp
from PIL import Image

from formulir.press.finishing.picture import draw_qr, embed_picture
from formulir.press.pdf.paper import save_pdf
from formulir.press.pdf.pixels import draw_pages, draw_pngs, read_words
from formulir.press.specimen.differ import box_changes
from formulir.press.specimen.mark import SPECIMEN_QR, mark_specimen
from formulir.press.specimen.width import make_width

A4, WIDE = (595, 842), (842, 300)


def make_pdf(*pages, size=A4, rotate=0, bar=None):
    """Make pages of lines, each ``(x, y, text)`` or ``(x, y, text, size)``."""
    pdf = pikepdf.new()
    for lines in pages:
        page = pdf.add_blank_page(page_size=size)
        page.Rotate = rotate
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        content = "".join(
            f"BT /F1 {(*more, 12)[0]} Tf {x} {y} Td ({text}) Tj ET\n"
            for x, y, text, *more in lines
        )
        if bar:
            content += f"q {bar[0]} rg {bar[1]} re f Q\n"
        page.Contents = pdf.make_stream(content.encode())
    return save_pdf(pdf)


LINES = [
    (72, 760, "Dengan hormat, kami sampaikan"),
    (72, 740, "bahwa usulan ini telah lengkap."),
    (72, 700, "Kepala Dinas,"),
    (72, 40, "halaman 1 dari 1"),
]


@pytest.mark.parametrize("size", [A4, WIDE])
@pytest.mark.parametrize("rotate", [0, 90])
def test_every_page_says_contoh_and_loses_nothing(size, rotate):
    lines = [(20 + 60 * (n % 12), 10 + 10 * (n // 12), "Contoh") for n in range(250)]
    plain = make_pdf(lines, lines[:1], size=size, rotate=rotate)
    marked = mark_specimen(plain)
    words = [word for word in read_words(marked) if word.text == "CONTOH"]
    assert {word.page for word in words} == {0, 1}
    for before, after in zip(draw_pages(plain), draw_pages(marked), strict=True):
        # The rim of a letter may be drawn a shade otherwise on a page that blends.
        old, new = (np.asarray(each.convert("L"), int) for each in (before, after))
        paper = new[old == 255]
        # Ink stays ink, and what was paper is never as dark as ink.
        assert np.count_nonzero(new > old + 16) < old.size / 2000
        assert paper.min() > 200
        assert np.count_nonzero(paper < 240) > old.size / 50


def test_the_qr_of_a_specimen_names_no_letter_and_is_still_read_below_the_word():
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=A4)
    image = embed_picture(pdf, draw_qr(SPECIMEN_QR))
    page.add_resource(image, pikepdf.Name.XObject, pikepdf.Name("/Qr"))
    page.Contents = pdf.make_stream(b"q 90 0 0 90 250 380 cm /Qr Do Q")
    (picture,) = draw_pages(mark_specimen(save_pdf(pdf)))
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == SPECIMEN_QR


def test_a_page_becomes_a_picture_of_a_hundred_dots_to_an_inch():
    (png,) = draw_pngs(make_pdf(LINES))
    picture = Image.open(BytesIO(png))
    assert (picture.format, picture.size) == ("PNG", (827, 1170))
    assert [round(dpi) for dpi in picture.info["dpi"]] == [100, 100]


def test_words_are_read_with_their_places():
    words = read_words(make_pdf(LINES))
    assert [word.text for word in words][:3] == ["Dengan", "hormat,", "kami"]
    assert words[0].box[0] == pytest.approx(72 / 0.72, abs=1.5)
    assert words[0].box[1] < (842 - 760) / 0.72 < words[0].box[3]


def test_a_wider_letter_is_wider():
    width = make_width()
    assert width("WWW") > width("iiiii") > width("iii") > 0
    assert width("a\tb") == width("ab")


def compare(old, new):
    """Return how many places differ, and where there is red, in dots of a page."""
    found = box_changes(("LAMA", old, old), ("BARU", new, new))
    red = []
    for png in found.pictures:
        picture = Image.open(io.BytesIO(png)).convert("RGB")
        half = (picture.width - 12) // 2
        boxes = []
        for left in (0, half + 12):
            part = picture.crop((left, 28, left + half, picture.height))
            dots = part.split()
            mask = Image.merge("RGB", dots).convert("RGB")
            reds = mask.getchannel("R").point(lambda v: 255 if 195 < v < 215 else 0)
            rest = mask.getchannel("G").point(lambda v: 255 if v < 20 else 0)
            both = Image.composite(reds, Image.new("L", part.size), rest)
            boxes.append(both.getbbox())
        red.append(tuple(boxes))
    return found.places, red


def test_two_prints_that_are_alike_have_no_box():
    assert compare(make_pdf(LINES), make_pdf(LINES)) == (0, [(None, None)])


def test_a_word_that_was_added_is_boxed_where_it_stands():
    changed = [
        *LINES[:1],
        (72, 740, "bahwa usulan ini sungguh telah lengkap."),
        *LINES[2:],
    ]
    places, [(old, new)] = compare(make_pdf(LINES), make_pdf(changed))
    assert places == 1
    assert old is None
    top, bottom = (842 - 740 - 14) / 0.72, (842 - 740 + 8) / 0.72
    assert top - 6 < new[1] < new[3] < bottom + 6


def test_a_word_that_was_replaced_is_boxed_on_both():
    changed = [(72, 760, "Dengan hormat, kami haturkan"), *LINES[1:]]
    places, [(old, new)] = compare(make_pdf(LINES), make_pdf(changed))
    assert places == 1
    assert old is not None
    assert new is not None


def test_of_lines_that_moved_the_first_is_boxed_and_the_foot_is_not():
    changed = [
        *LINES[:1],
        (72, 720, LINES[1][2]),
        (72, 680, LINES[2][2]),
        LINES[3],
    ]
    places, [(old, new)] = compare(make_pdf(LINES), make_pdf(changed))
    assert places == 1
    assert old[3] - old[1] < 40
    assert new[1] - old[1] == pytest.approx(20 / 0.72, abs=2)


def test_a_line_that_was_set_in_and_one_that_grew_are_boxed():
    assert compare(
        make_pdf(LINES), make_pdf([LINES[0], (90, 740, LINES[1][2]), *LINES[2:]])
    )[0]
    grown = [*LINES[:2], (72, 700, "Kepala Dinas,", 15), LINES[3]]
    assert compare(make_pdf(LINES), make_pdf(grown))[0] >= 1


def test_what_is_no_text_is_compared_dot_by_dot():
    old = make_pdf(LINES, bar=("0 0 0", "100 300 80 40"))
    new = make_pdf(LINES, bar=("0.6 0 0.6", "100 300 80 40"))
    places, [(left, right)] = compare(old, new)
    assert places == 1
    assert left == right
    assert left[0] == pytest.approx(100 / 0.72, abs=20)


def test_a_page_that_one_print_lacks_is_boxed_whole():
    places, red = compare(make_pdf(LINES), make_pdf(LINES, LINES[:1]))
    assert places >= 1
    assert len(red) == 2
