"""What rows refer to: the columns that name a row of another table, and which row.

``kolom.csv`` says it of most columns. A region is named by its code of today wherever
a column is of that kind; the schools of a proposal, and the province above a region,
are checked by their own rules and are told here.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.errors import list_some
from formulir.language import phrase
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
_FEW = 5_000
"""Of more codes than these the names are not looked through for one."""
_OF_KIND = {"wilayah": _WILAYAH, "kabkota": _WILAYAH}


@dataclass(frozen=True, kw_only=True, slots=True)
class Dependent:
    """What depends on a row: another row, or a letter.

    Args:
        tabel: Its table; ``surat`` of a letter.
        key: What tells it from others there, in order; of a letter kind and key.
        kode: The archive code of a letter.
    """

    tabel: str
    key: tuple[str, ...]
    kode: str = ""

    def __str__(self) -> str:
        """Write it as the command line names it, such as ``berkas 2016 SB-01 CV``."""
        words = f"{self.tabel} {' '.join(self.key)}"
        return f"{words} ({self.kode})" if self.kode else words


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
) -> list[Dependent]:
    """List the rows of a table that refer to a row.

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
        Dependent(tabel=table.nama, key=tuple(str(row[name]) for name in table.key))
        for row in rows
        if row[column.nama] and code in split_reference(column, row[column.nama])
    ]


def tell_unknown(
    db: Store,
    reference: Reference,
    part: str,
    place: Sequence[object],
    there: Sequence[str],
) -> str:
    """Say that nothing of that name is on record, and what comes nearest.

    Args:
        db: The record store.
        reference: What is referred to.
        part: The code that is not on record.
        place: What the shared columns hold.
        there: The codes that are on record in that place.
    """
    where = " ".join(map(str, place))
    near = _find_near(part, there) or _find_named(db, reference, part, there)
    if near:
        hint = phrase("did you mean {near}?", near=near)
    elif there:
        hint = phrase("there are {there}", there=list_some(there))
    elif where:
        hint = phrase(
            "there is none of {where}; import table {tabel} first",
            where=where,
            tabel=reference.tabel,
        )
    else:
        hint = phrase(
            "there is none; import table {tabel} first", tabel=reference.tabel
        )
    facts = {"tabel": reference.tabel, "part": part, "hint": hint}
    if where:
        return phrase(
            "no {tabel} {part} of {where} is on record; {hint}", where=where, **facts
        )
    return phrase("no {tabel} {part} is on record; {hint}", **facts)


def _find_near(part: str, there: Sequence[str]) -> str | None:
    """Find the code that is spelled most alike, in whatever case of letters."""
    folded = {code.casefold(): code for code in there}
    near = difflib.get_close_matches(part.casefold(), folded, n=1)
    return folded[near[0]] if near else None


def _find_named(
    db: Store, reference: Reference, part: str, there: Sequence[str]
) -> str | None:
    """Find the one code of which the name was typed, or words of name and region.

    Whoever types ``Dinas Agam`` for a code means the dinas of Kabupaten Agam.
    """
    if len(there) > _FEW:
        return None
    words, table = set(_split_words(part)), TABLES[reference.tabel]
    names = [
        "(SELECT group_concat(w.nama, ' ') FROM wilayah AS w"
        f" WHERE w.entitas = {reference.tabel}.{column.nama})"
        if column.kind in _OF_KIND
        else column.nama
        for column in table.columns
        if column.nama == "nama" or column.kind in _OF_KIND
    ]
    if not (words and names):
        return None
    told = ", ".join((f"{reference.column} AS code", *names))
    fits = {
        str(row["code"])
        for row in db.rows(f"SELECT {told} FROM {reference.tabel}")
        if words <= set(_split_words(" ".join(filter(None, list(row.values())[1:]))))
    }
    return fits.pop() if len(fits & set(there)) == len(fits) == 1 else None


def _split_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
