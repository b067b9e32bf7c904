"""The date of letters, looked at before a number is taken: no rule forbids one.

An office may date a letter on a Sunday, and enter letters of another year. Most often
it is a slip of the hand, which cannot be undone once the number is in the book.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.dates import format_hari, format_tanggal
from formulir.records.schedule.holidays import name_libur, read_libur

if TYPE_CHECKING:
    from datetime import date

    from formulir.records.store import Store

FAR_DAYS = 31
"""A date farther from today than this is asked about."""


def doubt_tanggal(db: Store, tanggal: date, *, tahun: int) -> list[str]:
    """Say why a date may not be the one that was meant.

    Args:
        db: The record store, which knows the holidays that the office corrected.
        tanggal: The date of letters.
        tahun: The programme year of the letters.

    Returns:
        A sentence for a day on which no office works, and for a year that is not the
        programme's.
    """
    doubts = []
    if libur := name_libur(tanggal, read_libur(db, [tanggal.year])):
        doubts.append(
            f"{format_hari(tanggal)}, {format_tanggal(tanggal)} is a day off ({libur})"
        )
    if tanggal.year != tahun:
        doubts.append(
            f"{format_tanggal(tanggal)} is not in {tahun}, the year of the letters"
        )
    return doubts


def tell_distance(tanggal: date, *, today: date) -> str | None:
    """Say how far a date lies from today, or nothing where that is not far."""
    days = (tanggal - today).days
    if days > FAR_DAYS:
        return f"{days} days from today"
    if days < -FAR_DAYS:
        return f"{-days} days before today"
    return None
