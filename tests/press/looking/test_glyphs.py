from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from formulir.press.looking.glyphs import find_missing, read_outlines
from formulir.press.looking.look import look_at
from formulir.press.pdf.paper import save_pdf


def draw_box(side):
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for point in ((50, side), (side, side), (side, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def make_font(sides):
    """Make a font as LibreOffice embeds it: a glyph a code, the first one empty."""
    names = [".notdef", *(f"glyph{n:05}" for n in range(1, len(sides)))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(dict(enumerate(names[1:], start=1)))
    glyphs = [draw_box(side) if side else TTGlyphPen(None).glyph() for side in sides]
    builder.setupGlyf(dict(zip(names, glyphs, strict=True)))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def make_page(sides, text, *, program="/FontFile2"):
    """Make a page that shows each letter of a font that has them so wide."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    rows = "\n".join(
        f"<{code:02X}> <{letter.encode('utf-16-be').hex()}>"
        for code, letter in enumerate(text, start=1)
    )
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name("/AAAAAA+Contoh"),
        Flags=4,
        FontBBox=[0, 0, 1000, 1000],
    )
    descriptor[program] = pdf.make_stream(make_font(sides))
    means = f"{len(text)} beginbfchar\n{rows}\nendbfchar"
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.TrueType,
        BaseFont=pikepdf.Name("/AAAAAA+Contoh"),
        FirstChar=1,
        LastChar=len(text),
        Widths=[600] * len(text),
        FontDescriptor=descriptor,
        ToUnicode=pdf.make_stream(means.encode()),
    )
    page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.Huruf)
    codes = bytes(range(1, len(text) + 1)).hex()
    shown = f"BT /Huruf 12 Tf 85 600 Td <{codes}> Tj ET"
    page.Contents = pdf.make_stream(shown.encode())
    return pdf


@pytest.mark.parametrize(
    ("sides", "text", "missing"),
    [
        ([500, 300, 500, 200], "aꦗb", "ꦗ"),
        ([500, 500, 500], "中🦀", "中🦀"),
        ([500, 300, 400], "ab", ""),
        ([500, 0, 300], " b", ""),
        ([0, 0, 300], " b", ""),
        ([500, 500, 300], "□b", ""),
        ([500, 500], "ᬅ", "ᬅ"),
    ],
)
def test_a_letter_that_is_drawn_as_the_empty_box_is_missing(sides, text, missing):
    with make_page(sides, text) as pdf:
        found = find_missing(pdf.pages[0])
        remarks = look_at(save_pdf(pdf))
    assert "".join(found.values()) == missing
    assert [remark.sort for remark in remarks] == ["glyph"] * bool(missing)
    for letter in missing:
        assert f"{letter} (U+{ord(letter):04X})" in remarks[0].reason
        assert remarks[0].box_mm.left == pytest.approx(30, abs=20)


def test_a_font_of_another_make_is_left_alone():
    with make_page([500, 500], "a", program="/FontFile3") as pdf:
        assert find_missing(pdf.pages[0]) == {}
    assert read_outlines(b"OTTO" + bytes(20)) == []
