"""The act of handing letters out: which ones, how, and as which file.

One act a command, not one a letter: a ZIP or a bundle is one thing that leaves the
office, by one hand, and a line a letter would bury the letters' own acts in the log.
The act lists the codes of all letters in it, so that ``formulir history KODE`` finds it
from each of them, and the digest of the file, so that the file itself can be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.records.ledger.acts import record_act, take_moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.records.ledger.acts import Actor
    from formulir.records.store import Store

HANDED = "serah"
"""The act, as the log names it."""
WITHOUT = ("alamat", "label", "pesan")
"""Of these ways nothing holds a letter: lists, labels, and texts for chat programs."""


def note_handed(
    db: Store,
    actor: Actor,
    *,
    cara: str,
    daftar_kode: Sequence[str],
    more: Mapping[str, Any],
) -> None:
    """Record that letters are handed out.

    It is recorded before the file gets its name: a crash between the two leaves an act
    of a file that nobody got, and never a file of which no act tells.

    Args:
        db: The record store, outside a transaction.
        actor: Who hands them out.
        cara: How: ``folder``, ``zip``, ``cetak``, ``langsung``, or one of ``WITHOUT``.
        daftar_kode: The archive codes of the letters.
        more: What else is known: ``formulir``, ``tahun``, ``berkas``, ``sidik``.

    Raises:
        WaktuBackwardError: The clock is behind the last recorded act.
    """
    with db.writing():
        moment = take_moment(db, actor)
        facts = {"cara": cara, "surat": list(daftar_kode), **more}
        record_act(db, actor, HANDED, facts, moment=moment)


def list_handed(db: Store) -> frozenset[str]:
    """List the letters of which an act says that they were handed out, by code.

    A list of addressees, a label and a text that somebody is to send hand out nothing.
    """
    asked = (
        "SELECT DISTINCT j.value FROM riwayat AS r,"
        " json_each(r.rincian, '$.surat') AS j"
        " WHERE r.tindakan = ? AND r.rincian ->> '$.cara' NOT IN (?, ?, ?)"
    )
    return frozenset(map(str, db.values(asked, (HANDED, *WITHOUT))))
