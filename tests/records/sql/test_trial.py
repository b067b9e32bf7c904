from __future__ import annotations

import pytest

from formulir.records.sql.trial import (
    MARK,
    STEP,
    changed,
    emptied,
    list_columns,
    list_filled,
)
from formulir.records.store import memory_store

LIBUR = {"tanggal": "2016-12-31", "libur": 1, "nama": "Cuti"}


@pytest.fixture
def db():
    store = memory_store()
    with store.writing():
        store.table("hari_libur").insert(LIBUR)
    yield store
    store.close()


def test_a_change_is_there_only_as_long_as_it_is_held(db):
    ask = "SELECT tanggal, libur, nama FROM hari_libur WHERE nama LIKE 'Cuti%'"
    before = db.rows(ask)
    with changed(db, ("hari_libur", "nama")):
        assert db.rows(ask) == [before[0] | {"nama": f"Cuti{MARK}"}]
    with changed(db, ("hari_libur", "tanggal")):
        assert db.rows(ask) == [before[0] | {"tanggal": "2017-01-01"}]
    with changed(db, ("hari_libur", "libur")):
        assert db.rows(ask) == [before[0] | {"libur": 1 + STEP}]
    with emptied(db, "hari_libur"):
        assert db.rows(ask) == []
    assert db.rows(ask) == before


def test_it_is_rolled_back_though_what_looks_at_it_fails(db):
    before = list(db.conn.iterdump())
    with pytest.raises(ZeroDivisionError), emptied(db, "hari_libur"):
        raise ZeroDivisionError
    assert list(db.conn.iterdump()) == before
    assert db.value("PRAGMA foreign_keys") == 1


def test_only_what_holds_something_is_listed(db):
    tables = list_filled(db)
    assert "hari_libur" in tables
    assert "surat" not in tables
    columns = list_columns(db, ["hari_libur", "surat"])
    assert ("hari_libur", "nama") in columns
    assert not any(table == "surat" for table, _ in columns)
