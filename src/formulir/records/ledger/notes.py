"""What the program itself notes in the history: a lost index, a backup, a restore.

A restored office may not know the last numbers that it gave, so a fence stands before
numbering until they are told, for each calendar year in which numbers may have been
given since: the act of the restore names these years, and each telling names one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from formulir.dates import format_saat
from formulir.language import phrase
from formulir.records.ledger.acts import read_clock_mark, record_act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.records.ledger.acts import Actor
    from formulir.records.store import Store

WEEK = 7
"""A backup that is older, in days, is told as a problem."""
BACKUP, INDEX, RESTORE, TOLD = "cadangan", "indeks", "pulih", "pagar"
"""The acts, as the log names them."""


def note_act(db: Store, actor: Actor, tindakan: str, rincian: Mapping[str, Any]) -> str:
    """Note an act that nobody asked for; call it inside ``writing``.

    A clock that runs behind does not keep it from being noted: it is noted under the
    moment of the last act, and whoever acts next is told of the clock.

    Returns:
        The moment under which it is noted.
    """
    moment = max(format_saat(actor.clock()), read_clock_mark(db))
    record_act(db, actor, tindakan, rincian, moment=moment)
    return moment


def note_index(db: Store, actor: Actor, *, banyak: int) -> None:
    """Note once that the search index was made anew.

    Args:
        db: The record store.
        actor: Who acts.
        banyak: How many entries there were; they only grow, so this tells two such
            events apart. 0 for an index that never was.
    """
    if not banyak or banyak in list_rebuilt(db):
        return
    with db.writing():  # another process may just have noted it
        if banyak not in list_rebuilt(db):
            note_act(db, actor, INDEX, {"banyak": banyak})


def list_rebuilt(db: Store) -> list[int]:
    """List at how many entries the search index was made anew, as was noted."""
    return [facts["banyak"] for _, facts in _read(db, INDEX)]


def read_backup(db: Store) -> dict[str, Any] | None:
    """Return the facts of the last backup, with its moment as ``saat``."""
    rows = db.rows(
        "SELECT saat, rincian FROM riwayat WHERE tindakan = ? ORDER BY id DESC LIMIT 1",
        (BACKUP,),
    )
    return {**json.loads(rows[0]["rincian"]), "saat": rows[0]["saat"]} if rows else None


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupAge:
    """How old the last backup is, and whether that will do.

    Args:
        fine: It will: nothing was archived since, or it is of this week.
        saat: When it was made; nothing where there is none.
        days: How many days ago.
        tempat: Where it lies.
        since: How many letters were archived since.
    """

    fine: bool
    saat: str | None
    days: int
    tempat: str
    since: int


def read_age(db: Store, *, now: datetime) -> BackupAge:
    """Read how old the last backup is."""
    done = read_backup(db)
    since = count_since(db, done["banyak"] if done else 0)
    if done is None:
        return BackupAge(fine=not since, saat=None, days=0, tempat="", since=since)
    days = (now - datetime.fromisoformat(done["saat"])).days
    fine = not since or days < WEEK
    return BackupAge(
        fine=fine, saat=done["saat"], days=days, tempat=done["tempat"], since=since
    )


def judge_backup(db: Store, *, now: datetime) -> tuple[bool, str]:
    """Tell how old the last backup is, as the command line does, and if it will do."""
    age = read_age(db, now=now)
    if age.saat is None:
        return age.fine, phrase(
            "never; {since} letter(s) lie here alone: formulir backup", since=age.since
        )
    words = phrase(
        "{saat} ({days} day(s) ago) in {tempat}, {since} since",
        saat=age.saat,
        days=age.days,
        tempat=age.tempat,
        since=age.since,
    )
    return age.fine, words


def count_since(db: Store, entri: int) -> int:
    """Count the letters, outgoing and incoming, that are archived from an entry on."""
    asked = " + ".join(
        f"(SELECT count(*) FROM {table} WHERE entri >= :first)"
        for table in ("surat", "masuk", "kembali")
    )
    return int(db.value(f"SELECT {asked}", {"first": entri}))


def note_restore(
    db: Store, actor: Actor, rincian: Mapping[str, Any], *, tahun: int
) -> None:
    """Raise the fence before numbering, and note why; doing it twice changes nothing.

    Args:
        db: The record store.
        actor: Who acts.
        rincian: What is known of the backup; ``cadangan`` is its moment.
        tahun: The present year, up to which numbers may have been given.
    """
    with db.writing():
        acts = _read(db, RESTORE)
        if acts and rincian.items() <= acts[-1][1].items():
            return
        since = str(rincian.get("cadangan") or read_clock_mark(db))
        years = _list_years(db, since=int(since[:4]), until=tahun)
        # The place is forgotten: this is no copy that somebody made by hand.
        db.run("UPDATE kepala SET pagar = 1, tempat = NULL")
        note_act(db, actor, RESTORE, {**rincian, "tahun": years})


def list_untold(db: Store) -> list[int]:
    """List the calendar years whose last numbers a restored office is not told."""
    untold: set[int] = set()
    for tindakan, facts in _read(db, RESTORE, TOLD):
        if tindakan == RESTORE:
            untold = set(facts.get("tahun") or ())
        else:
            untold.discard(facts["tahun"])
    return sorted(untold)


def _list_years(db: Store, *, since: int, until: int) -> list[int]:
    """List the calendar years in which numbers may have been given that are not known.

    Those from the backup's to the present one, and the last one that has numbers:
    letters may be dated back.
    """
    last = db.value("SELECT max(tahun) FROM nomor")
    known = set() if last is None else {int(last)}
    return sorted(known | set(range(since, until + 1)))


def _read(db: Store, *names: str) -> list[tuple[str, dict[str, Any]]]:
    """Read acts of some names and their facts, the oldest first."""
    rows = db.rows(
        "SELECT tindakan, rincian FROM riwayat"
        " WHERE tindakan IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(names),),
    )
    return [(row["tindakan"], json.loads(row["rincian"])) for row in rows]
