"""Which letters show the worst of a region: few, and each with why.

As few letters are chosen as show the most of what should be seen, one after the other
(a greedy cover). Whatever stands far out is shown in any case.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formulir.reviewing.preview.sights import list_sights

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from formulir.reviewing.preview.measure import Measures
    from formulir.reviewing.preview.sights import Sight

LIMIT: Final = 12
"""So many letters are shown unless more is asked for, or more stand out."""
MOST: Final = 36
"""So many letters that stand out are shown at most."""
_SPARE: Final = 4
"""So many may show all else when those that stand out fill the limit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A letter that is shown, and why.

    Args:
        index: Its place among the letters.
        alasan: What is seen on it, a sentence each, in Indonesian.
    """

    index: int
    alasan: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """The letters that are shown.

    Args:
        choices: They, and why.
        unseen: What can be seen on none of them, in Indonesian.
    """

    choices: list[Choice]
    unseen: list[str]


def choose(
    measures: Measures,
    traits: Sequence[frozenset[Hashable]],
    *,
    limit: int = LIMIT,
) -> Selection:
    """Choose the letters that show the worst.

    Args:
        measures: What was measured of all letters.
        traits: What tells the ways of each through its template apart: whatever two
            letters do not share is to be seen on one of those that have it.
        limit: How many letters at most, if no more of them stand out.
    """
    sights = list_sights(measures, traits)
    if not sights:
        alike = Choice(index=0, alasan=("semua surat serupa",))
        return Selection(choices=[alike], unseen=[])
    far = sorted((s for s in sights if s.rank is not None), key=lambda each: each.far)
    chosen = list(dict.fromkeys(min(each.letters) for each in far))[:MOST]
    room = max(limit, len(chosen) + _SPARE) if chosen else limit
    return _explain(sights, _cover(sights, chosen, limit=room))


def _cover(sights: Sequence[Sight], chosen: list[int], *, limit: int) -> list[int]:
    """Add the letter that shows most of what is not seen yet, again and again."""
    waiting = [each for each in sights if each.letters.isdisjoint(chosen)]
    tally: defaultdict[int, float] = defaultdict(float)
    _count(tally, waiting, sign=1)
    while waiting and len(chosen) < limit:
        best = max(tally, key=lambda index: (tally[index], -index))
        chosen.append(best)
        _count(tally, (each for each in waiting if best in each.letters), sign=-1)
        waiting = [each for each in waiting if best not in each.letters]
    return chosen


def _count(tally: dict[int, float], sights: Iterable[Sight], *, sign: int) -> None:
    for sight in sights:
        for index in sight.letters:
            tally[index] += sign * sight.weight


def _explain(sights: Sequence[Sight], chosen: Sequence[int]) -> Selection:
    """Say of each letter what is seen on it for the first time."""
    alasan: dict[int, dict[tuple[str, str], list[str]]] = {each: {} for each in chosen}
    unseen: list[str] = []
    told: set[tuple[int, str, str]] = set()
    for sight in sights:
        index = next((each for each in chosen if each in sight.letters), None)
        if index is None:
            unseen.append(sight.what.format(sight.path))
            continue
        quote = sight.quotes.get(index, "")
        # What stands out is the longest, too; once is enough.
        if not quote or (index, sight.path, quote) not in told:
            told.add((index, sight.path, quote))
            # Fields that hold the same value are told in one breath.
            alasan[index].setdefault((sight.what, quote), []).append(sight.path)
    choices = [
        Choice(
            index=index, alasan=tuple(_say(*said, paths) for said, paths in own.items())
        )
        for index, own in alasan.items()
    ]
    return Selection(choices=choices, unseen=list(dict.fromkeys(unseen)))


def _say(what: str, quote: str, paths: Sequence[str]) -> str:
    return what.format(", ".join(paths)) + (f": “{quote}”" if quote else "")
