"""Names in the place of codes: what a cell of a table points to, as people call it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formulir.records.tables.registry import TABLES
from formulir.records.tasks.registry import find_place

if TYPE_CHECKING:
    from formulir.records.tables.columns import Column, Table

_REGIONS: Final = frozenset({"wilayah", "kabkota", "kode_wilayah"})
_CALLED: Final = ("nama", "judul", "uraian")
"""The columns that may say what a row is called."""


def name_sql(table: Table, column: Column) -> str:
    """Write an expression of SQL that names what a column points to.

    Args:
        table: The table, whose rows are called ``t``.
        column: The column.

    Returns:
        The expression; ``NULL`` where the column holds what it says.
    """
    own = f"t.{column.nama}"
    if column.kind in _REGIONS and table.nama != "wilayah":
        return (
            f"(SELECT w.nama FROM wilayah AS w WHERE w.kode = {own}"
            " ORDER BY w.berlaku_dari DESC LIMIT 1)"
        )
    if column.kind == "npsn" and column.nama not in table.key[:1]:
        return f"(SELECT r.nama FROM sekolah AS r WHERE r.npsn = {own})"
    reference = column.points_to
    if reference is None or column.kind == "daftar":
        return "NULL"
    there = {each.nama for each in TABLES[reference.tabel].columns}
    called = next((name for name in _CALLED if name in there), "")
    if not called or reference.tabel == "materi":
        return "NULL"
    source = "peserta_lengkap" if reference.tabel == "peserta" else reference.tabel
    same = "".join(f" AND r.{name} = t.{name}" for name in reference.shared)
    return (
        f"(SELECT r.{called} FROM {source} AS r"
        f" WHERE r.{reference.column} = {own}{same} LIMIT 1)"
    )


def call_column(table: Table, column: Column) -> str:
    """Return what a column is called on a page: as the sheets of the tasks head it."""
    place = find_place(table.nama, column.nama)
    if place and place[2]:
        return place[2]
    if table.formulir:
        return column.meaning
    word = column.nama.replace("_", " ")
    if word in _SHORT:
        return word.upper()
    return word[:1].upper() + word[1:]


_SHORT: Final = frozenset({"npsn", "nip", "nik", "nuptk", "bps"})
