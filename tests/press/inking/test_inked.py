"""Returns are held against letters: by print, or by code where nobody signs."""

from __future__ import annotations

import io
import random
from hashlib import sha256

import numpy as np
import pikepdf
import pypdfium2
import pytest

from formulir.press.child import ask
from formulir.press.inking import inked
from formulir.press.inking.align import _solve_all, carry, solve
from formulir.press.inking.inked import Letter, Return, Signer, compare_returns
from tests.press.forked import forked_children
from tests.tools.piles import SIGNER, draw_letter, join_pictures, scan_page

__all__ = ["forked_children"]
LIMITED = ask.run_limited
KODE, OTHER = "K7QF-3M0T-9XWA", "28MT-M13J-H6J2"
SIGNERS = (Signer(peran="penandatangan", nama=SIGNER),)


def scan(*pages, seed=1):
    """Scan pages, each of a letter, into one file."""
    chance = random.Random(seed)
    return join_pictures(
        [
            scan_page(pypdfium2.PdfDocument(pdf)[at], chance=chance, degrees=1)
            for pdf, at in pages
        ]
    )


def compare(tmp_path, *backs, **more):
    return compare_returns(backs, workdir=tmp_path, **more)


@pytest.fixture
def give_back(tmp_path):
    def lay(data):
        path = tmp_path / sha256(data).hexdigest()
        path.write_bytes(data)
        return path

    def give_back(data, pdf, named=None, signers=SIGNERS):
        letter = Letter(pdf=lay(pdf), kode=KODE, signers=signers)
        return Return(
            source=lay(data), ekstensi="pdf", letter=letter, named=named or {}
        )

    return give_back


@pytest.fixture(scope="module")
def letter():
    return draw_letter(KODE, 3, signer=SIGNER)


@pytest.fixture(scope="module")
def other():
    return draw_letter(OTHER, 3)


def test_a_page_on_which_nobody_signs_is_known_by_its_code(
    tmp_path, give_back, letter, other
):
    # What lies there as page 2 has another print: that alone would not do.
    data = scan((letter, 0), (other, 1), (letter, 2))
    (by_print,) = compare(tmp_path, give_back(data, letter, {1: 1, 3: 3}))
    assert by_print.halaman == (1, 0, 3)
    (by_code,) = compare(tmp_path, give_back(data, letter, {1: 1, 2: 2, 3: 3}))
    assert by_code.halaman == (1, 2, 3)


def test_where_somebody_signs_the_print_is_compared_all_the_same(
    tmp_path, give_back, letter, other
):
    data = scan((letter, 0), (letter, 1), (other, 2))
    (found,) = compare(tmp_path, give_back(data, letter, {1: 1, 2: 2, 3: 3}))
    assert found.halaman == (1, 2, 0)
    assert not found.tinta


def test_a_letter_whose_pages_bear_no_code_is_known_by_its_print(
    tmp_path, give_back, other
):
    old = draw_letter(KODE, 2, old=2)
    data = scan((other, 2), (old, 1))
    (found,) = compare(tmp_path, give_back(data, old, {1: 1, 2: 2}, signers=()))
    assert found.halaman == (0, 2)


def test_a_page_beyond_the_file_is_none(tmp_path, give_back, letter):
    data = scan((letter, 0))
    (found,) = compare(tmp_path, give_back(data, letter, {1: 9, 2: 0}))
    assert found.halaman == (1, 0, 0)


def test_one_that_ends_the_child_does_not_spoil_the_others(
    tmp_path, give_back, letter, monkeypatch
):
    monkeypatch.setattr(ask, "run_limited", LIMITED)
    named = {1: 1, 2: 2, 3: 3}
    good = give_back(scan((letter, 0), (letter, 1), (letter, 2)), letter, named)
    # Too many bytes for what a child may write or hold say nothing of the others.
    pages = pikepdf.new()
    pages.add_blank_page(page_size=(10, 10))
    out = io.BytesIO()
    pages.save(out)
    hostile = give_back(out.getvalue(), letter[: len(letter) // 3])
    first, second = compare(tmp_path, good, hostile)
    assert first.halaman == (1, 2, 3)
    assert "could not be compared" in second.reason
    assert not second.halaman


def test_all_are_looked_at_in_one_child(tmp_path, give_back, monkeypatch):
    asked = []
    ask = inked.ask_child
    monkeypatch.setattr(
        inked,
        "ask_child",
        lambda *words, **more: asked.append(1) or ask(*words, **more),
    )
    short = draw_letter(KODE, 1, signer=SIGNER)
    back = give_back(scan((short, 0)), short)
    found = compare(tmp_path, back, back)
    assert found[0] == found[1]
    assert len(asked) == 1


def test_many_solutions_at_once_are_those_one_by_one():
    chance = random.Random(2)
    here = np.array(
        [[(chance.random() * 9, chance.random() * 9) for _ in range(4)]] * 3
    )
    there = here * 1.5 + np.array([[[1.0, 2.0]], [[0.0, 0.0]], [[-3.0, 4.0]]])
    each = _solve_all(here, there, weight=1e-9)
    for at in range(3):
        one = solve(here[at], there[at], weight=1e-9)
        assert np.allclose(each[at], one)
        assert np.allclose(carry(one, here[at]), there[at], atol=1e-3)
