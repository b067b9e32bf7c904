"""Templates that chance puts together print in company as they print alone.

Here are a few; ``python -m tests.tools.equality`` prints as many as are asked for.
"""

from __future__ import annotations

import numpy as np
import pytest

from formulir.issuing.ways import Route
from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.render import fill_parts
from tests.press.alone import PrintsOnce
from tests.tools.equality.__main__ import make_subject
from tests.tools.equality.compare import Sight, find_difference, try_subject
from tests.tools.equality.identity import (
    KINDS,
    Order,
    find_wrong,
    make_docx,
    make_konteks,
    run_order,
)
from tests.tools.equality.press import borrow_production
from tests.tools.templates.make import FEATURES, make_hazard, make_template

SEEDS = range(40)
LETTERS, BATCH = 4, 9
ALSO_HAZARDS = (
    *("page_in_footer", "numbered_list", "table_of_rows"),
    *("lying_section", "stamp_places", "document_grid"),
)
"""What a hazard of the printed ones shows, too."""
EQUAL = (
    *("filled_header", "empty_first", "list_start_override"),
    *("branch", "content_control"),
    *(pytest.param(name, marks=pytest.mark.thorough) for name in ALSO_HAZARDS),
)
"""Features, one of each sort, that print alike by every way that is open to them."""


def fill(template):
    compiled = compile_template(template.docx, nama=str(template.seed))
    return [
        fill_parts(compiled, template.make_konteks(index), kunci="k")
        for index in range(LETTERS)
    ]


def test_a_seed_gives_the_same_template_and_the_same_letters_again():
    assert make_template(7) == make_template(7)
    assert make_template(7).make_konteks(3) == make_template(7).make_konteks(3)


def test_seeds_give_templates_of_nearly_every_feature():
    used = {name for seed in range(300) for name in make_template(seed).features}
    assert FEATURES.keys() == used


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_is_a_template(name):
    assert len(fill(make_hazard(name))) == LETTERS


def test_every_seed_is_a_template():
    assert all(len(fill(make_template(seed))) == LETTERS for seed in SEEDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_whose_pages_are_read_is_a_template(kind):
    compiled = compile_template(make_docx(kind), nama=kind)
    assert fill_parts(compiled, make_konteks(1, seed=1), kunci="k")


@pytest.mark.office
@pytest.mark.parametrize("name", EQUAL)
def test_letters_print_in_company_as_libreoffice_prints_them_alone(worker, name):
    subject = make_subject(make_hazard(name), letters=LETTERS)
    once = PrintsOnce(worker)
    outcome = try_subject(subject, once, batches=[BATCH], routes=list(Route))
    assert outcome.differences == []
    assert outcome.compared >= LETTERS + BATCH


def test_a_difference_is_told_with_its_place():
    white, black = np.full((4, 4, 3), 255), np.zeros((4, 4, 3))

    def tell(*found, places="qr"):
        wanted = Sight(pages=[("satu", white), ("dua", white)], places="qr")
        sight = Sight(pages=list(found), places=places)
        told = find_difference(sight, wanted, route="docx 2", letter=5)
        return told and (told.letter, told.sort, told.detail)

    assert tell(("satu", white), ("dua", white)) is None
    assert tell(("satu", white)) == (5, "pages", "1 instead of 2")
    sort = "text, not pixels"
    quoted = "page 2: 'dia' instead of 'dua'"
    assert tell(("satu", white), ("dia", white)) == (5, sort, quoted)
    assert tell(("satu", white), ("dia", black)) == (5, "text", quoted)
    assert tell(("satu", white), ("dua", black)) == (5, "pixels", "page 2: 16 pixels")
    moved = tell(("satu", white), ("dua", white), places="cap")
    assert moved == (5, "places", "'cap' instead of 'qr'")


def test_a_page_that_holds_anothers_text_or_nobodys_is_told():
    konteks = make_konteks(4, seed=1)
    pages = [" ".join(konteks["alinea"]), "Q00004h"]
    assert list(find_wrong(pages, konteks, last=False)) == []
    (told,) = find_wrong([pages[0], "Q00004h Q00005h"], konteks, last=False)
    assert told == "page 2 holds text of Q00005"
    (told,) = find_wrong([pages[0], "kosong"], konteks, last=False)
    assert told == "page 2 names nobody: 'kosong'"


def test_text_that_is_lost_doubled_or_out_of_order_is_told():
    konteks = {"kunci": "Q00004", "alinea": ["Q00004x0", "Q00004x1", "Q00004x2"]}
    lost = find_wrong(["Q00004x0", "Q00004x2"], konteks, last=False)
    assert list(lost) == ["text is lost ([1]) or doubled ([])"]
    twice = find_wrong(["Q00004x0 Q00004x1 Q00004x1 Q00004x2"], konteks, last=False)
    assert list(twice) == ["text is lost ([]) or doubled ([1])"]
    turned = find_wrong(["Q00004x1 Q00004x2", "Q00004x0"], konteks, last=False)
    assert list(turned) == ["page 2 is out of order"]


@pytest.mark.office
@pytest.mark.parametrize(
    "kind",
    [pytest.param("plain", marks=pytest.mark.thorough), "with_edges", "rows_last"],
)
def test_each_page_holds_the_text_of_its_own_letter(worker, kind):
    order = Order(kind=kind, first=0, size=BATCH, route=Route.DOCX, seed=1)
    with borrow_production(worker, finished=True):
        reading = run_order(order, worker.machine)
    assert reading.wrong == ()
    assert reading.pages > reading.letters == BATCH
