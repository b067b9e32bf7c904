from __future__ import annotations

import json
import sqlite3
from datetime import date

import pytest

from formulir.errors import TemplateFaultyError
from formulir.letters import context as module
from formulir.letters.blanks import check_row, fill_blanks
from formulir.letters.context import complete_konteks, name_surat, read_rows
from formulir.letters.jenis import Jenis
from formulir.letters.profil import load_profil
from formulir.model import Scope
from formulir.office.kantor import shipped
from formulir.settings import Settings

MOHON = Scope(
    tahun=2016, wilayah="33.19", tanggal=date(2016, 3, 14), settings=Settings()
)
ROW = (
    "SELECT 'k1' AS kunci, NULL AS instansi, '{\"subjek\": \"33.19\"}' AS wilayah,"
    " 'Hal' AS hal, 'Kepala' AS tujuan, 'Saya' AS penanda_tangan,"
    " NULL AS nomor_luar, json_object('a', :tahun, 'b', NULL) AS konteks"
)


@pytest.fixture
def conn():
    conn = sqlite3.connect(":memory:")
    conn.execute("CREATE TABLE sekolah (npsn TEXT)")
    conn.execute("INSERT INTO sekolah VALUES ('1')")
    yield conn
    conn.close()


@pytest.fixture
def jenis(tmp_path):
    return Jenis(
        qr=True,
        kode="X1",
        judul="Contoh",
        tahap="T02",
        golongan="sekolah",
        seri="",
        kode_nomor={},
        peran=("subjek",),
        aturan=(),
        sesudah=(),
        boleh_kosong={"kepala.nama": 5, "daftar[].nip": 3},
        opsional=frozenset({"kop.faks"}),
        cap=False,
        docx={"kementerian": tmp_path / "surat.docx"},
        sql=tmp_path / "konteks.sql",
    )


def rows(conn, jenis, sql, functions=None):
    jenis.sql.write_text(sql, encoding="utf-8")
    return read_rows(conn, jenis, scope=MOHON, functions=functions or {})


def row(**konteks):
    return {
        "kunci": "k1",
        "wilayah": {"subjek": "33.19"},
        "hal": "Hal",
        "tujuan": "Kepala",
        "penanda_tangan": "Saya",
        "nomor_luar": None,
        "konteks": konteks,
    }


def test_a_query_gives_a_row_a_letter(conn, jenis):
    (found,) = rows(conn, jenis, ROW)
    assert (found["kunci"], found["konteks"]) == ("k1", {"a": 2016, "b": None})


def test_a_query_may_name_cells_of_offices_that_are_not_on_record(conn, jenis):
    cell = {"tabel": "calon", "kunci": "2016 A", "kolom": "pengusul", "nilai": "X"}
    (found,) = rows(conn, jenis, f"{ROW}, '{json.dumps([cell])}' AS kurang")
    assert found["kurang"] == [cell]
    assert rows(conn, jenis, ROW)[0]["kurang"] == []


def test_a_query_may_call_the_functions_it_is_given(conn, jenis):
    sql = ROW.replace("'Hal'", "ganda(2)")
    (found,) = rows(conn, jenis, sql, {"ganda": (1, lambda n: n * 2)})
    assert found["hal"] == 4


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM sekolah",
        "UPDATE sekolah SET npsn = '2'",
        "INSERT INTO sekolah VALUES ('2')",
        "ATTACH 'lain.db' AS lain",
        "PRAGMA journal_mode = WAL",
        "CREATE TABLE x (y)",
        "DROP TABLE sekolah",
        f"{ROW}; DELETE FROM sekolah",
        "SELECT 1 AS kunci",
        ROW.replace("json_object('a', :tahun, 'b', NULL)", "'[1]'"),
        ROW.replace("json_object('a', :tahun, 'b', NULL)", "'{'"),
        f"{ROW}, '{{}}' AS kurang",
        f'{ROW}, json(\'[{{"tabel": "calon"}}]\') AS kurang',
        "SELEKSI",
    ],
)
def test_a_query_that_does_more_than_read_letters_is_refused(conn, jenis, sql):
    with pytest.raises(TemplateFaultyError) as caught:
        rows(conn, jenis, sql)
    assert "konteks.sql" in str(caught.value.faults[0])
    assert conn.execute("SELECT * FROM sekolah").fetchall() == [("1",)]


def test_a_query_that_never_ends_is_stopped_by_what_it_computes(
    conn, jenis, monkeypatch
):
    monkeypatch.setattr(module, "LIMIT_S", 0.1)
    sql = f"{ROW}, (WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT 1 FROM n)"
    with pytest.raises(TemplateFaultyError) as caught:
        rows(conn, jenis, f"{sql} SELECT count(*) FROM n) AS lain")
    reason = caught.value.faults[0].reason
    assert reason == "takes more than 0.1 s of processor time"


def test_a_blank_field_is_a_fault_unless_it_may_stay_blank(jenis):
    faults = check_row(
        row(
            kepala={"nama": None},
            kop={"faks": "", "nama": "  "},
            daftar=[{"nip": "", "nama": "A"}, {"nip": "7", "nama": None}],
        ),
        jenis,
    )
    assert [fault.place for fault in faults] == [
        "X1 k1: kop.nama",
        "X1 k1: daftar[1].nama",
    ]


def test_a_blank_field_that_the_template_does_nothing_with_is_no_fault(jenis):
    asked = row(kepala={"nama": None}, kop={"faks": "", "nama": ""}, daftar=[])
    faults = check_row(asked, jenis, concerns={"kop.faks"}.__contains__)
    assert faults == []
    faults = check_row(asked, jenis, concerns={"kop.nama"}.__contains__)
    assert [fault.place for fault in faults] == ["X1 k1: kop.nama"]


def test_a_missing_role_of_a_region_is_a_fault(jenis):
    faults = check_row({**row(), "wilayah": {}}, jenis)
    assert [fault.place for fault in faults] == ["X1 k1: wilayah.subjek"]


def test_blanks_become_dots_and_other_text_stays_to_the_letter(jenis):
    profil = load_profil(
        [shipped("templates")], golongan="sekolah", tanggal=MOHON.tanggal
    )
    asked = row(kepala={"nama": ""}, kop={"faks": None}, nama="A  {{ b }}\t<c>")
    konteks = complete_konteks(asked, jenis, scope=MOHON, profil=profil)
    assert konteks["kepala"]["nama"] == "....."
    assert konteks["kop"]["faks"] == ""
    assert konteks["nama"] == "A  {{ b }}\t<c>"
    assert konteks["naskah"]["tanggal"] == "14 Maret 2016"
    assert set(konteks["naskah"]["nomor"]) == {"."}
    named = name_surat(konteks, nomor="1/2016", kode="K7QF")
    assert (named["naskah"]["nomor"], named["naskah"]["kode"]) == ("1/2016", "K7QF")
    assert konteks["naskah"]["kode"] == "----"


def test_a_dash_says_that_there_is_nothing_to_fill_in(jenis):
    filled = fill_blanks({"kepala": {"nama": "-"}, "kop": {"nama": "-"}}, jenis)
    assert filled == {"kepala": {"nama": ""}, "kop": {"nama": "-"}}


MANY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n{}) "


@pytest.mark.parametrize(
    ("limit", "sql", "reason"),
    [
        (("ROWS_LIMIT", 100), MANY.format("") + f"{ROW} FROM n", "more than 100 rows"),
        (
            ("VALUE_LIMIT_BYTES", 100_000),
            ROW.replace("'Hal'", "hex(zeroblob(90000))"),
            "more than 100000 bytes",
        ),
        (
            ("VALUE_LIMIT_BYTES", 1_000),
            ROW.replace("'Hal'", "(SELECT group_concat(i) FROM n)").replace(
                "SELECT 'k1'", MANY.format(" WHERE i < 999") + "SELECT 'k1'", 1
            ),
            "more than 1000 bytes",
        ),
        (
            ("TOTAL_LIMIT_BYTES", 500),
            MANY.format(" WHERE i < 999") + f"{ROW} FROM n",
            "contexts of more than 500 bytes",
        ),
        (
            ("MEMORY_LIMIT_KIB", -1),
            MANY.format(" WHERE i < 9999999") + f"{ROW} FROM n WHERE i < 0",
            "KiB of memory",
        ),
    ],
)
def test_a_query_works_under_limits(conn, jenis, monkeypatch, limit, sql, reason):
    monkeypatch.setattr(module, *limit)
    before = conn.getlimit(sqlite3.SQLITE_LIMIT_LENGTH)
    with pytest.raises(TemplateFaultyError) as caught:
        rows(conn, jenis, sql)
    (fault,) = caught.value.faults
    assert reason in fault.reason
    assert fault.place == str(jenis.sql)
    assert conn.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) == before


def test_json_that_is_nested_too_deep_is_refused(conn, jenis):
    deep = "[" * 100_000 + "]" * 100_000
    sql = ROW.replace("json_object('a', :tahun, 'b', NULL)", f"'{deep}'")
    with pytest.raises(TemplateFaultyError, match="fault"):
        rows(conn, jenis, sql)


def test_a_blank_value_is_told_as_a_column_of_a_sheet_with_whose_it_is(jenis):
    people = [{"nama": "Sri", "nip": "1"}, {"nama": "Budi", "nip": " "}]
    columns = {
        "fasilitator": ("fasilitator", frozenset({"nip"})),
        "kop": ("instansi", frozenset({"induk"})),
    }
    asked = row(fasilitator=people, kop={"induk": None}, lain={"x": ""})
    assert [str(each) for each in check_row(asked, jenis, columns=columns)] == [
        "X1 k1: sheet fasilitator, Budi, column nip: is blank and may not be",
        "X1 k1: sheet instansi, column induk: is blank and may not be",
        "X1 k1: lain.x: is blank and may not be",
    ]
