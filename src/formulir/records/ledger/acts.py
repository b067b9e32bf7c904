"""Acts: who did what, in what role, with which version, and when.

Every act is written into ``riwayat`` in the transaction that changes the ledger, with a
seal: the archive key's signature over it. The next append writes it into the signed
log, in order, before anything that leans on it (``office.filing``). A crash between the
two leaves an act that is sealed and not in the log; the next writer appends it. An act
that somebody wrote into the file by hand bears no seal and is never appended.

The moment of an act is taken inside the transaction, so that whoever waited for another
one is not behind it. No act is dated before the last one, unless it is said that the
clock runs behind: that is recorded, and from then on the clock counts again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from formulir.dates import format_saat
from formulir.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from formulir.records.store import Store

BEGIN = "buku"
"""The first act of all: it says what is older than seals."""
_SPELLED = ("tindakan", "oleh", "peran", "versi")


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Who acts, and by what clock.

    Args:
        oleh: The person.
        peran: In what role.
        versi: With which version of the program.
        clock: Gives the moment; it is asked inside the transaction.
        seal: Signs the spelling of an act with the archive's key.
        jam_mundur: Allow a clock behind the last recorded act, and record it.
    """

    oleh: str
    peran: str
    versi: str
    clock: Callable[[], datetime]
    seal: Callable[[Mapping[str, Any]], str]
    jam_mundur: bool = False


NOBODY = Actor(
    oleh="-",
    peran="-",
    versi="-",
    clock=lambda: datetime.fromtimestamp(0, UTC),
    seal=lambda _isi: "",
    jam_mundur=True,
)
"""Who acts on a store that is thrown away; no archive takes an act of theirs."""


class WaktuBackwardError(MachineError):
    """The clock runs behind the last recorded act."""

    moment: str
    last: str
    says = (
        "the clock says {moment}, but an act of {last} is recorded; set the clock "
        "right, or pass --jam-mundur to go on from the clock as it is, which is "
        "recorded"
    )


def take_moment(db: Store, actor: Actor) -> str:
    """Take the moment of an act; call it inside ``writing``, before anything else.

    Raises:
        WaktuBackwardError: The clock is behind the last recorded act.
    """
    moment = format_saat(actor.clock())
    last = read_clock_mark(db)
    if moment < last:
        if not actor.jam_mundur:
            raise WaktuBackwardError(moment, last=last)
        facts = {"jam": moment, "terakhir": last}
        record_act(db, actor, "jam mundur", facts, moment=moment)
    return moment


def read_clock_mark(db: Store) -> str:
    """Return the moment of the last act; nothing before the first.

    The clock of the machine cannot be right when it is behind it.
    """
    return str(db.value("SELECT saat FROM kepala"))


def record_act(
    db: Store,
    actor: Actor,
    tindakan: str,
    rincian: Mapping[str, Any],
    *,
    moment: str,
) -> int:
    """Write an act into the history; call it inside ``writing``.

    Args:
        db: The record store.
        actor: Who acts.
        tindakan: What was done.
        rincian: The facts of it: JSON values without fractions.
        moment: When, from ``take_moment``.

    Returns:
        Its number in the history.
    """
    number, begun = last_act(db) + 1, db.rows("SELECT riwayat, surat FROM kepala")[0]
    if number == begun["riwayat"] + 1 and tindakan != BEGIN:
        facts = {f"{name}_lama": count for name, count in begun.items()}
        number = 1 + record_act(db, actor, BEGIN, facts, moment=moment)
    row: dict[str, Any] = {
        "id": number,
        "saat": moment,
        "tindakan": tindakan,
        "oleh": actor.oleh,
        "peran": actor.peran,
        "versi": actor.versi,
        "rincian": json.dumps(rincian, ensure_ascii=False, sort_keys=True),
    }
    row["segel"] = actor.seal(spell_act(row))
    db.insert("riwayat", row)
    db.run("UPDATE kepala SET saat = ?", (moment,))
    return number


def spell_act(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the log says of an act: that is what its seal is over."""
    return {
        **json.loads(row["rincian"]),
        **{name: row[name] for name in _SPELLED},
        "riwayat": row["id"],
        "pada": row["saat"],
    }


def last_act(db: Store) -> int:
    """Return the number of the last act; 0 before the first."""
    return int(db.value("SELECT max(id) FROM riwayat") or 0)


def count_unsealed(db: Store) -> int:
    """Return how many acts are older than seals: those of version 0.1.0."""
    return int(db.value("SELECT riwayat FROM kepala"))


def list_acts(db: Store, *, after: int = 0, word: str = "") -> list[dict[str, Any]]:
    """Return the acts behind a number of the history, in order.

    Args:
        db: The record store.
        after: The number.
        word: Only acts of which the facts hold this, such as an archive code.
    """
    return db.rows(
        "SELECT * FROM riwayat WHERE id > ? AND instr(rincian, ?) ORDER BY id",
        (after, word),
    )


def has_waiting(db: Store) -> bool:
    """Tell whether acts wait to be appended to the log."""
    asked = "SELECT 1 FROM riwayat WHERE entri IS NULL AND id > ? LIMIT 1"
    return db.value(asked, (count_unsealed(db),)) is not None
