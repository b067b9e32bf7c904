"""What an empty sheet says to whoever fills it, in the words of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.records.tables.kinds import KINDS

if TYPE_CHECKING:
    from formulir.records.tables.columns import Column, Table

HELP = "Petunjuk"
"""The page of explanations."""
_WIDTH_MIN, _WIDTH_MAX = 12, 40

_HELP = """\
Lembar impor {table.nama}: {table.meaning}.

Isi lembar pertama mulai baris 2, satu baris untuk satu data; jangan ubah judul \
kolomnya. Arahkan penunjuk ke sebuah judul untuk melihat keterangannya.

Kolom bertanda * wajib diisi. Kolom lain boleh dikosongkan atau dihapus: kolom yang \
dihapus tidak mengubah data yang sudah tercatat, sel yang kosong mengosongkannya.

Baris dengan kunci yang sama mengganti data yang sudah tercatat. Kuncinya: {kunci}.

Simpan, lalu jalankan: formulir import {table.nama} NAMA-BERKAS.xlsx (dengan --dry-run \
hanya diperiksa). Bila ada yang salah, setiap kesalahan disebut dengan baris dan \
kolomnya, dan tidak ada yang disimpan."""
HELP_HEADING = (
    "Kolom",
    "Wajib",
    "Arti",
    "Cara mengisi",
    "Contoh",
    "Bila kosong",
    "Judul lain yang dikenali",
)
"""The heading of the list of columns on the page of explanations."""


def write_heading(column: Column) -> str:
    """Write a heading: the column's name, with an asterisk where it must be filled."""
    return column.nama + "*" * (column.required and column.default is None)


def find_width(column: Column) -> int:
    """Tell how wide a column is shown, in characters."""
    wanted = max(KINDS[column.kind].width, len(write_heading(column)) + 2)
    return min(max(wanted, _WIDTH_MIN), _WIDTH_MAX)


def write_note(column: Column) -> str:
    """Write the note that is shown beside a heading.

    >>> from formulir.records.tables.registry import TABLES
    >>> print(write_note(TABLES["nilai"].columns[3]))
    Nilai pratest, 0 sampai 100
    Isi: angka 0 sampai 100
    Contoh: 87,5
    Boleh kosong.
    """
    lines = [column.meaning, f"Isi: {_write_how(column)}"]
    if example := _write_example(column):
        lines.append(f"Contoh: {example}")
    lines.append(_write_empty(column))
    return "\n".join(lines)


def write_help(table: Table) -> list[tuple[str, ...]]:
    """Write the page of explanations: sentences, then a row a column."""
    intro = [
        line.format(table=table, kunci=", ".join(table.key))
        for line in _HELP.split("\n\n")
    ]
    rows = [
        (
            column.nama,
            "ya" if write_heading(column).endswith("*") else "tidak",
            column.meaning,
            _write_how(column),
            _write_example(column),
            _write_empty(column),
            ", ".join(column.headings),
        )
        for column in table.columns
    ]
    return [*((line,) for line in intro), (), HELP_HEADING, *rows]


def _write_how(column: Column) -> str:
    """Say what to type."""
    if column.choices:
        return f"salah satu dari: {', '.join(column.choices)}"
    words = KINDS[column.kind].how
    if column.points_to:
        words += f", yang sudah tercatat pada lembar {column.points_to.tabel}"
    return words


def _write_example(column: Column) -> str:
    """Give an example."""
    if column.example:
        return column.example
    return column.choices[0] if column.choices else KINDS[column.kind].example


def _write_empty(column: Column) -> str:
    """Say what an empty cell means."""
    if column.default is None:
        return "Wajib diisi." if column.required else "Boleh kosong."
    return f"Bila kosong: {KINDS[column.kind].write(column.default)}"
