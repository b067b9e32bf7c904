"""What an import changes is told, and much of it needs somebody to agree."""

from __future__ import annotations

import csv
import hashlib
import io

import pytest

from formulir.records.cells.berkas import name_berkas
from formulir.records.importing.ingest import ImportOptions, import_table
from formulir.records.sheets.report import CHANGED_FREELY, EMPTIED_FREELY, Difference
from tests.records.isian import ROWS
from tests.tools.sentences import keep_result

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def load(db, tmp_path):
    def bring(tabel, rows, **options):
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / f"{tabel}.csv"
        path.write_text(out.getvalue(), encoding="utf-8")
        options = ImportOptions(**options)
        return keep_result(
            import_table(db, tabel, path, options=options, keep_berkas=name_berkas)
        )

    return bring


def schools(count, **more):
    return [
        {
            "npsn": f"{20300000 + n}",
            "nama": f"SD {n}",
            "bentuk": "SD",
            "status": "N",
            "wilayah": "33.19",
            "kepala": "Budi",
            "komite": f"Ibu {n}",
            **more,
        }
        for n in range(count)
    ]


def pairs(result):
    return [(d.column, d.old, d.new, d.count) for d in result.differences]


def test_what_changes_is_told_by_column_the_most_frequent_first(load):
    rows = schools(5)
    assert pairs(load("sekolah", rows)) == []
    for row in rows[:2]:
        row["kepala"] = "Sri"
    for row in rows[2:]:
        row |= {"kepala": "", "nama": "SD X"}
    result = load("sekolah", rows)
    assert (result.changed, result.emptied, result.written) == (5, 3, True)
    assert pairs(result) == [
        *[("nama", f"SD {n}", "SD X", 1) for n in (2, 3, 4)],
        ("kepala", "Budi", None, 3),
        ("kepala", "Budi", "Sri", 2),
    ]


def test_private_cells_are_masked_and_others_told_as_a_sheet_spells_them(load):
    load("instansi", ROWS["instansi"])
    calon = ROWS["calon"][0]
    load("calon", [calon])
    result = load("calon", [calon | {"nik": "", "telepon": "081234567890"}])
    told = {d.column: (d.old, d.new) for d in result.differences}
    assert told["nik"] == ("************0000", None)
    assert told["telepon"][1] == "********7890"
    load("kriteria", ROWS["kriteria"])
    result = load("kriteria", [ROWS["kriteria"][0] | {"wajib": "tidak"}])
    assert Difference(column="wajib", old="ya", new="tidak", count=1) in (
        result.differences
    )


@pytest.mark.parametrize(
    ("count", "more"),
    [
        (EMPTIED_FREELY + 1, {"kepala": ""}),
        (CHANGED_FREELY + 1, {"kepala": "Sri"}),
    ],
)
def test_many_changes_need_somebody_who_agrees_and_else_leave_nothing(
    db, load, count, more
):
    load("sekolah", schools(count))
    before = db.rows("SELECT * FROM sekolah")
    held = load("sekolah", schools(count, **more))
    assert (held.held, held.written, held.changed) == (True, False, count)
    assert db.rows("SELECT * FROM sekolah") == before
    few = load("sekolah", schools(count - 1, **more))
    assert (few.held, few.written) == (False, True)


def test_whoever_agrees_sees_what_would_change_inside_the_transaction(db, load):
    load("sekolah", schools(9))
    shown = []

    def agree(result):
        shown.append((pairs(result), db.conn.in_transaction))
        return True

    assert load("sekolah", schools(9, kepala=""), agree=agree).written
    assert shown == [([("kepala", "Budi", None, 9)], True)]
    assert not load("sekolah", schools(9, komite=""), agree=agree, dry_run=True).written
    assert len(shown) == 1


def test_an_empty_cell_keeps_what_is_on_record_where_that_is_asked(db, load):
    load("sekolah", schools(2))
    rows = schools(2, nama="", kepala="", komite="Baru")
    result = load("sekolah", rows, sisakan=True)
    assert (result.changed, result.emptied, result.rejected) == (2, 0, [])
    assert db.rows("SELECT nama, kepala, komite FROM sekolah ORDER BY npsn") == [
        {"nama": f"SD {n}", "kepala": "Budi", "komite": "Baru"} for n in (0, 1)
    ]
    new = load("sekolah", schools(3, nama=""), sisakan=True)
    assert [str(fault) for fault in new.rejected] == [
        "sekolah.csv:4:nama: nama is empty"
    ]
    unkeyed = load("sekolah", [schools(1)[0] | {"npsn": ""}], sisakan=True)
    assert "npsn is empty" in str(unkeyed.rejected[0])


def test_an_empty_cell_that_stands_for_something_keeps_what_is_on_record(db, load):
    load("kriteria", [ROWS["kriteria"][0] | {"wajib": "tidak"}])
    load("kriteria", [ROWS["kriteria"][0] | {"wajib": ""}], sisakan=True)
    assert db.value("SELECT wajib FROM kriteria WHERE kode = 'X01'") == 0
    load("kriteria", [ROWS["kriteria"][0] | {"wajib": ""}])
    assert db.value("SELECT wajib FROM kriteria WHERE kode = 'X01'") == 1


def test_the_history_is_told_inside_the_transaction_what_was_written(
    db, load, tmp_path
):
    acts = []

    def act(store, tindakan, rincian):
        assert store.conn.in_transaction
        acts.append((tindakan, rincian))

    load("sekolah", schools(2), act=act)
    digest = hashlib.sha256((tmp_path / "sekolah.csv").read_bytes()).hexdigest()
    told = {"tabel": "sekolah", "berkas": "sekolah.csv", "sidik": digest}
    assert acts == [("impor", told | {"baru": 2, "berubah": 0, "kosong": 0})]
    load("sekolah", schools(2), act=act)
    load("sekolah", schools(1, komite=""), act=act, dry_run=True)
    assert len(acts) == 1, "nothing was written"

    def fail(*_):
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        load("sekolah", schools(1, komite=""), act=fail)
    assert db.value("SELECT count(*) FROM sekolah WHERE komite IS NULL") == 0
