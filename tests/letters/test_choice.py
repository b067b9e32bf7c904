"""Few letters are chosen that show what all show; a smaller choice lies in a larger."""

from __future__ import annotations

import pytest

from formulir.letters.choice import SAMPLE, choose_places


def plain(count):
    return list(range(count)), [frozenset({"biasa"})] * count


@pytest.mark.parametrize("count", [1, 2, 3, 4, 11, 12, 13, 60])
def test_whoever_chooses_fewer_chooses_among_those_of_whoever_chooses_more(count):
    lengths, traces = plain(count)
    choices = [choose_places(lengths, traces, few=few) for few in range(SAMPLE + 1)]
    for few, chosen in enumerate(choices):
        assert len(chosen) == len(set(chosen)) == min(max(few, 1), count)
        assert set(chosen) <= set(choices[-1])


def test_the_longest_and_the_shortest_are_the_first():
    assert choose_places(*plain(60), few=2) == [59, 0]


def test_every_branch_is_gone_however_few_are_wanted():
    lengths, traces = plain(60)
    traces[7] = traces[41] = frozenset({"biasa", "jarang"})
    assert set(choose_places(lengths, traces, few=0)) == {59, 7}


def test_a_branch_that_is_known_brings_nothing():
    known = frozenset({"biasa"})
    assert choose_places(*plain(60), few=0, gone=known) == []


def test_of_no_letters_none_is_chosen():
    assert choose_places([], [], few=SAMPLE) == []
