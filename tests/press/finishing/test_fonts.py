from __future__ import annotations

import zlib
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from formulir.press.finishing.fonts import (
    FontMissingError,
    find_font,
    is_font_substituted,
    list_fonts,
    read_font,
)


def test_the_font_of_the_foot_is_found_without_being_named():
    assert find_font().name == "LiberationSans-Regular.ttf"


def test_a_font_that_is_named_is_taken(tmp_path):
    path = tmp_path / "huruf.ttf"
    path.write_bytes(find_font().read_bytes())
    assert find_font(path) == path


def test_a_font_that_is_not_there_is_a_machine_error(tmp_path):
    with pytest.raises(FontMissingError, match="apt-get install") as caught:
        find_font(tmp_path / "tiada.ttf")
    assert caught.value.exit_code == 5


def test_a_file_that_is_no_font_is_a_machine_error(tmp_path):
    path = tmp_path / "huruf.ttf"
    path.write_bytes(b"bukan huruf")
    with pytest.raises(FontMissingError, match=r"huruf\.ttf is no TrueType font"):
        read_font(path)


@pytest.mark.parametrize(("western", "last"), [(False, 126), (True, 255)])
def test_the_subset_holds_every_code_with_the_width_that_it_says(western, last):
    font = read_font(find_font(), western=western)
    with TTFont(BytesIO(zlib.decompress(font.program))) as program:
        (table,) = program["cmap"].tables
        assert (table.platformID, table.platEncID) == (3, 1)
        cmap, metrics = table.cmap, program["hmtx"]
        scale = 1000 / program["head"].unitsPerEm
    codes = range(32, last + 1)
    assert len(font.widths) == len(codes)
    for code, width in zip(codes, font.widths, strict=True):
        char = bytes([code]).decode("cp1252", errors="ignore")
        if char:
            glyph = cmap.get(ord(char), ".notdef")
            assert width == pytest.approx(metrics[glyph][0] * scale, abs=0.5)
    assert {ord("A"), ord("z"), ord("/")} <= cmap.keys()
    assert (ord("é") in cmap) == western


def test_the_subset_is_made_once():
    assert read_font(find_font()) is read_font(find_font())


def test_a_text_is_as_wide_as_its_letters():
    font = read_font(find_font())
    assert font.measure(b"0000", size_pt=10) == pytest.approx(4 * 5.56, abs=0.01)


def test_a_metric_twin_counts_as_the_font_itself():
    assert "liberation sans" in list_fonts()
    assert not is_font_substituted("Arial")
    assert not is_font_substituted("Times New Roman")
    assert not is_font_substituted(" LIBERATION MONO ")
    assert is_font_substituted("Huruf Yang Tiada")
