"""Offices whose sheets are as hard on paper as any: loaded, and looked through.

Everything in them is invented. What comes of letters like theirs on paper is measured
in ``test_paper.py``; here the sheets themselves must get in, and every letter that they
ask for must be filled.
"""

from __future__ import annotations

import shutil

import pytest

from formulir.issuing.gather import Request, gather
from formulir.office.kantor import open_kantor
from formulir.office.lookup.describe import name_wilayah
from tests.conftest import ROOT
from tests.kantor import formulir, make_kantor

SHEETS = ROOT / "tests" / "data" / "kertas"
LONG = (
    *("instansi", "pejabat", "sekolah", "calon", "tim", "pelatihan", "fasilitator"),
)
MANY = (
    *("calon", "berkas", "evaluasi", "evaluasi_kriteria", "tim", "pelatihan", "kelas"),
    *("fasilitator", "peserta", "nilai", "penetapan"),
)


def load(name, tables, folder):
    """Import the sheets of a case into the sample office."""
    sheets = folder / name
    shutil.copytree(SHEETS / name, sheets)
    shutil.copytree(ROOT / "samples" / "gambar", sheets / "gambar")
    kantor = make_kantor(folder / "kantor", printer=None)
    for table in tables:
        path = str(sheets / f"{table}.csv")
        assert formulir(kantor, "import", table, path, "--ya") == 0, table
    return open_kantor(kantor)


def read_drafts(kantor, formulir_, tahun):
    request = Request(formulir=formulir_, tahun=tahun, tanggal=kantor.day_in(tahun))
    with kantor.open_catatan(read_only=True) as db:
        batch = gather(kantor, db, request)
    faults = [fault for fault in batch.faults if not fault.warning]
    return batch.drafts, faults


@pytest.fixture(scope="module")
def long_names(tmp_path_factory):
    return load("nama-panjang", LONG, tmp_path_factory.mktemp("panjang"))


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    return load("surat-2026-62-orang", MANY, tmp_path_factory.mktemp("banyak"))


@pytest.mark.parametrize("kode", ["01.1", "01.2", "02.1", "02.2", "02.3"])
def test_long_names_get_into_letters_whole(long_names, kode):
    drafts, faults = read_drafts(long_names, kode, 2016)
    assert drafts
    assert faults == []


def test_a_long_name_is_the_same_on_record_and_in_the_letter(long_names):
    drafts, _ = read_drafts(long_names, "01.2", 2016)
    with long_names.open_catatan(read_only=True) as db:
        asked = "SELECT kode, nama FROM calon WHERE tahun = 2016"
        names = {row["kode"]: row["nama"] for row in db.rows(asked)}
        assert name_wilayah(db, "33.19", None) == "Kab. Kudus"
    told = {draft.kunci: draft.konteks["calon"]["nama"] for draft in drafts}
    assert told == names
    assert max(map(len, told.values())) > 80


@pytest.mark.parametrize("kode", ["01.1", "01.2", "01.3", "01.4", "01.7"])
def test_sixty_two_people_are_all_in_the_letters_of_2026(many, kode):
    drafts, faults = read_drafts(many, kode, 2026)
    assert faults == []
    listed = [draft.konteks.get("calon") for draft in drafts]
    if kode == "01.2":
        assert len(listed) == 62
    elif kode == "01.7":
        (letter,) = drafts
        assert len(letter.konteks["fasilitator"]) >= 60
    else:
        assert sum(map(len, listed)) >= 60
