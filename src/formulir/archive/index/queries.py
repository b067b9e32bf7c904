"""What the index is told and asked: lines, subtrees, words.

Each function is a question of one moment; whoever asks several opens a transaction.
"""

from __future__ import annotations

import sqlite3
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from formulir.archive.acts import choose_status
from formulir.archive.merkle import Frontier, read_frontier
from formulir.archive.words import mark
from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class State(NamedTuple):
    """How far an index has come: lines, and the bytes of the log they take."""

    size: int
    size_bytes: int


class Place(NamedTuple):
    """What the index knows of a line."""

    entri: int
    awal: int
    tindakan: str
    kode: str | None


class Change(NamedTuple):
    """A letter whose status has changed: its first act, status before and after."""

    first: int
    before: str | None
    after: str


def read_state(conn: sqlite3.Connection) -> State:
    """Read how far the index has come."""
    row = conn.execute("SELECT banyak, size_bytes FROM keadaan").fetchone()
    if row is None or not all(isinstance(n, int) and n >= 0 for n in row):
        raise sqlite3.DatabaseError(phrase("it does not say how far it has come"))
    return State(*row)


def read_anew(conn: sqlite3.Connection) -> int:
    """Read how many lines there were when the index was made anew; 0: it never was."""
    asked = "SELECT 1 FROM sqlite_schema WHERE name = 'dibangun'"
    if conn.execute(asked).fetchone() is None:
        return 0
    row = conn.execute("SELECT banyak FROM dibangun").fetchone()
    if row is None or not isinstance(row[0], int):
        raise sqlite3.DatabaseError(phrase("it does not say when it was made anew"))
    return int(row[0])


def load_frontier(conn: sqlite3.Connection, size: int) -> Frontier:
    """Read the right edge of the tree; a hash that is not there is an empty one."""
    return read_frontier(size, lambda position: load_hash(conn, position))


def load_hash(conn: sqlite3.Connection, position: int) -> bytes:
    """Read the hash of a complete subtree, empty if it is not there."""
    row = conn.execute(
        "SELECT hash FROM simpul WHERE posisi = ?", (position,)
    ).fetchone()
    return b"" if row is None else _to_bytes(row[0])


def gives_root(conn: sqlite3.Connection, *, size: int, root: bytes) -> bool:
    """Tell whether the subtrees kept give a root at some size."""
    return load_frontier(conn, size).root() == root


def continues(conn: sqlite3.Connection, *, size: int, root: bytes) -> bool:
    """Tell whether the index holds a tree of some size and root, and more than it.

    That it says so in one number is not enough: the tree of that number must be there.
    """
    seen = read_state(conn).size
    return (
        seen > size
        and find_place(conn, seen - 1) is not None
        and all(load_frontier(conn, seen).peaks)
        and gives_root(conn, size=size, root=root)
    )


def add_hashes(
    conn: sqlite3.Connection, hashes: Iterable[bytes], *, start: int
) -> None:
    """Keep hashes from a position on."""
    conn.executemany("INSERT INTO simpul VALUES (?, ?)", enumerate(hashes, start))


def add_places(
    conn: sqlite3.Connection, places: list[Place], *, state: State
) -> list[Change]:
    """Record lines, and how far the index has come with them.

    Returns:
        The letters whose status they change, the oldest one first.
    """
    conn.executemany("INSERT INTO entri VALUES (?, ?, ?, ?)", places)
    conn.execute("UPDATE keadaan SET banyak = ?, size_bytes = ?", state)
    changes = []  # an act without a code is on no letter: it is not searched
    for kode in {place.kode for place in places if place.kode is not None}:
        acts = find_acts(conn, kode)
        if not acts:
            raise sqlite3.DatabaseError(
                phrase("the acts on {kode} are damaged", kode=kode)
            )
        before = [act.tindakan for act in acts if act.entri < places[0].entri]
        after = choose_status([act.tindakan for act in acts])
        changes.append(
            Change(acts[0].entri, choose_status(before) if before else None, after)
        )
    return sorted(change for change in changes if change.before != change.after)


def put_words(conn: sqlite3.Connection, change: Change, words: Iterable[str]) -> None:
    """Make a letter findable under its status; under the one before no longer.

    Args:
        conn: The index.
        change: The letter.
        words: Its words but for the status: the same ones each time.
    """
    text = " ".join(sorted(words))
    if change.before is not None:
        # The index keeps no text, so it must be told which words to forget.
        conn.execute(
            "INSERT INTO cari (cari, rowid, kata) VALUES ('delete', ?, ?)",
            (change.first, f"{text} {mark('s', change.before)}"),
        )
    conn.execute(
        "INSERT INTO cari (rowid, kata) VALUES (?, ?)",
        (change.first, f"{text} {mark('s', change.after)}"),
    )


def find_place(conn: sqlite3.Connection, entri: int) -> Place | None:
    """Find a line by its number."""
    return next(iter(_select(conn, "entri = ?", entri)), None)


def find_acts(conn: sqlite3.Connection, kode: str) -> list[Place]:
    """Find all acts on a letter, in order."""
    return _select(conn, "kode = ? ORDER BY entri", kode)


def find_letters(
    conn: sqlite3.Connection,
    match: str,
    *,
    limit: int | None,
    entries: frozenset[int] | None = None,
) -> list[int]:
    """Find letters, the newest first, by the numbers of the first acts on them.

    Args:
        conn: The index.
        match: What ``write_match`` wrote.
        limit: At most so many.
        entries: Only these.
    """
    bound = -1 if limit is None or entries is not None else limit
    rows = conn.execute(
        "SELECT rowid FROM cari WHERE cari MATCH ? ORDER BY rowid DESC LIMIT ?",
        (match, bound),
    )
    # The index gives its rows one by one, so no more are read than are kept.
    found = (row[0] for row in rows if entries is None or row[0] in entries)
    return list(islice(found, limit))


def list_beginning(conn: sqlite3.Connection, word: str, limit: int) -> list[str]:
    """List words that letters are found by and that begin with one, at most so many.

    The index is asked for the next word each time, for a list of all letters that have
    a word stands between it and the next.
    """
    found: list[str] = []
    next_word = word
    while len(found) < limit:
        row = conn.execute(
            "SELECT term FROM temp.kata WHERE term >= ? LIMIT 1", (next_word,)
        ).fetchone()
        if row is None or not row[0].startswith(word):
            break
        found.append(row[0])
        next_word = row[0] + "\x01"  # before every other continuation
    return found


def list_places(conn: sqlite3.Connection, first: int, last: int) -> dict[int, Place]:
    """List what the index knows of some lines."""
    found = _select(conn, "entri >= ? AND entri < ?", first, last)
    return {place.entri: place for place in found}


def list_hashes(conn: sqlite3.Connection, low: int, high: int) -> dict[int, bytes]:
    """List the hashes of subtrees at some positions."""
    rows = conn.execute(
        "SELECT posisi, hash FROM simpul WHERE posisi >= ? AND posisi < ?", (low, high)
    )
    return {position: _to_bytes(value) for position, value in rows}


def list_words_kept(conn: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Give every pair of a word and a letter that is found by it."""
    yield from conn.execute("SELECT term, doc FROM temp.kata")


def _select(conn: sqlite3.Connection, which: str, *params: object) -> list[Place]:
    """Find lines by a condition."""
    text = f"SELECT entri, awal, tindakan, kode FROM entri WHERE {which}"
    return [_to_place(row) for row in conn.execute(text, params)]


def _to_place(row: tuple[object, ...]) -> Place:
    """Make a place of a row; a damaged file can hold rows that no table allows."""
    entri, awal, tindakan, kode = row
    if (
        isinstance(entri, int)
        and isinstance(awal, int)
        and awal >= 0
        and isinstance(tindakan, str)
        and isinstance(kode, str | None)
    ):
        return Place(entri, awal, tindakan, kode)
    raise sqlite3.DatabaseError(
        phrase("the row of entri {entri} is damaged", entri=entri)
    )


def _to_bytes(value: object) -> bytes:
    """Make a hash of a value; a number would ask for so many bytes."""
    return value if isinstance(value, bytes) else b""
