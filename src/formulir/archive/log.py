"""Appending: objects, then lines, then the checkpoint, which is the commit."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import check_references, name_act, write_line
from formulir.archive.checkpoint import Checkpoint, sign_checkpoint
from formulir.archive.folder import CHECKPOINT, LOCK, LOG, PUBLIC, load_checkpoint
from formulir.archive.index.catch_up import catch_up, rebuild
from formulir.archive.index.current import stand, writing_index
from formulir.archive.index.file import FILE, IndexDamagedError, guard_index
from formulir.archive.index.queries import find_acts, load_frontier, read_state
from formulir.archive.intent import remove_intent, settle_intent, write_intent
from formulir.archive.keys import load_key
from formulir.archive.merkle import hash_leaf
from formulir.archive.objects import find_object, select_new, write_objects
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
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from formulir.archive.acts import Act
    from formulir.archive.folder import Archive, Standing
    from formulir.archive.index.catch_up import Current
    from formulir.archive.keys import KeyFile, SigningKey


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """What whoever appends says once the lock is held.

    Args:
        acts: Acts to be recorded in front of those that are asked for.
        members: What every line says that is recorded with them, unless it says so.
    """

    acts: Sequence[Act] = ()
    members: Mapping[str, Any] = field(default_factory=dict)


class KunciForeignError(MachineError):
    """The private key is not the one whose public half the archive shows."""

    path: Path
    public: Path
    says = (
        "the private key {path} does not belong to {public}; put the key of this "
        "archive back from its safe copy"
    )


def append(
    archive: Archive,
    acts: Sequence[Act],
    *,
    key: Path | KeyFile,
    saat: datetime,
    lead: Callable[[Standing], Lead] = lambda _standing: Lead(),
    after: Callable[[str], None] = lambda _step: None,
) -> list[Entri]:
    """Record acts: all of them or, after a crash, none.

    When this returns, the acts survive a power cut. A crash before leaves what
    ``docs/archive-format.md`` §6 lists, which the next append cleans up.

    Whoever appends holds the lock from before the size is read until after the
    checkpoint is written, so two of them wait for each other instead of giving two
    acts the same number.

    Args:
        archive: The archive.
        acts: The acts, in order. One that happens once and is recorded already
            (``docs/archive-format.md`` §2) is not recorded again; its entry is
            returned.
        key: The private key; a bare path is one that only its owner may read.
        saat: The moment to record them under.
        lead: Is shown what the archive holds, with the lock held, before anything is
            written, and may refuse.
        after: Is told after each write what was written; tests cut the power there.

    Returns:
        The entry of each act, those of the lead first.

    Raises:
        MachineError: The key cannot be used, for a reason that ``load_key`` tells.
        KunciForeignError: It is another archive's.
        DiskFailedError: The disk is full or refuses; nothing is lost, run it again.
        ArsipError: The archive does not verify as far as an append looks at it.
        ValueError: An act says something that no line can, or comes with a file that
            it does not name.
    """
    private = load_key(key)
    if private.public != archive.verifier.public:
        path = key if isinstance(key, Path) else key.path
        raise KunciForeignError(path, public=archive.root / PUBLIC)
    with guard_disk(archive.root), hold_lock(archive.root / LOCK):
        try:
            return _append(archive, acts, saat, private, (lead, after))
        except IndexDamagedError:
            # It shows before the commit, so nothing is recorded twice.
            rebuild(archive.root, load_checkpoint(archive))
            return _append(archive, acts, saat, private, (lead, after))


def _append(
    archive: Archive,
    acts: Sequence[Act],
    saat: datetime,
    private: SigningKey,
    hooks: tuple[Callable[[Standing], Lead], Callable[[str], None]],
) -> list[Entri]:
    """Recover, then record what is not recorded yet; the caller holds the lock."""
    lead, after = hooks
    with writing_index(archive) as current:
        # An interrupted append may have left both; the index is in step already. A
        # crash after either leaves less to clean up for the next one.
        cut_file(current.root / LOG, size_bytes=read_state(current.conn).size_bytes)
        settle_intent(current.root, size=current.checkpoint.size)
        said = lead(stand(current))
        asked = [
            replace(act, isi={**said.members, **act.isi}) for act in (*said.acts, *acts)
        ]
        entries, new = _plan(current, asked, saat)
        if new:
            _commit(current, new, private, after)
    return entries


def _plan(
    current: Current, acts: Sequence[Act], saat: datetime
) -> tuple[list[Entri], list[tuple[Act, bytes]]]:
    """Tell acts that are recorded already from those to record, and number these.

    Returns:
        For each act asked for, in order, its entry: recorded or to be; and the acts to
        record, each with its line, without line feed.
    """
    entries: list[Entri] = []
    new: list[tuple[Act, bytes]] = []
    seen: dict[tuple[str, ...], Entri] = {}
    for act in acts:
        name = name_act(act.isi)
        entri = None
        if name is not None:
            entri = seen.get(name) or _find_recorded(current, name)
        if entri is None:
            number = current.checkpoint.size + len(new)
            line, isi = write_line(act.isi, entri=number, saat=saat)
            entri = Entri(entri=number, isi=isi)
            new.append((act, line))
        if name is not None:
            seen[name] = entri
        entries.append(entri)
    return entries, new


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
    planned: list[tuple[Act, bytes]],
    private: SigningKey,
    after: Callable[[str], None],
) -> None:
    """Write an append, in the order that lets a crash leave nothing half done."""
    root, old = current.root, current.checkpoint
    new = select_new(root, (each for act, _ in planned for each in act.objects))
    for nama in check_references(act for act, _ in planned):
        find_object(root, *nama)
    frontier = load_frontier(current.conn, old.size)
    for _, line in planned:
        frontier.add(hash_leaf(line))
    head = Checkpoint(asal=old.asal, size=frontier.size, root=frontier.root())
    data = b"".join(line + b"\n" for _, line in planned)

    if new:
        write_intent(root, size=old.size, objects=new)
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
            remove_intent(current.root)
