"""A sheet that was dropped: what it is for, what it would change, what is wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from formulir.errors import RecordError
from formulir.records.browsing.rows import list_browsed
from formulir.records.importing.ingest import find_table
from formulir.records.sheets.sheet import SheetUnreadableError
from formulir.records.tasks.registry import TASKS, require_sheet
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, go, show
from formulir.web.parts.forms import ask_number
from formulir.web.screens.records.browsing import LIMIT_BYTES, show_data
from formulir.web.sheets.draft import (
    TASK,
    Draft,
    drop_draft,
    file_of,
    find_draft,
    keep_sheet,
    read_view,
    write_draft,
    write_view,
)
from formulir.web.sheets.take import guess_draft
from formulir.web.sheets.view import SHOWN, field_of, list_places, look_at

if TYPE_CHECKING:
    from formulir.web.desk.visit import Visit

_LARGE_BYTES: Final = 120_000
"""A larger sheet is read by a job."""
_SHOWN: Final = 50
_LONGEST: Final = 2_000


class LembarSentError(RecordError):
    """A form came without the sheet that it is for."""

    says = "no file came along; choose a sheet, or drop it here"


def take_sheet_file(visit: Visit) -> Reply:
    """Lay a sheet on the desk; what it is for is guessed."""
    sent = visit.files.get("lembar")
    if not sent:
        raise LembarSentError
    draft = keep_sheet(
        visit.kantor, akun=visit.person.akun, nama=sent[0].name, source=sent[0].path
    )
    if file_of(visit.kantor, draft).stat().st_size > _LARGE_BYTES:
        return _ask_look(visit, draft)
    try:
        write_draft(visit.kantor, guess_draft(visit.kantor, draft))
    except SheetUnreadableError as error:
        drop_draft(visit.kantor, draft)
        raise LembarUnreadableError(draft.nama, reason=error.reason) from error
    return go(f"/data/lembar/{draft.kode}")


class LembarUnreadableError(RecordError):
    """What was dropped is no sheet."""

    nama: str
    reason: str
    says = "{nama} is not taken: {reason}"


def require_draft(visit: Visit) -> Draft:
    """Find the draft that the address names.

    Raises:
        AbsentError: There is none, or it is somebody else's.
    """
    draft = find_draft(visit.kantor, visit.names["kode"], akun=visit.person.akun)
    if draft is None:
        raise AbsentError
    return draft


def show_sheet(visit: Visit) -> Reply:
    """Show a draft; a large one is read by a job first."""
    draft = require_draft(visit)
    view = read_view(visit.kantor, draft)
    if view is None and draft.guna:
        if file_of(visit.kantor, draft).stat().st_size > _LARGE_BYTES:
            return _ask_look(visit, draft)
        view = look_at(visit.kantor, draft, tell=lambda _done, _total: None)
        write_view(visit.kantor, draft, view)
    return show("lembar.html", **_facts(visit, draft, view))


def _facts(visit: Visit, draft: Draft, view: dict[str, Any] | None) -> dict[str, Any]:
    wanted = visit.query.get("lihat", "")
    rows = view["baris"] if view else []
    kinds = {row["keadaan"] for row in rows}
    shown = [row for row in rows if row["keadaan"] == wanted or wanted not in kinds]
    pages = max(1, -(-len(shown) // _SHOWN))
    number = min(ask_number(visit, "hal", least=1, most=SHOWN) or 1, pages)
    with visit.open_catatan() as db:
        tables = [table for table, _ in list_browsed(db, None, limited=False)]
        tables.append(find_table("nomor_luar", db))
    return {
        "title": draft.nama,
        "draft": draft,
        "seen": view,
        "rows": shown[(number - 1) * _SHOWN : number * _SHOWN],
        "number": number,
        "pages": pages,
        "wanted": wanted if wanted in kinds else "",
        "kinds": kinds,
        "tasks": TASKS.values(),
        "tables": tables,
        "edited": [
            {"lembar": s, "baris": r, "kolom": c, "isi": w} for s, r, c, w in draft.sel
        ],
        "field": field_of,
        "kept": {tuple(spot) for spot in draft.biar},
        "calls": {table.nama: table.judul for table in tables},
    }


def _ask_look(visit: Visit, draft: Draft) -> Reply:
    nomor = visit.ask("tinjau", {"lembar": draft.kode}, judul=f"Membaca {draft.nama}")
    return go(f"/pekerjaan/{nomor}")


def take_sheet(visit: Visit) -> Reply:
    """Take what was put right or chosen; save, look again, or put away."""
    draft, act = require_draft(visit), visit.take("perbuatan")
    if act == "buang":
        drop_draft(visit.kantor, draft)
        return go("/data")
    view = read_view(visit.kantor, draft)
    if act == "guna":
        return _take_use(visit, draft)
    changed = draft
    if view is not None:
        changed = _take_cells(visit, draft, view)
        if act == "peta":
            changed = _take_headings(visit, changed, view)
    if changed != draft:
        write_draft(visit.kantor, changed)
        return go(f"/data/lembar/{draft.kode}")
    if act == "simpan" and view is not None and view["boleh"]:
        isi = {"lembar": draft.kode, "sidik": visit.take("sidik")}
        nomor = visit.ask("impor", isi, judul=f"Menyimpan {draft.nama}")
        return go(f"/pekerjaan/{nomor}")
    return go(f"/data/lembar/{draft.kode}")


def _take_use(visit: Visit, draft: Draft) -> Reply:
    guna = visit.take("guna")
    kind, _, nama = guna.partition(":")
    with visit.open_catatan() as db:
        require_sheet(nama, db)
    if kind == TASK and nama not in TASKS:
        raise AbsentError
    fresh = Draft(
        kode=draft.kode, akun=draft.akun, nama=draft.nama, diubah=draft.diubah
    )
    write_draft(visit.kantor, replace(fresh, guna=guna))
    return go(f"/data/lembar/{draft.kode}")


def _take_cells(visit: Visit, draft: Draft, view: dict[str, Any]) -> Draft:
    """Keep the cells that were typed anew, and those that leave what is on record."""
    told = {(s, r, c): word for s, r, c, word in draft.sel}
    kept = set(draft.biar)
    for name, (sheet, row, column, before) in list_places(view).items():
        spot = (sheet, row, column)
        word = visit.take(f"isi.{name}", before)[:_LONGEST]
        if word != before.strip():
            told[spot] = word
            kept.discard(spot)
        if visit.form.get(f"biar.{name}"):
            kept.add(spot)
    for index, (s, r, c, _) in enumerate(draft.sel):
        if visit.form.get(f"batal.{index}"):
            told.pop((s, r, c), None)
    if visit.form.get("batal.biar"):
        kept = set()
    return replace(
        draft,
        sel=[(*spot, word) for spot, word in sorted(told.items())],
        biar=sorted(kept),
    )


def _take_headings(visit: Visit, draft: Draft, view: dict[str, Any]) -> Draft:
    """Keep the row of the heading, and which heading holds a column."""
    rows, told = dict(draft.judul), dict(draft.peta)
    for sheet in view["lembar"]:
        at = visit.take_number(f"judul.{sheet['urut']}", 1, 2_000_000)
        if at != sheet["judul_di"]:
            rows[sheet["nama"]] = at
        for place, column in enumerate(sheet["kolom"]):
            heading = visit.take(f"peta.{sheet['urut']}.{place}", column["dari"])
            if heading == column["dari"]:
                continue
            if heading and heading not in sheet["judul"]:
                raise JudulUnknownError(heading)
            told[column["nama"]] = heading
    lembar = [name for name in visit.form.get("lembar", []) if name]
    if not set(lembar) <= set(view["nama_lembar"]):
        raise AbsentError
    return replace(draft, judul=rows, peta=told, lembar=lembar)


class JudulUnknownError(RecordError):
    """A heading was chosen that the sheet does not have."""

    heading: str
    says = "the sheet has no heading {heading!r}"


PAGES = (
    Page(
        path="/data",
        title="Data",
        deed="read",
        reach="chosen",
        show=show_data,
    ),
    Page(
        path="/data/lembar",
        title="Lembar",
        deed="record",
        reach="office",
        take=take_sheet_file,
        limit_bytes=LIMIT_BYTES,
    ),
    Page(
        path="/data/lembar/{kode}",
        title="Lembar",
        deed="record",
        reach="office",
        show=show_sheet,
        take=take_sheet,
    ),
)
