"""The sheets of the office: each is described so that its rows can be imported."""

from __future__ import annotations

import csv
import io

import pytest

from formulir.records.berkas import name_berkas
from formulir.records.ingest import ImportOptions, import_table
from formulir.records.store import query
from formulir.records.tables import TABLES
from formulir.records.wilayah import load_wilayah
from tests.records.isian import ROWS


@pytest.fixture
def db(db):
    load_wilayah(db)
    return db


@pytest.fixture
def load(db, tmp_path):
    (tmp_path / "denah.pdf").write_bytes(b"%PDF-1.7")

    def bring(tabel, rows, **options):
        out = io.StringIO()
        names = list(dict.fromkeys(name for row in rows for name in row))
        writer = csv.DictWriter(out, names)
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / f"{tabel}.csv"
        path.write_text(out.getvalue(), encoding="utf-8")
        return import_table(
            db,
            tabel,
            path,
            options=ImportOptions(**options),
            simpan_berkas=name_berkas,
        )

    return bring


@pytest.fixture
def filled(load):
    for tabel in TABLES:
        load(tabel, ROWS[tabel])
    return load


def faults(result):
    return [str(fault) for fault in result.rejected]


def test_every_sheet_imports_after_those_before_it(db, load):
    assert list(ROWS) == list(TABLES)
    for tabel, rows in ROWS.items():
        result = load(tabel, rows)
        assert (faults(result), result.new) == ([], len(rows)), tabel
        again = load(tabel, rows)
        assert (again.same, faults(again)) == (len(rows), []), tabel
    assert query(db, "PRAGMA foreign_key_check") == []
