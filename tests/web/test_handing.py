"""Handing letters out on the desk: on paper, as files, by message and by hand."""

from __future__ import annotations

import html
import re
import zipfile
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader

from formulir.archive.find import iter_entries
from formulir.records.post.handed import list_handed
from formulir.web.jobs.kinds import Work
from formulir.web.jobs.kinds_handing import KINDS
from tests.handing.conftest import give_addresses, write_surel
from tests.handing.postbox import serving
from tests.web.desk import send

PAGE = "/kirim?formulir=02.2"
LETTERS = 6


def read(browser, page=PAGE):
    answer = browser.get(page)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def ask(desk, browser, path, **fields):
    """Send a form of the page, do the job, and return it."""
    sent = send(browser, path, page=PAGE, formulir="02.2", yang="", **fields)
    assert sent.status_code == 303, sent.text
    return desk.work()


def fetch(browser, job, end):
    (nama,) = [f["nama"] for f in job.hasil["berkas"] if f["nama"].endswith(end)]
    return browser.get(f"/pekerjaan/{job.nomor}/berkas/{nama}")


def count_handed(desk):
    with desk.kantor.open_catatan(read_only=True) as db:
        return len(list_handed(db))


def list_codes(desk, formulir="02.2"):
    entries = [each.isi for each in iter_entries(desk.kantor.archive)]
    letters = [isi for isi in entries if isi.get("tindakan") == "terbit"]
    return [isi["kode"] for isi in letters if isi["formulir"] == formulir]


def test_the_kinds_say_how_many_letters_never_left_the_office(desk):
    page = read(desk.enter(), "/kirim")
    assert f"{LETTERS + 2} surat" in page
    assert f"{LETTERS} belum diserahkan" in page
    assert "yang=belum" in page


def test_one_pdf_a_list_and_labels_come_of_one_job_and_are_recorded(desk):
    browser = desk.enter()
    fields = {"buat": ["cetak", "alamat", "label"], "lembar": "a4-24", "mulai": "3"}
    job = ask(desk, browser, "/kirim/cetak", bolak_balik="ya", **fields)
    assert job.keadaan == "selesai", job.hasil
    assert job.hasil["surat"] == LETTERS
    shown = read(browser, f"/pekerjaan/{job.nomor}")
    assert shown.count("Unduh") == 3
    got = fetch(browser, job, "cetak.pdf")
    assert got.headers["content-type"] == "application/pdf"
    assert len(PdfReader(BytesIO(got.content)).pages) == job.hasil["halaman"]
    sheet = openpyxl.load_workbook(BytesIO(fetch(browser, job, ".xlsx").content)).active
    assert sheet.max_row == LETTERS + 1
    assert fetch(browser, job, "label.pdf").content.startswith(b"%PDF")
    assert count_handed(desk) == LETTERS
    assert "Semua 6 surat sudah tercatat diserahkan" in read(browser)
    assert count_handed(desk) == LETTERS  # looking hands out nothing


def test_a_list_of_addressees_alone_hands_out_no_letter(desk):
    job = ask(desk, desk.enter(), "/kirim/cetak", buat="alamat")
    assert job.keadaan == "selesai"
    assert count_handed(desk) == 0


def test_what_is_lacking_is_told_and_nothing_is_asked_for(desk):
    browser = desk.enter()
    for fields, said in (
        ({}, "Centang apa yang dibuat"),
        ({"buat": "label", "lembar": "x"}, "Pilih lembar label"),
        ({"buat": "label", "lembar": "a4-24", "mulai": "25"}, "dari 1 sampai 24"),
        ({"buat": "label", "lembar": "a4-24", "mulai": "²"}, "dari 1 sampai 24"),
    ):
        sent = send(browser, "/kirim/cetak", page=PAGE, formulir="02.2", **fields)
        assert sent.status_code == 422
        assert said in sent.text
    assert desk.work() is None


def test_a_zip_bears_readable_names_and_a_job_that_runs_again_keeps_it(desk):
    browser = desk.enter()
    job = ask(desk, browser, "/kirim/zip")
    got = fetch(browser, job, ".zip")
    names = zipfile.ZipFile(BytesIO(got.content)).namelist()
    assert len(names) == LETTERS
    assert all(name.startswith("02.2 ") and name.endswith(").pdf") for name in names)
    acts = desk.kantor.oleh, count_acts(desk)
    work = Work(kantor=desk.kantor, isi=job.isi, tell=lambda *_: None, press=None)
    again = KINDS["zip"](work)
    assert again["berkas"] == job.hasil["berkas"]
    assert count_acts(desk) == acts[1]


def count_acts(desk):
    with desk.kantor.open_catatan(read_only=True) as db:
        return db.value("SELECT count(*) FROM riwayat WHERE tindakan = 'serah'")


def test_only_those_that_nobody_got_yet_are_taken_if_that_is_asked_for(desk):
    browser = desk.enter()
    first = list_codes(desk)[0]
    sent = send(browser, "/kirim/serah", page=PAGE, formulir="02.2", kode=first)
    assert sent.status_code == 303
    sent = send(browser, "/kirim/zip", page=PAGE, formulir="02.2", yang="belum")
    assert desk.work().hasil["surat"] == LETTERS - 1


def test_who_got_a_letter_by_hand_is_recorded_with_what_was_said(desk):
    browser = desk.enter()
    codes = list_codes(desk)[:2]
    fields = {"kode": codes, "keterangan": "diambil di loket"}
    sent = send(browser, "/kirim/serah", page=PAGE, formulir="02.2", **fields)
    assert sent.headers["location"] == "/kirim?formulir=02.2&banyak=2#siapa"
    assert count_handed(desk) == 2
    assert "2 surat tercatat" in read(browser, sent.headers["location"])
    assert "diambil di loket" in read(browser, f"/surat/{codes[0]}")
    none = send(browser, "/kirim/serah", page=PAGE, formulir="02.2", kode="X")
    assert "Centang dahulu" in none.text


def test_a_file_is_for_whoever_asked_for_it_and_nobody_else(desk):
    job = ask(desk, desk.enter(), "/kirim/zip")
    nama = job.hasil["berkas"][0]["nama"]
    for akun, peran in (("tini", "staf"), ("bos", "pengelola")):
        other = desk.enter(akun, peran)
        path = f"/pekerjaan/{job.nomor}/berkas"
        assert other.get(f"{path}/{nama}").status_code == 404
        assert other.get(f"{path}/..%2Fkantor.toml").status_code == 404


def test_an_account_of_another_region_finds_no_letter_and_asks_for_none(desk):
    browser = desk.enter("jono", "staf", "33.20")
    assert "Belum ada surat" in read(browser, "/kirim")
    sent = send(browser, "/kirim/zip", page="/kirim", formulir="02.2")
    assert "Tidak ada surat yang dipilih" in sent.text
    codes = list_codes(desk)
    send(browser, "/kirim/serah", page="/kirim", formulir="02.2", kode=codes)
    assert count_handed(desk) == 0
    assert browser.get("/kirim/surel?formulir=02.2").status_code == 404
    assert desk.work() is None


def test_texts_for_chat_programs_come_as_a_sheet_and_hand_out_nothing(desk):
    browser = desk.enter()
    job = ask(desk, browser, "/kirim/pesan")
    sheet = openpyxl.load_workbook(BytesIO(fetch(browser, job, ".xlsx").content)).active
    assert sheet.max_row == LETTERS + 1
    assert count_handed(desk) == 0


@pytest.fixture
def posting(desk):
    """The desk of an office that can send, and the server."""
    with serving() as server:
        write_surel(desk.folder, server.port)
        with desk.kantor.open_catatan() as db:
            give_addresses(db)
        yield desk, server


def show_mail(browser):
    return read(browser, "/kirim/surel?formulir=02.2&tunggu=ya")


def test_the_first_message_is_shown_before_any_goes_and_then_all_go_once(posting):
    desk, server = posting
    browser = desk.enter()
    page = show_mail(browser)
    assert f"Kirim {LETTERS} pesan" in page
    assert "Pesan pertama" in page
    assert "Kepada" in page
    assert not server.taken
    path, fields = "/kirim/surel", {"page": PAGE, "formulir": "02.2"}
    other = send(browser, path, banyak="99", **fields)
    assert other.status_code == 422
    assert "tidak ada yang dikirim" in other.text
    assert send(browser, path, banyak=str(LETTERS), **fields).status_code == 303
    job = desk.work()
    assert job.keadaan == "selesai", job.hasil
    assert job.hasil["banyak"]["terkirim"] == LETTERS == len(server.taken)
    assert count_handed(desk) == LETTERS
    assert "Tidak ada pesan yang menunggu" in show_mail(browser)


def test_a_person_decides_on_the_page_on_a_message_in_doubt(posting):
    desk, server = posting
    server.on = lambda step, _to: "drop" if step == "dot" else None
    browser = desk.enter()
    fields = {"page": PAGE, "formulir": "02.2"}
    show_mail(browser)
    send(browser, "/kirim/surel", banyak=str(LETTERS), **fields)
    desk.work()
    page = show_mail(browser)
    assert "Perlu diputuskan" in page
    codes = re.findall(r'name="kode" value="([^"]+)"', page)
    assert codes
    path = "/kirim/surel/putuskan"
    none = send(browser, path, putusan="lagi", **fields)
    assert "Centang dahulu" in none.text
    send(browser, path, putusan="sampai", kode=codes, **fields)
    job = desk.work()
    assert job.hasil == {"banyak": len(codes), "lagi": False}
    assert "Perlu diputuskan" not in show_mail(browser)
    work = Work(kantor=desk.kantor, isi=job.isi, tell=lambda *_: None, press=None)
    assert KINDS["keputusan"](work)["banyak"] == 0  # run again, it is decided


def test_who_may_hand_out_files_does_not_send_in_the_name_of_the_office(posting):
    desk, _ = posting
    auditor = desk.enter("audit", "auditor")
    page = read(auditor)
    assert "Siapkan ZIP" in page
    assert "Lihat pesan surel" not in page
    assert "Catat yang dicentang" not in page
    assert auditor.get("/kirim/surel?formulir=02.2").status_code == 404
