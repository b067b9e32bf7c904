"""How far each model school is, and which visits nobody recorded."""

from __future__ import annotations

import json

import pytest

from formulir.office.kantor import open_kantor
from tests.kantor import formulir, make_kantor

MODEL, SMK = "99000017", "99000049"


@pytest.fixture(scope="module")
def kantor(tmp_path_factory):
    folder = make_kantor(tmp_path_factory.mktemp("kunjungan") / "kantor", printer=None)
    with open_kantor(folder).open_catatan() as db, db.writing():
        db.run(f"DELETE FROM pengimbasan WHERE model = '{MODEL}' AND ke = 2")
        db.run(f"UPDATE kunjungan SET tanggal = NULL WHERE npsn = '{MODEL}' AND ke = 2")
    return folder


@pytest.fixture
def read(kantor, capfd):
    def ask(*words):
        capfd.readouterr()
        assert formulir(kantor, *words) == 0
        return capfd.readouterr()

    return ask


def test_each_appointed_model_tells_its_stages_and_the_imbas_it_reached(read):
    told = read("status", "--tahun", "2016", "--per-model", "--json")
    rows = {row["npsn"]: row for row in map(json.loads, told.out.splitlines())}
    assert len(rows) == 6
    one = rows[MODEL]
    assert (one["planned_1"], one["stage_1"]) == ("2016-07-26", "2016-07-26")
    assert (one["planned_2"], one["stage_2"]) == ("2016-09-06", None)
    assert (one["imbas"], one["reached"]) == (5, 4)
    assert one["never"] == ["SD 1 Contoh Colomukti"]
    assert (rows[SMK]["imbas"], rows[SMK]["reached"]) == (4, 3)
    assert "stage 1 held at 6, stage 2 at 5; 26 of 28 imbas reached" in told.err


def test_another_region_has_none_of_them(read):
    asked = ("status", "--tahun", "2016", "--wilayah", "33.74", "--per-model", "--json")
    assert read(*asked).out == ""


def test_the_models_are_written_to_a_file(read, tmp_path):
    path = tmp_path / "model.csv"
    read("status", "--tahun", "2016", "--per-model", "-o", str(path))
    lines = path.read_text("utf-8-sig").splitlines()
    assert len(lines) == 7
    assert "SMK Contoh Busana Kusuma" in lines[-1]
    assert "imbas terjangkau" in lines[0]


def test_a_planned_visit_that_is_over_is_told_with_the_sheet_that_takes_it(read):
    out = read("next", "--tahun", "2016").out
    assert (
        "1 kunjungan yang direncanakan sudah lewat dan belum dicatat: SD 3 Contoh "
        "Colomukti tahap 2 (6 September 2016)." in out
    )
    assert "formulir form kunjungan -o kunjungan.xlsx --isi --tahun 2016" in out
    rows = read("next", "--tahun", "2016", "--json").out.splitlines()
    late = {row["formulir"]: row["belum_dicatat"] for row in map(json.loads, rows)}
    assert [kode for kode, each in late.items() if each] == ["LK"]
