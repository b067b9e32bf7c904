"""What an empty sheet says to whoever fills it, in the words of the office.

A kind of column has its way of being filled, an example, and the format that keeps a
spreadsheet program from changing what is typed: ``@`` is text, in which leading zeros
stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formulir.records.tables.columns import Column, Jenis, Table

TEKS, TANGGAL, BULAT, UMUM = "@", "yyyy-mm-dd", "0", "General"
_LEBAR_MIN, _LEBAR_MAX = 12, 40


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnKind:
    """How the cells of a kind of column are filled.

    Args:
        cara: What to type.
        contoh: What a cell may look like.
        format: The number format of its cells.
        lebar: The width of the column, in characters.
    """

    cara: str
    contoh: str = ""
    format: str = TEKS
    lebar: int = 16


KINDS: dict[Jenis, ColumnKind] = {
    "teks": ColumnKind(cara="teks", lebar=24),
    "npsn": ColumnKind(cara="NPSN sebagai teks, biasanya 8 angka", contoh="09000001"),
    "nip": ColumnKind(
        cara="18 angka sebagai teks", contoh="197005121995032000", lebar=22
    ),
    "nip_pegawai": ColumnKind(
        cara="18 angka sebagai teks; tanggal lahir, TMT (PPPK: 21), dan jenis kelamin "
        "di dalamnya diperiksa",
        contoh="197005121995032000",
        lebar=22,
    ),
    "nik": ColumnKind(
        cara="16 angka sebagai teks; tanggal lahir di dalamnya diperiksa",
        contoh="3319015205700000",
        lebar=20,
    ),
    "nuptk": ColumnKind(
        cara="16 angka sebagai teks", contoh="0844748650300000", lebar=20
    ),
    "telepon": ColumnKind(
        cara="nomor telepon sebagai teks, nol di depan tetap", contoh="0812 5550 1000"
    ),
    "tanggal": ColumnKind(
        cara="tanggal: 2016-03-07 atau 7 Maret 2016",
        contoh="2016-03-07",
        format=TANGGAL,
    ),
    "jam": ColumnKind(cara="jam dan menit sebagai teks", contoh="08.00"),
    "jeda": ColumnKind(
        cara="jam mulai-selesai, dipisah titik koma; - bila tidak ada",
        contoh="10.00-10.15; 12.00-13.00",
        lebar=30,
    ),
    "nilai": ColumnKind(cara="angka 0 sampai 100", contoh="87,5", format=UMUM),
    "daftar": ColumnKind(cara="kode, dipisah titik koma", lebar=20),
    "koordinat": ColumnKind(
        cara="derajat desimal; kosong bila tidak tahu", contoh="-6,79", format=UMUM
    ),
    "angka": ColumnKind(cara="angka, boleh berkoma", contoh="1,5", format=UMUM),
    "bulat": ColumnKind(cara="bilangan bulat", contoh="1", format=BULAT, lebar=12),
    "tahun": ColumnKind(
        cara="tahun empat angka", contoh="2016", format=BULAT, lebar=12
    ),
    "ya": ColumnKind(cara="ya atau tidak", contoh="ya", lebar=12),
    "pilihan": ColumnKind(cara="salah satu kata dari daftar"),
    "wilayah": ColumnKind(
        cara="kode provinsi, kabupaten, atau kota sebagai teks", contoh="33.19"
    ),
    "kabkota": ColumnKind(cara="kode kabupaten atau kota sebagai teks", contoh="33.19"),
    "kode_wilayah": ColumnKind(cara="kode Kemendagri sebagai teks", contoh="33.19"),
    "isi": ColumnKind(
        cara="nama=kode, dipisah titik koma", contoh="unit=E5.2; hal=PL", lebar=24
    ),
    "pola": ColumnKind(
        cara="pola nomor", contoh="{urut:04}/{unit}/{hal}/{tahun}", lebar=32
    ),
    "gambar": ColumnKind(
        cara="nama berkas PNG atau JPG di samping lembar ini", contoh="cap.png"
    ),
    "berkas": ColumnKind(
        cara="nama berkas PDF, JPG, atau PNG di samping lembar ini",
        contoh="berita-acara.pdf",
        lebar=24,
    ),
}
"""How each kind of column is filled."""

_PETUNJUK = """\
Lembar impor {table.nama}: {table.arti}.

Isi lembar pertama mulai baris 2, satu baris untuk satu data; jangan ubah judul \
kolomnya. Arahkan penunjuk ke sebuah judul untuk melihat keterangannya.

Kolom bertanda * wajib diisi. Kolom lain boleh dikosongkan atau dihapus: kolom yang \
dihapus tidak mengubah data yang sudah tercatat, sel yang kosong mengosongkannya.

Baris dengan kunci yang sama mengganti data yang sudah tercatat. Kuncinya: {kunci}.

Simpan, lalu jalankan: formulir import {table.nama} NAMA-BERKAS.xlsx (dengan --dry-run \
hanya diperiksa). Bila ada yang salah, setiap kesalahan disebut dengan baris dan \
kolomnya, dan tidak ada yang disimpan."""
KEPALA_PETUNJUK = (
    "Kolom",
    "Wajib",
    "Arti",
    "Cara mengisi",
    "Contoh",
    "Bila kosong",
    "Judul lain yang dikenali",
)
"""The heading of the list of columns on the page of explanations."""


def write_judul(column: Column) -> str:
    """Write a heading: the column's name, with an asterisk where it must be filled."""
    return column.nama + "*" * (column.wajib and column.bawaan is None)


def find_lebar(column: Column) -> int:
    """Tell how wide a column is shown, in characters."""
    wanted = max(KINDS[column.jenis].lebar, len(write_judul(column)) + 2)
    return min(max(wanted, _LEBAR_MIN), _LEBAR_MAX)


def write_catatan(column: Column) -> str:
    """Write the note that is shown beside a heading.

    >>> from formulir.records.tables.registry import TABLES
    >>> print(write_catatan(TABLES["nilai"].kolom[3]))
    Nilai pratest, 0 sampai 100
    Isi: angka 0 sampai 100
    Contoh: 87,5
    Boleh kosong.
    """
    lines = [column.arti, f"Isi: {_write_cara(column)}"]
    if contoh := _write_contoh(column):
        lines.append(f"Contoh: {contoh}")
    lines.append(_write_kosong(column))
    return "\n".join(lines)


def write_petunjuk(table: Table) -> list[tuple[str, ...]]:
    """Write the page of explanations: sentences, then a row a column."""
    intro = [
        line.format(table=table, kunci=", ".join(table.kunci))
        for line in _PETUNJUK.split("\n\n")
    ]
    rows = [
        (
            column.nama,
            "ya" if write_judul(column).endswith("*") else "tidak",
            column.arti,
            _write_cara(column),
            _write_contoh(column),
            _write_kosong(column),
            ", ".join(column.judul),
        )
        for column in table.kolom
    ]
    return [*((line,) for line in intro), (), KEPALA_PETUNJUK, *rows]


def _write_cara(column: Column) -> str:
    """Say what to type."""
    if column.pilihan:
        return f"salah satu dari: {', '.join(column.pilihan)}"
    words = KINDS[column.jenis].cara
    if column.rujukan:
        words += f", yang sudah tercatat pada lembar {column.rujukan.tabel}"
    return words


def _write_contoh(column: Column) -> str:
    """Give an example."""
    if column.contoh:
        return column.contoh
    return column.pilihan[0] if column.pilihan else KINDS[column.jenis].contoh


def _write_kosong(column: Column) -> str:
    """Say what an empty cell means."""
    if column.bawaan is None:
        return "Wajib diisi." if column.wajib else "Boleh kosong."
    value = column.bawaan
    if column.jenis == "ya":
        value = "ya" if value else "tidak"
    return f"Bila kosong: {value}"
