"""A stranger before a real Chromium: from the first visit to what is still lacking.

The desk is served by the installed command, and its own worker does the jobs.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from formulir.office.kantor import open_kantor
from tests.kantor import make_kantor, make_printer
from tests.terima import Meja
from tests.tools.browser import open_chromium
from tests.web.chromium import Clerk, open_page, serving
from tests.web.desk import SANDI

HEADING = "No;NPSN;Nama Sekolah;Bentuk;Status;Kab/Kota;Kepala Sekolah"
WRONG = ("Q", "X")
"""What stands as the status of the first schools: neither N nor S."""
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How much a way is about.

    Args:
        schools: In the sheet that is brought.
        kuota: Model schools that are proposed; as the page proposes it where it is 0.
        kind: What is issued, by the words of its line.
        letters: So many of these.
        returned: So many come back.
    """

    schools: int
    kuota: int
    formulir: str
    kind: str
    letters: int
    returned: int


SMALL = Size(
    schools=2,
    kuota=0,
    formulir="02.1",
    kind="Surat Pengusulan Calon Sekolah Model",
    letters=2,
    returned=2,
)
LARGE = Size(
    schools=80,
    kuota=20,
    formulir="02.3",
    kind="sebagai Sekolah Imbas",
    letters=96,
    returned=20,
)
"""One kabupaten: more schools than these letters, and a folder of scans."""
SIZES = [SMALL, pytest.param(LARGE, marks=pytest.mark.thorough)]


@pytest.mark.parametrize("size", SIZES, ids=["few", "many"])
@pytest.mark.parametrize("way", WAYS)
def test_a_stranger_goes_the_whole_way_in_few_acts(office, tmp_path, way, size):
    with serving(office.folder) as address, open_chromium() as browser:
        page = open_page(browser, **WAYS[way])
        clerk = Clerk(page=page, touch=way == "touch")
        page.goto(address)
        make_account(clerk)
        bring_schools(clerk, tmp_path, size)
        propose(clerk, size)
        issue(clerk, size)
        letters = office.letters(size.formulir)
        bundle(clerk, len(letters))
        hand_back(clerk, office, letters[: size.returned])
        clerk.press("Status", within="nav.jalan")
        assert "Kabupaten Kudus" in clerk.read("Status surat")
    assert len(letters) >= size.letters
    assert len(office.acts("ditandatangani")) == size.returned
    assert len(clerk.acts) <= ACTS, clerk.acts


def make_account(clerk):
    clerk.fill("Nama lengkap", "Siti Contoh")
    clerk.fill("Nama akun", "siti")
    clerk.fill("Kata sandi", SANDI)
    clerk.press("Buat akun dan masuk")
    clerk.read("menunggu")


def bring_schools(clerk, folder, size):
    """Drop a sheet with two wrong cells, put them right on the page, and save."""
    sheet = folder / "sekolah.csv"
    rows = [
        f"{n};{99000100 + n};SD Contoh Baru {n};SD;{status};Kab. Kudus;Contoh Kepala"
        for n, status in enumerate([*WRONG, *"N" * (size.schools - 2)], start=1)
    ]
    sheet.write_text("\n".join([HEADING, *rows, ""]), "utf-8")
    clerk.press("Data", within="nav.jalan")
    clerk.choose("Pilih lembar", sheet)
    clerk.press("Baca lembar")
    clerk.read("✗ 2 salah")
    wrong = clerk.page.locator("[aria-invalid=true]")
    clerk.fill_at(wrong.nth(0), "N")
    clerk.fill_at(wrong.nth(1), "S")
    clerk.press("Periksa lagi")
    clerk.read("tidak ada yang salah")
    clerk.press(f"Simpan {size.schools} baris")
    clerk.read(f"{size.schools} baris disimpan")


def propose(clerk, size):
    clerk.press("Usulan", within="nav.jalan")
    if size.kuota:
        clerk.fill("Kuota sekolah model", str(size.kuota))
    clerk.press("Usulkan sekolah Kabupaten Kudus")
    clerk.read("Selesai")


def issue(clerk, size):
    """Look at what the letters will be, and issue them."""
    clerk.press("Terbitkan", within="nav.jalan")
    clerk.press(size.kind)
    clerk.press("Lihat contoh")
    clerk.page.locator("main figure img").first.wait_for()
    assert "belum ada nomor yang terpakai" in clerk.read("Terbitkan")
    clerk.tick_all()
    clerk.press("Terbitkan", within="main form")
    clerk.read("surat ada di arsip")


def bundle(clerk, count):
    """Have one file made of all letters."""
    clerk.press(f"Cetak dan kirim {count} surat")
    clerk.press(f"Siapkan ZIP {count} surat")
    assert f"{count} surat." in clerk.read("dapat diunduh")


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
    clerk.read(f"{len(scans)} dari {len(scans)} berkas mendapat tempat")
