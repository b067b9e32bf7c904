"""A chart on paper: at its place, alone and in company, PDF/A, read aloud."""

from __future__ import annotations

import hashlib
import json
from contextlib import redirect_stdout
from io import BytesIO, StringIO

import pikepdf
import pypdfium2
import pytest

from formulir.press.charts.grafik import HEIGHT_MM, WIDTH_MM
from formulir.press.pdf.paper import MM
from tests.kantor import formulir, make_kantor
from tests.tools.equality.press import borrow_production
from tests.tools.verapdf import validate_pdfa

WHERE = ("--tahun", "2016", "--tanggal", "2016-09-20")
KEYS = ("33", "33.19")


def issue_rm(folder, *more):
    return formulir(folder, "issue", "--formulir", "RM", *WHERE, *more)


def list_letters(folder):
    with redirect_stdout(out := StringIO()):
        assert formulir(folder, "find", "--formulir", "RM", "--json") == 0
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    return {row["kunci"]: folder / row["berkas"] for row in rows}


@pytest.fixture(scope="module")
def company(tmp_path_factory, worker):
    folder = make_kantor(tmp_path_factory.mktemp("bersama") / "kantor", printer=None)
    with borrow_production(worker, finished=True):
        assert issue_rm(folder, "--wilayah", "33") == 0
    return list_letters(folder)


@pytest.fixture(scope="module")
def alone(tmp_path_factory, worker):
    folder = make_kantor(tmp_path_factory.mktemp("sendiri") / "kantor", printer=None)
    with borrow_production(worker, finished=True):
        for key in KEYS:
            assert issue_rm(folder, "--wilayah", "33", "--kunci", key) == 0
    return list_letters(folder)


def read_chart(path):
    """Give the page of a chart, what draws it there, and the drawing."""
    with pikepdf.open(BytesIO(path.read_bytes())) as pdf:
        for number, page in enumerate(pdf.pages):
            form = page.resources.get("/XObject", {}).get("/FormulirGrafik")
            if form is not None:
                content = page.Contents[-1].read_bytes()
                return number, content, hashlib.sha256(form.read_bytes()).hexdigest()
    return None


@pytest.mark.office
def test_a_letter_in_company_has_the_chart_that_it_has_alone(company, alone):
    assert set(company) == set(alone) == set(KEYS)
    for key in KEYS:
        number, content, drawn = read_chart(company[key])
        assert (number, drawn) == (read_chart(alone[key])[0], read_chart(alone[key])[2])
        place = content.split(b"/FormulirGrafik")[0].rpartition(b" q ")[2]
        other = read_chart(alone[key])[1].split(b"/FormulirGrafik")[0]
        assert place == other.rpartition(b" q ")[2]


@pytest.mark.office
def test_it_is_pdfa(company):
    paths = list(company.values())
    assert validate_pdfa(paths) == {path: [] for path in paths}


@pytest.mark.office
def test_it_says_its_figures_to_who_cannot_see_it(company):
    _, content, _ = read_chart(company["33.19"])
    told = content.split(b"/Alt <")[1].split(b">")[0]
    words = bytes.fromhex(told.decode()).decode("utf-16")
    assert words.startswith("Grafik batang capaian")
    assert "Kabupaten Kudus" in words
    assert "Organisasi: monev I 68,8, monev II 92,5." in words


@pytest.mark.office
def test_it_stands_in_the_room_that_the_letter_leaves(company):
    with pypdfium2.PdfDocument(company["33.19"]) as pdf:
        number, content, _ = read_chart(company["33.19"])
        page = pdf[number]
        operands = content.split(b" cm /FormulirGrafik")[0].rpartition(b" q ")[2]
        width, _, _, height, x, y = map(float, operands.split())
        assert (width, height) == pytest.approx((WIDTH_MM * MM, HEIGHT_MM * MM), abs=1)
        text = page.get_textpage().get_text_bounded(x, y, x + width, y + height)
        assert "Organisasi" in text
        assert "Grafik capaian" not in text  # its title stands above
        assert "Rincian" not in text
