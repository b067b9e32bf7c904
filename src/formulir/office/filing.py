"""What stands between ledger and archive: two stores, one head.

An act is in the ledger first, sealed (``records.ledger.acts``); the next append writes
it into the log, in front of all that leans on it; then the ledger follows the log
(``records.ledger.head``). So a crash leaves acts that wait, or a ledger that lags, and
the next writer finishes both. Every line names the last act of the ledger before it
(``buku``), and the ledger keeps the last checkpoint that it saw. The two are held
against each other before a number is reserved and, under the archive's lock, before a
line is appended: an older copy of either is refused.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import ASIDE, Act, has_seal
from formulir.archive.find import read_news
from formulir.archive.folder import spell_root
from formulir.archive.keys import load_key
from formulir.archive.log import Lead, append
from formulir.errors import ArsipError
from formulir.ground.disk import sync_path
from formulir.office.unfinished import finish_kinds
from formulir.records.ledger import ledger
from formulir.records.ledger.acts import (
    count_unsealed,
    has_waiting,
    last_act,
    list_acts,
    spell_act,
)
from formulir.records.ledger.head import Head, follow_log, read_head
from formulir.records.ledger.kembali import Kembali
from formulir.records.ledger.notes import note_index, note_restore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from formulir.archive.folder import Standing
    from formulir.model import Entri
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store


RESTORED = "pulih.json"
"""What a restore knows of the backup, until the ledger says it."""


class ArsipOlderError(ArsipError):
    """The archive holds less than the ledger saw of it."""

    seen: int
    size: int
    says = (
        "the archive holds {size} entries, but the ledger (catatan.db) has seen "
        "{seen}: an older copy of archive/ was put back; nothing was written; put the "
        "newer archive back, or restore both from one backup with 'formulir restore'"
    )


class CatatanOlderError(ArsipError):
    """The ledger knows less than the archive says of it."""

    named: int
    known: int
    says = (
        "the archive names act {named} of the ledger, but catatan.db knows only "
        "{known}: an older copy of catatan.db was put back; nothing was written; put "
        "the newer catatan.db back, or restore both from one backup with 'formulir "
        "restore'"
    )


class KepalaForkedError(ArsipError):
    """The archive went another way than the one that the ledger saw."""

    entri: int
    says = (
        "the first {entri} entries of the archive are not those that the ledger "
        "(catatan.db) saw: archive/ and catatan.db are of two different copies of the "
        "office; nothing was written; put the two back that belong together"
    )


class ActForgedError(ArsipError):
    """An act of the ledger bears no seal of the office's key."""

    number: int
    tindakan: str
    says = (
        "act {number} of the ledger ({tindakan}) bears no seal of the archive's key: "
        "somebody wrote it into catatan.db by hand; it is not appended and nothing was "
        "written; call the auditor and run formulir verify"
    )


@contextmanager
def open_ledger(kantor: Kantor) -> Iterator[Store]:
    """Hold the ledger open to act on it, and let the archive follow what was done.

    What an interrupted run left is finished first. A fault inside, or a crash, leaves
    what was committed until then to the next append.

    Raises:
        KunciUnreadableError: There is no key to archive with; nothing was changed.
        ArsipOlderError, CatatanOlderError, KepalaForkedError, ActForgedError: The two
            are not of one copy, or somebody wrote into the ledger by hand.
    """
    with kantor.open_catatan() as db:
        finish_kinds(kantor, db)
        reconcile(kantor, db)
        yield db
        file_acts(kantor, db)


def void_surat(
    kantor: Kantor, word: str, *, alasan: str, jam_mundur: bool = False
) -> dict[str, Any]:
    """Void a letter in the ledger, and then in the archive.

    A crash between the two leaves a void letter whose sealed act waits for the next
    append.

    Returns:
        The row of the letter as it was before.

    Raises:
        NomorUnknownError: No letter, or more than one, has this number or code.
    """
    actor = kantor.actor(jam_mundur=jam_mundur)
    with open_ledger(kantor) as db:
        return ledger.void_surat(db, word, alasan=alasan, actor=actor)


def as_kembali(isi: Mapping[str, Any], entri: int | None = None) -> Kembali:
    """Return what the archive says of a return as the ledger has it."""
    kode, sha, sah = isi["kode"], isi["sha256"], isi["tindakan"] != ASIDE
    bukti = isi.get("bukti")
    return Kembali(kode=kode, sha256=sha, sah=sah, entri=entri, bukti=bukti)


def file_acts(
    kantor: Kantor,
    db: Store,
    acts: Sequence[Act] = (),
    *,
    after: Callable[[str], None] = lambda _step: None,
) -> list[Entri]:
    """Append acts to the archive, with those that wait in front, and follow the log.

    A crash before the checkpoint leaves nothing of them but what waited before; a crash
    behind it leaves a ledger that lags.

    Args:
        kantor: The office.
        db: Its record store, outside a transaction.
        acts: The acts, in order.
        after: Is told after each write what was written; tests cut the power there.

    Returns:
        The entries of the acts asked for.

    Raises:
        ArsipOlderError, CatatanOlderError, KepalaForkedError: The two are not of one
            copy.
        ActForgedError: An act waits that the program never wrote.
    """
    if not acts and not has_waiting(db):
        return []

    def lead(standing: Standing) -> Lead:
        check_heads(db, standing, read_head(db))
        filed = _filed(db, standing)
        waiting = list_acts(db, after=filed)
        public = kantor.archive.verifier.public
        front = [Act(isi=_spell_sealed(row, public=public)) for row in waiting]
        said = kantor.actor()
        members = {"oleh": said.oleh, "peran": said.peran, "versi": said.versi}
        # The last one of those that were read: to ask for the last act once more would
        # name one that somebody has just done, and that no line says then.
        buku = waiting[-1]["id"] if waiting else filed
        return Lead(acts=front, members={**members, "buku": buku})

    entries = append(
        kantor.archive,
        acts,
        key=kantor.keyfile,
        saat=kantor.saat(),
        lead=lead,
        after=after,
    )
    follow(kantor, db)
    return entries[len(entries) - len(acts) :]


def check_heads(db: Store, standing: Standing, head: Head) -> None:
    """Hold the ledger against what the archive holds.

    What others do meanwhile is not taken for an older copy, because of the order.

    Args:
        db: The record store; its last act is asked for here, after the archive.
        standing: What the archive held.
        head: What the ledger had seen before that, or while nobody could append.
    """
    if head.entri > standing.size:
        raise ArsipOlderError(seen=head.entri, size=standing.size)
    if head.akar is not None and head.akar != spell_root(standing.root_at(head.entri)):
        raise KepalaForkedError(head.entri)
    named = (standing.last or {}).get("buku") or 0
    if named > (known := last_act(db)):
        raise CatatanOlderError(named=named, known=known)


def _filed(db: Store, standing: Standing) -> int:
    """Return the last act of the ledger that the log has: each line names it."""
    return (standing.last or {}).get("buku") or count_unsealed(db)


def _spell_sealed(row: Mapping[str, Any], *, public: bytes) -> dict[str, Any]:
    """Return what the log is to say of an act, if it bears the archive's seal."""
    try:
        isi = spell_act(row)
    except (TypeError, ValueError):
        isi = {}
    if not isi or not has_seal(isi, row["segel"], public=public):
        raise ActForgedError(row["id"], tindakan=row["tindakan"])
    return isi


def follow(kantor: Kantor, db: Store) -> Standing:
    """Bring the ledger up to the archive's checkpoint; doing it twice changes nothing.

    Returns:
        What the archive holds.

    Raises:
        ArsipOlderError, CatatanOlderError, KepalaForkedError: The two are not of one
            copy.
    """
    head = read_head(db)
    standing, entries = read_news(kantor.archive, since=head.entri)
    check_heads(db, standing, head)
    if entries:
        akar = spell_root(standing.root)
        follow_log(db, entries, Head(entri=standing.size, akar=akar))
    return standing


def reconcile(kantor: Kantor, db: Store) -> None:
    """Finish what an interrupted run left between the archive and the ledger.

    Raises:
        MachineError: There is no key to archive with; nothing was changed.
        ArsipOlderError, CatatanOlderError, KepalaForkedError, ActForgedError: The two
            are not of one copy, or somebody wrote into the ledger by hand.
    """
    # Before the ledger changes, for the archive must follow it.
    load_key(kantor.keyfile)
    standing = follow(kantor, db)
    note_index(db, kantor.actor(), banyak=standing.anew)
    raise_fence(kantor, db)
    file_acts(kantor, db)


def raise_fence(kantor: Kantor, db: Store) -> None:
    """Raise the fence of an office that was restored, when that was not done yet.

    A restore leaves what it knows of the backup in a file, for the act must be sealed,
    and the key may be put in later. A crash leaves the file; then this is done again,
    and changes nothing.
    """
    path = kantor.folder / RESTORED
    try:
        facts = json.loads(path.read_bytes())
    except FileNotFoundError:
        return
    except ValueError:
        facts = {}  # it is there, so the office was restored
    note_restore(db, kantor.actor(), facts, tahun=kantor.hari_ini().year)
    path.unlink()
    sync_path(kantor.folder)


def finish_filing(kantor: Kantor) -> None:
    """Finish what an interrupted run left, where there is nothing else to do."""
    with open_ledger(kantor):
        pass
