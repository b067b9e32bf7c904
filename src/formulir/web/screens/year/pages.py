"""A year's programme on one page: activities beside months, planned, done, late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.records.year.overview import DONE, LATE, OVERDUE, make_overview
from formulir.records.year.show import (
    BULAN,
    MARKS,
    SHEET,
    WORDS,
    as_sheet,
    tell_when,
)
from formulir.web.desk.page import Page
from formulir.web.desk.reply import Reply, show
from formulir.web.parts.sheets import hand_sheet

if TYPE_CHECKING:
    from formulir.records.year.overview import OverviewRow
    from formulir.web.desk.visit import Visit


def read_year(visit: Visit) -> list[OverviewRow]:
    """Read the timetable of the year and the region that are looked at."""
    with visit.open_catatan() as db:
        return make_overview(
            db, visit.tahun, wilayah=visit.wilayah, on=visit.kantor.hari_ini()
        )


def show_year(visit: Visit) -> Reply:
    """Show the timetable."""
    rows = read_year(visit)
    today = visit.kantor.hari_ini()
    return show(
        "tahun.html",
        rows=[(row, tell_when(row), as_months(row)) for row in rows],
        months=[bulan.capitalize() for bulan in BULAN],
        marks=MARKS,
        words=WORDS,
        whole=sum(row.keadaan in {DONE, LATE} for row in rows),
        overdue=[row.nama for row in rows if row.keadaan == OVERDUE],
        today=today,
        month=today.month if today.year == visit.tahun else 0,
    )


def as_months(row: OverviewRow) -> list[tuple[str, str | None, str]]:
    """Give the months of an activity: name, mark, and what the mark says."""
    return [
        (name.capitalize(), MARKS[state] if state else None, WORDS.get(state or "", ""))
        for name, state in zip(BULAN, row.bulan, strict=True)
    ]


def show_sheet(visit: Visit) -> Reply:
    """Hand out the timetable as a sheet."""
    rows = [as_sheet(row) for row in read_year(visit)]
    columns = dict(zip(SHEET, SHEET, strict=True))
    judul = f"Program {visit.tahun}"
    return hand_sheet(rows, columns, judul=judul, name=f"program-{visit.tahun}")


PAGES = (
    Page(
        path="/tahun", title="Satu tahun", deed="look", reach="chosen", show=show_year
    ),
    Page(
        path="/tahun/unduh",
        title="Unduh program satu tahun",
        deed="look",
        reach="chosen",
        show=show_sheet,
    ),
)
