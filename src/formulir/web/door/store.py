"""The store of the desk: accounts, sessions and jobs, apart from the records.

It is a file of its own, ``meja.db``, for the records are evidence and this is none. Its
journal is a write-ahead log: pages read while the worker writes how far it is. A power
cut may take back what was written last, such as that a job has ended; the job is then
done again, which changes nothing, for each is the same command as on the command line.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from importlib import resources
from typing import TYPE_CHECKING

from formulir.ground.rollback import connect
from formulir.office.kantor import BERKAS_MEJA
from formulir.records.store import Migrations, Store, run_schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

from formulir.records.store import Database

MIGRATIONS = Migrations("meja")


@MIGRATIONS()
def m001_initial(tables: Database) -> None:
    """Make the tables of the first version."""
    _run_schema(tables, "schema_meja.sql")


@MIGRATIONS()
def m002_percobaan(tables: Database) -> None:
    """Count how often a job is taken up."""
    _run_schema(tables, "schema_percobaan.sql")


@MIGRATIONS()
def m003_kejadian(tables: Database) -> None:
    """Keep what happens at the door."""
    _run_schema(tables, "schema_kejadian.sql")


def _run_schema(tables: Database, name: str) -> None:
    schema = resources.files("formulir.web.door").joinpath(name)
    run_schema(tables, schema.read_text(encoding="utf-8"))


def prepare(folder: Path) -> None:
    """Make the store of an office's desk, or bring it up to date.

    It is its owner's alone. A crash leaves an empty file, which the next one fills.
    """
    path = folder / BERKAS_MEJA
    path.touch(mode=0o600)
    with closing(open_path(path)) as store:
        store.conn.execute("PRAGMA journal_mode = WAL")
        with store.writing():
            MIGRATIONS.apply(store.tables)


@contextmanager
def open_meja(folder: Path) -> Iterator[Store]:
    """Hold the store of an office's desk open."""
    with closing(open_path(folder / BERKAS_MEJA)) as store:
        yield store


def open_path(path: Path) -> Store:
    """Open the store of a desk, for whoever closes it again."""
    conn = connect(path, mode="rw")
    conn.execute("PRAGMA synchronous = NORMAL")
    conn.execute("PRAGMA foreign_keys = ON")
    return Store(conn)
