"""Issuing on the desk: four steps, and nothing is issued that was not shown."""

from __future__ import annotations

import html
import re
from io import BytesIO

from PIL import Image

from formulir.web.door.store import open_meja
from formulir.web.jobs.table import Order, ask, finish
from tests.web.desk import ADDRESS, read_mark, send

PAGE = "/terbitkan?formulir=02.3&tanggal=2016-03-14&tunggu=ya"
LETTERS = 30
WITHOUT = "99000041"


def read(browser, page=PAGE):
    answer = browser.get(page)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def read_field(page, name):
    return re.findall(rf'name="{name}" value="([^"]*)"', page)


def answer_all(page):
    return read_field(page, "dijawab")


def issue(browser, page, **more):
    """Send the form of the last step as it stands on a page, all boxes ticked."""
    fields = {"formulir": "02.3", "tanggal": "2016-03-14", "dijawab": answer_all(page)}
    fields["banyak"] = read_field(page, "banyak")
    return send(browser, "/terbitkan", page="/terbitkan", **fields | more)


def change(desk, sql, *params):
    with desk.kantor.open_catatan() as db, db.writing():
        db.run(sql, params)


def count(desk, formulir="02.3"):
    with desk.kantor.open_catatan(read_only=True) as db:
        return db.value("SELECT count(*) FROM surat WHERE formulir = ?", (formulir,))


def count_jobs(desk):
    with open_meja(desk.folder) as meja:
        return meja.value("SELECT count(*) FROM pekerjaan")


def test_the_kinds_say_how_many_letters_are_ready_and_what_the_others_wait_for(desk):
    browser = desk.enter()
    assert "Sedang melihat catatan" in read(browser, "/terbitkan")
    page = read(browser, "/terbitkan?tunggu=ya")
    assert f"{LETTERS} surat siap" in page
    assert "Menunggu terbitnya 01.6" in page
    assert "Jadwal pelatihan belum disusun" in page
    # What was made once is there at once.
    assert f"{LETTERS} surat siap" in read(browser, "/terbitkan")


def test_letters_are_issued_with_the_date_and_the_doubts_that_were_shown(desk):
    browser = desk.enter()
    page = read(browser)
    assert f"Terbitkan {LETTERS} surat" in page
    assert "Senin, 14 Maret 2016" in page
    assert len(answer_all(page)) == 1  # the date lies far back
    sent = issue(browser, page)
    assert sent.status_code == 303
    job = desk.work()
    assert job.keadaan == "selesai"
    assert len(job.hasil["terbit"]) == LETTERS == count(desk)
    shown = read(browser, sent.headers["location"])
    assert "Cetak dan kirim 30 surat" in shown
    assert f'href="/surat/{job.hasil["terbit"][0]}"' in shown
    assert "Semua surat ini sudah terbit" in read(browser)


def test_nothing_is_issued_while_a_doubt_is_not_answered(desk):
    browser = desk.enter()
    sunday = PAGE.replace("03-14", "03-13")
    page = read(browser, sunday)
    assert "Minggu, 13 Maret 2016 adalah hari libur" in page
    far, off = answer_all(page)
    for ticked in ([], [far], [off], [far, "0" * 64]):
        sent = issue(browser, page, tanggal="2016-03-13", dijawab=ticked)
        assert sent.status_code == 422
        assert "Ada yang belum dijawab" in sent.text
        assert all(f'value="{one}" required checked' in sent.text for one in ticked[:1])
    assert count_jobs(desk) == 0
    assert issue(browser, page, tanggal="2016-03-13").status_code == 303
    assert desk.work().keadaan == "selesai"


def test_a_letter_with_a_fault_leads_to_its_cell_and_waits_for_it_alone(desk):
    change(desk, "UPDATE sekolah SET nama = '' WHERE npsn = ?", WITHOUT)
    browser = desk.enter()
    page = read(browser)
    assert "1 ✗ menunggu" in page
    assert f'href="/data/sekolah/baris?npsn={WITHOUT}#nama"' in page
    assert f"Terbitkan {LETTERS - 1} surat" in page
    assert issue(browser, page).status_code == 303
    job = desk.work()
    assert job.keadaan == "selesai", job.hasil
    assert count(desk) == LETTERS - 1
    with desk.kantor.open_catatan(read_only=True) as db:
        assert not db.value("SELECT 1 FROM surat WHERE kunci = ?", (WITHOUT,))


def test_nothing_is_issued_when_the_records_have_changed_meanwhile(desk):
    browser = desk.enter()
    page = read(browser)
    change(desk, "UPDATE sekolah SET nama = '' WHERE npsn = ?", WITHOUT)
    sent = issue(browser, page)
    assert sent.status_code == 422
    assert f"sekarang {LETTERS - 1} surat siap" in sent.text
    assert count_jobs(desk) == 0


def test_letters_are_found_by_name_and_leave_as_a_sheet(desk):
    browser = desk.enter()
    page = read(browser, f"{PAGE}&q=gebog+sma")
    assert "SMA Negeri 5 Contoh Gebog" in page
    assert "SMA Negeri 1 Contoh Kota Kudus" not in page
    assert "Tidak ada nama yang cocok" in read(browser, f"{PAGE}&q=xyz")
    sheet = browser.get("/terbitkan/daftar.xlsx?formulir=02.3&tanggal=2016-03-14")
    assert sheet.content.startswith(b"PK")


def test_pictures_take_no_number_and_are_seen_by_whoever_asked(desk):
    browser = desk.enter()
    assert "Lihat contoh" in read(browser)
    asked = {"formulir": "02.3", "tanggal": "2016-03-14"}
    sent = send(browser, "/terbitkan/contoh", page="/terbitkan", **asked)
    job = desk.work()
    assert job.keadaan == "selesai", job.hasil
    page = read(browser, sent.headers["location"].partition("#")[0])
    pictures = re.findall(r'<img src="([^"]+)"', page)
    assert pictures
    assert "belum ada nomor yang terpakai" in page
    assert pictures[0] in read(browser, f"/pekerjaan/{job.nomor}")
    picture = browser.get(pictures[0])
    assert picture.headers["content-type"] == "image/png"
    assert Image.open(BytesIO(picture.content)).width >= 700
    assert count(desk) == 0
    stranger = desk.enter("tono", "staf", "33.19")
    assert stranger.get(pictures[0]).status_code == 404
    assert browser.get(f"/pekerjaan/{job.nomor}/gambar/index.txt").status_code == 404


def test_a_doubt_that_shows_on_paper_only_is_answered_when_looked_at_again(desk):
    browser = desk.enter()
    doubt = {
        "tempat": "02.3",
        "alasan": "tanda tangan sendirian di halaman 2",
        "ringan": True,
        "sel": None,
        "kata": "02.3: the signature is alone on page 2",
        "pola": "the signature is alone on page {page}",
    }
    isi = {"formulir": "02.3", "tahun": 2016, "wilayah": None, "tanggal": "2016-03-14"}
    hasil = {"kode": "doubts-untold", "kalimat": "Ada keraguan.", "salah": [doubt]}
    with open_meja(desk.folder) as meja:
        order = Order(jenis="terbit", judul="Menerbitkan", isi=isi, akun="siti")
        nomor = ask(meja, order, saat=desk.kantor.saat())
        finish(meja, nomor, "gagal", hasil, saat=desk.kantor.saat())
    again = re.search(
        r'href="(/terbitkan\?[^"#]+)', read(browser, f"/pekerjaan/{nomor}")
    )
    page = read(browser, f"{again[1]}&tunggu=ya")
    assert "tanda tangan sendirian" in page
    before = set(answer_all(read(browser)))
    (new,) = set(answer_all(page)) - before
    more = {"pekerjaan": str(nomor)}
    assert issue(browser, page, dijawab=sorted(before), **more).status_code == 422
    assert issue(browser, page, **more).status_code == 303
    assert new in answer_all(page)
    with open_meja(desk.folder) as meja:
        sql = "SELECT isi FROM pekerjaan ORDER BY nomor DESC LIMIT 1"
        assert doubt["kata"] in meja.value(sql)


def test_another_region_sees_none_of_these_letters(desk):
    stranger = desk.enter("tono", "staf", "33.20")
    page = read(stranger)
    assert "Terbitkan 30" not in page
    assert "Contoh Gebog" not in page
    listed = stranger.get("/terbitkan/daftar.xlsx?formulir=02.3")
    assert listed.status_code == 422
    reader = desk.enter("rina", "pemeriksa")
    assert reader.get(PAGE).status_code == 404
    assert stranger.get("/terbitkan?formulir=99.9").status_code == 404


def test_without_the_mark_of_the_session_nothing_is_asked_for(desk):
    browser = desk.enter()
    page = read(browser)
    fields = {"formulir": "02.3", "tanggal": "2016-03-14", "banyak": "30"}
    headers = {"origin": ADDRESS, "sec-fetch-site": "same-origin"}
    assert read_mark(page)
    sent = browser.post("/terbitkan", data=fields, headers=headers)
    assert sent.status_code == 403
    assert count_jobs(desk) == 0
