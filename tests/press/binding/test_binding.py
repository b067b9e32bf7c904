"""Bundles, and text of our own on pages."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulir.press.binding import index as index_module
from formulir.press.binding.bind import bind
from formulir.press.binding.index import IndexRow, draw_index
from formulir.press.binding.labels import LabelFormat, draw_labels, fit_address
from formulir.press.binding.lettering import (
    break_lines,
    list_unknown,
    measure_mm,
    spell,
)
from formulir.press.pdf.paper import PdfUnreadableError
from tests.press.conftest import rasterise, read_text, to_bytes

LABEL = LabelFormat(
    nama="uji",
    lebar=70,
    tinggi=40,
    kolom=1,
    baris=1,
    kiri=0,
    atas=0,
    lebar_label=70,
    tinggi_label=40,
    langkah_x=70,
    langkah_y=40,
    tepi=3,
)


def page_with_layer(*, shown):
    """Make a page with a black square in a layer that may be switched off."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 200))
    layer = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("x"))
    )
    page.Resources = pikepdf.Dictionary(Properties=pikepdf.Dictionary(L=layer))
    page.Contents = pdf.make_stream(b"/OC /L BDC 0 g 10 10 50 50 re f EMC")
    default = pikepdf.Dictionary(Order=[layer], OFF=[] if shown else [layer])
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=default)
    return to_bytes(pdf)


def test_a_layer_that_is_switched_off_stays_so_in_a_bundle():
    bound = bind([page_with_layer(shown=True), page_with_layer(shown=False)])
    darkest = [rasterise(bound.pdf, n).convert("L").getextrema()[0] for n in (0, 1)]
    assert darkest == [0, 255]


def test_a_bundle_says_where_each_part_begins_and_what_no_page_shows():
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(842, 595))
    pdf.attachments["surat.pdf"] = b"bertanda tangan"
    carrying = to_bytes(pdf)
    bound = bind([carrying, page_with_layer(shown=True), carrying], duplex=True)
    assert (bound.starts, bound.halaman) == ((1, 3, 5), 6)
    assert bound.embedded == {0: 1, 2: 1}
    with pikepdf.open(BytesIO(bound.pdf)) as made:
        sizes = [[float(n) for n in page.mediabox[2:]] for page in made.pages]
    assert sizes[0] == sizes[1] == [842, 595]
    assert sizes[2] == sizes[3] == [100, 200]


def test_the_widest_archive_code_stands_on_one_line_of_an_index():
    row = IndexRow(
        amplop=1000,
        tujuan="SD " * 40,
        formulir="02.2, tembusan",
        nomor="0001/CTH.33/PM/2016",
        kode="WWWW-WWWW-WWWW",
        halaman=100,
        mulai=99_998,
    )
    (text,) = read_text(draw_index([row], judul="Daftar", catatan="x"))
    for word in ("1000", "WWWW-WWWW-WWWW", "99999", "0001/CTH.33/PM/2016"):
        assert word in text.split()


def test_a_cell_of_an_index_is_broken_once(monkeypatch):
    broken = []

    def breaking(text, **how):
        broken.append(text)
        return break_lines(text, **how)

    monkeypatch.setattr(index_module, "break_lines", breaking)
    row = IndexRow(
        amplop=1,
        tujuan="SD Bae",
        formulir="02.2",
        nomor="-",
        kode="WWWW",
        halaman=1,
        mulai=999_990,
    )
    draw_index([row] * 60, judul="Daftar", catatan="x")
    assert broken.count("SD Bae") == 60


def test_an_index_counts_its_own_pages_also_where_that_makes_it_longer():
    row = IndexRow(
        amplop=1,
        tujuan="SD",
        formulir="02.2",
        nomor="-",
        kode="W",
        halaman=1,
        mulai=99_999,
    )
    texts = read_text(draw_index([row] * 50, judul="Daftar", catatan="x"))
    assert f"{99_999 + len(texts)}" in "".join(texts[0].split())


def test_what_is_no_pdf_is_told():
    with pytest.raises(PdfUnreadableError):
        bind([b"bukan pdf"])


def test_letters_that_the_font_lacks_are_written_by_the_nearest_or_told():
    assert spell("Šarūnas Ǹ “Bae”").decode("cp1252") == "Šarunas N “Bae”"
    assert list_unknown("Šarūnas SD 学校 学") == "学校"
    labels = draw_labels([["学校"], ["Bae"]], LABEL)
    assert list(labels.remarks) == [0]


@settings(max_examples=40)
@given(st.text(max_size=80), st.floats(5, 120))
def test_no_line_is_wider_than_its_room_and_nothing_is_lost(text, width):
    lines = break_lines(text, width_mm=width, size_pt=9)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(measure_mm(line, size_pt=9) <= width or len(line) == 1 for line in lines)


def test_an_address_that_is_too_long_is_cut_and_told():
    address = ["Jalan Contoh Nomor 1 " * 60]
    lines, size, whole = fit_address(address, LABEL)
    assert not whole
    assert lines[-1].endswith("…")
    assert draw_labels([address, ["Bae"]], LABEL).remarks == {
        0: "the address is too long for the label, its end is cut"
    }
    both = draw_labels([["Bae"], ["学校 " * 2_000]], LABEL).remarks[1]
    assert both == (
        "the font has no letter for 学校; "
        "the address is too long for the label, its end is cut"
    )
    assert size < fit_address(["Bae"], LABEL)[1]
