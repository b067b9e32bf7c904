from __future__ import annotations

import pytest
from PIL import Image, ImageCms, TiffImagePlugin

from formulir.press.pictures.colours import ColourUnknownError, to_plain

MIDDLE = {
    "L": 128,
    "LA": (128, 255),
    "La": (128, 255),
    "RGB": (128, 128, 128),
    "RGBA": (128, 128, 128, 255),
    "RGBa": (128, 128, 128, 255),
    "RGBX": (128, 128, 128, 255),
    "CMYK": (127, 127, 127, 0),
    "YCbCr": (128, 128, 128),
    "HSV": (0, 0, 128),
    "LAB": (137, 128, 128),
    "I;16": 128 * 256,
    "I;16L": 128 * 256,
    "I;16B": 128 * 256,
}


@pytest.mark.parametrize("mode", MIDDLE)
def test_a_middle_grey_is_a_middle_grey_in_every_kind_of_colour(mode):
    image = Image.new(mode, (4, 4), MIDDLE[mode])
    plain, _ = to_plain(image, {})
    assert plain.mode in ("L", "RGB")
    shades = plain.convert("RGB").getpixel((1, 1))
    assert shades == pytest.approx((128, 128, 128), abs=3)


@pytest.mark.parametrize("mode", ["P", "PA"])
def test_a_palette_is_looked_up(mode):
    image = Image.new("P", (4, 4), 1)
    image.putpalette([0, 0, 0, 200, 30, 40])
    plain, _ = to_plain(image if mode == "P" else image.convert("PA"), {})
    assert plain.convert("RGB").getpixel((0, 0)) == pytest.approx((200, 30, 40), abs=2)


@pytest.mark.parametrize("mode", ["I", "F"])
def test_numbers_without_a_white_are_refused(mode):
    with pytest.raises(ColourUnknownError, match="has no fixed white; save it as PNG"):
        to_plain(Image.new(mode, (4, 4), 7), {})


def test_sixteen_bits_that_count_from_white_are_turned():
    plain, _ = to_plain(Image.new("I;16", (4, 4), 200 * 256), {}, inverted=True)
    assert plain.getpixel((0, 0)) == 55


def test_every_mode_of_pillow_is_decided():
    known = {*MIDDLE, "1", "P", "PA", "I", "F", "I;16N"}
    read = {mode for mode, _ in TiffImagePlugin.OPEN_INFO.values()}
    assert known >= {*Image.MODES, *read}


def test_what_one_can_see_through_is_laid_on_white_in_its_own_colours():
    for mode, clear in (("RGBA", (0, 0, 0, 0)), ("LA", (0, 0))):
        plain, done = to_plain(Image.new(mode, (4, 4), clear), {})
        assert plain.convert("L").getpixel((0, 0)) == 255
        assert done == ["the transparency of the picture was laid on white"]


def test_a_profile_counts_also_under_transparency_and_in_a_palette():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for mode in ("RGBA", "P"):
        image = Image.new("RGB", (4, 4), (10, 200, 30))
        image = image.quantize(4) if mode == "P" else image.convert(mode)
        plain, _ = to_plain(image, {"icc_profile": lab})
        assert plain.getpixel((0, 0)) == pytest.approx((10, 200, 30), abs=3)
