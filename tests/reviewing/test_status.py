"""The view of what is missing: stage by region, counted, listed, in three spellings."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from formulir.reviewing.status import LetterState, make_matrix
from tests.kantor import issue
from tests.terima import found_office, read_lines

YEAR = ("--tahun", "2016")
COUNTS = ("expected", "reserved", "issued", "signed", "incoming", "missing")


@pytest.fixture(scope="module")
def office():
    return found_office()


def read(meja, capfd, *words):
    capfd.readouterr()
    assert meja.run("status", *YEAR, *words, "--json") == 0
    return read_lines(capfd.readouterr().out)


def counts(row):
    return tuple(row[name] for name in COUNTS)


def test_letters_are_counted_by_stage_and_region(meja, capfd):
    surat, other, *_ = meja.letters("02.2")
    assert meja.receive("s.pdf", meja.scan(surat), "--surat", surat["kode"]) == 0
    assert meja.run("void", other["kode"], "--alasan", "keliru", "--ya") == 0
    row, later = read(meja, capfd)
    assert (later["tahap"], counts(later)) == ("T03", (3, 0, 0, 0, 0, 3))
    assert (row["tahun"], row["tahap"], row["wilayah"]) == (2016, "T02", "33.19")
    assert row["nama"] == "Kabupaten Kudus"
    assert counts(row) == (38, 0, 37, 1, 0, 37)


def test_what_is_missing_is_listed_with_what_it_lacks(meja, capfd):
    with meja.kantor.open_catatan() as db:
        db.conn.execute("DROP TRIGGER surat_kept")
        db.conn.execute("DROP TRIGGER nomor_kept")
        db.conn.execute("DROP TRIGGER surat_forward")
        db.conn.execute("DELETE FROM nomor")
        for kode in ("02.1", "02.2"):
            db.conn.execute("DELETE FROM surat WHERE formulir = ?", (kode,))
        db.conn.execute("UPDATE surat SET status = 'dipesan' WHERE id % 2 = 0")
    rows = read(meja, capfd, "--missing")
    lacks = {(row["formulir"], row["missing"]) for row in rows}
    assert lacks == {
        ("02.1", "number"),
        ("02.2", "paper"),
        ("02.3", "paper"),
        ("02.3", "signature"),
        ("LV", "number"),
        ("SKS", "number"),
    }
    assert len(rows) == 38 + 3
    assert counts(read(meja, capfd)[0]) == (38, 15, 15, 0, 0, 38)


def test_a_region_means_it_and_all_below_it_by_a_code_of_any_year(meja, capfd):
    whole = read(meja, capfd)
    for kode in ("33", "33.19", "031900"):
        assert read(meja, capfd, "--wilayah", kode) == whole
    assert read(meja, capfd, "--wilayah", "33.20") == []
    assert meja.run("status", *YEAR, "--wilayah", "99") == 2


def test_a_letter_that_is_not_asked_for_any_more_still_counts(meja, capfd):
    with meja.kantor.open_catatan() as db:
        npsn = db.conn.execute("SELECT min(npsn) FROM usulan_model").fetchone()[0]
        db.conn.execute("DELETE FROM usulan_imbas WHERE model = ?", (npsn,))
        db.conn.execute("DELETE FROM usulan_model WHERE npsn = ?", (npsn,))
    for words in ((), ("--wilayah", "33")):
        row, _ = read(meja, capfd, *words)
        assert counts(row) == (32, 0, 38, 0, 0, 32)
    missing = read(meja, capfd, "--missing")
    assert len([row for row in missing if row["tahap"] == "T02"]) == 32


def test_the_table_is_written_to_a_file(meja, tmp_path, capfd):
    for option in ("--csv", "-o"):
        path = tmp_path / f"status{option}.csv"
        assert meja.run("status", *YEAR, option, str(path)) == 0
        rows = csv.DictReader(
            io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"
        )
        counts = {row["tahap"]: (row["diminta"], row["kurang"]) for row in rows}
        assert counts["T02"] == ("38", "38")
        assert capfd.readouterr().out == ""
    sheet = tmp_path / "kurang.xlsx"
    assert meja.run("status", *YEAR, "--missing", "-o", str(sheet)) == 0
    assert openpyxl.load_workbook(sheet).active.max_row == 1 + 38 + 3
    assert meja.run("status", *YEAR, "-o", str(tmp_path / "status.doc")) == 2


def test_a_year_without_letters_has_an_empty_table(meja, capfd):
    assert meja.run("status", "--tahun", "2019") == 0
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("0 letter(s) expected in 2019")


def test_issuing_again_leaves_signed_letters_as_they_are(meja, capfd):
    surat, *_ = meja.letters("02.2")
    assert meja.receive("s.pdf", meja.scan(surat), "--surat", surat["kode"]) == 0
    capfd.readouterr()
    assert issue(meja.folder, "02.2", "--json") == 0
    rows = read_lines(capfd.readouterr().out)
    status = {row["kode"]: row["status"] for row in rows}
    assert status.pop(surat["kode"]) == "ditandatangani"
    assert set(status.values()) == {"terbit"}
    assert meja.sound() == []


def test_a_letter_about_several_regions_counts_in_each_that_is_asked_for(meja):
    letter = LetterState(
        formulir="01.5",
        kunci="1",
        tahap="T04.3",
        hal="Undangan",
        wilayah=("33.19", "33.20", "77.77"),
        status="terbit",
        expected=True,
    )
    rows = make_matrix(meja.kantor, [letter], tahun=2016, wilayah=None)
    assert [(row["wilayah"], row["nama"], row["missing"]) for row in rows] == [
        ("33.19", "Kabupaten Kudus", 1),
        ("33.20", "Kabupaten Jepara", 1),
        ("77.77", "-", 1),
    ]
    rows = make_matrix(meja.kantor, [letter], tahun=2016, wilayah="33.20")
    assert [row["wilayah"] for row in rows] == ["33.20"]
