"""Sheets as people have them: what a value is, is read once or refused, and told."""

from __future__ import annotations

import pytest

from formulir.records.cells.clean import NOTHING
from formulir.records.importing.ingest import ImportOptions, import_table
from tests.tools.sentences import keep_result

pytestmark = pytest.mark.usefixtures("regions")

HEAD = (
    "npsn,nama,bentuk,status,kode_kab_kota,kecamatan,kepala,nip_kepala,komite,"
    "pengawas,telepon,lintang,bujur\n"
)
SCHOOL = "20300001,SD Contoh 1,SD,N,33.19,Kec. Jati,{},-6.8123,110.8123\n"
NIP = "198503122010011005"


@pytest.fixture
def load(db, tmp_path):
    def run(text, tabel="sekolah", **options):
        path = tmp_path / f"{tabel}.csv"
        path.write_text(text, "utf-8")
        told = ImportOptions(**options)
        return keep_result(import_table(db, tabel, path, options=told, keep_berkas=str))

    return run


def say(faults):
    return [str(fault) for fault in faults]


def test_words_for_nothing_are_empty_and_told_by_column(db, load):
    words = ["nan,nan,#N/A,NULL,None"]
    result = load(HEAD + "".join(map(SCHOOL.format, words)))
    assert not result.rejected
    (row,) = db.rows(
        "SELECT kepala, nip_kepala, komite, pengawas, telepon FROM sekolah"
    )
    assert set(row.values()) == {None}
    assert [fault.place.split(":")[-1] for fault in result.warnings] == [
        *("kepala", "nip_kepala", "komite", "pengawas", "telepon"),
    ]
    assert "1 cell(s) hold a word for nothing" in result.warnings[0].reason


@pytest.mark.parametrize("word", sorted(NOTHING))
def test_a_word_for_nothing_is_a_fault_where_each_row_must_have_a_value(load, word):
    text = (
        f"npsn,nama,bentuk,status,wilayah,kepala\n20300001,{word},SD,N,33.19,{word}\n"
    )
    (fault,) = load(text).rejected
    assert fault.place == "sekolah.csv:2:nama"
    assert repr(word) in fault.reason


def test_such_words_are_counted_with_their_first_rows(db, load):
    rows = (
        f"{20300000 + n},SD {n},SD,N,33.19,{'NULL' if n % 2 else 'Sri'}\n"
        for n in range(20)
    )
    result = load("npsn,nama,bentuk,status,wilayah,kepala\n" + "".join(rows))
    (only,) = result.warnings
    assert only.place == "sekolah.csv:3:kepala"
    assert only.reason.startswith("10 cell(s)")
    assert only.reason.endswith("rows 3, 5, 7, 9, 11, …")
    assert db.value("SELECT count(*) FROM sekolah WHERE kepala IS NULL") == 10


def test_a_word_for_nothing_leaves_what_is_on_record_when_told_to(db, load):
    head = "npsn,nama,bentuk,status,wilayah,kepala\n"
    load(head + "20300001,SD 1,SD,N,33.19,Sri\n")
    load(head + "20300001,SD 1,SD,N,33.19,NaN\n", sisakan=True)
    assert db.value("SELECT kepala FROM sekolah") == "Sri"


def test_a_dash_keeps_its_meaning_for_who_signs(db, load):
    db.table("instansi").insert(
        {
            **dict.fromkeys(("induk", "nama", "alamat", "kota"), "x"),
            "kode": "LPMP",
            "berlaku_dari": "2010-01-01",
            "jenis": "lpmp",
            "wilayah": "33",
        }
    )
    text = (
        "instansi,berlaku_dari,jabatan,nama,nip,pangkat\nLPMP,1/1/2016,Kepala,A,-,-\n"
    )
    assert not load(text, "pejabat").rejected
    assert db.rows("SELECT nip, pangkat FROM pejabat") == [
        {"nip": "-", "pangkat": None}
    ]


def test_numbers_that_lost_digits_are_refused_each_with_its_cell(load):
    cells = '"2,03E+07",SD,SD,N,33.19,J,Budi,"1,98503E+17",,,"8,12E+11",-6.8,110.8\n'
    result = load(HEAD + cells)
    assert [fault.place for fault in result.rejected] == [
        "sekolah.csv:2:npsn",
        "sekolah.csv:2:nip_kepala",
        "sekolah.csv:2:telepon",
    ]
    assert all("E+" in fault.reason for fault in result.rejected)


def test_decimals_of_a_program_are_taken_off(db, load):
    cells = f"20300001.0,SD,SD,N,33.19,J,Budi,{NIP}.0,,,291555001.0,-6.8,110.8\n"
    result = load(HEAD + cells)
    assert not result.rejected
    assert db.rows("SELECT npsn, nip_kepala, telepon FROM sekolah") == [
        {"npsn": "20300001", "nip_kepala": NIP, "telepon": "291555001"}
    ]
    assert len(result.warnings) == 3


def test_one_school_is_one_school_however_its_number_is_spelled(db, load):
    wide = "\uff12\uff10\uff13\uff10\uff10\uff10\uff10\uff11"
    rows = [
        f"{npsn},SD Contoh 1,SD,N,33.19\n"
        for npsn in ("20300001", "20300001\u200b", wide)
    ]
    result = load("npsn,nama,bentuk,status,wilayah\n" + "".join(rows))
    assert (result.new, result.rejected) == (1, [])
    assert db.value("SELECT npsn FROM sekolah") == "20300001"
    assert any("plain digits" in fault.reason for fault in result.warnings)


def test_a_region_is_read_by_its_name(db, load):
    text = (
        "Nama_Sekolah,NPSN,Status,Bentuk_Pendidikan,Kota_Kabupaten,Kecamatan\n"
        "SD Contoh 1,20300001,Negeri,SD,Kab. Kudus,Kec. Jati\n"
        "SD Contoh 2,20300002,Negeri,SD,KOTA SEMARANG,Kec. X\n"
        "SD Contoh 3,20300003,Negeri,SD,3319,Kec. X\n"
        "SD Contoh 4,20300004,Negeri,SD,Demak,Kec. X\n"
    )
    result = load(text, map={"wilayah": "Kota_Kabupaten"})
    assert not result.rejected
    assert db.values("SELECT wilayah FROM sekolah ORDER BY npsn") == [
        *("33.19", "33.74", "33.19", "33.21")
    ]
    told = [each.reason for each in result.warnings if "Kota_Kab" in each.place]
    assert "3319 as 33.19 Kabupaten Kudus" in told[0]
    assert "Demak as 33.21 Kabupaten Demak" in told[1]


def test_a_region_that_may_be_two_is_refused_unless_its_province_says_which(db, load):
    text = "npsn,nama,bentuk,status,wilayah,Provinsi\n20300001,a,SD,N,{},{}\n"
    for name in ("Semarang", "Solok", "Bandung"):
        (fault,) = load(text.format(name, "")).rejected
        assert " or " in fault.reason
        assert "write the code" in fault.reason
    (fault,) = load(text.format("Banjar", "Sulawesi Barat")).rejected
    assert "32.79 Kota Banjar or 63.03 Kabupaten Banjar" in fault.reason
    assert not load(text.format("Banjar", "Prov. Jawa Barat")).rejected
    assert db.value("SELECT wilayah FROM sekolah") == "32.79"


def test_a_region_of_no_such_name_is_refused_with_the_nearest(load):
    text = "npsn,nama,bentuk,status,wilayah\n20300001,a,SD,N,Kab. Kuduss\n"
    (fault,) = load(text).rejected
    assert "did you mean 33.19 Kabupaten Kudus" in fault.reason


CALON = (
    "tahun;kode;pengusul;wilayah;nama;jabatan;unit_kerja;tanggal_lahir;posel\n"
    "2016;SB-01;DISDIK-13.06;13.06;A;J;U;{};{}\n"
)


def test_days_as_calc_saves_them_are_read(load):
    result = load(CALON.format("1966-02-02 0:00:00", "c1@contoh.example"), "calon")
    assert [fault.place for fault in result.rejected] == ["calon.csv:2:pengusul"]
    assert "tanggal" not in " ".join(say([*result.rejected, *result.warnings]))


def test_days_in_figures_are_told_once_a_column(load):
    rows = "".join(f"20/{n:02}/2016,1,Libur {n}\n" for n in range(1, 13))
    result = load("tanggal,libur,nama\n" + rows, "hari_libur")
    assert result.new == 12
    (only,) = result.warnings
    assert only.place == "hari_libur.csv:2:tanggal"
    assert "12 date(s)" in only.reason
    assert "20/01/2016 as 20 Januari 2016" in only.reason


def test_a_column_that_has_the_month_first_is_refused_where_it_may_be_either(load):
    rows = "01/02/2016,1,A\n04/25/2016,1,B\n05/05/2016,1,C\n2016-05-06,1,D\n"
    result = load("tanggal,libur,nama\n" + rows, "hari_libur")
    assert [fault.place for fault in result.rejected] == [
        "hari_libur.csv:2:tanggal",
        "hari_libur.csv:3:tanggal",
    ]
    assert "'04/25/2016'" in result.rejected[0].reason


def test_an_address_that_is_none_is_told_with_its_cell(load):
    result = load(CALON.format("1966-02-02", "bukan surel"), "calon")
    assert "calon.csv:2:posel" in [fault.place for fault in result.rejected]


def test_a_key_that_stands_twice_is_told_though_one_row_has_another_fault(load):
    rows = "20300001,a,SD,N,33.19\n20300001,b,SD,X,33.19\n20300002,c,SD,N,33.19\n"
    result = load("npsn,nama,bentuk,status,wilayah\n" + rows)
    assert sorted(fault.place for fault in result.rejected) == [
        "sekolah.csv:2:npsn",
        "sekolah.csv:3:npsn",
        "sekolah.csv:3:status",
    ]
