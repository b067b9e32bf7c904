"""The visits of each person as a calendar file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from formulir.records.office.wilayah import ZONA, zona_waktu
from formulir.records.schedule.hours import parse_jam
from formulir.records.schedule.ics import Appointment, moment_of, write_calendar
from formulir.records.visits.store import JAM

if TYPE_CHECKING:
    from datetime import datetime

    from formulir.records.visits.problem import Plan, Problem

LENGTH_MINUTES = 6 * 60
"""A visit lasts a day of school."""


def write_diaries(
    problem: Problem, plan: Plan, *, saat: datetime, asal: str
) -> dict[str, bytes]:
    """Write a calendar for each person who goes anywhere, by code.

    Args:
        problem: What the plan rests on.
        plan: The plan.
        saat: When the files are made, in UTC.
        asal: The origin line of the office, which makes the names of events its own.

    Raises:
        ZonaUnknownError: The visits are in no known province.
    """
    zona = ZoneInfo(ZONA[zona_waktu(problem.wilayah)])
    schools = {each.npsn: each.nama for each in problem.schools}
    names = {each.kode: each.nama for each in problem.people}
    found = {}
    for person in problem.people:
        events = [
            Appointment(
                words=("kunjungan", str(problem.tahun), key.npsn, str(key.ke)),
                begin=moment_of(made.day, parse_jam(JAM), zona=zona),
                end=moment_of(made.day, parse_jam(JAM) + LENGTH_MINUTES, zona=zona),
                judul=f"Pendampingan tahap {key.ke}: {schools[key.npsn]}",
                tempat=schools[key.npsn],
                keterangan="; ".join(names.get(kode, kode) for kode in made.people),
            )
            for key, made in plan.items()
            if person.kode in made.people
        ]
        if events:
            judul = f"Pendampingan sekolah model {problem.tahun}, {person.nama}"
            found[person.kode] = write_calendar(judul, events, saat=saat, asal=asal)
    return found
