"""The outbox: what became of each message, written before and after it is sent.

A message is ``antre`` until all of it but its last line is with the server. Then it is
``mengirim``, on the disk, and only then the last line goes, which is what makes the
server take it (RFC 5321, 4.1.1.4). What the server answers makes it ``terkirim``,
``ditolak``, or ``antre`` again. So a crash before ``mengirim`` leaves a message that
the server has thrown away, and it is sent again; one between ``mengirim`` and the
answer leaves one of which nobody knows: it becomes ``ragu``, and only a person decides.

Every function that writes is one transaction; a crash inside leaves nothing of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.dates import format_saat
from formulir.records.ledger.acts import record_act, take_moment
from formulir.records.post.handed import HANDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formulir.records.ledger.acts import Actor
    from formulir.records.store import Store

QUEUED, SENDING, SENT = "antre", "mengirim", "terkirim"
REFUSED, DOUBTFUL = "ditolak", "ragu"
"""The states of a message, as the table spells them."""
SAID = "dianggap terkirim"
"""How the reason begins of a message that a person says was sent."""
BROKEN_OFF = "terputus sebelum jawaban server tercatat"
RESTORED = "kantor dipulihkan dari cadangan: mungkin sudah dikirim sebelumnya"
"""Why a message is in doubt."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kiriman:
    """A message to be sent.

    Args:
        kode: The archive code of the letter.
        penerima: Who gets it, whatever the name or address is.
        nama: The name.
        posel: The address.
        pesan: Its Message-ID.
        saat: When the letter was archived.
    """

    kode: str
    penerima: str
    nama: str
    posel: str
    pesan: str
    saat: str


def queue_messages(db: Store, rows: Iterable[Kiriman], actor: Actor) -> None:
    """Put messages into the outbox, each once; what is there stays as it is.

    A message that was never sent follows an address that was corrected. After a restore
    from a backup nobody knows what was sent since that backup, so all messages of
    letters that are older than the restore are in doubt.
    """
    moment = format_saat(actor.clock())
    asked = "SELECT max(saat) FROM riwayat WHERE tindakan = 'pulih'"
    with db.writing():
        restored = str(db.value(asked) or "")
        db.run(
            "UPDATE kiriman SET keadaan = 'ragu', sebab = ?, saat = ?"
            " WHERE keadaan = 'antre' AND saat < ?",
            (RESTORED, moment, restored),
        )
        for row in rows:
            doubtful = row.saat < restored
            facts = {
                **{name: getattr(row, name) for name in ("penerima", "nama", "posel")},
                "kode": row.kode,
                "pesan": row.pesan,
                "keadaan": DOUBTFUL if doubtful else QUEUED,
                "saat": moment,
                "sebab": RESTORED if doubtful else None,
            }
            db.run(_QUEUE, facts)
            db.run(_CORRECT, facts)


_QUEUE = """
INSERT INTO kiriman (surat, penerima, nama, posel, pesan, keadaan, saat, sebab)
SELECT id, :penerima, :nama, :posel, :pesan, :keadaan, :saat, :sebab
FROM surat WHERE kode = :kode
ON CONFLICT (surat, penerima) DO NOTHING
"""
_CORRECT = """
UPDATE kiriman SET nama = :nama, posel = :posel, keadaan = 'antre', saat = :saat,
    sebab = NULL
WHERE surat = (SELECT id FROM surat WHERE kode = :kode) AND penerima = :penerima
    AND keadaan IN ('antre', 'ditolak') AND posel <> :posel
"""
_LIST = """
SELECT k.*, s.kode, s.formulir, s.kunci, s.status FROM kiriman AS k
JOIN surat AS s ON s.id = k.surat
WHERE s.kode IN (SELECT value FROM json_each(:codes)) ORDER BY k.id
"""


def list_messages(db: Store, daftar_kode: Sequence[str]) -> list[dict[str, Any]]:
    """List the messages of letters, with the letters' codes."""
    return db.rows(_LIST, {"codes": json.dumps(list(daftar_kode))})


def doubt_interrupted(db: Store, actor: Actor) -> None:
    """Say of what an interrupted run was sending that nobody knows whether it went.

    The caller is the only one who sends, so whoever wrote ``mengirim`` is gone.
    """
    with db.writing():
        db.run(
            "UPDATE kiriman SET keadaan = 'ragu', sebab = ?, saat = ?"
            " WHERE keadaan = 'mengirim'",
            (BROKEN_OFF, format_saat(actor.clock())),
        )


def claim_message(db: Store, number: int, actor: Actor) -> bool:
    """Say that the last line of a message goes to the server now.

    Returns:
        Whether it may: its letter is in force, and nobody else has sent it.
    """
    with db.writing():
        done = db.run(
            "UPDATE kiriman SET keadaan = 'mengirim', saat = ?, sebab = NULL"
            " WHERE id = ? AND keadaan = 'antre' AND EXISTS ("
            " SELECT 1 FROM surat AS s WHERE s.id = surat AND s.status = 'terbit')",
            (format_saat(actor.clock()), number),
        )
    return done.rowcount == 1


def settle_message(
    db: Store, number: int, keadaan: str, *, sebab: str, actor: Actor
) -> None:
    """Write down what became of a message."""
    with db.writing():
        db.run(
            "UPDATE kiriman SET keadaan = ?, sebab = ?, saat = ?"
            " WHERE id = ? AND keadaan <> 'terkirim'",
            (keadaan, sebab, format_saat(actor.clock()), number),
        )


def decide_messages(
    db: Store, numbers: Sequence[int], *, again: bool, actor: Actor
) -> int:
    """Let a person decide on messages that are in doubt, or were refused.

    Args:
        db: The record store, outside a transaction.
        numbers: The rows.
        again: Whether they are sent again; else those in doubt count as sent.
        actor: Who decides.

    Returns:
        How many were decided on.
    """
    states = [DOUBTFUL, REFUSED] if again else [DOUBTFUL]
    words = "diulangi" if again else SAID
    with db.writing():
        done = db.run(
            "UPDATE kiriman SET keadaan = :new, saat = :saat, sebab = :sebab"
            " WHERE id IN (SELECT value FROM json_each(:ids))"
            " AND keadaan IN (SELECT value FROM json_each(:old))",
            {
                "new": QUEUED if again else SENT,
                "old": json.dumps(states),
                "ids": json.dumps(list(numbers)),
                "saat": format_saat(actor.clock()),
                "sebab": f"{words} oleh {actor.oleh}",
            },
        )
    return done.rowcount


def note_sent(db: Store, actor: Actor) -> int:
    """Record the messages that were sent and of which no act tells yet.

    A crash before this leaves them to the next run, whoever's it is.

    Returns:
        How many there were.
    """
    asked = (
        "SELECT k.id, k.sebab, s.kode, s.formulir, s.tahun"
        " FROM kiriman AS k JOIN surat AS s ON s.id = k.surat"
        " WHERE k.keadaan = 'terkirim' AND k.riwayat IS NULL ORDER BY k.id"
    )
    if not db.rows(f"{asked} LIMIT 1"):
        return 0
    with db.writing():
        moment = take_moment(db, actor)
        rows = db.rows(asked)
        facts = {
            "cara": "surel",
            "berkas": [],
            "formulir": sorted({row["formulir"] for row in rows}),
            "tahun": sorted({row["tahun"] for row in rows}),
            "surat": list(dict.fromkeys(row["kode"] for row in rows)),
        }
        if said := [row["kode"] for row in rows if row["sebab"].startswith(SAID)]:
            facts["dianggap"] = said  # nobody saw the server take these
        number = record_act(db, actor, HANDED, facts, moment=moment)
        ids = json.dumps([row["id"] for row in rows])
        db.run(
            "UPDATE kiriman SET riwayat = ?"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (number, ids),
        )
    return len(rows)
