"""The sheet that a clerk fills: it imports as it is, and tells every mistake."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from formulir.records.cells.berkas import name_berkas
from formulir.records.cells.clean import is_nothing
from formulir.records.cells.text import read_text
from formulir.records.forms.form import CHOICE_LIMIT, make_form
from formulir.records.forms.write_form import HELP, LISTS, write_form
from formulir.records.importing.ingest import ImportOptions, import_table
from formulir.records.office.wilayah import load_wilayah
from formulir.records.selection.propose import propose
from formulir.records.sheets.sheet import SheetUnreadableError
from formulir.records.store import memory_store
from formulir.records.tables.kinds import DATE, KINDS, TEXT
from formulir.records.tables.registry import TABLES
from tests.records.isian import ROWS


@pytest.fixture
def put(tmp_path):
    (tmp_path / "denah.pdf").write_bytes(b"%PDF-1.7")
    return tmp_path


def make(db, tabel, folder, **options):
    path = folder / f"{tabel}.xlsx"
    path.write_bytes(write_form(make_form(db, TABLES[tabel], **options)))
    return path


def fill(path, rows):
    """Fill a sheet as a spreadsheet program does: text, numbers, serials of days."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    place = {cell.value.rstrip("*"): cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            cell = sheet.cell(number, place[name])
            style = sheet.column_dimensions[cell.column_letter].number_format
            cell.number_format = style
            if style == DATE and isinstance(value, str) and value[:2] == "20":
                cell.value = dt.date.fromisoformat(value)
            elif isinstance(value, int):
                cell.value = float(value)
            else:
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)


def load(db, tabel, path, **options):
    return import_table(
        db,
        tabel,
        path,
        options=ImportOptions(**options),
        keep_berkas=name_berkas,
    )


def letter_of(tabel, name):
    names = [column.nama for column in TABLES[tabel].columns]
    return get_column_letter(names.index(name.strip("*")) + 1)


def faults(result):
    return [str(fault) for fault in result.rejected]


def stored(db):
    tables = [tabel for tabel in TABLES if tabel != "usulan"]
    tables += ["usulan_model", "usulan_imbas"]
    return {name: db.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in tables}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """Fill the sheet of each table once, in a store that no test changes."""
    folder = tmp_path_factory.mktemp("first")
    (folder / "denah.pdf").write_bytes(b"%PDF-1.7")
    db = memory_store()
    load_wilayah(db)
    results, empty = {}, {}
    for tabel, rows in ROWS.items():
        path = make(db, tabel, folder)
        empty[tabel] = path.read_bytes()
        fill(path, rows)
        results[tabel] = load(db, tabel, path)
    return db, results, empty


@pytest.fixture
def filled(first, db):
    first[0].conn.backup(db.conn)
    return db


def test_the_empty_sheet_of_each_table_imports_once_it_is_filled(first):
    db, results, _ = first
    assert list(results) == list(TABLES)
    for tabel, result in results.items():
        assert (faults(result), result.new) == ([], len(ROWS[tabel])), tabel
        assert not [w for w in result.warnings if "left alone" in w.reason], tabel
    calon = db.rows("SELECT * FROM calon ORDER BY kode")[0]
    assert (calon["nuptk"], calon["telepon"], calon["tanggal_lahir"]) == (
        "0844748650300000",
        "081255501000",
        "1970-05-12",
    )


def test_an_empty_sheet_that_stays_empty_is_no_sheet_yet(filled, put):
    for tabel in ("calon", "sekolah"):
        with pytest.raises(SheetUnreadableError, match="no row below it"):
            load(filled, tabel, make(filled, tabel, put))


def test_what_is_on_record_comes_back_the_same(filled, put):
    """It can be carried into another store, too."""
    before = stored(filled)
    other = memory_store()
    load_wilayah(other)
    (berkas,) = filled.rows("SELECT berkas FROM lampiran")
    (put / berkas["berkas"]).write_bytes(b"%PDF-1.7")
    for tabel in TABLES:
        private = any(column.private for column in TABLES[tabel].columns)
        for terang in (False, True)[: 1 + private]:
            path = make(filled, tabel, put, isi=True, terang=terang)
            result = load(filled, tabel, path)
            count = len(filled.rows(f"SELECT 1 FROM {tabel}"))
            assert (faults(result), result.same) == ([], count), tabel
        # The last one is not masked.
        assert faults(load(other, tabel, path)) == []
    assert stored(filled) == before
    assert stored(other) == before


def test_people_are_masked_in_what_leaves_the_store(filled, put):
    for terang in (False, True):
        sheet = load_workbook(make(filled, "calon", put, isi=True, terang=terang))[
            "calon"
        ]
        shown = [cell.value for cell in sheet[2]]
        assert ("3319015205700000" in shown) == terang
        assert ("************0000" in shown) == (not terang)
        assert ("081255501000" in shown) == terang
        assert "197005121995032000" in shown


@pytest.mark.parametrize("tabel", TABLES)
def test_a_sheet_explains_itself(first, tabel):
    book = load_workbook(io.BytesIO(first[2][tabel]))
    assert [sheet.title for sheet in book] == [tabel, HELP, LISTS]
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "hidden"]
    sheet, table = book[tabel], TABLES[tabel]
    assert sheet.freeze_panes == "A2"
    for cell, column in zip(sheet[1], table.columns, strict=True):
        needed = column.required and column.default is None
        assert cell.value == column.nama + "*" * needed
        assert cell.font.bold == needed
        assert column.meaning in cell.comment.text
        style = sheet.column_dimensions[cell.column_letter]
        assert style.number_format == KINDS[column.kind].format
        assert style.width >= len(cell.value)
    told = {str(row[0].value) for row in book[HELP].iter_rows()}
    assert {column.nama for column in table.columns} <= told


def choices(book, nama):
    """Read what a column's drop-down offers."""
    sheet = book.worksheets[0]
    (letter,) = [
        cell.column_letter for cell in sheet[1] if cell.value.rstrip("*") == nama
    ]
    rules = [
        rule
        for rule in sheet.data_validations.dataValidation
        if f"{letter}2" in rule.sqref
    ]
    if not rules:
        return None
    place = rules[0].formula1.removeprefix(f"{LISTS}!")
    cells = book[LISTS][place.replace("$", "")]
    cells = cells if isinstance(cells, tuple) else ((cells,),)
    return [row[0].value for row in cells], rules[0].errorStyle


def test_drop_downs_offer_closed_sets_and_codes_on_record(filled, put):
    book = load_workbook(make(filled, "berkas", put))
    assert choices(book, "jenis") == (["CV", "01.1", "01.2"], "stop")
    assert choices(book, "ada") == (["ya", "tidak"], "stop")
    assert choices(book, "calon") == (["33.19-01", "33.19-02"], "warning")
    assert choices(book, "keterangan") is None
    book = load_workbook(make(filled, "sesi", put))
    assert choices(book, "fasilitator") is None
    kode, _ = choices(load_workbook(make(filled, "sekolah", put)), "wilayah")
    assert "33.19" in kode
    assert "33" not in kode
    assert "33" in choices(load_workbook(make(filled, "pelatihan", put)), "wilayah")[0]


def test_more_codes_than_anybody_looks_through_are_not_offered(filled, put):
    path = make(filled, "peserta", put)
    assert choices(load_workbook(path), "npsn")[0] == ["09000001", "09000002"]
    filled.conn.executemany(
        "INSERT INTO sekolah (npsn, nama, bentuk, status, wilayah)"
        " VALUES (?, 'SD Contoh', 'SD', 'N', '33.19')",
        [(f"08{number:06}",) for number in range(CHOICE_LIMIT)],
    )
    path = make(filled, "peserta", put)
    assert choices(load_workbook(path), "npsn") is None


def test_every_kind_of_column_says_how_it_is_filled():
    used = {column.kind for table in TABLES.values() for column in table.columns}
    assert set(KINDS) == used
    assert all(kind.how for kind in KINDS.values())
    assert {KINDS[jenis].format for jenis in ("npsn", "nik", "telepon", "jam")} == {
        TEXT
    }


MISTAKES = [
    ("calon", "tanggal_lahir", "31/02/1970", "'31/02/1970' is not a date"),
    ("calon", "nip", "197013121995032000", "19701312 is no birth date"),
    ("calon", "wilayah", "99.99", "'99.99' is no code of a region"),
    ("berkas", "calon", "33.19-1", "did you mean 33.19-01?"),
    ("evaluasi", "hasil", "mungkin", "'mungkin' is none of memenuhi"),
    ("nilai", "pascates", 100.5, "100.5 is no mark from 0 to 100"),
    ("pelatihan", "nama", None, "nama is empty"),
    ("calon", "nama", "Contoh\x0bKartika", "U+000B"),
    ("sesi", "mulai", "25.00", "'25.00' is no hour of the day"),
    ("calon", "jenis_kelamin", "L", "L contradicts nip"),
]


@pytest.mark.parametrize(("tabel", "kolom", "value", "reason"), MISTAKES)
def test_each_mistake_has_its_reason(filled, put, tabel, kolom, value, reason):
    path = make(filled, tabel, put)
    row = ROWS[tabel][0] | {kolom: value}
    if kolom == "jenis_kelamin":
        row["nik"] = None
    before = stored(filled)
    if value == "Contoh\x0bKartika":
        row[kolom] = "Contoh_x000B_Kartika"
    fill(path, [row])
    result = load(filled, tabel, path)
    (fault,) = result.rejected
    cell = f"{letter_of(tabel, kolom)}2"
    assert fault.place.startswith(f"{tabel}.xlsx:{cell}:{kolom}")
    assert reason in fault.reason
    assert stored(filled) == before


def test_ten_mistakes_in_one_sheet_give_ten_reasons_and_nothing_is_written(filled, put):
    good = ROWS["calon"][0] | {"nik": None, "nuptk": None}
    changes = [
        ("tanggal_lahir", {"tanggal_lahir": "12/05/70"}),
        ("nip", {"nip": "197002301995032000"}),
        ("wilayah*", {"wilayah": "99.99"}),
        ("jenis_kelamin", {"jenis_kelamin": "X"}),
        ("nama*", {"nama": None}),
        ("jabatan*", {"jabatan": "Pengawas_x0007_"}),
        ("nik", {"nik": "3319015213700000"}),
        ("nuptk", {"nuptk": "12345"}),
        ("telepon", {"telepon": "0812 lupa"}),
        ("tanggal_lahir", {"tanggal_lahir": "1971-05-12"}),
        ("gelombang", {"gelombang": "satu"}),
        ("tahun*", {"tahun": "16"}),
    ]
    rows = [
        good | {"kode": f"33.19-{number}"} | change
        for number, (_, change) in enumerate(changes, start=10)
    ]
    twice = [good | {"kode": "33.19-99", "jabatan": word} for word in ("A", "B")]
    path = make(filled, "calon", put)
    fill(path, [good, *rows, *twice])
    before = stored(filled)
    result = load(filled, "calon", path)
    places = [fault.place for fault in result.rejected]
    told = [*(name for name, _ in changes), "kode*", "kode*"]
    assert places == [
        f"calon.xlsx:{letter_of('calon', name)}{row}:{name}"
        for row, name in enumerate(told, start=3)
    ]
    assert len({fault.reason for fault in result.rejected}) == len(places)
    assert not result.written
    assert stored(filled) == before


def is_kept(nama):
    """Tell whether a name is one, of nothing but what is seen."""
    return bool(nama.strip()) and not is_nothing(nama) and read_text(nama)[1] is None


@settings(max_examples=6)
@given(
    nama=st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co", "Z"])
        | st.sampled_from(" &{}=+-@'\"_x"),
        min_size=1,
    ).filter(is_kept),
    nilai=st.integers(0, 10_000).map(lambda hundredths: hundredths / 100),
    tanggal=st.dates(dt.date(1800, 1, 1)),
)
def test_any_text_mark_and_day_comes_back_from_a_sheet(
    tmp_path_factory, nama, nilai, tanggal
):
    db = memory_store()
    load_wilayah(db)
    folder = tmp_path_factory.mktemp("lembar")
    (folder / "denah.pdf").write_bytes(b"%PDF-1.7")
    db.table("instansi").insert_all(ROWS["instansi"])
    for tabel, row in (
        ("calon", ROWS["calon"][1] | {"nama": nama, "tanggal_lahir": str(tanggal)}),
        ("pelatihan", ROWS["pelatihan"][0] | {"kurikulum": "3.3"}),
        ("peserta", {"pelatihan": "FASDA-2016-1", "kode": "33.19-02"}),
        (
            "nilai",
            {
                "pelatihan": "FASDA-2016-1",
                "peserta": "33.19-02",
                "akhir": nilai,
                "rekomendasi": 1,
            },
        ),
    ):
        names = ", ".join(row)
        marks = ", ".join("?" * len(row))
        values = list(row.values())
        db.conn.execute(f"INSERT INTO {tabel} ({names}) VALUES ({marks})", values)
        if tabel not in {"calon", "nilai"}:
            continue  # the same in all examples
        path = make(db, tabel, folder, isi=True)
        result = load(db, tabel, path)
        kept = db.rows(f"SELECT {names} FROM {tabel}")[0]
        assert faults(result) == []
        if nama == nama.strip(" \t"):
            assert list(kept.values()) == values


def test_a_filled_sheet_of_proposals_shows_names_and_comes_back_the_same(db, put):
    load_wilayah(db)
    db.table("sekolah").insert_all(
        {
            "npsn": f"2030000{n}",
            "nama": f"SD {n}",
            "bentuk": "SD",
            "status": "N",
            "kecamatan": f"Kec. {n % 2}",
            "wilayah": "33.19",
        }
        for n in range(1, 7)
    )
    propose(db, tahun=2016, wilayah="33.19", kuota=1)
    path = make(db, "usulan", put, isi=True)
    sheet = load_workbook(path).worksheets[0]
    heading, first = ([cell.value for cell in row] for row in list(sheet.rows)[:2])
    row = dict(zip(heading, first, strict=True))
    assert row["nama_model"] == f"SD {row['npsn_model*'][-1]}"
    assert row["kecamatan_model"] == f"Kec. {int(row['npsn_model*'][-1]) % 2}"
    assert row["nama_imbas"] == f"SD {row['npsn_imbas*'][-1]}"
    result = load(db, "usulan", path)
    assert (result.new, result.changed, result.same) == (0, 0, 5)
    assert {each.place.split(":")[-1] for each in result.warnings} == {"pengusul"}
    assert faults(result) == []
