"""The SQL function that gives a letter the year's timetable."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from formulir.records.year.overview import DONE, LATE, make_overview
from formulir.records.year.show import as_paper

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulir.records.store import Store


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
        rows = make_overview(db, tahun, wilayah=wilayah, on=date.fromisoformat(iso))
        whole = sum(row.keadaan in {DONE, LATE} for row in rows)
        found: dict[str, Any] = {"kegiatan": len(rows), "selesai": whole}
        found["jadwal"] = [as_paper(row) for row in rows]
        return json.dumps(found, ensure_ascii=False)

    return {"jadwal_tahun": (3, jadwal_tahun)}
