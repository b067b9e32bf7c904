"""Places: distances are right, and what cannot be believed is told."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulir.records.office.geo import jarak_km, judge_coordinate, locate, to_point

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
    places = {str(n): (-6.8 + n / 1000, 110.8123) for n in range(9)}
    found = locate({**places, "far": (-6.8, 113.0123), "none": (None, None)})
    assert found.points.keys() == places.keys()
    assert found.reasons.keys() == {"far", "none"}
    assert "243 km" in found.reasons["far"]
    assert found.masses == []


def test_a_kabupaten_without_any_place_has_none():
    assert locate({"a": (None, None)}).points == {}


FINE = {f"f{n}": (-6.8 + n / 3000, 110.8 + n / 7000) for n in range(1, 60)}


@pytest.mark.parametrize(
    "crowd",
    [
        dict.fromkeys("abcdef", (-6.8123, 110.8123)),
        dict.fromkeys("abcdefgh", (-7.0, 110.0)),
        {"a": (-7.0, 110.0), "b": (-7.0, 111.0)},
        {"a": (-6.8, 110.8), "b": (-6.9, 110.8)},
        {f"c{n}": (-6.8, round(110.8 + n / 100, 2)) for n in range(1, 9)},
        {"a": (-7.0, 110.0)},
    ],
)
def test_what_cannot_be_so_in_the_mass_is_not_believed_and_told_once(crowd):
    found = locate({**FINE, **crowd})
    assert found.points.keys() == FINE.keys()
    (told,) = found.masses
    assert f"{len(crowd)} schools" in told


@pytest.mark.parametrize(
    "few",
    [
        dict.fromkeys("abcde", (-6.8123, 110.8123)),
        {"a": (-6.81, 110.82), "b": (-6.82, 110.83)},
        {"a": (-6.8, 110.8)},
    ],
)
def test_a_campus_and_a_number_that_ends_in_zeros_are_believed(few):
    found = locate({**FINE, **few})
    assert found.points.keys() == {**FINE, **few}.keys()
    assert found.masses == []


def test_a_kabupaten_on_whole_degrees_has_no_place_at_all():
    found = locate({str(n): (-1.0, 116.0) for n in range(80)})
    assert (found.points, found.reasons) == ({}, {})
    assert "80 schools" in found.masses[0]
