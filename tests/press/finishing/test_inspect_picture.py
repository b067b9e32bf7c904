from __future__ import annotations

from hashlib import sha256

import pytest
from PIL import Image

from formulir.press.finishing.inspect_picture import check_pictures, inspect_picture
from tests.conftest import ROOT
from tests.press.conftest import encode, make_cap
from tests.press.stamps import COVERING, FIT, draw_stamp


def look(data, mark="cap"):
    faults = inspect_picture(data, mark, f"instansi LPMP: {mark}")
    assert {fault.place for fault in faults} <= {f"instansi LPMP: {mark}"}
    refused = [fault.reason for fault in faults if not fault.warning]
    return refused, [fault.reason for fault in faults if fault.warning]


@pytest.mark.parametrize("name", FIT)
def test_a_stamp_on_white_is_taken_and_it_is_told_that_the_white_was_made_clear(name):
    refused, told = look(FIT[name])
    assert refused == []
    assert any("ground of the stamp was made clear" in words for words in told), told
    assert not any("seen as a square" in words for words in told), told


@pytest.mark.parametrize("name", COVERING)
def test_a_stamp_that_would_hide_text_is_refused_with_what_cures_it(name):
    refused, told = look(COVERING[name])
    (reason,) = refused
    assert "would hide the text under it; scan it on white paper" in reason
    assert not any("was made clear" in words for words in told), told


@pytest.mark.parametrize("name", COVERING)
def test_an_emblem_may_be_opaque(name):
    assert look(COVERING[name], "lambang") == ([], [])


def test_the_stamps_and_emblems_that_are_shipped_are_sound():
    for path in (ROOT / "samples" / "gambar").glob("*.png"):
        mark = path.name.partition("-")[0]
        assert look(path.read_bytes(), mark) == ([], []), path.name


@pytest.mark.parametrize("grey", [185, 170, 150])
def test_a_ground_too_dark_to_be_paper_is_told_for_it_will_be_seen(grey):
    refused, told = look(encode(draw_stamp(ground=(grey, grey, grey))))
    assert refused == []
    assert any("seen as a square; scan it lighter" in words for words in told), told


@pytest.mark.parametrize(
    ("side", "refused", "told"),
    [(130, 1, 0), (134, 0, 1), (264, 0, 1), (267, 0, 0), (90, 1, 0), (531, 0, 0)],
)
def test_too_few_dots_are_told_and_far_too_few_refused(side, refused, told):
    found = look(make_cap(side))
    assert [len(words) for words in found] == [refused, told]
    assert all("an inch" in words for group in found for words in group)


def test_an_emblem_is_smaller_and_needs_fewer_dots():
    assert look(make_cap(134), "lambang") == ([], [])
    assert look(make_cap(60), "lambang")[0]


@pytest.mark.parametrize("size", [(1200, 150), (150, 1200), (3000, 1)])
def test_absurd_sides_are_refused(size):
    refused, _ = look(encode(Image.new("RGBA", size, (90, 40, 150, 100))))
    assert "dots wide" in refused[0]


@pytest.mark.parametrize("size", [(600, 200), (200, 600), (600, 110)])
def test_a_stamp_need_not_be_square(size):
    refused, _ = look(encode(draw_stamp().resize(size)))
    assert refused == []


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", (600, 600), "white"),
        Image.new("RGBA", (600, 600)),
        Image.new("RGB", (600, 600), (250, 250, 246)),
    ],
)
def test_a_picture_of_nothing_is_refused(image):
    for mark in ("cap", "lambang"):
        assert "white or clear all over" in look(encode(image), mark)[0][0]


@pytest.mark.parametrize("side", [2400, 1800, 1200])
def test_a_stamp_in_the_middle_of_a_sheet_is_told_for_it_would_be_printed_small(side):
    sheet = Image.new("RGB", (side, side), "white")
    sheet.paste(draw_stamp(side // 3), (side // 3, side // 3))
    _, told = look(encode(sheet, "JPEG"))
    assert any("mm large; cut the picture to it" in words for words in told), told


def test_printing_colours_and_further_pictures_are_told():
    assert any("CMYK" in words for words in look(FIT["CMYK"])[1])
    assert any("holds 2 pictures" in words for words in look(FIT["film"])[1])


@pytest.mark.parametrize(
    "data",
    [
        b"bukan gambar",
        make_cap()[:200],
        encode(draw_stamp(), "GIF"),
        encode(draw_stamp(), "TIFF"),
        encode(draw_stamp(), "JPEG")[:3000],
        encode(Image.new("1", (20_000, 2_600))),
        encode(draw_stamp()).replace(b"IDAT", b"IDAX"),
    ],
    ids=["text", "cut PNG", "GIF", "TIFF", "cut JPEG", "huge", "no rows"],
)
def test_what_cannot_be_read_is_refused(data):
    refused, told = look(data)
    assert "cannot be read" in refused[0]
    assert told == []


def test_pictures_on_record_are_looked_at_by_office_and_mark(tmp_path):
    name = f"{sha256(COVERING['photograph']).hexdigest()}.png"
    (tmp_path / name).write_bytes(COVERING["photograph"])
    (tmp_path / "00.png").write_bytes(b"lain")
    faults = check_pictures(
        tmp_path,
        {
            "LPMP": {"cap": name, "lambang": name},
            "DISDIK": {"cap": "none.png", "lambang": "00.png"},
        },
    )
    assert [fault.place for fault in faults] == [
        "instansi LPMP: cap",
        "instansi DISDIK: cap",
        "instansi DISDIK: lambang",
    ]
    assert "would hide" in faults[0].reason
    again = "import table instansi again, with the file beside it"
    assert faults[1].reason == f"{tmp_path.name}/none.png is missing; {again}"
    assert "00.png was changed: its SHA-256 is" in faults[2].reason
    assert faults[2].reason.endswith(again)
