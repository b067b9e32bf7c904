"""Connections that stay open: lent to one at a time, and never to a wrong file."""

from __future__ import annotations

import sqlite3

import pytest

from formulir.records.store import Store, open_store
from formulir.web.door.held import MOST, Held
from tests.kantor import make_kantor

COUNT = "SELECT count(*) FROM sekolah WHERE kepala = 'Contoh Lain'"


def open_plain(path):
    return Store(sqlite3.connect(path, isolation_level=None, check_same_thread=False))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE t (x)")
    conn.close()
    return path


@pytest.fixture
def held():
    held = Held(open_plain)
    yield held
    held.close()


def test_one_that_came_back_is_lent_again(held, path):
    with held.lend(path) as first:
        pass
    with held.lend(path) as again, held.lend(path) as other:
        assert again is first
        assert other is not first


def test_one_whose_borrower_failed_is_closed(held, path):
    with pytest.raises(ValueError, match="x"), held.lend(path) as first:
        raise ValueError("x")
    with pytest.raises(sqlite3.ProgrammingError):
        first.value("SELECT 1")
    with held.lend(path) as other:
        assert other is not first


def test_one_whose_borrower_left_a_transaction_is_closed(held, path):
    with held.lend(path) as first:
        first.conn.execute("BEGIN")
    with held.lend(path) as other:
        assert other is not first


def test_a_file_that_was_replaced_is_opened_anew(held, path, tmp_path):
    with held.lend(path):
        pass
    with sqlite3.connect(tmp_path / "b.db") as conn:
        conn.execute("CREATE TABLE u (x)")
    conn.close()
    (tmp_path / "b.db").rename(path)
    with held.lend(path) as db:
        assert db.values("SELECT name FROM sqlite_schema") == ["u"]


def test_tables_of_another_shape_are_opened_anew(held, path):
    with held.lend(path) as first:
        pass
    with sqlite3.connect(path) as conn:
        conn.execute("ALTER TABLE t ADD COLUMN y")
    conn.close()
    with held.lend(path) as db:
        assert db is not first


def test_a_copy_that_is_read_in_the_place_of_its_file_is_not_kept(path):
    held = Held(lambda _: open_plain(":memory:"))
    with held.lend(path) as first:
        pass
    with held.lend(path) as other:
        assert other is not first
    held.close()


def test_no_more_are_held_than_are_needed(held, path):
    lent = [held.lend(path) for _ in range(MOST + 3)]
    stores = [each.__enter__() for each in lent]
    for each in lent:
        each.__exit__(None, None, None)
    closed = 0
    for store in stores:
        try:
            store.value("SELECT 1")
        except sqlite3.ProgrammingError:
            closed += 1
    assert closed == len(stores) - MOST


def test_an_idle_reader_stands_in_no_writers_way(tmp_path):
    kantor = make_kantor(tmp_path / "kantor", printer=None)
    held = Held(lambda path: open_store(path, read_only=True))
    with held.lend(kantor / "catatan.db") as db:
        assert db.value(COUNT) == 0
    other = open_store(kantor / "catatan.db")
    other.conn.execute("PRAGMA busy_timeout = 0")
    with other.writing():
        other.run("UPDATE sekolah SET kepala = 'Contoh Lain'")
    other.close()
    with held.lend(kantor / "catatan.db") as db:
        assert db.value(COUNT) > 0
    held.close()
