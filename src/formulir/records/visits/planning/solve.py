"""The best plan, by constraint programming; the one door to OR-Tools.

One worker and a fixed seed look for it, for an amount of work instead of a time, so
that the same problem gives the same plan on any machine.

Source: OR-Tools, CP-SAT (``max_deterministic_time``, ``num_workers``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from formulir.records.visits.planning.cost import (
    MISSING,
    UNMADE,
    price_load,
    price_of,
    price_plan,
    price_way,
)
from formulir.records.visits.planning.settle import bring_forward
from formulir.records.visits.problem import STAGES, Made, Plan, Problem, Solution

if TYPE_CHECKING:
    from formulir.records.visits.problem import Key, Person, Visit

EFFORT = 2.0
"""How much work is put into a plan, in CP-SAT's own units; about seconds."""
SEED = 2016
ROUNDING = 1e-6
CP_SAT = "cp-sat"


def can_solve() -> bool:
    """Tell whether OR-Tools is installed; it is not loaded for this."""
    return find_spec("ortools") is not None


@dataclass(kw_only=True, slots=True)
class _Model:
    """A model of CP-SAT while it is being built.

    Args:
        cp: The library.
        problem: What is to be planned.
        model: The model.
        days: Whether days are planned, too.
        day: The day of each visit, counted as ordinals.
        made: Whether a visit is made.
        goes: Whether a person makes a visit.
        costs: Terms of the objective.
    """

    cp: Any
    problem: Problem
    model: Any
    days: bool
    day: dict[Key, Any] = field(default_factory=dict)
    made: dict[Key, Any] = field(default_factory=dict)
    goes: dict[tuple[Key, str], Any] = field(default_factory=dict)
    costs: list[Any] = field(default_factory=list)


def solve(problem: Problem, *, first: Plan, effort: float = EFFORT) -> Solution:
    """Find the best plan, or one with the gap that is left.

    Args:
        problem: What is to be planned.
        first: A plan to begin with; the result is no worse.
        effort: How much work is put into it.
    """
    best = Solution(plan=first, cost=price_plan(problem, first), bound=0, way=CP_SAT)
    who = _run(problem, best, days=False, effort=effort)
    when = _run(problem, best, people=who.plan, effort=effort)
    best = min(best, when, key=attrgetter("cost"))
    best = replace(best, bound=max(min(who.bound, best.cost), 0))
    # Where days stood in no way, planning them along finds nothing better.
    if best.cost > max(who.cost, best.bound):
        found = _run(problem, best, effort=effort)
        bound = min(max(found.bound, best.bound), found.cost)
        best = replace(found, bound=bound)
    plan = bring_forward(problem, dict(sorted(best.plan.items())))
    return replace(best, plan=plan)


def _run(
    problem: Problem,
    best: Solution,
    *,
    days: bool = True,
    people: Plan | None = None,
    effort: float,
) -> Solution:
    """Run the model once.

    Args:
        problem: What is to be planned.
        best: The best solution so far.
        days: Whether days are planned, too. Without them any plan costs as much or
            more, and what is found is only who goes where.
        people: Who goes where, if that is given.
        effort: How much work is put into it.
    """
    # A second of imports, which only this has to wait for.
    from ortools.sat.python import cp_model  # noqa: PLC0415 - see above

    this = _Model(cp=cp_model, problem=problem, model=cp_model.CpModel(), days=days)
    for visit in problem.visits:
        _add_visit(this, visit)
    for person in problem.people:
        _add_person(this, person)
    for first, second in problem.pairs():
        _add_stages(this, first, second)
    this.model.minimize(sum(this.costs))
    if people is None:
        _hint(this, best.plan)
    else:
        _fix(this, people)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = effort
    # Who goes where is nearly a problem of flows, which linear programs prove at once.
    solver.parameters.linearization_level = 2
    solver.parameters.add_lp_constraints_lazily = False
    status = solver.solve(this.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return best
    plan = _read_plan(this, solver)
    bound = math.ceil(solver.best_objective_bound - ROUNDING)
    cost = price_plan(problem, plan) if days else round(solver.objective_value)
    return Solution(plan=plan, cost=cost, bound=bound, way=CP_SAT)


def _add_visit(this: _Model, visit: Visit) -> None:
    """Add a visit: its day, who may make it, and what it costs to lack any of it."""
    model, key = this.model, visit.key
    made = model.new_bool_var("")
    this.made[key] = made
    days = [day.toordinal() for day in visit.choices]
    if not days:
        model.add(made == 0)
        days = [1]
    elif visit.tetap is not None and (visit.people or visit.held):
        model.add(made == 1)
    domain = this.cp.Domain.from_values(days)
    this.day[key] = model.new_int_var_from_domain(domain, "")
    seats = []
    for person in this.problem.people:
        if not this.problem.may_go(person, visit):
            continue
        if visit.held and person.kode not in visit.people:
            continue
        goes = model.new_bool_var("")
        if person.kode in visit.people:
            model.add(goes == made)
        else:
            model.add_implication(goes, made)
        this.goes[key, person.kode] = goes
        this.costs.append(price_way(this.problem, key.npsn, person.kode) * goes)
        seats.append(goes)
    # People who are set by hand without being appointed sit there, too.
    strangers = len(set(visit.people) - {each.kode for each in this.problem.people})
    model.add(sum(seats) + strangers * made <= visit.seats * made)
    if not (strangers or visit.held):
        model.add(sum(seats) >= made)
    lacking = visit.seats - sum(seats) - strangers * made
    this.costs.append(MISSING * lacking + UNMADE * (1 - made))


def _add_person(this: _Model, person: Person) -> None:
    """Add a person: one place a day, a capacity, and what a heavy load costs."""
    model, kode = this.model, person.kode
    visits = [v for v in this.problem.visits if (v.key, kode) in this.goes]
    busy = this.problem.days_taken(person)
    loose = [visit for visit in visits if not visit.is_set(kode)]
    if this.days:
        intervals = [
            model.new_optional_fixed_size_interval_var(
                this.day[visit.key], 1, this.goes[visit.key, kode], ""
            )
            for visit in loose
        ]
        intervals += [
            model.new_fixed_size_interval_var(day.toordinal(), 1, "")
            for day in sorted(busy)
        ]
        model.add_no_overlap(intervals)
        for visit in visits:
            _add_spared(this, person, visit)
    for ke in STAGES:
        those = [visit for visit in loose if visit.key.ke == ke]
        free = {day for visit in those for day in visit.choices} - busy
        model.add(sum(this.goes[v.key, kode] for v in those) <= len(free))
    load = sum(this.goes[visit.key, kode] for visit in visits)
    room = max(person.kapasitas, len(this.problem.set_by_hand(person)))
    model.add(load <= room)
    bobot, share = this.problem.bobot, this.problem.share
    steps, before = [], 0
    for count in range(share + 1, min(room, len(visits)) + 1):
        price = price_load(bobot, count=count, share=share)
        step = model.new_bool_var("")
        steps.append(step)
        this.costs.append((price - before) * step)
        before = price
    model.add(load <= share + sum(steps))


def _add_spared(this: _Model, person: Person, visit: Visit) -> None:
    """Add what it costs to go on a day that the person asked to be spared."""
    days = [day for day in visit.choices if day in person.spared]
    price = price_of(this.problem.bobot.bobot_keinginan)
    goes = this.goes[visit.key, person.kode]
    if not (days and price):
        return
    if len(days) == len(visit.choices):
        this.costs.append(price * goes)
        return
    against = this.model.new_bool_var("")
    others = [day.toordinal() for day in visit.choices if day not in person.spared]
    this.model.add_linear_expression_in_domain(
        this.day[visit.key], this.cp.Domain.from_values(others)
    ).only_enforce_if([goes, against.negated()])
    this.costs.append(price * against)


def _add_stages(this: _Model, first: Visit, second: Visit) -> None:
    """Add that the second visit comes after the first, best with the same people."""
    bobot = this.problem.bobot
    both = [this.made[first.key], this.made[second.key]]
    if this.days and (first.tetap is None or second.tetap is None):
        one, other = this.day[first.key], this.day[second.key]
        this.model.add(other >= one + bobot.jeda_hari).only_enforce_if(both)
    price = price_of(bobot.bobot_pasangan)
    for person in this.problem.people:
        goes = this.goes.get((second.key, person.kode))
        if goes is None or not price:
            continue
        strange = this.model.new_bool_var("")
        before = this.goes.get((first.key, person.kode), 0)
        this.model.add(strange >= goes - before - (1 - this.made[first.key]))
        this.costs.append(price * strange)


def _fix(this: _Model, plan: Plan) -> None:
    """Let people go where a plan says, or nowhere."""
    for (key, kode), goes in this.goes.items():
        if key not in plan or kode not in plan[key].people:
            this.model.add(goes == 0)


def _hint(this: _Model, plan: Plan) -> None:
    for key, made in this.made.items():
        this.model.add_hint(made, key in plan)
        if key in plan:
            this.model.add_hint(this.day[key], plan[key].day.toordinal())
    for (key, kode), goes in this.goes.items():
        this.model.add_hint(goes, key in plan and kode in plan[key].people)


def _read_plan(this: _Model, solver: Any) -> Plan:  # noqa: ANN401 - the library's
    plan: Plan = {}
    for visit in this.problem.visits:
        if not solver.value(this.made[visit.key]):
            continue
        days = {day.toordinal(): day for day in visit.choices}
        people = {
            kode
            for (key, kode), goes in this.goes.items()
            if key == visit.key and solver.value(goes)
        }
        day = days[solver.value(this.day[visit.key])]
        plan[visit.key] = Made(day=day, people=tuple(sorted(people | {*visit.people})))
    return plan
