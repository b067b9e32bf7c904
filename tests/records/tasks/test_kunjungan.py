"""The sheet of visits: schools and people by name, the five imbas of each model."""

from __future__ import annotations

from openpyxl import load_workbook

from tests.records.tasks.test_take import dump, make, office, sample, take

__all__ = ["office", "sample"]
VISITS, IMBAS = "Kunjungan sekolah", "Imbas yang hadir"


def read(path, sheet):
    heading, *rows = load_workbook(path)[sheet].iter_rows(values_only=True)
    names = [name.rstrip("*") for name in heading]
    return [dict(zip(names, row, strict=True)) for row in rows]


def type_in(path, sheet, row, **cells):
    book = load_workbook(path)
    names = [cell.value.rstrip("*") for cell in book[sheet][1]]
    for name, value in cells.items():
        place = names.index(name.replace("_", " ")) + 1
        book[sheet].cell(row, place).value = value
    book.save(path)


def forget(office):
    office.run("DELETE FROM pengimbasan")
    office.run("DELETE FROM kunjungan")


def test_what_is_on_record_comes_back_the_same(office, tmp_path):
    before = dump(office)
    result = take(office, "kunjungan", make(office, "kunjungan", tmp_path, isi=True))
    assert result.total.rejected == []
    assert (result.total.new, result.total.changed) == (0, 0)
    assert dump(office) == before


def test_it_begins_with_each_appointed_model_and_its_imbas_by_name(office, tmp_path):
    forget(office)
    path = make(office, "kunjungan", tmp_path, isi=True)
    visits, imbas = read(path, VISITS), read(path, IMBAS)
    assert [row["Sekolah model"] for row in visits[:2]] == ["SD 3 Contoh Colomukti"] * 2
    assert [row["Tahap"] for row in visits[:2]] == [1, 2]
    assert (len(visits), len(imbas)) == (12, 56)
    first = [row for row in imbas if row["Sekolah model"] == "SD 3 Contoh Colomukti"]
    assert len({row["Sekolah imbas"] for row in first if row["Tahap"] == 1}) == 5
    assert {row["Hadir"] for row in imbas} == {None}
    sheet = load_workbook(path)[VISITS]
    assert sheet.freeze_panes == "B2"
    lists = {
        str(rule.sqref).split(":")[0] for rule in sheet.data_validations.dataValidation
    }
    assert lists == {"A2", "B2", "M2", "N2"}


def test_a_visit_is_recorded_by_names_and_the_rest_is_left_out(office, tmp_path):
    forget(office)
    path = make(office, "kunjungan", tmp_path, isi=True)
    type_in(
        path,
        VISITS,
        2,
        Tahap="pertama",
        Terlaksana="26 Juli 2016",
        Guru=7,
        Fasilitator_1="Contoh Bimantara Wulandari, M.Pd.",
        Fasilitator_2="drs contoh jatmika kusuma m pd",
    )
    type_in(path, IMBAS, 2, Hadir="ya", Jumlah_orang=2)
    result = take(office, "kunjungan", path)
    assert result.total.rejected == []
    told = "\n".join(str(one) for one in result.total.warnings)
    assert "11 row(s) are not filled in yet" in told
    assert "55 row(s) are not filled in yet" in told
    (row,) = office.rows("SELECT * FROM kunjungan")
    assert (row["npsn"], row["ke"], row["tanggal"]) == ("99000017", 1, "2016-07-26")
    assert (row["fasilitator_1"], row["fasilitator_2"]) == ("33.19-02", "33.19-10")
    (row,) = office.rows("SELECT * FROM pengimbasan")
    assert (row["model"], row["npsn"], row["orang"]) == ("99000017", "99000015", 2)


def test_every_fault_is_told_where_it_was_typed(office, tmp_path):
    forget(office)
    path = make(office, "kunjungan", tmp_path, isi=True)
    type_in(path, VISITS, 2, Tahap=3, Terlaksana="2016-07-26", Tenggat="2016-07-25")
    type_in(path, VISITS, 3, Fasilitator_1="Contoh Bukan Siapa-Siapa", Terlaksana="x")
    type_in(path, IMBAS, 2, Hadir="tidak", Jumlah_orang=2)
    type_in(path, IMBAS, 4, Hadir="ya")
    result = take(office, "kunjungan", path)
    told = [str(one).split(":", 1)[1] for one in result.total.rejected]
    for wanted in (
        "Kunjungan sekolah:2:Tahap*: '3' is none of 1, 2",
        "Kunjungan sekolah:2:Tenggat: not after tanggal, 2016-07-26",
        "Kunjungan sekolah:3:Fasilitator 1: no facilitator is called",
        "Imbas yang hadir:2:Jumlah orang: 2 people are counted",
    ):
        assert any(one.startswith(wanted) for one in told), (wanted, told)
    assert office.value("SELECT count(*) FROM kunjungan") == 0


def test_an_imbas_waits_for_the_visit_at_which_it_was(office, tmp_path):
    forget(office)
    path = make(office, "kunjungan", tmp_path, isi=True)
    type_in(path, IMBAS, 2, Hadir="ya", Jumlah_orang=2)
    (told,) = take(office, "kunjungan", path).total.rejected
    assert "Sekolah model" in str(told)
