"""What an empty sheet says to whoever fills it, in the words of the office.

A kind of column has its way of being filled, an example, and the format that keeps a
spreadsheet program from changing what is typed: ``@`` is text, in which leading zeros
stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formulir.records.tables.columns import CellKind, Column, Table

TEXT, DATE, WHOLE, GENERAL = "@", "yyyy-mm-dd", "0", "General"
_WIDTH_MIN, _WIDTH_MAX = 12, 40


@dataclass(frozen=True, kw_only=True, slots=True)
class KindHelp:
    """How the cells of a kind of column are filled.

    Args:
        how: What to type.
        example: What a cell may look like.
        format: The number format of its cells.
        width: The width of the column, in characters.
    """

    how: str
    example: str = ""
    format: str = TEXT
    width: int = 16


KINDS: dict[CellKind, KindHelp] = {
    "teks": KindHelp(how="teks", width=24),
    "npsn": KindHelp(how="NPSN sebagai teks, biasanya 8 angka", example="09000001"),
    "nip": KindHelp(
        how="18 angka sebagai teks", example="197005121995032000", width=22
    ),
    "nip_pegawai": KindHelp(
        how="18 angka sebagai teks; tanggal lahir, TMT (PPPK: 21), dan jenis kelamin "
        "di dalamnya diperiksa",
        example="197005121995032000",
        width=22,
    ),
    "nik": KindHelp(
        how="16 angka sebagai teks; tanggal lahir di dalamnya diperiksa",
        example="3319015205700000",
        width=20,
    ),
    "nuptk": KindHelp(
        how="16 angka sebagai teks", example="0844748650300000", width=20
    ),
    "telepon": KindHelp(
        how="nomor telepon sebagai teks, nol di depan tetap", example="0812 5550 1000"
    ),
    "tanggal": KindHelp(
        how="tanggal: 2016-03-07 atau 7 Maret 2016",
        example="2016-03-07",
        format=DATE,
    ),
    "jam": KindHelp(how="jam dan menit sebagai teks", example="08.00"),
    "jeda": KindHelp(
        how="jam mulai-selesai, dipisah titik koma; - bila tidak ada",
        example="10.00-10.15; 12.00-13.00",
        width=30,
    ),
    "nilai": KindHelp(how="angka 0 sampai 100", example="87,5", format=GENERAL),
    "daftar": KindHelp(how="kode, dipisah titik koma", width=20),
    "koordinat": KindHelp(
        how="derajat desimal; kosong bila tidak tahu", example="-6,79", format=GENERAL
    ),
    "angka": KindHelp(how="angka, boleh berkoma", example="1,5", format=GENERAL),
    "bulat": KindHelp(how="bilangan bulat", example="1", format=WHOLE, width=12),
    "tahun": KindHelp(how="tahun empat angka", example="2016", format=WHOLE, width=12),
    "ya": KindHelp(how="ya atau tidak", example="ya", width=12),
    "pilihan": KindHelp(how="salah satu kata dari daftar"),
    "wilayah": KindHelp(
        how="kode provinsi, kabupaten, atau kota sebagai teks", example="33.19"
    ),
    "kabkota": KindHelp(how="kode kabupaten atau kota sebagai teks", example="33.19"),
    "kode_wilayah": KindHelp(how="kode Kemendagri sebagai teks", example="33.19"),
    "isi": KindHelp(
        how="nama=kode, dipisah titik koma", example="unit=E5.2; hal=PL", width=24
    ),
    "pola": KindHelp(
        how="pola nomor", example="{urut:04}/{unit}/{hal}/{tahun}", width=32
    ),
    "gambar": KindHelp(
        how="nama berkas PNG atau JPG di samping lembar ini", example="cap.png"
    ),
    "berkas": KindHelp(
        how="nama berkas PDF, JPG, atau PNG di samping lembar ini",
        example="berita-acara.pdf",
        width=24,
    ),
}
"""How each kind of column is filled."""

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
    value = column.default
    if column.kind == "ya":
        value = "ya" if value else "tidak"
    return f"Bila kosong: {value}"
