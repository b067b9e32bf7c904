from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from formulir.press.pdf.paper import PdfUnreadableError
from formulir.press.printing.prove import is_alike
from tests.press.conftest import make_pdf, to_bytes


def draw(*contents, size=(595, 842), names=()):
    """Make a file with a page for each drawing, all with one font, and some marks."""
    pdf = make_pdf(len(contents), size=size)
    font = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font))
    shared = pdf.make_indirect(
        pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=font, F2=pdf.make_stream(b"huruf"))
        )
    )
    for page, content in zip(pdf.pages, contents, strict=True):
        page.obj.Contents = pdf.make_stream(content)
        page.obj.Resources = shared
    if names:
        pdf.Root.Dests = pikepdf.Dictionary(
            {
                name: pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.XYZ, x, 10, 0])
                for name, x in names
            }
        )
    return to_bytes(pdf)


def test_the_same_drawings_are_alike_however_they_are_packed():
    one = draw(b"0 g", b"1 g")
    with pikepdf.new() as other:
        packed = pikepdf.open(BytesIO(one))
        other.pages.extend(packed.pages)
        assert is_alike(one, to_bytes(other, compress_streams=False))
    assert is_alike(one, one)


@pytest.mark.parametrize(
    "other",
    [
        draw(b"0 g"),
        draw(b"0 g", b"2 g"),
        draw(b"0 g", b"1 g", size=(842, 595)),
        draw(b"0 g", b"1 g", names=[("/qr", 6)]),
    ],
)
def test_a_page_a_drawing_a_size_or_a_mark_makes_the_difference(other):
    assert not is_alike(draw(b"0 g", b"1 g", names=[("/qr", 5)]), other)


def test_another_font_makes_the_difference():
    one = draw(b"0 g")
    with pikepdf.open(BytesIO(one)) as pdf:
        pdf.pages[0].obj.Resources.Font.F2.write(b"lain")
        assert not is_alike(one, to_bytes(pdf))


def test_what_does_not_open_proves_nothing():
    with pytest.raises(PdfUnreadableError):
        is_alike(draw(b"0 g"), b"%PDF-1.7")
