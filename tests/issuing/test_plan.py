"""How letters are cut into the parts that are printed together."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import pytest

from formulir.issuing.plan import (
    FEW,
    MANY,
    MANY_LETTERS,
    PART,
    SHARE,
    choose_scale,
    cut_parts,
)


def make_daftar(*counts):
    """Make so many letters of each of some layouts."""
    return [
        SimpleNamespace(draft=SimpleNamespace(golongan=f"G{layout}"), number=number)
        for layout, count in enumerate(counts)
        for number in range(count)
    ]


@pytest.mark.parametrize("scale", [FEW, MANY])
@pytest.mark.parametrize("counts", [(), (1,), (PART + 1,), (399, 2, 2800)])
def test_every_letter_is_in_one_part_in_its_order_beside_its_like(counts, scale):
    letters = make_daftar(*counts)
    parts = list(cut_parts(letters, scale))
    assert [surat for part in parts for surat in part] == letters
    assert all(len({surat.draft.golongan for surat in part}) == 1 for part in parts)
    assert all(parts)


def test_how_many_letters_there_are_says_how_they_are_printed():
    assert choose_scale(0) == choose_scale(MANY_LETTERS - 1) == FEW
    assert choose_scale(MANY_LETTERS) == choose_scale(49_344) == MANY


def test_few_letters_are_cut_small():
    sizes = [len(part) for part in cut_parts(make_daftar(260), FEW)]
    assert sizes == [PART] * 5 + [10]


def test_many_letters_are_cut_large_first_and_small_at_the_end():
    rest, sizes = 2800, []
    for part in cut_parts(make_daftar(rest), MANY):
        sizes.append(len(part))
        assert len(part) <= max(PART, rest // SHARE)
        rest -= len(part)
    assert sizes[0] == MANY.largest
    assert all(first >= second for first, second in pairwise(sizes))
    assert sizes[-2] == PART
