"""A map of schools, drawn from their coordinates alone: north is up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH, MARGIN, HIGHEST = 760.0, 28.0, 900.0
_KM_PER_DEGREE: Final = 111.195
_SHARE: Final = 0.3
"""How much of the width the scale takes at most."""
_LEAST_KM: Final = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """A map, in units of its own.

    Args:
        width: How wide it is.
        height: How high.
        places: Where each school stands, by NPSN: to the right, and down.
        scale_km: How many kilometres the scale shows.
        scale: How long it is.
    """

    width: float
    height: float
    places: dict[str, tuple[float, float]]
    scale_km: float
    scale: float


def draw(degrees: Mapping[str, tuple[float, float]]) -> Drawn | None:
    """Lay schools out on a map.

    Args:
        degrees: Latitude and longitude by NPSN.

    Returns:
        The map; nothing where there is no school.

    >>> found = draw({"a": (-6.7, 110.8), "b": (-6.9, 110.9)})
    >>> found.places["a"][1] < found.places["b"][1], found.scale_km
    (True, 2)
    """
    if not degrees:
        return None
    top = max(lat for lat, _ in degrees.values())
    low = min(lat for lat, _ in degrees.values())
    left = min(lon for _, lon in degrees.values())
    right = max(lon for _, lon in degrees.values())
    narrow = math.cos(math.radians((top + low) / 2)) * _KM_PER_DEGREE
    wide_km = max((right - left) * narrow, _LEAST_KM)
    high_km = max((top - low) * _KM_PER_DEGREE, _LEAST_KM)
    per_km = min((WIDTH - 2 * MARGIN) / wide_km, (HIGHEST - 2 * MARGIN) / high_km)
    width = wide_km * per_km + 2 * MARGIN
    places = {
        npsn: (
            round(MARGIN + (lon - left) * narrow * per_km, 1),
            round(MARGIN + (top - lat) * _KM_PER_DEGREE * per_km, 1),
        )
        for npsn, (lat, lon) in degrees.items()
    }
    scale_km = _round_down(width * _SHARE / per_km)
    return Drawn(
        width=round(width, 1),
        height=round(high_km * per_km + 2 * MARGIN + 30, 1),
        places=places,
        scale_km=scale_km,
        scale=round(scale_km * per_km, 1),
    )


def _round_down(km: float) -> float:
    """Give the largest length of 1, 2 or 5 and zeros that is not above another.

    >>> _round_down(7.3), _round_down(0.4), _round_down(30)
    (5, 0.2, 20)
    """
    power = 10.0 ** math.floor(math.log10(km))
    lead = next(n for n in (5, 2, 1) if n * power <= km)
    value = round(lead * power, 3)
    return int(value) if value.is_integer() else value
