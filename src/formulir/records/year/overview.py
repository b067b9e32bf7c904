"""The timetable of a year: activities beside months; terminal, letter, desk show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from formulir.dates import format_range
from formulir.records.year.facts import Facts, read_facts
from formulir.records.year.plan import load_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from formulir.records.store import Store
    from formulir.records.year.plan import Kegiatan, Key, Occasion

MONTHS: Final = range(1, 13)
PLANNED: Final = "rencana"
"""A month for which something is planned; an activity of which nothing is done yet."""
DONE: Final = "selesai"
"""Something was done in time; an activity that is whole."""
LATE: Final = "lambat"
"""Something was done after its deadline; an activity that is whole since then."""
OVERDUE: Final = "lewat"
"""The deadline is over, and something lacks."""
BEGUN: Final = "berjalan"
"""An activity of which a part is done, and no deadline over."""
SELECTION: Final = "T04"
"""The stage in which a region may take part by its candidates alone."""
_WORST: Final = (OVERDUE, LATE, DONE, PLANNED)
"""Of what regions come to in a month, what all of them together come to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OverviewRow:
    """What an activity came to in the regions that are asked for.

    Args:
        key: Its stage, and which activity of the stage it is.
        nama: What it is called.
        bulan: What each of the twelve months is, or nothing.
        mulai: The first day that is planned.
        tenggat: The last day in time.
        waktu: The days, where the records of all regions give the same.
        selesai: So much is done.
        jumlah: So much there is to do; 0 where nobody knows yet.
        satuan: What is counted.
        keadaan: ``rencana``, ``berjalan``, ``selesai``, ``lambat`` or ``lewat``.
    """

    key: Key
    nama: str
    bulan: tuple[str | None, ...]
    mulai: date
    tenggat: date
    waktu: str | None
    selesai: int
    jumlah: int
    satuan: str
    keadaan: str

    def as_row(self) -> dict[str, Any]:
        """Return it as JSON spells it."""
        return {
            "tahap": self.key[0],
            "urut": self.key[1],
            "kegiatan": self.nama,
            "bulan": list(self.bulan),
            "mulai": self.mulai.isoformat(),
            "tenggat": self.tenggat.isoformat(),
            "selesai": self.selesai,
            "jumlah": self.jumlah,
            "satuan": self.satuan,
            "keadaan": self.keadaan,
        }


def make_overview(
    db: Store, tahun: int, *, wilayah: str | None, on: date
) -> list[OverviewRow]:
    """Make the timetable of a year by Tabel 2.1, as it stands on a day.

    Args:
        db: The record store.
        tahun: The programme year.
        wilayah: A region by a code of any year, with all below it; or all.
        on: The day; what is dated later is not done yet.

    Returns:
        A row for each activity, in the order of the programme.

    Raises:
        WilayahUnknownError: No region ever had the code.
    """
    regions = [
        (facts, plan_year(tahun, facts))
        for facts in read_facts(db, tahun, wilayah=wilayah, on=on).values()
    ]
    nobody = (Facts(), plan_year(tahun, Facts()))
    found = []
    for each in load_plan():
        some = [
            one for one in regions if each.key[0] == SELECTION or not one[0].selection
        ] or [nobody]
        parts = [_judge(each, facts, plan[each.key], on=on) for facts, plan in some]
        found.append(_merge(each, parts))
    return found


def plan_year(tahun: int, facts: Facts) -> dict[Key, list[Occasion]]:
    """Plan a region's year: by ``kegiatan``, else by other records, else by the source.

    Args:
        tahun: The programme year.
        facts: What is known of the region.
    """
    found: dict[Key, list[Occasion]] = {}
    for each in load_plan():
        days = [
            span for urut, span in facts.kegiatan[each.key[0]] if each.takes(urut)
        ] or facts.spans[each.key]
        if days:
            found[each.key] = [each.plan(tahun, *span, dated=True) for span in days]
        elif each.after in found and found[each.after][0].dated:
            found[each.key] = [each.plan_after(found[each.after][0])]
        else:
            found[each.key] = each.plan_source(tahun)
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """What an activity came to in one region."""

    occasions: Sequence[Occasion]
    bulan: tuple[str | None, ...]
    selesai: int
    jumlah: int
    keadaan: str


def _judge(
    kegiatan: Kegiatan, facts: Facts, occasions: Sequence[Occasion], *, on: date
) -> _Part:
    """Hold what was done against what is planned.

    Where an activity takes place several times, each time asks for its share.
    """
    times = sorted(occasions, key=lambda one: one.tenggat)
    itself = kegiatan.satuan == "kegiatan"
    wanted = len(times) if itself else facts.wanted[kegiatan.key]
    days = facts.done[kegiatan.key]
    done = days[:wanted]
    dues = [times[at * len(times) // wanted].tenggat for at in range(len(done))]
    late = {day for day, due in zip(done, dues, strict=True) if day > due}
    over = [one.tenggat for one in times if one.tenggat < on]
    lacks = bool(over) and len(done) * len(times) < max(wanted, 1) * len(over)
    return _Part(
        occasions=times,
        bulan=tuple(
            _judge_month(month, times, done, late, over if lacks else [])
            for month in MONTHS
        ),
        selesai=len(done),
        jumlah=wanted,
        keadaan=_judge_whole(len(done), wanted, late=bool(late), lacks=lacks),
    )


def _judge_month(
    month: int,
    times: Sequence[Occasion],
    done: Sequence[date],
    late: set[date],
    over: Sequence[date],
) -> str | None:
    """Say what a month of an activity is; the last deadline that is over bears that."""
    here = [day for day in done if day.month == month]
    if over and over[-1].month == month:
        return OVERDUE
    if here:
        return LATE if late.intersection(here) else DONE
    if any(one.mulai.month <= month <= one.selesai.month for one in times):
        return PLANNED
    return None


def _judge_whole(done: int, wanted: int, *, late: bool, lacks: bool) -> str:
    if lacks:
        return OVERDUE
    if 0 < wanted <= done:
        return LATE if late else DONE
    return BEGUN if done else PLANNED


def _merge(kegiatan: Kegiatan, parts: Sequence[_Part]) -> OverviewRow:
    """Put the regions together: of what they came to, the worst is told."""
    occasions = [one for part in parts for one in part.occasions]
    spans = {(one.mulai, one.selesai) for one in occasions}
    exact = all(one.dated for one in occasions) and len(spans) == 1
    return OverviewRow(
        key=kegiatan.key,
        nama=kegiatan.nama,
        bulan=tuple(
            _choose(_WORST, (part.bulan[month - 1] for part in parts))
            for month in MONTHS
        ),
        mulai=min(one.mulai for one in occasions),
        tenggat=max(one.tenggat for one in occasions),
        waktu=format_range(*next(iter(spans))) if exact else None,
        selesai=sum(part.selesai for part in parts),
        jumlah=sum(part.jumlah for part in parts),
        satuan=kegiatan.satuan,
        keadaan=_merge_whole([part.keadaan for part in parts]),
    )


def _merge_whole(parts: Sequence[str]) -> str:
    """Say what regions come to together: whole, where all are."""
    if OVERDUE in parts:
        return OVERDUE
    if {DONE, LATE}.issuperset(parts):
        return LATE if LATE in parts else DONE
    return PLANNED if set(parts) == {PLANNED} else BEGUN


def _choose(order: Iterable[str], found: Iterable[str | None]) -> str | None:
    there = set(found)
    return next((each for each in order if each in there), None)
