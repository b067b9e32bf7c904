"""What a plan costs, in hundredths of a point; pure.

What a plan lacks costs more than all else together: a visit that is not made, then a
facilitator who is missing. Between plans that lack the same the weights decide.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formulir.records.visits.problem import Plan, Problem, Visit
    from formulir.settings import Pendampingan

POINT = 100
"""Costs are whole numbers: a point is so many."""
MISSING = 100_000 * POINT
"""What a facilitator costs who is missing."""
UNMADE = 100_000 * POINT
"""What a visit costs that is not made, beside both who are missing."""
METRES = 10
"""Tenths of a kilometre in one."""


def price_of(bobot: float) -> int:
    """Turn a weight into whole numbers."""
    return round(bobot * POINT)


def price_way(problem: Problem, npsn: str, kode: str) -> int:
    """Say what the way of a person to a school costs; nothing where it is unknown."""
    tenths = problem.jarak.get((npsn, kode), 0)
    return round(tenths * problem.bobot.bobot_jarak * POINT / METRES)


def price_load(bobot: Pendampingan, *, count: int, share: int) -> int:
    """Say what so many visits of a person cost above the even share.

    >>> from formulir.settings import Pendampingan
    >>> price_load(Pendampingan(bobot_beban=1), count=5, share=3)
    300
    """
    above = max(0, count - share)
    return price_of(bobot.bobot_beban) * above * (above + 1) // 2


def price_plan(problem: Problem, plan: Plan) -> int:
    """Say what a plan costs."""
    bobot, loads = problem.bobot, count_loads(plan)
    people = {each.kode: each for each in problem.people}
    cost = sum(_price_visit(problem, each, plan) for each in problem.visits)
    cost += sum(
        price_load(bobot, count=loads[kode], share=problem.share) for kode in people
    )
    for first, second in problem.pairs():
        if first.key in plan and second.key in plan:
            strange = set(plan[second.key].people) - set(plan[first.key].people)
            cost += price_of(bobot.bobot_pasangan) * len(strange & people.keys())
    return cost


def _price_visit(problem: Problem, visit: Visit, plan: Plan) -> int:
    made = plan.get(visit.key)
    if made is None:
        return visit.seats * MISSING + UNMADE
    spared = sum(
        made.day in each.spared for each in problem.people if each.kode in made.people
    )
    return (
        MISSING * (visit.seats - len(made.people))
        + sum(price_way(problem, visit.key.npsn, kode) for kode in made.people)
        + price_of(problem.bobot.bobot_keinginan) * spared
    )


def count_loads(plan: Plan) -> Counter[str]:
    """Count the visits of each person."""
    return Counter(kode for made in plan.values() for kode in made.people)
