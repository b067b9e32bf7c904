"""Charts are the same bytes wherever they are drawn, and can be seen without colour."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest

from formulir.press.charts import draw
from formulir.press.charts.draw import GrafikUndrawnError, draw_grafik
from formulir.press.charts.grafik import HEIGHT_MM, MOST_KATEGORI, WIDTH_MM, Grafik
from formulir.press.finishing.fonts import find_font
from formulir.press.pdf.paper import MM

ASPEK = ("Organisasi", "Pemetaan mutu", "Dukungan & $ biaya $ <b>")
GRAFIK = Grafik(
    kategori=ASPEK,
    deret=(("Monev I", (54.2, 66.7, 91.7)), ("_Monev II", (82.5, None, 80.0))),
    terbesar=100,
    satuan="Capaian (%)",
    alt="Grafik.",
)


@pytest.fixture
def afresh(monkeypatch):
    """Let nothing be drawn yet."""
    monkeypatch.setattr(draw, "_drawn", {})


def draw_one(grafik):
    return draw_grafik([grafik], font=find_font())[grafik].pdf


def read_text(pdf):
    with pypdfium2.PdfDocument(pdf) as opened:
        return opened[0].get_textpage().get_text_range()


def test_the_same_figures_give_the_same_bytes(monkeypatch):
    drawn = set()
    for _ in range(2):
        monkeypatch.setattr(draw, "_drawn", {})
        drawn.add(draw_one(GRAFIK))
    assert len(drawn) == 1


@pytest.mark.usefixtures("afresh")
def test_a_chart_in_company_is_the_chart_alone(monkeypatch):
    others = [replace(GRAFIK, terbesar=100 + n) for n in range(1, 4)]
    company = draw_grafik([*others, GRAFIK, others[0]], font=find_font())
    assert len(company) == 4
    monkeypatch.setattr(draw, "_drawn", {})
    assert company[GRAFIK].pdf == draw_one(GRAFIK)


def test_a_chart_has_its_size_and_says_its_names_and_figures():
    pdf = draw_one(GRAFIK)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        box = [float(side) for side in opened.pages[0].mediabox]
    assert box == pytest.approx([0, 0, WIDTH_MM * MM, HEIGHT_MM * MM], abs=0.01)
    text = read_text(pdf)
    wanted = [*ASPEK, "Monev I", "_Monev II", "54,2", "82,5", "\N{EN DASH}"]
    assert [word for word in wanted if word not in text] == []


def test_bars_are_told_apart_without_colour():
    with pypdfium2.PdfDocument(draw_one(GRAFIK)) as opened:
        page = opened[0].render(scale=4).to_pil()
    assert all(
        red == green == blue for _, (red, green, blue) in page.getcolors(1 << 24)
    )
    grey = page.convert("L")
    # The bars of the first category begin at the axis, one below the other.
    runs = [_describe(grey, row) for row in range(grey.height)]
    assert {"hatched", "dark"} <= {run for run in runs if run}


def _describe(grey, row):
    """Say what a row shows from where its bar begins, if there is a bar."""
    dots = [
        grey.getpixel((x, row)) for x in range(int(grey.width * 0.4), grey.width // 2)
    ]
    if max(dots) < 128:
        return "dark"
    changes = sum((a < 128) != (b < 128) for a, b in pairwise(dots))
    return "hatched" if changes > 8 else ""


@pytest.mark.parametrize("count", [1, MOST_KATEGORI])
def test_many_and_long_names_stay_on_the_chart(count):
    kategori = tuple(
        f"Aspek {n} " + "penjaminan mutu pendidikan " * 4 for n in range(count)
    )
    grafik = replace(
        GRAFIK,
        kategori=kategori,
        deret=(("Monev I", (50.0,) * count), ("Monev II", (100.0,) * count)),
    )
    pdf = draw_one(grafik)
    assert read_text(pdf).count("100,0") == count
    with pypdfium2.PdfDocument(pdf) as opened:
        page = opened[0].render(scale=2).to_pil().convert("L")
    edges = [*((0, 0, page.width, 1), (0, 0, 1, page.height))]
    edges += [(page.width - 1, 0, page.width, page.height)]
    edges += [(0, page.height - 1, page.width, page.height)]
    assert [page.crop(edge).getextrema() for edge in edges] == [(255, 255)] * 4


def test_nothing_but_the_child_loads_matplotlib():
    code = (
        "import sys, formulir.pipeline, formulir.cli.writing.letters;"
        "sys.exit('matplotlib' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.usefixtures("afresh")
def test_a_chart_that_the_machine_does_not_draw_is_told(tmp_path):
    with pytest.raises(GrafikUndrawnError, match="could not be drawn"):
        draw_grafik([GRAFIK], font=tmp_path / "tiada.ttf")
