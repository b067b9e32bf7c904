"""Places on the globe: which coordinates can be believed, and how far apart two are."""

from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

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
        return "the coordinates are missing"
    if lintang == 0 and bujur == 0:
        return "the coordinates are 0, 0"
    if _within(lintang, LINTANG) and _within(bujur, BUJUR):
        return None
    if _within(bujur, LINTANG) and _within(lintang, BUJUR):
        return "latitude and longitude are swapped"
    return f"the coordinates {lintang}, {bujur} lie outside Indonesia"


def locate(places: Mapping[str, Coordinate]) -> tuple[dict[str, Point], dict[str, str]]:
    """Tell the believable coordinates of one kabupaten from the others.

    Args:
        places: Coordinates by school.

    Returns:
        The places that can be believed, and by school the reason why one cannot.
    """
    reasons: dict[str, str] = {}
    degrees: dict[str, tuple[float, float]] = {}
    for npsn, (lintang, bujur) in places.items():
        reason = judge_coordinate(lintang, bujur)
        if reason or lintang is None or bujur is None:
            reasons[npsn] = reason or ""
        else:
            degrees[npsn] = (lintang, bujur)
    if not degrees:
        return {}, reasons
    middle = to_point(
        median(lintang for lintang, _ in degrees.values()),
        median(bujur for _, bujur in degrees.values()),
    )
    points = {npsn: to_point(*pair) for npsn, pair in degrees.items()}
    for npsn, point in list(points.items()):
        far = jarak_km(point, middle)
        if far > FAR_KM:
            del points[npsn]
            reasons[npsn] = (
                f"the coordinates lie {far:,.0f} km from the middle of its kabupaten"
            )
    return points, reasons


def _within(value: float, bounds: tuple[float, float]) -> bool:
    """Tell whether a number lies between two bounds."""
    return bounds[0] <= value <= bounds[1]
