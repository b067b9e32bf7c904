from __future__ import annotations

import re
import sqlite3
from contextlib import suppress

import pytest

from formulir.records.office.wilayah import load_wilayah
from formulir.records.store import TransactionLostError, memory_store, open_store
from tests.conftest import ROOT

LIBUR = {"tanggal": "2016-12-31", "libur": 1, "nama": "Cuti"}
MAY_HOLD_A_CONNECTION = (
    *("archive/", "records/store.py", "office/expected.py", "web/door/"),
)


def count(store, table="hari_libur"):
    return store.value(f"SELECT count(*) FROM {table}")


def test_what_sqlite_utils_writes_is_rolled_back_with_the_rest(tmp_path):
    store = open_store(tmp_path / "catatan.db", new=True)
    before = count(store)
    with suppress(ZeroDivisionError), store.writing():
        store.table("hari_libur").insert(LIBUR)
        store.table("hari_libur").upsert_all([LIBUR], pk="tanggal")
        assert store.conn.in_transaction
        assert count(store) == before + 1
        raise ZeroDivisionError
    store.close()
    assert count(open_store(tmp_path / "catatan.db")) == before


def test_a_batch_that_a_table_refuses_leaves_nothing_of_it():
    store = memory_store()
    before = count(store)
    bad = LIBUR | {"tanggal": "2017-01-01", "libur": 7}
    with store.writing():
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            store.table("hari_libur").insert_all([LIBUR, bad])
        assert store.conn.in_transaction
        store.table("hari_libur").insert(LIBUR)
    assert count(store) == before + 1


def test_a_number_is_not_replaced_either():
    store = memory_store()
    row = "('S', 2016, 1, ?, '2016-03-14', 1, 'dipesan', '')"
    into = "INTO nomor (seri, tahun, urut, nomor, tanggal, surat, status, dipesan_pada)"
    store.conn.execute("PRAGMA foreign_keys = OFF")
    store.run(f"INSERT {into} VALUES {row}", ["1/S"])
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        store.run(f"INSERT OR REPLACE {into} VALUES {row}", ["2/S"])


def test_loading_the_regions_twice_changes_nothing():
    store = memory_store()
    assert load_wilayah(store) == load_wilayah(store) == count(store, "wilayah")


def test_a_value_that_no_row_has_is_nothing():
    assert memory_store().value("SELECT 1 FROM nomor") is None


def test_connections_are_spoken_of_in_the_store_and_the_index_only():
    house = ROOT / "src" / "formulir"
    speakers = [
        path.relative_to(house).as_posix()
        for path in house.rglob("*.py")
        if re.search(r"\.conn\b", path.read_text(encoding="utf-8"))
    ]
    assert [
        name for name in speakers if not name.startswith(MAY_HOLD_A_CONNECTION)
    ] == []


def test_no_sql_is_spelled_above_the_rooms():
    house = ROOT / "src" / "formulir"
    above = ["office", "issuing", "receiving", "reviewing", "cli"]
    paths = [path for name in above for path in house.glob(f"{name}/**/*.py")]
    assert len(paths) > 30
    assert [
        path.name
        for path in [*paths, house / "pipeline.py"]
        if re.search(r"\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA) ", path.read_text())
    ] == []


def test_a_transaction_that_the_disk_took_back_is_told_and_never_acknowledged():
    store = memory_store()
    with pytest.raises(TransactionLostError, match="taken back"), store.writing():
        store.conn.execute("ROLLBACK")  # as SQLite does on a fault of the disk
    with store.writing():
        store.table("hari_libur").insert(LIBUR)
