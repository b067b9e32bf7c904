"""What the office has to do: on a first day, half way, and when all is done."""

from __future__ import annotations

import json
import shutil

import pytest

from formulir.cli.main import run
from formulir.office.kantor import open_kantor
from formulir.records.schedule.make import schedule
from tests.kantor import formulir, issue, make_kantor, make_printer, name_printer

ORDER = (
    *(
        "DR",
        "JT",
        "NR",
        "T01",
        "02.1",
        "02.2",
        "02.3",
        "LV",
        "SKS",
        "01.1",
        "01.2",
        "01.3",
        "01.4",
        "01.5",
    ),
    *("DH", "J3.3", "01.6", "01.7", "SP", "J4.1", "DK", "JK", "LK", "ST", "T06"),
    *("LI", "T07", "LM", "RM", "T09"),
)


@pytest.fixture(scope="module")
def new(tmp_path_factory):
    folder = tmp_path_factory.mktemp("baru")
    assert run(["init", str(folder / "kantor")]) == 0
    return name_printer(folder / "kantor", make_printer(folder))


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("jalan")
    return make_kantor(folder / "kantor", printer=make_printer(folder))


@pytest.fixture
def kantor(office, tmp_path):
    shutil.copytree(office, tmp_path / "kantor")
    return tmp_path / "kantor"


@pytest.fixture
def ask(capfd):
    def read(kantor, *words):
        capfd.readouterr()
        assert formulir(kantor, *words) in {0, 3, 4}
        told = capfd.readouterr()
        return told.out + told.err

    return read


@pytest.fixture
def kinds(ask):
    def read(kantor, *more):
        lines = ask(kantor, "next", "--tahun", "2016", "--json", *more).splitlines()
        return {row["formulir"]: row for row in map(json.loads, lines)}

    return read


def steps_of(told):
    return [line for line in told.splitlines() if line[:1].isdecimal()]


def test_a_new_office_has_one_thing_to_do(new, ask, kinds):
    told = ask(new, "next", "--tahun", "2016")
    assert len(steps_of(told)) == 1
    assert f"1. Untuk {', '.join(ORDER)}:" in told.replace("\n  ", "")
    assert (
        "   Lembar Pejabat kantor, kolom Nama pejabat: belum ada yang terisi." in told
    )
    assert told.endswith(
        "   $ formulir form kantor -o kantor.xlsx\n"
        "   $ formulir import kantor kantor.xlsx\n"
    )
    assert max(map(len, told.splitlines())) <= 100
    assert list(kinds(new)) == list(ORDER)
    # Checking says the same.
    steps = told.partition("\n\n")[2]
    told = ask(new, "check", "--tahun", "2016")
    assert told.endswith(steps)
    assert "warning" not in told.replace("warning(s)", "")


def test_an_announcement_names_the_column_that_it_lacks(kantor, ask, kinds):
    with open_kantor(kantor).open_catatan() as db:
        db.run("UPDATE evaluasi SET diumumkan = 0")
        db.run("DELETE FROM tim")
    (lack,) = kinds(kantor)["01.4"]["kurang"]
    assert (lack["tabel"], lack["kolom"], lack["isi"]) == (
        "evaluasi",
        "diumumkan",
        "ya",
    )
    assert (lack["lembar"], lack["judul"]) == ("Calon dan berkas", "Diumumkan (01.4)")
    told = ask(kantor, "issue", "--formulir", "01.4", "--tahun", "2016")
    assert told.startswith(
        "surat-none: the records ask for no letter 01.4 of 2016; not on record yet: "
        "evaluasi.diumumkan = ya (sheet 'Calon dan berkas', column 'Diumumkan (01.4)')"
        ", by: formulir form calon -o calon.xlsx --isi --tahun 2016"
    )
    told = ask(kantor, "next", "--tahun", "2016")
    assert "   Lembar Tim evaluasi, kolom Nama anggota: belum ada yang terisi." in told


def test_what_is_wrong_is_counted_and_an_event_lacks_its_place(kantor, ask, kinds):
    """What is wrong is told with where it is; another event has its place."""
    with open_kantor(kantor).open_catatan() as db:
        db.run("UPDATE berkas SET sah = 0 WHERE jenis = 'CV' AND calon = '33.19-01'")
        db.run("UPDATE kegiatan SET tempat = NULL WHERE tahap = 'T01'")
        db.run("DELETE FROM notula WHERE tahap = 'T09'")
        db.run("DELETE FROM kegiatan WHERE tahap = 'T09'")
        (places,) = db.values("SELECT count(tempat) FROM kegiatan")
    after = kinds(kantor)
    (wrong,) = after["01.3"]["salah"]
    assert wrong.startswith("calon 33.19-01 ")
    assert places > 0
    assert [lack["kolom"] for lack in after["T01"]["kurang"]] == ["tempat"]
    assert [lack["isi"] for lack in after["T09"]["kurang"]] == ["T09", ""]
    assert after["T06"]["kurang"] == []
    told = ask(kantor, "next", "--tahun", "2016")
    assert (
        "1 surat menunggu 1 hal yang harus dibetulkan dahulu, pada: calon 33.1" in told
    )
    assert "   $ formulir check --formulir 01.3 --tahun 2016" in told
    assert "   $ formulir form kegiatan -o kegiatan.xlsx" in told


def test_half_way_it_names_what_is_ready_and_what_waits(kantor, ask, kinds):
    """What is issued is handed out before it comes back."""
    before = kinds(kantor)
    assert (before["02.1"]["diminta"], before["02.1"]["terbit"]) == (2, 0)
    assert issue(kantor, "02.1") == 0
    told = ask(kantor, "next", "--tahun", "2016")
    assert "$ formulir issue --formulir 02.1 --tahun 2016" not in told
    assert "$ formulir issue --formulir 02.2 --tahun 2016" in told
    assert "   2 surat yang sudah terbit belum kembali ditandatangani: 02.1 2." in told
    assert "   1 surat menunggu terbitnya 01.6." in told
    assert "   Tenggatnya 31 Maret 2016, sudah lewat." in told
    assert "   $ formulir schedule --pelatihan FASDA-2016-1" in told
    after = kinds(kantor)
    assert (after["02.1"]["terbit"], after["02.1"]["tenggat"]) == (2, None)
    assert after["01.7"]["sesudah"] == ["01.6"]
    assert [lack["tugas"] for lack in after["J4.1"]["kurang"]] == ["sesi"]
    assert after["J4.1"]["kurang"][0]["perintah"] == [
        "formulir schedule --pelatihan SPMI-2016-1"
    ]
    assert issue(kantor, "02.2") == 0
    told = ask(kantor, "next", "--tahun", "2016")
    assert (
        "8 surat yang sudah terbit belum tercatat diserahkan: 02.1 2, 02.2 6." in told
    )
    which = "--formulir 02.1 --formulir 02.2 --tahun 2016"
    commands = [
        f"formulir bundle {which} -o cetak.pdf",
        f"formulir get {which} -d surat",
        f"formulir send {which}",
    ]
    asked = "\n".join(f"   $ {command}" for command in commands)
    assert f"{asked}\n" in told
    assert told.index(asked) < told.index("formulir receive")
    words = ("--formulir", "02.2", "--tahun", "2016", "-d", str(kantor / "surat"))
    ask(kantor, "get", *words)
    assert kinds(kantor)["02.2"]["belum_diserahkan"] == 0
    told = ask(kantor, "next", "--tahun", "2016")
    assert "2 surat yang sudah terbit belum tercatat diserahkan: 02.1 2." in told
    assert "   $ formulir send --formulir 02.1 --tahun 2016\n" in told


def test_a_laid_out_training_lacks_nothing(kantor, kinds):
    with open_kantor(kantor).open_catatan() as db:
        for kode in ("FASDA-2016-1", "SPMI-2016-1"):
            schedule(db, kode, menit_per_jp=60)
    assert [row["kurang"] for row in kinds(kantor).values()] == [[]] * len(ORDER)


def test_a_region_is_asked_about_alone(kantor, kinds):
    assert kinds(kantor, "--wilayah", "33.74")["01.2"]["diminta"] == 3
    lack, *_ = kinds(kantor, "--wilayah", "33.18")["02.1"]["kurang"]
    assert (lack["kolom"], lack["tugas"]) == ("npsn", "dinas")


def test_a_kind_that_needs_what_there_is_not_is_told(kantor, ask):
    own = kantor / "templates" / "02.3"
    own.mkdir()
    toml = (open_kantor(kantor).templates[-1] / "02.3" / "jenis.toml").read_text()
    (own / "jenis.toml").write_text(toml.replace("usulan.npsn_imbas", "usulan.imbas"))
    told = ask(kantor, "next", "--tahun", "2017")
    assert "templates/02.3: perlu: 'usulan.imbas' is no column of a table" in told
