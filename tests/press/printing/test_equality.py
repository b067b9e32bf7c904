"""A letter printed in a batch equals the letter printed alone, pixel by pixel."""

from __future__ import annotations

import pytest

from formulir.letters.reading.compile import compile_template
from formulir.press.joining.obstacles import find_obstacles
from tests.press.equality import KONTEKS, assert_equal, fill_hazard
from tests.press.nasty import JOINED, REFUSED, make_template

SIZES = KONTEKS[::2]
"""Letters of one page, of two and of four."""
BATCH = 3 * len(SIZES)
"""Each letter is printed at the head, in the middle and at the end."""


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("hazard", JOINED, ids=lambda hazard: hazard.__name__)
def test_a_hazard_is_joined_without_a_pixel_of_difference(worker, hazard):
    skeleton, letters = fill_hazard(hazard, konteks=SIZES)
    alone = assert_equal(worker, skeleton, letters, batch=BATCH)
    assert len({letter.pdf for letter in alone}) == len(SIZES)


@pytest.mark.parametrize("hazard", REFUSED, ids=lambda hazard: hazard.__name__)
def test_what_joining_cannot_do_right_is_refused_in_words(hazard):
    template = compile_template(make_template(hazard), nama=hazard.__name__)
    (reason, *_more) = find_obstacles(template.read_members())
    assert len(reason.split()) > 3
