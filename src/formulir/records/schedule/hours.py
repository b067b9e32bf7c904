"""Hours and days of a training: when a day begins, where it breaks, what it holds.

Hours are minutes since midnight; on paper and in the store they are spelled ``08.00``,
with the point that Indonesian offices write.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.records.schedule.holidays import FRIDAY, name_libur
from formulir.records.schedule.jadwal import DayPlan, Istirahat

if TYPE_CHECKING:
    from collections.abc import Iterator


MIDNIGHT = 24 * 60
EVENING, NIGHT = 18 * 60, 21 * 60
"""When a day that began late ends: before Magrib, or with the evening at nine."""
MEAL_MENIT = 45
"""From this length on a break leaves time to pray and to eat."""
SHIFT_MENIT = 15
"""How far a break gives way, so that no lesson hour is torn."""
FRIDAY_PRAYER = (11 * 60 + 45, 12 * 60 + 45)
"""When the Friday prayer is held, the country over within half an hour."""
_JAM = re.compile(r"([01]\d|2[0-4])\.([0-5]\d)", re.ASCII)


def parse_jam(text: str) -> int:
    """Read an hour as minutes since midnight; one spelling only.

    Raises:
        ValueError: It is not spelled ``08.00``, or no day has such an hour.

    >>> parse_jam("13.05")
    785
    """
    found = _JAM.fullmatch(text)
    menit = int(found[1]) * 60 + int(found[2]) if found else MIDNIGHT + 1
    if menit > MIDNIGHT:
        raise ValueError(phrase("{text!r} is no hour spelled like 08.00", text=text))
    return menit


def format_jam(menit: int) -> str:
    """Write minutes since midnight as an hour.

    >>> format_jam(785)
    '13.05'
    """
    return f"{menit // 60:02}.{menit % 60:02}"


def parse_istirahat(text: str) -> tuple[Istirahat, ...]:
    """Read the breaks of a day, parted by semicolons; nothing means none.

    Raises:
        ValueError: One is misspelled, ends before it begins, or meets another.

    >>> [each.mulai for each in parse_istirahat("10.00-10.15; 12.00-13.00")]
    [600, 720]
    """
    found: list[Istirahat] = []
    for word in filter(None, map(str.strip, text.split(";"))):
        begin, dash, end = word.partition("-")
        if not dash:
            raise ValueError(
                phrase("{word!r} is no break spelled like 10.00-10.15", word=word)
            )
        each = Istirahat(mulai=parse_jam(begin.strip()), selesai=parse_jam(end.strip()))
        if each.selesai <= each.mulai:
            raise ValueError(phrase("{word!r} ends before it begins", word=word))
        if found and each.mulai < found[-1].selesai:
            raise ValueError(
                phrase("{word!r} begins before another one ends", word=word)
            )
        found.append(each)
    return tuple(found)


def find_days(day_plan: DayPlan) -> Iterator[date]:
    """Give the days of a training in their order, without end."""
    day = day_plan.mulai
    while True:
        if not (day_plan.lewati and name_libur(day, day_plan.libur)):
            yield day
        day += timedelta(days=1)


def breaks_of(
    day_plan: DayPlan, day: date, *, first: bool = False
) -> tuple[Istirahat, ...]:
    """Give the breaks of a day, at the ends of lesson hours; a Friday has its own.

    Args:
        day_plan: How the days of the training are cut.
        day: The day.
        first: Whether the training begins on it.
    """
    friday = day.weekday() == FRIDAY
    at = day_plan.jam_mulai_awal if first else day_plan.jam_mulai
    found: list[Istirahat] = []
    for each in day_plan.istirahat_jumat if friday else day_plan.istirahat:
        # One that gave way pushes the next one on.
        push = max(0, found[-1].selesai - each.mulai) if found else 0
        pushed = _shift(each, min(push, MIDNIGHT - each.selesai))
        found.append(_align(pushed, at=at, menit=day_plan.menit_per_jp, friday=friday))
        at = max(at, found[-1].selesai)
    return tuple(found)


def _align(istirahat: Istirahat, *, at: int, menit: int, friday: bool) -> Istirahat:
    """Let a break give way to the nearer end of a lesson hour, where it may.

    Args:
        istirahat: The break.
        at: When the stretch before it begins.
        menit: Minutes of a lesson hour.
        friday: Whether its prayer must stay in the break that holds it.
    """
    over = (istirahat.mulai - at) % menit
    if istirahat.mulai <= at or not over:
        return istirahat
    begin, end = FRIDAY_PRAYER
    prayer = friday and istirahat.mulai <= begin and istirahat.selesai >= end
    for by in sorted((-over, menit - over), key=abs):
        moved = _shift(istirahat, by)
        if (
            abs(by) <= SHIFT_MENIT
            and at < moved.mulai < moved.selesai <= MIDNIGHT
            and (not prayer or (moved.mulai <= begin and moved.selesai >= end))
        ):
            return moved
    return istirahat


def _shift(istirahat: Istirahat, by: int) -> Istirahat:
    return Istirahat(mulai=istirahat.mulai + by, selesai=istirahat.selesai + by)


def stretches_of(day_plan: DayPlan, day: date, *, first: bool) -> list[Istirahat]:
    """Give what lies between the breaks of a day, from its beginning to midnight."""
    at = day_plan.jam_mulai_awal if first else day_plan.jam_mulai
    found = []
    for istirahat in breaks_of(day_plan, day, first=first):
        if istirahat.mulai > at:
            found.append(Istirahat(mulai=at, selesai=istirahat.mulai))
        at = max(at, istirahat.selesai)
    if at < MIDNIGHT:
        found.append(Istirahat(mulai=at, selesai=MIDNIGHT))
    return found


def capacity_of(day_plan: DayPlan, day: date, *, first: bool) -> int:
    """Give the minutes of teaching that a day holds.

    A first day that begins late, after people have travelled, does not go on until it
    has made up for it: it ends with the usual day, or with the evening.
    """
    if not first or day_plan.jam_mulai_awal <= day_plan.jam_mulai:
        return day_plan.menit_per_hari
    usual = _usual_end(day_plan, day)
    ends = (max(usual, EVENING), max(usual, NIGHT), MIDNIGHT)
    end = next(hour for hour in ends if hour > day_plan.jam_mulai_awal)
    room = sum(
        max(min(each.selesai, end) - each.mulai, 0)
        for each in stretches_of(day_plan, day, first=True)
    )
    return min(day_plan.menit_per_hari, room)


def _usual_end(day_plan: DayPlan, day: date) -> int:
    """Give the hour at which a day that begins as usual has held all its minutes."""
    left = day_plan.menit_per_hari
    for each in stretches_of(day_plan, day, first=False):
        if each.mulai + left <= each.selesai:
            return each.mulai + left
        left -= each.selesai - each.mulai
    return MIDNIGHT


def name_istirahat(istirahat: Istirahat, *, day: date) -> str:
    """Name a break as schedules do: by its length, and by the prayer it holds.

    >>> name_istirahat(Istirahat(mulai=690, selesai=780), day=date(2016, 4, 29))
    'Istirahat, salat Jumat, dan makan'
    """
    if istirahat.selesai - istirahat.mulai < MEAL_MENIT:
        return "Istirahat"
    begin, end = FRIDAY_PRAYER
    if day.weekday() == FRIDAY and istirahat.mulai < end and istirahat.selesai > begin:
        return "Istirahat, salat Jumat, dan makan"
    return "Istirahat, salat, dan makan"


def check_day_plan(day_plan: DayPlan) -> str | None:
    """Say why a day cannot hold what it is to hold, or nothing when it can."""
    if day_plan.menit_per_hari <= 0:
        return phrase("menit_per_hari must be more than 0")
    if max(day_plan.jam_mulai, day_plan.jam_mulai_awal) >= MIDNIGHT:
        return phrase("a day must begin before midnight")
    for day in (day_plan.mulai + timedelta(days=n) for n in range(7)):
        stretches = stretches_of(day_plan, day, first=False)
        room = sum(each.selesai - each.mulai for each in stretches)
        if room < day_plan.menit_per_hari:
            return phrase(
                "a day that begins at {mulai} has {room} minutes between its breaks "
                "until midnight, not {menit}",
                mulai=format_jam(day_plan.jam_mulai),
                room=room,
                menit=day_plan.menit_per_hari,
            )
    return None
