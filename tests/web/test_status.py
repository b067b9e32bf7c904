"""The matrix of a year, and the names behind it, of one's own region only."""

from __future__ import annotations

import io

import openpyxl

from tests.web.desk import send
from tests.web.letters import find_one


def test_the_matrix_says_in_words_and_marks_what_is_lacking(desk):
    page = desk.enter().get("/status").text
    assert "Semua wilayah:" in page
    assert "belum lengkap" in page
    assert "kurang" in page
    assert "belum ada" in page
    assert "Kabupaten Kudus" in page
    assert "Kota Semarang" in page


def test_behind_a_cell_stand_the_names_with_the_way_to_the_cure(desk):
    browser, kode = desk.enter(), find_one(desk).isi["kode"]
    page = browser.get("/status?tahap=T02&wilayah=33.19").text
    assert f'href="/surat/{kode}"' in page
    assert "belum kembali bertanda tangan" in page
    assert 'href="/terbitkan?formulir=02.3"' in page
    assert "belum terbit" in page
    some = browser.get("/status?kurang=1&q=gebog").text
    assert "Gebog" in some
    assert some.count('<th scope="row"') < page.count('<th scope="row"')


def test_a_kind_leads_to_its_letters_alone(desk):
    browser, kode = desk.enter(), find_one(desk).isi["kode"]
    page = browser.get("/status?formulir=02.2").text
    assert "6 surat jenis 02.2" in page
    assert f'href="/surat/{kode}"' in page
    assert "02.3" not in page
    sheet = browser.get("/status/unduh?kurang=1&formulir=02.2").content
    rows = [*openpyxl.load_workbook(io.BytesIO(sheet)).active.values]
    assert {row[rows[0].index("Jenis")] for row in rows[1:]} == {"02.2"}


def test_other_regions_are_neither_shown_nor_counted(desk):
    browser = desk.enter("budi", wilayah="33.74")
    for path in ("/status", "/status?kurang=1", "/status?tahap=T02&wilayah=33.19"):
        page = browser.get(path).text.split("<main", 1)[1]
        assert "Gebog" not in page, path
        assert "T02" not in page or "wilayah=33.19" in path
    assert "Kabupaten Kudus" not in browser.get("/status").text
    sheet = browser.get("/status/unduh?kurang=1").content
    rows = [*openpyxl.load_workbook(io.BytesIO(sheet)).active.values]
    assert all("Kota Semarang" in str(row[1]) for row in rows[1:])


def test_the_region_that_is_chosen_narrows_it(desk):
    browser = desk.enter()
    send(browser, "/pilihan", tahun="2016", wilayah="33.74", kembali="/status")
    page = browser.get("/status").text
    assert "Kota Semarang" in page
    assert "Kabupaten Kudus" not in page.split("<main", 1)[1]


def test_the_matrix_leaves_as_a_sheet(desk):
    sheet = desk.enter().get("/status/unduh").content
    rows = [*openpyxl.load_workbook(io.BytesIO(sheet)).active.values]
    assert rows[0][:4] == ("tahap", "wilayah", "nama", "diminta")
    assert len(rows) > 3


def test_a_stage_that_is_none_lacks_nothing(desk):
    answer = desk.enter().get("/status?tahap=tiada&formulir=x")
    assert answer.status_code == 200
    assert "Tidak ada surat tahap tiada" in answer.text


def test_each_model_school_tells_both_stages_and_its_imbas(desk):
    with desk.kantor.open_catatan() as db, db.writing():
        db.run("UPDATE kunjungan SET tanggal = NULL WHERE npsn = '99000017' AND ke = 2")
    browser = desk.enter()
    assert 'href="/status/model"' in browser.get("/status").text
    page = browser.get("/status/model").text
    assert "6 sekolah model: tahap 1 terlaksana di 6, tahap 2 di 5" in page
    assert "lewat, belum dicatat" in page
    assert "belum pernah hadir: SMK Contoh Busana Kusuma" in page
    sheet = browser.get("/status/model/unduh").content
    rows = [*openpyxl.load_workbook(io.BytesIO(sheet)).active.values]
    assert len(rows) == 7
    other = desk.enter("budi", wilayah="33.74")
    assert "Colomukti" not in other.get("/status/model").text


def test_a_visit_is_entered_by_names(desk):
    page = desk.enter().get("/data/kunjungan/ubah").text
    assert '<option value="99000017">SD 3 Contoh Colomukti (99000017)</option>' in page
    assert "SD 1 Contoh Colomukti" not in page  # an imbas is not visited
    assert "Contoh Bimantara Wulandari, M.Pd. (33.19-02)" in page
    page = desk.enter().get("/data/pengimbasan/ubah").text
    assert "SD 1 Contoh Colomukti (99000015)" in page
