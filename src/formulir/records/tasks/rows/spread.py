"""Columns that stand once for each criterion or indicator of the office."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from formulir.records.tasks.task import PageColumn, Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """A part that stands once for each of what an office has laid down itself.

    Args:
        sql: A query of ``kode``, ``uraian`` and ``skala``: what is answered with,
            which is nothing where the table says it.
        kolom: The key column of the part that holds the code.
        judul: What stands before the code in a heading.
    """

    sql: str
    kolom: str = "kriteria"
    judul: str = "Kriteria"


_CRITERIA = "SELECT kode, uraian, '' AS skala FROM {0} ORDER BY urut, kode"
SPREAD = {
    "kriteria": Spread(sql=_CRITERIA.format("kriteria")),
    "kriteria sekolah": Spread(sql=_CRITERIA.format("kriteria_sekolah")),
    "indikator": Spread(
        sql="SELECT kode, aspek || ': ' || uraian AS uraian, skala FROM indikator"
        " WHERE dipakai ORDER BY urut, kode",
        kolom="indikator",
        judul="Indikator",
    ),
}
"""The parts that stand once for every criterion or indicator of the office."""
_SCALES: Mapping[str, dict[str, Any]] = {
    "ya": {"kind": "ya"},
    "1-4": {"choices": ("1", "2", "3", "4")},
}
"""What the column of an answer takes, by the scale of its indicator."""


def spread_part(
    db: Store, row: Mapping[str, str], parts: dict[str, Part]
) -> list[PageColumn]:
    """Give a column for each of what the office laid down, and a part for each.

    Args:
        db: The record store.
        row: The line of the columns of sheets that stands for all of them.
        parts: The parts of the sheet by name; the one that is spread is taken out.
    """
    bagian, kolom = row["bagian"], row["kolom"]
    spread = SPREAD[bagian]
    own, columns = parts.pop(bagian), list[PageColumn]()
    for each in db.rows(spread.sql):
        part = f"{bagian} {each['kode']}"
        answered = _SCALES.get(each["skala"], {})
        table = replace(
            own.table,
            columns=tuple(
                replace(one, **answered) if one.nama == kolom else one
                for one in own.table.columns
            ),
        )
        fixed = {spread.kolom: each["kode"]}
        parts[part] = Part(nama=part, table=table, fixed=fixed, keys=own.keys)
        columns.append(
            PageColumn(
                part,
                (kolom,),
                f"{spread.judul} {each['kode']}",
                headings=(each["kode"], each["uraian"]),
                meaning=each["uraian"],
            )
        )
    return columns
