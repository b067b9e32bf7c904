from __future__ import annotations

from contextlib import closing

import pytest

from formulir.issuing.check import SAMPLE_TANGGAL, make_sample
from formulir.letters.jenis import JenisUnknownError, load_jenis
from formulir.model import Scope
from formulir.reviewing.names import make_request, read_names
from formulir.reviewing.sources import find_sources
from formulir.settings import Settings
from tests.conftest import ROOT

TEMPLATES = [ROOT / "templates"]
SCOPE = Scope(tahun=2016, tanggal=SAMPLE_TANGGAL, settings=Settings())


@pytest.fixture(scope="module")
def sample():
    db = make_sample()
    with closing(db.conn):
        yield db


def find(db, kode):
    return find_sources(db, load_jenis(TEMPLATES, kode=kode), SCOPE)


def test_a_value_is_traced_to_its_column_through_joins_and_functions(sample):
    sumber = find(sample, "02.1")
    assert sumber["kop.nama"] == "instansi.nama"
    assert sumber["kop.kontak"] == "instansi.telepon, instansi.faks"
    assert sumber["model[].nama"] == "sekolah.nama"
    assert sumber["model[].npsn"] == "sekolah.npsn"
    assert sumber["model[].imbas[].kepala"] == "sekolah.kepala"
    assert sumber["penandatangan.nama"] == "pejabat.nama"
    assert sumber["usulan.ke"] == "usulan.usulan_ke"
    assert sumber["model[].imbas[].jarak"] == "dihitung dari usulan_imbas.jarak_km"
    # A text of the query itself is traced to no column.
    assert "surat.sifat" not in sumber
    assert "surat.dasar" not in sumber


def test_dates_and_sums_are_told_as_worked_out(sample):
    sumber = find(sample, "J3.3")
    assert sumber["pelatihan.tanggal"] == "dihitung dari sesi.tanggal"
    assert sumber["jumlah.paparan"] == "dihitung dari sesi.menit_paparan"
    assert sumber["hari[].sesi[].judul"] == "sesi.judul"


def test_what_was_tried_leaves_nothing_behind(sample):
    before = list(sample.conn.iterdump())
    find(sample, "02.3")
    assert list(sample.conn.iterdump()) == before
    assert sample.rows("PRAGMA foreign_keys") == [{"foreign_keys": 1}]
    assert sample.rows("PRAGMA ignore_check_constraints") == [
        {"ignore_check_constraints": 0}
    ]


def test_without_an_office_the_examples_are_the_sample_s():
    names = read_names(TEMPLATES, make_request("02.3"), kantor=None)
    assert not names.own
    told = {each.nama: each for each in names.variables}
    assert told["sekolah.nama"].contoh
    assert told["kepala.nip"].boleh_kosong
    assert told["sekolah.nama"].sumber == "sekolah.nama"


def test_numbers_of_people_are_masked():
    names = read_names(TEMPLATES, make_request("01.4"), kantor=None)
    (nuptk,) = (each for each in names.variables if each.nama == "calon[].nuptk")
    assert nuptk.contoh.startswith("****")


def test_an_unknown_kind_is_refused():
    with pytest.raises(JenisUnknownError):
        read_names(TEMPLATES, make_request("99.9"), kantor=None)
