"""Returns: what came back of our own letters, signed with a pen or digitally.

A return is noted before the archive has it and completed after. A crash in between
leaves a row without ``entri``; if the archive has the file all the same, the next run
completes the row, and if not, receiving the file again does. Noting and completing
may be done twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.records.store import query, writing
from formulir.tanggal import format_saat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlite_utils import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Kembali:
    """A return of a letter.

    Args:
        kode: The archive code of the letter.
        sha256: The digest of the file as it was handed in.
        sah: Whether it counts as signed.
        entri: Where the archive records it, once it does.
    """

    kode: str
    sha256: str
    sah: bool
    entri: int | None = None


def note_kembali(db: Database, daftar: Sequence[Kembali], *, saat: datetime) -> None:
    """Note returns that are about to be archived; what is noted stays as it is."""
    moment = format_saat(saat)
    with writing(db):
        db.conn.executemany(
            "INSERT INTO kembali (surat, sha256, sah, saat)"
            " SELECT id, ?, ?, ? FROM surat WHERE kode = ?"
            " ON CONFLICT DO NOTHING",
            [(each.sha256, int(each.sah), moment, each.kode) for each in daftar],
        )


def complete_kembali(db: Database, daftar: Iterable[Kembali]) -> None:
    """Record where the archive holds returns; what is complete stays as it is."""
    with writing(db):
        db.conn.executemany(
            "UPDATE kembali SET entri = ?, sah = ? WHERE sha256 = ?"
            " AND surat = (SELECT id FROM surat WHERE kode = ?) AND entri IS NULL",
            [(each.entri, int(each.sah), each.sha256, each.kode) for each in daftar],
        )


def list_kembali(db: Database, sha256: str | None = None) -> list[Kembali]:
    """Return all returns, or those with the same bytes, in the order of letters."""
    rows = query(
        db,
        "SELECT s.kode, k.sha256, k.sah, k.entri FROM kembali AS k"
        " JOIN surat AS s ON s.id = k.surat"
        " WHERE :sha256 IS NULL OR k.sha256 = :sha256 ORDER BY s.id, k.entri",
        {"sha256": sha256},
    )
    return [_as_kembali(row) for row in rows]


def pending_kembali(db: Database) -> list[Kembali]:
    """Return those that are noted and not complete."""
    return [each for each in list_kembali(db) if each.entri is None]


def _as_kembali(row: dict[str, Any]) -> Kembali:
    return Kembali(**{**row, "sah": bool(row["sah"])})
