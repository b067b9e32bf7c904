"""Templates on the desk: how they look, what they name, and putting one into use."""

from __future__ import annotations

import html
import zipfile
from io import BytesIO

import pytest

from formulir.letters.jenis import load_jenis
from formulir.model import Docx
from formulir.office.kinds.using import (
    TemplatChangedError,
    find_file,
    use_shipped,
    use_template,
)
from formulir.web.jobs.kinds import Work
from formulir.web.jobs.kinds_designing import KINDS
from tests.web.desk import send

PAGE = "/templat/02.2"


def read(browser, page=PAGE):
    answer = browser.get(page)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def change(docx, old, new):
    """Return a Word file with a text of its body replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(docx)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename == "word/document.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            target.writestr(member, data)
    return out.getvalue()


def hand_in(desk, browser, data, name="surat baru.docx", **fields):
    """Hand a Word file in, have it looked through, and return the job."""
    files = {"berkas": (name, data, "application/octet-stream")}
    sent = send(browser, PAGE, files=files, **fields)
    assert sent.status_code == 303, sent.text
    return desk.work()


@pytest.fixture
def browser(desk):
    return desk.enter()


def read_used(desk):
    return load_jenis(desk.kantor.templates, kode="02.2").read_docx("sekolah")


def test_all_kinds_are_listed_and_drawn_once(desk, browser):
    page = read(browser, "/templat")
    assert "semuanya memakai templat bawaan" in page
    assert "belum digambar" in page
    sent = send(browser, "/templat")
    job = desk.work()
    assert job.keadaan == "selesai", job.hasil
    assert job.hasil["gambar"] > 5
    assert read(browser, sent.headers["location"])
    page = read(browser, "/templat")
    assert "/templat/02.2/gambar/1" in page
    assert browser.get("/templat/02.2/gambar/1").content.startswith(b"\x89PNG")
    assert browser.get("/templat/02.2/gambar/0").status_code == 404
    assert browser.get("/templat/02.2/gambar/99").status_code == 404
    work = Work(kantor=desk.kantor, isi=job.isi, tell=lambda *_: None, press=None)
    assert KINDS["contoh"](work)["gambar"] == 0 or "belum digambar" in page


def test_names_are_shown_searched_and_taken_along(browser):
    assert "Sedang membaca nama" in read(browser)
    page = read(browser, f"{PAGE}?tunggu=ya&q=npsn")
    assert "{{ sekolah.npsn }}" in page
    assert "{{ sekolah.nama }}" not in page
    got = browser.get(f"{PAGE}/nama?unduh=ya")
    assert zipfile.is_zipfile(BytesIO(got.content))


def test_the_word_file_in_use_is_handed_out_to_the_byte(desk, browser):
    assert browser.get(f"{PAGE}/berkas").content == read_used(desk)


def test_a_faulty_file_is_told_with_comments_and_cannot_be_put_into_use(desk, browser):
    data = change(read_used(desk), "sekolah.nama", "sekolah.namaa")
    job = hand_in(desk, browser, data)
    assert job.keadaan == "selesai", job.hasil
    assert not job.hasil["baik"]
    page = read(browser, f"/pekerjaan/{job.nomor}")
    assert "namaa" in page
    assert "surat baru.docx" in page
    assert str(desk.folder) not in page  # no path of the machine
    (file,) = job.hasil["berkas"]
    got = browser.get(f"/pekerjaan/{job.nomor}/berkas/{file['nama']}")
    assert "word/comments.xml" in zipfile.ZipFile(BytesIO(got.content)).namelist()
    used = send(browser, f"{PAGE}/pakai", pekerjaan=str(job.nomor))
    assert used.status_code == 404
    assert not find_file(desk.kantor, "02.2", "sekolah").own


@pytest.mark.office
def test_faults_are_shown_on_pictures_of_the_pages(desk):
    toml = desk.folder / "kantor.toml"
    lines = toml.read_text("utf-8").splitlines()
    own = [line for line in lines if not line.startswith(("libreoffice", "python_uno"))]
    toml.write_text("\n".join(own), "utf-8")  # the machine's, and no stand-in
    browser = desk.enter()
    data = change(read_used(desk), "sekolah.nama", "sekolah.namaa")
    job = hand_in(desk, browser, data)
    marked = job.hasil["tanda"]
    notes = [note for page in marked for note in page["butir"]]
    assert [note["nomor"] for note in notes] == list(range(1, len(notes) + 1))
    assert len(notes) == job.hasil["berkas"][0]["komentar"]
    assert all("namaa" in note["isi"] for note in notes)
    page = read(browser, f"/pekerjaan/{job.nomor}")
    for each in marked:
        address = f"/pekerjaan/{job.nomor}/gambar/{each['nama']}"
        assert address in page
        assert browser.get(address).content.startswith(b"\x89PNG")


def test_what_is_no_word_file_is_told(desk, browser):
    job = hand_in(desk, browser, b"bukan dokumen")
    assert job.keadaan == "selesai"
    assert not job.hasil["baik"]
    assert job.hasil["salah"]
    none = send(browser, PAGE, files={"berkas": ("surat.odt", b"x", "x/y")})
    assert "(.docx)" in none.text
    assert none.status_code == 422
    assert "Pilih dahulu" in send(browser, PAGE, golongan="").text


def test_a_good_file_is_compared_put_into_use_and_taken_back(desk, browser):
    before = read_used(desk)
    data = change(before, "sekolah.nama }}", "sekolah.nama }} (baru)")
    job = hand_in(desk, browser, data)
    assert job.keadaan == "selesai", job.hasil
    assert job.hasil["baik"], job.hasil
    page = read(browser, f"/pekerjaan/{job.nomor}")
    assert "Pakai templat ini untuk 02.2" in page
    assert "tempat berbeda" in page or "tidak ada yang berbeda" in page
    letter = job.hasil["surat"][0]
    got = browser.get(f"/pekerjaan/{job.nomor}/gambar/{letter['lama'][0]}")
    assert got.content.startswith(b"\x89PNG")
    assert read_used(desk) == before  # comparing puts nothing into use
    other = desk.enter("tini")
    mine = {"pekerjaan": str(job.nomor)}
    assert send(other, f"{PAGE}/pakai", **mine).status_code == 404
    assert send(browser, "/templat/02.3/pakai", **mine).status_code == 404
    sent = send(browser, f"{PAGE}/pakai", **mine)
    assert sent.headers["location"] == f"{PAGE}?dipakai=ya"
    assert read_used(desk) == data
    assert "templat kantor sendiri" in read(browser)
    assert send(browser, f"{PAGE}/pakai", **mine).status_code == 422  # it has changed
    assert send(browser, f"{PAGE}/bawaan").status_code == 303
    assert read_used(desk) == before
    (kept,) = (desk.folder / "templates" / "02.2" / "lama").iterdir()
    assert kept.read_bytes() == data


def test_a_template_is_not_replaced_that_changed_since_it_was_compared(desk):
    kantor, docx = desk.kantor, Docx(b"x")
    with pytest.raises(TemplatChangedError, match="surat"):
        use_template(kantor, "02.2", "sekolah", docx, instead_of="0" * 64)
    assert not use_shipped(kantor, "02.2", "sekolah")


def test_an_account_of_one_region_designs_nothing(desk):
    browser = desk.enter("jono", "staf", "33.19")
    assert browser.get("/templat").status_code == 404
    assert browser.get(PAGE).status_code == 404
