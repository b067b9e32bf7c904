"""A page is drawn in the limited child, whatever it is; what cannot be is told."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from formulir.press.scans.draw import HalamanUndrawnError, draw_own, draw_page
from tests.tools.piles import draw_letter

PHOTO = Path(__file__).parents[2] / "data" / "lampiran" / "phone-heic.heic"
KODE = "K7QF-3M0T-9XWA"


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "surat.pdf"
    path.write_bytes(draw_letter(KODE, 3))
    return path


def draw(path, ekstensi, halaman, *, width_px=910):
    kerja = path.parent / "kerja"
    return draw_page(path, ekstensi, halaman, width_px=width_px, workdir=kerja)


def open_picture(drawn):
    picture = Image.open(io.BytesIO(drawn.data))
    assert picture.format == "WEBP"
    return picture


def test_a_page_of_a_pdf_is_as_wide_as_is_asked_for(letter):
    drawn = draw(letter, "pdf", 2)
    assert drawn.halaman == 3
    assert abs(open_picture(drawn).width - 910) <= 1


def test_what_is_our_own_is_drawn_alike_without_a_child(letter):
    assert draw_own(letter, 2, width_px=910) == draw(letter, "pdf", 2)


@pytest.mark.parametrize("kind", ["jpg", "png", "heic"])
def test_a_photo_is_drawn_and_not_enlarged(tmp_path, kind):
    path = tmp_path / f"foto.{kind}"
    if kind == "heic":
        path.write_bytes(PHOTO.read_bytes())
    else:
        Image.new("RGB", (300, 400), (90, 120, 30)).save(path)
    picture = open_picture(draw(path, kind, 1))
    assert picture.width <= 910
    if kind != "heic":
        assert picture.size == (300, 400)


@pytest.mark.parametrize("page", [0, 4])
def test_a_page_that_it_has_not_is_told(letter, page):
    with pytest.raises(HalamanUndrawnError, match="no page"):
        draw(letter, "pdf", page)
    with pytest.raises(HalamanUndrawnError, match="no page"):
        draw_own(letter, page, width_px=910)


@pytest.mark.parametrize(
    ("data", "ekstensi"),
    [(b"%PDF-1.4 rusak", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"", "jpg")],
)
def test_what_is_damaged_is_told(tmp_path, data, ekstensi):
    path = tmp_path / "berkas"
    path.write_bytes(data)
    with pytest.raises(HalamanUndrawnError):
        draw(path, ekstensi, 1)
