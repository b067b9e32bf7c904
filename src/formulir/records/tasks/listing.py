"""What a sheet lists twice, and what it does not list any more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from formulir.language import phrase
from formulir.records.sheets.sheet import is_unseen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.records.sheets.report import Record, Report
    from formulir.records.sheets.sheet import Sheet
    from formulir.records.store import Store
    from formulir.records.tables.columns import Table
    from formulir.records.tasks.page_sheet import Found

    Key = tuple[Any, ...]


def drop_copies(sheet: Sheet, *, report: Report) -> Sheet:
    """Leave out rows that say in every cell what a row above says, with a remark."""
    first: dict[tuple[str, ...], int] = {}
    kept = []
    for row in sheet.rows:
        other = first.setdefault(tuple(map(repr, row.cells)), row.number)
        if other == row.number or row.broken:
            kept.append(row)
        else:
            report.remark(
                row.number,
                "",
                phrase("the same as {other}; left out", other=report.tell_row(other)),
            )
    return replace(sheet, rows=kept)


def drop_unfilled(found: Found, *, report: Report) -> Found:
    """Leave out rows in which nobody filled in more than what the sheet began with."""
    due = found.page.due
    if due is None:
        return found
    main = found.page.main.nama
    own = [
        place
        for column, place in found.places.items()
        if column.bagian != main or column.names[0] not in due.columns
    ]
    kept = [
        row
        for row in found.sheet.rows
        if row.broken or not all(is_unseen(row.cells[place]) for place in own)
    ]
    count = len(found.sheet.rows) - len(kept)
    if count:
        reason = phrase("{count} row(s) are not filled in yet; left out", count=count)
        report.remark(found.sheet.number, "", reason)
    return replace(found, sheet=replace(found.sheet, rows=kept))


def refuse_doubles(found: Found, main: Sequence[Record], *, report: Report) -> None:
    """Refuse a row that is about the same as a row above, and says otherwise."""
    key, given = found.page.main.table.key, found.page.given
    column = next((c for c in found.places if "nama" in c.names), None)
    column = column or next(c for c in found.places if c.names[0] in key)
    code = next((c for c in found.places if c.names[0] == given and not c.lookup), None)
    hint = (
        phrase(
            "; a row that was copied brings its hidden {judul} along", judul=code.judul
        )
        if code
        else ""
    )
    first: dict[Key, int] = {}
    for record in main:
        if report.is_rejected(record.row) or record.unread:
            continue
        other = first.setdefault(_read(record, key), record.row)
        if other != record.row:
            values = record.values
            name = values.get("nama") or " ".join(str(values[each]) for each in key)
            reason = phrase(
                "{name} is the same as in row {other}; keep one of the two{hint}",
                name=name,
                other=other,
                hint=hint,
            )
            report.reject(record.row, found.heading(column), reason)


def list_keys(db: Store, table: Table) -> list[dict[str, Any]]:
    """List the keys of the rows on record, in order."""
    names = ", ".join(table.key)
    return db.rows(f"SELECT {names} FROM {table.nama} ORDER BY {names}")


def tell_left(
    found: Found,
    main: Sequence[Record],
    before: Sequence[dict[str, Any]],
    *,
    report: Report,
) -> None:
    """Say which rows on record the sheet does not list: they stay.

    A sheet that lists nothing of what was on record is an addition, and says nothing
    about the others; nor does it about other years, trainings and offices.

    Args:
        found: The sheet.
        main: Its rows.
        before: The keys that were on record before it.
        report: Is told.
    """
    table = found.page.main.table
    scope = [name for name in _SCOPE if name in table.key]
    there = {_read(record, table.key) for record in main}
    places = {_read(record, scope) for record in main}
    near = [key for key in before if tuple(key[name] for name in scope) in places]
    left = [key for key in near if tuple(key.values()) not in there]
    if not left or len(left) == len(near):
        return
    words = " ".join(map(str, left[0].values()))
    shown = (
        phrase("{words} and {count} more", words=words, count=len(left) - 1)
        if len(left) > 1
        else words
    )
    report.remark(
        found.sheet.number,
        "",
        phrase(
            "{count} row(s) of {nama} on record are not in this sheet and "
            "stay: {shown}; a row goes with 'formulir delete {nama} {words} "
            "--alasan …'",
            count=len(left),
            nama=table.nama,
            shown=shown,
            words=words,
        ),
    )


_SCOPE = ("tahun", "pelatihan", "instansi")
"""The columns of a key that say of what a sheet is the list."""


def _read(record: Record, names: Sequence[str]) -> Key:
    return tuple(record.values.get(name) for name in names)
