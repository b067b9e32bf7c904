"""Tables of the records, as far as a visit may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.records.browsing.rows import NO_ROWS, is_regional
from formulir.records.importing.ingest import TabelUnknownError, find_table
from formulir.web.desk.reply import AbsentError

if TYPE_CHECKING:
    from collections.abc import Collection

    from formulir.records.browsing.rows import Browsed
    from formulir.records.store import Store
    from formulir.web.desk.visit import Visit


def find_browsed(visit: Visit, db: Store, *, sheet: bool = False) -> Browsed:
    """Find the table that the address names.

    Args:
        visit: The visit.
        db: The record store.
        sheet: Whether a sheet is enough, whose rows stand elsewhere.

    Raises:
        AbsentError: There is none, or its rows have no region and the person's
            account is for one only.
    """
    try:
        table = find_table(visit.names["tabel"], db)
    except TabelUnknownError as error:
        raise AbsentError from error
    if table.nama in NO_ROWS and not sheet:
        raise AbsentError
    if visit.person.codes is not None and not is_regional(table):
        raise AbsentError
    return table


def restrict(visit: Visit, db: Store, table: Browsed) -> Collection[str] | None:
    """Give the regions to which the rows of a table are restricted, if to any."""
    return visit.list_codes(db) if is_regional(table) else None
