"""The date of letters, looked at before a number is taken: no rule forbids one.

An office may date a letter on a Sunday, and enter letters of another year. Most often
it is a slip of the hand, which cannot be undone once the number is in the book.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.dates import format_hari, format_tanggal
from formulir.language import phrase
from formulir.model import Fault
from formulir.records.schedule.holidays import name_libur, read_libur

if TYPE_CHECKING:
    from datetime import date

    from formulir.model import Scope
    from formulir.records.store import Store

PLACE = "tanggal"
"""The place of what is said about the date of letters."""
FAR_DAYS = 31
"""A date farther from today than this is asked about."""


def check_tanggal(db: Store, scope: Scope) -> list[Fault]:
    """Warn of a date that may not be the one that was meant.

    It is doubted where no office works that day, by the holidays as the office
    corrected them, and where its year is not the programme's.
    """
    tanggal = scope.tanggal
    doubts = []
    if libur := name_libur(tanggal, read_libur(db, [tanggal.year])):
        doubts.append(
            phrase(
                "{hari}, {tanggal} is a day off ({libur})",
                hari=format_hari(tanggal),
                tanggal=format_tanggal(tanggal),
                libur=libur,
            )
        )
    if tanggal.year != scope.tahun:
        doubts.append(
            phrase(
                "{hari} is not in {tahun}, the year of the letters",
                hari=format_tanggal(tanggal),
                tahun=scope.tahun,
            )
        )
    return [Fault(place=PLACE, reason=doubt, warning=True) for doubt in doubts]


def tell_distance(tanggal: date, *, today: date) -> str | None:
    """Say how far a date lies from today, or nothing where that is not far."""
    days = (tanggal - today).days
    if days > FAR_DAYS:
        return phrase("{days} days from today", days=days)
    if days < -FAR_DAYS:
        return phrase("{days} days before today", days=-days)
    return None
