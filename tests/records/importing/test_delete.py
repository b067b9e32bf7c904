"""One row goes when nothing depends on it, and leaves a trace."""

from __future__ import annotations

import pytest

from formulir.records.cells.berkas import name_berkas
from formulir.records.importing.delete import (
    NomorKeptError,
    RowNeededError,
    RowUnknownError,
    delete_row,
    read_row,
)
from formulir.records.importing.dependents import find_dependents
from formulir.records.importing.ingest import (
    ImportOptions,
    TabelUnknownError,
    import_table,
)
from formulir.records.importing.references import list_references
from formulir.records.tables.registry import TABLES
from tests.records.conftest import write_rows
from tests.records.isian import ROWS

pytestmark = pytest.mark.usefixtures("regions")


def load(db, folder, tabel, rows):
    path = write_rows(folder, tabel, rows)
    options = ImportOptions()
    result = import_table(db, tabel, path, options=options, keep_berkas=name_berkas)
    assert not result.rejected, result.rejected


@pytest.fixture
def filled(all_rows, db):
    all_rows.conn.backup(db.conn)
    return db


@pytest.fixture
def acts():
    return []


@pytest.fixture
def delete(filled, acts):
    def act(store, tindakan, rincian):
        assert store.conn.in_transaction
        acts.append((tindakan, rincian))

    return lambda tabel, *key: delete_row(
        filled, tabel, key, alasan="salah ketik", act=act
    )


def letter(db, formulir, kunci, *, status="terbit", tanggal="2016-03-14", **more):
    facts = {"hal": "", "tujuan": "", "penanda_tangan": "", "lampiran": "", **more}
    row = {"formulir": formulir, "tahun": 2016, "kunci": kunci, "kode": "K-" + kunci}
    db.table("surat").insert({**row, "tanggal": tanggal, "status": status, **facts})


def needed(delete, tabel, *key):
    with pytest.raises(RowNeededError) as caught:
        delete(tabel, *key)
    return list(caught.value.dependents)


def key_of(db, tabel, index=-1):
    table = TABLES[tabel]
    row = db.rows(f"SELECT * FROM {table.source}")[index]
    return tuple(str(row[name]) for name in table.key)


def test_every_row_can_go_once_what_depends_on_it_has_gone(filled, delete, acts):
    for tabel in reversed(list(TABLES)):
        if tabel == "wilayah":
            continue
        if tabel == "nomor_luar":
            with pytest.raises(NomorKeptError, match="never deleted"):
                delete(tabel, *key_of(filled, tabel))
            continue
        while filled.value(f"SELECT count(*) FROM {TABLES[tabel].source}"):
            delete(tabel, *key_of(filled, tabel))
        assert filled.value(f"SELECT count(*) FROM {tabel}") == 0, tabel
    assert filled.rows("PRAGMA foreign_key_check") == []
    assert filled.value("SELECT count(*) FROM usulan_model") == 0
    delete("wilayah", "33.98", "2027-01-01")
    assert {tindakan for tindakan, _ in acts} == {"hapus"}


def test_every_foreign_key_between_sheets_is_a_reference_that_is_told():
    from formulir.records.store import memory_store  # noqa: PLC0415 - here alone

    rows = memory_store().rows(
        'SELECT t.name AS child, f."from" AS own, f."table" AS parent, f."to" AS key '
        "FROM sqlite_master AS t, pragma_foreign_key_list(t.name) AS f "
        "WHERE t.type = 'table'"
    )
    for row in rows:
        if row["child"] in TABLES:
            told = {
                (table.nama, name)
                for table, column, reference in list_references(row["parent"])
                for name in (column.nama, *reference.shared)
            }
            assert (row["child"], row["own"]) in told, row


def test_the_trace_says_what_went_and_why_private_cells_masked(delete, acts):
    delete("penetapan", "2016", "33.19-01")
    (one,) = acts
    assert one[0] == "hapus"
    assert one[1]["kunci"] == ["2016", "33.19-01"]
    assert (one[1]["tabel"], one[1]["alasan"]) == ("penetapan", "salah ketik")
    assert one[1]["isi"]["wilayah"] == "33.19"


def test_a_row_is_shown_masked(filled):
    row = read_row(filled, "calon", ("2016", "33.19-01"))
    assert row["nik"] == "************0000"
    assert row["nip"] == "197005121995032000"


def test_a_row_that_others_name_stays_and_they_are_told(filled, delete):
    told = needed(delete, "calon", "2016", "33.19-01")
    assert {word.split()[0] for word in told} >= {
        "berkas",
        "evaluasi",
        "peserta",
        "penetapan",
    }
    assert needed(delete, "instansi", "LPMP", "2010-01-01")[0].startswith("pejabat ")
    assert filled.value("SELECT count(*) FROM calon") == len(ROWS["calon"])
    told = needed(delete, "sekolah", ROWS["usulan"][0]["npsn_model"])
    assert any(word.startswith("usulan 2016 ") for word in told)
    assert needed(delete, "wilayah", *wilayah_of(filled, "33.19"))


def wilayah_of(db, kode):
    row = db.rows("SELECT kode, berlaku_dari FROM wilayah WHERE kode = ?", (kode,))[0]
    return row["kode"], row["berlaku_dari"]


def test_many_that_depend_are_counted(delete):
    with pytest.raises(RowNeededError, match=r" and \d+ more depend on it; delete"):
        delete("pelatihan", "FASDA-2016-1")


def test_a_period_may_go_while_another_one_carries_the_name(filled, delete, tmp_path):
    later = ROWS["instansi"][0] | {"berlaku_dari": "2027-01-01"}
    load(filled, tmp_path, "instansi", [later])
    assert delete("instansi", "LPMP", "2027-01-01")["kode"] == "LPMP"


@pytest.mark.parametrize(
    ("tabel", "key", "made"),
    [
        ("sekolah", ("99300001",), ("02.2", "99300001")),
        ("calon", ("2016", "SB-77"), ("01.2", "SB-77")),
        ("calon", ("2016", "SB-77"), ("01.1", "DISDIK-33.19/1")),
        ("nilai", None, ("01.6", "FASDA-2016-1/A")),
        ("penetapan", None, ("01.7", "FASDA-2016-1")),
        ("sesi", None, ("DH", "FASDA-2016-1/A/2016-04-11")),
        ("evaluasi_kriteria", None, ("01.3", "LPMP/1")),
        ("tim", None, ("01.3", "LPMP/1")),
        ("lampiran", None, None),
    ],
)
def test_a_letter_in_force_keeps_what_it_was_made_from(
    filled, delete, tmp_path, tabel, key, made
):
    new = {
        "sekolah": {"npsn": "99300001", "nama": "SD", "bentuk": "SD", "status": "N"},
        "calon": ROWS["calon"][0]
        | {"kode": "SB-77", "gelombang": 1, "nip": "", "nik": "", "nuptk": ""},
    }
    if key is not None:
        load(filled, tmp_path, tabel, [new[tabel] | {"wilayah": "33.19"}])
    key = key or key_of(filled, tabel, 0)
    made = made or (key[0], key[2])
    letter(filled, *made)
    (told,) = needed(delete, tabel, *key)
    assert told == f"surat {made[0]} {made[1]} (K-{made[1]})"
    filled.run("UPDATE surat SET status = 'batal'")
    delete(tabel, *key)


@pytest.mark.parametrize(
    ("tabel", "index", "formulir", "kunci"),
    [
        ("verval", 0, "LV", "33.19/DISDIK-33.19/1"),
        ("verval_kriteria", 0, "SKS", "33.19"),
        ("verval_kriteria", 1, "LI", "09000001"),
        ("penutupan", 0, "LV", "33.19/DISDIK-33.19/1"),
        ("penutupan", 0, "SKS", "33.19"),
        ("kunjungan", 0, "T07", "09000001/1"),
        ("kunjungan", 0, "LI", "09000001"),
        ("kunjungan", 1, "JK", "33.19"),
        ("kunjungan", 1, "ST", "33.19/33.19-02"),
        ("kunjungan", 1, "RM", "33.19"),
        ("kunjungan", 1, "RM", "33"),
        ("pengimbasan", 0, "LK", "09000001/1"),
        ("pengimbasan", 1, "LI", "09000001"),
        ("monev", 0, "LM", "09000001/2"),
        ("monev_nilai", 1, "LM", "09000001/2"),
        ("monev_nilai", 1, "RM", "33"),
        ("indikator", -2, "RM", "33.19"),
        ("kegiatan", 0, "T06", "33.19/1"),
        ("kegiatan", 1, "DR", "T06/33.19/2/2016-08-01"),
        ("kegiatan", 0, "JT", "33.19"),
        ("notula", 1, "NR", "T06/33.19/2"),
    ],
)
def test_what_the_program_recorded_stays_while_a_letter_tells_of_it(
    filled, delete, tabel, index, formulir, kunci
):
    key = key_of(filled, tabel, index)
    letter(filled, formulir, kunci)
    letter(filled, "NR", "T09/33.74/1")
    told = [word for word in needed(delete, tabel, *key) if word.startswith("surat ")]
    assert told == [f"surat {formulir} {kunci} (K-{kunci})"]
    filled.run("UPDATE surat SET status = 'batal'")
    table = TABLES[tabel]
    row = dict(zip(table.key, key, strict=True))
    words = " AND ".join(f"{name} = :{name}" for name in row)
    (found,) = filled.rows(f"SELECT * FROM {table.source} WHERE {words}", row)
    assert not [each for each in find_dependents(filled, table, found) if each.kode]


def test_an_official_stays_while_a_letter_of_the_time_names_him_or_her(
    filled, delete, tmp_path
):
    pejabat = ROWS["pejabat"][0] | {"awalan": "Plt.", "berlaku_dari": "2016-01-01"}
    load(filled, tmp_path, "pejabat", [pejabat])
    key = ("LPMP", "kepala", "2016-01-01")
    letter(filled, "01.4", "X/1", penanda_tangan="Plt. Kepala LPMP")
    letter(filled, "01.7", "X", penanda_tangan="a.n. Dirjen, Plt. Kepala LPMP")
    letter(filled, "02.1", "Y", tujuan="Kepala LPMP")
    assert len(needed(delete, "pejabat", *key)) == 3
    # The one before was in force at none of these dates.
    delete("pejabat", "LPMP", "kepala", "2010-01-01")
    filled.run("DROP TRIGGER surat_fixed")
    filled.run("UPDATE surat SET tanggal = '2015-12-31'")
    delete("pejabat", *key)


def test_an_office_stays_while_a_letter_of_the_time_names_it(filled, delete, tmp_path):
    later = ROWS["instansi"][1] | {"berlaku_dari": "2016-01-01"}
    load(filled, tmp_path, "instansi", [later])
    letter(filled, "02.1", "33.19/DISDIK-33.19/1")
    assert needed(delete, "instansi", "DISDIK-33.19", "2016-01-01") == [
        "surat 02.1 33.19/DISDIK-33.19/1 (K-33.19/DISDIK-33.19/1)"
    ]
    delete("instansi", "DISDIK-33.19", "2010-01-01")


def test_a_key_that_leads_nowhere_is_told_with_the_nearest(filled, delete):
    for key, hint in (
        (("2016", "33.19-1"), r"did you mean kode 33\.19-01\?"),
        (("2015", "33.19-01"), r"did you mean tahun 2016\?"),
        (("2016",), r"a row is named by 2 word\(s\): tahun, kode"),
        (("2016", "zzz"), r"as kode there are 33\.19-01"),
    ):
        with pytest.raises(RowUnknownError, match=hint):
            delete("calon", *key)
        with pytest.raises(RowUnknownError):
            read_row(filled, "calon", key)
    with pytest.raises(TabelUnknownError):
        delete("guru", "1")


def test_a_trace_that_cannot_be_written_leaves_the_row(filled):
    def fail(*_):
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        delete_row(filled, "tim", key_of(filled, "tim"), alasan="x", act=fail)
    assert filled.value("SELECT count(*) FROM tim") == len(ROWS["tim"])
