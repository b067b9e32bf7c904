"""Returns: what came back of our own letters, signed with a pen or digitally.

A return is noted before the archive has it and completed after. A crash in between
leaves a row without ``entri``; if the archive has the file all the same, the next run
completes the row, and if not, receiving the file again does. Noting and completing
may be done twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.dates import format_saat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from formulir.records.store import Store


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


def note_kembali(db: Store, returned: Sequence[Kembali], *, saat: datetime) -> None:
    """Note returns that are about to be archived; what is noted stays as it is."""
    moment = format_saat(saat)
    with db.writing():
        db.run_many(
            "INSERT INTO kembali (surat, sha256, sah, saat)"
            " SELECT id, ?, ?, ? FROM surat WHERE kode = ?"
            " ON CONFLICT DO NOTHING",
            [(each.sha256, int(each.sah), moment, each.kode) for each in returned],
        )


def complete_kembali(db: Store, returned: Iterable[Kembali]) -> None:
    """Record where the archive holds returns; what is complete stays as it is."""
    with db.writing():
        db.run_many(
            "UPDATE kembali SET entri = ?, sah = ? WHERE sha256 = ?"
            " AND surat = (SELECT id FROM surat WHERE kode = ?) AND entri IS NULL",
            [(each.entri, int(each.sah), each.sha256, each.kode) for each in returned],
        )


def list_kembali(db: Store) -> list[Kembali]:
    """Return all returns, in the order of letters."""
    return _select(db, "1")


def find_kembali(db: Store, sha256: str) -> list[Kembali]:
    """Return the returns with these very bytes: one for each letter they are put to."""
    return _select(db, "k.sha256 = ?", sha256)


def pending_kembali(db: Store) -> list[Kembali]:
    """Return those that are noted and not complete."""
    return _select(db, "k.entri IS NULL")


def _select(db: Store, condition: str, *params: str) -> list[Kembali]:
    rows = db.rows(
        "SELECT s.kode, k.sha256, k.sah, k.entri FROM kembali AS k"
        f" JOIN surat AS s ON s.id = k.surat WHERE {condition} ORDER BY s.id, k.entri",
        params,
    )
    return [Kembali(**{**row, "sah": bool(row["sah"])}) for row in rows]
