"""A page that is one picture is read without being drawn, and looks the same."""

from __future__ import annotations

import io
import random

import img2pdf
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from formulir.press.scans.qr import DPI, _find_scan, open_pages, read_pages
from formulir.press.scans.scan import SCAN_LIMITS
from tests.tools.piles import draw_letter, join_pictures, scan_page

KODE = "K7QF-3M0T-9XWA"


@pytest.fixture(scope="module", params=[100, 150, 200, 300])
def scanned(request):
    """Give a page of a letter as a scanner makes it, in so many dots to an inch."""
    page = pypdfium2.PdfDocument(draw_letter(KODE, 1))[0]
    dpi = request.param
    data = scan_page(page, chance=random.Random(3), dpi=min(dpi, 200))
    picture = Image.open(io.BytesIO(data))
    picture = picture.resize([n * dpi // min(dpi, 200) for n in picture.size])
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=45, dpi=(dpi, dpi))
    return join_pictures([out.getvalue()])


def draw(data, tmp_path):
    """Draw the first page of a file, as its child does."""
    source = tmp_path / "masukan.pdf"
    source.write_bytes(data)
    _, (page,), _ = open_pages(source, limits=SCAN_LIMITS)
    return page()


def test_it_looks_as_it_is_drawn(scanned, tmp_path):
    pdf = pypdfium2.PdfDocument(scanned)
    assert _find_scan(pdf[0]) is not None
    seen = draw(scanned, tmp_path)
    drawn = pdf[0].render(scale=DPI / 72, grayscale=True).to_pil().resize(seen.size)
    assert ImageStat.Stat(ImageChops.difference(seen, drawn)).mean[0] < 4
    (said,) = read_pages([lambda: seen])
    assert f"{KODE}/1/1" in said["qr"]


def rebuild(change):
    """Make a page of one picture, and change it."""
    out = io.BytesIO()
    page = pypdfium2.PdfDocument(draw_letter(KODE, 1))[0]
    source = join_pictures([scan_page(page, chance=random.Random(3))])
    with pikepdf.open(io.BytesIO(source)) as pdf:
        change(pdf, pdf.pages[0])
        pdf.save(out)
    return out.getvalue()


def annotate(pdf, page):
    page.Annots = pdf.make_indirect(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Square,
                Rect=[10, 10, 90, 90],
            )
        ]
    )


def mask(pdf, page):
    (picture,) = page.get_images().values()
    soft = pikepdf.Stream(pdf, bytes(100))
    soft.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image})
    soft.update({"/Width": 10, "/Height": 10, "/BitsPerComponent": 8})
    soft.ColorSpace = pikepdf.Name.DeviceGray
    picture.SMask = pdf.make_indirect(soft)


def invert(_, page):
    (picture,) = page.get_images().values()
    picture.Decode = [1, 0]


DRAWN = {
    "turned": lambda _, page: page.rotate(90, relative=False),
    "annotated": annotate,
    "masked": mask,
    "smaller": lambda _, page: setattr(page, "MediaBox", [0, 0, 900, 900]),
    "cropped": lambda _, page: setattr(page, "CropBox", [50, 50, 500, 500]),
    "in other greys": invert,
    "more": lambda _, page: page.contents_add(b"0 0 50 50 re f"),
    "mirrored": lambda _, page: page.contents_add(b"-1 0 0 1 595 0 cm", prepend=True),
}


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_more_than_a_picture_is_drawn(name, tmp_path):
    data = rebuild(DRAWN[name])
    page = pypdfium2.PdfDocument(data)[0]
    drawn = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
    seen = draw(data, tmp_path)
    assert seen.size == drawn.size
    assert ImageChops.difference(seen, drawn).getbbox() is None


def test_a_picture_in_the_colours_of_print_is_drawn():
    out = io.BytesIO()
    Image.new("CMYK", (600, 800), (0, 0, 0, 200)).save(out, "JPEG")
    pdf = pypdfium2.PdfDocument(img2pdf.convert(out.getvalue()))
    assert _find_scan(pdf[0]) is None
