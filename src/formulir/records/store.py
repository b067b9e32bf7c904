"""The one door to SQLite's record store, through sqlite-utils.

The journal is ``TRUNCATE`` with ``synchronous=FULL``: once a commit returns, a power
cut cannot take it back (ADR 0002). Whoever writes begins with ``BEGIN IMMEDIATE``, so
two clerks wait for each other instead of failing half way. A commit that was killed is
taken back by whoever opens the file next, readers too.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from formulir.errors import MachineError
from formulir.ground.rollback import connect, connect_to_read
from formulir.ground.without import without
from formulir.language import phrase, take_reason
from formulir.records.defaults import (
    load_hari_libur,
    load_indikator,
    load_kriteria,
    load_kriteria_sekolah,
    load_materi,
)

with without("numpy"):
    from sqlite_utils import Database as Database  # noqa: PLC0414 - the desk's store names it, too
    from sqlite_utils.migrations import Migrations as Migrations  # noqa: PLC0414 - likewise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlite_utils.db import Table

    Params = Mapping[str, Any] | Sequence[Any]

LEDGER = (
    *("surat", "nomor", "nomor_awal", "riwayat", "kembali", "masuk", "kepala"),
    *("tumpukan", "lembar"),
)
"""The tables of the ledger: evidence, which the archive's log says too."""
MIGRATIONS = Migrations("formulir")


class Store:
    """The record store of an office, held open.

    Args:
        conn: The connection. Outside this module only a room that does not know the
            records asks for it.

    Attributes:
        tables: The same store as sqlite-utils sees it, for what it does well (ADR 12).
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        """Hold a connection, and sqlite-utils' view of its tables."""
        self.conn = conn
        self.tables = Database(conn)

    def table(self, name: str) -> Table:
        """Return a table as sqlite-utils sees it."""
        return self.tables.table(name)

    def rows(self, sql: str, params: Params = ()) -> list[dict[str, Any]]:
        """Return the rows of a query as dictionaries.

        It goes past sqlite-utils' own ``query``, which opens a savepoint that a query
        inside an SQL function may not have.
        """
        cursor = self.conn.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def value(self, sql: str, params: Params = ()) -> Any:  # noqa: ANN401 - whatever the column holds
        """Return the first column of the first row; nothing where there is no row."""
        row = self.conn.execute(sql, params).fetchone()
        return None if row is None else row[0]

    def values(self, sql: str, params: Params = ()) -> list[Any]:
        """Return the first column of all rows."""
        return [row[0] for row in self.conn.execute(sql, params)]

    def run(self, sql: str, params: Params = ()) -> sqlite3.Cursor:
        """Run a statement that writes; call it inside ``writing``."""
        return self.conn.execute(sql, params)

    def insert(self, table: str, row: Mapping[str, Any]) -> int | None:
        """Write a row, by the names of its columns; call it inside ``writing``.

        Returns:
            The number that SQLite gives it.
        """
        names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        done = self.run(f"INSERT INTO {table} ({names}) VALUES ({values})", row)
        return done.lastrowid

    def run_many(self, sql: str, rows: Iterable[Params]) -> None:
        """Run a statement for each row; call it inside ``writing``."""
        self.conn.executemany(sql, rows)

    def lend(self, functions: Mapping[str, tuple[int, Callable[..., Any]]]) -> None:
        """Let queries call functions of ours, by name, each with so many arguments."""
        for name, (count, function) in functions.items():
            self.conn.create_function(name, count, function, deterministic=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold one transaction that begins with the write.

        A crash inside leaves nothing of it; SQLite rolls it back at the next opening.
        """
        self.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException as error:
            if self.conn.in_transaction:
                self.conn.execute("ROLLBACK")
            elif isinstance(error, sqlite3.OperationalError):
                # What was made before is gone, so that statements behind it fail.
                raise TransactionLostError from error
            raise
        if not self.conn.in_transaction:
            # SQLite takes a transaction back by itself when the disk fails it.
            raise TransactionLostError
        self.conn.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read as of one moment, whatever others write meanwhile.

        Whoever commits waits until this is left, so nothing slow may be done inside.
        """
        self.conn.execute("BEGIN")
        try:
            yield
        finally:
            self.conn.execute("ROLLBACK")

    def copy_to(self, path: Path) -> None:
        """Write all as of one moment into a new file, whatever others write meanwhile.

        Whoever commits waits until this is done. A crash leaves a part of the file; it
        may not be on the disk yet when this returns.
        """
        with closing(connect(path, mode="rwc")) as copy:
            copy.execute("PRAGMA synchronous = OFF")
            self.conn.backup(copy)  # in one step: no commit can come between

    def copy(self) -> Store:
        """Give all as of one moment as a store of its own, to try things out there."""
        conn = sqlite3.connect(":memory:", isolation_level=None)
        self.conn.backup(conn)
        _make_views(conn)
        return Store(conn)

    def pack(self) -> bytes:
        """Give all as the bytes of a file, of which ``memory_store`` makes another."""
        return self.conn.serialize()

    def check(self) -> str:
        """Say what is wrong with the file, or nothing."""
        found = self.values("PRAGMA integrity_check(5)")
        return "" if found == ["ok"] else "; ".join(map(str, found))

    def describe(self) -> str:
        """Tell how what was written is kept on the disk."""
        mode, level = (
            self.value(f"PRAGMA {name}") for name in ("journal_mode", "synchronous")
        )
        return phrase("journal {mode}, synchronous {level}", mode=mode, level=level)

    def close(self) -> None:
        """Let go of the file."""
        self.conn.close()


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


@MIGRATIONS()
def m005_buku(tables: Database) -> None:
    """Let the book begin anywhere, and its acts be signed."""
    _run_schema(tables, "schema_buku.sql")


@MIGRATIONS()
def m006_tumpukan(tables: Database) -> None:
    """Make the tables of piles of scans."""
    _run_schema(tables, "schema_tumpukan.sql")


@MIGRATIONS()
def m007_bukti(tables: Database) -> None:
    """Tell returns apart by what was seen of a signature."""
    _run_schema(tables, "schema_bukti.sql")


@MIGRATIONS()
def m008_outbox(tables: Database) -> None:
    """Make the outbox."""
    _run_schema(tables, "schema_kirim.sql")


@MIGRATIONS()
def m009_jenis(tables: Database) -> None:
    """Let an office's own kinds have tables."""
    _run_schema(tables, "schema_jenis.sql")


@MIGRATIONS()
def m010_program(tables: Database) -> None:
    """Make the tables of what comes after the proposal."""
    _run_schema(tables, "schema_program.sql")
    load_kriteria_sekolah(tables)
    load_indikator(tables)


def _run_schema(tables: Database, name: str) -> None:
    schema = resources.files("formulir.records").joinpath(name)
    run_schema(tables, schema.read_text(encoding="utf-8"))


def run_schema(tables: Database, script: str) -> None:
    """Run the statements of a schema, inside the transaction that is open."""
    for statement in _split_statements(script):
        tables.conn.execute(statement)


def _make_views(conn: sqlite3.Connection) -> None:
    """Make the views that queries of kinds draw on, for this connection alone.

    They are no migration: a view in the file would stay as it was first written, and
    any other program that opens the file lacks the functions that they call.
    """
    views = resources.files("formulir.records").joinpath("views.sql")
    conn.executescript(views.read_text(encoding="utf-8"))


class TransactionLostError(MachineError):
    """The disk failed in the middle, and what was begun was taken back."""

    says = (
        "the disk refused a write to the records, and all that belongs to it was taken "
        "back; look at the disk, then run the same command again"
    )


class CatatanUnreadableError(MachineError):
    """The record store cannot be opened."""

    path: Path
    reason: str
    says = "{path} cannot be opened: {reason}"


def open_store(path: Path, *, read_only: bool = False, new: bool = False) -> Store:
    """Open the record store, bringing its tables up to date when writing.

    Args:
        path: Where it is.
        read_only: Open it for reading.
        new: Make it; without this a missing file is a fault, never an empty store.

    Raises:
        CatatanUnreadableError: There is no such file, or it is no record store.
    """
    mode = "rwc" if new else "rw"
    try:
        conn = connect_to_read(path) if read_only else connect(path, mode=mode)
        conn.execute("PRAGMA foreign_keys = ON")
        if read_only:
            _require_tables(conn, path)
            db = Store(conn)
            _make_views(conn)
            conn.execute("PRAGMA query_only = ON")
            if MIGRATIONS.pending(db.tables):
                # Tables of an older version: they grow once, then this is asked again.
                conn.close()
                open_store(path).close()
                return open_store(path, read_only=True)
            return db
        if not new:
            _require_tables(conn, path)
        conn.execute("PRAGMA journal_mode = TRUNCATE")
        conn.execute("PRAGMA synchronous = FULL")
        db = Store(conn)
        with db.writing():
            MIGRATIONS.apply(db.tables)
        _make_views(conn)
    except sqlite3.DatabaseError as error:
        raise CatatanUnreadableError(path, reason=take_reason(error)) from error
    return db


@contextmanager
def read_once(path: Path) -> Iterator[Store]:
    """Hold a record store open for one reading."""
    with closing(open_store(path, read_only=True)) as db:
        yield db


def _require_tables(conn: sqlite3.Connection, path: Path) -> None:
    """Refuse a file without our tables: an empty ledger would begin at 1 again."""
    found = conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'nomor'").fetchone()
    if found is None:
        conn.close()
        reason = phrase("it holds no records of an office; put it back from a copy")
        raise CatatanUnreadableError(path, reason=reason)


def memory_store(packed: bytes | None = None) -> Store:
    """Make a record store in memory, for trying things out.

    Args:
        packed: What it holds, from ``Store.pack``; nothing without it.
    """
    conn = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    conn.deserialize(_make_empty() if packed is None else packed)
    conn.execute("PRAGMA foreign_keys = ON")
    _make_views(conn)
    return Store(conn)


@cache
def _make_empty() -> bytes:
    """Make an empty record store, which is half a megabyte."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as conn:
        db = Store(conn)
        MIGRATIONS.apply(db.tables)
        return db.pack()


def _split_statements(script: str) -> Iterator[str]:
    """Give the statements one by one; ``executescript`` would commit in between."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
