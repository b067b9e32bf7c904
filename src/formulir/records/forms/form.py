"""The sheet that a clerk is given to fill: empty, or with what is on record.

It is made from the same description that the import reads by, and imports as it is.
What is nobody's business outside the office is masked unless asked for; a masked value
that comes back leaves the one on record alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from formulir.records.cells.mask import mask
from formulir.records.forms.help import (
    KINDS,
    find_lebar,
    write_catatan,
    write_judul,
    write_petunjuk,
)
from formulir.records.office.wilayah import KABKOTA
from formulir.records.store import query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from formulir.records.tables.columns import Column, Table

PILIHAN_LIMIT = 2_000
"""Nobody looks through a longer list of codes, such as all schools of a province."""
EXCEL_BEGINS = date(1901, 1, 1)
"""Older days than this a spreadsheet cannot hold; they stay text."""
_USULAN = """
SELECT u.tahun, u.wilayah, u.usulan_ke, u.pengusul, u.nomor, u.tanggal,
    m.npsn AS npsn_model, i.npsn AS npsn_imbas, i.jarak_km, m.luar_kuota
FROM usulan AS u
JOIN usulan_model AS m ON m.usulan = u.id
JOIN usulan_imbas AS i ON i.usulan = m.usulan AND i.model = m.npsn
ORDER BY u.tahun, u.wilayah, u.pengusul, u.usulan_ke, m.urut, i.urut
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class FormColumn:
    """A column of a sheet to be filled.

    Args:
        judul: Its heading.
        wajib: Whether each row must fill it.
        catatan: The note beside the heading.
        format: The number format of its cells.
        lebar: Its width, in characters.
        pilihan: What may be chosen from; nothing for a column that is free.
        tegas: Whether another word is refused, and not only doubted.
    """

    judul: str
    wajib: bool
    catatan: str
    format: str
    lebar: int
    pilihan: tuple[str, ...] = ()
    tegas: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FormSheet:
    """A sheet to be filled, and the page that explains it.

    Args:
        nama: The name of the sheet.
        kolom: Its columns.
        rows: What stands in it already.
        petunjuk: The rows of the page of explanations.
    """

    nama: str
    kolom: tuple[FormColumn, ...]
    rows: list[list[Any]]
    petunjuk: list[tuple[str, ...]]


def make_form(
    db: Database, table: Table, *, isi: bool = False, terang: bool = False
) -> FormSheet:
    """Make the sheet of a table.

    Args:
        db: The record store, whose codes may be chosen from.
        table: What the sheet is for.
        isi: Fill in what is on record.
        terang: Show what is masked otherwise.
    """
    return FormSheet(
        nama=table.nama,
        kolom=tuple(_make_column(db, column) for column in table.kolom),
        rows=list(_read_rows(db, table, terang=terang)) if isi else [],
        petunjuk=write_petunjuk(table),
    )


def _make_column(db: Database, column: Column) -> FormColumn:
    """Describe one column."""
    judul = write_judul(column)
    return FormColumn(
        judul=judul,
        wajib=judul.endswith("*"),
        catatan=write_catatan(column),
        format=KINDS[column.jenis].format,
        lebar=find_lebar(column),
        pilihan=_list_pilihan(db, column),
        tegas=column.jenis in {"pilihan", "ya"},
    )


def _list_pilihan(db: Database, column: Column) -> tuple[str, ...]:
    """List what may be chosen from: words of a closed set, or codes on record."""
    if column.jenis == "ya":
        return ("ya", "tidak")
    if column.pilihan:
        return column.pilihan
    if column.jenis in {"wilayah", "kabkota"}:
        sql = (
            "SELECT DISTINCT entitas AS kode FROM wilayah"
            " WHERE tingkat = :tingkat OR :tingkat IS NULL ORDER BY entitas"
        )
        tingkat = KABKOTA if column.jenis == "kabkota" else None
        return _codes(query(db, sql, {"tingkat": tingkat}))
    if column.rujukan is None or column.jenis == "daftar":
        return ()
    kolom, tabel = column.rujukan.kolom, column.rujukan.tabel
    return _codes(query(db, f"SELECT DISTINCT {kolom} AS kode FROM {tabel} ORDER BY 1"))


def _codes(rows: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Give the codes, unless there are too many to choose from."""
    if len(rows) > PILIHAN_LIMIT:
        return ()
    return tuple(str(row["kode"]) for row in rows)


def _read_rows(db: Database, table: Table, *, terang: bool) -> list[list[Any]]:
    """Read what is on record, each value as it is typed into a sheet."""
    if table.nama == "usulan":
        sql = _USULAN
    else:
        names = ", ".join(column.nama for column in table.kolom)
        sql = f"SELECT {names} FROM {table.nama} ORDER BY {', '.join(table.kunci)}"
    return [
        [_spell(column, row[column.nama], terang=terang) for column in table.kolom]
        for row in query(db, sql)
    ]


def _spell(column: Column, value: Any, *, terang: bool) -> Any:  # noqa: ANN401 - a cell holds what it holds
    """Spell a value as it is typed into a sheet."""
    if value is None:
        return None
    if column.pribadi and not terang:
        return mask(str(value))
    if column.jenis == "ya":
        return "ya" if value else "tidak"
    if column.jenis == "jeda":
        return value or "-"
    if column.jenis == "tanggal":
        day = date.fromisoformat(value)
        return day if day >= EXCEL_BEGINS else value
    return value
