"""Files that came in are read in a limited child: codes, signatures, or why not."""

from __future__ import annotations

import io
import random
from datetime import UTC, datetime

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from formulir.press.child.limits import Limits
from formulir.press.scans.scan import read_scan
from tests.tools.corpus.gambar import write_png
from tests.tools.kembali import (
    join_pages,
    make_identity,
    scan_pages,
    sign_pdf,
)

SAAT = datetime(2016, 3, 14, tzinfo=UTC)
KODE = "K7QF-3M0T-9XWA"


@pytest.fixture
def read(tmp_path):
    def run(data, **more):
        source = tmp_path / "masukan"
        source.write_bytes(data)
        return read_scan(
            source,
            workdir=tmp_path / "kerja",
            trusted=tmp_path / "tepercaya",
            saat=SAAT,
            **more,
        )

    return run


def draw_page(text=KODE, *, dpi=150, place=(0.1, 0.7)):
    """Draw an A4 page with a code of 22 mm and a few lines of ink."""
    width, height = round(8.27 * dpi), round(11.69 * dpi)
    page = Image.new("L", (width, height), 255)
    for row in range(20):
        page.paste(40, (width // 10, height // 20 + row * 30, width * 8 // 10, 0))
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    side = round(22 / 25.4 * dpi)
    picture = Image.fromarray(code.to_image(scale=8)).convert("L")
    page.paste(
        picture.resize((side, side)), (int(width * place[0]), int(height * place[1]))
    )
    return page


def save(page, form, **more):
    out = io.BytesIO()
    page.save(out, form, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "ekstensi"), [("JPEG", "jpg"), ("PNG", "png"), ("TIFF", "tif")]
)
def test_a_picture_is_known_by_its_content_and_its_code_is_read(read, form, ekstensi):
    bacaan = read(save(draw_page(), form))
    assert (bacaan.ekstensi, bacaan.reason, bacaan.halaman) == (ekstensi, "", 1)
    assert bacaan.qr == (KODE,)
    assert bacaan.tanda_tangan == ()


def test_all_pages_of_a_tiff_are_looked_at(read):
    pages = [Image.new("L", (1240, 1754), 255), draw_page(), draw_page("kedua")]
    data = save(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    bacaan = read(data)
    assert (bacaan.halaman, bacaan.qr) == (3, (KODE, "kedua"))


@pytest.mark.parametrize("turn", [90, 180, 270, 33])
def test_a_page_may_lie_any_way_round(read, turn):
    page = draw_page().rotate(turn, expand=True, fillcolor=255)
    assert read(join_pages([page])).qr == (KODE,)


@pytest.mark.parametrize("seed", range(4))
def test_a_faint_and_noisy_scan_is_looked_at_again(read, seed):
    chance = random.Random(seed)
    pages = scan_pages(
        join_pages([draw_page("https://arsip.example/surat/" + KODE)]),
        chance=chance,
        degrees=5,
        dpi=110,
    )
    (text,) = read(join_pages(pages)).qr
    assert text.endswith(KODE)


def test_a_page_without_a_code_has_none(read):
    bacaan = read(join_pages([Image.new("L", (1240, 1754), 220)]))
    assert (bacaan.reason, bacaan.qr, bacaan.tanda_tangan) == ("", (), ())


def test_an_encrypted_pdf_is_refused(read):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    out = io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "it is encrypted" in read(out.getvalue()).reason


def test_a_pdf_without_pages_is_refused(read):
    out = io.BytesIO()
    pikepdf.new().save(out)
    assert read(out.getvalue()).reason


def test_a_picture_of_absurd_size_is_refused(read):
    data = write_png(40_000, 32_000, b"")
    assert "1280 megapixels and 1250 can be read; scan" in read(data).reason


def test_a_child_that_needs_too_much_is_ended(read):
    data = save(Image.new("L", (8_000, 8_000), 255), "PNG")
    limits = Limits(memory_bytes=64 << 20)
    assert "too much memory" in read(data, limits=limits).reason


def test_a_signature_without_its_field_is_said_to_be_unread(read, tmp_path):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    out = io.BytesIO()
    pdf.save(out)
    signed = sign_pdf(out.getvalue(), make_identity("Kepala Contoh"))
    assert [t["putusan"] for t in read(signed).tanda_tangan] == ["sah"]
    stripped = signed.replace(b"/AcroForm", b"/AcroFarm")
    (tanda,) = read(stripped).tanda_tangan
    assert tanda["putusan"] in {"tidak terbaca", "rusak"}
    assert list((tmp_path / "kerja").iterdir()) == []  # nothing is left of the work
