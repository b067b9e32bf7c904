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


def pair_all():
    """Give each case with both routes, the suite one of the two."""
    for number, path in enumerate(KASUS):
        for at, route in enumerate((Route.DOCX, Route.ODF)):
            marks = pytest.mark.thorough if (number + at) % 2 else ()
            name = f"{path.stem}-{route.name.lower()}"
            yield pytest.param(path, route, id=name, marks=marks)


@pytest.mark.office
@pytest.mark.parametrize(("path", "route"), list(pair_all()))
def test_a_case_prints_in_company_as_its_author_sees_it(worker, path, route):
    outcome = print_in_company(worker, path.read_bytes(), LETTERS, route=route, batch=9)
    assert outcome.wrong == []
