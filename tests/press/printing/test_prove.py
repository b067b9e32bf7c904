"""Letters in company are held against the same letters alone, pixel by pixel."""

from __future__ import annotations

import pikepdf
import pytest

from formulir.press.joining.split import PrintedLetter
from formulir.press.pdf.places import Place
from formulir.press.printing.print_letters import PrintRun
from formulir.press.printing.prove import (
    look,
    see_alone,
    see_company,
    tell_difference,
)
from tests.press.standin import KERANGKA, make_parts, read_runs

LETTERS = 5


def make_run(*texts):
    return PrintRun(skeleton=KERANGKA, letters=[*map(make_parts, texts)], judul="Uji")


def texts(**guilty):
    words = {int(key.removeprefix("n")): word for key, word in guilty.items()}
    return [f"surat{n} {words.get(n, '')}" for n in range(LETTERS)]


def tell(run, printer):
    """Tell why letters do not look in company as they do alone."""
    alone = [see_alone(run, parts, printer) for parts in run.letters]
    return tell_difference(
        alone,
        lambda afresh: see_company(run, printer, afresh=afresh),
        what="DOCX",
    )


def test_each_letter_stands_once_behind_another_and_the_first_at_the_end_too(palsu):
    run = make_run(*texts())
    assert tell(run, palsu) == ""
    assert [count for _, count in read_runs(palsu)] == [1] * LETTERS + [LETTERS + 1]


@pytest.mark.parametrize("place", range(LETTERS))
def test_a_letter_that_looks_otherwise_in_company_is_seen(palsu, place):
    run = make_run(*texts(**{f"n{place}": "BEDA"}))
    assert "otherwise, joined as DOCX" in tell(run, palsu)


def test_a_page_that_proves_nothing_is_no_proof(palsu):
    run = make_run(*texts(n2="PENDEK"))
    assert "as no letter's is" in tell(run, palsu)


def draw(*contents, size=(595, 842), places=()):
    """Make a printed letter with a page for each drawing."""
    pdf = pikepdf.new()
    for content in contents:
        pdf.add_blank_page(page_size=size)
        pdf.pages[-1].Contents = pdf.make_stream(content)
    return PrintedLetter(pdf=pdf, places=dict(places))


SQUARE, MOVED = b"9 9 99 99 re f", b"9.5 9 99 99 re f"
QR = Place(page=0, x_pt=5, y_pt=10)


def test_the_same_drawing_looks_the_same_however_it_is_written():
    one = draw(SQUARE, b"", places=[("qr", QR)])
    other = draw(b"q 1 0 0 1 9 9 cm 0 0 99 99 re f Q", b"", places=[("qr", QR)])
    assert look(one) == look(other)


@pytest.mark.parametrize(
    "other",
    [
        draw(SQUARE, places=[("qr", QR)]),
        draw(MOVED, b"", places=[("qr", QR)]),
        draw(SQUARE, b"", size=(595.2, 842), places=[("qr", QR)]),
        draw(SQUARE, b"", places=[("qr", Place(page=0, x_pt=5, y_pt=11))]),
        draw(SQUARE, b"", places=[("cap", QR)]),
    ],
)
def test_a_page_a_drawing_a_size_or_a_place_makes_the_difference(other):
    assert look(draw(SQUARE, b"", places=[("qr", QR)])) != look(other)
