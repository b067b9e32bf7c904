"""How letters are cut into the parts that are printed together."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import pytest

from formulir.issuing.plan import LARGE_PART, PART, SHARE, cut_parts


def make_daftar(*counts):
    """Make so many letters of each of some layouts."""
    return [
        SimpleNamespace(draft=SimpleNamespace(golongan=f"G{layout}"), number=number)
        for layout, count in enumerate(counts)
        for number in range(count)
    ]


@pytest.mark.parametrize("banyak", [False, True])
@pytest.mark.parametrize("counts", [(), (1,), (PART + 1,), (399, 2, 2800)])
def test_every_letter_is_in_one_part_in_its_order_beside_its_like(counts, banyak):
    letters = make_daftar(*counts)
    parts = list(cut_parts(letters, many=banyak))
    assert [surat for part in parts for surat in part] == letters
    assert all(len({surat.draft.golongan for surat in part}) == 1 for part in parts)
    assert all(parts)


def test_few_letters_are_cut_small():
    sizes = [len(part) for part in cut_parts(make_daftar(260), many=False)]
    assert sizes == [PART] * 5 + [10]


def test_many_letters_are_cut_large_first_and_small_at_the_end():
    rest, sizes = 2800, []
    for part in cut_parts(make_daftar(rest), many=True):
        sizes.append(len(part))
        assert len(part) <= max(PART, rest // SHARE)
        rest -= len(part)
    assert sizes[0] == LARGE_PART
    assert all(first >= second for first, second in pairwise(sizes))
    assert sizes[-2] == PART
