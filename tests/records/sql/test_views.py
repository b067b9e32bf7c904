"""The views that queries of kinds draw on, and the functions that they call."""

from __future__ import annotations

import json
import re
import sqlite3

import pytest

from formulir.letters.context import read_rows
from formulir.letters.jenis import load_jenis
from formulir.model import Scope
from formulir.records.sql.functions import sql_functions
from formulir.records.store import open_store
from formulir.settings import Settings
from tests.conftest import ROOT
from tests.letters.shipped import TANGGAL, TEMPLATES, open_contoh
from tests.records.sql.test_surat import call, office

__all__ = ["office"]
VIEWS = re.findall(
    r"VIEW (\w+)", (ROOT / "src/formulir/records/views.sql").read_text("utf-8")
)
ISO = "2016-03-14"


@pytest.fixture(scope="module")
def contoh():
    with open_contoh() as found:
        yield found


def ask(db, tmp_path, sql):
    """Run a query of an office's own, in place of that of 02.3."""
    own = tmp_path / "02.3" / "konteks.sql"
    own.parent.mkdir()
    own.write_text(sql, encoding="utf-8")
    jenis = load_jenis([tmp_path, *TEMPLATES], kode="02.3")
    scope = Scope(tahun=2016, wilayah="33.19", tanggal=TANGGAL, settings=Settings())
    return read_rows(db.conn, jenis, scope=scope, functions=sql_functions(db))


def test_the_views_leave_no_trace_in_the_file(db_path):
    names = "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name"
    for read_only in (False, True):
        db = open_store(db_path, read_only=read_only)
        made = db.rows("SELECT name FROM sqlite_temp_schema WHERE type = 'view'")
        assert [row["name"] for row in made] == VIEWS
        db.conn.close()
    conn = sqlite3.connect(db_path)
    kept = [name for (name,) in conn.execute(names)]
    conn.close()
    of_the_file = ["nomor_luar", "peserta_lengkap", "surat_keadaan", "usulan_berlaku"]
    assert kept == of_the_file


def test_a_store_open_for_reading_still_takes_nothing(db_path):
    db = open_store(db_path, read_only=True)
    for sql in ("DELETE FROM sekolah", "CREATE TEMP VIEW x AS SELECT 1"):
        with pytest.raises(sqlite3.OperationalError):
            db.conn.execute(sql)
    db.conn.close()


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_answers_a_query_of_an_office(contoh, tmp_path, view):
    sql = (
        "SELECT count(*) AS kunci, NULL AS instansi, '{}' AS wilayah, 'x' AS hal,"
        " 'x' AS tujuan, 'x' AS penanda_tangan, NULL AS nomor_luar, '{}' AS konteks"
        f" FROM {view}"
    )
    (found,) = ask(contoh.db, tmp_path, sql)
    assert found["kunci"] > 0


def test_what_a_query_names_for_itself_does_not_reach_into_a_view(contoh, tmp_path):
    """An office's own query may call its parts ``kop``, ``usul`` or ``sekolah``."""
    _, shipped = contoh.gather("02.3")
    sql = (TEMPLATES[0] / "02.3" / "konteks.sql").read_text("utf-8")
    hides = ", ".join(f"{name} AS (SELECT 1 AS npsn)" for name in ("kop", "sekolah"))
    found = ask(contoh.db, tmp_path, f"WITH {hides}, usul AS (SELECT 2)\n{sql}")
    assert [row["konteks"] for row in found] == [row["konteks"] for row in shipped]


def test_an_author_is_told_of_every_view_and_function(db):
    told = (ROOT / "templates/README.md").read_text("utf-8")
    for name in (*VIEWS, "diminta", *sql_functions(db)):
        assert re.search(rf"`{name}\b", told), name


def test_a_signer_is_named_as_under_a_letter(office):
    assert call(office, "penanda_tangan", "LPMP", ISO, "x") == "Plt. Kepala LPMP"
    assert call(office, "penanda_tangan", "NOBODY", ISO, "Kepala") == "Kepala"
    assert call(office, "penanda_tangan", None, ISO, None) is None
    assert call(office, "wilayah_instansi", "LPMP", ISO) == "33"
    assert call(office, "wilayah_instansi", "NOBODY", ISO) is None


def test_the_director_general_has_a_name_where_none_is_on_record(contoh, office):
    assert call(office, "dirjen", ISO).startswith("Direktur Jenderal Pendidikan Dasar")
    assert call(contoh.db, "dirjen", ISO)


@pytest.mark.parametrize(
    ("kode", "nama", "kepala"),
    [
        ("33.19", "Kudus", "Bupati Kudus"),
        ("33.76", "Tegal", "Wali Kota Tegal"),
        ("31.01", "Kepulauan Seribu", "Bupati Administrasi Kepulauan Seribu"),
        ("33", "Jawa Tengah", "Gubernur Jawa Tengah"),
        ("99.99", None, None),
        (None, None, None),
    ],
)
def test_a_region_and_its_head_are_named(office, kode, nama, kepala):
    assert call(office, "nama_daerah", kode, ISO) == nama
    assert call(office, "kepala_daerah", kode, ISO) == kepala


def test_numbers_stand_beside_their_words(db):
    found = json.loads(call(db, "jumlah", "model", 6, "imbas", None))
    assert found == {
        "model": 6,
        "model_terbilang": "enam",
        "imbas": None,
        "imbas_terbilang": "nol",
    }


def test_the_stamp_duty_is_that_of_the_day(db):
    assert call(db, "meterai", "2020-12-31") == "Rp6.000"
    assert call(db, "meterai", "2021-01-01") == "Rp10.000"


def test_a_list_in_a_cell_is_parted_at_semicolons(db):
    assert json.loads(call(db, "pecah", " laptop;; surat tugas ")) == [
        "laptop",
        "surat tugas",
    ]
    assert json.loads(call(db, "pecah", None)) == []


def test_an_office_numbers_the_kinds_that_it_says(db):
    assert call(db, "bernomor", "01.3", settings={"bernomor": ("01.3",)})
    assert not call(db, "bernomor", "01.6", settings={"bernomor": ("01.3",)})
    assert not call(db, "bernomor", "01.6")
