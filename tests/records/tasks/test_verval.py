"""The sheet of a verification begins with the schools that are due."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from formulir.records.tasks.registry import TASKS, begins_filled
from tests.records.tasks.test_take import dump, make, office, sample, take

__all__ = ["office", "sample"]
SHEET = "Hasil verval"
WHERE = "npsn NOT IN ('99000001', '99000002')"


@pytest.fixture
def due(office):
    """The sample office, in which two of the schools were looked at."""
    office.run(f"DELETE FROM verval_kriteria WHERE {WHERE}")
    office.run(f"DELETE FROM verval WHERE {WHERE}")
    return office


def read(path):
    sheet = load_workbook(path)[SHEET]
    heading, *rows = sheet.iter_rows(values_only=True)
    names = [name.rstrip("*") for name in heading]
    return [dict(zip(names, row, strict=True)) for row in rows]


def type_in(path, npsn, **cells):
    book = load_workbook(path)
    sheet = book[SHEET]
    names = [cell.value.rstrip("*") for cell in sheet[1]]
    (row,) = (r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 1).value == npsn)
    for name, value in cells.items():
        sheet.cell(row, names.index(name.replace("_", " ")) + 1).value = value
    book.save(path)


def test_it_holds_every_school_of_the_lists_in_force_by_name(due, tmp_path):
    rows = read(make(due, "verval", tmp_path, isi=True))
    assert len({row["NPSN sekolah"] for row in rows}) == len(rows) == 36
    seen, unseen = rows[:2], rows[2:]
    assert [row["Hasil verval"] for row in seen] == ["memenuhi"] * 2
    assert {row["Hasil verval"] for row in unseen} == {None}
    assert unseen[0]["Nama sekolah"] == "SD 3 Contoh Colomukti"
    assert [row["Sebagai"] for row in unseen[:2]] == [
        "model",
        "imbas dari SD 3 Contoh Colomukti",
    ]
    assert (unseen[0]["Tahun program"], unseen[0]["Usulan ke"]) == (2016, 1)
    assert "Kriteria V7" in rows[0]


def test_an_empty_sheet_has_no_columns_that_are_only_read(due, tmp_path):
    path = make(due, "verval", tmp_path)
    assert read(path) == []
    heading = [cell.value for cell in load_workbook(path)[SHEET][1]]
    assert "Nama sekolah" not in heading


def test_rows_that_nobody_filled_in_are_left_out_and_told(due, tmp_path):
    path = make(due, "verval", tmp_path, isi=True)
    type_in(
        path,
        "99000017",
        Tanggal_verval="2016-04-04",
        Cara_verval="kunjungan",
        Kriteria_V1="ya",
        Kriteria_V2="tidak",
        Hasil_verval="TMS",
    )
    result = take(due, "verval", path)
    told = [str(one) for one in result.total.warnings]
    assert any("33 row(s) are not filled in yet; left out" in one for one in told)
    assert result.total.rejected == []
    (row,) = due.rows("SELECT * FROM verval WHERE npsn = '99000017'")
    assert (row["hasil"], row["usulan_ke"]) == ("tidak memenuhi", 1)
    criteria = (
        "SELECT kriteria || memenuhi FROM verval_kriteria WHERE npsn = '99000017'"
        " ORDER BY 1"
    )
    assert due.values(criteria) == ["V11", "V20"]


def test_a_row_that_is_begun_is_not_left_out(due, tmp_path):
    path = make(due, "verval", tmp_path, isi=True)
    type_in(path, "99000017", Kriteria_V1="ya")
    result = take(due, "verval", path)
    told = [str(one) for one in result.total.rejected]
    headings = [one.split(":")[3] for one in told]
    assert headings == ["Tanggal verval*", "Cara verval*", "Hasil verval*"]


def test_what_is_on_record_comes_back_the_same(office, tmp_path):
    before = dump(office)
    path = make(office, "verval", tmp_path, isi=True)
    assert len(load_workbook(path)["Penutupan usulan"]["A"]) == 2
    result = take(office, "verval", path)
    assert result.total.rejected == []
    assert result.total.new == result.total.changed == 0
    assert dump(office) == before


def test_tasks_about_schools_begin_with_rows_that_are_due():
    assert [name for name, task in TASKS.items() if begins_filled(task)] == [
        "verval",
        "kunjungan",
        "monev",
    ]
