"""Importing: every fault at once, all or nothing, text kept as it is."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from formulir.records.cells.berkas import BerkasChangedError, name_berkas
from formulir.records.cells.clean import is_nothing
from formulir.records.cells.text import read_text
from formulir.records.importing.ingest import (
    ImportOptions,
    TabelUnknownError,
    import_table,
)
from formulir.records.office.wilayah import load_wilayah
from formulir.records.sheets.sheet import SheetUnreadableError
from formulir.records.store import memory_store, open_store
from formulir.records.tables.registry import TABLES
from tests.tools.sentences import keep_result

pytestmark = pytest.mark.usefixtures("regions")

SHARED = Path(
    os.environ.get("FORMULIR_SHARED", Path(__file__).parents[4] / "shared")  # noqa: TID251 - where big data may lie
)
PROVINCE = SHARED / "data" / "sekolah_jawa_tengah_2019.csv.gz"
DAPODIK = (
    "npsn,sekolah,bentuk,status,alamat_jalan,kode_kec,kecamatan,kode_kab_kota,"
    "kabupaten_kota,kode_prop,propinsi,lintang,bujur\n"
)
PNG = b"\x89PNG\r\n\x1a\n rest"
NIP = "196201021987031000"
NAME = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co", "Z"])
    | st.sampled_from(" \t&/`'\"{}=+-@;,"),
    min_size=1,
).filter(
    lambda name: (
        bool(name.strip()) and not is_nothing(name) and read_text(name)[1] is None
    )
)


@pytest.fixture
def put(tmp_path):
    def write(text, name="sekolah.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def load(db, path, tabel="sekolah", *, keep_berkas=name_berkas, **options):
    return keep_result(
        import_table(
            db,
            tabel,
            path,
            options=ImportOptions(**options),
            keep_berkas=keep_berkas,
        )
    )


def school(npsn="20317300", nama="SD 3 MIJEN", wilayah="031900", lintang="-6.79"):
    line = [npsn, nama, "SD", "N", "Mijen", "031901", "Kec. Kaliwungu", wilayah]
    out = io.StringIO()
    csv.writer(out).writerow([*line, "Kab. Kudus", "030000", "x", lintang, "110.79"])
    return out.getvalue()


def add_instansi(db, *codes):
    """Put offices on record for sheets that name them."""
    facts = {"berlaku_dari": "2010-01-01", "jenis": "lain", "wilayah": "33"}
    words = dict.fromkeys(("induk", "nama", "alamat", "kota"), "x")
    db.table("instansi").insert_all({"kode": k, **facts, **words} for k in codes)


def counts(result):
    return (result.new, result.changed, result.same, result.rejected_rows)


def table(db, name="sekolah"):
    return db.rows(f"SELECT * FROM {name} ORDER BY 1, 2")


def test_a_dapodik_list_imports_as_it_is(db, put):
    result = load(db, put(DAPODIK + school()))
    assert counts(result) == (1, 0, 0, 0)
    assert result.written
    assert result.warnings == []
    row = table(db)[0]
    assert (row["npsn"], row["nama"], row["wilayah"]) == (
        "20317300",
        "SD 3 MIJEN",
        "33.19",
    )
    assert (row["lintang"], row["bujur"], row["kepala"]) == (-6.79, 110.79, None)


@pytest.mark.parametrize("kode", ["91.02", "95.01", "250800"])
def test_a_code_of_any_year_is_stored_as_the_code_of_today(db, put, kode):
    load(db, put(DAPODIK + school(wilayah=kode)))
    assert table(db)[0]["wilayah"] == "95.01"


def test_a_province_is_no_place_of_a_school(db, put):
    result = load(db, put(DAPODIK + school(wilayah="33")))
    assert str(result.rejected[0]) == (
        "sekolah.csv:2:kode_kab_kota: '33' is no code of a region that fits here"
    )


def test_the_same_again_is_the_same_and_a_change_is_a_change(db, put):
    load(db, put(DAPODIK + school() + school(npsn="20317301")))
    again = load(
        db, put(DAPODIK + school() + school(npsn="20317301", nama="SD X") + school("1"))
    )
    assert counts(again) == (1, 1, 1, 0)
    assert [row["nama"] for row in table(db)] == ["SD 3 MIJEN", "SD 3 MIJEN", "SD X"]


def test_columns_that_a_sheet_has_not_are_left_alone(db, put):
    load(db, put(DAPODIK + school()))
    load(
        db,
        put(
            "NPSN;Nama Sekolah;Bentuk Pendidikan;Status;Kode Wilayah;Kepala Sekolah\n"
            "20317300;SD 3 MIJEN;SD;Negeri;33.19;Sri, S.Pd.\n"
        ),
    )
    assert (table(db)[0]["kepala"], table(db)[0]["lintang"]) == ("Sri, S.Pd.", -6.79)
    assert counts(load(db, put(DAPODIK + school())))[2] == 1
    assert table(db)[0]["kepala"] == "Sri, S.Pd."


def test_ten_mistakes_give_ten_reasons_with_their_places_and_nothing_is_written(
    db, put
):
    bad = [
        school(npsn=""),
        school("1", nama="A\x07B"),
        school("2", wilayah="99.99"),
        school("3").replace(",N,", ",X,"),
        school("4").replace(",SD,", ",,"),
        school("5", nama="A\u202eB"),
        "6,too,short\n",
        school("7", nama="twice"),
        school("7", nama="other"),
    ]
    data = (
        DAPODIK + school() + "".join(bad)
    ).encode() + b"8,\xe9,SD,N,,,,031900,,,,,\n"
    result = load(db, put(data))
    places = [fault.place for fault in result.rejected]
    assert places == [
        "sekolah.csv:3:npsn",
        "sekolah.csv:4:sekolah",
        "sekolah.csv:5:kode_kab_kota",
        "sekolah.csv:6:status",
        "sekolah.csv:7:bentuk",
        "sekolah.csv:8:sekolah",
        "sekolah.csv:9",
        "sekolah.csv:10:npsn",
        "sekolah.csv:11:npsn",
        "sekolah.csv:12:sekolah",
    ]
    assert len({fault.reason for fault in result.rejected}) == 10
    assert "row 11" in result.rejected[7].reason
    assert "broken UTF-8" in result.rejected[9].reason
    assert counts(result) == (1, 0, 0, 10)
    assert not result.written
    assert table(db) == []


def test_bad_rows_are_skipped_when_asked(db, put):
    path = put(DAPODIK + school() + school(npsn=""))
    result = load(db, path, skip_bad=True)
    assert (counts(result), result.written) == ((1, 0, 0, 1), True)
    assert len(table(db)) == 1


def test_two_faults_of_one_row_are_both_told(db, put):
    result = load(db, put(DAPODIK + school(nama="", wilayah="0")))
    assert [fault.place for fault in result.rejected] == [
        "sekolah.csv:2:sekolah",
        "sekolah.csv:2:kode_kab_kota",
    ]
    assert result.rejected_rows == 1


def test_a_dry_run_says_the_same_and_writes_nothing(db, put):
    path = put(DAPODIK + school())
    dry = load(db, path, dry_run=True)
    assert (table(db), dry.written) == ([], False)
    wet = load(db, path)
    assert counts(dry) == counts(wet)


def test_a_row_that_repeats_another_is_left_out_with_a_remark(db, put):
    result = load(db, put(DAPODIK + school() + school()))
    assert counts(result) == (1, 0, 0, 0)
    assert str(result.warnings[0]) == "sekolah.csv:3: the same as row 2; left out"


def test_coordinates_never_block(db, put):
    lines = [school(str(n), lintang=text) for n, text in enumerate(["x", "", "999"])]
    result = load(db, put(DAPODIK + "".join(lines)))
    assert [row["lintang"] for row in table(db)] == [None, None, 999.0]
    places = [w.place for w in result.warnings if "coordinate" in w.reason]
    assert places == ["sekolah.csv:2:lintang"]


def test_the_same_remark_on_many_rows_is_told_once(db, put):
    lines = "".join(school(f"{n:05}") for n in range(30))
    (only,) = load(db, put(DAPODIK + lines)).warnings
    assert only.warning
    assert only.reason.endswith("(and 29 more rows)")


def test_a_missing_column_is_told_with_the_headings_and_a_near_one(db, put):
    result = load(db, put("npns,nama,bentuk,status,wilayah\n20300001,a,SD,N,33.19\n"))
    (fault,) = result.rejected
    assert fault.place == "sekolah.csv:1"
    assert "--map npsn=npns" in fault.reason
    assert "'bentuk'" in fault.reason
    assert not result.written


def test_a_heading_can_be_named(db, put):
    path = put("npns,nama,bentuk,status,wilayah\n1,a,SD,N,33.19\n")
    assert load(db, path, map={"npsn": "NPNS"}).new == 1
    for told in ({"npsn": "none"}, {"none": "npns"}):
        result = load(db, path, map=told)
        assert result.rejected
        assert not result.written


def test_two_headings_for_one_column_are_ambiguous(db, put):
    path = put("npsn,sekolah,nama sekolah,bentuk,status,wilayah\n1,a,b,SD,N,33.19\n")
    (fault,) = load(db, path).rejected
    assert "'sekolah' and 'nama sekolah'" in fault.reason
    assert load(db, path, map={"nama": "sekolah"}).new == 1


def test_unknown_columns_are_named_once(db, put):
    text = "npsn,nama,bentuk,status,wilayah,warna,\n" + "1,a,SD,N,33.19,x,y\n"
    (only,) = [w for w in load(db, put(text)).warnings if "left" in w.reason]
    assert "'warna'" in only.reason


def test_an_unknown_table_is_answered_with_those_there_are(db, put):
    with pytest.raises(TabelUnknownError, match="did you mean sekolah"):
        load(db, put("x"), "sekola")


@settings(max_examples=15)
@given(st.lists(NAME, min_size=1, max_size=12))
def test_names_come_back_from_csv_and_xlsx_as_they_were(names):
    rows = [(f"{n:08}", name, "SD", "N", "33.19") for n, name in enumerate(names)]
    heading = ("npsn", "nama", "bentuk", "status", "wilayah")
    with tempfile.TemporaryDirectory() as folder:
        for suffix, write in ((".csv", write_csv), (".xlsx", write_xlsx)):
            path = Path(folder) / f"x{suffix}"
            write(path, [heading, *rows])
            store = memory_store()
            load_wilayah(store)
            assert load(store, path).rejected == []
            stored = [row["nama"] for row in table(store)]
            assert stored == [name.strip(" \t\r\n\u00a0") for name in names]


def write_csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def write_xlsx(path, rows):
    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = book.active.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)


def test_a_workbook_with_numbers_and_dates_is_read_as_meant(db, tmp_path):
    path = tmp_path / "pejabat.xlsx"
    add_instansi(db, "LPMP")
    write_xlsx(
        path,
        [
            ("Instansi", "Berlaku dari", "Jabatan", "Nama", "NIP", "Awalan"),
            ("LPMP", dt.date(2016, 1, 4), "Kepala", "=Contoh", NIP, "plt."),
            ("LPMP", "7 Maret 2017", "Kepala", "Lain", 1.9e17, None),
        ],
    )
    result = load(db, path, "pejabat", skip_bad=True)
    assert "15 digits" in result.rejected[0].reason
    (row,) = table(db, "pejabat")
    assert (row["peran"], row["berlaku_dari"], row["awalan"], row["nama"]) == (
        "kepala",
        "2016-01-04",
        "Plt.",
        "=Contoh",
    )


def test_periods_are_checked(db, put):
    add_instansi(db, "A", "B")
    head = "instansi,berlaku_dari,berlaku_sampai,jabatan,nama\n"
    rows = "A,2016-01-01,,K,x\nA,2017-01-01,,K,y\nB,2017-01-01,2016-01-01,K,z\n"
    result = load(db, put(head + rows, "pejabat.csv"), "pejabat", skip_bad=True)
    assert [fault.place for fault in result.rejected] == [
        "pejabat.csv:4:berlaku_sampai"
    ]
    (overlap,) = [w for w in result.warnings if "overlaps" in w.reason]
    assert overlap.place == "pejabat.csv:3:berlaku_dari"


def test_a_series_is_checked_when_it_is_recorded(db, put):
    add_instansi(db, "LPMP")
    head = "kode,berlaku_dari,instansi,pola,isi\n"
    good = "K,2016-01-01,LPMP,{urut:04}/{unit}/{tahun},unit=E5.2\n"
    bad = "L,2016-01-01,LPMP,{unit}/{tahun},\n"
    result = load(db, put(head + good + bad, "seri.csv"), "seri", skip_bad=True)
    assert result.rejected[0].place == "seri.csv:3:pola"
    assert table(db, "seri")[0]["isi"] == '{"unit": "E5.2"}'


def test_regions_can_be_added(db, put):
    text = (
        "kode,berlaku_dari,nama,tingkat,induk,entitas\n"
        "33.99,2027-01-01,Kabupaten Contoh,Kabupaten,33,33.99\n"
    )
    assert load(db, put(text, "wilayah.csv"), "wilayah").new == 1
    assert db.rows("SELECT tingkat FROM wilayah WHERE kode = '33.99'") == [
        {"tingkat": "kabkota"}
    ]


INSTANSI = (
    "kode,berlaku_dari,jenis,wilayah,induk,nama,alamat,kota,cap\n"
    "LPMP,2016-01-01,lpmp,33,Kementerian,LPMP,Jalan,Semarang,{}\n"
)


def test_files_are_stored_only_when_the_rows_are(db, put):
    put(PNG, "cap.PNG")
    stored = []

    def simpan(path):
        stored.append(path.name)
        return name_berkas(path)

    path = put(INSTANSI.format("cap.PNG"), "instansi.csv")
    load(db, path, "instansi", keep_berkas=simpan, dry_run=True)
    bad = put(INSTANSI.format("cap.PNG") + "X,,,,,,,,\n", "instansi2.csv")
    load(db, bad, "instansi", keep_berkas=simpan)
    assert stored == []
    load(db, path, "instansi", keep_berkas=simpan)
    assert stored == ["cap.PNG"]
    digest = hashlib.sha256(PNG).hexdigest()
    assert table(db, "instansi")[0]["cap"] == f"{digest}.png"


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("none.png", "No such file"),
        ("../x.png", "outside the folder"),
        ("/etc/x.png", "outside the folder"),
        ("cap.pdf", "holds a PDF, which is none of jpg, png"),
        ("false.png", "holds a PDF, which is none of jpg, png"),
        ("folder.png", "directory"),
    ],
)
def test_a_file_that_cannot_be_taken_is_a_fault(db, put, tmp_path, word, reason):
    put(b"%PDF-1.7", "cap.pdf")
    put(b"%PDF-1.7", "false.png")
    (tmp_path / "folder.png").mkdir()
    result = load(db, put(INSTANSI.format(word), "instansi.csv"), "instansi")
    (fault,) = result.rejected
    assert fault.place == "instansi.csv:2:cap"
    assert reason in fault.reason


def test_attachments_are_taken_by_their_place_beside_the_sheet(db, put, tmp_path):
    (tmp_path / "berkas").mkdir()
    put(b"%PDF-1.7", "berkas/a b.pdf")
    put(b"\xff\xd8\xff", "c.JPEG")
    text = (
        "formulir,tahun,kunci,no,judul,berkas\n"
        "02.2,2016,20317300,1,Denah,berkas/a b.pdf\n02.2,2016,20317300,2,Foto,c.JPEG\n"
    )
    assert load(db, put(text, "lampiran.csv"), "lampiran").new == 2
    names = [row["berkas"].rpartition(".")[2] for row in table(db, "lampiran")]
    assert names == ["pdf", "jpg"]


def test_a_file_that_changes_meanwhile_undoes_the_import(db, put):
    put(PNG, "cap.png")
    path = put(INSTANSI.format("cap.png"), "instansi.csv")
    with pytest.raises(BerkasChangedError, match="changed while it was imported"):
        load(db, path, "instansi", keep_berkas=lambda _: "other.png")
    assert table(db, "instansi") == []


def test_binary_junk_is_one_fault_not_a_crash(db, put):
    junk = bytes(byte for byte in range(1, 256)) * 20
    try:
        result = load(db, put(junk))
    except SheetUnreadableError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either answer will do
    else:
        assert not result.written
        assert result.rejected


def test_every_sheet_is_described_as_the_store_has_it(db):
    for tabel in TABLES.values():
        stored = {
            row["name"]: row for row in db.rows(f"PRAGMA table_info({tabel.nama})")
        }
        own = [column.nama for column in tabel.columns]
        assert len(set(own)) == len(own)
        assert set(tabel.key) <= set(own)
        if tabel.nama not in {"usulan", "nomor_luar"}:
            assert list(stored) == own or set(stored) == set(own)
            needed = {n for n, row in stored.items() if row["notnull"] or row["pk"]}
            assert needed == {
                column.nama for column in tabel.columns if column.required
            }


@pytest.mark.thorough  # each tenth of its schools: test_sheets.py
@pytest.mark.skipif(not PROVINCE.exists(), reason="the province's list is not here")
def test_a_province_imports_whole(tmp_path):
    db = open_store(tmp_path / "catatan.db", new=True)
    load_wilayah(db)
    result = load(db, PROVINCE)
    assert counts(result) == (25_002, 0, 0, 0)
    assert result.warnings == []
    assert counts(load(db, PROVINCE)) == (0, 0, 25_002, 0)
    rows = db.rows("SELECT DISTINCT wilayah FROM sekolah")
    assert len(rows) == 35
