"""Groups of schools: people who go to the same schools are of one group; pure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formulir.records.visits.problem import Plan, Problem

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def name_groups(problem: Problem, plan: Plan) -> dict[str, str | None]:
    """Name the group of schools of each person, in the order of the schools' lists.

    Returns:
        The group by code; nothing for who goes nowhere.
    """
    order = {school.npsn: n for n, school in enumerate(problem.schools)}
    goes: dict[str, set[int]] = defaultdict(set)
    for key, made in plan.items():
        for kode in made.people:
            goes[kode].add(order[key.npsn])
    groups = sorted({tuple(sorted(schools)) for schools in goes.values()})
    names = {group: f"Kelompok {spell(n)}" for n, group in enumerate(groups)}
    return {
        each.kode: names.get(tuple(sorted(goes[each.kode]))) for each in problem.people
    }


def spell(number: int) -> str:
    """Spell a number from 0 on as columns of sheets are.

    >>> spell(0), spell(25), spell(26)
    ('A', 'Z', 'AA')
    """
    rest, last = divmod(number, len(ALPHABET))
    return (spell(rest - 1) if rest else "") + ALPHABET[last]
