"""The planner against everything that can be tried, and the greedy way against it."""

from __future__ import annotations

import pytest

from formulir.records.visits.planning.greedy import plan_greedily
from formulir.records.visits.planning.solve import solve
from tests.tools.visits_brute import compare, fits, make_problem

SEEDS = range(20)
"""``python -m tests.tools.visits_brute 200`` tries more."""


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_is_better_than_the_planner_s(seed):
    best, first, found, problem = compare(seed)
    assert (found.cost, found.bound) == (best, best)
    assert first.bound <= best <= first.cost
    for plan in (found.plan, first.plan):
        made = [plan.get(visit.key) for visit in problem.visits]
        assert fits(problem, problem.visits, made)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_problem_gives_the_same_plan(seed):
    problem = make_problem(seed)
    first = plan_greedily(problem)
    assert first == plan_greedily(make_problem(seed))
    one, other = (solve(problem, first=first.plan) for _ in range(2))
    assert one == other


def test_what_was_held_and_what_is_set_by_hand_stays():
    for seed in range(60):
        problem = make_problem(seed)
        plan = plan_greedily(problem).plan
        plan = solve(problem, first=plan).plan
        for visit in problem.visits:
            made = plan.get(visit.key)
            if visit.held:
                assert (made.day, made.people) == (visit.tetap, visit.people)
            elif visit.people and visit.tetap:
                assert made.day == visit.tetap
                assert set(visit.people) <= set(made.people)
