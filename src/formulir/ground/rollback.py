"""Reading a file of SQLite, whatever a killed writer has left of it.

A writer that is killed inside a commit leaves its journal, and whoever opens the file
next takes its half commit back with it. A reader may not write and so cannot; without
what is here it would fail until a writer came by.

Source: https://www.sqlite.org/lockingv3.html, section 4.2; rescode.html,
SQLITE_READONLY_ROLLBACK.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from formulir.language import phrase, take_reason

if TYPE_CHECKING:
    from collections.abc import Collection

WAIT_S: Final = 60
"""How long one waits for another who reads or writes."""

_TRIES: Final = 20
"""So often a file is read anew that somebody else changes meanwhile."""
_CLOSED: Final = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
"""What SQLite says when it may not write a file or its folder."""


def connect(path: Path, *, mode: str) -> sqlite3.Connection:
    """Open a file of SQLite; whoever opens it says where transactions begin.

    Args:
        path: The file.
        mode: ``ro``, ``rw``, or ``rwc`` to make it.
    """
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        timeout=WAIT_S,
        isolation_level=None,
        check_same_thread=False,
    )


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a file of SQLite for reading, so that half commits are taken back.

    A writer may be killed at any moment while it is held open, so it is opened as a
    writer opens it, where that is allowed; whoever calls this writes nothing. Where the
    file may not be written, a half commit is taken back in a copy, and the copy is
    read. A crash leaves a journal with which the next one takes it back.

    Raises:
        sqlite3.Error: It cannot be read.
    """
    try:
        return _checked(connect(path, mode="rw"))
    except sqlite3.Error as error:
        if _code(error) & 0xFF not in _CLOSED:
            raise
    try:
        return _checked(connect(path, mode="ro"))
    except sqlite3.Error as error:
        if _code(error) != sqlite3.SQLITE_READONLY_ROLLBACK:
            raise
    return connect_copy(path)


def connect_copy(path: Path) -> sqlite3.Connection:
    """Open a copy that is nobody else's, with a half commit taken back.

    The copy has no name any more when this returns, so a crash leaves nothing once it
    is open, and before a folder of the system's own for such files.

    Raises:
        sqlite3.Error: It cannot be read, or is always being written.
    """
    journal = path.with_name(f"{path.name}-journal")
    for _ in range(_TRIES):
        before = _look(path, journal)
        with TemporaryDirectory(prefix="formulir-") as folder:
            copy = Path(folder) / path.name
            try:
                shutil.copyfile(path, copy)
                if before[1] is not None:
                    shutil.copyfile(journal, copy.with_name(journal.name))
            except OSError as error:
                raise sqlite3.OperationalError(str(error)) from error
            # A file and a journal of two moments would make a third.
            if _look(path, journal) == before:
                return _checked(connect(copy, mode="rw"))
    raise sqlite3.OperationalError(phrase("it is written again and again"))


def take_rows(path: Path, *, kept: Collection[str]) -> bytes:
    """Read a file of SQLite as of one moment, with the rows of some tables alone.

    Nothing of the other rows is in what is read, not even where they were.

    Args:
        path: The file; others may write it meanwhile.
        kept: The tables whose rows stay; the others are there and empty.

    Returns:
        A file of SQLite.

    Raises:
        ValueError: It cannot be read, for the reason that is told.
    """
    try:
        with (
            closing(connect_to_read(path)) as source,
            closing(sqlite3.connect(":memory:", isolation_level=None)) as taken,
        ):
            source.backup(taken)
            for (name,) in taken.execute(_TABLES).fetchall():
                if name not in kept:
                    taken.execute(f'DELETE FROM "{name}"')
            taken.execute("VACUUM")
            return taken.serialize()
    except sqlite3.Error as error:
        raise ValueError(take_reason(error)) from error


_TABLES: Final = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
)


def _checked(conn: sqlite3.Connection) -> sqlite3.Connection:
    """Return a connection that could be read; close one that could not."""
    with ExitStack() as stack:
        stack.callback(conn.close)
        _ask(conn)
        stack.pop_all()  # it is held open
    return conn


def _ask(conn: sqlite3.Connection) -> None:
    """Read a little, at which a journal that was left shows."""
    conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def _look(*paths: Path) -> list[tuple[int, ...] | None]:
    """Tell two states of files apart."""
    seen: list[tuple[int, ...] | None] = []
    for path in paths:
        try:
            found = path.stat()
            seen.append((found.st_ino, found.st_size, found.st_mtime_ns))
        except FileNotFoundError:
            seen.append(None)
    return seen


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0)
