"""The facilitator family through the whole command: who does not fit is refused."""

from __future__ import annotations

import json
import shutil

import pytest

from formulir.office.kantor import open_kantor
from formulir.records.schedule.make import schedule
from tests.kantor import formulir, make_kantor, make_printer


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fasilitator")
    kantor = make_kantor(folder / "kantor", printer=make_printer(folder))
    with open_kantor(kantor).open_catatan() as db:
        for row in db.rows("SELECT kode FROM pelatihan"):
            schedule(db, row["kode"], menit_per_jp=60)
    return kantor


@pytest.fixture
def kantor(office, tmp_path):
    shutil.copytree(office, tmp_path / "kantor")
    return tmp_path / "kantor"


def change(kantor, *statements):
    with open_kantor(kantor).open_catatan() as db:
        for statement in statements:
            db.conn.execute(statement)


def ask(kantor, sql):
    with open_kantor(kantor).open_catatan(read_only=True) as db:
        return db.rows(sql)


def issue(kantor, kode, tanggal="2016-04-22", *more):
    where = ("--tahun", "2016", "--wilayah", "33", "--tanggal", tanggal)
    return formulir(kantor, "issue", "--formulir", kode, *where, *more)


def refuse(kantor, capfd, kode):
    """Try to issue what must be refused, and return what was told of whom."""
    capfd.readouterr()
    assert issue(kantor, kode) == 3
    assert ask(kantor, "SELECT * FROM nomor") == []
    assert ask(kantor, "SELECT * FROM surat") == []
    lines = capfd.readouterr().err.splitlines()
    return [line for line in lines if line.startswith(("calon", "pelatihan", "usulan"))]


def test_whom_the_evaluation_did_not_recommend_is_not_appointed(kantor, capfd):
    change(kantor, "UPDATE nilai SET rekomendasi = 0 WHERE peserta LIKE '33.19-0%'")
    told = refuse(kantor, capfd, "01.7")
    assert len(told) == 7
    assert all("01.6 does not recommend him or her" in line for line in told)
    assert told[0].startswith("calon 33.19-01 Drs. Contoh Adikara Wicaksana, M.Pd.: ")


@pytest.mark.parametrize("kode", ["01.5", "01.6", "J3.3"])
def test_whoever_was_never_announced_is_not_invited(kantor, capfd, kode):
    change(
        kantor,
        "UPDATE evaluasi SET diumumkan = 0 WHERE calon IN ('33-01', 'LPMP-02')",
    )
    told = [line.split(":")[0].split()[1] for line in refuse(kantor, capfd, kode)]
    assert told == ["33-01", "LPMP-02"]


def test_whoever_leads_two_classes_at_once_is_named_with_day_and_hour(kantor, capfd):
    change(
        kantor,
        "UPDATE sesi SET fasilitator = 'FN-01' WHERE kelas = 'B'"
        " AND tanggal = '2016-04-12' AND mulai = '08.00'",
        "INSERT INTO fasilitator SELECT pelatihan, 'B', kode, 3, nama, nip, asal"
        " FROM fasilitator WHERE kode = 'FN-01'",
    )
    (told,) = refuse(kantor, capfd, "J3.3")
    for word in ("Contoh Bagaskara", "2016-04-12", "08.00", "A", "B"):
        assert word in told


def test_an_imbas_of_two_models_is_refused(kantor, capfd):
    change(
        kantor,
        "INSERT INTO usulan_imbas SELECT i.usulan, m.npsn, i.npsn, 9, NULL"
        " FROM usulan_imbas AS i JOIN usulan_model AS m ON m.usulan = i.usulan"
        " AND m.npsn <> i.model ORDER BY i.npsn LIMIT 1",
    )
    told = refuse(kantor, capfd, "02.1")
    assert any("a school has one part" in line for line in told)


def test_late_letters_are_remarked_and_issued(kantor, capfd):
    assert issue(kantor, "01.5", "2016-04-09") == 0
    told = capfd.readouterr().err
    assert "warning: tanggal: 2016-04-09 is after 2016-04-05" in told


def test_a_letter_follows_the_layout_of_whoever_issues_it(kantor, capfd):
    where = ("--tahun", "2016", "--tanggal", "2021-03-01", "--wilayah", "33")
    assert formulir(kantor, "context", "--formulir", "01.1", *where) == 0
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    found = {row["kop"]["jenis"]: row["profil"] for row in rows}
    assert found["lpmp"]["huruf"] == "Arial"
    assert not found["lpmp"]["tampilkan_tempat"]
    assert found["dinas_kabkota"]["huruf"] == "Times New Roman"
    assert found["dinas_kabkota"]["label_hal"] == "Perihal"
    assert [bool(row["tujuan"]["melalui"]) for row in rows] == [True, True, False]


@pytest.mark.parametrize("bernomor", ["[]", '["01.3"]'])
def test_an_office_says_whether_it_numbers_an_evaluation(kantor, bernomor):
    with (kantor / "kantor.toml").open("a", encoding="utf-8") as file:
        file.write(f"bernomor = {bernomor}\n")
    assert issue(kantor, "01.3", "2016-03-30") == 0
    numbers = [row["nomor"] for row in ask(kantor, "SELECT nomor FROM nomor")]
    assert numbers == (["0001/CTH.33/BA/2016"] if "01.3" in bernomor else [])


def test_an_attendance_list_belongs_to_the_stage_of_its_training(kantor, capfd):
    assert issue(kantor, "DH", "2016-04-08", "--json") == 0
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    stages = {row["kunci"].split("-")[0]: row["tahap"] for row in rows}
    assert stages == {"FASDA": "T04.4", "SPMI": "T05"}
    assert len(rows) == 14


def test_a_letter_about_several_regions_is_found_in_each(kantor, capfd):
    assert issue(kantor, "01.4", "2016-04-01") == 0
    for kode in ("33.19", "33.74", "33"):
        capfd.readouterr()
        assert formulir(kantor, "find", "--wilayah", kode, "--json") == 0
        (row,) = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
        assert row["wilayah"]["subjek"] == ["33.19", "33.74"]
    capfd.readouterr()
    assert formulir(kantor, "find", "--wilayah", "33.20", "--json") == 0
    assert capfd.readouterr().out == ""


def told_lines(capfd, word):
    lines = capfd.readouterr().err.splitlines()
    return [line for line in lines if word in line]


def test_one_bad_row_keeps_no_letter_of_another_office_from_being_made(kantor, capfd):
    change(
        kantor,
        "UPDATE calon SET pengusul = 'Dinas Kudus' WHERE kode = '33.19-12'",
        "DELETE FROM lampiran",
    )
    capfd.readouterr()
    with_key = ("--kunci", "Dinas Kudus/1")
    assert issue(kantor, "01.1", "2016-03-21", *with_key, "--dry-run") == 3
    (told,) = told_lines(capfd, "Dinas Kudus")
    assert told == (
        "calon 2016 33.19-12: pengusul: no instansi Dinas Kudus is on record; did you "
        "mean DISDIK-33.19?; correct the row by an import, or delete it; letter 01.1 "
        "Dinas Kudus/1 is not made"
    )
    assert issue(kantor, "01.1", "2016-03-21") == 0
    assert told_lines(capfd, "Dinas Kudus") == [f"warning: {told}"]
    made = ask(kantor, "SELECT kunci FROM surat WHERE formulir = '01.1' ORDER BY 1")
    assert [row["kunci"] for row in made] == ["DISDIK-33.19/1", "DISDIK-33/1", "LPMP/1"]


def test_a_proposer_who_is_not_on_record_is_missed_where_a_copy_goes(kantor, capfd):
    change(kantor, "UPDATE calon SET pengusul = 'Dinas X' WHERE kode LIKE '33.19-0%'")
    told = refuse(kantor, capfd, "01.5")
    (told,) = [line for line in told if "pengusul" in line]
    assert told.startswith("calon 2016 33.19-01: pengusul: no instansi Dinas X is on ")
    assert told.endswith("; letter 01.5 FASDA-2016-1 goes there (and 7 more rows)")


@pytest.mark.parametrize("kode", ["01.5", "01.7"])
def test_an_office_without_a_row_for_the_date_is_missed(kantor, capfd, kode):
    change(
        kantor,
        "UPDATE instansi SET berlaku_dari = '2016-06-01' WHERE kode = 'DISDIK-33.19'",
    )
    told = refuse(kantor, capfd, kode)
    (told,) = [line for line in told if line.startswith("calon 2016 33.19-01: peng")]
    assert "instansi DISDIK-33.19 has no row for 2016-04-22; add one" in told


def test_a_region_without_a_dinas_is_no_shorter_list_of_addressees(kantor, capfd):
    change(kantor, "DELETE FROM instansi WHERE kode = 'DISDIK-33.74'")
    capfd.readouterr()
    assert issue(kantor, "01.7") == 3
    (told,) = told_lines(capfd, "33.74")
    assert told == (
        "penetapan 2016 LPMP-01: wilayah: no dinas of 33.74 Kota Semarang is on record "
        "for 2016-04-22; add its row to table instansi (wilayah 33.74); letter 01.7 "
        "FASDA-2016-1 goes there (and 2 more rows)"
    )
    assert ask(kantor, "SELECT * FROM nomor") == []


def test_every_region_that_a_letter_of_appointment_is_about_stands_on_it(kantor, capfd):
    where = ("--tahun", "2016", "--tanggal", "2016-04-22", "--wilayah", "33")
    capfd.readouterr()
    assert formulir(kantor, "context", "--formulir", "01.7", *where) == 0
    (row,) = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert row["tujuan"] == [
        "Kepala Dinas Pendidikan Provinsi Jawa Tengah",
        "Kepala Dinas Pendidikan, Pemuda dan Olahraga Kabupaten Kudus",
        "Kepala Dinas Pendidikan Kota Semarang",
    ]
