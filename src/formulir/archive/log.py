"""Appending: objects, then lines, then the checkpoint, which is the commit."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.archive.acts import check_references, name_act, write_line
from formulir.archive.arsip import CHECKPOINT, LOCK, LOG, PUBLIC, load_checkpoint
from formulir.archive.checkpoint import Checkpoint, sign_checkpoint
from formulir.archive.index.catch_up import catch_up, rebuild
from formulir.archive.index.current import writing_index
from formulir.archive.index.file import FILE, IndexDamagedError, guard_index
from formulir.archive.index.queries import find_acts, load_frontier, read_state
from formulir.archive.kunci import load_key
from formulir.archive.merkle import hash_leaf
from formulir.archive.objects import read_object, select_new, write_objects
from formulir.archive.tunda import remove_tunda, settle_tunda, write_tunda
from formulir.errors import MachineError
from formulir.ground.disk import (
    DiskFailedError,
    append_synced,
    cut_file,
    guard_disk,
    hold_lock,
    replace_file,
)
from formulir.model import Entri

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from formulir.archive.acts import Tindakan
    from formulir.archive.arsip import Arsip
    from formulir.archive.index.catch_up import Current
    from formulir.archive.kunci import Kunci


class KunciForeignError(MachineError):
    """The private key is not the one whose public half the archive shows."""

    def __init__(self, path: Path, *, public: Path) -> None:
        """Keep both files."""
        super().__init__(path, public)
        self.path, self.public = path, public

    def __str__(self) -> str:
        """Say which files, and what to do."""
        return (
            f"the private key {self.path} does not belong to {self.public}; "
            "put the key of this archive back from its safe copy"
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Rencana:
    """What an append will do: which acts are new, and the answer to all of them.

    Args:
        baru: The acts to record.
        lines: Their lines, without line feeds.
        entries: For each act asked for, in order, its entry: recorded or to be.
    """

    baru: list[Tindakan]
    lines: list[bytes]
    entries: list[Entri]


def append(
    arsip: Arsip,
    daftar: Sequence[Tindakan],
    *,
    kunci: Path,
    saat: datetime,
    after: Callable[[str], None] = lambda _step: None,
) -> list[Entri]:
    """Record acts: all of them or, after a crash, none.

    When this returns, the acts survive a power cut. A crash before leaves what
    ``docs/archive-format.md`` §6 lists, which the next append cleans up.

    Whoever appends holds the lock from before the size is read until after the
    checkpoint is written, so two of them wait for each other instead of giving two
    acts the same number.

    Args:
        arsip: The archive.
        daftar: The acts, in order. One that happens once and is recorded already
            (``docs/archive-format.md`` §2) is not recorded again; its entry is
            returned.
        kunci: The private key.
        saat: The moment to record them under.
        after: Is told after each write what was written; tests cut the power there.

    Raises:
        KunciUnreadableError: The key is missing or no key.
        KunciExposedError: Others can read it.
        KunciForeignError: It is another archive's.
        DiskFailedError: The disk is full or refuses; nothing is lost, run it again.
        ArsipError: The archive does not verify as far as an append looks at it.
        ValueError: An act says something that no line can, or comes with a file that
            it does not name.
    """
    private = load_key(kunci)
    if private.public != arsip.verifier.public:
        raise KunciForeignError(kunci, public=arsip.root / PUBLIC)
    with guard_disk(arsip.root), hold_lock(arsip.root / LOCK):
        try:
            return _append(arsip, daftar, saat, private, after)
        except IndexDamagedError:
            # It shows before the commit, so nothing is recorded twice.
            rebuild(arsip.root, load_checkpoint(arsip))
            return _append(arsip, daftar, saat, private, after)


def _append(
    arsip: Arsip,
    daftar: Sequence[Tindakan],
    saat: datetime,
    private: Kunci,
    after: Callable[[str], None],
) -> list[Entri]:
    """Recover, then record what is not recorded yet; the caller holds the lock."""
    with writing_index(arsip) as current:
        _clean_up(current)
        rencana = _plan(current, daftar, saat)
        if rencana.baru:
            _commit(current, rencana, private, after)
    return rencana.entries


def _clean_up(current: Current) -> None:
    """Remove what an interrupted append has left; the index is in step already."""
    # A crash after either leaves less to clean up for the next one.
    cut_file(current.root / LOG, size_bytes=read_state(current.conn).size_bytes)
    settle_tunda(current.root, size=current.checkpoint.size)


def _plan(current: Current, daftar: Sequence[Tindakan], saat: datetime) -> Rencana:
    """Tell acts that are recorded already from those to record, and number these."""
    rencana = Rencana(baru=[], lines=[], entries=[])
    seen: dict[tuple[str, ...], Entri] = {}
    for tindakan in daftar:
        act = name_act(tindakan.isi)
        entri = None
        if act is not None:
            entri = seen.get(act) or _find_recorded(current, act)
        if entri is None:
            number = current.checkpoint.size + len(rencana.lines)
            line = write_line(tindakan.isi, entri=number, saat=saat)
            entri = Entri(entri=number, isi=json.loads(line))
            rencana.baru.append(tindakan)
            rencana.lines.append(line)
        if act is not None:
            seen[act] = entri
        rencana.entries.append(entri)
    return rencana


def _find_recorded(current: Current, act: tuple[str, ...]) -> Entri | None:
    """Find the entry of an act that happens once."""
    for place in find_acts(current.conn, act[1]):
        if place.tindakan == act[0]:
            isi = current.load_line(place)
            if name_act(isi) == act:
                return Entri(entri=place.entri, isi=isi)
    return None


def _commit(
    current: Current,
    rencana: Rencana,
    private: Kunci,
    after: Callable[[str], None],
) -> None:
    """Write an append, in the order that lets a crash leave nothing half done."""
    root, old = current.root, current.checkpoint
    new = select_new(root, (objek for act in rencana.baru for objek in act.objek))
    for nama in check_references(rencana.baru):
        read_object(root, *nama)
    frontier = load_frontier(current.conn, old.size)
    for line in rencana.lines:
        frontier.add(hash_leaf(line))
    head = Checkpoint(asal=old.asal, size=frontier.size, root=frontier.root())
    data = b"".join(line + b"\n" for line in rencana.lines)

    if new:
        write_tunda(root, size=old.size, daftar=new)
        after("tunda")  # a crash here leaves an intent without objects
        write_objects(root, new, after=after)
        # A crash here leaves objects that no line names; the intent lists them all.
    append_synced(root / LOG, data, at=read_state(current.conn).size_bytes)
    after("log")  # a crash here, or half way, leaves bytes beyond the checkpoint
    replace_file(root / CHECKPOINT, sign_checkpoint(head, private))
    after("checkpoint")  # committed: a crash here leaves an index that lags
    _tidy(current, head)
    after("end")


def _tidy(current: Current, head: Checkpoint) -> None:
    """Do what is left when an append is committed.

    A fault here is left to whoever opens the archive next: that one finds the index
    lagging, and brings it up to date or says why not. To report it as a failed append
    would be untrue.
    """
    with suppress(IndexDamagedError, DiskFailedError):
        with guard_index(current.root / FILE):
            catch_up(current, head)
        # A crash here leaves an intent whose size is in the past.
        with guard_disk(current.root):
            remove_tunda(current.root)
