"""A good plan without OR-Tools: schools one by one, then changes while they help; pure.

Each visit takes the cheapest people and their first common day. Then schools, one by
one and some together, are taken out and put in again while the plan gets cheaper.
Days are bits of a number, so that the common days of school and people are found by
one operation. The same problem gives the same plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, permutations
from typing import TYPE_CHECKING

from formulir.records.visits.planning.cost import (
    MISSING,
    UNMADE,
    price_load,
    price_of,
    price_plan,
    price_way,
)
from formulir.records.visits.planning.settle import bring_forward
from formulir.records.visits.problem import PAIR, Made, Plan, Problem, Solution, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from formulir.records.visits.problem import Key

FEW = 8
"""Of so many schools three together are tried anew, too."""
ROUNDS = 4
"""How often all pairs of schools are tried; two rounds find nearly all there is."""


@dataclass(kw_only=True, slots=True)
class _Desk:
    """A plan while it is being made.

    Args:
        problem: What is to be planned.
        days: All days, in their order; a day is a bit by its place here.
        free: The days on which a person is free, as bits.
        spared: Those on which he or she had rather not go.
        room: How many more visits a person may make, beside those set by hand.
        load: The visits of each person.
        choices: The ways to fill the seats of each visit, as pairs of people.
        plan: What is planned.
        both_set: The schools whose two days are set by hand.
    """

    problem: Problem
    days: list[date]
    free: dict[str, int]
    spared: dict[str, int]
    room: dict[str, int] = field(default_factory=dict)
    load: dict[str, int] = field(default_factory=dict)
    choices: dict[Key, list[tuple[str, ...]]] = field(default_factory=dict)
    plan: Plan = field(default_factory=dict)
    both_set: frozenset[str] = frozenset()

    def bits(self, days: Sequence[date]) -> int:
        """Return days as bits."""
        there = set(days)
        return sum(1 << n for n, day in enumerate(self.days) if day in there)


def plan_greedily(problem: Problem, *, pairs: bool = True) -> Solution:
    """Make a plan, and say what none could cost less than.

    Args:
        problem: What is to be planned.
        pairs: Whether two schools together are tried anew, too; it takes longer.
    """
    desk = _open_desk(problem)
    by_school: dict[str, list[Visit]] = {}
    for visit in problem.visits:
        by_school.setdefault(visit.key.npsn, []).append(visit)
    for visit in problem.visits:
        if _stands(visit):
            _put(desk, visit, Made(day=visit.choices[0], people=visit.people))
    loose = [
        [visit for visit in visits if not _stands(visit)]
        for visits in by_school.values()
    ]
    groups = sorted(
        filter(None, loose),
        key=lambda visits: (min(len(v.choices) for v in visits), visits[0].key),
    )
    for visits in groups:
        _insert(desk, visits)
    _improve(desk, groups, pairs=pairs)
    cost = price_plan(problem, desk.plan)
    return Solution(
        plan=bring_forward(problem, dict(sorted(desk.plan.items()))),
        cost=cost,
        bound=min(cost, find_bound(problem)),
        way="greedy",
    )


def find_bound(problem: Problem) -> int:
    """Say what no plan costs less than: each visit by itself, and all capacities."""
    bound, paid = 0, list[int]()
    room = sum(each.kapasitas for each in problem.people)
    for visit in problem.visits:
        may = [each for each in problem.people if problem.may_go(each, visit)]
        strange = len(set(visit.people) - {each.kode for each in problem.people})
        possible = min(visit.seats - strange, len(may))
        if not visit.choices or (not possible and not strange and not visit.held):
            bound += visit.seats * MISSING + UNMADE
            continue
        ways = sorted(price_way(problem, visit.key.npsn, each.kode) for each in may)
        paid += ways[:possible]
        bound += MISSING * (visit.seats - strange - possible)
    by_hand = sum(len(visit.people) for visit in problem.visits)
    short = max(0, len(paid) - room - by_hand)
    # Who is missing for want of capacity goes no way.
    return bound + MISSING * short + sum(sorted(paid)[: len(paid) - short])


def _stands(visit: Visit) -> bool:
    """Tell whether nothing of a visit is left to choose."""
    if visit.held:
        return True
    return visit.tetap is not None and len(visit.people) == PAIR


def _open_desk(problem: Problem) -> _Desk:
    days = sorted({day for visit in problem.visits for day in visit.choices})
    people = problem.people
    both = [one.key.npsn for one, two in problem.pairs() if one.tetap and two.tetap]
    desk = _Desk(
        problem=problem, days=days, free={}, spared={}, both_set=frozenset(both)
    )
    for each in people:
        taken = problem.days_taken(each)
        desk.free[each.kode] = desk.bits([day for day in days if day not in taken])
        desk.room[each.kode] = each.kapasitas - len(problem.set_by_hand(each))
        desk.spared[each.kode] = desk.bits([d for d in days if d in each.spared])
        desk.load[each.kode] = 0
    for visit in problem.visits:
        desk.choices[visit.key] = _list_choices(desk, visit)
    return desk


def _list_choices(desk: _Desk, visit: Visit) -> list[tuple[str, ...]]:
    """List the ways to fill the seats of a visit, whatever else is planned."""
    problem = desk.problem
    may = [each.kode for each in problem.people if problem.may_go(each, visit)]
    loose = [kode for kode in may if kode not in visit.people]
    left = PAIR - len(visit.people)
    return [
        tuple(sorted((*visit.people, *those)))
        for count in range(left, -1, -1)
        for those in combinations(loose, count)
        if visit.people or those
    ]


def _put(desk: _Desk, visit: Visit, made: Made) -> None:
    desk.plan[visit.key] = made
    _book(desk, visit, made, count=1)


def _take(desk: _Desk, visit: Visit) -> None:
    made = desk.plan.pop(visit.key, None)
    if made is not None:
        _book(desk, visit, made, count=-1)


def _book(desk: _Desk, visit: Visit, made: Made, *, count: int) -> None:
    """Book people for a visit, or give them back; what is set by hand is booked."""
    bit = 1 << desk.days.index(made.day)
    for kode in made.people:
        if kode not in desk.free:
            continue
        desk.load[kode] += count
        if kode not in visit.people:
            desk.room[kode] -= count
        if not visit.is_set(kode):
            desk.free[kode] ^= bit


def _insert(desk: _Desk, visits: Sequence[Visit]) -> None:
    """Put visits in, one after the other, each as cheaply as it can be."""
    for visit in visits:
        best: tuple[int, Made] | None = None
        for cost, people in _rank(desk, visit):
            if best is not None and cost >= best[0]:
                break
            if found := _find_day(desk, visit, people):
                extra, day = found
                if best is None or cost + extra < best[0]:
                    best = (cost + extra, Made(day=day, people=people))
        if best is not None:
            _put(desk, visit, best[1])


def _rank(desk: _Desk, visit: Visit) -> list[tuple[int, tuple[str, ...]]]:
    """Rank the ways to fill the seats of a visit by what they add, days apart."""
    problem, bobot = desk.problem, desk.problem.bobot
    other = desk.plan.get(visit.key.other)
    strange = price_of(bobot.bobot_pasangan)
    own: dict[str, int | None] = {}
    for each in problem.people:
        load = desk.load[each.kode]
        if desk.room[each.kode] <= 0 and each.kode not in visit.people:
            own[each.kode] = None
            continue
        more = price_load(bobot, count=load + 1, share=problem.share)
        more -= price_load(bobot, count=load, share=problem.share)
        met = other is None or each.kode in other.people
        own[each.kode] = (
            price_way(problem, visit.key.npsn, each.kode)
            + more
            + (0 if met else strange)
        )
    ranked = []
    for people in desk.choices[visit.key]:
        costs = [own.get(kode, 0) for kode in people]
        if all(cost is not None for cost in costs):
            lacking = MISSING * (PAIR - len(people))
            ranked.append((sum(cost or 0 for cost in costs) + lacking, people))
    return sorted(ranked)


def _find_day(
    desk: _Desk, visit: Visit, people: Sequence[str]
) -> tuple[int, date] | None:
    """Find the cheapest day for a visit by some people, the first of these."""
    mask = desk.bits(visit.choices) & _allowed(desk, visit)
    for kode in people:
        mask &= -1 if visit.is_set(kode) else desk.free.get(kode, -1)
    if not mask:
        return None
    price = price_of(desk.problem.bobot.bobot_keinginan)
    best: tuple[int, int] | None = None
    for count in range(len(people) + 1):
        for asked in combinations(people, len(people) - count):
            left = mask
            for kode in asked:
                left &= ~desk.spared.get(kode, 0)
            if left:
                first = (left & -left).bit_length() - 1
                best = min(best or (count, first), (count, first))
        if best is not None:
            break
    return None if best is None else (best[0] * price, desk.days[best[1]])


def _allowed(desk: _Desk, visit: Visit) -> int:
    """Return the days that the other visit of the school leaves open, as bits."""
    other = desk.plan.get(visit.key.other)
    if other is None or (visit.tetap and visit.key.npsn in desk.both_set):
        return -1
    jeda = desk.problem.bobot.jeda_hari
    if visit.key.ke == 1:
        return desk.bits([d for d in desk.days if (other.day - d).days >= jeda])
    return desk.bits([d for d in desk.days if (d - other.day).days >= jeda])


def _improve(desk: _Desk, groups: Sequence[Sequence[Visit]], *, pairs: bool) -> None:
    """Take schools out and put them in again while that makes the plan cheaper."""
    cost = price_plan(desk.problem, desk.plan)
    for _ in range(ROUNDS):
        before = cost
        for some in _some_of(groups, pairs=pairs):
            kept = {v.key: desk.plan[v.key] for v in some if v.key in desk.plan}
            for visit in some:
                _take(desk, visit)
            _insert(desk, some)
            new = price_plan(desk.problem, desk.plan)
            if new < cost:
                cost = new
                continue
            for visit in some:
                _take(desk, visit)
            for visit in some:
                if visit.key in kept:
                    _put(desk, visit, kept[visit.key])
        if cost == before:
            break


def _some_of(
    groups: Sequence[Sequence[Visit]], *, pairs: bool
) -> Iterator[list[Visit]]:
    """Give the visits of each school, and of some together in every order."""
    for group in groups:
        yield list(group)
        yield list(reversed(group))
    # Where schools are few, one choice weighs much; where they are many, two will do.
    most = 1 if not pairs else 3 if len(groups) <= FEW else 2
    for count in range(2, most + 1):
        for some in permutations(groups, count):
            yield [visit for group in some for visit in group]
