"""What the tests of records share: a store that knows the regions, and a full one."""

from __future__ import annotations

import csv

import pytest

from formulir.records.cells.berkas import name_berkas
from formulir.records.importing.ingest import ImportOptions, import_table
from formulir.records.office.wilayah import load_wilayah
from formulir.records.store import memory_store
from formulir.records.tables.registry import TABLES
from tests.records.isian import ROWS


@pytest.fixture(scope="session")
def all_regions():
    """Give a store that knows the regions, and that no test changes."""
    store = memory_store()
    load_wilayah(store)
    yield store
    store.close()


@pytest.fixture
def regions(all_regions, db):
    all_regions.conn.backup(db.conn)
    return db


@pytest.fixture(scope="session")
def all_rows(all_regions, tmp_path_factory):
    """Import the sheet of each table once, into a store that no test changes."""
    folder = tmp_path_factory.mktemp("isian")
    (folder / "denah.pdf").write_bytes(b"%PDF-1.7")
    store = all_regions.copy()
    for tabel in TABLES:
        path = write_rows(folder, tabel, ROWS[tabel])
        options = ImportOptions()
        done = import_table(
            store, tabel, path, options=options, keep_berkas=name_berkas
        )
        assert not done.rejected, done.rejected
    yield store
    store.close()


def write_rows(folder, tabel, rows):
    """Write rows as the CSV of a table."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    path = folder / f"{tabel}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path
