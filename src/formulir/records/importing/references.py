"""What rows refer to: the columns that name a row of another table, and which row.

``kolom.csv`` says it of most columns. A region is named by its code of today wherever
a column is of that kind; the schools of a proposal, and the province above a region,
are checked by their own rules and are told here.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from formulir.errors import list_some
from formulir.records.cells.hours import split_codes
from formulir.records.tables.columns import Reference
from formulir.records.tables.kinds import KINDS
from formulir.records.tables.registry import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulir.records.store import Store
    from formulir.records.tables.columns import Column, Table

_SEKOLAH, _WILAYAH = Reference("sekolah", "npsn"), Reference("wilayah", "entitas")
_MORE = {
    ("usulan", "npsn_model"): _SEKOLAH,
    ("usulan", "npsn_imbas"): _SEKOLAH,
    ("wilayah", "induk"): Reference("wilayah", "kode"),
}
_OF_KIND = {"wilayah": _WILAYAH, "kabkota": _WILAYAH}


def list_references(tabel: str) -> Iterator[tuple[Table, Column, Reference]]:
    """Give every column, with its table, that refers to rows of a table."""
    for table in TABLES.values():
        for column in table.columns:
            reference = (
                column.points_to
                or _MORE.get((table.nama, column.nama))
                or _OF_KIND.get(column.kind)
            )
            if reference and reference.tabel == tabel:
                yield table, column, reference


def split_reference(column: Column, value: object) -> list[str]:
    """Give the codes that a cell names: of most kinds one, of some several."""
    return split_codes(str(value)) if KINDS[column.kind].many else [str(value)]


def list_naming(
    db: Store, source: tuple[Table, Column, Reference], target: Mapping[str, Any]
) -> list[str]:
    """Name the rows of a table that refer to a row, such as ``berkas 2016 SB-01 CV``.

    Args:
        db: The record store.
        source: The column that refers, with its table and what it refers to.
        target: The row that is referred to; the columns of the reference suffice.
    """
    table, column, reference = source
    names = dict.fromkeys((*table.key, column.nama, *reference.shared))
    conditions = [f"{name} = :{name}" for name in reference.shared]
    code = str(target[reference.column])
    if not KINDS[column.kind].many:
        conditions.append(f"{column.nama} = :code")
    rows = db.rows(
        f"SELECT DISTINCT {', '.join(names)} FROM {table.source}"
        f" WHERE {' AND '.join(conditions) or '1'} ORDER BY {', '.join(table.key)}",
        {"code": code, **target},
    )
    return [
        f"{table.nama} {' '.join(str(row[name]) for name in table.key)}"
        for row in rows
        if row[column.nama] and code in split_reference(column, row[column.nama])
    ]


def tell_unknown(
    reference: Reference, part: str, place: Sequence[object], there: Sequence[str]
) -> str:
    """Say that nothing of that name is on record, and what comes nearest.

    Args:
        reference: What is referred to.
        part: The code that is not on record.
        place: What the shared columns hold.
        there: The codes that are on record in that place.
    """
    where = f" of {' '.join(map(str, place))}" if place else ""
    near = difflib.get_close_matches(part, there, n=1)
    if near:
        hint = f"did you mean {near[0]}?"
    elif not there:
        hint = f"there is none{where}; import table {reference.tabel} first"
    else:
        hint = f"there are {list_some(there)}"
    return f"no {reference.tabel} {part}{where} is on record; {hint}"
