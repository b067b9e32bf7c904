"""What an author sees is what prints, whoever prints beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from formulir.issuing.verdicts import Route
from tests.press.company import print_in_company

KASUS = sorted((Path(__file__).parents[1] / "kasus").glob("*.docx"))
LETTERS = [
    {
        "nama": f"Sekolah {n}",
        "kode": f"K{n:03}",
        "ya": n % 3,
        "alinea": [f"alinea {m}" for m in range(n * 7)],
        "baris": [f"baris {m}" for m in range(n * n * 7)],
    }
    for n in range(4)
]
ROUTES = [Route.DOCX, Route.ODF]


@pytest.mark.office
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("path", KASUS, ids=lambda path: path.stem)
def test_a_case_prints_in_company_as_its_author_sees_it(worker, path, route):
    outcome = print_in_company(worker, path.read_bytes(), LETTERS, route=route, batch=9)
    assert outcome.wrong == []
