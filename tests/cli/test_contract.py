"""What other programs may lean on: keys, streams, exit codes, and a quick start."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import subprocess
import sys

import pytest

from formulir.cli.main import COMMANDS, _tell_error, run
from tests.conftest import ROOT
from tests.kantor import FIRST_ENTRY, formulir, issue, make_kantor, make_printer

HEAVY = {
    "babel",
    "docx",
    "docxtpl",
    "holidays",
    "icalendar",
    "jinja2",
    "lxml",
    "openpyxl",
    "pikepdf",
    "python_calamine",
    "rich",
    "sqlite_utils",
}
KEYS = {
    "entri": int,
    "kode": str,
    "formulir": str,
    "kunci": str,
    "tahun": int,
    "tanggal": str,
    "tahap": str,
    "wilayah": dict,
    "hal": str,
    "status": str,
    "halaman": int,
    "ukuran": int,
    "sha256": str,
    "berkas": str,
}
"""The members of a line of ``issue`` and ``find``, beside ``nomor``."""


@pytest.fixture(scope="module")
def printer(tmp_path_factory):
    return make_printer(tmp_path_factory.mktemp("cetak"))


@pytest.fixture(scope="module")
def kantor(tmp_path_factory, printer):
    """An office in which 02.1 was issued; no test here changes what it holds."""
    folder = make_kantor(tmp_path_factory.mktemp("k") / "kantor", printer=printer)
    assert issue(folder, "02.1") == 0
    return folder


@pytest.fixture
def fresh(tmp_path, printer):
    return make_kantor(tmp_path / "kantor", printer=printer)


def read_lines(text):
    return [json.loads(line) for line in text.splitlines()]


def assert_kept(row, *, folder):
    """Hold a line against the contract, and against the file that it names."""
    assert {name: type(row[name]) for name in KEYS} == KEYS
    assert row["nomor"] is None or isinstance(row["nomor"], str)
    assert set(row["wilayah"]) >= {"penerbit", "subjek"}
    digest = row["sha256"]
    assert row["berkas"] == f"archive/objects/{digest[:2]}/{digest[2:]}.pdf"
    data = (folder / row["berkas"]).read_bytes()
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (digest, row["ukuran"])


def test_issue_and_find_print_the_same_line_with_the_keys_of_the_contract(
    fresh, capsys
):
    assert issue(fresh, "02.1", "--json") == 0
    issued = read_lines(capsys.readouterr().out)
    assert [row["nomor"] for row in issued] == ["421/0001/2016"] * 2
    assert formulir(fresh, "find", "--json") == 0
    found = read_lines(capsys.readouterr().out)
    for row in issued:
        assert_kept(row, folder=fresh)
    assert sorted(found, key=lambda row: row["entri"]) == issued
    assert issue(fresh, "02.1", "--json") == 0
    assert read_lines(capsys.readouterr().out) == issued


def test_a_kind_that_no_office_numbers_has_null_for_its_number(fresh, capsys):
    assert issue(fresh, "02.2", "--json", "--kunci", "99000019") == 0
    (row,) = read_lines(capsys.readouterr().out)
    assert_kept(row, folder=fresh)
    assert row["nomor"] is None
    assert (row["formulir"], row["kunci"], row["tahun"]) == ("02.2", "99000019", 2016)
    assert (row["tanggal"], row["tahap"], row["status"]) == (
        "2016-03-14",
        "T02",
        "terbit",
    )


def test_a_void_letter_is_found_under_its_new_status(fresh, capsys):
    assert issue(fresh, "02.1", "--json", "--kunci", "33.19/DISDIK-33/1") == 0
    (row,) = read_lines(capsys.readouterr().out)
    assert formulir(fresh, "void", row["nomor"], "--alasan", "salah", "--ya") == 0
    capsys.readouterr()
    assert formulir(fresh, "find", "--json", "--status", "batal") == 0
    (void,) = read_lines(capsys.readouterr().out)
    assert void == row | {"status": "batal"}
    assert formulir(fresh, "find", "--json", "--status", "terbit") == 0
    assert capsys.readouterr().out == ""


def test_data_is_on_stdout_and_progress_in_plain_lines_on_stderr(fresh, capsys):
    assert issue(fresh, "02.2", "--json") == 0
    out, err = capsys.readouterr()
    assert len(read_lines(out)) == 6
    assert "\r" not in err
    assert "\x1b" not in err
    *progress, head, last = err.splitlines()
    assert last == "6 letter(s) issued, 0 were issued before, 0 failed"
    assert head.startswith(f"archive: {FIRST_ENTRY + 6} entries, root ")
    assert progress[0] == "02.2: 0/6"
    line = re.compile(r"02\.2: \d/6(, [\d.]+/s)?(, \d+ s left)?")
    assert all(line.fullmatch(each) for each in progress)
    assert progress[-1].startswith("02.2: 6/6, ")


def test_help_brings_in_none_of_the_heavy_libraries():
    answer = subprocess.run(
        [
            *(sys.executable, "-X", "importtime", "-c"),
            "from formulir.cli.main import run; raise SystemExit(run(['--help']))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Commands:" in answer.stdout
    lines = [line.rpartition("|")[2].strip() for line in answer.stderr.splitlines()]
    imported = {name.partition(".")[0] for name in lines}
    assert "click" in imported  # so the list was read rightly
    assert imported & HEAVY == set()


BY_MODULE = sorted(COMMANDS, key=lambda command: COMMANDS[command][0])
STARTER = """\
import os
import sys
from importlib import import_module
import docx, fontTools.ttLib, jinja2, lxml.etree, num2words, pikepdf, PIL.Image
import pypdfium2, zxingcpp
for name in sys.argv[1:]:
    import_module(name)
from formulir.cli.main import COMMANDS, run
for module in sorted({module for module, _ in COMMANDS.values()}):
    if (pid := os.fork()) == 0:
        for command in COMMANDS:
            if COMMANDS[command][0] == module:
                code = run([command, "--help"])
                print(end="\\0", flush=True)
                assert code == 0, command
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0, module
"""
"""Starts each command in a process that has brought in nothing of the others' modules.

What is of other libraries takes the longest, and is brought in once; so is what is
named, with which most commands begin.
"""
FIRST = tuple(
    f"formulir.{name}"
    for name in ("office.kantor", "office.filing", "records.tables.registry")
)


@pytest.mark.parametrize("first", [FIRST, pytest.param((), marks=pytest.mark.thorough)])
def test_each_command_starts_by_itself(first):
    argv = [sys.executable, "-c", STARTER, *first]
    answer = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (answer.stderr, answer.returncode) == ("", 0)
    *told, _ = answer.stdout.split("\0")
    for command, usage in zip(BY_MODULE, told, strict=True):
        assert usage.startswith(f"Usage: formulir {command} ")


ISSUE = ("issue", "--formulir", "02.1", "--tahun")
LETTERS = ("--formulir", "2.9", "--tahun", "2016")
FAULTY = {
    ("find", "--wilayah", "99.99"): (2, "wilayah-unknown"),
    ("find", "--wilayah=99.99"): (2, "wilayah-unknown"),
    ("find", "--wilayah", ""): (2, "wilayah-unknown"),
    ("find", "--formulir", "99"): (2, "jenis-unknown"),
    ("find", "--tahap", "T44"): (2, "pilihan-unknown"),
    ("find", "--status", "terbitt"): (2, "pilihan-unknown"),
    ("numbers", "--tahun", "2016", "--seri", "X"): (2, "pilihan-unknown"),
    ("status", "--tahun", "2016", "--wilayah", "99"): (2, "wilayah-unknown"),
    ("next", "--tahun", "2016", "--wilayah", "99"): (2, "wilayah-unknown"),
    ("get", *LETTERS, "-d", "surat"): (2, "jenis-unknown"),
    ("bundle", *LETTERS, "-o", "cetak.pdf"): (2, "jenis-unknown"),
    ("schedule", "--pelatihan", "X"): (2, "pelatihan-unknown"),
    (*ISSUE, "2016", "--wilayah", ""): (2, "wilayah-unknown"),
    (*ISSUE, "2019"): (3, "surat-none"),
    ("get", "421/0009/2016"): (3, "entri-unknown"),
    ("get", str(FIRST_ENTRY), "-o", "/nowhere/surat.pdf"): (5, "folder-missing"),
    ("agenda", "--tahun", "2016", "-o", "/nowhere/a/b.csv"): (5, "folder-missing"),
    ("void", "421/0009/2016", "--alasan", "x"): (3, "nomor-unknown"),
    ("propose", "--tahun", "2016", "--wilayah", "33.19"): (3, "usulan-locked"),
    ("propose", "--tahun", "2017", "--wilayah", "33.18"): (3, "sekolah-missing"),
    ("import", "guru", "x.csv"): (2, "tugas-unknown"),
    ("import", "sekolah", "nowhere.csv"): (3, "sheet-unreadable"),
    ("context", "--formulir", "09.9", "--tahun", "2016"): (2, "jenis-unknown"),
    ("init", "."): (5, "folder-occupied"),
}


@pytest.mark.parametrize("words", FAULTY, ids=" ".join)
def test_an_error_is_one_line_with_its_name_and_no_traceback(words, kantor, capsys):
    exit_code, code = FAULTY[words]
    assert formulir(kantor, *words) == exit_code
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1, err
    (line,) = err.splitlines()
    assert re.fullmatch(rf"{code}: \S.*\S", line)


@pytest.mark.parametrize(
    "words",
    [
        ("isue",),
        ("find", "--limit", "0"),
        ("find", "--limit", "9" * 30),
        ("numbers",),
        ("numbers", "--tahun", "16"),
        (*ISSUE, "2016", "--tanggal", "14-03-16"),
        (*ISSUE, "2016", "--tanggal", "2016-02-30"),
        ("check", "--wilayah", "33.19"),
        ("check", "/usr/bin/env"),
        ("agenda", "--tahun", "2016", "-o", "buku.doc"),
        ("void", "421/0001/2016", "--alasan", "  "),
        ("import", "sekolah", "x.csv", "--map", "npsn"),
    ],
    ids=" ".join,
)
def test_what_is_mistyped_exits_with_2_and_no_traceback(words, kantor, capsys):
    assert formulir(kantor, *words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert err.splitlines()[-1].startswith("Error: ")


@pytest.mark.parametrize(
    "words",
    [
        ("find",),
        ("verify",),
        ("numbers", "--tahun", "2016"),
        ("import", "sekolah", "x.csv"),
        (*ISSUE, "2016"),
    ],
    ids=" ".join,
)
def test_without_an_office_a_command_says_so(words, tmp_path, capsys):
    assert formulir(tmp_path / "tidak-ada", *words) == 5
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("kantor-missing: no kantor.toml in ")


def test_the_whole_of_an_error_is_shown_only_when_asked_for(kantor, capsys):
    assert formulir(kantor, "get", "x") == 3
    short = capsys.readouterr().err
    assert run(["--verbose", "--kantor", str(kantor), "get", "x"]) == 3
    long = capsys.readouterr().err
    assert "Traceback" not in short
    assert long.startswith(short)
    assert "Traceback" in long


def test_what_nobody_foresaw_is_a_bug_in_one_line(capsys):
    assert _tell_error(ZeroDivisionError("two\nlines")) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("bug: ZeroDivisionError: two lines; ")


def test_what_the_machine_keeps_from_the_store_is_no_bug(tmp_path, capsys):
    path = tmp_path / "x.db"
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("CREATE TABLE t (x)")
    conn.execute("PRAGMA query_only = ON")
    with pytest.raises(sqlite3.OperationalError) as refused:
        conn.execute("INSERT INTO t VALUES (1)")
    with pytest.raises(sqlite3.OperationalError) as mistaken:
        conn.execute("SELECT y FROM t")
    conn.close()
    assert _tell_error(refused.value) == 5
    assert capsys.readouterr().err.startswith("machine: ")
    assert _tell_error(mistaken.value) == 1
    assert capsys.readouterr().err.startswith("bug: OperationalError: ")


def test_a_damaged_archive_exits_with_6_and_names_the_damage_first(fresh, capsys):
    assert issue(fresh, "02.2", "--json") == 0
    rows = read_lines(capsys.readouterr().out)
    for row in rows[1:3]:
        path = fresh / row["berkas"]
        path.chmod(0o644)
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert formulir(fresh, "verify") == 6
    out, err = capsys.readouterr()
    damaged = [line for line in err.splitlines() if line.startswith("objects/")]
    assert damaged[0].startswith(rows[1]["berkas"].removeprefix("archive/"))
    assert out.startswith("DOES NOT VERIFY: 2 finding(s)")
    assert formulir(fresh, "get", rows[1]["kode"], "-o", str(fresh / "x.pdf")) == 6
    assert not (fresh / "x.pdf").exists()


def test_a_batch_that_failed_in_part_exits_with_7(fresh, tmp_path, capsys):
    sheet = tmp_path / "sekolah.csv"
    lines = ["npsn,nama,bentuk,status,wilayah", "99000019,SD GAGAL CETAK,SD,N,33.19"]
    sheet.write_text("\n".join(lines), encoding="utf-8")
    assert formulir(fresh, "import", "sekolah", str(sheet)) == 0
    capsys.readouterr()
    assert issue(fresh, "02.2", "--json") == 7
    out, err = capsys.readouterr()
    assert len(read_lines(out)) == 5
    (told,) = [line for line in err.splitlines() if line.startswith("02.2 99000019: ")]
    assert "print" in told
    assert err.splitlines()[-1] == "5 letter(s) issued, 0 were issued before, 1 failed"


def test_context_tells_the_faults_of_what_it_prints_and_of_nothing_else(kantor, capsys):
    words = ("--formulir", "02.1", "--tahun", "2016", "--tanggal", "2009-03-14")
    assert formulir(kantor, "context", *words) == 0
    every = capsys.readouterr()
    assert formulir(kantor, "context", *words, "--limit", "1") == 0
    first = capsys.readouterr()
    assert first.out == every.out.splitlines(keepends=True)[0]
    places = {line.split(":")[0] for line in every.err.splitlines()}
    assert places == {"02.1 33.19/DISDIK-33/1", "02.1 33.19/DISDIK-33.19/1"}
    assert {line.split(":")[0] for line in first.err.splitlines()} == {
        "02.1 33.19/DISDIK-33/1"
    }


def test_context_masks_the_numbers_of_people_unless_asked_for(fresh, capsys):
    sql = (ROOT / "templates" / "02.2" / "konteks.sql").read_text(encoding="utf-8")
    plain = "s.konteks,"
    assert plain in sql
    orang = f"{plain} '$.komite.nip', NULL, '$.komite.telepon', '081255501000',"
    own = fresh / "templates" / "02.2"
    own.mkdir(parents=True, exist_ok=True)
    (own / "konteks.sql").write_text(sql.replace(plain, orang), encoding="utf-8")
    words = ("context", "--formulir", "02.2", "--tahun", "2016", "--limit", "1")
    for more, telepon in (((), "********1000"), (("--terang",), "081255501000")):
        assert formulir(fresh, *words, "--tanggal", "2016-03-14", *more) == 0
        (line,) = read_lines(capsys.readouterr().out)
        assert line["komite"]["telepon"] == telepon
        assert "*" not in json.dumps(line | {"komite": {}})


def test_a_dry_run_issues_nothing(fresh, capsys):
    assert issue(fresh, "02.1", "--dry-run") == 0
    assert capsys.readouterr().out == ""
    assert formulir(fresh, "find", "--json") == 0
    assert formulir(fresh, "numbers", "--tahun", "2016", "--json") == 0
    assert capsys.readouterr().out == ""
