"""Places: distances are right, and what cannot be believed is told."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulir.records.selection.geo import jarak_km, judge_coordinate, locate, to_point

LINTANG, BUJUR = st.floats(-11.5, 6.5), st.floats(94.5, 141.5)
PLACE = st.tuples(LINTANG, BUJUR)


def haversine(one, two):
    (phi, lam), (psi, mu) = (tuple(map(math.radians, p)) for p in (one, two))
    h = (
        math.sin((psi - phi) / 2) ** 2
        + math.cos(phi) * math.cos(psi) * math.sin((mu - lam) / 2) ** 2
    )
    return 2 * 6371.0088 * math.asin(math.sqrt(h))


@given(PLACE, PLACE)
def test_the_distance_is_that_of_the_great_circle(one, two):
    far = jarak_km(to_point(*one), to_point(*two))
    assert far == pytest.approx(haversine(one, two), abs=1e-3)
    assert far == jarak_km(to_point(*two), to_point(*one))


@given(PLACE)
def test_places_in_indonesia_are_believed_and_their_swap_is_seen(place):
    assert judge_coordinate(*place) is None
    assert "swapped" in judge_coordinate(*reversed(place))


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ((None, 110.0), "missing"),
        ((-6.8, None), "missing"),
        ((0.0, 0.0), "0, 0"),
        ((6.8, 110.0), "outside Indonesia"),
        ((-6.8, 0.0), "outside Indonesia"),
        ((999.0, 999.0), "outside Indonesia"),
    ],
)
def test_other_coordinates_are_doubted(place, reason):
    assert reason in judge_coordinate(*place)


def test_a_school_far_from_all_others_is_doubted():
    places = {str(n): (-6.8 + n / 1000, 110.8) for n in range(9)}
    point, reasons = locate({**places, "far": (-6.8, 113.0), "none": (None, None)})
    assert point.keys() == places.keys()
    assert reasons.keys() == {"far", "none"}
    assert "243 km" in reasons["far"]


def test_a_kabupaten_without_any_place_has_none():
    assert locate({"a": (None, None)})[0] == {}
