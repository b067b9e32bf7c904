"""A timetable as people see it: signs for months, words for what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from formulir.dates import format_tanggal
from formulir.language import phrase
from formulir.records.year.overview import BEGUN, DONE, LATE, OVERDUE, PLANNED

if TYPE_CHECKING:
    from formulir.records.year.overview import OverviewRow

BULAN: Final = (
    *("jan", "feb", "mar", "apr", "mei", "jun"),
    *("jul", "agu", "sep", "okt", "nov", "des"),
)
"""The months, as letters and sheets name the columns of a timetable."""
MARKS: Final = {
    None: "\N{MIDDLE DOT}",
    PLANNED: "\N{WHITE CIRCLE}",
    BEGUN: "\N{WHITE CIRCLE}",
    DONE: "\N{CHECK MARK}",
    LATE: "!",
    OVERDUE: "\N{BALLOT X}",
}
"""What stands on a screen for a month, and for what an activity came to."""
PAPER: Final = {
    PLANNED: "\N{WHITE SQUARE}",
    DONE: "\N{BLACK SQUARE}",
    LATE: "\N{BLACK UP-POINTING TRIANGLE}",
    OVERDUE: "\N{BLACK DOWN-POINTING TRIANGLE}",
}
"""The same on paper: signs that the fonts of letters have, told apart in black."""
WORDS: Final = {
    PLANNED: "direncanakan",
    BEGUN: "berjalan",
    DONE: "selesai",
    LATE: "selesai, terlambat",
    OVERDUE: "belum selesai",
}
"""What an activity came to, on paper and on the desk."""
_STATES: Final = {
    PLANNED: phrase("planned"),
    BEGUN: phrase("begun"),
    DONE: phrase("done"),
    LATE: phrase("done late"),
    OVERDUE: phrase("overdue"),
}
"""The same on a terminal."""
KEY: Final = phrase(
    "{planned} planned, {done} done, {late} done after the deadline, {overdue} overdue",
    planned=MARKS[PLANNED],
    done=MARKS[DONE],
    late=MARKS[LATE],
    overdue=MARKS[OVERDUE],
)
"""What the signs of a screen mean."""
SHEET: Final = (
    *("Tahap", "Kegiatan"),
    *(bulan.capitalize() for bulan in BULAN),
    *("Waktu", "Selesai", "Jumlah", "Satuan", "Keadaan"),
)
"""The columns of the sheet, in order."""


def spell_months(row: OverviewRow) -> str:
    """Write the twelve months of an activity, a sign each.

    The columns of a table on a terminal are parted by two blanks, months by one.
    """
    return " ".join(MARKS[state] for state in row.bulan)


def tell_state(row: OverviewRow) -> str:
    """Say what an activity came to, behind its sign."""
    return phrase("{mark} {state}", mark=MARKS[row.keadaan], state=_STATES[row.keadaan])


def tell_when(row: OverviewRow) -> str:
    """Say when an activity takes place: its days, or until when."""
    return row.waktu or f"s.d. {format_tanggal(row.tenggat)}"


def as_sheet(row: OverviewRow) -> dict[str, Any]:
    """Show an activity as a row of the sheet."""
    months = zip(BULAN, row.bulan, strict=True)
    return {
        "Tahap": row.key[0],
        "Kegiatan": row.nama,
        **{
            name.capitalize(): MARKS[state] if state else None for name, state in months
        },
        "Waktu": tell_when(row),
        "Selesai": row.selesai,
        "Jumlah": row.jumlah,
        "Satuan": row.satuan,
        "Keadaan": f"{MARKS[row.keadaan]} {WORDS[row.keadaan]}",
    }


def as_paper(row: OverviewRow) -> dict[str, Any]:
    """Show an activity as a letter does."""
    months = zip(BULAN, row.bulan, strict=True)
    part = f" {row.selesai}/{row.jumlah}" if row.jumlah > 1 and row.selesai else ""
    whole = row.keadaan in {DONE, LATE}
    return {
        "tahap": row.key[0],
        "nama": row.nama,
        **{name: PAPER[state] if state else None for name, state in months},
        "waktu": tell_when(row),
        "keadaan": WORDS[row.keadaan] + ("" if whole else part),
    }
