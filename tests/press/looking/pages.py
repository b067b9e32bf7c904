"""Pages with text where a test wants it, drawn without LibreOffice."""

from __future__ import annotations

import pikepdf

from formulir.press.pdf.paper import save_pdf

BODY = [
    (85, 700 - 16 * at, f"Baris {word} dari isi surat contoh ini")
    for at, word in enumerate(("pertama", "kedua", "ketiga", "keempat"))
]
"""Lines of a letter's own text."""


def make_letter(*pages, size=(595, 842)) -> pikepdf.Pdf:
    """Make a file, a list of what stands on it a page.

    That is text with its left end and baseline, and perhaps its size and its angle's
    sine, or else the operators that draw something.
    """
    pdf = pikepdf.new()
    for page in pages:
        sheet = pdf.add_blank_page(page_size=size)
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        sheet.add_resource(font, pikepdf.Name.Font, pikepdf.Name.Huruf)
        content = [
            each.encode() if isinstance(each, str) else draw_text(*each)
            for each in page
        ]
        sheet.Contents = pdf.make_stream(b"\n".join(content))
    return pdf


def draw_text(x, y, text, size=12, rise=0.0) -> bytes:
    """Draw text, level or turned."""
    run = (1 - rise**2) ** 0.5
    matrix = f"{run:.4f} {rise:.4f} {-rise:.4f} {run:.4f} {x} {y}"
    words = text.encode("cp1252").hex()
    return f"BT /Huruf {size} Tf {matrix} Tm <{words}> Tj ET".encode()


def write(pdf) -> bytes:
    """Write a file and close it."""
    with pdf:
        return save_pdf(pdf)
