"""Reading sheets: what they hold is kept, what is absurd is refused in one sentence."""

from __future__ import annotations

import datetime as dt
import gzip
import re
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from formulir.records.sheets import read as module
from formulir.records.sheets.find_heading import cut_sheet
from formulir.records.sheets.formats import read_workbook
from formulir.records.sheets.read import read_book
from formulir.records.sheets.sheet import (
    GRID_STEP,
    SheetUnreadableError,
    Unreadable,
)

NASTY = st.text(
    st.sampled_from("aZ é&/\\\"'`{}[]$%<>=+-@,;|#\u2013\u00e9\u4e2d0 "), min_size=1
)


def width(cells):
    return len(cells)


def read(path):
    grids = [each for each in read_book(path, rank=width).grids if not each.hidden]
    return cut_sheet(grids[0], know=lambda _: None)


def rows_of(path):
    return [(row.number % GRID_STEP, list(row.cells)) for row in read(path).rows]


def write(tmp_path, data, name="lembar.csv"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def write_xlsx(path, rows):
    book = Workbook()
    sheet = book.active
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_delimiter_a_mark_and_line_ends_are_told(tmp_path, delimiter, mark, end):
    lines = [("npsn", "nama"), ("01", 'SD "A", B; C')]
    text = end.join(
        delimiter.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line)
        for line in lines
    )
    sheet = read(write(tmp_path, mark + text))
    assert sheet.heading == ["npsn", "nama"]
    assert list(sheet.rows[0].cells) == ["01", 'SD "A", B; C']


def test_the_line_that_announces_a_delimiter_is_no_row(tmp_path):
    path = write(tmp_path, "sep=;\r\na,b;c\r\n1;2\r\n")
    assert read(path).heading == ["a,b", "c"]
    assert rows_of(path) == [(2, ["1", "2"])]


def test_headings_that_fit_decide_on_the_delimiter(tmp_path):
    path = write(tmp_path, "nama, gelar, dan jabatan;nip\nx;1\n")
    book = read_book(path, rank=lambda cells: sum(cell == "nip" for cell in cells))
    sheet = cut_sheet(book.grids[0], know=lambda _: None)
    assert sheet.heading == ["nama, gelar, dan jabatan", "nip"]


def test_gzip_is_unpacked_whatever_its_name(tmp_path):
    packed = gzip.compress(b"a,b\n") + gzip.compress(b"1,2\n")
    assert rows_of(write(tmp_path, packed, "x.csv")) == [(2, ["1", "2"])]


def test_a_row_keeps_its_number_past_blank_lines_and_records_of_many_lines(tmp_path):
    path = write(tmp_path, 'a,b\n1,"x\ny"\n\n,\n  ,\t\n2,z\n')
    assert rows_of(path) == [(2, ["1", "x\ny"]), (6, ["2", "z"])]


def test_a_row_of_another_width_is_broken_but_empty_cells_at_its_end_are_not(tmp_path):
    sheet = read(write(tmp_path, "a,b\n1\n1,2,,\n1,2,3\n"))
    assert [bool(row.broken) for row in sheet.rows] == [True, False, True]
    assert "3 cells, the heading 2" in sheet.rows[2].broken


def test_a_quotation_mark_inside_a_quoted_cell_breaks_only_its_row(tmp_path):
    sheet = read(write(tmp_path, 'a,b\n"x"y,2\n3,4\n'))
    assert [bool(row.broken) for row in sheet.rows] == [True, False]


def test_a_quotation_mark_in_a_bare_cell_is_text(tmp_path):
    assert rows_of(write(tmp_path, 'a,b\nSD "X",2\n')) == [(2, ['SD "X"', "2"])]


def test_a_quotation_never_closed_refuses_the_file(tmp_path):
    with pytest.raises(SheetUnreadableError, match="row 3: a quotation mark"):
        read(write(tmp_path, 'a,b\n1,2\n"3,4\n5,6\n'))


def test_broken_utf8_reaches_whoever_reads_the_cell(tmp_path):
    path = write(tmp_path, b"a\n\xc3\xa9x\xe9y\n")
    assert rows_of(path) == [(2, ["éx\udce9y"])]


@given(st.lists(st.tuples(NASTY, NASTY), min_size=1, max_size=5))
def test_text_comes_back_from_a_workbook_as_it_was(rows):
    with tempfile.TemporaryDirectory() as folder:
        path = write_xlsx(Path(folder) / "x.xlsx", [("a", "b"), *rows])
        wanted = [list(row) for row in rows if any(cell.strip() for cell in row)]
        if wanted:
            assert [cells for _, cells in rows_of(path)] == wanted


def test_formula_like_text_stays_text(tmp_path):
    rows = [("a", "b"), ("=1+1", "@x"), ("+62", "-1")]
    path = write_xlsx(tmp_path / "x.xlsx", rows)
    assert rows_of(path) == [(2, ["=1+1", "@x"]), (3, ["+62", "-1"])]


def test_numbers_and_dates_of_a_workbook_stay_what_they_are(tmp_path):
    rows = [("a", "b", "c"), (), (20317300, dt.date(2016, 3, 7), True)]
    path = write_xlsx(tmp_path / "x.xlsx", rows)
    assert rows_of(path) == [(3, [20317300.0, dt.date(2016, 3, 7), True])]


def test_the_first_visible_sheet_is_read_and_leading_columns_stay(tmp_path):
    book = Workbook()
    book.active.sheet_state = "hidden"
    book.active.append(["secret"])
    sheet = book.create_sheet("Data")
    sheet["B2"], sheet["C2"], sheet["B4"] = "a", "b", "x"
    book.create_sheet("Lain").append(["other"])
    book.save(tmp_path / "x.xlsx")
    found = read(tmp_path / "x.xlsx")
    assert (found.number % GRID_STEP, found.heading) == (2, ["", "a", "b"])
    assert rows_of(tmp_path / "x.xlsx") == [(4, ["", "x", ""])]


def test_error_values_and_formulas_without_a_result_are_not_taken_for_empty(tmp_path):
    book = Workbook()
    for row in (["a", "b", "c"], ["x", "#N/A", "=1+1"], ["y", "z", ""]):
        book.active.append(row)
    book.active["E9"] = "=2+2"
    book.save(tmp_path / "x.xlsx")
    rows = read(tmp_path / "x.xlsx").rows
    assert isinstance(rows[0].cells[1], Unreadable)
    assert "error value" in rows[0].cells[1].reason
    assert "formula" in rows[0].cells[2].reason
    assert (rows[-1].number, bool(rows[-1].broken)) == (9, True)


def test_a_stray_cell_in_the_far_corner_is_refused_instead_of_eating_memory(tmp_path):
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "a", "x"
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(SheetUnreadableError, match="column 16384"):
        read(tmp_path / "x.xlsx")
    book = Workbook()
    book.active["A1"], book.active["CV1048576"] = "a", "x"
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(SheetUnreadableError, match="delete stray ones"):
        read(tmp_path / "x.xlsx")


def test_formatting_without_content_is_no_cell(tmp_path):
    book = Workbook()
    book.active.append(["a"])
    book.active.append(["x"])
    book.active["XFD1048576"].number_format = "@"
    book.save(tmp_path / "x.xlsx")
    assert rows_of(tmp_path / "x.xlsx") == [(2, ["x"])]


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "x.csv", "it is empty"),
        (b" \n\n", "x.csv", "it is empty"),
        (bytes(range(256)), "x.csv", "neither text nor"),
        (b"\xd0\xcf\x11\xe0 old", "x.xls", "old Office file"),
        (b"PK\x03\x04 and then junk", "x.xlsx", "no XLSX or ODS workbook"),
        (b"\x1f\x8b junk", "x.csv.gz", "gzip"),
        (gzip.compress(b"a\n1\n", mtime=0)[:-9], "x.csv.gz", "cut off"),
        (",".join(f"h{n}" for n in range(10_000)).encode(), "x.csv", "10000 columns"),
    ],
)
def test_absurd_files_are_refused_in_one_sentence(tmp_path, data, name, reason):
    with pytest.raises(SheetUnreadableError) as caught:
        read(write(tmp_path, data, name))
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_folder_or_a_missing_file_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(SheetUnreadableError, match="cannot be imported"):
            read(path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(SheetUnreadableError, match="no XLSX or ODS workbook"):
        read(tmp_path / "x.xlsx")


def test_every_cut_of_a_workbook_is_refused(tmp_path):
    whole = write_xlsx(tmp_path / "x.xlsx", [("a",), ("x",)]).read_bytes()
    for end in range(4, len(whole), 97):
        with pytest.raises(SheetUnreadableError, match=r"cut\.xlsx cannot be imported"):
            read(write(tmp_path, whole[:end], "cut.xlsx"))


def test_what_unpacks_beyond_all_measure_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "SIZE_LIMIT_BYTES", 1000)
    with pytest.raises(SheetUnreadableError, match="larger than"):
        read(write(tmp_path, gzip.compress(b"a\n" * 1000), "x.csv.gz"))
    with pytest.raises(SheetUnreadableError, match="larger than"):
        read(write(tmp_path, b"a\n" * 1000))


def test_a_workbook_that_unpacks_beyond_all_measure_is_refused(tmp_path, monkeypatch):
    path = write_xlsx(tmp_path / "x.xlsx", [("a",), ("x",)])
    monkeypatch.setattr(read_workbook, "SIZE_LIMIT_BYTES", 1000)
    with pytest.raises(SheetUnreadableError, match="unpacks into more"):
        read(path)


def test_a_formula_whose_result_is_empty_text_is_an_empty_cell(tmp_path):
    path = write_xlsx(tmp_path / "x.xlsx", [("a", "b"), ("x", "marker")])
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    part = "xl/worksheets/sheet1.xml"
    cell = re.compile(rb'<c r="B2".*?</c>')
    empty = b'<c r="B2" t="str"><f>IF(1,"","")</f><v></v></c>'
    assert cell.search(parts[part])
    parts[part] = cell.sub(empty, parts[part])
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert rows_of(path) == [(2, ["x", ""])]


def test_utf16_text_is_read_with_its_mark_or_without(tmp_path):
    for coding, told in (("utf-16", False), ("utf-16-le", True), ("utf-16-be", True)):
        path = write(tmp_path, "npsn;nama\n1;Kafé\n".encode(coding))
        assert rows_of(path) == [(2, ["1", "Kafé"])]
        remarks = read_book(path, rank=width).remarks
        assert bool(remarks) == told, coding


def test_windows_text_is_read_and_told(tmp_path):
    text = "npsn;nama\n1;SD “Kafé” 1\n"
    path = write(tmp_path, text.encode("cp1252"))
    assert rows_of(path) == [(2, ["1", "SD “Kafé” 1"])]
    (remark,) = read_book(path, rank=width).remarks
    assert "Windows-1252" in remark
    assert "“Kafé”" in remark


def test_text_of_another_code_page_is_not_guessed(tmp_path):
    path = write(tmp_path, "npsn;nama\n1;Kafé\n".encode("cp437"))
    assert rows_of(path) == [(2, ["1", "Kaf\udc82"])]
