"""Where the foot of a page stands: its small code, and the line beside it.

The code stands in the margin, left of the line; on a page that bears something there,
right of it. On a small page all is smaller, and nothing is cut.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from formulir.press.pdf.paper import MM

if TYPE_CHECKING:
    from formulir.press.pdf.paper import SheetView

SIZE_PT: Final = 7.0
BASELINE_MM: Final = 10.0
"""From the lower edge of the page as it is seen."""
MARGIN_MM: Final = 20.0
SIDE_MM: Final = 9.0
"""Of the code, without its quiet zone: so much is read from a scan of 150 dpi."""
LEAST_MM: Final = 5.0
"""A smaller code is read from no scan: a page that has no room for more has none."""
_EDGE_MM: Final = 5.5
"""Many printers do not print nearer to the edge."""
_SHARE: Final = 0.15
"""Of the shorter side of a small page, at most, is the code."""
_RISE_MM: Final = 0.9
"""The middle of the line, above its baseline."""
QUIET: Final = 4 / 21
"""Of the side; ISO/IEC 18004, 6.3.8: four modules of the 21 of version 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FootPlaces:
    """Where the parts of a foot stand on a page as it is seen, in points.

    Args:
        side: Of the code; 0 where the page has no room for one.
        x: Its left edge.
        y: Its lower edge.
        left: Where the line begins.
        right: Where it ends.
        baseline: What it stands on.
    """

    side: float
    x: float
    y: float
    left: float
    right: float
    baseline: float


def place_foot(view: SheetView) -> FootPlaces:
    """Find the places of a foot; on a small page all is smaller, and nothing cut.

    >>> from formulir.press.pdf.paper import SheetView
    >>> a4 = SheetView(width_pt=595.3, height_pt=841.9, matrix=(1, 0, 0, 1, 0, 0))
    >>> [round(n / MM, 1) for n in (place_foot(a4).x, place_foot(a4).y)]
    [9.3, 6.4]
    """
    margin = min(MARGIN_MM * MM, view.width_pt * 0.1)
    baseline = min(BASELINE_MM * MM, view.height_pt * 0.25)
    side = min(SIDE_MM * MM, _SHARE * min(view.width_pt, view.height_pt))
    right = view.width_pt - margin
    if side < LEAST_MM * MM:
        return FootPlaces(side=0, x=0, y=0, left=margin, right=right, baseline=baseline)
    edge = min(_EDGE_MM * MM, view.width_pt * 0.05)
    x = max(edge, margin - side * (1 + QUIET))
    return FootPlaces(
        side=side,
        x=x,
        y=max(edge, baseline + _RISE_MM * MM - side / 2),
        left=max(margin, x + side * (1 + QUIET)),
        right=right,
        baseline=baseline,
    )


def turn_foot(places: FootPlaces, view: SheetView) -> FootPlaces:
    """Find the places of a foot whose code stands in the margin at the right."""
    x = view.width_pt - places.x - places.side
    right = min(places.right, x - places.side * QUIET)
    left = view.width_pt - places.right
    return replace(places, x=x, left=left, right=right)


def list_boxes(view: SheetView) -> list[tuple[float, float, float, float]]:
    """Return where the code of a foot may stand, with half its quiet zone."""
    left = place_foot(view)
    quiet = left.side * QUIET / 2
    return [
        (at.x - quiet, at.y - quiet, at.x + at.side + quiet, at.y + at.side + quiet)
        for at in (left, turn_foot(left, view))
    ]
