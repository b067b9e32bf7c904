"""Sheets as people have them: outcomes are right, what is passed over is told."""

from __future__ import annotations

import csv
import gzip
import re

import pytest
from openpyxl import Workbook

from formulir.records.cells.berkas import name_berkas
from formulir.records.forms.form import make_form
from formulir.records.forms.write_form import write_form
from formulir.records.importing.headings import list_headings
from formulir.records.importing.ingest import ImportOptions, import_table
from formulir.records.sheets.sheet import SheetUnreadableError
from formulir.records.tables.registry import TABLES
from tests.records.importing.test_ingest import PROVINCE
from tests.records.isian import ROWS
from tests.tools.sentences import keep_result
from tests.tools.sheets import make_rows, write_workbook

pytestmark = pytest.mark.usefixtures("regions")

HEAD = ["npsn", "nama", "bentuk", "status", "kode_kab_kota", "kecamatan", "kepala"]


def school(number, **more):
    row = [f"{20300000 + number}", f"SD Contoh {number}", "SD", "N", "33.19"]
    row += ["Kec. Jati", "Budi"]
    for name, value in more.items():
        row[HEAD.index(name)] = value
    return row


@pytest.fixture
def load(db, tmp_path):
    """Import sheets into the schools: lists of rows by name, or one list."""

    def bring(sheets, *, tabel="sekolah", change=None, **options):
        if isinstance(sheets, list):
            sheets = {"Sheet1": sheets}
        book = Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        if change:
            change(book)
        path = tmp_path / "daftar.xlsx"
        book.save(path)
        return bring_file(path, tabel=tabel, **options)

    def bring_file(path, *, tabel="sekolah", **options):
        options = ImportOptions(**options)
        return keep_result(
            import_table(db, tabel, path, options=options, keep_berkas=name_berkas)
        )

    bring.file = bring_file
    return bring


@pytest.fixture
def load_text(load, tmp_path):
    def bring(rows, *, delimiter=",", coding="utf-8", **options):
        path = tmp_path / "daftar.csv"
        with path.open("w", newline="", encoding=coding) as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
        return load.file(path, **options)

    return bring


def told(result):
    return [str(each) for each in (*result.warnings, *result.rejected)]


def count(result):
    assert result.rejected == []
    return result.new


# --- Several sheets ---


def test_all_visible_sheets_whose_headings_fit_are_read_and_named(load):
    sheets = {"Kec. Jati": [HEAD, school(1)], "Kec. Gebog": [HEAD, school(2)]}
    result = load(sheets)
    assert count(result) == 2
    assert told(result) == ["daftar.xlsx: 2 sheets are read: 'Kec. Jati', 'Kec. Gebog'"]


def test_a_place_names_its_sheet_and_cell(load):
    sheets = {"A": [HEAD, school(1)], "B": [["", *HEAD], ["", *school(2, status="X")]]}
    (fault,) = load(sheets).rejected
    assert fault.place == "daftar.xlsx:B:E2:status"


def test_sheets_may_have_their_columns_in_another_order_or_lack_some(load, db):
    turned = [list(reversed(row)) for row in (HEAD, school(2))]
    short = [row[:5] for row in (HEAD, school(3))]
    assert count(load({"A": [HEAD, school(1)], "B": turned, "C": short})) == 3
    found = db.rows("SELECT nama, kepala FROM sekolah ORDER BY npsn")
    assert [row["kepala"] for row in found] == ["Budi", "Budi", None]
    assert [row["nama"] for row in found] == [f"SD Contoh {n}" for n in (1, 2, 3)]


def test_a_sheet_that_holds_something_else_is_named(load):
    recap = [["Kecamatan", "Banyak sekolah"], ["Kec. Jati", 5], ["Kec. Gebog", 7]]
    result = load({"Data": [HEAD, school(1)], "Rekap": recap, "Kosong": []})
    assert count(result) == 1
    assert told(result) == [
        (
            "daftar.xlsx: sheet 'Rekap' (2 rows) was not read: it has no heading for "
            "npsn, nama, bentuk, status, wilayah"
        )
    ]


def test_a_sheet_that_seems_to_hold_the_table_and_lacks_a_column_is_a_fault(load):
    rows = [[*HEAD[:3], "stat", *HEAD[4:]], school(2)]
    sheets = {"A": [HEAD, school(1)], "B": rows}
    (fault,) = load(sheets).rejected
    assert fault.place == "daftar.xlsx:B:1"
    assert "no heading for status" in fault.reason
    assert "--lembar" in fault.reason
    assert count(load(sheets, lembar=("A",))) == 1


def test_doubles_in_two_sheets_are_told_with_both_sheets(load):
    sheets = {"A": [HEAD, school(1)], "B": [HEAD, school(1, kepala="Sri")]}
    faults = load(sheets).rejected
    assert [fault.place for fault in faults] == [
        "daftar.xlsx:A:A2:npsn",
        "daftar.xlsx:B:A2:npsn",
    ]
    assert "row 2 of sheet B too, with another kepala" in faults[0].reason


def test_a_hidden_sheet_is_named_and_read_when_asked(load):
    def hide(book):
        book["Lama"].sheet_state = "hidden"

    sheets = {"Data": [HEAD, school(1)], "Lama": [HEAD, school(2), school(3)]}
    result = load(sheets, change=hide)
    assert count(result) == 1
    assert (
        "'Lama' is hidden and was not read (2 rows that would fit)" in told(result)[0]
    )
    assert count(load(sheets, change=hide, lembar=("Lama",))) == 2


def test_a_sheet_that_nobody_has_is_answered_with_those_there_are(load):
    faults = load({"Data": [HEAD, school(1)]}, lembar=("Data", "Dta")).rejected
    assert [str(fault) for fault in faults] == [
        "daftar.xlsx: no sheet is named 'Dta'; there are 'Data'"
    ]


@pytest.mark.parametrize(
    ("rows", "hidden", "reason"),
    [
        ([], False, "it is empty"),
        ([HEAD], False, "a heading but no row"),
        ([HEAD, school(1)], True, "no visible sheet"),
    ],
)
def test_a_workbook_with_nothing_to_read_is_refused(load, rows, hidden, reason):
    def change(book):
        if hidden:
            book.create_chartsheet("Grafik")
            book["Sheet1"].sheet_state = "hidden"

    with pytest.raises(SheetUnreadableError, match=reason):
        load(rows, change=change)


# --- Titles, headings of two lines, numbers under them ---

TITLES = [["DAFTAR SEKOLAH"], ["Kabupaten Kudus"], ["Tanggal Unduh: 2024-01-01"], []]


def test_the_heading_is_found_below_titles(load, load_text):
    rows = [*TITLES, HEAD, school(1), school(2)]
    for result in (load(rows), load_text(rows), load_text(rows, delimiter=";")):
        assert (result.new + result.same, told(result)) == (2, [])


def test_merged_titles_are_no_heading(load):
    def merge(book):
        book["Sheet1"].merge_cells("A1:G1")
        book["Sheet1"].merge_cells("A2:G2")

    assert count(load([*TITLES, HEAD, school(1)], change=merge)) == 1


def test_a_title_that_is_a_heading_elsewhere_is_outranked(load):
    assert count(load([["Sekolah"], ["Kecamatan", "Status"], HEAD, school(1)])) == 1


def test_a_heading_of_two_lines_is_read_with_its_groups(load, db):
    upper = ["No", "NPSN", "Nama", "BP", "Status", "Kode Kab/Kota", "Kepala Sekolah"]
    upper += ["", "Koordinat", "", "Alamat"]
    lower = ["", "", "", "", "", "", "Nama", "NIP", "Lintang", "Bujur", ""]
    row = ["1", "20300001", "SD A", "SD", "N", "33.19", "Budi", "198503122010011005"]
    row += ["-6,8", "110,8", "Jalan"]

    def merge(book):
        for block in ("A3:A4", "B3:B4", "G3:H3", "I3:J3", "K3:K4"):
            book["Sheet1"].merge_cells(block)

    assert count(load([["JUDUL"], [], upper, lower, row], change=merge)) == 1
    (stored,) = db.rows("SELECT nama, kepala, nip_kepala, bujur, alamat FROM sekolah")
    assert list(stored.values()) == [
        "SD A",
        "Budi",
        "198503122010011005",
        110.8,
        "Jalan",
    ]


def test_a_heading_of_two_lines_is_read_from_text_too(load_text, db):
    upper = ["NPSN", "Nama", "BP", "Status", "Kode Wilayah", "Pengawas", ""]
    lower = ["", "", "", "", "", "Nama", "NIP"]
    row = ["20300001", "SD A", "SD", "N", "33.19", "Sri", "198503122010011005"]
    assert count(load_text([upper, lower, row])) == 1
    assert db.rows("SELECT pengawas FROM sekolah") == [{"pengawas": "Sri"}]


@pytest.mark.parametrize("form", ["{}", "({})", "{}."])
def test_a_row_that_numbers_the_columns_is_passed_over(load, form):
    numbers = [form.format(number) for number in range(1, len(HEAD) + 1)]
    result = load([HEAD, numbers, school(1)])
    assert count(result) == 1
    assert told(result) == ["daftar.xlsx:2: row 2 numbers the columns; passed over"]


def test_a_heading_that_stands_again_is_passed_over(load):
    rows = [HEAD, school(1), HEAD, [1, 2, 3, 4, 5, 6, 7], school(2), HEAD, school(3)]
    result = load(rows)
    assert count(result) == 3
    assert told(result) == [
        "daftar.xlsx:3: the heading stands again in rows 3, 6; passed over",
        "daftar.xlsx:4: row 4 numbers the columns; passed over",
    ]


def test_another_list_below_the_first_is_a_fault(load):
    other = ["nama", "npsn", "status", "bentuk", "kode_kab_kota"]
    result = load(
        [HEAD, school(1), [], other, ["SD X", "20300009", "N", "SD", "33.19"]]
    )
    assert "heading of another list" in result.rejected[0].reason
    assert not result.written


# --- Totals and signatures ---


@pytest.mark.parametrize(
    "row",
    [
        ["JUMLAH", "", "", "", "", "", 12],
        ["", "Total", "=SUM(A1:A9)", "", "", "3", ""],
        ["Rata-rata", "", "", "", "", "", "12,5"],
        ["Sub Total Kec. Jati"],
        ["", "", "Jumlah SD : 4"],
    ],
)
def test_a_total_is_passed_over(load, row):
    result = load([HEAD, school(1), row, school(2)])
    assert count(result) == 2
    assert told(result)[0].startswith("daftar.xlsx:3: passed over as a total: row 3")


def test_a_school_whose_name_begins_like_a_total_is_a_school(load):
    assert count(load([HEAD, school(1, nama="Total Persada")])) == 1
    bad = load([HEAD, school(2, nama="Jumlah Ilmu", npsn="")])
    assert [fault.place for fault in bad.rejected] == ["daftar.xlsx:A2:npsn"]


def test_rows_that_are_only_numbered_are_passed_over(load):
    rows = [["No", *HEAD], [1, *school(1)], [2], [3], [4, *school(4)], [5]]
    result = load(rows)
    assert count(result) == 2
    assert told(result) == [
        (
            "daftar.xlsx:3: nothing stands in the columns of the table: rows 3-4, 6 "
            "('2.0'); passed over"
        )
    ]


def test_a_signature_below_the_list_is_passed_over(load):
    below = [
        [],
        ["", "", "", "", "", "Kudus, 5 Januari 2016"],
        ["", "Mengetahui,", "", "", "", "Operator"],
        ["", "", "", "", "", "Contoh Nama"],
        ["", "", "", "", "", "NIP 198503122010011005"],
    ]
    result = load([HEAD, school(1), ["JUMLAH", 1], *below])
    assert count(result) == 1
    assert told(result) == [
        "daftar.xlsx:3: passed over as a total: row 3 ('JUMLAH')",
        (
            "daftar.xlsx:5: passed over below the list: rows 5-8 "
            "('Kudus, 5 Januari 2016', …)"
        ),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [[], ["Kepala Dinas,"], [], ["Contoh Nama"]],
        [["", "Kudus,      Januari 2016"], ["", "Operator,"], ["", "Contoh"]],
        [["Keterangan: N = negeri"], ["S = swasta"]],
        [["*) menurut Dapodik"]],
        [[], ["", "Yang membuat,"], ["", "Contoh", "NIP. 1985"]],
        [["Sumber: Dapodik, diunduh 2016"]],
    ],
)
def test_notes_and_signatures_of_many_kinds_are_passed_over(load, lines):
    assert count(load([HEAD, school(1), school(2), *lines])) == 2


@pytest.mark.parametrize("line", [["", "Kepala Contoh"], ["20300009", "Yang Lain"]])
def test_a_row_right_under_the_list_is_a_row_whatever_it_begins_with(load, line):
    assert load([HEAD, school(1), line]).rejected


def test_a_list_of_which_every_row_lacks_a_column_is_no_signature(load):
    rows = [[None, row[1], None, None, None] for row in map(school, range(1, 4))]
    rows[0][1] = "Keterangan"
    result = load([HEAD[:5], *rows])
    assert result.rejected_rows == 3


def test_a_note_in_brackets_is_no_part_of_a_heading(load):
    heads = ["NPSN (8 digit)", "Nama Sekolah *)", "Bentuk [SD/SMP]", "Status (N/S)"]
    assert count(load([[*heads, "Kode Kab/Kota (Dapodik)"], school(1)[:5]])) == 1


def test_a_row_with_little_in_it_is_no_signature(load):
    rows = [HEAD, school(1), ["20300002", "SD Contoh 2"]]
    assert {fault.place for fault in load(rows).rejected} == {
        f"daftar.xlsx:{letter}3:{name}"
        for letter, name in (("C", "bentuk"), ("D", "status"), ("E", "kode_kab_kota"))
    }


def test_rows_below_a_signature_are_not_passed_over(load):
    result = load([HEAD, school(1), ["Mengetahui,"], school(2)])
    assert result.rejected
    assert not result.written


# --- Merged cells, hidden rows, far cells ---


def test_merged_cells_are_filled_downwards_and_told_once(load, db):
    rows = [HEAD, *(school(n, kecamatan=None) for n in range(1, 7))]
    rows[1][5], rows[4][5] = "Kec. Jati", "Kec. Gebog"

    def merge(book):
        book["Sheet1"].merge_cells("F2:F4")
        book["Sheet1"].merge_cells("F5:F7")

    result = load(rows, change=merge)
    assert count(result) == 6
    assert told(result) == [
        (
            "daftar.xlsx:F1:kecamatan: 4 empty cell(s) of merged blocks were filled "
            "from above"
        )
    ]
    found = db.values("SELECT kecamatan FROM sekolah ORDER BY npsn")
    assert found == ["Kec. Jati"] * 3 + ["Kec. Gebog"] * 3


def test_merged_keys_are_refused_by_their_column(load):
    rows = [HEAD, school(1), school(2, npsn=None), school(3, npsn=None)]
    result = load(rows, change=lambda book: book["Sheet1"].merge_cells("A2:A4"))
    assert "2 row(s) have no npsn of their own" in told(result)[0]
    assert not result.written


def test_merged_cells_across_a_row_stay_where_they_are(load, db):
    rows = [HEAD, school(1, kepala=None)]
    assert count(load(rows, change=lambda b: b["Sheet1"].merge_cells("F2:G2"))) == 1
    assert db.values("SELECT kepala FROM sekolah") == [None]


def test_rows_and_columns_that_nobody_sees_are_read_and_told(load):
    def hide(book):
        sheet = book["Sheet1"]
        sheet.auto_filter.ref = "A1:G5"
        for row in (3, 4):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["G"].hidden = True

    result = load([HEAD, *map(school, range(1, 5))], change=hide)
    assert count(result) == 4
    assert told(result) == [
        "daftar.xlsx:1: hidden columns are read too: G (kepala)",
        "daftar.xlsx:3: 2 hidden row(s) are read too: rows 3-4",
    ]


def test_a_far_cell_that_is_only_formatted_costs_nothing(load):
    def format_far(book):
        book["Sheet1"]["XFD1048576"].number_format = "@"

    assert count(load([HEAD, school(1)], change=format_far)) == 1


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD3", "ZZ90000"])
@pytest.mark.parametrize("text", [" ", "\n\t ", "\u00a0"])
def test_a_far_cell_that_holds_blank_text_costs_nothing(load, place, text):
    def type_far(book):
        book["Sheet1"][place] = text

    assert count(load([HEAD, school(1), school(2)], change=type_far)) == 2


def test_a_far_cell_with_text_is_refused(load):
    def type_far(book):
        book["Sheet1"]["XFD1048576"], book["Sheet1"]["XFC9"] = " ", "x"

    with pytest.raises(SheetUnreadableError, match="column 16383"):
        load([HEAD, school(1)], change=type_far)


def test_a_note_beside_the_table_is_named_with_its_cell(load):
    result = load([HEAD, [*school(1), "", "periksa lagi"]])
    assert told(result) == [
        (
            "daftar.xlsx:2: cell I2 holds 'periksa lagi', but its column has no "
            "heading; give it one, or clear the cell"
        )
    ]


# --- A value for the whole file ---


def test_a_value_for_the_whole_file_stands_for_a_column_that_is_missing(load, db):
    rows = [row[:4] for row in (HEAD, school(1), school(2))]
    assert count(load(rows, isi={"wilayah": "031900", "kecamatan": "Kec. Bae"})) == 2
    assert db.rows("SELECT DISTINCT wilayah, kecamatan FROM sekolah") == [
        {"wilayah": "33.19", "kecamatan": "Kec. Bae"}
    ]


def test_a_value_for_the_whole_file_fills_blanks_and_contradicts_others(load):
    rows = [HEAD, school(1, kode_kab_kota=None), school(2, kode_kab_kota="33.74")]
    result = load(rows, isi={"wilayah": "33.19"})
    assert told(result) == [
        (
            "daftar.xlsx:E3:kode_kab_kota: 33.74 is not 33.19, as --isi wilayah says; "
            "correct the one or the other"
        )
    ]
    assert count(load(rows[:2], isi={"wilayah": "33.19"})) == 1


@pytest.mark.parametrize(
    ("isi", "reason"),
    [
        ({"wilayah": "99.99"}, "--isi wilayah=99.99: '99.99' is no code"),
        ({"daerah": "33.19"}, "has no column 'daerah'"),
    ],
)
def test_a_value_that_cannot_be_read_is_told_with_the_faults_of_the_rows(
    load, isi, reason
):
    faults = load([HEAD, school(1, status="X")], isi=isi).rejected
    assert reason in str(faults[0])
    assert faults[1].place == "daftar.xlsx:D2:status"


# --- All faults at once ---


def test_a_double_is_told_although_one_of_its_rows_has_another_fault(load):
    rows = [HEAD, school(1), school(1, status="X"), school(1, kepala="Sri")]
    result = load(rows)
    assert [fault.place for fault in result.rejected] == [
        "daftar.xlsx:A2:npsn",
        "daftar.xlsx:A2:npsn",
        "daftar.xlsx:D3:status",
        "daftar.xlsx:A3:npsn",
        "daftar.xlsx:A4:npsn",
    ]


def test_a_missing_column_and_bad_cells_are_told_together(load):
    rows = [row[:4] for row in (HEAD, school(1), school(2, status="X"), school(1))]
    rows[3][1] = "SD lain"
    result = load(rows, skip_bad=True)
    assert [fault.place for fault in result.rejected] == [
        "daftar.xlsx:1",
        "daftar.xlsx:A2:npsn",
        "daftar.xlsx:D3:status",
        "daftar.xlsx:A4:npsn",
    ]
    assert not result.written


def test_a_flood_of_faults_is_one_line_with_its_rows(load):
    rows = [HEAD, *(school(n, status=f"X{n}") for n in range(1, 100))]
    rows[50][3] = "N"
    (fault,) = load(rows).rejected
    assert fault.place == "daftar.xlsx:D2:status"
    assert fault.reason.startswith("'X1' is none of N, S")
    assert fault.reason.endswith("(and 97 more rows: 3-50, 52-100 like it)")


def test_a_hint_names_only_a_heading_whose_cells_fit(load):
    rows = [["npns", *HEAD[1:]], school(1), school(2)]
    assert "--map npsn=npns" in load(rows).rejected[0].reason
    for row in rows[1:]:
        row[0] = "Kudus"
    assert "--map npsn=npns" not in load(rows).rejected[0].reason


# --- What a sheet empties, and what comes back ---


def test_emptied_cells_are_counted_by_their_column(load):
    load([HEAD, school(1), school(2)])
    bare = [school(n, kepala=None, kecamatan=None) for n in (1, 2)]
    result = load([HEAD, *bare])
    assert (result.changed, result.emptied, result.written) == (2, 4, True)
    assert [(d.column, d.old, d.new, d.count) for d in result.differences] == [
        ("kecamatan", "Kec. Jati", None, 2),
        ("kepala", "Budi", None, 2),
    ]


WIPES = {
    "blanks": ({"kepala": "   "}, {"kepala": 3}),
    "a word for nothing": ({"kepala": "NULL"}, {"kepala": 3}),
    "another in each column": (
        {"kepala": "n/a", "kecamatan": "nan"},
        {"kecamatan": 3, "kepala": 3},
    ),
    "a dash": ({"kecamatan": "-"}, {"kecamatan": 3}),
    "what nobody sees": ({"kepala": "\u200b"}, {"kepala": 3}),
}


@pytest.mark.parametrize("name", WIPES)
def test_whatever_empties_a_cell_is_counted_by_its_column(load, name):
    load([HEAD, *(school(n) for n in range(1, 4))])
    more, counts = WIPES[name]
    result = load([HEAD, *(school(n, **more) for n in range(1, 4))])
    assert {d.column: d.count for d in result.differences if d.new is None} == counts
    assert result.emptied == sum(counts.values())
    kept = load([HEAD, *(school(n, **more) for n in range(1, 4))], sisakan=True)
    assert kept.emptied == 0


def test_a_column_that_the_sheet_does_not_have_empties_nothing(load, db):
    load([HEAD, school(1), school(2)])
    result = load([HEAD[:-1], school(1)[:-1], school(2)[:-1]])
    assert (result.changed, result.emptied) == (0, 0)
    assert db.values("SELECT kepala FROM sekolah") == ["Budi", "Budi"]


def test_a_class_that_the_office_divided_is_not_wiped_by_an_older_sheet(load, db):
    for tabel in ("instansi", "sekolah", "materi", "pelatihan", "kelas"):
        names = [column.nama for column in TABLES[tabel].columns]
        rows = [[row.get(name) for name in names] for row in ROWS[tabel]]
        assert load([names, *rows], tabel=tabel).rejected == []
    head = ["pelatihan", "kode", "npsn", "nama", "kelas", "hadir"]
    people = [
        ["SPMI-2016-1", f"P{n}", "09000001", f"Contoh {n}", "A", None] for n in range(9)
    ]
    assert count(load([head, *people], tabel="peserta")) == 9
    for row in people:
        row[4:] = [None, "ya"]
    held = load([head, *people], tabel="peserta")
    assert (held.held, held.emptied) == (True, 9)
    assert [(d.column, d.old, d.new, d.count) for d in held.differences] == [
        ("kelas", "A", None, 9),
        ("hadir", None, "ya", 9),
    ]
    assert load([head, *people], tabel="peserta", sisakan=True, agree=bool).written
    found = db.rows("SELECT DISTINCT kelas, hadir FROM peserta")
    assert found == [{"kelas": "A", "hadir": 1}]


def come_back(db, load, tmp_path, path):
    """Import a list, write what is on record into a sheet, and import that."""
    first = load.file(path)
    sheet = tmp_path / "kembali.xlsx"
    sheet.write_bytes(write_form(make_form(db, TABLES["sekolah"], isi=True)))
    again = load.file(sheet)
    assert (again.new, again.changed, again.rejected_rows) == (0, 0, 0)
    assert again.differences == []
    return first.new, again.same


def test_what_is_on_record_comes_back_the_same(db, load, tmp_path):
    path = tmp_path / "sekolah.xlsx"
    write_workbook(path, make_rows(500))
    assert come_back(db, load, tmp_path, path) == (500, 500)


@pytest.mark.skipif(not PROVINCE.exists(), reason="the province's list is not here")
def test_each_tenth_school_of_a_province_comes_back_the_same(db, load, tmp_path):
    with gzip.open(PROVINCE, "rt", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    path = tmp_path / "provinsi.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], *rows[1::10]])
    assert come_back(db, load, tmp_path, path) == (2501, 2501)


# --- Headings as they are spelled ---

DOWNLOADS = {
    "dapodik": "No;Nama Sekolah;NPSN;BP;Status;Last Sync;Kecamatan;Kode Kabupaten/Kota",
    "referensi": "No.;N P S N;Nama Satuan Pendidikan;Alamat;Kelurahan;STATUS;"
    "Bentuk Pendidikan;Kode Wilayah",
    "dinas": "NO;NAMA_SEKOLAH;No. NPSN;Jenjang;Negeri/Swasta;Kab/Kota;Kepsek;NIP "
    "Kepsek",
    "sekolah kita": "npsn;Nama Satuan Pendidikan;Bentuk;Status Sekolah;Alamat Jalan;"
    "Kode Kab./Kota;Lintang;Bujur;No. Telp;E-mail;Nama Kepsek",
    "pengawas": "Satuan Pendidikan;NPSN;Bentuk Sekolah;STS;KAB. / KOTA;Nama KS;NIP KS;"
    "Pengawas Pembina;No. HP",
}
CELLS = {
    "npsn": "20300001",
    "nama": "SD A",
    "bentuk": "SD",
    "status": "Negeri",
    "wilayah": "33.19",
}


@pytest.mark.parametrize("name", DOWNLOADS)
def test_the_headings_of_usual_lists_are_known(load_text, db, name):
    heads = DOWNLOADS[name].split(";")
    known = list_headings(TABLES["sekolah"], told={})
    row = [CELLS.get(known.know(head) or "", "") for head in heads]
    assert count(load_text([["Daftar"], heads, row], delimiter=";")) == 1
    (stored,) = db.rows(f"SELECT {', '.join(CELLS)} FROM sekolah")
    assert stored == CELLS | {"status": "N"}


@pytest.mark.parametrize(
    ("tabel", "heads"),
    [
        (
            "sekolah",
            "Kepsek=kepala; N I P Kepsek=nip_kepala; No. HP=telepon; E-mail=posel",
        ),
        (
            "calon",
            "L/P=jenis_kelamin; Tgl. Lahir=tanggal_lahir; No. KTP=nik; HP=telepon",
        ),
        ("calon", "Pangkat/Gol.=pangkat; Asal Sekolah=unit_kerja; Nama Lengkap=nama"),
        (
            "calon",
            "Kabupaten/Kota=wilayah; Pendidikan Terakhir=pendidikan; JK=jenis_kelamin",
        ),
        (
            "peserta",
            "Nama Peserta=nama; NIP=nip; Asal Sekolah=unit_kerja; Kehadiran=hadir",
        ),
        ("instansi", "No. Telp.=telepon; Website=laman; Kodepos=kode_pos; Fax=faks"),
    ],
)
def test_usual_spellings_are_known(tabel, heads):
    known = list_headings(TABLES[tabel], told={})
    for pair in heads.split("; "):
        heading, nama = pair.split("=")
        assert known.know(heading) == nama


def test_the_code_of_a_region_goes_before_its_name(load_text, db):
    heads = ["npsn", "nama", "bentuk", "status", "Kab/Kota", "kode_kab_kota"]
    heads += ["No. HP", "Telepon"]
    row = ["20300001", "SD A", "SD", "N", "Kab. Kudus", "33.19", "0812", "0291"]
    assert count(load_text([heads, row], delimiter=";")) == 1
    assert db.rows("SELECT wilayah, telepon FROM sekolah") == [
        {"wilayah": "33.19", "telepon": "0291"}
    ]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_split_and_decoded_below_titles(load_text, db, delimiter, coding):
    rows = [
        ["Daftar: sekolah, 2016"],
        [],
        HEAD,
        school(1, nama="SD Kafé", kepala="A, S.Pd."),
    ]
    assert count(load_text(rows, delimiter=delimiter, coding=coding)) == 1
    assert db.rows("SELECT nama, kepala FROM sekolah") == [
        {"nama": "SD Kafé", "kepala": "A, S.Pd."}
    ]


def test_a_sheet_that_calc_saved_as_text_is_read_with_its_marks(load, tmp_path, db):
    heads = ";".join(f'"{name}*"' for name in HEAD[:5]) + ';"kecamatan";"kepala"\n'
    path = tmp_path / "calc.csv"
    path.write_text(f'{heads}"20300001";"SD A";"SD";"N";"33.19";;"Budi"\n')
    assert count(load.file(path)) == 1
    assert db.values("SELECT kepala FROM sekolah") == ["Budi"]


# --- What is there, although it cannot be read; what is not, although it seems so ---


def test_a_last_row_of_a_formula_without_its_result_is_told_in_its_cell(load):
    fault, *_ = load([HEAD, school(1), ["=A2"]]).rejected
    assert fault.place == "daftar.xlsx:A3:npsn"
    assert "a formula whose result is not stored" in fault.reason


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff \u00a0", "\u2060"])
def test_a_cell_of_nothing_that_is_seen_is_empty_everywhere(load, load_text, unseen):
    rows = [[*HEAD, unseen], [*school(1, kepala=unseen), unseen], [unseen] * 8]
    assert told(load(rows)) == told(load_text(rows)) == []
    given = {"kecamatan": "Kec. Jati"}
    assert told(load([HEAD, school(2, kecamatan=unseen)], isi=given)) == []
    (fault,) = load([HEAD, school(3, nama=unseen)]).rejected
    assert fault.reason == "nama is empty"


def test_the_heading_of_a_text_is_found_as_deep_as_that_of_a_workbook(load_text):
    blank = [["", ""]] * 70
    titles = [["Daftar sekolah, tahun 2016", ""]] * 50
    for above in (blank, titles, blank + titles):
        result = load_text([*above, HEAD, school(1)], delimiter=";", dry_run=True)
        assert (count(result), told(result)) == (1, [])


def test_what_a_value_for_all_rows_is_read_as_is_told_whole(load):
    given = {"kecamatan": "Kec.\u00a0Jati", "kepala": "\u200bSri"}
    result = load([HEAD[:5], school(1)[:5]], isi=given)
    assert told(result) == [
        "daftar.xlsx: --isi kecamatan=Kec.\u00a0Jati: read as Kec. Jati",
        "daftar.xlsx: --isi kepala=\u200bSri: read as Sri",
    ]
    faults = load([HEAD[:5], school(1)[:5]], isi={"lintang": "x", "x": "y"}).rejected
    for each in (*result.warnings, *faults):
        assert each.reason.pattern == "--isi {nama}={text}: {words}"


@pytest.mark.parametrize("heading", ["Nama Provinsi", "NAMA_PROPINSI", "Prov."])
@pytest.mark.parametrize("province", [32.0, "32", "Jawa Barat", "32\u200b"])
def test_a_province_decides_between_namesakes_however_it_is_typed(
    load, heading, province
):
    row = [*school(1, kode_kab_kota="Banjar"), province]
    (fault,) = load([[*HEAD, heading], [*row[:-1], "=A1"]]).rejected
    assert "may be" in fault.reason
    assert count(load([[*HEAD, heading], row])) == 1


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(load, load_text):
    sheets = {"Kec. Jati": [HEAD, school(1)], "Kosong": [], "Judul": [["Daftar"]]}
    for lembar, said in {
        ("Jati",): "no sheet is named 'Jati'; there are 'Kec. Jati', 'Kosong', 'Judul'",
        ("Kosong",): "sheet 'Kosong' is empty",
        ("Kosong", "B"): "no sheet is named 'B'; there are 'Kec. Jati', 'Kosong', "
        "'Judul'; sheet 'Kosong' is empty",
        ("Judul",): "it holds 'Daftar', which is no heading that is known",
    }.items():
        with pytest.raises(SheetUnreadableError, match=re.escape(said)):
            load(sheets, lembar=lembar)
    assert len(load(sheets, lembar=("Kec. Jati", "B", "Kosong")).rejected) == 2
    with pytest.raises(SheetUnreadableError, match="it is text and has no sheets"):
        load_text([HEAD, school(1)], lembar=("A",))


def test_what_has_no_row_is_told_for_what_it_is(load, tmp_path):
    with pytest.raises(SheetUnreadableError, match="holds 'Daftar sekolah', which is"):
        load([["Daftar sekolah"]])
    with pytest.raises(SheetUnreadableError, match="a heading but no row below it"):
        load([["Daftar sekolah"], HEAD])
    path = tmp_path / "daftar.xlsx"
    path.write_text("bukan buku kerja\n")
    with pytest.raises(SheetUnreadableError, match="but it is text, which begins with"):
        load.file(path)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEAD, school(1)])
    result = load.file(path)
    assert count(result) == 1
    assert "but it is text; read as CSV" in str(result.warnings[0])
    path.write_bytes(bytes(range(256)) * 8)
    with pytest.raises(SheetUnreadableError, match="neither text nor a workbook"):
        load.file(path)
