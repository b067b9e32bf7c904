"""What the commands on rows ask at a terminal, and what an answer does."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from formulir.archive.find import iter_entries
from formulir.office.founding import act_of
from formulir.office.kantor import open_kantor
from formulir.records.importing.delete import delete_row
from tests.kantor import formulir, make_kantor

PROGRAM = Path(sys.executable).with_name("formulir")
HEAD = "npsn,nama,bentuk,status,wilayah,kepala\n"


@pytest.fixture
def kantor(tmp_path):
    folder = make_kantor(tmp_path / "kantor", printer=None)
    write(tmp_path, kepala="Budi")
    assert formulir(folder, "import", "sekolah", str(tmp_path / "s.csv")) == 0
    return folder


def write(folder, *, kepala):
    rows = [f"9900100{n},SD {n},SD,N,33.19,{kepala}\n" for n in range(7)]
    (folder / "s.csv").write_text(HEAD + "".join(rows), encoding="utf-8")


def answer(kantor, word, *typed):
    """Run a command at a terminal where somebody answers its question."""
    ours, theirs = pty.openpty()
    os.write(ours, f"{word}\n".encode())
    try:
        return subprocess.run(
            [PROGRAM, "--kantor", kantor, *typed],
            stdin=theirs,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)


def heads(kantor):
    with open_kantor(kantor).open_catatan(read_only=True) as db:
        sql = "SELECT DISTINCT kepala FROM sekolah WHERE npsn LIKE '99001%'"
        return db.values(sql)


def acts(kantor, tindakan):
    with open_kantor(kantor).open_catatan(read_only=True) as db:
        sql = "SELECT rincian FROM riwayat WHERE tindakan = ? ORDER BY id"
        return db.values(sql, (tindakan,))


@pytest.mark.parametrize(("word", "code", "after"), [("n", 3, "Budi"), ("y", 0, None)])
def test_much_is_asked_about_after_it_was_shown(kantor, tmp_path, word, code, after):
    write(tmp_path, kepala="")
    done = answer(kantor, word, "import", "sekolah", str(tmp_path / "s.csv"))
    assert (done.returncode, heads(kantor)) == (code, [after])
    assert "kepala: Budi → (kosong) \N{MULTIPLICATION SIGN} 7" in done.stdout
    assert "write all this? [y/N]" in done.stderr
    assert "kosong" in acts(kantor, "impor")[-1]
    assert ('"kosong": 7' in acts(kantor, "impor")[-1]) == (word == "y")


def test_nobody_is_asked_by_a_script_that_reads_json(kantor, tmp_path):
    write(tmp_path, kepala="")
    done = answer(kantor, "y", "import", "sekolah", str(tmp_path / "s.csv"), "--json")
    assert (done.returncode, heads(kantor)) == (3, ["Budi"])
    assert '"differences": [{"column": "kepala", "old": "Budi", "new": null' in (
        done.stdout
    )


SCHOOL = ("delete", "sekolah", "99001003", "--alasan", "ganda")


def names(kantor):
    with open_kantor(kantor).open_catatan(read_only=True) as db:
        return db.values("SELECT npsn FROM sekolah WHERE npsn LIKE '99001%'")


@pytest.mark.parametrize(("word", "code"), [("n", 3), ("y", 0)])
def test_a_row_is_shown_before_it_is_deleted(kantor, word, code):
    done = answer(kantor, word, *SCHOOL)
    assert (done.returncode, "99001003" in names(kantor)) == (code, word == "n")
    assert "npsn: 99001003\nnama: SD 3\n" in done.stdout
    assert "delete this row? [y/N]" in done.stderr
    assert len(acts(kantor, "hapus")) == (word == "y")


def test_the_trace_of_a_row_says_who_deleted_it_and_why(kantor):
    assert formulir(kantor, *SCHOOL, "--ya") == 0
    (trace,) = acts(kantor, "hapus")
    facts = json.loads(trace)
    assert (facts["kunci"], facts["alasan"]) == (["99001003"], "ganda")
    assert facts["isi"]["npsn"] == "99001003"


def test_a_deletion_that_was_killed_before_the_archive_is_ended_by_the_same_words(
    kantor, capsys
):
    office = open_kantor(kantor)
    with office.open_catatan() as db:
        delete_row(db, "sekolah", ["99001003"], alasan="ganda", act=act_of(office))
    assert [e.isi["tindakan"] for e in iter_entries(office.archive)][-1] != "hapus"
    for _ in range(2):
        assert formulir(kantor, *SCHOOL, "--ya") == 0
        assert capsys.readouterr().err == "deleted already: sekolah 99001003\n"
    lines = [e.isi["tindakan"] for e in iter_entries(office.archive)]
    assert lines.count("hapus") == len(acts(kantor, "hapus")) == 1
