"""Returns: what came back of our own letters, signed with a pen or digitally.

A return is noted before the archive has it and completed after. A crash in between
leaves a row without ``entri``; if the archive has the file all the same, the next run
completes the row, and if not, receiving the file again does. Noting and completing
may be done twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.records.ledger.acts import record_act, take_moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.records.ledger.acts import Actor
    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Kembali:
    """A return of a letter.

    Args:
        kode: The archive code of the letter.
        sha256: The digest of the file as it was handed in.
        sah: Whether it counts as signed.
        entri: Where the archive records it, once it does.
        bukti: What was seen of a signature; nothing where that was not asked.
        disahkan: Where the archive records that a person says that it is signed.
    """

    kode: str
    sha256: str
    sah: bool
    entri: int | None = None
    bukti: str | None = None
    disahkan: int | None = None


def note_kembali(db: Store, returned: Sequence[Kembali], *, actor: Actor) -> None:
    """Note returns that are about to be archived; what is noted stays as it is.

    Raises:
        WaktuBackwardError: The clock is behind the last recorded act.
    """
    with db.writing():
        moment = take_moment(db, actor)
        new = []
        for each in returned:
            done = db.run(
                "INSERT INTO kembali (surat, sha256, sah, bukti, saat)"
                " SELECT id, ?, ?, ?, ? FROM surat WHERE kode = ?"
                " ON CONFLICT DO NOTHING",
                (each.sha256, int(each.sah), each.bukti, moment, each.kode),
            )
            if done.rowcount:
                own = {"surat": each.kode, "sidik": each.sha256, "sah": each.sah}
                new.append(own | ({"bukti": each.bukti} if each.bukti else {}))
        if new:
            record_act(db, actor, "catat kembali", {"berkas": new}, moment=moment)


def find_kembali(db: Store, sha256: str) -> list[Kembali]:
    """Return the returns with these very bytes: one for each letter they are put to."""
    return _select(db, "k.sha256 = ?", sha256)


def has_return(db: Store, kode: str) -> bool:
    """Tell whether the archive holds a return of a letter that counts as signed."""
    asked = (
        "SELECT 1 FROM kembali AS k JOIN surat AS s ON s.id = k.surat"
        " WHERE s.kode = ? AND k.entri IS NOT NULL"
        " AND (k.sah = 1 OR k.disahkan IS NOT NULL)"
    )
    return db.value(asked, (kode,)) is not None


def list_unconfirmed(db: Store, kode: str) -> list[Kembali]:
    """Return the returns of a letter that do not count as signed, the oldest first."""
    asked = "s.kode = ? AND k.sah = 0 AND k.disahkan IS NULL AND k.entri IS NOT NULL"
    return _select(db, asked, kode)


def list_doubtful(db: Store) -> list[str]:
    """List the letters in force of which something came back, and nothing counts.

    Returns:
        Their archive codes, that of which something came back last first.
    """
    return db.values(
        "SELECT s.kode FROM kembali AS k JOIN surat AS s ON s.id = k.surat"
        " WHERE k.entri IS NOT NULL AND s.status = 'terbit'"
        " GROUP BY s.id HAVING NOT max(k.sah = 1 OR k.disahkan IS NOT NULL)"
        " ORDER BY max(k.entri) DESC"
    )


def _select(db: Store, condition: str, *params: str) -> list[Kembali]:
    rows = db.rows(
        "SELECT s.kode, k.sha256, k.sah, k.entri, k.bukti, k.disahkan FROM kembali AS k"
        f" JOIN surat AS s ON s.id = k.surat WHERE {condition} ORDER BY s.id, k.entri",
        params,
    )
    return [Kembali(**{**row, "sah": bool(row["sah"])}) for row in rows]


def list_bearing(db: Store, sha256: str) -> list[str]:
    """List the archive codes of letters that were issued as a file, or came back as it.

    The ledger only says where to look; the archive says whether it is so.
    """
    rows = db.values(
        "SELECT kode FROM surat WHERE sha256 = :sha256"
        " UNION SELECT s.kode FROM kembali AS k JOIN surat AS s ON s.id = k.surat"
        " WHERE k.sha256 = :sha256"
        " UNION SELECT kode FROM masuk WHERE sha256 = :sha256 ORDER BY kode",
        {"sha256": sha256},
    )
    return list(map(str, rows))
