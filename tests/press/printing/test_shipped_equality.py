"""Every kind that is shipped prints in a batch as it prints alone."""

from __future__ import annotations

import pytest

from formulir.issuing.plan import MANY
from tests.press.equality import assert_equal
from tests.press.shipped import FEW, KINDS, choose_batch, fill_kind


def test_the_first_stage_is_among_what_is_shipped():
    assert {"02.1", "02.2", "02.3"} <= set(KINDS)


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("kode", FEW)
def test_a_kind_prints_in_a_batch_as_it_prints_alone(worker, kode):
    skeleton, letters, obstacles = fill_kind(kode)
    assert letters, "the sample office has no letter of this kind"
    assert not obstacles, "this kind would print one by one"
    batch = choose_batch(letters)
    assert_equal(worker, skeleton, letters[: batch // 2], batch=batch)


@pytest.mark.office
@pytest.mark.thorough
def test_as_many_as_are_ever_printed_together_print_as_alone(worker):
    skeleton, letters, _ = fill_kind("02.1")
    assert_equal(worker, skeleton, letters, batch=MANY.largest)
