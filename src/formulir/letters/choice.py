"""Which of many letters are looked at: few that show what all of them show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLE: Final = 12
"""How many are chosen at most where they differ in nothing but their values."""


def choose_places(
    lengths: Sequence[int],
    traces: Sequence[frozenset[str]],
    *,
    few: int,
    gone: frozenset[str] = frozenset(),
) -> list[int]:
    """Choose the longest letter, the shortest, and those that go other branches.

    Up to a few others follow, evenly by length. Whoever chooses fewer of these chooses
    among those that whoever chooses more does: so one print serves both.

    Args:
        lengths: How long each letter is.
        traces: The branches that each goes.
        few: How many are chosen where they differ in nothing but their values.
        gone: The branches that bring nothing.
    """
    order = sorted(range(len(lengths)), key=lambda place: lengths[place])
    ends = [*order[-1:], *order[:-1][:1]]
    seen, chosen = set(gone), list[int]()
    for place in (*ends, *order[1:-1]):
        if not traces[place] <= seen or (place in ends and len(chosen) < few):
            seen |= traces[place]
            chosen.append(place)
    last, count = len(order) - 1, min(SAMPLE, len(order))
    even = [round(n * last / max(count - 1, 1)) for n in range(count)]
    for place in (order[at] for at in (*even[-1:], *even[:1], *even[:0:-1])):
        if len(chosen) < few and place not in chosen:
            chosen.append(place)
    return chosen
