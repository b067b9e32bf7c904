from __future__ import annotations

import zlib
from io import BytesIO

import pytest
from PIL import Image

from formulir.press.finishing.decode import DOTS_MM, GambarUnreadableError
from formulir.press.finishing.picture import draw_qr, read_picture
from tests.press.conftest import encode, make_cap
from tests.press.stamps import lay_on


def test_a_picture_is_decoded_once():
    data = make_cap()
    assert read_picture(data, side_mm=45) is read_picture(data, side_mm=45)


def test_a_picture_is_cut_down_to_what_paper_shows():
    gambar = read_picture(make_cap(2000), side_mm=45)
    assert gambar.width == gambar.height == round(45 * DOTS_MM)


def test_a_small_picture_is_not_blown_up():
    assert read_picture(make_cap(90), side_mm=45).width == 90


def test_transparency_is_kept_and_opacity_costs_nothing():
    gambar = read_picture(make_cap(), side_mm=45)
    opacities = set(zlib.decompress(gambar.alpha))
    assert {0, 255} <= opacities
    assert len(opacities) <= 16
    solid = encode(Image.new("RGB", (10, 20), "blue"))
    assert read_picture(solid, side_mm=45).alpha is None


def test_a_stamp_that_was_clear_already_is_taken_as_it_is():
    data = make_cap()
    over, plain = (
        read_picture(data, side_mm=45, over_text=over) for over in (True, False)
    )
    assert over == plain


def test_an_opaque_ground_is_clear_under_a_stamp_and_stays_under_an_emblem():
    data = encode(lay_on(Image.open(BytesIO(make_cap())), "white"))
    assert read_picture(data, side_mm=22).alpha is None
    over = read_picture(data, side_mm=45, over_text=True)
    assert set(zlib.decompress(over.alpha)) >= {0, 221}


def test_the_ink_keeps_its_colour():
    gambar = read_picture(encode(Image.new("RGBA", (8, 8), (90, 40, 150))), side_mm=45)
    first = zlib.decompress(gambar.pixels)[0]
    assert tuple(gambar.palette[3 * first : 3 * first + 3]) == (90, 40, 150)


@pytest.mark.parametrize("data", [b"bukan gambar", make_cap()[:200]])
def test_what_is_no_picture_is_told_to_the_clerk(data):
    with pytest.raises(GambarUnreadableError, match="PNG") as caught:
        read_picture(data, side_mm=45)
    assert caught.value.exit_code == 3


def test_a_code_keeps_its_quiet_zone():
    code = draw_qr("K7QF-3M0T-9XWA")
    rows = zlib.decompress(code.pixels)
    stride = -(-code.width // 8)
    assert len(rows) == stride * code.height
    white = int.from_bytes(rows[: 4 * stride], "big")
    assert white.bit_count() == 4 * code.width
