from __future__ import annotations

from functools import cache

import numpy as np
import pikepdf
import pytest

from formulir.press.finishing.picture import draw_qr, read_picture
from formulir.press.finishing.stamp import (
    BOXES,
    StampBox,
    draw_stamps,
    fit_picture,
    overlay,
)
from formulir.press.pdf.paper import MM, open_pdf, save_pdf
from formulir.press.pdf.places import Place, read_places
from tests.press import stamps
from tests.press.conftest import has_ink, make_cap, make_pdf, rasterise

A4_HEIGHT_MM = 297


@pytest.mark.office
def test_a_place_is_where_its_line_begins_on_paper(letters):
    places = letters["satu"].places
    lambang, cap = places["lambang"], places["cap"]
    assert lambang.page == cap.page == 0
    assert lambang.x_pt / MM == pytest.approx(30, abs=0.5)
    assert A4_HEIGHT_MM - lambang.y_pt / MM == pytest.approx(20, abs=0.5)
    assert cap.x_pt / MM == pytest.approx(110, abs=0.5)


@pytest.mark.office
def test_a_place_on_a_later_page_is_found_there(letters):
    places = letters["tiga"].places
    assert places["lambang"].page == 0
    assert places["cap"].page == places["qr"].page == 2


@pytest.mark.office
@pytest.mark.parametrize("name", ["satu", "tiga", "rebah"])
@pytest.mark.parametrize("mark", ["cap", "lambang", "qr"])
def test_ink_lands_in_the_box_beside_its_place_and_nowhere_else(letters, name, mark):
    gambar = draw_qr("K7QF") if mark == "qr" else read_picture(make_cap(), side_mm=45)
    place = letters[name].places[mark]
    with open_pdf(letters[name].pdf) as pdf:
        x, y, w, h = fit_picture(
            gambar, BOXES[mark], place=place, page=pdf.pages[place.page]
        )
        overlay(pdf, [draw_stamps(pdf, {mark: gambar}, places={mark: place})])
        after = rasterise(save_pdf(pdf), place.page)
    before = rasterise(letters[name].pdf, place.page)
    top = after.height - y - h
    assert after.size == before.size
    rows, columns = np.nonzero((np.asarray(after) != np.asarray(before)).any(axis=-1))
    assert rows.size
    edge = 12 if mark == "qr" else 1.5  # a code has its quiet zone, a stamp none
    left, right, upper, lower = columns.min(), columns.max(), rows.min(), rows.max()
    assert left == pytest.approx(x, abs=edge)
    assert right == pytest.approx(x + w, abs=edge)
    assert upper == pytest.approx(top, abs=edge)
    assert lower == pytest.approx(top + h, abs=edge)


@pytest.mark.office
def test_a_stamp_lets_the_signature_shine_through(letters):
    gambar = read_picture(make_cap(), side_mm=45)
    place = letters["satu"].places["cap"]
    with open_pdf(letters["satu"].pdf) as pdf:
        overlay(pdf, [draw_stamps(pdf, {"cap": gambar}, places={"cap": place})])
        after = rasterise(save_pdf(pdf))
    # "Kepala," stands above the place, under the transparent part of the stamp.
    box = (place.x_pt, after.height - place.y_pt - 14)
    assert has_ink(after, (*box, box[0] + 20, box[1] + 14))


DARK, READABLE = 100, 130
"""Greys: of text as it was printed, and of text that can still be read."""


@cache
def read_once(data):
    """Read a picture of a stamp, which several tests lay on paper."""
    return read_picture(data, side_mm=45, over_text=True)


def stamp(pdf, data, place):
    """Stamp a page; give its greys before and after."""
    before = rasterise(save_pdf(pdf), place.page, dpi=150).convert("L")
    gambar = read_once(data)
    overlay(pdf, [draw_stamps(pdf, {"cap": gambar}, places={"cap": place})])
    after = rasterise(save_pdf(pdf), place.page, dpi=150).convert("L")
    return before, after


def count_faded(before, after):
    """Count the dark dots, and those of them that became too light to be read."""
    dark = np.asarray(after)[np.asarray(before) < DARK]
    return dark.size, np.count_nonzero(dark > READABLE)


@pytest.mark.parametrize("name", stamps.FIT)
def test_what_is_black_under_a_stamp_stays_black_whatever_its_ground(name):
    pdf = make_pdf()
    middle = Place(page=0, x_pt=595 / 2 + 13.5 * MM, y_pt=421 + 11.5 * MM)
    before, after = stamp(pdf, stamps.FIT[name], middle)
    dark, faded = count_faded(before, after)
    assert dark > 5000
    assert faded == 0
    assert before.tobytes() != after.tobytes()


@pytest.mark.parametrize("name", stamps.FIT)
def test_on_bare_paper_a_stamp_is_ink_and_no_square(name):
    pdf = make_pdf()
    _, after = stamp(pdf, stamps.FIT[name], Place(page=0, x_pt=200, y_pt=700))
    left, upper = 200 - 36 * MM, 842 - 700 - 11 * MM
    square = tuple(round(n * 150 / 72) for n in (left, upper, left + 127, upper + 127))
    greys = after.crop(square).histogram()
    assert sum(greys[:200]) > sum(greys) / 50, "no ink"
    assert sum(greys[250:]) > sum(greys) / 2, "the ground is seen"


@pytest.mark.parametrize("name", stamps.COVERING)
def test_what_is_refused_would_indeed_have_hidden_what_is_under_it(name):
    pdf = make_pdf()
    middle = Place(page=0, x_pt=595 / 2 + 13.5 * MM, y_pt=421 + 11.5 * MM)
    _, after = stamp(pdf, stamps.COVERING[name], middle)
    text, paper = (
        after.crop((left, 840, left + 15, 915)).get_flattened_data()
        for left in (600, 540)
    )
    contrast = [abs(a - b) for a, b in zip(text, paper, strict=True)]
    assert sorted(contrast)[len(contrast) // 2] < 128


@pytest.mark.office
@pytest.mark.parametrize("name", stamps.FIT)
def test_the_name_under_a_stamp_is_read_on_paper(letters, name):
    with letters["satu"].open().pdf as pdf:
        before, after = stamp(pdf, stamps.FIT[name], letters["satu"].places["cap"])
    dark, faded = count_faded(before, after)
    assert dark > 100
    assert faded == 0


def test_a_file_without_places_takes_no_stamp():
    pdf = make_pdf()
    assert read_places(pdf) == {}
    assert draw_stamps(pdf, {"qr": draw_qr("K7QF")}, places={}) == {}
    assert "/XObject" not in pdf.pages[0].resources


def test_places_that_point_nowhere_are_left_out():
    pdf = make_pdf()
    page, xyz = pdf.pages[0].obj, pikepdf.Name.XYZ
    pdf.Root.Dests = pikepdf.Dictionary(
        a=pikepdf.Array([page, xyz, 1, 2, 0]),
        b=pikepdf.Dictionary(D=pikepdf.Array([page, xyz, 3, 4, 0])),
        c=pikepdf.Array([page, pikepdf.Name.Fit]),
        g=pikepdf.Array([page, xyz, None, None, 0]),
        e=pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary()), xyz, 1, 2, 0]),
        f=pikepdf.Array([7, xyz, 1, 2, 0]),
    )
    assert read_places(pdf) == {
        "a": Place(page=0, x_pt=1, y_pt=2),
        "b": Place(page=0, x_pt=3, y_pt=4),
    }


def test_a_picture_keeps_its_shape_within_its_box():
    gambar = read_picture(make_cap(100), side_mm=45)
    box = StampBox(width_mm=10, height_mm=30)
    place = Place(page=0, x_pt=100, y_pt=500)
    pdf = make_pdf()
    x, y, width, height = fit_picture(gambar, box, place=place, page=pdf.pages[0])
    assert width == height == pytest.approx(10 * MM)
    assert (x, y + height) == (100, 500)


@pytest.mark.parametrize(("x", "y"), [(0, 0), (595, 842), (0, 842), (595, 0)])
def test_no_stamp_sticks_out_of_the_page(x, y):
    gambar = read_picture(make_cap(100), side_mm=45)
    place = Place(page=0, x_pt=x, y_pt=y)
    pdf = make_pdf()
    page = pdf.pages[0]
    left, low, width, height = fit_picture(gambar, BOXES["cap"], place=place, page=page)
    assert 0 <= left <= 595 - width
    assert 0 <= low <= 842 - height


def test_a_drawing_is_not_moved_by_what_the_page_left_behind():
    pdf = make_pdf()
    page = pdf.pages[0]
    page.Contents = pikepdf.Array([pdf.make_stream(b"0.1 0 0 0.1 300 300 cm 1 g ")])
    overlay(pdf, [{0: b"0 g 100 100 50 50 re f"}, {0: b" 0 g 400 100 50 50 re f"}])
    image = rasterise(save_pdf(pdf))
    assert has_ink(image, (110, 842 - 140, 140, 842 - 110))
    assert has_ink(image, (410, 842 - 140, 440, 842 - 110))


def test_a_page_without_contents_can_be_drawn_on():
    pdf = make_pdf()
    del pdf.pages[0].obj["/Contents"]
    overlay(pdf, [{0: b"0 g 100 100 50 50 re f"}])
    assert has_ink(rasterise(save_pdf(pdf)), (110, 842 - 140, 140, 842 - 110))
