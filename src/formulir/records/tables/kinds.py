"""Kinds of columns: how a cell of each is read, written, explained and formatted.

A kind is described here and nowhere else. What it says to whoever fills a sheet is in
the words of the office; its format keeps a spreadsheet program from changing what is
typed: ``@`` is text, in which leading zeros stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from formulir.records.cells.berkas import ATTACHMENTS, PICTURES
from formulir.records.cells.codes import (
    berkas_in,
    choice,
    kode_of,
    read_isi,
    read_kode_wilayah,
    read_nip,
    read_npsn,
    read_pola,
)
from formulir.records.cells.hours import (
    read_breaks,
    read_code_list,
    read_jam,
    read_nilai,
)
from formulir.records.cells.people import (
    read_nik,
    read_nuptk,
    read_staff_nip,
    read_telepon,
)
from formulir.records.cells.text import (
    read_coordinate,
    read_number,
    read_tahun,
    read_tanggal,
    read_text,
    read_whole,
    read_yes_no,
)
from formulir.records.office.wilayah import KABKOTA
from formulir.records.store import query

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formulir.records.cells.text import Reader
    from formulir.records.store import Store
    from formulir.records.tables.columns import Column

TEXT, DATE, WHOLE, GENERAL = "@", "yyyy-mm-dd", "0", "General"
EXCEL_BEGINS = date(1901, 1, 1)
"""Older days than this a spreadsheet cannot hold; they stay text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetSource:
    """What a sheet is read with.

    Args:
        db: The record store, which knows the regions.
        folder: Where the sheet lies.
        files: Where each file that the sheet names is noted, by its stored name.
    """

    db: Store
    folder: Path
    files: dict[str, Path]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of column.

    Args:
        how: What to type.
        read: Reads a cell.
        bind: Makes the reader, where that needs the column or the store.
        write: Spells a stored value as it is typed into a sheet.
        words: The words that may be chosen from, where each kind has the same.
        codes: A query of the codes that may be chosen from.
        many: Whether a cell holds several codes.
        example: What a cell may look like.
        format: The number format of its cells.
        width: The width of the column, in characters.
    """

    how: str
    read: Reader = read_text
    bind: Callable[[Column, SheetSource], Reader] | None = None
    write: Callable[[Any], Any] = lambda value: value
    words: tuple[str, ...] = ()
    codes: str = ""
    many: bool = False
    example: str = ""
    format: str = TEXT
    width: int = 16


def reader_of(column: Column, source: SheetSource) -> Reader:
    """Give the reader of a column of a sheet."""
    kind = KINDS[column.kind]
    return kind.bind(column, source) if kind.bind else kind.read


def _make_wilayah(how: str, *, where: str = "") -> Kind:
    """Make the kind of a region, which is stored by its code of today.

    A code that was given to another region later means the later one.
    """

    def bind(_column: Column, source: SheetSource) -> Reader:
        sql = f"SELECT dapodik, kode, entitas FROM wilayah {where}"
        rows = query(source.db, f"{sql} ORDER BY berlaku_dari")
        codes = {
            row[name]: row["entitas"]
            for row in rows
            for name in ("dapodik", "kode")
            if row[name]
        }
        return kode_of(codes)

    codes = f"SELECT DISTINCT entitas AS kode FROM wilayah {where} ORDER BY 1"
    return Kind(how=how, bind=bind, codes=codes, example="33.19")


def _make_berkas(
    how: str, *, kinds: frozenset[str], known: str, example: str, width: int = 16
) -> Kind:
    """Make the kind of a file beside the sheet; those on record are known by name."""

    def bind(_column: Column, source: SheetSource) -> Reader:
        names = frozenset(row["nama"] for row in query(source.db, known))
        folder, files = source.folder, source.files
        return berkas_in(folder, kinds=kinds, known=names, found=files)

    return Kind(how=how, bind=bind, example=example, width=width)


def _write_tanggal(value: str) -> date | str:
    day = date.fromisoformat(value)
    return day if day >= EXCEL_BEGINS else value


KINDS = {
    "teks": Kind(how="teks", width=24),
    "npsn": Kind(
        how="NPSN sebagai teks, biasanya 8 angka", read=read_npsn, example="09000001"
    ),
    "nip": Kind(
        how="18 angka sebagai teks",
        read=read_nip,
        example="197005121995032000",
        width=22,
    ),
    "nip_pegawai": Kind(
        how="18 angka sebagai teks; tanggal lahir, TMT (PPPK: 21), dan jenis kelamin "
        "di dalamnya diperiksa",
        read=read_staff_nip,
        example="197005121995032000",
        width=22,
    ),
    "nik": Kind(
        how="16 angka sebagai teks; tanggal lahir di dalamnya diperiksa",
        read=read_nik,
        example="3319015205700000",
        width=20,
    ),
    "nuptk": Kind(
        how="16 angka sebagai teks",
        read=read_nuptk,
        example="0844748650300000",
        width=20,
    ),
    "telepon": Kind(
        how="nomor telepon sebagai teks, nol di depan tetap",
        read=read_telepon,
        example="0812 5550 1000",
    ),
    "tanggal": Kind(
        how="tanggal: 2016-03-07 atau 7 Maret 2016",
        read=read_tanggal,
        write=_write_tanggal,
        example="2016-03-07",
        format=DATE,
    ),
    "jam": Kind(how="jam dan menit sebagai teks", read=read_jam, example="08.00"),
    "jeda": Kind(
        how="jam mulai-selesai, dipisah titik koma; - bila tidak ada",
        read=read_breaks,
        write=lambda value: value or "-",
        example="10.00-10.15; 12.00-13.00",
        width=30,
    ),
    "nilai": Kind(
        how="angka 0 sampai 100", read=read_nilai, example="87,5", format=GENERAL
    ),
    "daftar": Kind(
        how="kode, dipisah titik koma", read=read_code_list, many=True, width=20
    ),
    "koordinat": Kind(
        how="derajat desimal; kosong bila tidak tahu",
        read=read_coordinate,
        example="-6,79",
        format=GENERAL,
    ),
    "angka": Kind(
        how="angka, boleh berkoma", read=read_number, example="1,5", format=GENERAL
    ),
    "bulat": Kind(
        how="bilangan bulat", read=read_whole, example="1", format=WHOLE, width=12
    ),
    "tahun": Kind(
        how="tahun empat angka",
        read=read_tahun,
        example="2016",
        format=WHOLE,
        width=12,
    ),
    "ya": Kind(
        how="ya atau tidak",
        read=read_yes_no,
        write=lambda value: "ya" if value else "tidak",
        words=("ya", "tidak"),
        example="ya",
        width=12,
    ),
    "pilihan": Kind(
        how="salah satu kata dari daftar",
        bind=lambda column, _: choice(*column.choices, also=column.spellings),
    ),
    "wilayah": _make_wilayah("kode provinsi, kabupaten, atau kota sebagai teks"),
    "kabkota": _make_wilayah(
        "kode kabupaten atau kota sebagai teks", where=f"WHERE tingkat = '{KABKOTA}'"
    ),
    "kode_wilayah": Kind(
        how="kode Kemendagri sebagai teks", read=read_kode_wilayah, example="33.19"
    ),
    "isi": Kind(
        how="nama=kode, dipisah titik koma",
        read=read_isi,
        example="unit=E5.2; hal=PL",
        width=24,
    ),
    "pola": Kind(
        how="pola nomor",
        read=read_pola,
        example="{urut:04}/{unit}/{hal}/{tahun}",
        width=32,
    ),
    "gambar": _make_berkas(
        "nama berkas PNG atau JPG di samping lembar ini",
        kinds=PICTURES,
        known="SELECT cap AS nama FROM instansi UNION SELECT lambang FROM instansi",
        example="cap.png",
    ),
    "berkas": _make_berkas(
        "nama berkas PDF, JPG, atau PNG di samping lembar ini",
        kinds=ATTACHMENTS,
        known="SELECT berkas AS nama FROM lampiran",
        example="berita-acara.pdf",
        width=24,
    ),
}
"""Every kind of column, by its name."""
