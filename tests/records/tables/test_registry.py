"""The sheets of the office: each is described so that its rows can be imported."""

from __future__ import annotations

import pytest

from formulir.records.cells.berkas import name_berkas
from formulir.records.importing.ingest import ImportOptions, import_table
from formulir.records.tables.registry import TABLES
from tests.records.conftest import write_rows
from tests.records.isian import ROWS
from tests.tools.sentences import keep_result

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def load(db, tmp_path):
    (tmp_path / "denah.pdf").write_bytes(b"%PDF-1.7")

    def bring(tabel, rows, **options):
        path = write_rows(tmp_path, tabel, rows)
        return keep_result(
            import_table(
                db,
                tabel,
                path,
                options=ImportOptions(**options),
                keep_berkas=name_berkas,
            )
        )

    return bring


@pytest.fixture
def filled(all_rows, db, load):
    all_rows.conn.backup(db.conn)
    return load


def faults(result):
    return [str(fault) for fault in result.rejected]


def test_every_sheet_imports_after_those_before_it(db, load):
    assert list(ROWS) == list(TABLES)
    for tabel, rows in ROWS.items():
        result = load(tabel, rows)
        assert (faults(result), result.new) == ([], len(rows)), tabel
        again = load(tabel, rows)
        assert (again.same, faults(again)) == (len(rows), []), tabel
    assert db.rows("PRAGMA foreign_key_check") == []


def change(tabel, index=0, **changes):
    return ROWS[tabel][index] | changes


@pytest.mark.parametrize(
    ("tabel", "changes", "place", "reason"),
    [
        (
            "berkas",
            {"calon": "33.19-1"},
            "calon",
            "no calon 33.19-1 of 2016 is on record; did you mean 33.19-01?",
        ),
        (
            "evaluasi",
            {"tahun": 2017},
            "calon",
            "there is none of 2017; import table calon first",
        ),
        (
            "evaluasi_kriteria",
            {"kriteria": "X1"},
            "kriteria",
            "no kriteria X1 is on record; did you mean X01?",
        ),
        ("calon", {"pengusul": "Disdik-33.19"}, "pengusul", "mean DISDIK-33.19?"),
        ("calon", {"pengusul": "Dinas Kudus"}, "pengusul", "mean DISDIK-33.19?"),
        ("calon", {"pengusul": "Dinas"}, "pengusul", "did you mean DISDIK-33.19?"),
        ("calon", {"pengusul": "Contoh"}, "pengusul", "there are DISDIK-33.19, LPMP"),
        ("pejabat", {"instansi": "LMPM"}, "instansi", "did you mean LPMP?"),
        ("seri", {"instansi": "LMPM"}, "instansi", "did you mean LPMP?"),
        ("pelatihan", {"penyelenggara": "LMPM"}, "penyelenggara", "mean LPMP?"),
        ("pelatihan", {"kurikulum": "9,9"}, "kurikulum", "did you mean 9.9?"),
        ("kelas", {"pelatihan": "FASDA-16-1"}, "pelatihan", "mean FASDA-2016-1?"),
        ("fasilitator", {"kelas": "B"}, "kelas", "there are A"),
        ("peserta", {"kelas": "AA"}, "kelas", "no kelas AA of FASDA-2016-1"),
        (
            "sesi",
            {"fasilitator": "FN-01; FN-03"},
            "fasilitator",
            "no fasilitator FN-03",
        ),
        (
            "sesi",
            {"materi": "F00"},
            "materi",
            "no materi of kurikulum 9.9, which has X00",
        ),
        ("nilai", {"peserta": "33.19-02"}, "peserta", "did you mean 33.19-01?"),
        ("penetapan", {"pelatihan": "X"}, "pelatihan", "there are FASDA-2016-1, SPMI"),
    ],
)
def test_what_is_not_on_record_is_told_with_the_nearest_code(
    filled, tabel, changes, place, reason
):
    (fault,) = faults(filled(tabel, [change(tabel, **changes)]))
    assert fault.startswith(f"{tabel}.csv:2:{place}: ")
    assert reason in fault


@pytest.mark.parametrize(
    ("tabel", "index", "changes", "place", "reason"),
    [
        (
            "calon",
            0,
            {"nik": "", "tanggal_lahir": "1970-05-13"},
            "tanggal_lahir",
            "1970-05-12",
        ),
        ("calon", 0, {"jenis_kelamin": "L", "nik": ""}, "jenis_kelamin", "a woman"),
        (
            "calon",
            0,
            {"nip": "", "jenis_kelamin": "laki-laki"},
            "jenis_kelamin",
            "520570",
        ),
        (
            "calon",
            0,
            {"nip": "", "tanggal_lahir": "1971-05-12"},
            "tanggal_lahir",
            "520570",
        ),
        (
            "calon",
            0,
            {"tanggal_lahir": "", "nik": "3319011205700000", "jenis_kelamin": ""},
            "nik",
            "contradict nip 197005121995032000: 520570",
        ),
        ("berkas", 0, {"ada": "tidak"}, "sah", "cannot be valid"),
        ("kelas", 0, {"kapasitas": 0}, "kapasitas", "at least one"),
        ("peserta", 0, {"kode": "33.19-03"}, "nama", "33.19-03 is no calon of 2016"),
        ("peserta", 1, {"nama": ""}, "nama", "nama is empty"),
        ("peserta", 1, {"npsn": ""}, "npsn", "npsn is empty"),
        ("sesi", 0, {"selesai": "07.00"}, "selesai", "not after mulai, 08.00"),
        ("sesi", 0, {"selesai": "08:00"}, "selesai", "not after mulai, 08.00"),
        ("kegiatan", 1, {"selesai": "2016-07-31"}, "selesai", "not after mulai"),
    ],
)
def test_columns_that_contradict_each_other_are_told_with_both_values(
    filled, tabel, index, changes, place, reason
):
    (fault,) = faults(filled(tabel, [change(tabel, index, **changes)]))
    assert fault.startswith(f"{tabel}.csv:2:{place}: ")
    assert reason in fault


def test_a_candidate_of_the_year_needs_no_name_and_others_have_one(filled):
    named = change("peserta", kode="TAMU-1", nama="Contoh Tamu")
    assert faults(filled("peserta", [named])) == []


def test_a_row_is_judged_as_it_will_stand(db, filled):
    few = {"tahun": 2016, "kode": "33.19-01", "pengusul": "LPMP", "wilayah": "33.19"}
    few |= {"nama": "A", "jabatan": "B", "unit_kerja": "C", "jenis_kelamin": "L"}
    (one, two) = faults(filled("calon", [few]))
    assert "197005121995032000" in one
    assert "520570" in two
    sesi = {"pelatihan": "FASDA-2016-1", "kode": "33.19-01", "hadir": "tidak"}
    assert faults(filled("peserta", [sesi])) == []
    assert db.rows("SELECT kelas, hadir FROM peserta WHERE kode = '33.19-01'") == [
        {"kelas": "A", "hadir": 0}
    ]


def test_a_column_that_is_left_out_keeps_its_value_and_begins_as_told(db, filled):
    rows = [change("evaluasi"), change("evaluasi", 1, hasil="memenuhi")]
    for row in rows:
        row.pop("diumumkan", None)
    assert faults(filled("evaluasi", rows)) == []
    assert db.rows("SELECT calon, hasil, diumumkan FROM evaluasi ORDER BY 1") == [
        {"calon": "33.19-01", "hasil": "memenuhi", "diumumkan": 1},
        {"calon": "33.19-02", "hasil": "memenuhi", "diumumkan": 0},
    ]


def test_a_fault_of_a_cell_does_not_hide_those_of_the_row(filled):
    row = change("calon", telepon="x", tanggal_lahir="1970-05-13", nik="")
    assert [fault.split(":")[2] for fault in faults(filled("calon", [row]))] == [
        "telepon",
        "tanggal_lahir",
    ]


def test_a_masked_value_leaves_the_one_on_record_alone(db, filled):
    asked = "SELECT nik, telepon FROM calon WHERE kode = '33.19-01'"
    before = db.rows(asked)
    hidden = {"nik": "************0000", "telepon": "********1000"}
    result = filled("calon", [change("calon", **hidden)])
    assert (faults(result), result.same) == ([], 1)
    for changes in ({"nik": "************0001"}, {"kode": "33.19-09"}):
        told = faults(filled("calon", [change("calon", **(hidden | changes))]))
        assert "masked by an export" in told[0]
    assert db.rows(asked) == before


def test_an_office_that_a_proposal_was_drafted_for_may_come_later(filled):
    result = filled("usulan", [change("usulan", pengusul="DISDIK-1")])
    (remark,) = [w for w in result.warnings if ":pengusul" in w.place]
    assert remark.reason == (
        "no instansi DISDIK-1 is on record; did you mean DISDIK-33.19?"
    )
    assert faults(result) == []


@pytest.mark.parametrize("jenis", ["1.1", "01.1", "cv", "Daftar Riwayat Hidup"])
def test_a_paper_is_told_in_its_spellings(filled, jenis):
    assert faults(filled("berkas", [change("berkas", jenis=jenis)])) == []
