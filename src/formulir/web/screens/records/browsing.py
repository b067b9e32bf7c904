"""Tables with names instead of codes: listed, looked through, taken along."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from formulir.records.browsing.rows import Asked, find_rows, list_browsed, spell_rows
from formulir.records.forms.form import make_form
from formulir.records.sheets.write import write_xlsx
from formulir.records.tasks.registry import TASKS
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, hand, show
from formulir.web.door.rights import EVERYWHERE
from formulir.web.parts.browsed import find_browsed, restrict
from formulir.web.parts.paging import ROWS, choose_sheaf
from formulir.web.parts.sheets import XLSX
from formulir.web.sheets.draft import list_drafts

if TYPE_CHECKING:
    from formulir.web.desk.visit import Visit

LIMIT_BYTES: Final = 260 * 1024 * 1024


def show_data(visit: Visit) -> Reply:
    """Show what can be dropped, what lies on the desk, and all tables."""
    with visit.open_catatan() as db:
        codes = visit.list_codes(db)
        tables = list_browsed(db, codes, limited=visit.person.codes is not None)
    writes = visit.may("record", EVERYWHERE)
    return show(
        "data.html",
        tables=tables,
        tasks=TASKS.values() if writes else (),
        drafts=list_drafts(visit.kantor, visit.person.akun) if writes else (),
        writes=writes,
        empty=not any(n for table, n in tables if table.nama in _FIRST),
    )


_FIRST: Final = frozenset({"instansi", "pejabat", "sekolah", "calon"})
"""Where none of these has a row, an office begins."""


def show_table(visit: Visit) -> Reply:
    """Show the rows of a table that were looked for."""
    with visit.open_catatan() as db:
        table = find_browsed(visit, db)
        asked = Asked(q=visit.query.get("q", ""), codes=restrict(visit, db, table))
        total = find_rows(db, table, replace(asked, limit=1)).total
        sheaf = choose_sheaf(visit, total)
        asked = replace(asked, limit=ROWS, offset=sheaf.first)
        listing = find_rows(db, table, asked)
    return show(
        "data_tabel.html",
        title=table.judul,
        listing=listing,
        total=total,
        sheaf=sheaf,
        q=asked.q,
        keys=[urlencode(listing.key_of(row)) for row in listing.rows],
        writes=visit.may("record", EVERYWHERE),
    )


def hand_table(visit: Visit) -> Reply:
    """Hand out the rows of a table that were looked for, as a sheet."""
    with visit.open_catatan() as db:
        table = find_browsed(visit, db)
        asked = Asked(
            q=visit.query.get("q", ""),
            codes=restrict(visit, db, table),
            terang=visit.query.get("terang") == "1",
        )
        listing = find_rows(db, table, asked)
    if asked.terang:
        visit.require("record")
    headings, rows = spell_rows(listing)
    data = write_xlsx(rows, columns=headings, judul=table.nama[:31])
    return hand(data, media=XLSX, name=f"{table.nama}.xlsx")


def hand_form(visit: Visit) -> Reply:
    """Hand out the sheet of a table, empty or with what is on record."""
    from formulir.records.forms.write_form import write_form  # noqa: PLC0415 - brings the writer of sheets

    with visit.open_catatan() as db:
        table = find_browsed(visit, db, sheet=True)
        form = make_form(db, table, isi=visit.query.get("isi") == "1")
    return hand(write_form(form), media=XLSX, name=f"{table.nama}.xlsx")


def hand_task(visit: Visit) -> Reply:
    """Hand out the sheets of a task, empty or with what is on record of the year."""
    from formulir.records.forms.write_form import write_form  # noqa: PLC0415 - brings the writer of sheets
    from formulir.records.tasks.fill import make_task_form  # noqa: PLC0415 - likewise

    task = TASKS.get(visit.names["nama"])
    if task is None:
        raise AbsentError
    isi = visit.query.get("isi") == "1"
    with visit.open_catatan() as db:
        forms = make_task_form(db, task, isi=isi, tahun=visit.tahun if isi else None)
    return hand(write_form(*forms), media=XLSX, name=f"{task.nama}.xlsx")


PAGES = (
    Page(
        path="/data/{tabel}",
        title="Tabel",
        deed="read",
        reach="chosen",
        show=show_table,
    ),
    Page(
        path="/data/{tabel}/unduh",
        title="Unduh tabel",
        deed="read",
        reach="chosen",
        show=hand_table,
    ),
    Page(
        path="/data/{tabel}/lembar",
        title="Unduh lembar",
        deed="record",
        reach="office",
        show=hand_form,
    ),
    Page(
        path="/data/tugas/{nama}/lembar",
        title="Unduh lembar tugas",
        deed="record",
        reach="office",
        show=hand_task,
    ),
)
