from __future__ import annotations

import pikepdf
import pytest

from formulir.press.pdf.paper import (
    PdfUnreadableError,
    open_pdf,
    save_pdf,
    view_page,
)
from tests.press.conftest import make_pdf, to_bytes


def view(**changes):
    """View a page of 200 by 300 points with some of its entries changed."""
    pdf = make_pdf(size=(200, 300))
    page = pdf.pages[0]
    for key, value in changes.items():
        page.obj[f"/{key}"] = value
    return view_page(page)


def map_point(seen, u, v):
    a, b, c, d, e, f = seen.matrix
    return a * u + c * v + e, b * u + d * v + f


@pytest.mark.parametrize(
    ("rotate", "size", "lower_left", "lower_right"),
    [
        (0, (200, 300), (0, 0), (200, 0)),
        (90, (300, 200), (200, 0), (200, 300)),
        (180, (200, 300), (200, 300), (0, 300)),
        (270, (300, 200), (0, 300), (0, 0)),
        (-90, (300, 200), (0, 300), (0, 0)),
        (450, (300, 200), (200, 0), (200, 300)),
    ],
)
def test_the_corners_as_seen_are_those_of_the_turned_page(
    rotate, size, lower_left, lower_right
):
    seen = view(Rotate=rotate)
    assert (seen.width_pt, seen.height_pt) == size
    assert map_point(seen, 0, 0) == lower_left
    assert map_point(seen, size[0], 0) == lower_right


def test_the_crop_box_is_what_is_seen():
    seen = view(CropBox=pikepdf.Array([150, 250, 20, 30]))
    assert (seen.width_pt, seen.height_pt) == (130, 220)
    assert map_point(seen, 0, 0) == (20, 30)


def test_a_crop_box_beyond_the_sheet_is_cut_to_it():
    seen = view(CropBox=pikepdf.Array([-50, -50, 100, 900]))
    assert (seen.width_pt, seen.height_pt) == (100, 300)


def test_a_crop_box_beside_the_sheet_is_ignored():
    seen = view(CropBox=pikepdf.Array([900, 900, 999, 999]))
    assert (seen.width_pt, seen.height_pt) == (200, 300)


def test_a_page_in_units_of_its_own_is_measured_in_points():
    seen = view(UserUnit=2)
    assert (seen.width_pt, seen.height_pt) == (400, 600)
    assert map_point(seen, 400, 600) == (200, 300)


def test_a_rotation_may_be_inherited_from_the_tree():
    pdf = make_pdf(size=(200, 300))
    pdf.Root.Pages.Rotate = 90
    assert view_page(pdf.pages[0]).width_pt == 300


@pytest.mark.parametrize("data", [b"", b"surat", to_bytes(make_pdf())[:60]])
def test_what_does_not_open_is_a_machine_error(data):
    with pytest.raises(PdfUnreadableError) as caught:
        open_pdf(data)
    assert caught.value.exit_code == 5


def test_a_file_without_pages_does_not_count_as_open():
    with pytest.raises(PdfUnreadableError, match="no pages"):
        open_pdf(to_bytes(pikepdf.new()))


def test_equal_contents_give_equal_bytes():
    assert save_pdf(make_pdf()) == save_pdf(make_pdf())
    assert save_pdf(make_pdf()) != save_pdf(make_pdf(pages=2))
