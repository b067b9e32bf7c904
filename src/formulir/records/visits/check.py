"""What stands against the visits on record, planned or edited by hand; pure.

What was held is past, and is not judged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.dates import format_hari
from formulir.language import phrase
from formulir.model import Fault
from formulir.records.visits.calendar import list_window
from formulir.records.visits.explain import name_visit, spell_bar
from formulir.records.visits.problem import PAIR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from formulir.records.visits.problem import Key, ModelSchool, Person, Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """A visit as it stands on record.

    Args:
        day: The day that is planned, or on which it was held.
        people: The codes of who goes.
        tetap: Whether it is kept by hand.
        held: Whether it was held.
    """

    day: date
    people: tuple[str, ...]
    tetap: bool = False
    held: bool = False


def check_visits(
    problem: Problem, planned: Mapping[Key, Planned], *, whole: bool = True
) -> list[Fault]:
    """Check the visits of one kabupaten or kota.

    Args:
        problem: What they rest on.
        planned: The visits on record.
        whole: Whether these are to be all visits, each with two people.

    Returns:
        Faults for what cannot be: somebody in two places, away, at the own school or
        not appointed; a school that is not appointed, closed or not trained. Warnings
        for what is kept by hand against the calendar, and for what is lacking.
    """
    open_visits = {key: one for key, one in planned.items() if not one.held}
    faults = [
        fault
        for key, one in sorted(open_visits.items())
        for fault in (
            *_check_school(problem, key, one),
            *_check_people(problem, key, one),
        )
    ]
    faults += _check_double(problem, planned)
    faults += _check_load(problem, planned)
    faults += _check_stages(problem, planned)
    if whole:
        faults += _check_lacks(problem, planned)
    return faults


def _check_school(problem: Problem, key: Key, one: Planned) -> Iterator[Fault]:
    place = name_visit(*key)
    school = next((s for s in problem.schools if s.npsn == key.npsn), None)
    if school is None:
        reason = phrase(
            "the school is no model school that was appointed; see tables verval and "
            "usulan, or delete the visit"
        )
        yield Fault(place=place, reason=reason)
        return
    yield from _check_day(problem, school, key, one)


def _check_day(
    problem: Problem, school: ModelSchool, key: Key, one: Planned
) -> Iterator[Fault]:
    """Check the day: after the training, and open."""
    place = name_visit(*key)
    if school.trained is not None and one.day <= school.trained:
        reason = phrase(
            "is planned on {day}, before the training of {nama} ends on {trained}",
            day=one.day,
            nama=school.nama,
            trained=school.trained,
        )
        yield Fault(place=place, reason=reason)
        return
    visit = next(each for each in problem.visits if each.key == key)
    if one.day in visit.closed:
        reason = phrase(
            "is planned on {hari} {day}, when {nama} cannot be visited: {bar}",
            hari=format_hari(one.day),
            day=one.day,
            nama=school.nama,
            bar=spell_bar(visit.closed[one.day]),
        )
        yield Fault(place=place, reason=reason, warning=one.tetap)
    elif one.day not in list_window(problem.tahun, key.ke, problem.bobot):
        reason = phrase(
            "is planned on {day}, outside its stage (tahap_{ke} of kantor.toml)",
            day=one.day,
            ke=key.ke,
        )
        yield Fault(place=place, reason=reason, warning=True)


def _check_people(problem: Problem, key: Key, one: Planned) -> Iterator[Fault]:
    place = name_visit(*key)
    known = {each.kode: each for each in problem.people}
    for kode in one.people:
        if kode not in known:
            reason = phrase(
                "{kode} is no facilitator who was appointed for {wilayah}; see table "
                "penetapan",
                kode=kode,
                wilayah=problem.wilayah,
            )
            yield Fault(place=place, reason=reason)
            continue
        yield from _check_person(known[kode], key, one)


def _check_person(person: Person, key: Key, one: Planned) -> Iterator[Fault]:
    facts = {"nama": person.nama, "kode": person.kode}
    if person.asal == key.npsn:
        reason = phrase("{nama} ({kode}) comes from this school (unit_kerja)", **facts)
        yield Fault(place=name_visit(*key), reason=reason, warning=one.tetap)
    if one.day in person.away:
        reason = phrase(
            "{nama} ({kode}) cannot go on {day}: {bar}",
            **facts,
            day=one.day,
            bar=spell_bar(person.away[one.day]),
        )
        yield Fault(place=name_visit(*key), reason=reason)


def _check_double(problem: Problem, planned: Mapping[Key, Planned]) -> Iterator[Fault]:
    """Name who is at two schools on one day."""
    names = {each.kode: each.nama for each in problem.people}
    schools = {each.npsn: each.nama for each in problem.schools}
    booked: dict[tuple[date, str], list[Key]] = defaultdict(list)
    for key, one in sorted(planned.items()):
        for kode in one.people:
            booked[one.day, kode].append(key)
    for (day, kode), keys in sorted(booked.items()):
        if len(keys) < PAIR or all(planned[key].held for key in keys):
            continue
        reason = phrase(
            "{nama} ({kode}) is in two places on {hari} {day}: {there}",
            nama=names.get(kode, kode),
            kode=kode,
            hari=format_hari(day),
            day=day,
            there=[schools.get(key.npsn, key.npsn) for key in keys],
        )
        yield Fault(place=name_visit(*keys[-1]), reason=reason)


def _check_load(problem: Problem, planned: Mapping[Key, Planned]) -> Iterator[Fault]:
    loads = Counter(kode for one in planned.values() for kode in one.people)
    for each in problem.people:
        if loads[each.kode] > each.kapasitas:
            reason = phrase(
                "{nama} makes {count} visits, and can make {room} (kapasitas of table "
                "penetapan, else kunjungan_per_orang of kantor.toml)",
                nama=each.nama,
                count=loads[each.kode],
                room=each.kapasitas,
            )
            place = f"penetapan {each.kode}"
            yield Fault(place=place, reason=reason, warning=True)


def _check_stages(problem: Problem, planned: Mapping[Key, Planned]) -> Iterator[Fault]:
    for first, second in problem.pairs():
        one, other = planned.get(first.key), planned.get(second.key)
        if one is None or other is None or other.held:
            continue
        days = (other.day - one.day).days
        if days < problem.bobot.jeda_hari:
            reason = phrase(
                "comes {days} day(s) after the first visit on {day}; at least {jeda} "
                "lie between (jeda_hari of kantor.toml)",
                days=days,
                day=one.day,
                jeda=problem.bobot.jeda_hari,
            )
            yield Fault(place=name_visit(*second.key), reason=reason, warning=days > 0)


def _check_lacks(problem: Problem, planned: Mapping[Key, Planned]) -> Iterator[Fault]:
    """Name visits that are not planned, or have too few people."""
    names = {each.npsn: each.nama for each in problem.schools}
    for visit in problem.visits:
        one = planned.get(visit.key)
        if one is not None and not one.held and len(one.people) < PAIR:
            reason = phrase(
                "has {count} facilitator(s) instead of {wanted}",
                count=len(one.people),
                wanted=PAIR,
            )
            yield Fault(place=name_visit(*visit.key), reason=reason, warning=True)
        if one is None:
            reason = phrase(
                "{nama} has no visit of stage {ke} on record; run: formulir assign "
                "--tahun {tahun} --wilayah {wilayah}",
                nama=names[visit.key.npsn],
                ke=visit.key.ke,
                tahun=problem.tahun,
                wilayah=problem.wilayah,
            )
            place = name_visit(*visit.key)
            yield Fault(place=place, reason=reason, warning=True)
