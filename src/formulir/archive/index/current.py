"""Holding the index open, in step with the checkpoint."""

from __future__ import annotations

from contextlib import ExitStack, closing, contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from formulir.archive.folder import (
    CHECKPOINT,
    LOCK,
    LOG,
    LogTamperedError,
    Standing,
    load_checkpoint,
    open_log,
)
from formulir.archive.index.catch_up import Current, catch_up, rebuild
from formulir.archive.index.file import (
    FILE,
    IndexDamagedError,
    connect_index,
    connect_index_copy,
    guard_index,
)
from formulir.archive.index.queries import (
    continues,
    gives_root,
    load_frontier,
    read_anew,
    read_state,
)
from formulir.errors import ArsipError, MachineError
from formulir.ground.disk import DiskFailedError, guard_disk, hold_lock
from formulir.language import phrase

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from formulir.archive.checkpoint import Checkpoint
    from formulir.archive.folder import Archive

T = TypeVar("T")


class CheckpointStaleError(ArsipError):
    """The index has seen more than the checkpoint covers."""

    path: Path
    size: int
    seen: int
    says = (
        "{path} covers {size} entries, but {seen} were committed: an older checkpoint "
        "was put back; put the last one back, or call the auditor"
    )


class IndexStaleError(MachineError):
    """There is no index to search, and whoever reads may not make one."""

    path: Path
    reason: str
    says = (
        "{path} is missing or damaged and cannot be made anew: {reason}; let someone "
        "who may write the archive search it once"
    )


def with_index(archive: Archive, work: Callable[[Current], T]) -> T:
    """Read through an index that is in step with the checkpoint.

    An index that turns out to be damaged is rebuilt, once. Nothing is written when the
    index is in step, so this works without write permission then.

    Raises:
        IndexStaleError: It must be written, and may not be.
        CheckpointStaleError: It has seen more than the checkpoint covers.
        LogTamperedError: The log does not give the checkpoint's root.
    """
    path = archive.root / FILE
    try:
        with guard_index(path), _reading(archive) as current:
            return work(current)
    except IndexDamagedError:
        _mend(archive, _rebuild_and_open)
    with guard_index(path), _reading(archive) as current:
        return work(current)


def stand(current: Current) -> Standing:
    """Say what an archive holds, through an index that is in step."""
    head = current.checkpoint
    last = current.load_lines(max(head.size - 1, 0))
    return Standing(
        size=head.size,
        root=head.root,
        last=last[0] if last else None,
        root_at=lambda size: load_frontier(current.conn, size).root(),
        anew=read_anew(current.conn),
    )


@contextmanager
def writing_index(archive: Archive) -> Iterator[Current]:
    """Hold the index open for an append, in step with the checkpoint.

    The caller holds the lock.
    """
    checkpoint = load_checkpoint(archive)
    with (
        guard_index(archive.root / FILE),
        closing(_refresh(archive.root, checkpoint)) as conn,
        open_log(archive.root / LOG) as log,
    ):
        yield Current(root=archive.root, conn=conn, log=log, checkpoint=checkpoint)


@contextmanager
def _reading(archive: Archive) -> Iterator[Current]:
    """Hold the index open for reading, bringing it up to date first if need be."""
    current = _open_in_step(archive)
    if current is None:
        try:
            _mend(archive, _refresh)
        except IndexStaleError:
            current = _open_copy(archive)
            if current is None:
                raise
        else:
            current = _open_in_step(archive)
    if current is None:
        raise IndexDamagedError(
            archive.root / FILE, reason=phrase("it does not stay in step")
        )
    with closing(current.conn), current.log:
        yield current


def _open_in_step(archive: Archive) -> Current | None:
    """Open the index for reading if it is in step with the checkpoint.

    The checkpoint is read after the index. It is written before, so an index that
    reaches further than a checkpoint read later is no work of ours.
    """
    root = archive.root
    # Whoever holds the lock finds out why.
    with (
        suppress(IndexDamagedError, DiskFailedError),
        guard_index(root / FILE),
        ExitStack() as stack,
    ):
        conn = connect_index(root / FILE, read_only=True)
        stack.callback(conn.close)
        conn.execute("BEGIN")  # all that is read belongs to one moment
        size = read_state(conn).size
        head = load_checkpoint(archive)
        if size == head.size and gives_root(conn, size=size, root=head.root):
            log = open_log(root / LOG)
            stack.pop_all()  # it is held open
            return Current(root=root, conn=conn, log=log, checkpoint=head)
    return None


def _open_copy(archive: Archive) -> Current | None:
    """Bring a copy of the index up to date, where the index may not be written.

    Returns:
        Nothing if there is no index from which to go on.
    """
    root, head = archive.root, load_checkpoint(archive)
    with suppress(IndexDamagedError), guard_index(root / FILE), ExitStack() as stack:
        conn = connect_index_copy(root / FILE)
        stack.callback(conn.close)
        log = stack.enter_context(open_log(root / LOG))
        copy = Current(root=root, conn=conn, log=log, checkpoint=head)
        _refuse_rollback(copy)
        catch_up(copy, head)
        stack.pop_all()  # it is held open
        return copy
    return None


def _mend(
    archive: Archive, way: Callable[[Path, Checkpoint], sqlite3.Connection]
) -> None:
    """Bring the index up to date in some way, waiting for whoever writes."""
    try:
        with guard_disk(archive.root), hold_lock(archive.root / LOCK):
            way(archive.root, load_checkpoint(archive)).close()
    except DiskFailedError as error:
        raise IndexStaleError(archive.root / FILE, reason=error.reason) from error


def _refresh(root: Path, checkpoint: Checkpoint) -> sqlite3.Connection:
    """Open the index for writing, in step with the checkpoint.

    Raises:
        CheckpointStaleError: It is a continuation beyond the checkpoint.
        LogTamperedError: Not even a new index gives the checkpoint's root.
    """
    # The index may point to the wrong place of a sound log.
    with (
        suppress(IndexDamagedError, LogTamperedError),
        guard_index(root / FILE),
        ExitStack() as stack,
    ):
        conn = connect_index(root / FILE, read_only=False)
        stack.callback(conn.close)
        with open_log(root / LOG) as log:
            old = Current(root=root, conn=conn, log=log, checkpoint=checkpoint)
            _refuse_rollback(old)
            catch_up(old, checkpoint)
        stack.pop_all()  # it is held open
        return conn
    return _rebuild_and_open(root, checkpoint)


def _rebuild_and_open(root: Path, checkpoint: Checkpoint) -> sqlite3.Connection:
    """Make the index anew and open it for writing."""
    rebuild(root, checkpoint)
    return connect_index(root / FILE, read_only=False)


def _refuse_rollback(current: Current) -> None:
    """Tell an older checkpoint from a spoilt index.

    The checkpoint is committed before the index, so an index that reaches further and
    holds this very checkpoint's tree has seen acts that the checkpoint denies. To cut
    the log then would lose them.
    """
    head, seen = current.checkpoint, read_state(current.conn).size
    if seen <= head.size:
        return
    if continues(current.conn, size=head.size, root=head.root):
        path = current.root / CHECKPOINT
        raise CheckpointStaleError(path, size=head.size, seen=seen)
    raise IndexDamagedError(
        current.root / FILE, reason=phrase("it is not of this archive")
    )
