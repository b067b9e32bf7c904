"""The SQL function that gives a letter the year's timetable."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from formulir.records.year.timetable import (
    BEGUN,
    DONE,
    LATE,
    OVERDUE,
    PLANNED,
    make_timetable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulir.records.store import Store
    from formulir.records.year.timetable import TimetableRow

BULAN: Final = (
    *("jan", "feb", "mar", "apr", "mei", "jun"),
    *("jul", "agu", "sep", "okt", "nov", "des"),
)
"""The months, as letters name the columns of a timetable."""
SIGNS: Final = {
    PLANNED: "\N{WHITE SQUARE}",
    DONE: "\N{BLACK SQUARE}",
    LATE: "\N{BLACK UP-POINTING TRIANGLE}",
    OVERDUE: "\N{BLACK DOWN-POINTING TRIANGLE}",
}
"""What stands in a month: signs that the fonts of letters have, told apart in black."""
WORDS: Final = {
    PLANNED: "direncanakan",
    BEGUN: "berjalan",
    DONE: "selesai",
    LATE: "selesai, terlambat",
    OVERDUE: "belum selesai",
}
"""What a letter says that an activity came to."""


def year_functions(db: Store) -> dict[str, tuple[int, Callable[..., Any]]]:
    """Return the functions by name, with their number of arguments.

    * ``jadwal_tahun(tahun, wilayah, iso)``: a region's year as it stands on a day, an
      object: how many ``kegiatan`` there are, how many of them are ``selesai``, and
      ``jadwal``, each activity with a sign for its months.

    Args:
        db: The record store.
    """

    @cache
    def jadwal_tahun(tahun: int, wilayah: str, iso: str) -> str:
        rows = make_timetable(db, tahun, wilayah=wilayah, on=date.fromisoformat(iso))
        whole = sum(row.keadaan in {DONE, LATE} for row in rows)
        found: dict[str, Any] = {"kegiatan": len(rows), "selesai": whole}
        found["jadwal"] = [_show(row) for row in rows]
        return json.dumps(found, ensure_ascii=False)

    return {"jadwal_tahun": (3, jadwal_tahun)}


def _show(row: TimetableRow) -> dict[str, Any]:
    """Show an activity as a letter does."""
    months = {
        name: SIGNS[state] if state else None
        for name, state in zip(BULAN, row.bulan, strict=True)
    }
    part = f" {row.selesai}/{row.jumlah}" if row.jumlah > 1 and row.selesai else ""
    whole = row.keadaan in {DONE, LATE}
    return {
        "tahap": row.key[0],
        "nama": row.nama,
        **months,
        "waktu": row.waktu,
        "keadaan": WORDS[row.keadaan] + ("" if whole else part),
    }
