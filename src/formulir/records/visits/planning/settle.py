"""Bringing the visits of a plan forward, as far as costs no more; pure.

The best plans are many: they differ by days that nobody minds. Of these the office is
given the one whose visits come first, so that there is time left when one is put off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from formulir.records.visits.problem import Made, Plan, Problem, Visit


def bring_forward(problem: Problem, plan: Plan) -> Plan:
    """Move each visit to the first day that keeps all rules and costs no more."""
    settled = dict(plan)
    visits = [v for v in problem.visits if v.key in plan and v.tetap is None]
    moved = True
    while moved:
        moved = False
        for visit in sorted(visits, key=lambda v: (settled[v.key].day, v.key)):
            made = settled[visit.key]
            day = _first_day(problem, settled, visit)
            if day < made.day:
                settled[visit.key] = replace(made, day=day)
                moved = True
    return settled


def _first_day(problem: Problem, plan: Plan, visit: Visit) -> date:
    made = plan[visit.key]
    people = [each for each in problem.people if each.kode in made.people]
    taken = {
        one.day
        for key, one in plan.items()
        if key != visit.key and set(one.people) & set(made.people)
    }
    asked = sum(made.day in each.spared for each in people)
    return next(
        day
        for day in visit.choices
        if day == made.day
        or (
            day not in taken
            and not any(day in each.away for each in people)
            and sum(day in each.spared for each in people) <= asked
            and _keeps_gap(problem, plan, visit, replace(made, day=day))
        )
    )


def _keeps_gap(problem: Problem, plan: Plan, visit: Visit, made: Made) -> bool:
    """Tell whether enough days lie between the two visits of the school."""
    other = plan.get(visit.key.other)
    if other is None:
        return True
    days = (made.day - other.day).days
    return (days if visit.key.ke > 1 else -days) >= problem.bobot.jeda_hari
