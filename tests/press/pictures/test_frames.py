from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from formulir.press.child.limits import Limits
from formulir.press.pictures.frames import (
    PictureRefusedError,
    open_frames,
    read_frame,
)
from tests.conftest import ROOT
from tests.press.conftest import encode

DATA = ROOT / "tests/data/lampiran"
LIMITS = Limits()


def make_photo(mode="RGB", size=(200, 100)):
    """Make a picture that is dark on its left half."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1]), fill="navy")
    return image.convert(mode)


def read(data, folder, *, at=0, limits=LIMITS):
    source = folder / "tanpa-nama"
    source.write_bytes(data)
    with open_frames(source) as (image, count):
        frame = read_frame(image, at, limits=limits)
        frame.image.load()
        return frame, count


def is_dark_left(image):
    grey = image.convert("L")
    return grey.getpixel((10, 50)) < 80 and grey.getpixel((190, 50)) > 220


KINDS = {
    "JPEG": {},
    "PNG": {},
    "BMP": {},
    "GIF": {},
    "WEBP": {},
    "TIFF": {"compression": "tiff_lzw"},
    "MPO": {},
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_known_by_its_content(tmp_path, kind):
    frame, count = read(encode(make_photo(), kind, **KINDS[kind]), tmp_path)
    assert (count, frame.catatan) == (1, ())
    assert is_dark_left(frame.image)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("turn", [1, 2, 3, 4, 5, 6, 7, 8])
def test_a_picture_stands_as_its_camera_stood(tmp_path, kind, turn):
    exif = Image.Exif()
    exif[0x0112] = turn
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    image = make_photo()
    if turn > 1:
        image = image.transpose(list(Image.Transpose)[back[turn]])
    frame, _ = read(encode(image, kind, exif=exif), tmp_path)
    assert frame.image.size == (200, 100)
    assert is_dark_left(frame.image)
    # Of a TIFF the reader itself sees to it.
    assert bool(frame.catatan) is (turn > 1 and kind != "TIFF")


def test_pictures_of_telephones_are_read(tmp_path):
    phone, _ = read((DATA / "phone-heic.heic").read_bytes(), tmp_path)
    assert phone.image.convert("L").getextrema()[1] > 128
    clear, _ = read((DATA / "heic-clear.heic").read_bytes(), tmp_path)
    assert clear.image.getpixel((100, 64)) == pytest.approx((255, 255, 255), abs=6)
    two, count = read((DATA / "heic-two.heic").read_bytes(), tmp_path)
    assert count == 1
    assert two.image.getpixel((30, 30)) == pytest.approx((200, 20, 10), abs=12)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF"])
def test_a_picture_of_too_many_dots_is_brought_down(tmp_path, kind):
    limits = Limits(picture_bytes=300_000)
    data = encode(make_photo(size=(1600, 800)), kind)
    frame, _ = read(data, tmp_path, limits=limits)
    width, height = frame.image.size
    assert width * height * 3 <= 300_000
    assert width == 2 * height
    assert frame.catatan[0].startswith("the picture has 1 megapixels and was brought")
    assert is_dark_left(frame.image.resize((200, 100)))


@pytest.mark.parametrize("mode", ["1", "P", "LA", "I;16", "CMYK"])
def test_a_picture_brought_down_keeps_its_colours(tmp_path, mode):
    image = make_photo("L" if mode == "I;16" else "RGB", (1600, 800))
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 256).convert("I;16")
    else:
        image = image.convert(mode)
    limits = Limits(picture_bytes=100_000)
    data = encode(image, "TIFF" if mode in ("CMYK", "I;16") else "PNG")
    frame, _ = read(data, tmp_path, limits=limits)
    assert "was brought down" in " ".join(frame.catatan)
    assert is_dark_left(frame.image.resize((200, 100)))


def test_bits_count_not_dots(tmp_path):
    limits = Limits(picture_bytes=10_000)
    page = encode(make_photo("1", (300, 200)), "TIFF", compression="group4")
    assert read(page, tmp_path, limits=limits)[0].catatan == ()
    assert read(encode(make_photo("L", (300, 200))), tmp_path, limits=limits)[0].catatan


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_that_breaks_off_is_damaged(tmp_path, kind):
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    data = encode(noise, kind)
    with pytest.raises(PictureRefusedError, match="the picture is damaged; scan it"):
        read(data[: len(data) // 2], tmp_path)


def test_every_page_of_a_fax_is_read(tmp_path):
    pages = [make_photo("1"), make_photo("L"), make_photo("RGB")]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    for at in range(3):
        frame, count = read(out.getvalue(), tmp_path, at=at)
        assert count == 3
        assert is_dark_left(frame.image)
