"""Where in the records a fault is cured: a table, a row, a column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from formulir.model import Cell
from formulir.records.tables.registry import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulir.model import Fault
    from formulir.records.store import Store

_PLACE: Final = re.compile(r"([a-z_]+) ([^\s:]+)(?:[^:]*: (\w+)$)?")
"""How faults name a row: its table, then the first words of its key, then a column."""


def find_cell(fault: Fault, *, tahun: int) -> Cell | None:
    """Find the cell that cures a fault, if it is one of the records.

    Args:
        fault: It.
        tahun: The programme year that was asked about, which is part of some keys.

    Returns:
        The cell, its row by the columns of the key where these are known; else by what
        is known of the row.
    """
    if fault.cell is not None:
        return Cell(
            tabel=fault.cell.tabel,
            row=_narrow(fault.cell, tahun=tahun),
            kolom=fault.cell.kolom,
        )
    found = _PLACE.match(fault.place)
    table = TABLES.get(found[1]) if found else None
    if found is None or table is None:
        return None
    key = [name for name in table.key if name not in {"tahun", "berlaku_dari"}]
    row = dict(zip(key, found[2].split("/"), strict=False))
    if "tahun" in table.key:
        row = {"tahun": str(tahun), **row}
    columns = {column.nama for column in table.columns}
    kolom = found[3] if found[3] in columns else ""
    return Cell(tabel=table.nama, row=row, kolom=kolom)


def is_whole(cell: Cell) -> bool:
    """Tell whether the key of a cell's row is known."""
    return cell.row.keys() >= set(TABLES[cell.tabel].key)


def _narrow(cell: Cell, *, tahun: int) -> dict[str, str]:
    """Keep the key of a row, where it is known; else what it is known by."""
    own = {"tahun": str(tahun), **cell.row}
    key = TABLES[cell.tabel].key
    if own.keys() >= set(key):
        return {name: own[name] for name in key}
    return dict(cell.row)


def keep_within(
    db: Store, faults: Iterable[Fault], codes: frozenset[str], *, tahun: int
) -> Iterator[Fault]:
    """Give the faults whose cell lies in certain regions.

    Args:
        db: The record store.
        faults: They.
        codes: The codes of the regions.
        tahun: As in ``find_cell``.
    """
    for fault in faults:
        cell = find_cell(fault, tahun=tahun)
        if cell is not None and _read_wilayah(db, cell) in codes:
            yield fault


def _read_wilayah(db: Store, cell: Cell) -> str | None:
    """Read of which region a row is, where its table says so and its key is known."""
    table = TABLES[cell.tabel]
    names = {column.nama for column in table.columns}
    if "wilayah" not in names or not is_whole(cell):
        return None
    where = " AND ".join(f"{name} = :{name}" for name in table.key)
    found = db.value(
        f"SELECT wilayah FROM {table.source} WHERE {where}",
        {name: cell.row[name] for name in table.key},
    )
    return None if found is None else str(found)
