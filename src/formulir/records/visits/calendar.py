"""On which days a school can be visited, and what closes the others; pure.

A school's own calendar says when a semester is, and which days of it are none for
visits; a day that the office has off, or before the school was trained, is none either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from formulir.records.schedule.holidays import name_libur
from formulir.records.visits.problem import Bar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulir.records.visits.problem import ModelSchool
    from formulir.settings import Pendampingan

ALL_FORMS = "*"
SEMESTER = "semester"


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarRow:
    """A row of ``kalender_sekolah``, as far as it is of a region.

    Args:
        jenis: ``semester``, ``ujian``, ``puasa`` or ``libur``.
        dari: Its first day.
        sampai: Its last.
        bentuk: The form of the schools that it is of, or ``*``.
        keterangan: What it is called.
    """

    jenis: str
    dari: date
    sampai: date
    bentuk: str = ALL_FORMS
    keterangan: str = ""


def list_window(tahun: int, ke: int, bobot: Pendampingan) -> list[date]:
    """List the days of a stage in a year."""
    first, last = (
        date.fromisoformat(f"{tahun:04}-{word}")
        for word in (bobot.tahap_1 if ke == 1 else bobot.tahap_2)
    )
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def close_days(
    days: Sequence[date],
    school: ModelSchool,
    periods: Sequence[CalendarRow],
    libur: Mapping[date, str],
) -> dict[date, Bar]:
    """Say of each day that is none for a visit to a school what closes it."""
    own = [each for each in periods if each.bentuk in (ALL_FORMS, school.bentuk)]
    return {day: bar for day in days for bar in _bars(day, school, own, libur)}


def _bars(
    day: date,
    school: ModelSchool,
    periods: Sequence[CalendarRow],
    libur: Mapping[date, str],
) -> Iterator[Bar]:
    """Give what closes a day; what is given last is told."""
    off = name_libur(day, libur)
    if off is not None:
        yield Bar("hari_libur", off)
    semesters = [each for each in periods if each.jenis == SEMESTER]
    if semesters and not any(each.dari <= day <= each.sampai for each in semesters):
        yield Bar("kalender_sekolah", "di luar semester")
    for each in periods:
        if each.jenis != SEMESTER and each.dari <= day <= each.sampai:
            words = (
                f"{each.jenis}: {each.keterangan}" if each.keterangan else each.jenis
            )
            yield Bar("kalender_sekolah", words)
    if school.trained is not None and day <= school.trained:
        yield Bar("pelatihan", f"SPMI s.d. {school.trained.isoformat()}")
