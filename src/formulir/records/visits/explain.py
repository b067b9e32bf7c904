"""Why a plan lacks something: by which rule, and because of whom; pure.

No plan is ever "infeasible". What cannot be had is left out, and each school that gets
less is told with what stands against it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from formulir.errors import list_some
from formulir.language import chain, phrase
from formulir.model import Fault
from formulir.records.visits.planning.cost import count_loads
from formulir.records.visits.problem import PAIR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from formulir.records.visits.problem import Bar, Person, Plan, Problem, Visit

_SHOWN = 6


def explain_gaps(problem: Problem, plan: Plan) -> list[Fault]:
    """Tell what a plan lacks, school by school, with the rules and the people."""
    names = {each.npsn: each.nama for each in problem.schools}
    faults: list[Fault] = []
    for visit in problem.visits:
        made = plan.get(visit.key)
        if visit.held or (made is not None and len(made.people) >= PAIR):
            continue
        facts = {"nama": names[visit.key.npsn], "ke": visit.key.ke}
        why = _explain(problem, plan, visit)
        if made is None:
            reason = phrase(
                "{nama} gets no visit of stage {ke}: {why}", **facts, why=why
            )
        else:
            reason = phrase(
                "{nama} gets one facilitator only at stage {ke}, {who}: {why}",
                **facts,
                who=name_people(problem, made.people),
                why=why,
            )
        place = name_visit(visit.key.npsn, visit.key.ke)
        faults.append(Fault(place=place, reason=reason, warning=True))
    return [*_explain_room(problem, faults), *faults]


def name_visit(npsn: str, ke: int) -> str:
    """Name a visit as faults do."""
    return f"kunjungan {npsn}/{ke}"


def name_people(problem: Problem, codes: Iterable[str]) -> str:
    """Name people, with their codes."""
    names = {each.kode: each.nama for each in problem.people}
    words = [f"{names[kode]} ({kode})" if kode in names else kode for kode in codes]
    return list_some(words, shown=_SHOWN)


def _explain_room(problem: Problem, gaps: Sequence[Fault]) -> list[Fault]:
    """Tell when all people together have too few visits to give."""
    need = sum(visit.seats for visit in problem.visits)
    most = len(problem.visits)  # nobody makes a visit twice
    room = sum(min(each.kapasitas, most) for each in problem.people)
    if not (gaps and problem.people) or room >= need:
        return []
    reason = phrase(
        "the {count} people can make {room} visits together, and {need} are wanted "
        "(kapasitas of table penetapan, else kunjungan_per_orang of kantor.toml); "
        "appoint more people, or let each make more visits: {who}",
        count=len(problem.people),
        room=room,
        need=need,
        who=name_people(problem, [each.kode for each in problem.people]),
    )
    place = f"penetapan {problem.wilayah}"
    return [Fault(place=place, reason=reason, warning=True)]


def _explain(problem: Problem, plan: Plan, visit: Visit) -> str:
    if not problem.people:
        return phrase(
            "nobody is appointed for {wilayah} (table penetapan)",
            wilayah=problem.wilayah,
        )
    if not visit.choices:
        return _explain_closed(visit)
    days = _days_beside(problem, plan, visit)
    if not days:
        other = plan[visit.key.other]
        return phrase(
            "no day that is left lies {jeda} days from the other visit on {day} "
            "(jeda_hari)",
            jeda=problem.bobot.jeda_hari,
            day=other.day,
        )
    made = plan.get(visit.key)
    there = set(visit.people) if made is None else set(made.people)
    loads = count_loads(plan)
    told: dict[str, list[str]] = defaultdict(list)
    for person in problem.people:
        if person.kode not in there or made is None:
            reason = _explain_person(
                problem, plan, visit, person, days=days, loads=loads
            )
            told[reason].append(person.kode)
    if not told:
        return phrase("nobody else is appointed for {wilayah}", wilayah=problem.wilayah)
    return chain(
        [
            phrase("{who}: {reason}", who=name_people(problem, codes), reason=reason)
            for reason, codes in told.items()
        ]
    )


def _days_beside(problem: Problem, plan: Plan, visit: Visit) -> list[date]:
    """List the days that the other visit of the school leaves open."""
    other = plan.get(visit.key.other)
    if other is None or visit.tetap is not None:
        return [*visit.choices]
    sign = 1 if visit.key.ke > 1 else -1
    jeda = problem.bobot.jeda_hari
    return [d for d in visit.choices if sign * (d - other.day).days >= jeda]


def _explain_closed(visit: Visit) -> str:
    """Count what closes the days of a stage, rule by rule."""
    counts = Counter(visit.closed.values())
    words: list[str] = [
        phrase("{bar}: {count} day(s)", bar=spell_bar(bar), count=count)
        for bar, count in counts.most_common()
    ]
    if not words:
        return phrase("no day of its stage is left (tahap_{ke})", ke=visit.key.ke)
    return phrase(
        "all {count} days of the stage are closed: {words}",
        count=len(visit.closed),
        words=words,
    )


def spell_bar(bar: Bar) -> str:
    """Spell what closes a day: its table, and what stands there."""
    return f"{bar.rule} ({bar.what})" if bar.what else bar.rule


def _explain_person(
    problem: Problem,
    plan: Plan,
    visit: Visit,
    person: Person,
    *,
    days: Sequence[date],
    loads: Counter[str],
) -> str:
    """Say why a person does not make a visit, by the first rule that is in the way."""
    if person.asal == visit.key.npsn and person.kode not in visit.people:
        return phrase("it is the own school (unit_kerja)")
    if loads[person.kode] >= person.kapasitas and person.kode not in visit.people:
        return phrase(
            "makes {count} visits already, which is all (kapasitas)",
            count=loads[person.kode],
        )
    bars = {person.away[day] for day in days if day in person.away}
    free = [day for day in days if day not in person.away]
    if not free:
        return phrase(
            "cannot go on any of {count} day(s): {bars}",
            count=len(days),
            bars=[spell_bar(bar) for bar in sorted(bars)],
        )
    names = {each.npsn: each.nama for each in problem.schools}
    where = {
        names[key.npsn]: made.day
        for key, made in plan.items()
        if made.day in free and person.kode in made.people
    }
    if len({*where.values()}) == len(free):
        there = [f"{nama} {day.isoformat()}" for nama, day in where.items()]
        return phrase(
            "is at another school on each day that is left: {there}",
            there=list_some(there, shown=_SHOWN),
        )
    return phrase(
        "has no day in common with whoever could go too; free on {days}",
        days=list_some([day.isoformat() for day in free], shown=_SHOWN),
    )
