"""The plan of the source for a year: its activities, their months and deadlines.

It is data, ``rencana.csv``. Source: Petunjuk Teknis Pengembangan Sekolah Model (2016):
proposals by the third month (3.2), verification by the middle of the fourth (3.3),
monitoring one and three months after the training (5), dissemination at the end of each
semester (5). Its table 2.1 was a picture, so the other months are this project's own
proposal; an office's rows of ``kegiatan`` take their place.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from formulir.records.defaults import read_csv

ALLOWANCE: Final = timedelta(days=14)
"""How far what follows by months may be from its day; the source says "about"."""

Key = tuple[str, int]
"""A stage, and which of its activities."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """A time at which an activity takes place.

    Args:
        mulai: The first day.
        selesai: The last day.
        tenggat: The day after which it is late.
        dated: Whether the days are those of the records, and not months of the source.
    """

    mulai: date
    selesai: date
    tenggat: date
    dated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Kegiatan:
    """An activity of the programme, as the source plans it.

    Args:
        key: Its stage, and which activity of the stage it is.
        nama: What it is called.
        months: The first and the last month of each time at which it takes place.
        tenggat: Month and day of the deadline, where the source gives one.
        after: The activity that it follows, so many months behind: ``jarak``.
        baris: Which rows of ``kegiatan`` plan it: ``*``, their ``urut``, or none.
        satuan: What it is counted by; ``kegiatan`` for the activity itself.
    """

    key: Key
    nama: str
    months: tuple[tuple[int, int], ...]
    tenggat: tuple[int, int] | None
    after: Key | None
    jarak: int
    baris: str
    satuan: str

    def find_due(self, tahun: int, selesai: date) -> date:
        """Return the last day in time: the deadline, else the end of a month."""
        if self.tenggat is not None:
            return date(tahun, *self.tenggat)
        return end_month(selesai)

    def plan_source(self, tahun: int) -> list[Occasion]:
        """Return the times that the source gives."""
        return [
            self.plan(tahun, date(tahun, first, 1), end_month(date(tahun, last, 1)))
            for first, last in self.months
        ]

    def plan(
        self, tahun: int, mulai: date, selesai: date, *, dated: bool = False
    ) -> Occasion:
        """Return a time from one day to another."""
        due = self.find_due(tahun, selesai)
        return Occasion(mulai=mulai, selesai=selesai, tenggat=due, dated=dated)

    def plan_after(self, before: Occasion) -> Occasion:
        """Return a time that follows another by months."""
        day = add_months(before.mulai, self.jarak)
        return Occasion(
            mulai=day, selesai=day, tenggat=end_month(day + ALLOWANCE), dated=False
        )

    def takes(self, urut: int) -> bool:
        """Tell whether a row of ``kegiatan`` of its stage plans this activity."""
        return self.baris in {"*", str(urut)}


@cache
def load_plan() -> tuple[Kegiatan, ...]:
    """Read the activities of a year, in their order."""
    return tuple(_read(row) for row in read_csv("year/rencana.csv"))


def find_last_day(key: Key, tahun: int) -> date:
    """Return the deadline that the source gives an activity.

    Args:
        key: Its stage, and which activity of the stage it is.
        tahun: The programme year.
    """
    (tenggat,) = (each.tenggat for each in load_plan() if each.key == key)
    assert tenggat is not None  # noqa: S101 - who asks knows that there is one
    return date(tahun, *tenggat)


def _read(row: dict[str, str]) -> Kegiatan:
    spans = [part.strip().partition("-") for part in row["bulan"].split(";")]
    before, _, which = row["setelah"].partition("/")
    month, _, day = row["tenggat"].partition("-")
    return Kegiatan(
        key=(row["tahap"], int(row["urut"])),
        nama=row["nama"],
        months=tuple((int(first), int(last or first)) for first, _, last in spans),
        tenggat=(int(month), int(day)) if day else None,
        after=(before, int(which)) if which else None,
        jarak=int(row["jarak"] or 0),
        baris=row["baris"],
        satuan=row["satuan"],
    )


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last.

    >>> add_months(date(2016, 1, 31), 1)
    datetime.date(2016, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_month(day: date) -> date:
    """Return the last day of a day's month.

    >>> end_month(date(2016, 2, 3))
    datetime.date(2016, 2, 29)
    """
    return day.replace(day=monthrange(day.year, day.month)[1])
