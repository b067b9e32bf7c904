"""The letter on a page: its paper, its data, its chain, and what corrects it."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from formulir.web.parts.pictures import place_pictures, sweep_pictures
from tests.kantor import issue
from tests.web.desk import send
from tests.web.letters import find_one, list_letters

WEBP = b"WEBP"


def test_a_letter_shows_what_it_is_and_what_happened(desk):
    entri, browser = find_one(desk), desk.enter()
    page = browser.get(f"/surat/{entri.isi['kode']}")
    assert page.status_code == 200
    for said in ("14 Maret 2016", "Kab. Kudus", "Terbit; belum kembali", "terbit"):
        assert said in page.text
    assert f"/surat/{entri.isi['kode']}/gambar/{entri.entri}/1" in page.text


def test_the_picture_of_a_page_is_drawn_once_and_wide_enough_to_read(desk):
    entri, browser = find_one(desk), desk.enter()
    path = f"/surat/{entri.isi['kode']}/gambar/{entri.entri}"
    seen = browser.get(f"{path}/1")
    assert seen.headers["content-type"] == "image/webp"
    assert seen.content[8:12] == WEBP
    width = int.from_bytes(seen.content[26:28], "little") & 0x3FFF
    assert width >= 700
    kept = {each.name for each in place_pictures(desk.kantor).iterdir()}
    assert f"{entri.isi['sha256']}-1-910.webp" in kept
    assert browser.get(f"{path}/1").content == seen.content
    assert len(browser.get(f"{path}/1?besar=1").content) > len(seen.content)


@pytest.mark.parametrize("page", ["0", "2", "x", "1e3", "99999"])
def test_a_page_that_is_not_there_is_no_fault_of_the_program(desk, page):
    entri, browser = find_one(desk), desk.enter()
    kode = entri.isi["kode"]
    answer = browser.get(f"/surat/{kode}/gambar/{entri.entri}/{page}")
    assert answer.status_code in {404, 422}


def test_pictures_go_when_they_are_many_the_longest_unseen_first(tmp_path):
    for at in range(5):
        path = tmp_path / f"{at}.webp"
        path.write_bytes(bytes(100))
        os.utime(path, (at, at))
    sweep_pictures(tmp_path, most=250)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["3.webp", "4.webp"]


def test_numbers_of_people_are_masked_until_they_are_asked_for(desk):
    assert issue(desk.folder, "01.2") == 0
    entri, browser = find_one(desk, "01.2"), desk.enter()
    path = f"/surat/{entri.isi['kode']}/data"
    masked, plain = browser.get(path).json(), browser.get(f"{path}?terang=1").json()
    assert masked.keys() == plain.keys()
    assert "****" in json.dumps(masked)
    assert "****" not in json.dumps(plain)
    page = browser.get(f"/surat/{entri.isi['kode']}").text
    assert "****" in page
    assert "****" not in browser.get(f"/surat/{entri.isi['kode']}?terang=1").text


def test_the_file_leaves_as_it_was_archived(desk):
    entri, browser = find_one(desk), desk.enter()
    answer = browser.get(f"/surat/{entri.isi['kode']}/pdf")
    assert answer.content.startswith(b"%PDF")
    assert len(answer.content) == entri.isi["ukuran"]
    assert "attachment" in answer.headers["content-disposition"]
    assert browser.get(f"/surat/{entri.isi['kode']}/bertanda-tangan").status_code == 422


def test_a_letter_is_void_only_after_its_consequence_was_shown(desk):
    entri, browser = find_one(desk, "02.1"), desk.enter()
    kode = entri.isi["kode"]
    path = f"/surat/{kode}/batal"
    first = browser.get(path).text
    assert "Batalkan surat 421" in first
    assert 'method="post"' not in first.split("<main", 1)[1]
    bare = browser.get(f"{path}?alasan=")
    assert bare.status_code == 422
    assert 'role="alert"' in bare.text
    second = browser.get(f"{path}?alasan=salah+alamat").text
    assert "tidak dapat diurungkan" in second
    assert "salah alamat" in second
    send(browser, path, page=f"{path}?alasan=salah+alamat", alasan="salah alamat")
    page = browser.get(f"/surat/{kode}").text
    assert "BATAL" in page
    assert "dibatalkan: salah alamat" in page
    assert "Orang siti" in page
    assert "/ganti" not in page
    marked = browser.get(f"/surat/{kode}/pdf?tanda=1")
    assert marked.status_code == 200
    assert "BATAL" in marked.headers["content-disposition"]


def test_a_letter_is_replaced_by_a_job_in_the_name_of_whoever_asked(desk):
    entri, browser = find_one(desk, "02.1"), desk.enter()
    kode = entri.isi["kode"]
    with desk.kantor.open_catatan() as db:
        db.run("UPDATE pejabat SET nama = 'Dra. Contoh Pengganti'")
    path = f"/surat/{kode}/ganti"
    assert "Dra. Contoh Pengganti" in browser.get(path).text
    asked = f"{path}?alasan=nama+pejabat+salah&tanggal=2016-03-15"
    page = browser.get(asked).text
    assert "Selasa, 15 Maret 2016" in page
    assert "menjadi BATAL" in page
    doubts = [
        part.split('"')[0].replace("&#39;", "'").replace("&#34;", '"')
        for part in page.split('name="dijawab" value="')[1:]
    ]
    sent = send(
        browser,
        path,
        page=asked,
        alasan="nama pejabat salah",
        tanggal="2016-03-15",
        dijawab=doubts,
    )
    assert sent.headers["location"].startswith("/pekerjaan/")
    job = desk.work()
    assert job.keadaan == "selesai", job.hasil
    (new,) = job.hasil["terbit"]
    old = browser.get(f"/surat/{kode}").text
    assert f'href="/surat/{new}"' in old
    assert "digantikan oleh" in old
    assert "nama pejabat salah" in old
    (letter,) = (e for e in list_letters(desk) if e.isi["kode"] == new)
    assert letter.isi["oleh"] == "siti"
    assert letter.isi["nomor"] != entri.isi["nomor"]


def test_other_regions_see_nothing_of_a_letter(desk):
    entri = find_one(desk)
    kode = entri.isi["kode"]
    own, other = (
        desk.enter("andi", wilayah="33.19"),
        desk.enter("budi", wilayah="33.74"),
    )
    for path in ("", f"/gambar/{entri.entri}/1", "/pdf", "/data", "/ganti", "/batal"):
        assert own.get(f"/surat/{kode}{path}").status_code == 200, path
        assert other.get(f"/surat/{kode}{path}").status_code == 404, path


def test_who_may_only_look_is_shown_no_button(desk):
    entri, browser = find_one(desk), desk.enter("rina", peran="pemeriksa")
    page = browser.get(f"/surat/{entri.isi['kode']}").text
    for path in ("/pdf", "/ganti", "/batal", "/data"):
        assert f'/surat/{entri.isi["kode"]}{path}"' not in page
        assert browser.get(f"/surat/{entri.isi['kode']}{path}").status_code == 404


def test_what_is_kept_of_pictures_may_be_lost(desk):
    entri, browser = find_one(desk), desk.enter()
    path = f"/surat/{entri.isi['kode']}/gambar/{entri.entri}/1"
    before = browser.get(path).content
    shutil.rmtree(place_pictures(desk.kantor))
    assert browser.get(path).content == before
