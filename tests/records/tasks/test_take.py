"""A workbook of a task: it comes back the same, and tells every fault at its cell."""

from __future__ import annotations

import sqlite3

import pytest
from openpyxl import load_workbook

from formulir.issuing.check import make_sample
from formulir.records.cells.berkas import name_berkas
from formulir.records.forms.write_form import write_form
from formulir.records.importing.ingest import ImportOptions
from formulir.records.sheets.sheet import SheetUnreadableError
from formulir.records.store import memory_store
from formulir.records.tables.registry import TABLES
from formulir.records.tasks.fill import make_task_form
from formulir.records.tasks.find_pages import is_of_task
from formulir.records.tasks.registry import TASKS
from formulir.records.tasks.take import import_task
from tests.pagi import (
    AGAM,
    FASDA,
    KANTOR,
    LPMP,
    TIM,
    list_calon,
    list_pelatihan,
    list_sekolah,
)
from tests.tools.sentences import keep_whole
from tests.workbook import change_cell, change_cells, read_rows, remove_row, type_rows

CALON = "Calon dan berkas"


@pytest.fixture(scope="module")
def sample():
    db = make_sample()
    yield db
    db.close()


@pytest.fixture
def office(sample):
    """The sample office, for one test."""
    db = memory_store()
    sample.conn.backup(db.conn)
    yield db
    db.close()


@pytest.fixture
def fresh(regions):
    """An office on its first morning."""
    return regions


@pytest.fixture(scope="module")
def workbooks():
    """Give what the workbooks that are made or typed more than once hold."""
    return {}


@pytest.fixture
def kantor(fresh, tmp_path, workbooks):
    """The workbook of the offices, typed on a first morning."""
    path = tmp_path / "kantor.xlsx"
    if "kantor" not in workbooks:
        fill(fresh, "kantor", tmp_path, KANTOR)
        workbooks["kantor"] = path.read_bytes()
    path.write_bytes(workbooks["kantor"])
    return path


@pytest.fixture
def calon(office, tmp_path, workbooks):
    """The workbook of the candidates of the sample office, with what is on record."""
    if "calon" not in workbooks:
        path = make(office, "calon", tmp_path, isi=True)
        workbooks["calon"] = path.read_bytes()
    path = tmp_path / "calon.xlsx"
    path.write_bytes(workbooks["calon"])
    return path


def make(db, nama, folder, *, isi=False):
    path = folder / f"{nama}.xlsx"
    path.write_bytes(write_form(*make_task_form(db, TASKS[nama], isi=isi)))
    return path


def take(db, nama, path, **options):
    return import_task(
        db, TASKS[nama], path, options=ImportOptions(**options), keep_berkas=name_berkas
    )


def fill(db, nama, folder, sheets):
    path = make(db, nama, folder)
    type_rows(path, sheets)
    return path


def dump(db):
    """Give all that is on record, but for the regions."""
    return {
        tabel: db.rows(f"SELECT * FROM {tabel}")
        for tabel in TABLES
        if tabel not in {"wilayah", "usulan", "nomor_luar"}
    }


def faults(result):
    return [str(fault) for fault in keep_whole(result.total.rejected)]


def counts(result):
    return {t: (e.new, e.changed, e.same) for t, e in result.tables.items()}


@pytest.mark.parametrize("nama", TASKS)
def test_what_is_on_record_comes_back_the_same(office, tmp_path, nama):
    before = dump(office)
    result = take(office, nama, make(office, nama, tmp_path, isi=True))
    assert faults(result) == []
    assert all(new == changed == 0 for new, changed, _ in counts(result).values())
    assert result.total.same > 10
    assert dump(office) == before


def test_codes_are_made_and_found_again(fresh, kantor, tmp_path):
    first = take(fresh, "kantor", kantor)
    assert faults(first) == []
    codes = fresh.values("SELECT kode FROM instansi ORDER BY 1")
    assert codes == ["DISDIK-13.06", "DISDIK-13.75", "LPMP"]
    again = take(fresh, "kantor", kantor)
    assert counts(again) == {
        "instansi": (0, 0, 3),
        "pejabat": (0, 0, 3),
        "seri": (0, 0, 3),
    }
    path = fill(fresh, "calon", tmp_path, {CALON: list_calon(4), "Tim evaluasi": TIM})
    assert faults(take(fresh, "calon", path)) == []
    assert fresh.values("SELECT kode FROM calon ORDER BY 1") == [
        *("13.06-01", "13.06-02", "13.75-01", "13.75-02"),
    ]
    papers = "SELECT count(*) FROM berkas WHERE ada = 1 AND sah = 1"
    assert fresh.value(papers) == 12


def test_a_renamed_office_keeps_its_code(fresh, tmp_path):
    (old, *_) = KANTOR["Data kantor"][1:]
    new = old | {"Nama kantor": "Disdikbud Agam", "Berlaku dari": "1 Januari 2017"}
    path = fill(fresh, "kantor", tmp_path, {"Data kantor": [old, new]})
    assert faults(take(fresh, "kantor", path)) == []
    assert fresh.values("SELECT kode FROM instansi") == ["DISDIK-13.06"] * 2


def test_a_sheet_that_says_what_is_on_record_otherwise_changes_it(office, calon):
    other = "Dinas Pendidikan Kota Kudus"
    typed = [(2, "Berkas CV", "tidak sah"), (2, "Kriteria K3", "tidak")]
    typed.append((3, "Diusulkan oleh", other))
    change_cells(calon, [(CALON, *each) for each in typed])
    result = take(office, "calon", calon)
    assert len(faults(result)) == 1
    change_cell(calon, CALON, (3, "Diusulkan oleh"), "disdik-33.19")
    result = take(office, "calon", calon)
    assert faults(result) == []
    told = {(each.column, each.old, each.new) for each in result.total.differences}
    assert ("Berkas CV", "ya", "tidak") in told
    assert ("Kriteria K3", "ya", "tidak") in told


def test_whoever_is_taken_out_of_a_sheet_is_told_and_stays(office, calon):
    gone = read_rows(calon, CALON)[-1]["Kode calon"]
    remove_row(calon, CALON, 21)
    result = take(office, "calon", calon)
    (told,) = [f.reason for f in result.total.warnings if "delete" in f.reason]
    assert f"formulir delete calon 2016 {gone}" in told
    assert office.value("SELECT count(*) FROM calon") == 20


def test_cells_that_are_emptied_take_no_paper_back(office, calon):
    headings = ("Berkas CV", "CV diterima", "Keterangan CV", "Kriteria K1")
    change_cells(calon, [(CALON, 2, heading, None) for heading in headings])
    result = take(office, "calon", calon)
    assert faults(result) == []
    told = [str(f) for f in result.total.warnings]
    assert [line.split(":")[3] for line in told] == ["Berkas CV", "Kriteria K1"]
    assert office.value("SELECT count(*) FROM berkas") == 60


def test_a_dry_run_and_a_fault_leave_nothing(fresh, kantor):
    before = dump(fresh)
    assert not take(fresh, "kantor", kantor, dry_run=True).total.written
    change_cell(kantor, "Nomor surat", (4, "Pola nomor"), "{tahun}")
    assert not take(fresh, "kantor", kantor).total.written
    assert dump(fresh) == before


class StoppedError(Exception):
    """What a test throws into the middle."""


@pytest.mark.parametrize(
    "each", [False, pytest.param(True, marks=pytest.mark.thorough)]
)
def test_stopped_at_any_statement_it_leaves_all_or_nothing(
    fresh, kantor, tmp_path, each
):
    """Each is a write, or one to another table than the one before it."""
    take(fresh, "kantor", kantor)
    path = fill(fresh, "calon", tmp_path, {CALON: list_calon(1), "Tim evaluasi": TIM})
    before = dump(fresh)
    names = []
    writes = [sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE]

    def watch(action, table, *_rest):
        if action in writes and (each or names[-1:] != [table]):
            names.append(table)
            if len(names) == limit:
                return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    limit = 1
    while True:
        names.clear()
        fresh.conn.set_authorizer(watch)
        try:
            result = take(fresh, "calon", path)
        except sqlite3.DatabaseError:
            fresh.conn.set_authorizer(None)
            assert dump(fresh) == before, names
            limit += 1
            continue
        fresh.conn.set_authorizer(None)
        break
    assert result.total.written
    assert limit > (8 if each else 5)
    assert {"calon", "berkas", "evaluasi", "evaluasi_kriteria", "tim"} <= set(names)


def test_an_error_before_the_commit_leaves_nothing(fresh, kantor):
    before = dump(fresh)

    def stop(_db, _tindakan, rincian):
        if rincian["tabel"] == "seri":
            raise StoppedError

    with pytest.raises(StoppedError):
        take(fresh, "kantor", kantor, act=stop)
    assert dump(fresh) == before


def test_each_table_that_changes_leaves_an_act(fresh, kantor):
    acts = []
    take(fresh, "kantor", kantor, act=lambda _db, name, said: acts.append((name, said)))
    take(fresh, "kantor", kantor, act=lambda _db, name, said: acts.append((name, said)))
    assert [(name, said["tabel"], said["baru"]) for name, said in acts] == [
        *(("impor", tabel, 3) for tabel in ("instansi", "pejabat", "seri")),
    ]
    assert {said["berkas"] for _, said in acts} == {"kantor.xlsx"}


def test_a_workbook_of_other_sheet_names_is_known_by_its_headings(fresh, kantor):
    book = load_workbook(kantor)
    book["Data kantor"].title = "Sheet1"
    book.create_sheet("Catatan saya")["A1"] = "beli kertas"
    book["Catatan saya"]["A2"] = "besok"
    book.save(kantor)
    result = take(fresh, "kantor", kantor)
    assert faults(result) == []
    assert counts(result)["instansi"] == (3, 0, 0)
    (told,) = map(str, result.total.warnings)
    assert told.startswith("kantor.xlsx:Catatan saya: the sheet is left alone; ")


WRONG = {
    "kantor": [
        ("Data kantor", 2, "Jenis kantor", "lembaga"),
        ("Data kantor", 3, "Wilayah", "Kabupaten Agm"),
        ("Data kantor", 4, "Berlaku dari", "31 Februari 2015"),
        ("Pejabat kantor", 2, "Nama kantor", "LPMP Sumbar"),
        ("Pejabat kantor", 3, "Plt., Plh., Pj.", "Pjs"),
        ("Nomor surat", 3, "Pola nomor", "{tahun}"),
        ("Nomor surat", 2, "Nomor pertama", "satu"),
    ],
    "calon": [
        (CALON, 2, "Tahun program", "16"),
        (CALON, 3, "Diusulkan oleh", "Dinas Agam Raya"),
        (CALON, 4, "Kabupaten/kota", "Bukitinggi Kota"),
        (CALON, 5, "NIP", "197101011995031001999"),
        (CALON, 5, "Berkas CV", "mungkin"),
        (CALON, 4, "Kriteria K2", "x"),
        (CALON, 3, "Hasil evaluasi", "lulus"),
        (CALON, 2, "Tanggal evaluasi", "kemarin"),
        ("Tim evaluasi", 2, "NIP", "12"),
    ],
}


@pytest.mark.parametrize("nama", WRONG)
def test_every_fault_of_a_first_sheet_is_told_at_its_cell(
    fresh, kantor, tmp_path, nama
):
    path = kantor
    if nama == "calon":
        take(fresh, "kantor", path)
        rows = {CALON: list_calon(4), "Tim evaluasi": TIM}
        path = fill(fresh, "calon", tmp_path, rows)
    tell_wrong(fresh, nama, path, WRONG[nama])


def tell_wrong(db, nama, path, wrong):
    """Type what is wrong, and see that each is told with place and value, once."""
    change_cells(path, wrong)
    before = dump(db)
    result = take(db, nama, path)
    told = faults(result)
    places = {
        f"{path.name}:{sheet}:{row}:{heading}" for sheet, row, heading, _ in wrong
    }
    for place in places:
        assert [line for line in told if line.startswith(place)], (place, told)
    strange = [t for t in told if not t.startswith(tuple(places))]
    assert strange == []
    for sheet, row, heading, value in wrong:
        place = f"{path.name}:{sheet}:{row}:{heading}"
        assert any(t.startswith(place) and str(value) in t for t in told), (place, told)
    assert dump(db) == before


FILLED = {
    "dinas": [
        ("Data sekolah", 2, "Nama sekolah", ""),
        ("Data sekolah", 3, "Negeri/swasta", "milik desa"),
        ("Data sekolah", 4, "Kabupaten/kota", "Kudus Raya"),
        ("Data sekolah", 5, "Tutup sejak", "dulu"),
        ("Pejabat kantor", 2, "Plt., Plh., Pj.", "Pjs"),
        ("Data kantor", 2, "Berlaku sampai", "2009"),
    ],
    "pelatihan": [
        ("Data pelatihan", 2, "Jenis pelatihan", "daring"),
        ("Data pelatihan", 3, "Kurikulum", "9.9"),
        ("Data pelatihan", 3, "Hari pertama", "Senin"),
        ("Kelas pelatihan", 2, "Paling banyak orang", "nol"),
        ("Fasilitator kelas", 2, "Kelas", "Z"),
        ("Fasilitator kelas", 3, "NIP", "77"),
        ("Peserta pelatihan", 2, "Calon (pelatihan fasda)", "Contoh Bukan Siapa"),
        ("Peserta pelatihan", 3, "Kelas", "Q"),
    ],
    "hasil": [
        ("Hasil pelatihan", 2, "Hadir", "sakit"),
        ("Hasil pelatihan", 3, "Pascates", 120),
        ("Hasil pelatihan", 4, "Nama peserta", "Contoh Tak Dikenal"),
        ("Hasil pelatihan", 5, "Direkomendasikan", "barangkali"),
        ("Hasil pelatihan", 6, "Wilayah tugas (01.7)", "Kudus Utara"),
        ("Hasil pelatihan", 7, "Nama pelatihan", "Pelatihan Lain"),
    ],
}


@pytest.mark.parametrize("nama", FILLED)
def test_every_fault_of_a_filled_sheet_is_told_at_its_cell(office, tmp_path, nama):
    path = make(office, nama, tmp_path, isi=True)
    tell_wrong(office, nama, path, FILLED[nama])


def test_who_names_a_row_with_a_fault_waits_and_is_not_blamed(fresh, kantor):
    change_cell(kantor, "Data kantor", (3, "Alamat"), None)
    result = take(fresh, "kantor", kantor)
    (told,) = faults(result)
    assert told == "kantor.xlsx:Data kantor:3:Alamat*: alamat is empty"
    assert {AGAM, LPMP} <= {row["Nama kantor"] for row in KANTOR["Nomor surat"]}


def test_a_required_column_that_is_missing_is_named(fresh, kantor):
    change_cell(kantor, "Data kantor", (1, "Kota"), "Ibu")
    change_cell(kantor, "Nomor surat", (1, "Berlaku dari"), "Sejak")
    told = faults(take(fresh, "kantor", kantor))
    assert [line.partition(" (")[0] for line in told] == [
        "kantor.xlsx:Data kantor:1: no column is headed 'Kota'",
        "kantor.xlsx:Nomor surat:1: no column is headed 'Berlaku dari'",
    ]


def test_a_copied_row_is_told_as_one_and_its_hidden_code_named(office, calon):
    row = read_rows(calon, CALON)[3]
    other = row | {"Nama lengkap": "Contoh Orang Baru", "NIP": None, "L/P": None}
    other["Tanggal lahir"] = None
    type_rows(calon, {CALON: [row, other]})
    result = take(office, "calon", calon)
    (told,) = faults(result)
    assert told == (
        f"calon.xlsx:{CALON}:23:Nama lengkap*: Contoh Orang Baru is the same as in row "
        "5; keep one of the two; a row that was copied brings its hidden Kode calon "
        "along"
    )
    told = [str(fault) for fault in result.total.warnings]
    assert told == [f"calon.xlsx:{CALON}:22: the same as row 5; left out"]


def test_a_person_who_is_typed_twice_is_told_at_the_second_row(fresh, kantor, tmp_path):
    take(fresh, "kantor", kantor)
    rows = list_calon(3)
    rows.append(
        rows[0] | {"Nama lengkap": "Contoh Calon Satu", "Berkas CV": "belum ada"}
    )
    path = fill(fresh, "calon", tmp_path, {CALON: rows})
    (told,) = faults(take(fresh, "calon", path))
    assert told.startswith(f"calon.xlsx:{CALON}:5:Nama lengkap*: Contoh Calon Satu is ")
    assert "row 2" in told


def test_people_who_are_added_do_not_call_the_others_lost(office, tmp_path):
    row = list_calon(1)[0] | {
        "Diusulkan oleh": "disdik-33.19",
        "Kabupaten/kota": "Kabupaten Kudus",
    }
    result = take(office, "calon", fill(office, "calon", tmp_path, {CALON: [row]}))
    assert faults(result) == []
    assert result.total.warnings == []
    assert (
        office.value("SELECT max(kode) FROM calon WHERE kode LIKE '33.19-%'")
        > "33.19-1"
    )


def test_offices_of_one_name_are_told_apart_by_their_region(office, calon):
    change_cell(calon, CALON, (2, "Diusulkan oleh"), "Dinas Pendidikan (Kota Semarang)")
    assert faults(take(office, "calon", calon)) == []
    kode = read_rows(calon, CALON)[0]["Kode calon"]
    asked = "SELECT pengusul FROM calon WHERE kode = ?"
    assert office.value(asked, (kode,)) == "DISDIK-33.74"
    office.run("UPDATE instansi SET nama = 'Dinas Pendidikan' WHERE jenis <> 'lpmp'")
    change_cell(calon, CALON, (2, "Diusulkan oleh"), "Dinas Pendidikan")
    told = "\n".join(faults(take(office, "calon", calon)))
    assert "may be several offices" in told
    for region in ("Jawa Tengah", "Kabupaten Kudus", "Kota Semarang"):
        assert f"Dinas Pendidikan ({region})" in told


def test_a_year_goes_through_all_tasks_without_a_code(fresh, tmp_path):
    calon = list_calon(4)
    sheets = {
        "kantor": KANTOR,
        "dinas": {"Data sekolah": list_sekolah(4)},
        "calon": {CALON: calon, "Tim evaluasi": TIM},
        "pelatihan": list_pelatihan(calon),
    }
    for nama, rows in sheets.items():
        path = fill(fresh, nama, tmp_path, rows)
        result = take(fresh, nama, path)
        assert faults(result) == [], nama
        again = counts(take(fresh, nama, path))
        assert all(new == changed == 0 for new, changed, _ in again.values()), again
    assert fresh.values("SELECT DISTINCT kode FROM fasilitator ORDER BY 1") == [
        *("FN-01", "FN-02"),
    ]
    assert fresh.values("SELECT kode FROM peserta WHERE npsn IS NOT NULL") == [
        *("P-01", "P-02", "P-03"),
    ]
    path = make(fresh, "hasil", tmp_path, isi=True)
    rows = read_rows(path, "Hasil pelatihan")
    assert [row["Nama peserta"] for row in rows][:4] == [
        *(
            each["Nama lengkap"]
            for each in sorted(calon, key=lambda c: c["Kabupaten/kota"])
        ),
    ]
    marks = {"Hadir": "✓", "Hari hadir": 5, "Pascates": "87,5", "Praktik": 80}
    marks |= {"Direkomendasikan": "ya", "Wilayah tugas (01.7)": "Kabupaten Agam"}
    change_cells(
        path,
        [
            ("Hasil pelatihan", number, *each)
            for number in range(2, 6)
            for each in marks.items()
        ],
    )
    result = take(fresh, "hasil", path)
    assert faults(result) == []
    assert counts(result) == {
        "peserta": (0, 4, 3),
        "nilai": (4, 0, 0),
        "penetapan": (4, 0, 0),
    }
    asked = "SELECT DISTINCT tahun, wilayah, pelatihan FROM penetapan"
    assert [tuple(row.values()) for row in fresh.rows(asked)] == [
        (2016, "13.06", "FASDA-2016-1")
    ]
    back = take(fresh, "hasil", make(fresh, "hasil", tmp_path, isi=True))
    assert back.total.new == back.total.changed == 0
    assert FASDA in read_rows(path, "Hasil pelatihan")[0]["Nama pelatihan"]


def told_of(result):
    return [str(fault) for fault in result.total.warnings]


def test_what_is_hidden_or_passed_over_is_told(fresh, tmp_path):
    path = fill(fresh, "calon", tmp_path, {CALON: list_calon(2), "Tim evaluasi": TIM})
    book = load_workbook(path)
    book["Tim evaluasi"].sheet_state = "hidden"
    sheet = book[CALON]
    sheet.row_dimensions[3].hidden = True
    for cell in sheet[1]:
        sheet.cell(sheet.max_row + (cell.column == 1), cell.column, cell.value)
    book.save(path)
    told = told_of(take(fresh, "calon", path))
    (hidden,) = [each for each in told if "Tim evaluasi" in each]
    assert f"is hidden and was not read ({len(TIM)} rows)" in hidden
    assert f"calon.xlsx:{CALON}:3: 1 hidden row(s) are read too: row 3" in told
    assert any("the heading stands again" in each for each in told)
    assert not any("hidden columns" in each for each in told)


def test_how_a_text_of_a_task_was_read_is_told(fresh, tmp_path):
    headings = list(list_calon(1)[0])
    path = tmp_path / "calon.csv"
    spelled = {"✓": "ya", None: ""}
    rows = [
        [str(spelled.get(row[h], row[h])) for h in headings] for row in list_calon(2)
    ]
    rows[0][headings.index("Nama lengkap")] = "Sri Béatrix"
    lines = [";".join(each) for each in [headings, *rows]]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    told = told_of(take(fresh, "calon", path))
    assert any("calon.csv: " in each for each in told), told


@pytest.mark.parametrize("nama", TASKS)
def test_a_workbook_that_nobody_filled_is_told_so(fresh, tmp_path, nama):
    path = make(fresh, nama, tmp_path)
    with pytest.raises(SheetUnreadableError, match="a heading but no row below it"):
        take(fresh, nama, path)
    if nama in TABLES:
        with pytest.raises(SheetUnreadableError, match="no row below it"):
            is_of_task(fresh, nama, path, open_workbook=None)
