"""What the ledger saw of the archive last, and how it follows it.

The ledger says of every line of the log what has come of it: a letter is issued or
void, a return is there. A line is in the log first, then in the ledger. A crash between
the two leaves a ledger that lags; whoever writes next brings it up to the checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.records.ledger.acts import record_act, take_moment
from formulir.records.ledger.masuk import complete_masuk
from formulir.records.piles.tumpukan import follow_cut, follow_pile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from formulir.model import Entri
    from formulir.records.ledger.acts import Actor
    from formulir.records.store import Store

PRINTED = {
    "hal": "hal",
    "tujuan": "tujuan",
    "penanda_tangan": "penanda_tangan",
    "sertaan": "lampiran",
}
"""Members of an issued line, and the columns of the letter that say the same."""
_ASIDE = "diterima"
"""The return that does not count as signed."""
BY_PERSON = "orang"
"""The evidence where a person says that a return is signed, which is archived."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """What the ledger saw of the archive last.

    Args:
        entri: The size of the checkpoint.
        akar: Its root in base64; nothing before the first.
    """

    entri: int
    akar: str | None


def read_head(db: Store) -> Head:
    """Return what the ledger saw of the archive last."""
    (row,) = db.rows("SELECT entri, akar FROM kepala")
    return Head(**row)


def has_moved(db: Store, place: str) -> bool:
    """Tell whether numbers were last given by this ledger in another place.

    Args:
        db: The record store.
        place: What tells its file from a copy of it.
    """
    before = db.value("SELECT tempat FROM kepala")
    return before is not None and before != place


def settle_in(db: Store, actor: Actor, place: str) -> None:
    """Record where the ledger gives numbers, when that is new: an act, if it moved."""
    if db.value("SELECT tempat FROM kepala") == place:
        return
    with db.writing():
        moment = take_moment(db, actor)
        if has_moved(db, place):
            before = db.value("SELECT tempat FROM kepala")
            facts = {"dari": before, "ke": place}
            record_act(db, actor, "pindah", facts, moment=moment)
        db.run("UPDATE kepala SET tempat = ?", (place,))


def follow_log(db: Store, entries: Sequence[Entri], head: Head) -> None:
    """Bring the ledger up to a checkpoint, in one transaction.

    Doing it twice, or after another process has, changes nothing.

    Args:
        db: The record store.
        entries: The lines that the ledger may not have seen, in order.
        head: The checkpoint that covers them.
    """
    with db.writing():
        for entri in entries:
            follow = _FOLLOW.get(str(entri.isi["tindakan"]))
            if "riwayat" in entri.isi:
                db.run(
                    "UPDATE riwayat SET entri = ? WHERE id = ? AND entri IS NULL",
                    (entri.entri, entri.isi["riwayat"]),
                )
            if follow is not None:
                follow(db, entri.isi, entri.entri)
        last = max((str(each.isi["saat"]) for each in entries), default="")
        db.run(
            "UPDATE kepala SET entri = ?, akar = ?, saat = CASE WHEN saat < ?"
            " THEN ? ELSE saat END WHERE entri < ?",
            (head.entri, head.akar, last, last, head.entri),
        )


def _follow_terbit(db: Store, isi: Mapping[str, Any], entri: int) -> None:
    """Issue a letter that was reserved, as it was printed in the end."""
    names = [name for name in PRINTED if isinstance(isi.get(name), str)]
    own = {name: isi[name] for name in (*names, "sha256", "kode")}
    more = "".join(f", {PRINTED[name]} = :{name}" for name in names)
    db.run(
        f"UPDATE surat SET status = 'terbit', entri = :entri, sha256 = :sha256{more}"
        " WHERE kode = :kode AND status = 'dipesan'",
        {**own, "entri": entri},
    )
    db.run(
        "UPDATE nomor SET status = 'terbit', terbit_pada = ? WHERE status = 'dipesan'"
        " AND surat = (SELECT id FROM surat WHERE kode = ?)",
        (isi["saat"], isi["kode"]),
    )


def _follow_batal(db: Store, isi: Mapping[str, Any], _entri: int) -> None:
    """Void a letter."""
    mark_void(
        db,
        str(isi["kode"]),
        alasan=str(isi["alasan"]),
        oleh=str(isi["oleh"]),
        moment=str(isi.get("pada") or isi["saat"]),
    )


def mark_void(db: Store, kode: str, *, alasan: str, oleh: str, moment: str) -> None:
    """Set a letter and its number void; one that is void stays as it is."""
    db.run(
        "UPDATE nomor SET status = 'batal', batal_pada = ?, alasan = ?, oleh = ?"
        " WHERE surat = (SELECT id FROM surat WHERE kode = ?) AND status <> 'batal'",
        (moment, alasan, oleh, kode),
    )
    db.run(
        "UPDATE surat SET status = 'batal', alasan = ?, pembatal = ?"
        " WHERE kode = ? AND status <> 'batal'",
        (alasan, oleh, kode),
    )


def _follow_return(db: Store, isi: Mapping[str, Any], entri: int) -> None:
    """Record where the archive holds a return, or that a person says it is signed."""
    if isi.get("bukti") == BY_PERSON:
        db.run(
            "UPDATE kembali SET disahkan = ? WHERE sha256 = ?"
            " AND surat = (SELECT id FROM surat WHERE kode = ?) AND disahkan IS NULL",
            (entri, isi["sha256"], isi["kode"]),
        )
        return
    sah = int(isi["tindakan"] != _ASIDE)
    db.run(
        "UPDATE kembali SET entri = ?, sah = ?, bukti = ? WHERE sha256 = ?"
        " AND surat = (SELECT id FROM surat WHERE kode = ?) AND entri IS NULL",
        (entri, sah, isi.get("bukti"), isi["sha256"], isi["kode"]),
    )
    follow_cut(db, isi, entri)


def _follow_masuk(db: Store, isi: Mapping[str, Any], entri: int) -> None:
    """Record where the archive holds an incoming letter."""
    complete_masuk(db, str(isi["kode"]), entri=entri)
    follow_cut(db, isi, entri)


_FOLLOW: dict[str, Callable[[Store, Mapping[str, Any], int], None]] = {
    "terbit": _follow_terbit,
    "batal": _follow_batal,
    "ditandatangani": _follow_return,
    "diterima": _follow_return,
    "masuk": _follow_masuk,
    "tumpukan": follow_pile,
}
