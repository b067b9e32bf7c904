"""Connections that stay open from one reading to the next.

Opening a file of SQLite anew costs more than most of what is read in it. Whoever reads
often holds some connections open and lends them, each to one borrower at a time.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MOST: Final = 8
"""So many connections are held open while nobody has them."""


class Connected(Protocol):
    """What is lent: something that rests on a connection."""

    conn: sqlite3.Connection

    def close(self) -> None:
        """Let go of the file."""


C = TypeVar("C", bound=Connected)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Idle(Generic[C]):
    """A connection that nobody has, and the file and tables that it knows."""

    path: Path
    mark: tuple[int, ...]
    lent: C


class Held(Generic[C]):
    """Connections to files that are lent and come back.

    An idle one has no transaction and so stands in nobody's way. One whose borrower
    failed is closed, and so is one whose file was replaced or whose tables have changed
    shape. What was opened in another place than its path, such as a copy, is not kept.

    Args:
        open_path: Opens a file.
    """

    def __init__(self, open_path: Callable[[Path], C]) -> None:
        """Hold none yet."""
        self._open, self._door = open_path, Lock()
        self._idle: list[_Idle[C]] = []

    @contextmanager
    def lend(self, path: Path) -> Iterator[C]:
        """Lend a connection to a file, one that is held or a new one."""
        lent = self._take(path) or self._open(path)
        try:
            yield lent
        except BaseException:
            lent.close()  # who knows what it has left
            raise
        self._give_back(path, lent)

    def close(self) -> None:
        """Close all that nobody has."""
        with self._door:
            idle, self._idle = self._idle, []
        for each in idle:
            each.lent.close()

    def _take(self, path: Path) -> C | None:
        with self._door:
            fitting = [each for each in self._idle if each.path == path]
            if not fitting:
                return None
            found = fitting[-1]
            self._idle.remove(found)
        if _mark(path, found.lent.conn) == found.mark:
            return found.lent
        found.lent.close()
        return self._take(path)

    def _give_back(self, path: Path, lent: C) -> None:
        mark = None if lent.conn.in_transaction else _mark(path, lent.conn)
        with self._door:
            if mark is not None and len(self._idle) < MOST:
                self._idle.append(_Idle(path=path, mark=mark, lent=lent))
                return
        lent.close()


def _mark(path: Path, conn: sqlite3.Connection) -> tuple[int, ...] | None:
    """Tell the file and its tables from others; nothing where it is not this file."""
    try:
        facts = path.stat()
        name = conn.execute("PRAGMA database_list").fetchone()[2]
        shape = conn.execute("PRAGMA schema_version").fetchone()[0]
    except (OSError, sqlite3.Error):
        return None
    if name != str(path.resolve()):
        return None
    return (facts.st_dev, facts.st_ino, shape)
