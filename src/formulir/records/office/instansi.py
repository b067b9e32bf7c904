"""What the way of a letter asks about the issuing office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.model import Lampiran, Sha256

if TYPE_CHECKING:
    from datetime import date

    from formulir.records.store import Store

PICTURE_COLUMNS = ("cap", "lambang")
"""The pictures of an office: its stamp and its emblem."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Issuing:
    """What is on record for whoever issues letters of a kind.

    Args:
        seri: The codes of the series in which each office numbers.
        lampiran: The attachments of the kind and year, by key of the letter.
        pictures: The stored names of each office's pictures at the date, by its code:
            ``cap`` and ``lambang``, where there is one.
    """

    seri: dict[str, list[str]]
    lampiran: dict[str, tuple[Lampiran, ...]]
    pictures: dict[str, dict[str, str]]


def list_issuers(db: Store) -> dict[str, str]:
    """Return the codes of all offices, the LPMP first, and of what sort each is."""
    rows = db.rows(
        "SELECT kode, jenis FROM instansi ORDER BY jenis <> 'lpmp', kode, berlaku_dari"
    )
    return {str(row["kode"]): str(row["jenis"]) for row in rows}


def list_offices(db: Store) -> dict[str, str]:
    """Return the last names of all offices, by their codes."""
    rows = db.rows("SELECT kode, nama FROM instansi ORDER BY kode, berlaku_dari")
    return {str(row["kode"]): str(row["nama"]) for row in rows}


def read_issuing(db: Store, *, formulir: str, tahun: int, tanggal: date) -> Issuing:
    """Read what letters of a kind and year are issued with."""
    return Issuing(
        seri=_read_seri(db),
        lampiran=_read_lampiran(db, formulir=formulir, tahun=tahun),
        pictures=_read_pictures(db, tanggal=tanggal),
    )


def _read_pictures(db: Store, *, tanggal: date) -> dict[str, dict[str, str]]:
    rows = db.rows(
        "SELECT kode, cap, lambang FROM instansi"
        " WHERE :tanggal BETWEEN berlaku_dari"
        " AND coalesce(berlaku_sampai, '9999-12-31')"
        " ORDER BY berlaku_dari",
        {"tanggal": tanggal.isoformat()},
    )
    return {
        row["kode"]: {name: row[name] for name in PICTURE_COLUMNS if row[name]}
        for row in rows
    }


def _read_seri(db: Store) -> dict[str, list[str]]:
    """Return the codes of the series that each office numbers in."""
    found: dict[str, list[str]] = {}
    for row in db.rows("SELECT DISTINCT instansi, kode FROM seri ORDER BY kode"):
        found.setdefault(row["instansi"], []).append(row["kode"])
    return found


def _read_lampiran(
    db: Store, *, formulir: str, tahun: int
) -> dict[str, tuple[Lampiran, ...]]:
    """Return the attachments of a kind and year, by the key of the letter."""
    found: dict[str, tuple[Lampiran, ...]] = {}
    rows = db.rows(
        "SELECT kunci, judul, berkas FROM lampiran WHERE formulir = ? AND tahun = ?"
        " ORDER BY kunci, urut",
        (formulir, tahun),
    )
    for row in rows:
        digest, _, suffix = row["berkas"].partition(".")
        file = Lampiran(judul=row["judul"], sha256=Sha256(digest), ekstensi=suffix)
        found[row["kunci"]] = (*found.get(row["kunci"], ()), file)
    return found


def list_berkas(db: Store) -> list[tuple[str, str, str]]:
    """Return the files in ``berkas/`` that records name: table, record, stored name."""
    pictures = [
        f"SELECT 'instansi', kode || ' ' || berlaku_dari || ': {name}', {name}"
        f" FROM instansi WHERE {name} IS NOT NULL"
        for name in PICTURE_COLUMNS
    ]
    attached = "SELECT 'lampiran', formulir || ' ' || tahun || ' ' || kunci, berkas"
    sql = " UNION ALL ".join([*pictures, f"{attached} FROM lampiran"])
    return [tuple(row.values()) for row in db.rows(f"{sql} ORDER BY 1, 2, 3")]


def find_wilayah_instansi(db: Store, kode: str, *, tanggal: date) -> str | None:
    """Return the region that an office serves, at the period nearest to a date."""
    found: str | None = db.value(
        "SELECT wilayah FROM instansi WHERE kode = ?"
        " ORDER BY berlaku_dari > ?, berlaku_dari DESC",
        (kode, tanggal.isoformat()),
    )
    return found


def name_instansi(db: Store, word: str, *, tanggal: str) -> tuple[str, str | None]:
    """Name an office by its code, as of a day, ISO, and the region that it serves.

    Returns:
        Its name and the region's code; a word that is no code, and nothing.
    """
    rows = db.rows(
        "SELECT nama, wilayah FROM instansi WHERE kode = ?"
        " ORDER BY berlaku_dari > ?, berlaku_dari DESC LIMIT 1",
        (word, tanggal),
    )
    return (rows[0]["nama"], rows[0]["wilayah"]) if rows else (word, None)


def list_lampiran(db: Store, *, tahun: int) -> list[tuple[str, str]]:
    """Return the form and key of every letter that a year's attachments name."""
    rows = db.rows(
        "SELECT DISTINCT formulir, kunci FROM lampiran WHERE tahun = ? ORDER BY 1, 2",
        (tahun,),
    )
    return [(row["formulir"], row["kunci"]) for row in rows]
