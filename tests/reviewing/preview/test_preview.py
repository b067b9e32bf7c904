"""A preview shows the worst letters, and leaves archive and records as they are."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from docx import Document
from PIL import Image

from formulir.letters.jenis import load_jenis
from formulir.office.kantor import open_kantor
from formulir.press.pdf.pixels import draw_pages, read_words
from formulir.press.specimen.mark import SPECIMEN_QR
from formulir.reviewing.preview.lama import find_former
from tests.conftest import ROOT
from tests.kantor import (
    await_until,
    find_processes,
    formulir,
    issue,
    make_batch,
    make_kantor,
    make_printer,
    slow_down,
)

ASKED = ("--tahun", "2016", "--tanggal", "2016-03-14")
KEYS = {
    *("formulir", "kunci", "hal", "berkas", "halaman", "gambar", "alasan", "catatan"),
    *("lama", "beda"),
}


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """An office whose printer is the stand-in, and in which 02.1 was issued."""
    folder = tmp_path_factory.mktemp("k")
    kantor = make_kantor(folder / "kantor", printer=make_printer(folder))
    assert issue(kantor, "02.1") == 0
    return kantor


@pytest.fixture
def kantor(founded, tmp_path):
    return Path(shutil.copytree(founded, tmp_path / "kantor"))


@pytest.fixture
def preview(kantor, tmp_path, capfd):
    """Show letters of a kind; return the exit code, what is shown, and what is said."""

    def run(kode, *words):
        capfd.readouterr()
        out = ("-o", str(tmp_path / "hasil"), "--json")
        code = formulir(kantor, "preview", "--formulir", kode, *ASKED, *out, *words)
        said = capfd.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return run


def digest(kantor):
    """Return what lies in an office, but for where it prints."""
    return {
        str(path.relative_to(kantor)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(kantor.rglob("*"))
        if path.is_file() and "kerja" not in path.relative_to(kantor).parts
    }


def change(kantor, sql, *values):
    with open_kantor(kantor).open_catatan() as db, db.writing():
        assert db.run(sql, values).rowcount


def edit(kantor, kode, right, wrong):
    """Give the office a template of its own in which words are others."""
    target = kantor / "templates" / kode
    target.mkdir(exist_ok=True)
    document = Document(str(ROOT / "templates" / kode / "surat.docx"))
    runs = [run for p in document.paragraphs for run in p.runs if right in run.text]
    assert runs
    for run in runs:
        run.text = run.text.replace(right, wrong)
    document.save(str(target / "surat.docx"))


def test_letters_are_shown_and_nothing_else_changes(kantor, preview, tmp_path):
    before = digest(kantor)
    code, shown, said = preview("02.3", "--wilayah", "33.19")
    assert code == 0
    assert digest(kantor) == before
    assert 0 < len(shown) <= 12
    assert "of 30 letter(s) shown" in said
    names = {".pratinjau", "index.txt"}
    index = (tmp_path / "hasil" / "index.txt").read_text("utf-8")
    for number, letter in enumerate(shown, start=1):
        assert letter.keys() == KEYS
        assert letter["berkas"] == f"02.3-{number:02}.pdf"
        assert letter["gambar"] == [f"02.3-{number:02}-1.png"]
        assert letter["alasan"]
        names |= {letter["berkas"], *letter["gambar"]}
        words = read_words((tmp_path / "hasil" / letter["berkas"]).read_bytes())
        assert [word.text for word in words].count("CONTOH") == letter["halaman"]
        for line in (letter["berkas"], letter["kunci"], *letter["alasan"]):
            assert line in index
    assert {path.name for path in (tmp_path / "hasil").iterdir()} == names
    # It can be run again in the same folder, which then holds the same.
    assert preview("02.3", "--wilayah", "33.19")[1] == shown


def test_what_is_numbered_takes_no_number(kantor, preview):
    before = digest(kantor)
    change(kantor, "UPDATE sekolah SET alamat = 'Jalan ' || alamat")
    code, shown, _ = preview("02.1")
    assert (code, len(shown)) == (0, 2)
    after = digest(kantor)
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} == {"catatan.db"}


def test_the_folder_is_named_after_the_kind_and_lies_here(
    kantor, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert formulir(kantor, "preview", "--formulir", "02.2", *ASKED) == 0
    assert (tmp_path / "pratinjau-02.2" / "02.2-01.pdf").is_file()
    (tmp_path / "pratinjau-02.3").mkdir()
    (tmp_path / "pratinjau-02.3" / "index.txt").write_text("punya orang")
    assert formulir(kantor, "preview", "--formulir", "02.3", *ASKED) == 5
    assert (tmp_path / "pratinjau-02.3" / "index.txt").read_text() == "punya orang"


@pytest.mark.thorough  # among the values of three hundred letters: test_choose.py
def test_twenty_of_twenty_planted_schools_are_shown_among_a_hundred_and_fifty(
    tmp_path, capfd
):
    printer = make_printer(tmp_path)
    kantor = make_batch(tmp_path / "kantor", "X1", printer=printer, models=30)
    chance = random.Random(20)
    with open_kantor(kantor).open_catatan() as db, db.writing():
        imbas = [row["npsn"] for row in db.rows("SELECT npsn FROM usulan_imbas")]
        planted = chance.sample(imbas, 20)
        for number, npsn in enumerate(planted):
            column = ("nama", "alamat", "kecamatan", "nama", "alamat")[number % 5]
            words = chance.choices(("Mekarsari", "Tirtajaya", "Wanasari"), k=14)
            value = ("" if number % 5 > 2 else " ").join(words)
            sql = f"UPDATE sekolah SET {column} = ? WHERE npsn = ?"
            db.run(sql, (f"SD {value}", npsn))
    out = ("-o", str(tmp_path / "hasil"), "--json")
    capfd.readouterr()
    assert formulir(kantor, "preview", "--formulir", "X1", *ASKED, *out) == 0
    shown = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert set(planted) - {letter["kunci"] for letter in shown} == set()
    assert len(shown) <= 40


def test_faults_of_records_are_told_and_the_letters_shown(kantor, preview):
    change(kantor, "UPDATE sekolah SET nama = '../../' || nama")
    change(kantor, "UPDATE pejabat SET nama = ''")
    change(kantor, "UPDATE instansi SET cap = 'hilang.png' WHERE cap IS NOT NULL")
    code, shown, said = preview("02.1")
    assert code == 0
    assert len(shown) == 2
    faults = [line for line in said.splitlines() if ": is blank and may not be" in line]
    assert faults
    assert all(line.startswith("warning: ") for line in faults)
    assert "berkas/hilang.png is missing" in said


def test_a_fault_of_the_template_stops_it(kantor, preview, tmp_path):
    edit(kantor, "02.1", "{{ naskah.nomor }}", "{{ naskah.nmor }}")
    code, shown, said = preview("02.1")
    assert (code, shown) == (4, [])
    assert "did you mean nomor?" in said
    assert not (tmp_path / "hasil").exists()


def test_no_letter_no_region_and_no_kind_are_told(preview):
    assert preview("02.1", "--wilayah", "33.20")[0] == 3
    assert preview("02.1", "--wilayah", "99")[0] == 2
    assert preview("99.9")[0] == 2


def test_without_a_printer_no_folder_is_made(kantor, preview, tmp_path):
    toml = kantor / "kantor.toml"
    lines = toml.read_text().splitlines()
    kept = [line for line in lines if not line.startswith("libreoffice")]
    toml.write_text("\n".join([*kept, f'libreoffice = "{tmp_path / "tidak-ada"}"', ""]))
    code, shown, said = preview("02.3")
    assert (code, shown) == (5, [])
    assert said.startswith("libre-office-missing: ")
    assert not (tmp_path / "hasil").exists()


def test_a_letter_that_cannot_be_printed_fails_by_itself(kantor, preview, tmp_path):
    sql = (
        "UPDATE sekolah SET nama = ? WHERE npsn = (SELECT min(npsn) FROM usulan_imbas)"
    )
    change(kantor, sql, "GAGAL CETAK " * 9)
    code, shown, said = preview("02.3")
    assert code == 7
    assert shown
    assert "it cannot be printed" in said
    index = (tmp_path / "hasil" / "index.txt").read_text("utf-8")
    assert "TIDAK TERCETAK" in index


def test_without_an_archived_letter_there_is_nothing_to_compare(preview):
    code, shown, said = preview("02.3", "--lama")
    assert code == 0
    assert {letter["beda"] for letter in shown} == {None}
    assert (
        "warning: 02.3 --lama: no letter of this kind and of golongan sekolah" in said
    )


def test_the_template_of_the_last_archived_letter_is_printed_beside(
    kantor, preview, tmp_path
):
    before = digest(kantor)
    code, shown, _ = preview("02.1", "--lama")
    assert code == 0
    assert digest(kantor) == before
    for letter in shown:
        name = letter["berkas"].removesuffix(".pdf")
        assert letter["beda"] == 0
        assert letter["lama"] == [f"{name}-1-lama.png", f"{name}-lama.pdf"]
    with Image.open(tmp_path / "hasil" / "02.1-01-1-lama.png") as sheet:
        assert sheet.width > sheet.height


def test_each_letter_is_compared_with_the_last_one_of_its_class(kantor, preview):
    """The ministry's office and a dinas send letters of one kind in two shapes."""
    change(kantor, "DELETE FROM lampiran")
    assert issue(kantor, "01.1", "--wilayah", "33") == 0
    code, shown, said = preview("01.1", "--wilayah", "33", "--lama")
    assert code == 0
    senders = {letter["kunci"].partition("/")[0] for letter in shown}
    assert senders == {"DISDIK-33", "DISDIK-33.19", "LPMP"}
    assert {letter["beda"] for letter in shown} == {0}
    assert "--lama" not in said
    opened = open_kantor(kantor)
    jenis = load_jenis(opened.templates, kode="01.1")
    former = find_former(opened, jenis, {"kementerian", "pemda", "sekolah"})
    assert {name: each.template.docx for name, each in former.items()} == {
        name: jenis.read_docx(name) for name in ("kementerian", "pemda")
    }


def test_a_damaged_archive_is_told_where_it_is_read(kantor, preview):
    with (kantor / "archive" / "log.jsonl").open("r+b") as file:
        file.write(b"[")
    assert preview("02.1")[0] == 0
    assert preview("02.1", "--lama")[0] == 6


@pytest.mark.slow
@pytest.mark.parametrize("kills", [1, pytest.param(12, marks=pytest.mark.thorough)])
def test_killed_at_any_moment_it_has_changed_nothing_and_runs_again(tmp_path, kills):
    chance = random.Random(5)
    printer = slow_down(make_printer(tmp_path), letter_s=0.1)
    kantor = make_kantor(tmp_path / "kantor", printer=printer)
    before = digest(kantor)
    program = Path(sys.executable).with_name("formulir")
    out = tmp_path / "hasil"
    argv = [program, "preview", "--formulir", "02.3", *ASKED, "-o", out]
    for _ in range(kills):
        command = subprocess.Popen(
            argv,
            env={"FORMULIR_KANTOR": str(kantor), "PATH": "/usr/bin:/bin"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.5, 3))
        command.send_signal(signal.SIGKILL)
        command.wait()
        await_until(lambda: not find_processes(str(kantor)))
        assert digest(kantor) == before
    assert formulir(kantor, *map(str, argv[1:])) == 0
    assert digest(kantor) == before
    listed = set((out / ".pratinjau").read_text().split())
    assert {path.name for path in out.iterdir()} == {*listed, ".pratinjau"}


@pytest.mark.office
def test_on_paper_the_worst_letters_name_nobody_and_box_what_changed(tmp_path, capfd):
    kantor = make_kantor(tmp_path / "kantor", printer=None)
    assert issue(kantor, "02.1") == 0
    out = tmp_path / "hasil"
    asked = (
        "preview",
        "--formulir",
        "02.1",
        *ASKED,
        "-o",
        str(out),
        "--lama",
        "--json",
    )

    def show():
        capfd.readouterr()
        assert formulir(kantor, *asked) == 0
        return [json.loads(line) for line in capfd.readouterr().out.splitlines()]

    assert [letter["beda"] for letter in show()] == [0, 0]
    edit(kantor, "02.1", "kami mohon kiranya", "kami mohon dengan sangat kiranya")
    shown = show()
    assert [letter["beda"] for letter in shown] == [1, 1]
    for letter in shown:
        pdf = (out / letter["berkas"]).read_bytes()
        pages = draw_pages(pdf)
        texts = [word.text for word in read_words(pdf)]
        assert sum("CONTOH" in text for text in texts) >= len(pages)
        assert letter["halaman"] == len(pages)
        assert "----" in texts
        codes = [one.text for page in pages for one in zxingcpp.read_barcodes(page)]
        # The foot of each page names no letter either.
        feet = [code for code in codes if code.startswith("----/")]
        assert sorted(codes) == sorted([SPECIMEN_QR, *feet])
        assert len(feet) == len(pages)
        png = (out / letter["gambar"][0]).read_bytes()
        assert Image.open(BytesIO(png)).size == pages[0].size
