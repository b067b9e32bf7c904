"""Who may do what: generated from the table of pages, so that no new one is forgotten.

The expectation stands here a second time, by hand: a page that has no line fails.
"""

from __future__ import annotations

import re

import pytest

from formulir.archive.find import iter_entries
from formulir.web.desk.page import Page
from formulir.web.door.rights import DEEDS, EVERYWHERE, Person, may
from formulir.web.door.store import open_meja
from formulir.web.jobs.table import Order, ask, finish
from formulir.web.screens.register import PAGES
from tests.web.conftest import shared_desk
from tests.web.desk import OWN as SENT
from tests.web.desk import ROLES, read_mark
from tests.web.letters import bring_back

ALL = set(ROLES)
STAFF = {"staf", "pengelola"}
OPEN = {"/masuk", "/mulai"}
LOOK, HAND = (ALL, set()), STAFF | {"auditor"}
BOOK = HAND | {"penanda tangan"}
TEND = {"pengelola"}
EXPECTED = {
    "/masuk": (ALL, ALL),
    "/mulai": (ALL, ALL),
    "/keluar": (set(), ALL),
    "/pilihan": (set(), ALL),
    "/akun": (ALL, ALL),
    "/akun/akhiri": (set(), ALL),
    "/": LOOK,
    "/hari-ini/menunggu": LOOK,
    "/hari-ini/berubah": LOOK,
    "/terbitkan": (STAFF, STAFF),
    "/terbitkan/contoh": (set(), STAFF),
    "/terbitkan/daftar.xlsx": (STAFF, set()),
    "/surat/{kode}": LOOK,
    "/surat/{kode}/gambar/{entri}/{halaman}": LOOK,
    "/surat/{kode}/pdf": (HAND, set()),
    "/surat/{kode}/bertanda-tangan": (HAND, set()),
    "/surat/{kode}/data": (HAND, set()),
    "/surat/{kode}/ganti": (STAFF, STAFF),
    "/surat/{kode}/batal": (STAFF, STAFF),
    "/surat/{kode}/sahkan": (STAFF, STAFF),
    "/jadwal": (ALL, STAFF),
    "/jadwal/kalender.ics": LOOK,
    "/jadwal/sesi.xlsx": LOOK,
    "/pekerjaan/{nomor}": LOOK,
    "/pekerjaan/{nomor}/aliran": LOOK,
    "/pekerjaan/{nomor}/gambar/{nama}": LOOK,
    "/pekerjaan/{nomor}/hentikan": (set(), ALL),
    "/cari": LOOK,
    "/cari/unduh": LOOK,
    "/status": LOOK,
    "/status/unduh": LOOK,
    "/status/model": LOOK,
    "/status/model/unduh": LOOK,
    "/tahun": LOOK,
    "/tahun/unduh": LOOK,
    "/agenda": (BOOK, set()),
    "/agenda/unduh": (BOOK, set()),
    "/agenda/catat": (STAFF, STAFF),
    "/agenda/lewati": (STAFF, STAFF),
    "/kembali": (STAFF, STAFF),
    "/kembali/pemisah": (STAFF, set()),
    "/kembali/baki/{baki}/periksa": (set(), STAFF),
    "/kembali/berkas/{baki}/{berkas}": (STAFF, STAFF),
    "/kembali/berkas/{baki}/{berkas}/gambar/{halaman}": (STAFF, set()),
    "/kembali/berkas/{baki}/{berkas}/buang": (set(), STAFF),
    "/kembali/berkas/{baki}/{berkas}/masuk": (STAFF, STAFF),
    "/kembali/lembar/{tumpukan}/{ke}": (STAFF, STAFF),
    "/kembali/lembar/{tumpukan}/{ke}/gambar/{halaman}": (STAFF, set()),
    "/kembali/lembar/{tumpukan}/{ke}/masuk": (STAFF, STAFF),
    "/data": LOOK,
    "/data/{tabel}": LOOK,
    "/data/{tabel}/unduh": LOOK,
    "/data/{tabel}/baris": LOOK,
    "/data/{tabel}/lembar": (STAFF, set()),
    "/data/{tabel}/ubah": (STAFF, STAFF),
    "/data/{tabel}/hapus": (set(), STAFF),
    "/data/tugas/{nama}/lembar": (STAFF, set()),
    "/data/lembar": (set(), STAFF),
    "/data/lembar/{kode}": (STAFF, STAFF),
    "/usulan": (STAFF, STAFF),
    "/usulan/tukar": (STAFF, STAFF),
    "/usulan/unduh": (STAFF, set()),
    "/kantor": (STAFF, set()),
    "/kantor/pejabat": (set(), STAFF),
    "/kantor/seri": (set(), STAFF),
    "/kantor/gambar": (STAFF, STAFF),
    "/orang": (TEND, TEND),
    "/orang/kejadian": (TEND, set()),
    "/orang/kejadian/unduh": (TEND, set()),
    "/orang/{nama}/tutup": (set(), TEND),
    "/orang/{nama}/sandi": (set(), TEND),
    "/sesi/akhiri": (set(), TEND),
    "/keadaan": (TEND, set()),
    "/keadaan/mesin": (TEND, set()),
    "/keadaan/cadangan": (set(), TEND),
    "/keadaan/periksa": (set(), TEND),
    "/kirim": (STAFF | {"auditor"}, set()),
    "/kirim/cetak": (set(), STAFF | {"auditor"}),
    "/kirim/zip": (set(), STAFF | {"auditor"}),
    "/kirim/pesan": (set(), STAFF | {"auditor"}),
    "/kirim/serah": (set(), STAFF),
    "/kirim/surel": (set(), STAFF),  # the page needs a kind, and a server
    "/kirim/surel/putuskan": (set(), STAFF),
    "/templat": (STAFF, STAFF),
    "/templat/{formulir}": (STAFF, STAFF),
    "/templat/{formulir}/gambar/{halaman}": (set(), set()),  # none is drawn
    "/templat/{formulir}/nama": (STAFF, set()),
    "/templat/{formulir}/berkas": (STAFF, set()),
    "/templat/{formulir}/pakai": (set(), STAFF),
    "/templat/{formulir}/bawaan": (set(), STAFF),
    "/bantuan": (ALL, set()),
    "/bantuan/{bagian}": (ALL, set()),
    "/pekerjaan/{nomor}/berkas/{nama}": (set(), set()),  # the job made none
}
"""By address: the roles that see it, and those that send its form."""

WHOLE = (
    *("/agenda", "/orang", "/sesi", "/keadaan", "/kantor", "/templat"),
    *("/data/lembar", "/data/tugas", "/data/{tabel}/lembar"),
)
OFFICE = {
    path
    for path in EXPECTED
    if path.startswith(WHOLE) or path.endswith(("/ubah", "/hapus"))
}
"""Addresses that are for accounts of all regions."""

ASKED = {
    "/data/{tabel}/baris": "?npsn={npsn}",
    "/data/{tabel}/ubah": "?npsn={npsn}",
    "/terbitkan/daftar.xlsx": "?formulir=02.3",
    "/usulan/unduh": "?kab=33.19",
}
"""What stands behind the question mark, where the address alone names nothing."""

ELSEWHERE = {
    "/pekerjaan/{nomor}/gambar/{nama}",
    "/data/lembar/{kode}",
    "/kantor/gambar",
    "/jadwal/kalender.ics",
    "/jadwal/sesi.xlsx",
    "/usulan/tukar",
}
"""Addresses of things that this office has none of; tested where they are made."""
FAILED = {"kode": "x", "kalimat": "Tidak jadi.", "salah": []}
OWN, OTHER = "33.19", "33.20"


desk = shared_desk
"""Whoever only looks, or may not, changes nothing."""


@pytest.fixture(scope="module")
def examples(desk):
    """What stands for the names in addresses: things of Kudus, and of 'tono'."""
    desk.add("tono", "staf", OWN)
    entries = [entri.isi for entri in iter_entries(desk.kantor.archive)]
    letters = [isi["kode"] for isi in entries if isi.get("tindakan") == "terbit"]
    order = Order(jenis="periksa", judul="X", isi={}, akun="tono", wilayah=OWN)
    with open_meja(desk.folder) as meja:
        job = ask(meja, order, saat=desk.kantor.saat())
        finish(meja, job, "gagal", FAILED, saat=desk.kantor.saat())
    with desk.kantor.open_catatan(read_only=True) as db:
        npsn = db.value("SELECT npsn FROM sekolah WHERE wilayah = ?", (OWN,))
    return {
        **bring_back(desk, letters[0], akun="tono", wilayah=OWN),
        "nomor": str(job),
        "nama": "tono",
        "tabel": "sekolah",
        "npsn": npsn,
        "formulir": "02.2",
        "bagian": "kirim",
    }


def fill(path, examples):
    whole = path.replace("tugas/{nama}", "tugas/calon") + ASKED.get(path, "")
    return re.sub(r"{(\w+)}", lambda found: examples[found[1]], whole)


def visit(browser, path, method, mark):
    if method == "GET":
        return browser.get(path)
    return browser.post(path, data={"tanda": mark}, headers=SENT)


def is_hidden(answer):
    """Tell whether an answer is that of an address that there is none of."""
    return answer.status_code in {404, 405}


def test_every_page_has_a_line_here_and_a_deed_that_is_known():
    assert {page.path for page in PAGES} == set(EXPECTED)
    assert {page.path for page in PAGES if page.reach == "office"} == OFFICE
    assert {page.path for page in PAGES if page.reach == "open"} == OPEN
    for page in PAGES:
        assert page.deed in DEEDS
        assert page.take_deed is None or page.take_deed in DEEDS


def test_a_page_without_a_rule_cannot_be_made():
    with pytest.raises(AssertionError):
        Page(path="/x", title="X", deed="look", reach="object", show=lambda _: None)
    with pytest.raises(TypeError):
        Page(path="/x", title="X", show=lambda _: None)
    with pytest.raises(AssertionError):  # who may send it could not see it
        Page(
            path="/x",
            title="X",
            deed="record",
            reach="chosen",
            take=lambda _: None,
            take_deed="read",
        )


def test_whoever_has_not_logged_in_sees_nothing(desk, examples):
    browser = desk.browser()
    for page in PAGES:
        for method in page.methods:
            if page.path in OPEN:
                continue
            answer = visit(browser, fill(page.path, examples), method, "x")
            assert answer.headers.get("location") == "/masuk", page.path
            assert not answer.text


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_and_sends_what_is_expected_and_nothing_else(
    desk, examples, role
):
    browser = desk.enter(f"budi{ROLES.index(role)}", role)
    mark = read_mark(browser.get("/akun").text)
    for page in PAGES:
        if page.path in OPEN | {"/keluar"}:
            continue
        path = fill(page.path, examples)
        for method, roles in zip(("GET", "POST"), EXPECTED[page.path], strict=True):
            if method not in page.methods:
                continue
            if method == "GET":
                answer = visit(browser, path, method, mark)
            else:  # the mark is wrong: who may send the form is told so, and no more
                answer = visit(browser, path, method, "wrong")
            own_job = page.path.startswith("/pekerjaan") and role != "pengelola"
            wanted = role in roles and not own_job
            if wanted and page.path in ELSEWHERE:
                continue
            assert is_hidden(answer) != wanted, (page.path, method, answer.status_code)


@pytest.mark.parametrize("role", ROLES)
def test_an_account_of_another_region_meets_nothing_of_this_one(desk, examples, role):
    browser = desk.enter(f"jono{ROLES.index(role)}", role, OTHER)
    nothing = browser.get("/surat/0000-0000-0000")
    mark = read_mark(browser.get("/akun").text)
    secrets = list_secrets(desk)
    for page in PAGES:
        if page.path in OPEN | {"/keluar"}:
            continue
        path = fill(page.path, examples)
        for method in page.methods:
            used = mark if method == "GET" else "wrong"
            answer = visit(browser, path, method, used)
            assert answer.status_code < 500, (page.path, answer.text)
            if page.reach in {"office", "object"}:
                assert is_hidden(answer), (page.path, method)
                assert strip(answer.text) == strip(nothing.text), page.path
            told = [word for word in secrets if word in answer.text]
            assert not told, (page.path, method, told)


def strip(html):
    """Drop what differs between any two pages: nothing but the mark."""
    return re.sub(
        r'name="tanda" value="[^"]*"|x-tanda[^}]*|name="kembali"[^>]*', "", html
    )


def list_secrets(desk):
    """List words of Kudus that nobody of Jepara may read: letters, numbers, schools."""
    entries = [e.isi for e in iter_entries(desk.kantor.archive)]
    words = {isi[k] for isi in entries for k in ("kode", "nomor") if isi.get(k)}
    with desk.kantor.open_catatan(read_only=True) as db:
        words |= set(db.values("SELECT nama FROM sekolah WHERE wilayah LIKE '33.19%'"))
        words |= set(db.values("SELECT npsn FROM sekolah WHERE wilayah LIKE '33.19%'"))
    assert len(words) > 20
    return sorted(words)


def test_the_rule_itself():
    everywhere = Person(akun="a", nama="A", peran="staf")
    kudus = Person(
        akun="b", nama="B", peran="staf", wilayah=OWN, codes=frozenset({OWN})
    )
    assert may(everywhere, "issue", EVERYWHERE)
    assert may(everywhere, "issue", [OTHER])
    assert may(kudus, "issue", ())
    assert may(kudus, "issue", [OTHER, OWN])
    assert not may(kudus, "issue", [OTHER])
    assert not may(kudus, "issue", EVERYWHERE)
    assert not may(everywhere, "tend", ())
    nobody = Person(akun="", nama="", peran="")
    assert [deed for deed in DEEDS if may(nobody, deed)] == ["enter"]
