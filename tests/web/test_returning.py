"""What comes back is handed in, sorted by a job, placed by hand, and confirmed."""

from __future__ import annotations

import io
import json
import random
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
from PIL import Image

from formulir.archive.find import find_kode
from formulir.language import use_language
from formulir.receiving.likely import list_likely
from formulir.web.door.store import open_meja
from formulir.web.jobs.table import begin_next
from formulir.web.jobs.tray import (
    HALF,
    lay_tray,
    list_left,
    list_trays,
    place_trays,
)
from tests.kantor import let_age
from tests.tools.kembali import scan_pdf
from tests.tools.piles import issue_drawn
from tests.web.desk import send
from tests.web.letters import list_letters, read_pdf


@pytest.fixture(autouse=True)
def _indonesian():
    """Speak as the worker of a desk does."""
    use_language("id")
    yield
    use_language("en")


def scan(desk, entri):
    """Scan a letter that nobody has signed."""
    return scan_pdf(read_pdf(desk, entri), chance=random.Random(1))


def blur(desk, entri):
    """Photograph a letter so badly that its code cannot be read."""
    page = pypdfium2.PdfDocument(read_pdf(desk, entri))[0].render(scale=0.3).to_pil()
    out = io.BytesIO()
    page.convert("RGB").resize((900, 1270)).save(out, "JPEG")
    return out.getvalue()


def shade(kind="JPEG"):
    """Make a small picture of no letter, which is soon looked through."""
    out = io.BytesIO()
    Image.linear_gradient("L").save(out, kind)
    return out.getvalue()


def hand_in(desk, browser, *files):
    """Hand files in, and let the job be done."""
    sent = send(
        browser,
        "/kembali",
        page="/kembali",
        files=[("berkas", (name, data)) for name, data in files],
    )
    assert sent.status_code == 303, sent.text
    job = desk.work()
    assert job.keadaan == "selesai", job.hasil
    return job


def status_of(desk, entri):
    kode = entri.isi["kode"]
    return find_kode(desk.kantor.archive, [kode])[kode].isi["status"]


def name_of(desk, entri):
    """Return the school that a letter is about."""
    digest = entri.isi["konteks"]
    path = desk.folder / "archive/objects" / digest[:2] / f"{digest[2:]}.json"
    return json.loads(path.read_text("utf-8"))["sekolah"]["nama"]


def test_files_are_sorted_and_what_has_its_place_leaves_the_tray(desk):
    first, second = list_letters(desk, formulir="02.2")[:2]
    browser = desk.enter()
    job = hand_in(
        desk,
        browser,
        ("pindai.pdf", scan(desk, first)),
        (f"IMG_2034 {name_of(desk, second)}.jpg", blur(desk, second)),
    )
    placed, left = job.hasil["berkas"]
    assert placed["hasil"] == "diterima"
    assert placed["nama"] == "pindai.pdf"
    assert placed["kode"] == first.isi["kode"]
    assert left["hasil"] == "ditolak"
    assert left["keterangan"] == ["kode surat tidak terbaca"]
    (tray,) = list_trays(desk.kantor)
    assert list_left(desk.kantor, tray) == ["0002"]
    page = browser.get("/kembali").text
    assert "1 berkas atau lembar menunggu tempat" in page
    assert "1 surat belum terbukti tanda tangannya" in page
    assert f"/surat/{first.isi['kode']}/sahkan" in page
    told = browser.get(f"/pekerjaan/{job.nomor}").text
    assert "1 dari 2 berkas mendapat tempat" in told
    assert "Tempatkan 1 berkas yang belum" in told


def test_the_likeliest_letter_comes_first_and_one_key_places_the_file(desk):
    entri = list_letters(desk, formulir="02.2")[3]
    browser = desk.enter()
    name = f"IMG_2034 {name_of(desk, entri)}.jpg"
    hand_in(desk, browser, (name, shade()))
    (tray,) = list_trays(desk.kantor)
    path = f"/kembali/berkas/{tray.kode}/0001"
    page = browser.get(path).text
    first = page.index('data-kunci="1"')
    assert f'value="{entri.isi["kode"]}"' in page[first - 60 : first]
    assert page.count("data-kunci=") == 3
    seen = browser.get(f"{path}/gambar/1")
    assert seen.headers["content-type"] == "image/webp"
    sent = send(browser, path, page=path, surat=entri.isi["kode"])
    assert sent.headers["location"] == "/kembali"
    job = desk.work()
    assert job.keadaan == "selesai", job.hasil
    assert job.hasil["surat"][0]["hasil"] == "diterima"
    assert list_trays(desk.kantor) == []
    assert browser.get(path).status_code == 404


def test_a_file_that_cannot_be_placed_stays_and_says_why(desk):
    entri = list_letters(desk, formulir="02.2")[0]
    browser = desk.enter()
    hand_in(desk, browser, ("rusak.pdf", b"%PDF-1.4 rusak"))
    (tray,) = list_trays(desk.kantor)
    path = f"/kembali/berkas/{tray.kode}/0001"
    page = browser.get(path)
    assert page.status_code == 200
    assert "Gambarnya tidak dapat dibuat" in page.text
    send(browser, path, page=path, surat=entri.isi["kode"])
    assert desk.work().keadaan == "gagal"
    (tray,) = list_trays(desk.kantor)
    assert tray.found["0001"]["hasil"] == "ditolak"
    bad = send(browser, path, page=path, surat=entri.isi["kode"], lembar="a-b")
    assert bad.status_code == 422
    assert "tulis lembar" in bad.text
    send(browser, f"{path}/buang", page=path)
    assert list_trays(desk.kantor) == []


def test_pages_of_a_letter_wait_for_the_others(desk):
    ((kode, data),) = issue_drawn(desk.kantor, [3])
    browser = desk.enter()
    other = list_letters(desk, formulir="02.2")[0]
    pile = _join(_join(data, pages=[0]), scan(desk, other))
    job = hand_in(desk, browser, ("tumpukan.pdf", pile))
    assert job.hasil["berkas"][0]["hasil"] == "tumpukan"
    assert [each["kode"] for each in job.hasil["surat"]] == [other.isi["kode"]]
    page = browser.get("/kembali").text
    assert "halaman 1 dari 3 · belum ada: 2-3" in page
    assert f"/surat/{kode}" in page
    away = desk.enter("budi", wilayah="33.74").get("/kembali").text
    assert "Tidak ada yang menunggu" in away


def _join(*files, pages=None):
    made = pypdfium2.PdfDocument.new()
    for data in files:
        made.import_pages(pypdfium2.PdfDocument(data), pages)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_sheet_of_a_pile_is_placed_by_hand(desk):
    first, second = list_letters(desk, formulir="02.2")[:2]
    browser = desk.enter()
    hand_in(desk, browser, ("dua.pdf", _join(scan(desk, first), shade("PDF"))))
    page = browser.get("/kembali").text
    assert "kode surat tidak terbaca" in page
    path = page.split('href="/kembali/lembar/')[1].split('"')[0]
    path = f"/kembali/lembar/{path}"
    assert path.endswith("/2")
    shown = browser.get(path).text
    assert 'name="lembar" value="2"' in shown
    assert browser.get(f"{path}/gambar/2").status_code == 200
    send(browser, path, page=path, surat=second.isi["kode"])
    job = desk.work()
    assert job.keadaan == "selesai", job.hasil
    assert browser.get(path).status_code == 404
    other = desk.enter("budi", wilayah="33.74")
    assert other.get(path).status_code == 404
    assert other.get(f"{path}/gambar/2").status_code == 404


def test_a_letter_is_confirmed_with_a_name_and_a_reason(desk):
    entri = list_letters(desk, formulir="02.2")[0]
    browser = desk.enter()
    hand_in(desk, browser, ("pindai.pdf", scan(desk, entri)))
    path = f"/surat/{entri.isi['kode']}/sahkan"
    page = browser.get(path).text
    assert "Seperti diterbitkan" in page
    assert page.count("/gambar/") >= 2
    refused = send(browser, path, page=path, alasan=" ")
    assert refused.status_code == 422
    assert status_of(desk, entri) == "terbit"
    send(browser, path, page=path, alasan="tanda tangan dan cap terlihat")
    assert status_of(desk, entri) == "ditandatangani"
    told = browser.get(f"/surat/{entri.isi['kode']}").text
    assert "disahkan bertanda tangan: tanda tangan dan cap terlihat" in told
    assert browser.get(path).status_code == 404


def test_a_letter_of_another_office_goes_into_the_book(desk):
    browser = desk.enter()
    hand_in(desk, browser, ("surat lain.jpg", shade()))
    (tray,) = list_trays(desk.kantor)
    path = f"/kembali/berkas/{tray.kode}/0001/masuk"
    fields = {
        "dari": "Dinas Contoh",
        "nomor": "005/12",
        "tanggal": "2016-03-10",
        "terima": "2016-03-12",
        "hal": "Undangan",
        "disposisi": "hadir",
        "wilayah": "33.19",
        "tahun": "2016",
    }
    early = send(browser, path, page=path, **{**fields, "terima": "2016-03-01"})
    assert early.status_code == 422
    assert "sebelum tanggalnya" in early.text
    assert "Undangan" in early.text
    send(browser, path, page=path, **fields)
    job = desk.work()
    assert job.keadaan == "selesai", job.hasil
    assert job.hasil["surat"][0]["agenda"] == 1
    page = browser.get("/agenda?buku=masuk").text
    assert "Dinas Contoh" in page
    assert list_trays(desk.kantor) == []


def test_letters_of_other_regions_are_not_taken(desk):
    entri = list_letters(desk, formulir="02.2")[0]
    browser = desk.enter("budi", wilayah="33.74")
    job = hand_in(desk, browser, ("pindai.pdf", scan(desk, entri)))
    (told,) = job.hasil["berkas"]
    assert told["hasil"] == "ditolak"
    assert "wilayah lain" in told["keterangan"][0]
    assert status_of(desk, entri) == "terbit"
    (tray,) = list_trays(desk.kantor)
    path = f"/kembali/berkas/{tray.kode}/0001"
    page = browser.get(path).text
    assert entri.isi["kode"] not in page
    sent = send(browser, path, page=path, surat=entri.isi["kode"])
    assert sent.status_code == 404
    own = desk.enter("andi", wilayah="33.19")
    assert own.get(path).status_code == 404
    assert "pindai.pdf" not in own.get("/kembali").text


def test_likely_letters_are_of_the_regions_that_are_asked_for(desk):
    name = name_of(desk, list_letters(desk, formulir="02.2")[0])
    found = list_likely(desk.kantor, name, beside=(), codes=frozenset({"33.74"}))
    assert found == []


def test_a_job_that_is_done_again_changes_nothing(desk):
    entri = list_letters(desk, formulir="02.2")[0]
    browser = desk.enter()
    data = scan(desk, entri)
    hand_in(desk, browser, ("a.pdf", data))
    again = hand_in(desk, browser, ("b.pdf", data))
    assert again.hasil["berkas"][0]["hasil"] == "sudah"
    assert list_trays(desk.kantor) == []


def test_a_form_without_a_file_says_so(desk):
    browser = desk.enter()
    sent = send(browser, "/kembali", page="/kembali")
    assert sent.status_code == 422
    assert "Belum ada berkas" in sent.text


@pytest.mark.parametrize("nama", ["../x", "0002", "baki.json", "%2e%2e"])
def test_names_of_files_lead_nowhere_else(desk, tmp_path, nama):
    source = tmp_path / "a"
    source.write_bytes(b"x")
    tray = lay_tray(desk.kantor, [("a.pdf", source)], akun="siti", wilayah=None)
    answer = desk.enter().get(f"/kembali/berkas/{tray.kode}/{nama}/gambar/1")
    assert answer.status_code == 404
    assert desk.enter().get(f"/kembali/berkas/../{nama}").status_code == 404


@pytest.mark.parametrize("year", [2006, 2066])
def test_what_a_crash_left_of_a_tray_is_swept_whatever_the_office_takes_for_today(
    desk, tmp_path, year
):
    kantor = replace(desk.kantor, saat=lambda: datetime(year, 3, 14, tzinfo=UTC))
    place, source = place_trays(kantor), tmp_path / "a"
    source.write_bytes(b"x")
    old, new = (place / f"{HALF}{name}" for name in ("LAMA", "BARU"))
    for half in (old, new):
        half.mkdir(parents=True)
    let_age(old, days=2)
    tray = lay_tray(kantor, [("a.pdf", source)], akun="siti", wilayah=None)
    let_age(place / tray.kode, days=400)
    lay_tray(kantor, [("a.pdf", source)], akun="siti", wilayah=None)
    assert (old.exists(), new.exists()) == (False, True)
    assert tray.kode in {each.kode for each in list_trays(kantor)}


def test_a_tray_whose_job_was_stopped_is_looked_into_again(desk):
    entri = list_letters(desk, formulir="02.2")[0]
    browser = desk.enter()
    sent = send(
        browser,
        "/kembali",
        page="/kembali",
        files=[("berkas", ("a.pdf", scan(desk, entri)))],
    )
    nomor = sent.headers["location"].rpartition("/")[2]
    send(browser, f"/pekerjaan/{nomor}/hentikan", page="/kembali")
    with open_meja(desk.folder) as meja:
        assert begin_next(meja, saat=desk.kantor.saat()) is None
    page = browser.get("/kembali").text
    assert "Periksa lagi" in page
    (tray,) = list_trays(desk.kantor)
    send(browser, f"/kembali/baki/{tray.kode}/periksa", page="/kembali")
    assert desk.work().hasil["berkas"][0]["hasil"] == "diterima"


@pytest.mark.parametrize("kode", ["a" * 500, "..", "baru-x", "%00", "ä"])
def test_a_tray_that_is_not_there_is_not_there_whatever_it_is_called(desk, kode):
    browser = desk.enter()
    assert browser.get(f"/kembali/berkas/{kode}/0001").status_code == 404
