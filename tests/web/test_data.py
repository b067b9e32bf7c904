"""Sheets on the desk: dropped, looked at, put right, saved; tables with names."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest

from formulir.records.forms.write_form import write_form
from formulir.records.tasks.fill import make_task_form
from formulir.records.tasks.registry import TASKS
from formulir.web.sheets.draft import file_of, keep_sheet, list_drafts
from tests.kantor import let_age
from tests.web.desk import send

HEADING = "No;NPSN;Nama Sekolah;Bentuk;Status;Kab/Kota;Kepala Sekolah\n"
ROWS = (
    "1;99000001;SD 1 Contoh Mekarsari;SD;N;Kab. Kudus;\n"
    "2;99000098;SD Contoh Salah;SD;Q;Kab. Kudus;Contoh Kepala\n"
    "3;99000099;SD Contoh Baru;SD;N;Kab. Kudus;Contoh Kepala\n"
)


def read(browser, page):
    answer = browser.get(page)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def drop(browser, data, name="sekolah.csv"):
    sent = send(
        browser,
        "/data/lembar",
        page="/data",
        files={"lembar": (name, io.BytesIO(data))},
    )
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


def save(desk, browser, place):
    page = browser.get(place).text
    sidik = re.search(r'name="sidik" value="(\w*)"', page)[1]
    sent = send(browser, place, page=place, perbuatan="simpan", sidik=sidik)
    return sent.headers["location"], desk.work()


def value(desk, sql, *params):
    with desk.kantor.open_catatan(read_only=True) as db:
        return db.value(sql, params)


def test_a_sheet_is_looked_at_put_right_and_saved(desk):
    browser = desk.enter()
    place = drop(browser, (HEADING + ROWS).encode())
    page = read(browser, place)
    assert "sekolah.csv → Sekolah" in page
    assert "1 baru, 1 berubah" in page
    assert "✗ 1 salah" in page
    assert "Simpan 2 baris" in page
    assert "akan dikosongkan" in page
    # Nothing has been written yet.
    assert value(desk, "SELECT 1 FROM sekolah WHERE npsn = '99000099'") is None
    field = {"isi.0.3.5": "N", "biar.0.2.7": "1", "perbuatan": "periksa"}
    assert send(browser, place, page=place, **field).status_code == 303
    page = read(browser, place)
    assert "tidak ada yang salah" in page
    assert "akan dikosongkan" not in page
    kepala = value(desk, "SELECT kepala FROM sekolah WHERE npsn = '99000001'")
    _, job = save(desk, browser, place)
    assert job.keadaan == "selesai", job.hasil
    assert job.hasil["baru"] == 2
    assert value(desk, "SELECT kepala FROM sekolah WHERE npsn = '99000001'") == kepala
    assert value(desk, "SELECT status FROM sekolah WHERE npsn = '99000098'") == "N"
    assert browser.get(place).status_code == 404  # saved, it lies there no more


def test_rows_with_a_fault_wait_while_the_others_are_saved(desk):
    browser = desk.enter()
    place = drop(browser, (HEADING + ROWS).encode())
    _, job = save(desk, browser, place)
    assert job.hasil["menunggu"] == 1
    assert value(desk, "SELECT 1 FROM sekolah WHERE npsn = '99000099'") == 1
    page = read(browser, place)
    assert "0 baru, 0 berubah, 2 sama" in page
    assert "✗ 1 salah" in page


def test_the_sheet_of_a_task_is_saved_whole_or_not_at_all(desk):
    browser = desk.enter()
    with desk.kantor.open_catatan(read_only=True) as db:
        data = write_form(*make_task_form(db, TASKS["calon"], isi=True, tahun=2016))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    places = {cell.value.rstrip("*"): cell.column for cell in sheet[1]}
    sheet.cell(3, places["Jabatan"]).value = "Pengawas Sekolah Muda"
    sheet.cell(4, places["NIP"]).value = 1.98503e17
    out = io.BytesIO()
    book.save(out)
    place = drop(browser, out.getvalue(), "calon.xlsx")
    page = read(browser, place)
    assert "tugas calon" in page
    assert "Pengawas Sekolah Muda" in page
    assert sheet.cell(4, places["Nama lengkap"]).value in page
    assert "Simpan" not in page
    sent = send(browser, place, page=place, perbuatan="simpan", sidik="")
    assert desk.work() is None
    before = value(desk, "SELECT nip FROM calon WHERE kode = ?", _kode(sheet, places))
    field = {f"isi.0.4.{places['NIP']}": before, "perbuatan": "periksa"}
    send(browser, place, page=place, **field)
    sent, job = save(desk, browser, place)
    assert job.hasil["berubah"] == 1, (sent, job)


def _kode(sheet, places):
    return sheet.cell(4, places["Kode calon"]).value


def test_what_would_change_must_be_what_was_shown(desk):
    browser = desk.enter()
    with desk.kantor.open_catatan(read_only=True) as db:
        rows = db.rows("SELECT npsn, nama FROM sekolah ORDER BY npsn LIMIT 30")
    line = "{npsn};{nama} Ubah;SD;N;Kab. Kudus\n"
    text = "NPSN;Nama Sekolah;Bentuk;Status;Kab/Kota\n"
    text += "".join(line.format(**row) for row in rows)
    place = drop(browser, text.encode())
    read(browser, place)
    with desk.kantor.open_catatan() as db, db.writing():
        db.run("UPDATE sekolah SET nama = 'SD Lain' WHERE npsn = ?", (rows[0]["npsn"],))
    _, job = save(desk, browser, place)
    assert job.keadaan == "gagal"
    assert job.hasil["kode"] == "lembar-changed"
    assert browser.get(place).status_code == 200


def test_a_heading_is_chosen_for_a_column(desk):
    browser = desk.enter()
    text = HEADING.replace("Kepala Sekolah", "Pemimpin") + ROWS
    place = drop(browser, text.encode())
    page = read(browser, place)
    assert "Pemimpin" in page
    at = re.search(r'id="k-0-(\d+)">kepala', page)[1]
    send(
        browser,
        place,
        page=place,
        perbuatan="peta",
        **{"judul.0": "1", f"peta.0.{at}": "Pemimpin"},
    )
    _, job = save(desk, browser, place)
    assert job.hasil["baru"] == 1
    found = value(desk, "SELECT kepala FROM sekolah WHERE npsn = '99000099'")
    assert found == "Contoh Kepala"


def test_what_is_no_sheet_is_told_and_not_kept(desk):
    browser = desk.enter()
    sent = send(
        browser,
        "/data/lembar",
        page="/data",
        files={"lembar": ("../../surat.pdf", io.BytesIO(b"%PDF-1.7\n"))},
    )
    assert sent.status_code == 422
    assert "surat.pdf" in sent.text
    assert str(desk.folder) not in sent.text
    assert "Belum disimpan" not in read(browser, "/data")


def test_a_large_sheet_is_read_by_a_job(desk):
    browser = desk.enter()
    line = (
        "{};{:08};SD {} Contoh Panjang Sekali Namanya;SD;N;Kab. Kudus;Contoh Kepala\n"
    )
    rows = [line.format(n, 99100000 + n, n) for n in range(6_000)]
    place = drop(browser, (HEADING + "".join(rows)).encode())
    assert place.startswith("/pekerjaan/")
    job = desk.work()
    assert job.keadaan == "selesai", job.hasil
    page = read(browser, f"/data/lembar/{job.hasil['lembar']}")
    assert "6.000 baru" in page
    assert "Dan 4.000 baris lain" in page
    _, job = save(desk, browser, f"/data/lembar/{job.hasil['lembar']}")
    assert job.hasil["baru"] == 6_000
    assert job.jumlah == 6_000


def test_a_search_of_many_words_is_no_fault(desk):
    browser = desk.enter()
    assert browser.get("/data/sekolah", params={"q": "a " * 3_000}).status_code == 200


def test_a_sheet_is_its_owners_alone(desk):
    place = drop(desk.enter(), (HEADING + ROWS).encode())
    other = desk.enter("budi")
    assert other.get(place).status_code == 404
    assert "sekolah.csv" not in other.get("/data").text


def test_tables_show_names_and_leave_as_a_sheet(desk):
    browser = desk.enter()
    page = read(browser, "/data/calon?q=mahendra")
    assert "Drs. Contoh Mahendra Prabawa, M.Pd." in page
    assert "Kabupaten Kudus" in page
    assert "Contoh Nareswari" not in page
    sheet = openpyxl.load_workbook(io.BytesIO(browser.get("/data/calon/unduh").content))
    rows = list(sheet.active.values)
    assert "Kabupaten/kota (nama)" in rows[0]
    telepon = rows[1][rows[0].index("Telepon")]
    assert "*" in telepon
    open_ = browser.get("/data/calon/unduh?terang=1").content
    assert "*" not in str(list(openpyxl.load_workbook(io.BytesIO(open_)).active.values))


def test_a_row_is_corrected_by_the_rules_of_the_import(desk):
    browser = desk.enter()
    page = "/data/sekolah/ubah?npsn=99000001"
    with desk.kantor.open_catatan(read_only=True) as db:
        (row,) = db.rows("SELECT * FROM sekolah WHERE npsn = '99000001'")
    cells = {n: "" if v is None else str(v) for n, v in row.items() if n != "npsn"}
    wrong = send(browser, page, page=page, **cells | {"status": "Q", "nama": ""})
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.text
    assert wrong.text.count('class="salah" id="s-') == 2
    good = send(browser, page, page=page, **cells | {"nama": "SD Diperbaiki"})
    assert good.status_code == 303, good.text
    assert value(desk, "SELECT nama FROM sekolah WHERE npsn = ?", "99000001") == (
        "SD Diperbaiki"
    )
    told = value(desk, "SELECT rincian FROM riwayat ORDER BY id DESC LIMIT 1")
    assert "isian meja kerja" in told


def test_a_row_on_which_others_depend_stays_and_another_goes_with_its_reason(desk):
    browser = desk.enter()
    page = read(browser, "/data/sekolah/baris?npsn=99000002")
    assert "tidak dapat dihapus" in page
    shown = page.partition("tidak dapat dihapus")[2]
    assert "Usulan sekolah: <a href=" in shown
    assert "usulan 2016" not in shown
    for path in re.findall(r'<li>[^<]*<a href="([^"]+)"', shown):
        assert browser.get(path).status_code == 200
    path = "/data/sekolah/hapus?npsn=99000002"
    assert send(browser, path, page="/data", alasan="uji").status_code == 422
    place = drop(browser, (HEADING + ROWS).encode())
    save(desk, browser, place)
    path = "/data/sekolah/hapus?npsn=99000099"
    assert send(browser, path, page="/data", alasan="").status_code == 422
    assert send(browser, path, page="/data", alasan="tutup").status_code == 303
    assert value(desk, "SELECT 1 FROM sekolah WHERE npsn = '99000099'") is None


def test_letters_that_depend_on_a_row_are_named_and_lead_to_their_page(desk):
    browser = desk.enter()
    npsn = value(desk, "SELECT kunci FROM surat WHERE formulir = '02.2' ORDER BY 1")
    nama = value(desk, "SELECT nama FROM sekolah WHERE npsn = ?", npsn)
    page = read(browser, f"/data/sekolah/baris?npsn={npsn}")
    (path, named), *_ = re.findall(
        r'<li>Surat 02[.]2 [^:]+: <a href="([^"]+)">([^<]+)', page
    )
    assert nama in named
    assert browser.get(path).status_code == 200
    npsn = value(desk, "SELECT npsn FROM usulan_imbas ORDER BY 1")
    facts = dict.fromkeys(("hal", "tujuan", "penanda_tangan", "lampiran"), "")
    reserved = {"kode": "TIADA", "tahun": 2016, "status": "dipesan", **facts}
    with desk.kantor.open_catatan() as db, db.writing():
        named = {"formulir": "02.3", "kunci": npsn, "tanggal": "2016-03-14"}
        db.insert("surat", reserved | named)
    page = read(browser, f"/data/sekolah/baris?npsn={npsn}")
    assert "dipesan, belum terbit" in page


@pytest.mark.parametrize(
    "path",
    [
        "/data/pejabat",
        "/data/pejabat/unduh",
        "/data/sekolah/lembar",
        "/data/tugas/calon/lembar",
        "/data/sekolah/ubah",
        "/data/tidak-ada",
    ],
)
def test_an_account_of_a_region_sees_no_more_than_its_rows(desk, path):
    assert desk.enter("ani", wilayah="33.74").get(path).status_code == 404


def test_the_rows_of_another_region_are_not_there(desk):
    browser = desk.enter("ani", wilayah="33.74")
    assert "0 baris" in read(browser, "/data/sekolah")
    assert browser.get("/data/sekolah/baris?npsn=99000001").status_code == 404
    page = read(browser, "/data")
    assert "Pejabat" not in page
    assert 'name="lembar"' not in page
    own = desk.enter("adi", wilayah="33.19")
    assert "SD 1 Contoh" in read(own, "/data/sekolah?q=mekarsari")
    assert read(own, "/data/sekolah/baris?npsn=99000001").count("Perbaiki") == 0


@pytest.mark.parametrize("year", [2006, 2066])
def test_a_sheet_that_nobody_touches_goes_whatever_the_office_takes_for_today(
    desk, tmp_path, year
):
    kantor = replace(desk.kantor, saat=lambda: datetime(year, 3, 14, tzinfo=UTC))
    source = tmp_path / "a.csv"
    source.write_bytes(b"NPSN\n")

    def keep(nama):
        return keep_sheet(kantor, akun="siti", nama=nama, source=source)

    for nama, days in (("lama", 31), ("baru", 29)):
        let_age(file_of(kantor, keep(nama)).parent, days=days)
    keep("kini")
    assert {each.nama for each in list_drafts(kantor, "siti")} == {"baru", "kini"}
