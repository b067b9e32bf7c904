"""The one door to SQLite's record store, through sqlite-utils.

The journal is ``TRUNCATE`` with ``synchronous=FULL``: once a commit returns, a power
cut cannot take it back (ADR 0002). Whoever writes begins with ``BEGIN IMMEDIATE``, so
two clerks wait for each other instead of failing half way.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from importlib import resources
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from formulir.errors import MachineError
from formulir.records.defaults import load_hari_libur, load_kriteria, load_materi

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

WAIT_S = 60
"""How long a writer waits for another one."""

MIGRATIONS = Migrations("formulir")


class Store:
    """The record store of an office, held open.

    Args:
        conn: The connection; whoever writes through it begins with ``writing``.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        """Hold a connection, and sqlite-utils' view of its tables."""
        self.conn = conn
        self.tables = Database(conn)


@MIGRATIONS()
def m001_initial(tables: Database) -> None:
    """Make the tables of the first version."""
    _run_schema(tables, "schema.sql")


@MIGRATIONS()
def m002_fasilitator(tables: Database) -> None:
    """Add candidates, trainings, sessions and marks."""
    _run_schema(tables, "schema_fasilitator.sql")
    load_materi(tables)
    load_kriteria(tables)


@MIGRATIONS()
def m003_terima(tables: Database) -> None:
    """Make the tables of what comes in."""
    _run_schema(tables, "schema_terima.sql")


@MIGRATIONS()
def m004_hari_libur(tables: Database) -> None:
    """Put the library's known mistakes about holidays right."""
    load_hari_libur(tables)


def _run_schema(tables: Database, name: str) -> None:
    schema = resources.files("formulir.records").joinpath(name)
    for statement in _split_statements(schema.read_text(encoding="utf-8")):
        tables.conn.execute(statement)


def _make_views(conn: sqlite3.Connection) -> None:
    """Make the views that queries of kinds draw on, for this connection alone.

    They are no migration: a view in the file would stay as it was first written, and
    any other program that opens the file lacks the functions that they call.
    """
    views = resources.files("formulir.records").joinpath("views.sql")
    conn.executescript(views.read_text(encoding="utf-8"))


class CatatanUnreadableError(MachineError):
    """The record store cannot be opened."""

    def __init__(self, path: Path, *, reason: str) -> None:
        """Keep which file, and why."""
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        """Say which file, and why."""
        return f"{self.path} cannot be opened: {self.reason}"


def open_store(path: Path, *, read_only: bool = False, new: bool = False) -> Store:
    """Open the record store, bringing its tables up to date when writing.

    Args:
        path: Where it is.
        read_only: Open it for reading.
        new: Make it; without this a missing file is a fault, never an empty store.

    Raises:
        CatatanUnreadableError: There is no such file, or it is no record store.
    """
    mode = "ro" if read_only else "rwc" if new else "rw"
    try:
        conn = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}",
            uri=True,
            timeout=WAIT_S,
            isolation_level=None,
            check_same_thread=False,
        )
        conn.execute("PRAGMA foreign_keys = ON")
        if read_only:
            _require_tables(conn, path)
            db = Store(conn)
            _make_views(conn)
            conn.execute("PRAGMA query_only = ON")
            if MIGRATIONS.pending(db.tables):
                # Tables of an older version: they grow once, then this is asked again.
                conn.close()
                open_store(path).conn.close()
                return open_store(path, read_only=True)
            return db
        if not new:
            _require_tables(conn, path)
        conn.execute("PRAGMA journal_mode = TRUNCATE")
        conn.execute("PRAGMA synchronous = FULL")
        db = Store(conn)
        with writing(db):
            MIGRATIONS.apply(db.tables)
        _make_views(conn)
    except sqlite3.DatabaseError as error:
        raise CatatanUnreadableError(path, reason=str(error)) from error
    return db


def _require_tables(conn: sqlite3.Connection, path: Path) -> None:
    """Refuse a file without our tables: an empty ledger would begin at 1 again."""
    found = conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'nomor'").fetchone()
    if found is None:
        conn.close()
        reason = "it holds no records of an office; put it back from a copy"
        raise CatatanUnreadableError(path, reason=reason)


def memory_store() -> Store:
    """Make an empty record store in memory, for trying things out."""
    conn = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    conn.execute("PRAGMA foreign_keys = ON")
    db = Store(conn)
    MIGRATIONS.apply(db.tables)
    _make_views(conn)
    return db


@contextmanager
def writing(db: Store) -> Iterator[Store]:
    """Hold one transaction that begins with the write.

    A crash inside leaves nothing of it; SQLite rolls it back at the next opening.
    """
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield db
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise
    db.conn.execute("COMMIT")


def query(
    db: Store, sql: str, params: dict[str, Any] | Sequence[Any] = ()
) -> list[dict[str, Any]]:
    """Return the rows of a query as dictionaries.

    It goes past sqlite-utils' own ``query``, which opens a savepoint that a query
    inside an SQL function may not have.
    """
    cursor = db.conn.execute(sql, params)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _split_statements(script: str) -> Iterator[str]:
    """Give the statements one by one; ``executescript`` would commit in between."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
