"""Days on which an office does not work; the one door to ``holidays``.

Public holidays and the joint leave of civil servants (cuti bersama) count alike, as the
yearly joint decree of three ministers lists them. What the library has wrong stands in
table ``hari_libur``, which has the last word: it keeps 1 June 2016 a holiday although
Keppres 24/2016 made Hari Lahir Pancasila one from 2017 on.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formulir.records.store import Store

SUNDAY = 6
FRIDAY = 4
"""Days of the week as ``date.weekday`` counts them."""


def read_libur(db: Store, daftar_tahun: Iterable[int]) -> dict[date, str]:
    """Give the holidays of some years by day, with their Indonesian names.

    Sundays are none of them; see ``name_libur``.
    """
    found: dict[date, str] = {}
    for tahun in sorted(set(daftar_tahun)):
        found |= _ask_library(tahun)
    for row in db.rows("SELECT tanggal, libur, nama FROM hari_libur"):
        day = date.fromisoformat(row["tanggal"])
        if row["libur"]:
            found[day] = row["nama"]
        else:
            found.pop(day, None)
    return found


@cache
def _ask_library(tahun: int) -> dict[date, str]:
    # Half a second of imports, which only a schedule has to wait for.
    from holidays import country_holidays  # noqa: PLC0415 - see above

    return dict(
        country_holidays(
            "ID", years=tahun, language="id", categories=("public", "government")
        )
    )


def name_libur(day: date, libur: Mapping[date, str]) -> str | None:
    """Say why an office does not work on a day, or nothing when it does.

    Saturdays are working days: offices of this kind hold their trainings then, too.

    >>> name_libur(date(2016, 5, 8), {})
    'hari Minggu'
    >>> name_libur(date(2016, 5, 7), {})
    """
    if day in libur:
        return libur[day]
    return "hari Minggu" if day.weekday() == SUNDAY else None
