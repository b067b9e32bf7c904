"""The reader of each kind of column, made for one store and one sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from formulir.records.cells.text import Reader
    from formulir.records.store import Store
    from formulir.records.tables.columns import Column


def make_readers(
    db: Store, folder: Path, *, files: dict[str, Path]
) -> dict[str, Reader]:
    """Give the reader of each kind of column.

    Args:
        db: The record store, which knows the regions.
        folder: Where the sheet lies.
        files: Where each file that the sheet names is noted, by its stored name.
    """
    everywhere, kabkota = _read_codes(db)
    pictures, papers = _read_berkas(db)
    return {
        "teks": read_text,
        "npsn": read_npsn,
        "nip": read_nip,
        "nip_pegawai": read_staff_nip,
        "nik": read_nik,
        "nuptk": read_nuptk,
        "telepon": read_telepon,
        "tanggal": read_tanggal,
        "jam": read_jam,
        "jeda": read_breaks,
        "nilai": read_nilai,
        "daftar": read_code_list,
        "koordinat": read_coordinate,
        "angka": read_number,
        "bulat": read_whole,
        "tahun": read_tahun,
        "ya": read_yes_no,
        "isi": read_isi,
        "pola": read_pola,
        "kode_wilayah": read_kode_wilayah,
        "wilayah": kode_of(everywhere),
        "kabkota": kode_of(kabkota),
        "gambar": berkas_in(folder, kinds=PICTURES, known=pictures, found=files),
        "berkas": berkas_in(folder, kinds=ATTACHMENTS, known=papers, found=files),
    }


def reader_of(column: Column, readers: Mapping[str, Reader]) -> Reader:
    """Give the reader of a column."""
    if column.kind == "pilihan":
        return choice(*column.choices, also=column.spellings)
    return readers[column.kind]


def _read_codes(db: Store) -> tuple[dict[str, str], dict[str, str]]:
    """Give today's code by every code, for all regions and for kabupaten and kota.

    A code that was given to another region later means the later one.
    """
    everywhere: dict[str, str] = {}
    kabkota: dict[str, str] = {}
    sql = "SELECT kode, dapodik, entitas, tingkat FROM wilayah ORDER BY berlaku_dari"
    for row in db.rows(sql):
        for kode in (row["dapodik"], row["kode"]):
            if kode:
                everywhere[kode] = row["entitas"]
                if row["tingkat"] == KABKOTA:
                    kabkota[kode] = row["entitas"]
    return everywhere, kabkota


def _read_berkas(db: Store) -> tuple[frozenset[str], frozenset[str]]:
    """Give the names of the pictures and of the attachments that are stored."""
    pictures = "SELECT cap AS nama FROM instansi UNION SELECT lambang FROM instansi"
    papers = "SELECT berkas AS nama FROM lampiran"
    one, two = (db.rows(sql) for sql in (pictures, papers))
    return (
        frozenset(row["nama"] for row in one if row["nama"]),
        frozenset(row["nama"] for row in two),
    )
