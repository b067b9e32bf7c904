"""What a page shows of a draft: its sheets, each row that changes or is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING, Any, Final

from formulir.errors import RecordError
from formulir.language import translate
from formulir.records.browsing.people import Namer
from formulir.records.importing.ingest import find_table
from formulir.records.sheets.sheet import (
    GRID_STEP,
    SheetUnreadableError,
    Unreadable,
    spell_column,
)
from formulir.records.sheets.trace import Trace
from formulir.web.sheets.take import options_of, take_sheet, tell_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from formulir.model import Fault
    from formulir.office.kantor import Kantor
    from formulir.records.sheets.report import ImportResult
    from formulir.records.sheets.sheet import Row
    from formulir.records.sheets.trace import TracedRow, TracedSheet
    from formulir.web.sheets.draft import Draft

SHOWN: Final = 2_000
"""So many rows are shown at most, those with a fault first."""
WRONG, CHANGED, NEW = "salah", "berubah", "baru"
_ORDER: Final = (WRONG, CHANGED, NEW)


def look_at(
    kantor: Kantor, draft: Draft, *, tell: Callable[[int, int], None]
) -> dict[str, Any]:
    """Read a draft, and describe what saving it would do.

    Args:
        kantor: The office.
        draft: The draft, of which it is known what it is for.
        tell: Is told how many rows were read, of how many.

    Returns:
        JSON values: ``ditolak``, a sentence, where nothing of it can be read or
        written; else ``lembar``, ``baris``, the counts, and ``boleh`` (may be saved).
    """
    trace = Trace()
    options = replace(options_of(draft), dry_run=True, trace=trace, tell=tell)
    refused = ""
    result: ImportResult | None = None
    try:
        result = take_sheet(kantor, draft, options)
    except SheetUnreadableError as error:
        refused = translate(error.reason)
    except RecordError as error:
        refused = translate(error.sentence)
    sheets = [_show_sheet(place, each) for place, each in enumerate(trace.sheets)]
    shown = {"ditolak": refused, "lembar": sheets, "nama_lembar": trace.names}
    if result is None:
        return {**shown, "boleh": False, "baris": [], "umum": [], "catatan": []}
    with kantor.open_catatan(read_only=True) as db:
        namer = Namer(db=db)
        rows = _show_rows(trace, namer)
        whole = not draft.is_task and find_table(draft.nama_guna, db).whole
    faults = trace.list_faults()
    heads = {0} | {sheet.sheet.number for sheet in trace.sheets}
    general = [r for n in sorted(heads & faults.keys()) for _, r in faults[n]]
    pending = result.new + result.changed + result.gone
    blocked = bool(general) or bool(result.rejected and (draft.is_task or whole))
    return {
        **shown,
        "boleh": bool(pending) and not blocked,
        "baris": rows[:SHOWN],
        "lebih": max(len(rows) - SHOWN, 0),
        "umum": [translate(reason) for reason in general],
        "utuh": draft.is_task or whole,
        "baru": result.new,
        "berubah": result.changed,
        "sama": result.same,
        "hilang": result.gone,
        "salah": result.rejected_rows,
        "kosong": result.emptied,
        "simpan": pending,
        "sidik": tell_apart(result),
        "catatan": [_tell(fault) for fault in result.warnings],
    }


def _tell(fault: Fault) -> dict[str, str]:
    return {"tempat": translate(fault.place), "alasan": translate(fault.reason)}


def _show_sheet(place: int, traced: TracedSheet) -> dict[str, Any]:
    sheet = traced.sheet
    return {
        "urut": place,
        "nama": sheet.name,
        "judul_di": sheet.number % GRID_STEP,
        "jumlah": len(sheet.rows),
        "judul": sheet.heading,
        "kolom": [
            {
                "nama": column.nama,
                "judul": column.judul,
                "arti": column.meaning,
                "wajib": column.required,
                "dari": sheet.heading[column.index - 1] if column.index else "",
                "huruf": spell_column(column.index) if column.index else "",
            }
            for column in traced.columns
        ],
    }


def _show_rows(trace: Trace, namer: Namer) -> list[dict[str, Any]]:
    """Show the rows that are wrong, change or are new; the wrong ones first."""
    faults = trace.list_faults()
    sheets = {sheet.base: place for place, sheet in enumerate(trace.sheets)}
    rows = {
        (each.base, row.number): row for each in trace.sheets for row in each.sheet.rows
    }
    shown = []
    for number in faults.keys() | trace.rows.keys():
        base = number // GRID_STEP * GRID_STEP
        row = rows.get((base, number))
        if row is None:
            continue
        traced = trace.sheets[sheets[base]]
        told, found = faults.get(number, []), trace.rows.get(number)
        state = WRONG if told else NEW if found and found.is_new else CHANGED
        shown.append(
            {
                "lembar": sheets[base],
                "baris": number % GRID_STEP,
                "nama": namer.name(traced, row),
                "keadaan": state,
                "sel": _show_faults(traced, row, told)
                if told
                else _show_changes(traced, row, found),
                "lain": _show_others(traced, row, told) if told else [],
            }
        )
    return sorted(
        shown, key=lambda r: (_ORDER.index(r["keadaan"]), r["lembar"], r["baris"])
    )


def _show_faults(
    traced: TracedSheet, row: Row, told: list[tuple[str, str]]
) -> list[dict[str, Any]]:
    """Show the cells that are wrong; those of no column have no place."""
    by_column: dict[str, list[str]] = {}
    for column, reason in told:
        by_column.setdefault(column, []).append(translate(reason))
    return [
        {
            "letak": traced.find_place(column),
            "kolom": _call(traced, column),
            "isi": _spell(row, traced.find_place(column)),
            "salah": reasons,
        }
        for column, reasons in by_column.items()
    ]


def _show_others(
    traced: TracedSheet, row: Row, told: list[tuple[str, str]]
) -> list[dict[str, Any]]:
    """Show the other cells of a row that has a fault: one of them may be the cause."""
    wrong = {traced.find_place(column) for column, _ in told}
    places = {each.index: each.judul for each in traced.columns if each.index}
    return [
        {"letak": place, "kolom": judul, "isi": _spell(row, place)}
        for place, judul in sorted(places.items())
        if place not in wrong
    ]


def _show_changes(
    traced: TracedSheet, row: Row, found: TracedRow | None
) -> list[dict[str, Any]]:
    return [
        {
            "letak": traced.find_place(column),
            "kolom": _call(traced, column),
            "isi": _spell(row, traced.find_place(column)),
            "lama": _write(old),
            "baru": _write(new),
            "kosong": new is None,
        }
        for column, old, new in (found.cells if found else ())
    ]


def _call(traced: TracedSheet, column: str) -> str:
    place = traced.find_place(column)
    return traced.sheet.heading[place - 1] if place else column


def _spell(row: Row, place: int) -> str:
    """Spell a cell as it can be typed again."""
    if not place or place > len(row.cells):
        return ""
    cell = row.cells[place - 1]
    if isinstance(cell, Unreadable):
        return ""
    return _write(cell)


def _write(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    return str(value)


_EXACT: Final = 1e15
"""Below this a spreadsheet's number is the number that was typed."""


def list_places(view: Mapping[str, Any]) -> dict[str, tuple[str, int, int, str]]:
    """List the cells that a page lets be typed anew, by the name of their field.

    Returns:
        By field: the sheet, row and column, and what stands there.
    """
    names = [sheet["nama"] for sheet in view["lembar"]]
    return {
        field_of(row, cell): (
            names[row["lembar"]],
            row["baris"],
            cell["letak"],
            cell["isi"],
        )
        for row in view["baris"]
        for cell in (*row["sel"], *row["lain"])
        if cell["letak"]
    }


def field_of(row: Mapping[str, Any], cell: Mapping[str, Any]) -> str:
    """Name the field of a cell on a page."""
    return f"{row['lembar']}.{row['baris']}.{cell['letak']}"
