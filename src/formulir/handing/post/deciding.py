"""What a person decides on a message of which nobody knows, or that was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.errors import RecordError
from formulir.handing.post.sending import preparing
from formulir.language import phrase
from formulir.office.filing import open_ledger
from formulir.records.post.outbox import (
    DOUBTFUL,
    REFUSED,
    decide_messages,
    list_messages,
    note_sent,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.handing.letters import Wanted
    from formulir.office.kantor import Kantor
    from formulir.records.ledger.acts import Actor
    from formulir.records.store import Store

ALL = "semua"
"""Said instead of a code: all messages that were asked for."""


class KirimanUndecidedError(RecordError):
    """A person decided on messages of which there is nothing to decide."""

    kode: str
    reason: str
    says = "no message of letter {kode} can be decided on: {reason}"


def decide(kantor: Kantor, wanted: Wanted, words: Sequence[str], *, again: bool) -> int:
    """Write a person's decision down.

    Args:
        kantor: The office.
        wanted: The letters that are looked at.
        words: Codes of letters among them, or ``semua``.
        again: Whether their messages are sent again; else they count as sent.

    Returns:
        How many messages were decided on.

    Raises:
        KirimanUndecidedError: One of the letters has no such message.
    """
    with preparing(kantor, wanted) as (batch, _), open_ledger(kantor) as db:
        actor = kantor.actor()
        count = decide_on(db, list(batch.letters), words, again=again, actor=actor)
        note_sent(db, actor)
    return count


def decide_on(
    db: Store,
    daftar_kode: Sequence[str],
    words: Sequence[str],
    *,
    again: bool,
    actor: Actor,
) -> int:
    """Decide on messages of letters, in a store that may be a copy.

    Args:
        db: The store.
        daftar_kode: The codes of the letters that are looked at.
        words: Codes among them, or ``semua``.
        again: Whether their messages are sent again; else they count as sent.
        actor: Who decides.

    Returns:
        How many were decided on.

    Raises:
        KirimanUndecidedError: One of the letters has no such message.
    """
    states = {DOUBTFUL, REFUSED} if again else {DOUBTFUL}
    rows = list_messages(db, daftar_kode)
    open_rows = [row for row in rows if row["keadaan"] in states]
    codes = {word.strip().upper() for word in words if word != ALL}
    for kode in sorted(codes - {row["kode"] for row in open_rows}):
        known = [row["keadaan"] for row in rows if row["kode"] == kode]
        reason = (
            phrase("it is {state}", state=known[0])
            if known
            else phrase("there is none")
        )
        raise KirimanUndecidedError(kode, reason=reason)
    numbers = [row["id"] for row in open_rows if ALL in words or row["kode"] in codes]
    return decide_messages(db, numbers, again=again, actor=actor)
