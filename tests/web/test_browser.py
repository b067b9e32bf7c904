"""A stranger before a real Chromium: from the first visit to what is still lacking.

The desk is served by the installed command, and its own worker does the jobs.
"""

from __future__ import annotations

import random

import pytest

from formulir.office.kantor import open_kantor
from tests.kantor import make_kantor, make_printer
from tests.terima import Meja
from tests.tools.browser import open_chromium
from tests.web.chromium import Clerk, open_page, serving
from tests.web.desk import SANDI

SHEET = (
    "No;NPSN;Nama Sekolah;Bentuk;Status;Kab/Kota;Kepala Sekolah\n"
    "1;99000098;SD Contoh Salah;SD;Q;Kab. Kudus;Contoh Kepala\n"
    "2;99000099;SD Contoh Baru;SD;X;Kab. Kudus;Contoh Kepala\n"
)
"""Two schools, whose status is neither N nor S."""
ACTS = 25
"""The whole way takes no more acts than this."""
WAYS = {
    "keys": {"viewport": {"width": 1280, "height": 800}},
    "touch": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
    },
}


@pytest.fixture
def office(tmp_path):
    """An office with schools that nobody has proposed."""
    printer = make_printer(tmp_path, legible=True)
    folder = make_kantor(tmp_path / "kantor", printer=printer)
    with open_kantor(folder).open_catatan() as db, db.writing():
        db.run("DELETE FROM usulan")
    return Meja(folder=folder)


@pytest.mark.parametrize("way", WAYS)
def test_a_stranger_goes_the_whole_way_in_few_acts(office, tmp_path, way):
    with serving(office.folder) as address, open_chromium() as browser:
        page = open_page(browser, **WAYS[way])
        clerk = Clerk(page=page, touch=way == "touch")
        page.goto(address)
        make_account(clerk)
        bring_schools(clerk, tmp_path)
        propose(clerk)
        issue(clerk)
        bundle(clerk)
        letters = office.letters("02.1")
        assert len(letters) == 2
        hand_back(clerk, office, letters)
        clerk.press("Status", within="nav.jalan")
        assert "Kabupaten Kudus" in clerk.read("Status surat")
    assert len(office.acts("ditandatangani")) == 2
    assert len(clerk.acts) <= ACTS, clerk.acts


def make_account(clerk):
    clerk.fill("Nama lengkap", "Siti Contoh")
    clerk.fill("Nama akun", "siti")
    clerk.fill("Kata sandi", SANDI)
    clerk.press("Buat akun dan masuk")
    clerk.read("menunggu")


def bring_schools(clerk, folder):
    """Drop a sheet with two wrong cells, put them right on the page, and save."""
    sheet = folder / "sekolah.csv"
    sheet.write_text(SHEET, "utf-8")
    clerk.press("Data", within="nav.jalan")
    clerk.choose("Pilih lembar", sheet)
    clerk.press("Baca lembar")
    clerk.read("✗ 2 salah")
    wrong = clerk.page.locator("[aria-invalid=true]")
    clerk.fill_at(wrong.nth(0), "N")
    clerk.fill_at(wrong.nth(1), "S")
    clerk.press("Periksa lagi")
    clerk.read("tidak ada yang salah")
    clerk.press("Simpan 2 baris")
    clerk.read("2 baris disimpan")


def propose(clerk):
    clerk.press("Usulan", within="nav.jalan")
    clerk.press("Usulkan sekolah Kabupaten Kudus")
    clerk.read("Selesai")


def issue(clerk):
    """Look at what 02.1 will be, and issue it."""
    clerk.press("Terbitkan", within="nav.jalan")
    clerk.press("Surat Pengusulan Calon Sekolah Model")
    clerk.press("Lihat contoh")
    clerk.page.locator("main figure img").first.wait_for()
    assert "belum ada nomor yang terpakai" in clerk.read("Terbitkan 2 surat")
    clerk.tick_all()
    clerk.press("Terbitkan 2 surat")
    clerk.read("2 surat ada di arsip")


def bundle(clerk):
    """Have one file made of all letters."""
    clerk.press("Cetak dan kirim 2 surat")
    clerk.press("Siapkan ZIP 2 surat")
    assert "2 surat." in clerk.read("dapat diunduh")


def hand_back(clerk, office, letters):
    """Hand in what the letters became: signed, and scanned."""
    chance = random.Random(1)
    scans = [
        office.put(f"IMG_{chance.randrange(9999)}.pdf", office.scan(isi, seed=number))
        for number, isi in enumerate(letters)
    ]
    clerk.press("Kembali", within="nav.jalan")
    clerk.choose("Berkas", *scans)
    clerk.press("Serahkan")
    clerk.read("2 dari 2 berkas mendapat tempat")
