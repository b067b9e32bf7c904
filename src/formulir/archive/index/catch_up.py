"""Bringing the index up to the checkpoint.

There is one way for a line to get into the index: it is read from the log, its context
from the objects. After an append, after a crash and after the index was deleted, the
same function does it.
"""

from __future__ import annotations

import json
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from formulir.archive.acts import choose_status, read_line
from formulir.archive.folder import (
    LOG,
    LogTamperedError,
    iter_lines,
    next_line,
    open_log,
)
from formulir.archive.index.file import (
    FILE,
    IndexDamagedError,
    create_index,
    guard_index,
)
from formulir.archive.index.queries import (
    Place,
    State,
    add_hashes,
    add_places,
    find_acts,
    find_place,
    gives_root,
    list_places,
    load_frontier,
    load_hash,
    put_words,
    read_state,
)
from formulir.archive.merkle import (
    EMPTY_ROOT,
    find_position,
    hash_leaf,
    make_inclusion_proof,
    verify_inclusion,
)
from formulir.archive.objects import ObjekMissingError, ObjekTamperedError, read_object
from formulir.archive.words import list_words
from formulir.ground.disk import sync_path, temporary_of
from formulir.language import phrase, take_reason

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from formulir.archive.checkpoint import Checkpoint

CHUNK = 1000
"""So many lines are held in memory at a time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Current:
    """An index, the log beside it, and the checkpoint that both agree with.

    Args:
        root: The archive.
        conn: The index.
        log: The log, open for reading.
        checkpoint: What both agree with.
    """

    root: Path
    conn: sqlite3.Connection
    log: BinaryIO
    checkpoint: Checkpoint

    def load_line(self, place: Place) -> dict[str, Any]:
        """Read a line through the index.

        Raises:
            IndexDamagedError: The line does not give the leaf that the index has, or
                is not the act that it says.
        """
        isi: dict[str, Any] = json.loads(self.load_bytes(place))
        if (isi["tindakan"], isi.get("kode")) == (place.tindakan, place.kode):
            return isi
        raise self._misplaced(place)

    def load_bytes(self, place: Place) -> bytes:
        """Read a line through the index as it is spelled, without its line feed.

        Raises:
            IndexDamagedError: The line does not give the leaf that the index has.
        """
        self.log.seek(place.awal)
        line = next_line(self.log)[:-1]
        if hash_leaf(line) == load_hash(self.conn, find_position(0, place.entri)):
            return line
        raise self._misplaced(place)

    def load_proof(self, entri: int, *, size: int) -> tuple[bytes, list[bytes]]:
        """Read a line, and the way from it to the root over the first so many lines.

        Raises:
            IndexDamagedError: It lacks the line, or has another one in its place.
        """
        place = find_place(self.conn, entri)
        if place is None:
            reason = phrase("it lacks entri {number}", number=entri)
            raise IndexDamagedError(self.root / FILE, reason=reason)
        proof = make_inclusion_proof(
            entri, size, lambda position: load_hash(self.conn, position)
        )
        return self.load_bytes(place), proof

    def _misplaced(self, place: Place) -> IndexDamagedError:
        reason = phrase("entri {entri} is not what or where it says", entri=place.entri)
        return IndexDamagedError(self.root / FILE, reason=reason)

    def load_lines(self, first: int) -> list[dict[str, Any]]:
        """Read the lines from a number on.

        Raises:
            IndexDamagedError: One of them is not what or where the index says.
        """
        numbers = range(first, self.checkpoint.size)
        places = list_places(self.conn, first, self.checkpoint.size)
        if len(places) != len(numbers):
            reason = phrase("it lacks a line from entri {first} on", first=first)
            raise IndexDamagedError(self.root / FILE, reason=reason)
        return [self.load_line(places[number]) for number in numbers]

    def load_first(self, entri: int) -> tuple[dict[str, Any], str]:
        """Read the first act on a letter, and what the last one is.

        Raises:
            IndexDamagedError: It is not the first act, or the index contradicts itself.
        """
        place = find_place(self.conn, entri)
        acts = [] if place is None else find_acts(self.conn, str(place.kode))
        if not acts or acts[0] != place:
            reason = phrase(
                "entri {entri} is searched and is no first act", entri=entri
            )
            raise IndexDamagedError(self.root / FILE, reason=reason)
        isi = self.load_line(acts[0])
        status = choose_status([act.tindakan for act in acts])
        # Whether the index spelled the acts right is known once a line says so.
        last = next(act for act in reversed(acts) if act.tindakan == status)
        loaded = isi if last == acts[0] else self.load_line(last)
        return isi, str(loaded["tindakan"])


def catch_up(current: Current, checkpoint: Checkpoint) -> None:
    """Bring the index up to a checkpoint, in one transaction.

    A crash inside leaves the index as it was.

    Raises:
        IndexDamagedError: The lines that it lacks do not lead to the checkpoint's root,
            or it does not know where the last line ends.
        LogTamperedError: One of these lines is missing or misspelled.
    """
    conn, path = current.conn, current.root / LOG
    state = read_state(conn)
    conn.execute("BEGIN IMMEDIATE")
    with conn:
        frontier = load_frontier(conn, state.size)
        lines = iter_lines(
            path, first=state.size, last=checkpoint.size, at=state.size_bytes
        )
        while chunk := list(islice(lines, CHUNK)):
            hashes = [kept for line in chunk for kept in frontier.add(hash_leaf(line))]
            add_hashes(conn, hashes, start=find_position(0, state.size))
            state = _add_lines(current, chunk, state)
        _check_end(current, checkpoint, state)


def rebuild(root: Path, checkpoint: Checkpoint) -> None:
    """Make the index anew; the one that is there goes when the other one is whole.

    The caller holds the lock. A crash leaves the old index, none, or the new one, and
    perhaps a temporary file, which the next rebuilding removes. The new one says of
    itself how many lines there were: who took the old one away may have changed them.

    Raises:
        LogTamperedError: The log does not give the checkpoint's root.
    """
    path = root / FILE
    temporary = temporary_of(path)
    temporary.unlink(missing_ok=True)
    with (
        guard_index(temporary),
        closing(create_index(temporary, anew=checkpoint.size)) as conn,
        open_log(root / LOG) as log,
    ):
        new = Current(root=root, conn=conn, log=log, checkpoint=checkpoint)
        try:
            catch_up(new, checkpoint)
        except IndexDamagedError as error:
            reason = phrase("its lines do not give the root of the checkpoint")
            raise LogTamperedError(root / LOG, reason=reason) from error
    sync_path(temporary)
    # The file goes before its journal: a journal that outlives it is removed here, a
    # file that outlived its journal could not be rolled back.
    path.unlink(missing_ok=True)
    path.with_name(f"{FILE}-journal").unlink(missing_ok=True)
    temporary.replace(path)
    sync_path(root)


def _check_end(current: Current, checkpoint: Checkpoint, state: State) -> None:
    """Refuse an index that does not end where the checkpoint does."""
    if state.size != checkpoint.size or not (
        _proves_last(current, checkpoint, state)
        if checkpoint.size
        else state.size_bytes == 0 and checkpoint.root == EMPTY_ROOT
    ):
        reason = phrase("it does not lead to the root of the checkpoint")
        raise IndexDamagedError(current.root / FILE, reason=reason)


def _proves_last(current: Current, checkpoint: Checkpoint, state: State) -> bool:
    """Prove that the line with which the index ends is the last one signed.

    An append cuts the log where the index says that the last line ends. So that line is
    proved to be the last leaf under the signed root, by a number of hashes that grows
    with the logarithm of the archive.
    """
    size, last = checkpoint.size, checkpoint.size - 1
    place = find_place(current.conn, last)
    if place is None or not 0 <= place.awal < state.size_bytes:
        return False
    current.log.seek(place.awal)
    line = next_line(current.log)
    if place.awal + len(line) != state.size_bytes or not line.endswith(b"\n"):
        return False
    proof = make_inclusion_proof(
        last, size, lambda position: load_hash(current.conn, position)
    )
    leaf, root = hash_leaf(line[:-1]), checkpoint.root
    # The proof of the last leaf is made of the same subtrees as the right edge, from
    # which the next append grows, so it vouches for them too.
    return gives_root(current.conn, size=size, root=root) and verify_inclusion(
        leaf, index=last, size=size, proof=proof, root=root
    )


def _add_lines(current: Current, chunk: list[bytes], state: State) -> State:
    """Record lines and make their letters findable."""
    awal, places, said = state.size_bytes, [], {}
    for entri, line in enumerate(chunk, state.size):
        try:
            isi = read_line(line, entri=entri)
        except ValueError as error:
            path = current.root / LOG
            raise LogTamperedError(
                path, reason=take_reason(error), entri=entri
            ) from error
        said[entri] = isi
        places.append(Place(entri, awal, isi["tindakan"], isi.get("kode")))
        awal += len(line) + 1
    after = State(state.size + len(chunk), awal)
    for change in add_places(current.conn, places, state=after):
        isi = said.get(change.first) or current.load_first(change.first)[0]
        words = list_words(isi, _load_konteks(current.root, isi.get("konteks")))
        put_words(current.conn, change, words)
    return after


def _load_konteks(root: Path, sha: str | None) -> bytes | None:
    """Read a context for its words.

    A missing or damaged one is not reported here: it must not keep others from being
    found, and ``verify`` names it.
    """
    with suppress(ObjekMissingError, ObjekTamperedError):
        return None if sha is None else read_object(root, sha, "json")
    return None
