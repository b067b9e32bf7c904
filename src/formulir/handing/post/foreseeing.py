"""What posting would do: tried out in a copy of the records, by what does it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.ground.disk import is_locked
from formulir.handing.post.deciding import decide_on
from formulir.handing.post.sending import LOCK, Posted, queue_wanted
from formulir.office.mailbox import get_surel
from formulir.records.post.outbox import QUEUED, doubt_interrupted, list_messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.handing.letters import Wanted
    from formulir.handing.post.message import Mail
    from formulir.office.kantor import Kantor


@dataclass(frozen=True, kw_only=True, slots=True)
class Foreseen:
    """What would be done.

    Args:
        mail: The first message that would be sent; nothing where none waits.
        posted: How things would stand before it.
        decided: So many messages would be decided on.
    """

    mail: Mail | None
    posted: Posted
    decided: int


def foresee(
    kantor: Kantor,
    wanted: Wanted,
    *,
    again: Sequence[str] = (),
    sent: Sequence[str] = (),
) -> Foreseen:
    """Tell how things would stand, and write the first message; change nothing.

    Args:
        kantor: The office.
        wanted: The letters that are asked for.
        again: Of these a person would say that they are sent again.
        sent: Of these, that they were sent.

    Raises:
        SurelUnsetError: The settings say no server.
        SerahNoneError: There is no such letter.
        KirimanUndecidedError: On one of these letters there is nothing to decide.
        TemplateFaultyError: The text of the kind cannot be filled.
    """
    surel, actor = get_surel(kantor), kantor.actor()
    with kantor.open_catatan(read_only=True) as real, closing(real.copy()) as db:
        if not _is_sending(kantor):
            doubt_interrupted(db, actor)
        batch, remarks = queue_wanted(kantor, db, surel, wanted)
        codes = list(batch.letters)
        decided = sum(
            decide_on(db, codes, words, again=repeat, actor=actor)
            for words, repeat in ((again, True), (sent, False))
            if words
        )
        rows = list_messages(db, codes)
    waiting = [row for row in rows if row["keadaan"] == QUEUED]
    return Foreseen(
        mail=batch.write(waiting[0]) if waiting else None,
        posted=Posted(rows=rows, remarks=remarks),
        decided=decided,
    )


def _is_sending(kantor: Kantor) -> bool:
    """Tell whether somebody sends: then what is on its way is in no doubt."""
    path = kantor.workdir / LOCK
    return path.exists() and is_locked(path)
