"""Comments of a Word file are found again on pictures of its pages."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from PIL import Image

from formulir.model import Docx
from formulir.press.printing.libreoffice import CANDIDATES
from formulir.press.specimen.noted import draw_notes

pytestmark = pytest.mark.office
RED = (205, 0, 0)


def make_noted(*comments):
    """Write a file of two pages, with comments on words of these pages."""
    document = Document()
    pages = [document.add_paragraph(), document.add_paragraph()]
    pages[1].add_run().add_break(WD_BREAK.PAGE)
    for page, author, text in comments:
        pages[page].add_run("kata sebelumnya ")
        run = pages[page].add_run("yang dimaksud")
        document.add_comment(run, text=text, author=author)
        pages[page].add_run(" dan sesudahnya. " * 30)
    out = BytesIO()
    document.save(out)
    return Docx(out.getvalue())


def draw(docx, workdir):
    return draw_notes(docx, author="formulir", workdir=workdir, libreoffice=CANDIDATES)


def test_each_comment_has_its_number_at_its_words(workdir):
    docx = make_noted(
        (1, "formulir", "ketiga"),
        (0, "formulir", "pertama"),
        (0, "orang lain", "bukan kita"),
        (0, "formulir", "kedua"),
    )
    first, second = draw(docx, workdir)
    assert [(note.nomor, note.isi) for note in first.notes] == [
        (1, "pertama"),
        (2, "kedua"),
    ]
    assert [(note.nomor, note.isi) for note in second.notes] == [(3, "ketiga")]
    assert (first.halaman, second.halaman) == (1, 2)
    for page in (first, second):
        picture = Image.open(BytesIO(page.gambar)).convert("RGB")
        for note in page.notes:
            left, upper, _, lower = note.box
            assert picture.getpixel((round(left), round((upper + lower) / 2))) == RED
        total = sum(
            count for count, colour in picture.getcolors(1 << 24) if colour == RED
        )
        assert 200 < total < 700 * len(page.notes)
    assert list(workdir.iterdir()) == []


def test_a_file_without_our_comments_or_none_at_all_has_no_pages(workdir):
    assert draw(make_noted((0, "orang lain", "x")), workdir) == []
    assert draw(Docx(b"bukan dokumen"), workdir) == []
