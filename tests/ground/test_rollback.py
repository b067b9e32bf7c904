"""Files of SQLite that may only be read, and change meanwhile."""

from __future__ import annotations

import sqlite3

import pytest

from formulir.ground import rollback
from formulir.ground.rollback import connect, connect_copy, connect_to_read


@pytest.fixture
def path(tmp_path):
    with sqlite3.connect(tmp_path / "a.db") as conn:
        conn.execute("CREATE TABLE a (n)")
        conn.execute("INSERT INTO a VALUES (1)")
    conn.close()
    return tmp_path / "a.db"


def test_a_copy_may_be_changed_and_is_nobody_elses(path):
    copy = connect_copy(path)
    copy.execute("PRAGMA journal_mode = MEMORY")
    copy.execute("UPDATE a SET n = 2")
    assert copy.execute("SELECT n FROM a").fetchone() == (2,)
    assert connect_to_read(path).execute("SELECT n FROM a").fetchone() == (1,)
    copy.close()


def test_a_copy_of_two_moments_is_made_again(path, monkeypatch):
    true, moments = rollback.shutil.copyfile, []

    def copy_slowly(source, target):
        true(source, target)
        moments.append(source)
        if len(moments) == 1:
            conn = connect(path, mode="rw")
            conn.execute("UPDATE a SET n = zeroblob(9000)")
            conn.close()

    monkeypatch.setattr(rollback.shutil, "copyfile", copy_slowly)
    copy = connect_copy(path)
    assert copy.execute("SELECT length(n) FROM a").fetchone() == (9000,)
    assert len(moments) == 2
    copy.close()


def test_what_is_not_there_or_no_store_is_told_as_sqlite_tells_it(path):
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        connect_to_read(path.with_name("b.db"))
    path.write_bytes(b"bukan basis data" * 64)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        connect_to_read(path)
    with pytest.raises(sqlite3.OperationalError, match="No such file"):
        connect_copy(path.with_name("b.db"))
