"""Workbooks of each format say the same; what is none is named for what it is."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from formulir.records.sheets.formats.read_workbook import parse_workbook
from formulir.records.sheets.formats.scan_xlsx import scan_xlsx
from formulir.records.sheets.formats.trim_xlsx import trim_xlsx
from formulir.records.sheets.read import read_book
from formulir.records.sheets.sheet import (
    GRID_STEP,
    Block,
    SheetUnreadableError,
    Unreadable,
)
from tests.records.forms.test_form_calc import type_in
from tests.tools.sheets import make_rows, write_workbook

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def read(path):
    return read_book(path, rank=len)


def make_book(path):
    """Write a workbook with all that is not seen in its cells alone."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Satu"
    sheet.append(["npsn", "nama", "kec", "tgl", "salah", "hitung", "ya"])
    for n in range(2, 8):
        day = dt.date(2016, 3, n)
        sheet.append([f"{n:08}", f"SD {n}", None, day, None, None, True])
    sheet["C2"] = "Kec. A"
    sheet.merge_cells("C2:C4")
    sheet["E3"], sheet["F3"], sheet["F4"] = "=1/0", "=1+1", '="x"&"y"'
    sheet["A1"].comment = Comment("Nomor pokok", "x")
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["G"].hidden = True
    hidden = book.create_sheet("Dua")
    hidden.append(["a"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Kosong")
    book.save(path)


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """Let Calc write the workbook in each format, formulas calculated."""
    folder = tmp_path_factory.mktemp("format")
    (folder / "asal").mkdir()
    make_book(folder / "asal" / "x.xlsx")
    source = str(folder / "asal" / "x.xlsx")
    files = [str(folder / f"x.{suffix}") for suffix in ("xlsx", "xls", "ods")]
    type_in([(source, file, {}) for file in files], folder / "profil")
    return folder


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_each_format_tells_the_same(converted, suffix):
    first, second, third = read(converted / f"x.{suffix}").grids
    assert [grid.name for grid in (first, second, third)] == ["Satu", "Dua", "Kosong"]
    assert [grid.base // GRID_STEP for grid in (first, second, third)] == [0, 1, 2]
    assert (first.hidden, second.hidden, third.lines) == (False, True, [])
    assert (first.hidden_rows, first.hidden_columns) == ({5}, {7})
    assert list(first.blocks) == [Block(top=2, left=3, bottom=4, right=3)]
    cells = dict(first.lines)
    assert cells[1][:3] == ["npsn", "nama", "kec"]
    assert cells[2][:4] == ["00000002", "SD 2", "Kec. A", dt.date(2016, 3, 2)]
    assert isinstance(cells[3][4], Unreadable)
    assert "error value" in cells[3][4].reason
    assert (cells[3][5], cells[4][5], cells[3][2]) == (2.0, "xy", "")
    assert [number for number, _ in first.lines] == [1, 2, 3, 4, 5, 6, 7]


def write_ods(path, *tables, styles="", manifest=""):
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:table="{TABLE}" '
        f'xmlns:text="{TEXT}" xmlns:calcext="{CALCEXT}" xmlns:style="{STYLE}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", ODS)
        package.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        package.writestr("content.xml", content)
    return path


def ods_row(*cells, **more):
    told = "".join(f' table:{k.replace("_", "-")}="{v}"' for k, v in more.items())
    return f"<table:table-row{told}>{''.join(cells)}</table:table-row>"


def ods_cell(text="", attributes=""):
    if not text:
        return f"<table:table-cell {attributes}/>"
    return (
        f'<table:table-cell office:value-type="string" {attributes}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def test_rows_and_cells_of_ods_that_are_repeated_keep_their_places(tmp_path):
    body = [
        ods_row(ods_cell("a"), ods_cell("b"), ods_cell("c")),
        ods_row(
            ods_cell(attributes='table:number-columns-repeated="16384"'),
            number_rows_repeated="3",
        ),
        ods_row(
            ods_cell(attributes='table:number-columns-repeated="2"'),
            ods_cell("x", 'table:number-rows-spanned="3"'),
            visibility="filter",
        ),
        ods_row(ods_cell("y", 'calcext:value-type="error"'), number_rows_repeated="2"),
        ods_row(ods_cell(), number_rows_repeated="1048570", visibility="collapse"),
    ]
    table = f'<table:table table:name="A">{"".join(body)}</table:table>'
    (grid,) = read(write_ods(tmp_path / "x.ods", table)).grids
    assert [number for number, _ in grid.lines] == [1, 5, 6, 7]
    assert grid.hidden_rows == {5}
    assert list(grid.blocks) == [Block(top=5, left=3, bottom=7, right=3)]
    assert [type(cells[0]) for _, cells in grid.lines[2:]] == [Unreadable] * 2


def test_an_ods_that_would_eat_memory_or_is_locked_is_refused(tmp_path):
    far = ods_row(ods_cell("x", 'table:number-columns-repeated="16384"'))
    table = f'<table:table table:name="A">{far}</table:table>'
    with pytest.raises(SheetUnreadableError, match="column 16384"):
        read(write_ods(tmp_path / "x.ods", table))
    locked = write_ods(tmp_path / "y.ods", manifest="<manifest:encryption-data/>")
    with pytest.raises(SheetUnreadableError, match="locked with a password"):
        read(locked)


def pack(*names, **members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")
        for name, text in members.items():
            package.writestr(name, text)
    return out.getvalue()


def compound(*names):
    """Make a compound file of streams that hold nothing."""
    entries = [("Root Entry", 5), *((name, 2) for name in names)]
    directory = b""
    for name, kind in entries:
        spelled = name.encode("utf-16-le") + b"\0\0"
        entry = spelled.ljust(64, b"\0") + struct.pack("<HB", len(spelled), kind)
        directory += entry.ljust(116, b"\0") + struct.pack("<IQ", 0xFFFFFFFE, 0)
    directory = directory.ljust(512, b"\0")
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIII", 0, 1, 1, 0, 4096)
    header += struct.pack("<IIII", 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return header + table + directory


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><table><tr><td>NPSN</td></tr></table></html>", "web page (HTML)"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<html>", "web page (HTML)"),
        (b"<table border=1><tr><td>NPSN", "web page (HTML)"),
        (
            (
                b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
                b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
            ),
            "XML spreadsheet of Excel 2003",
        ),
        (b'<?xml version="1.0"?><data/>', "a web page or XML"),
        (b"%PDF-1.4\n...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"{\\rtf1 x}", "an RTF text"),
        (pack("[Content_Types].xml", "word/document.xml"), "a Word file"),
        (pack("xl/workbook.bin"), "binary workbook (.xlsb)"),
        (pack("Index/Document.iwa"), "Apple Numbers"),
        (pack("daftar.xlsx"), "ZIP archive and no workbook"),
        (pack(mimetype="application/vnd.oasis.opendocument.text"), "(.odt)"),
        (compound("EncryptedPackage", "EncryptionInfo"), "locked with a password"),
        (compound("WordDocument"), "an old Word file"),
        (compound("Workbook"), "damaged or locked with a password"),
        (compound("Something"), "no workbook that can be read"),
        (b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 4, "no workbook that can be read"),
        (b"", "it is empty"),
        (b"\n \n", "it is empty"),
        (bytes(range(1, 256)) * 3 + b"\0", "neither text nor a workbook"),
    ],
)
@pytest.mark.parametrize("name", ["daftar.xls", "daftar.csv"])
def test_a_file_that_is_no_sheet_is_named_for_what_it_is(tmp_path, data, words, name):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SheetUnreadableError) as caught:
        read(path)
    assert words in caught.value.reason
    assert "\n" not in str(caught.value)


def test_text_is_read_whatever_its_name_says_and_however_it_begins(tmp_path):
    for name in ("x.xlsx", "x.xls", "x.txt", "x"):
        for text in ("BM;nama\n1;2\n", "MZ,nama\n1,2\n", "#!,nama\n1,2\n"):
            path = tmp_path / name
            path.write_text(text)
            assert len(read(path).grids[0].lines) == 2


def test_each_cut_of_an_old_workbook_is_refused(tmp_path):
    whole = compound("Workbook")
    for end in range(8, len(whole), 61):
        (tmp_path / "x.xls").write_bytes(whole[:end])
        with pytest.raises(SheetUnreadableError, match="it is an old"):
            read(tmp_path / "x.xls")


def scan(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return scan_xlsx(package, 0)


def test_blank_text_that_a_workbook_shares_is_taken_out_and_nothing_else(tmp_path):
    rows = [[*row[:10], " Ibu ", "\t", "0 "] for row in make_rows(3)]
    write_workbook(tmp_path / "x.xlsx", [*rows, *[[" "] * 13] * 900])
    data = (tmp_path / "x.xlsx").read_bytes()
    assert (scan(data).height, scan(data).filled) == (906, 1 + 13 + 39 + 900 * 13)
    trimmed = trim_xlsx(data, {"xl/worksheets/sheet1.xml"})
    assert (scan(trimmed).height, scan(trimmed).filled) == (6, 1 + 13 + 36)
    (grid,) = parse_workbook(tmp_path / "x.xlsx", trimmed)
    assert grid.lines[-1][1][10:] == ["Ibu", "", "0"]
