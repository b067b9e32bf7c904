"""Places on the globe: which coordinates can be believed, and how far apart two are."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

Point: TypeAlias = tuple[float, float, float]
"""A place as a unit vector from the middle of the earth."""
Coordinate: TypeAlias = tuple[float | None, float | None]
"""Latitude and longitude in degrees, either of which may be missing."""

RADIUS_KM = 6371.0088
"""The mean radius of the earth (IUGG)."""
LINTANG, BUJUR = (-11.5, 6.5), (94.5, 141.5)
"""Between which degrees Indonesia lies."""
FAR_KM = 150.0
"""A school farther than this from the middle of its kabupaten is doubted."""
SHARED = 5
"""How many schools of a kabupaten may stand on one point: a foundation's campus.

Of the 25,002 schools of Jawa Tengah (2019) 24,299 stand alone, 544 in pairs, 101 on
points of three to five; the three points of six and of nine schools are the middle of a
kecamatan, not a place of schools.
"""
COARSE_SHARES = {0: 0.0, 1: 0.01, 2: 0.1}
"""Which part of a kabupaten's places may have so few decimals by chance."""


def to_point(lintang: float, bujur: float) -> Point:
    """Turn degrees into a unit vector."""
    phi, lam = math.radians(lintang), math.radians(bujur)
    return (
        math.cos(phi) * math.cos(lam),
        math.cos(phi) * math.sin(lam),
        math.sin(phi),
    )


def jarak_km(a: Point, b: Point) -> float:
    """Give the great-circle distance; it grows with the straight one between vectors.

    >>> round(jarak_km(to_point(-6.8, 110.8), to_point(-7.0, 110.4)), 1)
    49.4
    """
    return 2 * RADIUS_KM * math.asin(min(1.0, math.dist(a, b) / 2))


def judge_coordinate(lintang: float | None, bujur: float | None) -> str | None:
    """Say what is wrong with coordinates by themselves, or nothing.

    >>> judge_coordinate(110.8, -6.8)
    'latitude and longitude are swapped'
    """
    if lintang is None or bujur is None:
        return phrase("the coordinates are missing")
    if lintang == 0 and bujur == 0:
        return phrase("the coordinates are 0, 0")
    if _within(lintang, LINTANG) and _within(bujur, BUJUR):
        return None
    if _within(bujur, LINTANG) and _within(lintang, BUJUR):
        return phrase("latitude and longitude are swapped")
    return phrase(
        "the coordinates {lintang}, {bujur} lie outside Indonesia",
        lintang=lintang,
        bujur=bujur,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Located:
    """Which coordinates of one kabupaten can be believed.

    Args:
        points: The places that can be believed, by school.
        reasons: Why the coordinates of a school by itself cannot.
        masses: Why those of many schools together cannot, a sentence a reason.
    """

    points: dict[str, Point]
    reasons: dict[str, str]
    masses: list[str]


def locate(places: Mapping[str, Coordinate]) -> Located:
    """Tell the believable coordinates of one kabupaten from the others.

    Args:
        places: Coordinates by school.
    """
    reasons: dict[str, str] = {}
    degrees: dict[str, tuple[float, float]] = {}
    for npsn, (lintang, bujur) in places.items():
        reason = judge_coordinate(lintang, bujur)
        if reason or lintang is None or bujur is None:
            reasons[npsn] = reason or ""
        else:
            degrees[npsn] = (lintang, bujur)
    reasons |= _drop_far(degrees)
    masses = [*_drop_coarse(degrees), *_drop_shared(degrees)]
    points = {npsn: to_point(*pair) for npsn, pair in degrees.items()}
    return Located(points=points, reasons=reasons, masses=masses)


def _drop_far(degrees: dict[str, tuple[float, float]]) -> dict[str, str]:
    """Take out the coordinates far from the middle of all, and say why of each."""
    if not degrees:
        return {}
    middle = to_point(
        median(lintang for lintang, _ in degrees.values()),
        median(bujur for _, bujur in degrees.values()),
    )
    away = {npsn: jarak_km(to_point(*pair), middle) for npsn, pair in degrees.items()}
    reasons: dict[str, str] = {
        npsn: phrase(
            "the coordinates lie {far:,.0f} km from the middle of its kabupaten",
            far=far,
        )
        for npsn, far in away.items()
        if far > FAR_KM
    }
    for npsn in reasons:
        del degrees[npsn]
    return reasons


def _drop_coarse(degrees: dict[str, tuple[float, float]]) -> list[str]:
    """Take out the coordinates with too few decimals, and say so.

    A whole degree is a grid of 111 km and nobody's place. One decimal is a grid of
    11 km, two are one of 1.1 km, wider than the way between neighbours in a town; but
    both also come about where zeros end a finer number (3 of the 25,002 schools of
    Jawa Tengah), so that they are doubted where they are too many for that.
    """
    places = set(degrees.values())
    doubted: set[tuple[float, float]] = set()
    for decimals, share in COARSE_SHARES.items():
        found = {place for place in places if _is_round(place, decimals)}
        if len(found) > share * len(places) + (decimals > 0 and len(places) > 1):
            doubted = found
    coarse = [npsn for npsn, place in degrees.items() if place in doubted]
    if not coarse:
        return []
    lintang, bujur = degrees[coarse[0]]
    for npsn in coarse:
        del degrees[npsn]
    told = phrase(
        "the coordinates of {count} schools have too few decimals, such as "
        "{lintang:g}, {bujur:g}, and are not believed: their kecamatan "
        "stands in, without a distance",
        count=len(coarse),
        lintang=lintang,
        bujur=bujur,
    )
    return [told]


def _drop_shared(degrees: dict[str, tuple[float, float]]) -> list[str]:
    """Take out the points on which more schools stand than a campus has, and say so."""
    by_point: dict[tuple[float, float], list[str]] = defaultdict(list)
    for npsn, pair in degrees.items():
        by_point[pair].append(npsn)
    crowds = [those for those in by_point.values() if len(those) > SHARED]
    if not crowds:
        return []
    most = max(crowds, key=len)
    lintang, bujur = degrees[most[0]]
    for npsn in (npsn for those in crowds for npsn in those):
        del degrees[npsn]
    told = phrase(
        "the coordinates of {total} schools are points that more than "
        "{limit} schools share, such as {lintang:g}, {bujur:g} ({count} "
        "schools), and are not believed: their kecamatan stands in, "
        "without a distance",
        total=sum(map(len, crowds)),
        limit=SHARED,
        lintang=lintang,
        bujur=bujur,
        count=len(most),
    )
    return [told]


def _is_round(pair: tuple[float, float], decimals: int) -> bool:
    """Tell whether neither of two numbers has more decimals than so many."""
    return all(round(value, decimals) == value for value in pair)


def _within(value: float, bounds: tuple[float, float]) -> bool:
    """Tell whether a number lies between two bounds."""
    return bounds[0] <= value <= bounds[1]
