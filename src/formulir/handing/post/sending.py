"""Posting letters: each message once, whatever breaks in between.

One process of an office sends at a time; another one waits. A run that was killed
leaves messages that wait, and at most one of which nobody knows whether the server took
it: that one is ``ragu``, is never sent again by itself, and is told until a person
decides.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from formulir.ground.disk import hold_lock, make_folder
from formulir.handing.handing import name_all
from formulir.handing.letters import find_letters_of, read_pdf
from formulir.handing.office_name import name_office
from formulir.handing.post.message import fill_words, write_message
from formulir.handing.post.recipients import list_recipients
from formulir.handing.post.smtp import Answer, SurelUnreachableError, open_post
from formulir.letters.mail import read_text
from formulir.office.filing import open_ledger
from formulir.office.mailbox import get_surel, read_password
from formulir.records.post.outbox import (
    QUEUED,
    REFUSED,
    claim_message,
    doubt_interrupted,
    list_messages,
    note_sent,
    queue_messages,
    settle_message,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from formulir.handing.letters import Letter, Wanted
    from formulir.handing.post.message import Mail
    from formulir.handing.post.smtp import Post
    from formulir.letters.mail import MessageText
    from formulir.model import Fault
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store
    from formulir.settings import Surel

LOCK = "kirim.lock"
"""What the one process of an office that sends holds."""
TRIES = 3
"""So often in a row the server may break off before this run gives up."""
_KILO = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Posted:
    """How things stand with the messages that were asked for.

    Args:
        rows: The messages, as the outbox has them.
        remarks: Who gets none, and what is left out.
    """

    rows: list[dict[str, Any]]
    remarks: list[Fault]

    def count(self, keadaan: str) -> int:
        """Count the messages in a state."""
        return sum(row["keadaan"] == keadaan for row in self.rows)


@dataclass(kw_only=True, slots=True)
class Batch:
    """The letters whose messages are sent, and the words of those.

    Args:
        kantor: The office.
        surel: How it posts.
        office_name: What it is called in messages.
        letters: The letters by their codes.
        names: The names of their files by their codes.
        texts: The text of each kind, once it is read.
    """

    kantor: Kantor
    surel: Surel
    office_name: str
    letters: dict[str, Letter]
    names: dict[str, str]
    texts: dict[str, MessageText] = field(default_factory=dict)

    def write(self, row: dict[str, Any]) -> Mail:
        """Write a message of the outbox.

        Raises:
            TemplateFaultyError: The text of its kind cannot be filled.
            ObjekMissingError, ObjekTamperedError: The letter is not as archived.
        """
        letter, folders = self.letters[row["kode"]], self.kantor.templates
        kind = letter.formulir
        if kind not in self.texts:
            self.texts[kind] = read_text(folders, formulir=kind, nama="surel.txt")
        words = fill_words(self.office_name, self.texts[kind], letter, row["nama"])
        attached = (self.names[row["kode"]], read_pdf(self.kantor, letter))
        saat = self.kantor.saat().astimezone(self.kantor.zona)
        return write_message(self.surel, row, words, attached, saat=saat)


@contextmanager
def preparing(kantor: Kantor, wanted: Wanted) -> Iterator[tuple[Batch, Posted]]:
    """Put what is asked for into the outbox, and be the only one who sends.

    What an interrupted run left is settled first: what it was sending is in doubt, what
    it had sent is recorded.

    Raises:
        SurelUnsetError: The settings say no server.
        SerahNoneError: There is no such letter.
    """
    surel = get_surel(kantor)
    make_folder(kantor.workdir)
    with hold_lock(kantor.workdir / LOCK):
        with open_ledger(kantor) as db:
            doubt_interrupted(db, kantor.actor())
            note_sent(db, kantor.actor())
            batch, remarks = queue_wanted(kantor, db, surel, wanted)
            standing = list_messages(db, list(batch.letters))
        yield batch, Posted(rows=standing, remarks=remarks)


def queue_wanted(
    kantor: Kantor, db: Store, surel: Surel, wanted: Wanted
) -> tuple[Batch, list[Fault]]:
    """Put what is asked for into the outbox of a store that may be a copy.

    Returns:
        The letters with the names of their files, and what to look at.

    Raises:
        SerahNoneError: There is no such letter.
    """
    found = find_letters_of(kantor, db, wanted)
    rows, remarks = list_recipients(db, found.letters, asal=kantor.asal)
    queue_messages(db, rows, kantor.actor())
    codes = [letter.kode for letter in found.letters]
    office_name, told = name_office(kantor, db)
    batch = Batch(
        kantor=kantor,
        surel=surel,
        office_name=office_name,
        letters=dict(zip(codes, found.letters, strict=True)),
        names=dict(zip(codes, name_all(db, found.letters), strict=True)),
    )
    return batch, [*told, *found.remarks, *remarks]


def send_letters(
    kantor: Kantor, wanted: Wanted, *, progress: Callable[[int, int], None]
) -> Posted:
    """Send what waits, and record what was sent; run again it goes on.

    Raises:
        SurelUnreachableError: The server cannot be reached, or breaks off again and
            again; what was sent until then is recorded, the rest waits.
        TemplateFaultyError: The text of a kind cannot be filled; nothing was sent.
    """
    with preparing(kantor, wanted) as (batch, standing):
        waiting = [row for row in standing.rows if row["keadaan"] == QUEUED]
        first = {batch.letters[row["kode"]].formulir: row for row in waiting}
        for row in first.values():
            batch.write(row)  # a template that cannot be filled is told before any goes
        try:
            if waiting:
                password = (
                    read_password(kantor, batch.surel) if batch.surel.pengguna else ""
                )
                with kantor.open_catatan() as db:
                    _send_all(batch, db, waiting, password, progress)
        finally:
            with open_ledger(kantor) as db:
                note_sent(db, kantor.actor())
                rows = list_messages(db, list(batch.letters))
    return Posted(rows=rows, remarks=standing.remarks)


def _send_all(
    batch: Batch,
    db: Store,
    waiting: list[dict[str, Any]],
    password: str,
    progress: Callable[[int, int], None],
) -> None:
    """Send messages one by one, and let go of the server, whatever happens."""
    line = Line(batch=batch, db=db, password=password)
    try:
        for done, row in enumerate(waiting):
            progress(done, len(waiting))
            line.send(row)
            if done + 1 < len(waiting):
                time.sleep(batch.surel.jeda_detik)
        progress(len(waiting), len(waiting))
    finally:
        line.close()


@dataclass(kw_only=True, slots=True)
class Line:
    """The way to the server, reached anew where it breaks off.

    Args:
        batch: What is sent.
        db: The record store, outside a transaction.
        password: That of the user of the server.
        post: The connection, if there is one.
        broken: So often in a row it has broken off.
    """

    batch: Batch
    db: Store
    password: str
    post: Post | None = None
    broken: int = 0

    def send(self, row: dict[str, Any]) -> None:
        """Send a message, trying again as long as the server has not got it.

        Raises:
            SurelUnreachableError: The server breaks off again and again, whether or not
                it has got the messages: else all that wait would be in doubt.
        """
        while True:
            answer = self._try(row)
            if answer.alive:
                self.broken = 0
                return
            self.close()
            # Without a reason its letter is void by now, or somebody else has sent it.
            if not answer.sebab:
                return
            self.broken += 1
            if self.broken >= TRIES:
                surel = self.batch.surel
                name = f"{surel.server}:{surel.port}"
                raise SurelUnreachableError(name, reason=answer.sebab)
            if answer.keadaan != QUEUED:
                return

    def _try(self, row: dict[str, Any]) -> Answer:
        if self.post is None:
            folder = self.batch.kantor.folder
            self.post = open_post(self.batch.surel, self.password, folder=folder)
        return _send_one(self.batch, self.db, row, self.post)

    def close(self) -> None:
        """Let go of the server, if it is held."""
        if self.post is not None:
            self.post.close()
        self.post = None


def _send_one(batch: Batch, db: Store, row: dict[str, Any], post: Post) -> Answer:
    """Send one message, and write down what became of it."""
    actor, mail = batch.kantor.actor(), batch.write(row)
    limits = (batch.surel.batas_kb * _KILO, post.limit)
    limit = min(each for each in limits if each)
    settle = partial(settle_message, db, row["id"], actor=actor)
    if len(mail.data) > limit:
        size, most = len(mail.data) // _KILO, limit // _KILO
        sebab = f"pesan {size} kB, lebih besar dari batas {most} kB"
        settle(REFUSED, sebab=sebab)
        return Answer(keadaan=REFUSED, sebab=sebab)
    answer = post.deliver(mail, claim=lambda: claim_message(db, row["id"], actor))
    if answer.sebab:
        settle(answer.keadaan, sebab=answer.sebab)
    return answer
