"""Planning a year's visits: read, plan, tell, write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError
from formulir.language import Sentence, phrase
from formulir.records.visits.check import check_visits
from formulir.records.visits.explain import explain_gaps
from formulir.records.visits.planning.greedy import plan_greedily
from formulir.records.visits.planning.solve import can_solve, solve
from formulir.records.visits.read import make_problem, read_year
from formulir.records.visits.store import (
    by_wilayah,
    compare_plan,
    read_planned,
    write_plan,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from formulir.model import Fault
    from formulir.records.sheets.report import Difference
    from formulir.records.store import Store
    from formulir.records.visits.problem import Problem, Solution
    from formulir.settings import Pendampingan

    Act = Callable[[Store, str, Mapping[str, Any]], None]

ACT = "atur"
"""The act of writing a plan, as the log names it."""


class NobodyAppointedError(RecordError):
    """There is no school to be visited."""

    tahun: int
    wilayah: str

    @property
    def sentence(self) -> Sentence:
        """Name the region, where one was asked for."""
        cure = phrase(
            "verify the schools of the lists first: formulir import verval FILE"
        )
        if not self.wilayah:
            return phrase(
                "no model school is appointed for {tahun}, so there is nothing to "
                "plan; {cure}",
                tahun=self.tahun,
                cure=cure,
            )
        return phrase(
            "no model school of {wilayah} is appointed for {tahun}, so there is "
            "nothing to plan; {cure}",
            wilayah=self.wilayah,
            tahun=self.tahun,
            cure=cure,
        )


class RecordsMovedError(RecordError):
    """Somebody changed the records while a plan was being made."""

    wilayah: str
    says = (
        "what the plan of {wilayah} rests on was changed meanwhile; nothing was "
        "written; run the same command again"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Assigned:
    """The plan of one kabupaten or kota.

    Args:
        problem: What it rests on.
        solution: It, and how good it is.
        faults: What is in doubt, what it lacks and why, what is kept against a rule.
        differences: What it changes on record.
    """

    problem: Problem
    solution: Solution
    faults: Sequence[Fault]
    differences: Sequence[Difference]


def solve_well(problem: Problem) -> Solution:
    """Find the best plan, or a greedy one where OR-Tools is not installed."""
    if not can_solve():
        return plan_greedily(problem)
    return solve(problem, first=plan_greedily(problem, pairs=False).plan)


def assign(
    db: Store,
    *,
    tahun: int,
    wilayah: str | None,
    bobot: Pendampingan,
) -> list[Assigned]:
    """Plan who goes where in a year; nothing is written.

    Args:
        db: The record store.
        tahun: The programme year.
        wilayah: A region by a code of any year, with all below it; or all.
        bobot: How visits are planned.

    Raises:
        WilayahUnknownError: No region ever had the code.
        NobodyAppointedError: There is no school to be visited.
    """
    with db.reading():
        year = read_year(db, tahun, wilayah=wilayah)
        problems = [
            make_problem(db, year, kode, bobot=bobot) for kode in sorted(year.schools)
        ]
        old = by_wilayah(db, year.visits)
    if not problems:
        raise NobodyAppointedError(tahun, wilayah=wilayah or "")
    done = []
    for problem, doubts in problems:
        rows = old.get(problem.wilayah, [])
        solution = solve_well(problem)
        # Only what is kept by hand can stand against a rule: the rest is planned.
        kept = [row for row in rows if row["tetap"] or row["tanggal"]]
        against = check_visits(problem, read_planned(kept), whole=False)
        done.append(
            Assigned(
                problem=problem,
                solution=solution,
                faults=[*doubts, *explain_gaps(problem, solution.plan), *against],
                differences=compare_plan(db, problem, solution.plan, rows),
            )
        )
    return done


def keep(db: Store, done: Sequence[Assigned], *, act: Act) -> None:
    """Write plans and an act of the history, in one transaction; a crash leaves none.

    Args:
        db: The record store.
        done: The plans.
        act: Writes the act.

    Raises:
        RecordsMovedError: What one rests on was changed since it was made.
    """
    with db.writing():
        count = 0
        for each in done:
            problem, plan = each.problem, each.solution.plan
            year = read_year(db, problem.tahun, wilayah=problem.wilayah)
            now, _ = make_problem(db, year, problem.wilayah, bobot=problem.bobot)
            if now != problem:
                raise RecordsMovedError(problem.wilayah)
            rows = by_wilayah(db, year.visits).get(problem.wilayah, [])
            count += write_plan(db, problem, plan, rows)
        first = done[0]
        told = {
            "tahun": first.problem.tahun,
            "wilayah": [each.problem.wilayah for each in done],
            "cara": first.solution.way,
            "kunjungan": count,
        }
        act(db, ACT, told)
