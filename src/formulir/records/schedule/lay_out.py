"""Laying a curriculum out into the dated, timed sessions of a training; pure.

Subjects keep their order. One that meets a break or the end of a day goes on after it,
with "(lanjutan)" behind its title; a test or a ceremony is not parted, but waits for
the next stretch that holds it, and those that end a training stand on one day. Where
what is taught comes in whole lesson hours, breaks and days end with one. A
subject is held back for the day that the curriculum means it for, as long as all that
is left still fits into the days that are left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile
from operator import sub
from typing import TYPE_CHECKING

from formulir.records.schedule.hours import (
    MIDNIGHT,
    breaks_of,
    capacity_of,
    check_day_plan,
    find_days,
    name_istirahat,
    stretches_of,
)
from formulir.records.schedule.jadwal import Materi, Menit, Sesi

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.records.schedule.jadwal import DayPlan


CONTINUED = " (lanjutan)"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """What is still to come of a subject.

    ``rank`` counts the days of the curriculum without gaps; ``together`` is what must
    find room on the day it begins: nothing in particular, itself, or itself with all
    that follows it.
    """

    materi: Materi
    menit: Menit
    rank: int
    together: int = 0
    begun: bool = False


def split_menit(menit: Menit, at: int) -> tuple[Menit, Menit]:
    """Part minutes in two: presentation comes first, then practice, tests, the rest.

    >>> split_menit(Menit(paparan=60, praktik=180), 75)[0]
    Menit(paparan=60, praktik=15, evaluasi=0, umum=0)
    """
    left, taken = at, []
    for each in menit:
        taken.append(min(each, left))
        left -= taken[-1]
    return Menit(*taken), Menit(*map(sub, menit, taken))


def lay_out(
    daftar_materi: Sequence[Materi], *, day_plan: DayPlan, menit_per_jp: int = 1
) -> list[Sesi]:
    """Lay subjects out into sessions and breaks.

    Args:
        daftar_materi: The curriculum, in its order; subjects of no minutes are left
            out.
        day_plan: How days are cut; it holds what ``check_day_plan`` asks of it.
        menit_per_jp: Minutes of a lesson hour; with 1 nothing gives way.

    Returns:
        Sessions in the order of time. Of every subject all minutes are there, sort by
        sort; no day holds more than its minutes, no session touches a break.
    """
    day_plan = _cut_whole(daftar_materi, day_plan=day_plan, menit_per_jp=menit_per_jp)
    waiting = _prepare(daftar_materi, day_plan=day_plan)
    found: list[Sesi] = []
    days = enumerate(find_days(day_plan), start=1)
    while waiting:
        nth, day = next(days)
        held, waiting = _fill_day(waiting, day_plan=day_plan, day=day, nth=nth)
        found += _add_breaks(held, day_plan=day_plan, day=day, nth=nth)
    return found


def _cut_whole(
    daftar_materi: Sequence[Materi], *, day_plan: DayPlan, menit_per_jp: int
) -> DayPlan:
    """Let days and breaks end with a lesson hour, if what is taught comes in such.

    A curriculum that counts otherwise would be torn all the same, and last longer.
    """
    taught = [each.menit.total for each in daftar_materi if not _is_whole(each)]
    whole = day_plan.menit_per_hari // menit_per_jp * menit_per_jp
    if not whole or any(menit % menit_per_jp for menit in taught):
        return day_plan
    aligned = replace(day_plan, menit_per_jp=menit_per_jp, menit_per_hari=whole)
    return day_plan if check_day_plan(aligned) else aligned


def _prepare(daftar_materi: Sequence[Materi], *, day_plan: DayPlan) -> list[_Part]:
    """Say of every subject whether it may be parted, and count the days anew."""
    subjects = [each for each in daftar_materi if each.menit.total]
    ranks = {hari: n for n, hari in enumerate(sorted({m.hari for m in subjects}), 1)}
    limit = _longest_whole(day_plan)
    tail = list(takewhile(_is_whole, reversed(subjects)))
    closing = sum(each.menit.total for each in tail)
    parts = []
    for index, each in enumerate(subjects):
        length = each.menit.total
        whole = _is_whole(each) and length <= limit
        ends = index == len(subjects) - len(tail) and closing <= day_plan.menit_per_hari
        together = max(length if whole else 0, closing if whole and ends else 0)
        rank = ranks[each.hari]
        parts.append(_Part(materi=each, menit=each.menit, rank=rank, together=together))
    return parts


def _is_whole(materi: Materi) -> bool:
    """Tell a test or a ceremony, which is not parted, from what is taught."""
    return not (materi.menit.paparan or materi.menit.praktik)


def _longest_whole(day_plan: DayPlan) -> int:
    """Give the longest that finds room between two breaks on any day of the week."""
    longest = min(
        max(
            each.selesai - each.mulai
            for each in stretches_of(day_plan, day, first=False)
        )
        for day in (day_plan.mulai + timedelta(days=n) for n in range(7))
    )
    return min(longest, day_plan.menit_per_hari)


def _fill_day(
    waiting: list[_Part], *, day_plan: DayPlan, day: date, nth: int
) -> tuple[list[Sesi], list[_Part]]:
    """Take from what waits what a day holds; give the sessions, and what is left."""
    room = capacity_of(day_plan, day, first=nth == 1)
    room = room // day_plan.menit_per_jp * day_plan.menit_per_jp or room
    held: list[Sesi] = []
    for stretch in stretches_of(day_plan, day, first=nth == 1):
        at = stretch.mulai
        while waiting and at < stretch.selesai:
            head = waiting[0]
            full = room < max(head.together, 1)
            if full or _waits(waiting, day_plan=day_plan, nth=nth):
                return held, waiting
            length = min(head.menit.total, room, stretch.selesai - at)
            if head.together and length < head.menit.total:
                break  # it begins after the break
            sesi, rest = _hold(head, day=day, at=at, length=length)
            held.append(sesi)
            waiting = [*rest, *waiting[1:]]
            at, room = at + length, room - length
    return held, waiting


def _waits(waiting: list[_Part], *, day_plan: DayPlan, nth: int) -> bool:
    """Tell whether the next subject can be held back for the day it is meant for."""
    head = waiting[0]
    if head.begun or head.rank <= nth:
        return False
    days = max(part.rank for part in waiting) - head.rank + 1
    left = sum(part.menit.total for part in waiting)
    return left <= days * day_plan.menit_per_hari


def _hold(
    part: _Part, *, day: date, at: int, length: int
) -> tuple[Sesi, tuple[_Part, ...]]:
    """Make a session of the first minutes of a subject; give what is left of it."""
    now, later = split_menit(part.menit, length)
    sesi = Sesi(
        tanggal=day,
        mulai=at,
        selesai=at + length,
        judul=part.materi.judul + (CONTINUED if part.begun else ""),
        materi=part.materi.kode,
        menit=now,
        pengampu=part.materi.pengampu,
    )
    rest = replace(part, menit=later, begun=True)
    return sesi, (rest,) if later.total else ()


def _add_breaks(
    held: Sequence[Sesi], *, day_plan: DayPlan, day: date, nth: int
) -> list[Sesi]:
    """Put the breaks of a day between its sessions; none stands before or behind."""
    begin = min((sesi.mulai for sesi in held), default=MIDNIGHT)
    end = max((sesi.mulai for sesi in held), default=0)
    breaks = [
        Sesi(
            tanggal=day,
            mulai=istirahat.mulai,
            selesai=istirahat.selesai,
            judul=name_istirahat(istirahat, day=day),
        )
        for istirahat in breaks_of(day_plan, day, first=nth == 1)
        if begin < istirahat.mulai < end
    ]
    return sorted([*held, *breaks], key=lambda sesi: sesi.mulai)
