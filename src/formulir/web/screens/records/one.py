"""One row of a table: seen whole, corrected, added, deleted with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from formulir.errors import RecordError
from formulir.office.founding import delete_record
from formulir.records.browsing.choices import explain, is_complete, list_named
from formulir.records.browsing.naming import call_column
from formulir.records.browsing.rows import Asked, find_rows
from formulir.records.importing.delete import list_dependents
from formulir.web.desk.page import Page
from formulir.web.desk.reply import AbsentError, Reply, go, show
from formulir.web.door.rights import EVERYWHERE
from formulir.web.parts.browsed import find_browsed, restrict
from formulir.web.parts.typed import take_rows
from formulir.web.screens.records.depending import name_dependents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.records.browsing.rows import Browsed, Listing
    from formulir.records.importing.delete import Dependent
    from formulir.records.store import Store
    from formulir.web.desk.visit import Visit

_FILES = frozenset({"gambar", "berkas"})
"""Kinds of cells that name a file, which has a page of its own."""


def find_one(visit: Visit, db: Store, *, terang: bool = False) -> Listing:
    """Find the one row whose key stands behind the question mark.

    Raises:
        AbsentError: There is none, or it is of another region.
    """
    table = find_browsed(visit, db)
    key = {name: visit.query.get(name, "") for name in table.key}
    asked = Asked(key=key, codes=restrict(visit, db, table), terang=terang, limit=2)
    listing = find_rows(db, table, asked)
    if len(listing.rows) != 1:
        raise AbsentError
    return listing


def show_row(visit: Visit) -> Reply:
    """Show a row whole, and what depends on it."""
    terang = visit.query.get("terang") == "1" and visit.may("record")
    writes = visit.may("record", EVERYWHERE)
    with visit.open_catatan() as db:
        listing = find_one(visit, db, terang=terang)
        table, row = listing.table, listing.rows[0]
        key = listing.key_of(row)
        dependents: list[Dependent] = []
        if writes:
            dependents = list_dependents(db, table.nama, list(key.values()))
        named = name_dependents(visit, db, dependents)
    return show(
        "baris.html",
        title=table.judul,
        listing=listing,
        row=row,
        key=urlencode(key),
        dependents=named,
        count=len(dependents),
        writes=writes,
        terang=terang,
        private=any(column.private for column in table.columns),
    )


def show_form(visit: Visit) -> Reply:
    """Show a row to be corrected, or an empty one to be filled."""
    with visit.open_catatan() as db:
        table = find_browsed(visit, db)
        values: dict[str, Any] = {}
        if visit.query:
            row = find_one(visit, db).rows[0]
            values = {name: shown.text for name, shown in row.items()}
        return _show_form(visit, db, table, values, faults={})


def _show_form(
    visit: Visit,
    db: Store,
    table: Browsed,
    values: Mapping[str, Any],
    *,
    faults: Mapping[str, list[str]],
) -> Reply:
    fields = [
        {
            "column": column,
            "judul": call_column(table, column),
            "catatan": explain(column, chosen=bool(list_named(db, table, column))),
            "isi": "" if values.get(column.nama) is None else values[column.nama],
            "pilihan": list_named(db, table, column),
            "tetap": bool(visit.query) and column.nama in table.key,
            "angka": is_complete(column),
        }
        for column in table.columns
        if column.kind not in _FILES
    ]
    return show(
        "baris_ubah.html",
        status=422 if faults else 200,
        title=table.judul,
        table=table,
        fields=fields,
        faults=faults,
        general=[
            r for n, those in faults.items() if n not in _names(table) for r in those
        ],
        key=urlencode(visit.query),
        is_new=not visit.query,
    )


def _names(table: Browsed) -> set[str]:
    return {column.nama for column in table.columns if column.kind not in _FILES}


def take_form(visit: Visit) -> Reply:
    """Take a row that was corrected or filled, as an import would."""
    with visit.open_catatan() as db:
        table = find_browsed(visit, db)
        if table.whole:
            raise AbsentError
        if visit.query:
            find_one(visit, db)
    row = {name: visit.take(name, "") for name in _order(table)}
    row |= {name: visit.query[name] for name in table.key if name in visit.query}
    if faults := take_rows(visit, table.formulir or table.nama, [row]).faults:
        with visit.open_catatan() as db:
            return _show_form(visit, db, table, row, faults=faults)
    key = urlencode({name: row[name] for name in table.key})
    return go(f"/data/{visit.names['tabel']}/baris?{key}&tersimpan=1")


def _order(table: Browsed) -> list[str]:
    return [column.nama for column in table.columns if column.nama in _names(table)]


def take_delete(visit: Visit) -> Reply:
    """Delete a row, for the reason that was given."""
    with visit.open_catatan() as db:
        listing = find_one(visit, db)
    table = listing.table
    alasan = visit.take("alasan")
    if not alasan:
        raise AlasanMissingError
    key = list(listing.key_of(listing.rows[0]).values())
    delete_record(visit.kantor, table.formulir or table.nama, key, alasan=alasan)
    return go(f"/data/{visit.names['tabel']}?terhapus=1")


class AlasanMissingError(RecordError):
    """A row was to be deleted without a reason."""

    says = "a reason is needed: it stays in the history"


PAGES = (
    Page(
        path="/data/{tabel}/baris",
        title="Baris",
        deed="read",
        reach="chosen",
        show=show_row,
    ),
    Page(
        path="/data/{tabel}/ubah",
        title="Perbaiki baris",
        deed="record",
        reach="office",
        show=show_form,
        take=take_form,
    ),
    Page(
        path="/data/{tabel}/hapus",
        title="Hapus baris",
        deed="record",
        reach="office",
        take=take_delete,
    ),
)
