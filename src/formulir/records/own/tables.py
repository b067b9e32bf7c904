"""The tables of an office's own kinds, which the store describes itself.

A table has a row a letter. Its description is data in table ``tabel_jenis``, and is
written in the transaction that makes the table, so that neither is there alone.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from formulir.records.own.naming import name_table
from formulir.records.tables.columns import Column, Table

if TYPE_CHECKING:
    from formulir.records.store import Store

TAHUN: Final = "tahun"
"""The column of the programme year, which every such table has."""
KINDS_OF_TYPE: Final = {
    "teks": "teks",
    "tanggal": "tanggal",
    "bulat": "bulat",
    "angka": "angka",
    "ya": "ya",
    "nip": "nip_pegawai",
    "npsn": "npsn",
    "nik": "nik",
    "nuptk": "nuptk",
    "telepon": "telepon",
    "wilayah": "wilayah",
    "tahun": "tahun",
}
"""The types that a column may have, and the kind of cell that each stands for."""
_EXAMPLES: Final[dict[str, str | float]] = {
    "teks": "Contoh",
    "tanggal": "2016-03-14",
    "bulat": 12,
    "angka": 1.5,
    "ya": 1,
    "nip": "197005121995032000",
    "npsn": "09000001",
    "nik": "3319015205700000",
    "nuptk": "0844748650300000",
    "telepon": "0812 5550 1000",
    "wilayah": "33.19",
    "tahun": 2016,
}
"""What a cell of each type may hold; no person has these numbers."""
PRIVATE: Final = frozenset({"nik", "nuptk", "telepon"})
"""The types that are nobody's business outside the office."""
_STORED: Final = {
    "bulat": "INTEGER",
    "ya": "INTEGER",
    TAHUN: "INTEGER",
    "angka": "REAL",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnColumn:
    """A column of such a table.

    Args:
        nama: Its name, in the store and in the letter.
        judul: Its heading.
        tipe: What its cells hold: a word of ``KINDS_OF_TYPE``.
        wajib: Whether each row must fill it.
    """

    nama: str
    judul: str
    tipe: str
    wajib: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnTable:
    """The table of a kind.

    Args:
        formulir: The code of the kind.
        judul: What the kind is.
        kunci: The columns that tell the letters of a year apart.
        kolom: All columns, the programme year first.
    """

    formulir: str
    judul: str
    kunci: tuple[str, ...]
    kolom: tuple[OwnColumn, ...]

    @property
    def tabel(self) -> str:
        """Return what it is called in the store."""
        return name_table(self.formulir)

    def as_table(self) -> Table:
        """Describe it as every sheet that can be imported is described."""
        return Table(
            self.tabel,
            f"Satu surat {self.formulir}: {self.judul}",
            key=(TAHUN, *self.kunci),
            columns=tuple(_as_column(column) for column in self.kolom),
            formulir=self.formulir,
            judul=f"{self.formulir} {self.judul}",
        )


def _as_column(column: OwnColumn) -> Column:
    return Column(
        column.nama,
        column.judul,
        KINDS_OF_TYPE[column.tipe],
        headings=(column.judul,),
        required=column.wajib,
        private=column.tipe in PRIVATE,
    )


def create_own(db: Store, table: OwnTable) -> None:
    """Make a table with its description, inside the transaction of the caller."""
    described = asdict(table)
    row = {"formulir": table.formulir, "tabel": table.tabel}
    db.insert("tabel_jenis", row | {"isi": json.dumps(described, ensure_ascii=False)})
    key = ", ".join((TAHUN, *table.kunci))
    columns = ", ".join(_write_column(column, table) for column in table.kolom)
    db.run(f"CREATE TABLE {table.tabel} ({columns}, PRIMARY KEY ({key})) STRICT")


def _write_column(column: OwnColumn, table: OwnTable) -> str:
    stored = _STORED.get(column.tipe, "TEXT")
    must = column.nama in (TAHUN, *table.kunci)
    return f"{column.nama} {stored}{' NOT NULL' if must else ''}"


def find_own(db: Store, word: str) -> OwnTable | None:
    """Find the table of a kind by the kind's code in any case, or by its own name."""
    asked = "SELECT isi FROM tabel_jenis WHERE tabel IN (?, ?)"
    found = db.value(asked, (word, name_table(word)))
    return None if found is None else _read(json.loads(found))


def list_own(db: Store) -> list[OwnTable]:
    """List the tables of all kinds that have one of their own."""
    rows = db.values("SELECT isi FROM tabel_jenis ORDER BY formulir")
    return [_read(json.loads(isi)) for isi in rows]


def _read(isi: dict[str, Any]) -> OwnTable:
    columns = tuple(OwnColumn(**column) for column in isi["kolom"])
    return OwnTable(**{**isi, "kunci": tuple(isi["kunci"]), "kolom": columns})


def copy_own(source: Store, target: Store, *, tahun: int, limit: int = 20) -> None:
    """Copy such tables into another store, a few rows of each, as of one year.

    Args:
        source: Where they are.
        target: Where none of them is yet; it is thrown away.
        tahun: The year that the rows get.
        limit: How many rows of each.
    """
    for table in list_own(source):
        create_own(target, table)
        names = ", ".join(column.nama for column in table.kolom if column.nama != TAHUN)
        rows = source.rows(f"SELECT {names} FROM {table.tabel} LIMIT ?", (limit,))
        unique = {tuple(row[name] for name in table.kunci): row for row in rows}
        for row in unique.values() or [make_example(table)]:
            target.insert(table.tabel, {**row, TAHUN: tahun})


def make_example(table: OwnTable) -> dict[str, str | float]:
    """Make a row that has something in every column."""
    return {column.nama: _EXAMPLES[column.tipe] for column in table.kolom}
