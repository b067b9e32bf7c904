"""A letter printed in a batch equals the letter printed alone, pixel by pixel."""

from __future__ import annotations

import pytest

from formulir.letters.reading.compile import compile_template
from formulir.press.joining.obstacles import find_obstacles
from tests.press import nasty
from tests.press.equality import KONTEKS, assert_equal, fill_hazard
from tests.press.nasty import JOINED, REFUSED, make_template

SIZES = KONTEKS[::2]
"""Letters of one page, of two and of four; the suite takes the first two."""
TIMES = 3
"""Each letter is printed at the head, in the middle and at the end."""
ALSO = (
    *(nasty.plain, nasty.empty_end, nasty.image, nasty.space_before),
    *(nasty.keep_together, nasty.comment),
)
"""Hazards of which another one is a harder case, or which all others hold."""
ALL = [
    pytest.param(each, marks=pytest.mark.thorough if each in ALSO else ())
    for each in JOINED
]


def name(value):
    return value.__name__ if callable(value) else f"{value} sizes"


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("sizes", [2, pytest.param(3, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("hazard", ALL, ids=name)
def test_a_hazard_is_joined_without_a_pixel_of_difference(worker, hazard, sizes):
    skeleton, letters = fill_hazard(hazard, konteks=SIZES[:sizes])
    alone = assert_equal(worker, skeleton, letters, batch=TIMES * sizes)
    assert len({letter.pdf for letter in alone}) == sizes


@pytest.mark.parametrize("hazard", REFUSED, ids=lambda hazard: hazard.__name__)
def test_what_joining_cannot_do_right_is_refused_in_words(hazard):
    template = compile_template(make_template(hazard), nama=hazard.__name__)
    (reason, *_more) = find_obstacles(template.read_members())
    assert len(reason.split()) > 3
