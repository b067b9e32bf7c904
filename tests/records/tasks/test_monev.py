"""The sheet of monitoring: a row a round, a column an indicator, each by its scale."""

from __future__ import annotations

from openpyxl import load_workbook

from formulir.records.tasks.needs import list_lacks
from tests.records.tasks.test_take import make, office, sample, take

__all__ = ["office", "sample"]
SHEET = "Monev sekolah"
MISSING = "SMK Contoh Bahari / Perikanan"


def read(path):
    sheet = load_workbook(path)[SHEET]
    heading, *rows = sheet.iter_rows(values_only=True)
    names = [name.rstrip("*") for name in heading]
    return names, [dict(zip(names, row, strict=True)) for row in rows]


def type_in(path, nama, ke, **cells):
    book = load_workbook(path)
    sheet = book[SHEET]
    names = [cell.value.rstrip("*") for cell in sheet[1]]
    (row,) = (
        number
        for number, (school, said, *_) in enumerate(
            sheet.iter_rows(min_row=2, values_only=True), start=2
        )
        if (school, said) == (nama, ke)
    )
    for name, value in cells.items():
        sheet.cell(row, names.index(name.replace("_", " ")) + 1).value = value
    book.save(path)
    return row


def answers(db, where):
    rows = db.rows(f"SELECT indikator, nilai FROM monev_nilai WHERE {where}")
    return {row["indikator"]: row["nilai"] for row in rows}


def test_each_round_of_each_appointed_model_has_a_row_and_imports_as_it_is(
    office, tmp_path
):
    path = make(office, "monev", tmp_path, isi=True)
    names, rows = read(path)
    assert [name for name in names if name.startswith("Indikator")] == [
        f"Indikator M{number:02}" for number in range(1, 13)
    ]
    assert len(rows) == 12
    (due,) = (row for row in rows if row["Tanggal monev"] is None)
    assert (due["Sekolah model"], due["Monev ke"]) == (MISSING, 2)
    before = answers(office, "1")
    result = take(office, "monev", path)
    assert (result.total.new, result.total.changed, result.total.rejected) == (0, 0, [])
    assert answers(office, "1") == before


def test_yes_and_no_and_figures_become_answers(office, tmp_path):
    path = make(office, "monev", tmp_path, isi=True)
    cells = {"Indikator_M01": "ya", "Indikator_M02": 3, "Indikator_M10": "tidak"}
    type_in(path, MISSING, 2, Tanggal_monev="2016-08-12", **cells)
    assert take(office, "monev", path).total.rejected == []
    found = answers(office, "npsn = '99000049' AND ke = 2")
    assert found == {"M01": 1, "M02": 3, "M10": 0}


def test_an_answer_that_its_scale_does_not_have_is_refused_with_its_cell(
    office, tmp_path
):
    path = make(office, "monev", tmp_path, isi=True)
    cells = {"Indikator_M01": 3, "Indikator_M02": 0, "Indikator_M03": 5}
    cells |= {"Indikator_M04": "ya", "Indikator_M05": 2.5}
    row = type_in(path, MISSING, 2, Tanggal_monev="2016-08-12", **cells)
    before = answers(office, "1")
    result = take(office, "monev", path)
    told = [fault.place.split(":")[-2:] for fault in result.total.rejected]
    wanted = [[str(row), f"Indikator M0{number}"] for number in range(1, 6)]
    assert sorted(told) == wanted
    assert answers(office, "1") == before


def test_an_office_brings_its_own_instrument(office, tmp_path):
    office.run("UPDATE indikator SET dipakai = 0")
    office.run(
        "INSERT INTO indikator (kode, urut, aspek, uraian, skala) VALUES"
        " ('A-1', 1, 'Satu', 'Ada?', 'ya'), ('B 2', 2, 'Dua', 'Seberapa?', '1-4')"
    )
    path = make(office, "monev", tmp_path, isi=True)
    names, _ = read(path)
    assert [name for name in names if name.startswith("Indikator")] == [
        "Indikator A-1",
        "Indikator B 2",
    ]
    cells = {"Indikator_A-1": "tidak", "Indikator_B 2": 4}
    type_in(path, MISSING, 2, Tanggal_monev="2016-08-12", **cells)
    assert take(office, "monev", path).total.rejected == []
    assert answers(office, "npsn = '99000049' AND ke = 2") == {"A-1": 0, "B 2": 4}


def test_who_lacks_answers_is_sent_to_the_sheet(office):
    from tests.records.rules.test_deadlines import at  # noqa: PLC0415 - a scope

    office.run("DELETE FROM monev_nilai")
    (lack,) = list_lacks(office, ["monev_nilai.nilai"], at(2016, 9, 1), place="RM")
    assert (lack.lembar, lack.judul, lack.tugas) == (SHEET, "Indikator …", "monev")
