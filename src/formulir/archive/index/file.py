"""The one door to the file ``index.db``: its tables, opening it, its faults.

Nothing in it is trusted and nothing in it is lost when it is deleted. It is kept in a
rollback journal, so that whoever may only read the folder can use it.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from formulir.errors import ArsipError
from formulir.ground.disk import DiskFailedError, guard_disk, write_file
from formulir.ground.rollback import connect, connect_copy, connect_to_read
from formulir.language import phrase, take_reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "index.db"
VERSION = 1
"""The version of the tables; a file of any other one is rebuilt."""

_SCHEMA = f"""
BEGIN;
CREATE TABLE keadaan (                  -- one row: how far the index has come
    banyak INTEGER NOT NULL,            -- lines
    size_bytes INTEGER NOT NULL         -- where the last of them ends in the log
) STRICT;
INSERT INTO keadaan VALUES (0, 0);
CREATE TABLE simpul (                   -- hashes of complete subtrees, in order
    posisi INTEGER PRIMARY KEY,
    hash BLOB NOT NULL
) STRICT;
CREATE TABLE entri (
    entri INTEGER PRIMARY KEY,
    awal INTEGER NOT NULL,              -- where the line begins in the log, in bytes
    tindakan TEXT NOT NULL,
    kode TEXT
) STRICT;
CREATE INDEX entri_kode ON entri (kode, entri, tindakan) WHERE kode IS NOT NULL;
-- One row a letter, under the number of the first act on it. Neither text nor
-- positions are kept, only which letters have a word.
CREATE VIRTUAL TABLE cari USING fts5 (
    kata, content = '', columnsize = 0, detail = none,
    tokenize = "ascii tokenchars '=.-'"
);
PRAGMA user_version = {VERSION};
COMMIT;
"""
_ANEW = "CREATE TABLE dibangun (banyak INTEGER NOT NULL) STRICT"
"""One row: how many lines there were when the index was made anew.

An index that has grown with its archive lacks this table.
"""

_WORDS = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.kata "
    "USING fts5vocab (main, cari, instance)"
)
"""The words of the index as a table, which no file holds."""
_MACHINE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
"""What SQLite says when the machine is at fault and the file may be sound."""


class IndexDamagedError(ArsipError):
    """The index does not say what the rest of the archive says."""

    path: Path
    reason: str
    says = "{path}: {reason}; delete it, it is rebuilt from the rest"


def create_index(path: Path, *, anew: int = 0) -> sqlite3.Connection:
    """Make an empty index; nothing waits for the disk, for it has no name yet.

    Args:
        path: Where.
        anew: How many lines there are already. An index is only made beside lines when
            the one before it was lost, so it says so ever after.
    """
    with guard_index(path), guard_disk(path):
        write_file(path, b"")  # SQLite would not share it, and shares its journal then
        conn = sqlite3.connect(path, isolation_level=None)
        conn.execute("PRAGMA journal_mode = OFF")
        conn.execute("PRAGMA synchronous = OFF")
        conn.execute("PRAGMA cache_size = -65536")
        conn.executescript(_SCHEMA)
        conn.execute(_WORDS)
        if anew:
            conn.execute(_ANEW)
            conn.execute("INSERT INTO dibangun VALUES (?)", (anew,))
    return conn


def connect_index(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Open an index.

    Raises:
        IndexDamagedError: It is missing, unreadable or of another version.
        DiskFailedError: The machine refuses.
    """
    if not path.exists():
        raise IndexDamagedError(path, reason=phrase("it is missing"))
    with guard_index(path), ExitStack() as stack:
        conn = connect_to_read(path) if read_only else connect(path, mode="rw")
        stack.callback(conn.close)
        _check_version(conn, path)
        conn.execute(_WORDS)  # a table of this connection, made while it may be
        if read_only:
            conn.execute("PRAGMA query_only = ON")
        else:
            # A journal that outlives its folder's entry after a power cut takes the
            # last transaction back; the index then lags, and is mended.
            conn.execute("PRAGMA journal_mode = DELETE")
            conn.execute("PRAGMA synchronous = FULL")
        stack.pop_all()  # it is held open
    return conn


def connect_index_copy(path: Path) -> sqlite3.Connection:
    """Open a copy of an index that only this process has, and may change.

    Raises:
        IndexDamagedError: It is missing, unreadable or of another version.
        DiskFailedError: The machine refuses.
    """
    if not path.exists():
        raise IndexDamagedError(path, reason=phrase("it is missing"))
    with guard_index(path), ExitStack() as stack:
        conn = connect_copy(path)
        stack.callback(conn.close)
        _check_version(conn, path)
        conn.execute("PRAGMA journal_mode = MEMORY")  # it has no name to journal under
        conn.execute(_WORDS)
        stack.pop_all()  # it is held open
    return conn


def _check_version(conn: sqlite3.Connection, path: Path) -> None:
    (version,) = conn.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        raise IndexDamagedError(
            path, reason=phrase("it is of version {version}", version=version)
        )


@contextmanager
def guard_index(path: Path) -> Iterator[None]:
    """Turn what SQLite says into an error of ours.

    Raises:
        IndexDamagedError: The file is not what was written.
        DiskFailedError: The disk is full, may not be written, or another one waits.
    """
    try:
        yield
    except (UnicodeDecodeError, OverflowError) as error:
        # A text that is none, a number beyond all numbers: the rows are not ours.
        raise IndexDamagedError(path, reason=take_reason(error)) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code & 0xFF in _MACHINE:
            raise DiskFailedError(path, reason=take_reason(error)) from error
        raise IndexDamagedError(path, reason=take_reason(error)) from error
