"""Comparing ``index.db`` with the rest of the archive, line by line.

The index is opened for reading alone and is never mended here: who verifies must not
change what is verified. It is asked in short questions, so that an append that goes on
meanwhile does not wait.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formulir.archive.acts import choose_status
from formulir.archive.index.file import (
    FILE,
    IndexDamagedError,
    connect_index,
    guard_index,
)
from formulir.archive.index.queries import (
    Place,
    continues,
    gives_root,
    list_hashes,
    list_places,
    list_words_kept,
    read_anew,
    read_state,
)
from formulir.archive.merkle import find_position
from formulir.archive.words import mark
from formulir.ground.disk import DiskFailedError
from formulir.language import chain, phrase
from formulir.model import Fault

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from formulir.archive.checkpoint import Checkpoint

DELETE = phrase("it may be deleted, it is rebuilt from the rest")


@dataclass(kw_only=True, slots=True)
class IndexCheck:
    """Gathers what the index should say while the rest is read, and compares.

    Args:
        path: The index.
        conn: Its connection, or nothing if it is not to be compared.
        size: How many lines it has seen.
        fault: The first thing that is wrong with it.
        notice: Why it is not compared.
        letters: By code, the first act on a letter and its status.
        rollback: What shows that an older checkpoint was put back.
        anew: How many lines there were when it was made anew, if ever; nothing where
            there is none.
        words: A sum over all pairs of a word and a letter. The order in which the
            index gives them is its own, and a sum does not depend on it.
    """

    path: Path
    conn: sqlite3.Connection | None = None
    size: int = 0
    fault: str | None = None
    notice: str | None = None
    letters: dict[str, tuple[int, str]] = field(default_factory=dict)
    words: int = 0
    rollback: str | None = None
    anew: int | None = 0
    places: dict[int, Place] = field(default_factory=dict)
    hashes: dict[int, bytes] = field(default_factory=dict)

    def begin_chunk(self, first: int, count: int) -> dict[int, bytes]:
        """Read what the index says of some lines.

        Returns:
            The leaf of each line, as far as the index has it.
        """
        self.places, self.hashes = {}, {}
        last = min(first + count, self.size)
        if self.conn is None or last <= first:
            return {}
        low, high = find_position(0, first), find_position(0, last)
        try:
            with guard_index(self.path):
                self.places = list_places(self.conn, first, last)
                self.hashes = list_hashes(self.conn, low, high)
        except IndexDamagedError as error:
            self._note(error.reason)
        except DiskFailedError as error:
            self.give_up(error.reason)
        leaves = ((entri, find_position(0, entri)) for entri in range(first, last))
        return {entri: self.hashes[at] for entri, at in leaves if at in self.hashes}

    def compare(self, place: Place, kept: list[bytes]) -> bool:
        """Compare what the index says of a line with the line.

        Args:
            place: The line.
            kept: The hashes of the subtrees that it completes.

        Returns:
            Whether its letter is searched by the words of this line.
        """
        if self.conn is None or place.entri >= self.size:
            return False
        start = find_position(0, place.entri)
        same = [self.hashes.get(start + level) for level in range(len(kept))] == kept
        if not same or self.places.get(place.entri) != place:
            self._note(phrase("it is wrong about entri {entri}", entri=place.entri))
        if place.kode is None:
            return False  # on no letter, so it is not searched
        first, before = self.letters.get(place.kode, (place.entri, place.tindakan))
        self.letters[place.kode] = (first, choose_status([before, place.tindakan]))
        return first == place.entri

    def judge(self, *, size: int, words: bool) -> list[Fault]:
        """Judge it when all lines that are signed were read.

        Args:
            size: How many lines these are.
            words: Whether to compare words too; a damaged context has others.
        """
        if words and self.conn is not None and not self.fault and self.size == size:
            self._compare_words(self.conn, size)
        if self.fault is None:
            return []
        return [Fault(place=FILE, reason=chain([self.fault, DELETE]))]

    def close(self) -> None:
        """Close the index."""
        if self.conn is not None:
            self.conn.close()

    def _compare_words(self, conn: sqlite3.Connection, size: int) -> None:
        """Compare by which words letters are found."""
        for first, status in self.letters.values():
            self.words += sum_words(first, {mark("s", status)})
        try:
            with guard_index(self.path):
                found = sum(map(hash, list_words_kept(conn)))
                moved = read_state(conn).size != size
        except IndexDamagedError as error:
            self._note(error.reason)
            return
        except DiskFailedError as error:
            self.give_up(error.reason)
            return
        if moved:
            self.notice = phrase(
                "its words were not compared: an append went on meanwhile"
            )
        elif found != self.words:
            self._note(phrase("it finds letters by other words than theirs"))

    def give_up(self, reason: str) -> None:
        """Stop comparing: what the machine does not let be read is nobody's fault."""
        self.close()
        self.conn = None
        self.notice = phrase(
            "it cannot be read, so it was not compared: {reason}", reason=reason
        )

    def _note(self, fault: str) -> None:
        """Keep the first fault."""
        self.fault = self.fault or fault


def sum_words(entri: int, words: set[str]) -> int:
    """Add up the words by which a letter is found; sums add up in any order.

    Args:
        entri: The first act on the letter.
        words: The words.
    """
    return sum(hash((word, entri)) for word in words)


def read_seen(path: Path) -> int:
    """Read how many lines the index has seen, none if it cannot be read."""
    try:
        conn = connect_index(path, read_only=True)
        with closing(conn), guard_index(path):
            return read_state(conn).size
    except (IndexDamagedError, DiskFailedError):
        return 0


def open_index_check(
    path: Path, checkpoint: Checkpoint | None, *, seen: int
) -> IndexCheck:
    """Open the index for comparing, if there is one that can be compared.

    Args:
        path: The index.
        checkpoint: What is signed, or nothing if that is not known.
        seen: How many lines the index had seen before the checkpoint was read.
    """
    if checkpoint is None:
        return IndexCheck(path=path)
    if not path.exists():
        notice = phrase("missing; it is rebuilt when next needed")
        return IndexCheck(path=path, notice=notice, anew=None)
    check = IndexCheck(path=path)
    try:
        check.conn = connect_index(path, read_only=True)
        with guard_index(path):
            _measure(check, check.conn, checkpoint, seen=seen)
    except IndexDamagedError as error:
        check.fault = error.reason
    except DiskFailedError as error:
        check.give_up(error.reason)
    return check


def _measure(
    check: IndexCheck, conn: sqlite3.Connection, head: Checkpoint, *, seen: int
) -> None:
    """Find out how far the index reaches, beside the checkpoint.

    An index that had seen more before the checkpoint was read has seen acts that this
    checkpoint denies, provided that it holds this checkpoint's tree.
    """
    reached, check.anew = read_state(conn).size, read_anew(conn)
    check.size = min(reached, head.size)
    if reached < head.size:
        check.notice = phrase(
            "it lags: {reached} of {size} entries; a search mends that",
            reached=reached,
            size=head.size,
        )
    elif not gives_root(conn, size=head.size, root=head.root):
        check.fault = phrase("its tree is not the one that is signed")
    elif reached > head.size and not continues(conn, size=head.size, root=head.root):
        check.fault = phrase(
            "it says that it reaches {reached} entries, and does not", reached=reached
        )
    elif seen > head.size:
        check.rollback = phrase(
            "it covers {size} entries, {seen} were committed", size=head.size, seen=seen
        )
