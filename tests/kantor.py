"""An office for tests: founded once, copied for each, with a printer that is fast.

The stand-in for LibreOffice answers ``--version`` and makes a page with a line for each
letter of a document, on its paper, with its marks; a letter that says ``GAGAL CETAK``
it refuses. All else of the way of a letter is the real thing. What is
promised about paper is tested with LibreOffice itself.
"""

from __future__ import annotations

import atexit
import csv
import os
import random
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, TypeVar

from formulir.cli.main import run
from formulir.office.founding import found_kantor, import_samples
from formulir.office.kantor import open_kantor
from formulir.records.selection.propose import propose

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

SAMPLES = Path(__file__).parents[1] / "samples"
FIRST_ENTRY = 2 + len(list(SAMPLES.glob("*.csv")))
"""The entry of the first letter of the sample office: its founding stands before, and
an act for each of its sheets."""
PRINTER = """\
#!{python} -IS
import json, re, sys, zipfile
{writer}

def points(twips):  # LibreOffice keeps paper in 1/100 mm
    return round(int(twips) * 2540 / 1440) * 72 / 2540

if sys.argv[1:2] == ["--version"]:
    print("LibreOffice 7.4.7.2 stand-in")
if sys.argv[1].endswith("uno_worker.py"):
    print(json.dumps({{"ok": True}}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        with zipfile.ZipFile(asked["source"]) as file:
            text = file.read("word/document.xml").decode()
        if "GAGAL CETAK" in text:
            print(json.dumps({{"error": "it cannot be printed"}}), flush=True)
            continue
        names = dict.fromkeys(re.findall(r'w:bookmarkStart [^>]*w:name="(\\w*)"', text))
        papers = re.findall(r'<w:pgSz [^>]*w:w="(\\d+)"', text)
        pages, marks = [], []
        if not re.search('w:name="b0', text):
            pages.append((points(papers.pop()), 842))
        for name in names:
            if re.fullmatch("b[0-9]{{5}}", name):
                pages.append((points(papers.pop(0)), 842))
            homes = {{"cap": (300, 300), "ang": (250, 800), "fik": (80, 700)}}
            marks.append((name, len(pages) - 1, *homes.get(name[-3:], (80, 300))))
        drawn = ["90 700 m 500 700 l S"] * len(pages)
        if {legible}:
            drawn = [write_letter(part) for part in split_letters(text)]
        write_pdf(asked["target"], pages, marks, drawn=drawn)
        print(json.dumps({{"ok": True, "pages": 2 * len(pages) - 1}}), flush=True)
"""
WRITER = """\
def split_letters(text):
    # A joined letter begins with its mark, inside its first paragraph.
    parts = re.split('w:name="b[0-9]{5}"', text)
    return ["<w:p >" + part for part in parts[1:]] or [text]

def write_letter(text):
    # The beginning of each paragraph, above the marks; space where it is signed.
    out, y, column = ["90 820 m 500 820 l S BT /F1 7 Tf"], 810, 0
    for part in re.findall("<w:p[ >].*?</w:p>", text, re.S):
        words = "".join(re.findall("<w:t[^>]*>([^<]*)</w:t>", part))[:46]
        style = "".join(re.findall('<w:pStyle w:val="([^"]*)"', part)[:1])
        beside = style == "NamaPenanda"
        column = column + 1 if beside else 0
        x = 330 if style.startswith(("TandaTangan", "NamaPejabat")) else 60
        x += 160 * (column - 1) if beside else 0
        y -= 50 if style.startswith("Ruang") else 9 if column < 2 else 0
        for left in (60, 220, 380) if style == "Penanda" else (x,):
            if y > 315 and words:
                shown = words.encode("cp1252", "replace").hex()
                out.append(f"1 0 0 1 {left} {y} Tm <{shown}> Tj")
    return " ".join(out) + " ET"

def write_pdf(path, pages, marks, drawn=()):
    # Pages by their size, marks by name, page and place, and what is drawn on each.
    font = "<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    dests = [f"/{name}[{3 + 2 * n} 0 R/XYZ {x} {y} 0]" for name, n, x, y in marks]
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R/Dests<<{' '.join(dests)}>>>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
    ]
    for n, (width, height) in enumerate(pages):
        own = drawn[n] if n < len(drawn) else ""
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]"
            f"/Resources<</Font{font}>>/Contents {4 + 2 * n} 0 R>>",
            f"<</Length {len(own)}>>stream\\n{own}\\nendstream ",
        ]
    out, starts = "%PDF-1.7\\n", []
    for number, text in enumerate(objects, start=1):
        starts.append(len(out))
        out += f"{number} 0 obj{text}endobj\\n"
    table = "".join(f"{start:010} 00000 n \\n" for start in starts)
    size = len(objects) + 1
    out += (
        f"xref\\n0 {size}\\n0000000000 65535 f \\n{table}"
        f"trailer<</Size {size}/Root 1 0 R>>\\nstartxref\\n{len(out)}\\n%%EOF\\n"
    )
    with open(path, "w") as file:
        file.write(out)
"""
"""How a stand-in writes a PDF: it starts at once, without the libraries of PDF."""


def make_printer(folder: Path, *, legible: bool = False) -> Path:
    """Make the stand-in: LibreOffice, and the Python that reaches it, in one.

    Args:
        folder: Where to put it.
        legible: Whether the pages say what the letters say, too.
    """
    script = folder / "cetak"
    script.write_text(
        PRINTER.format(python=sys.executable, writer=WRITER, legible=legible),
        encoding="utf-8",
    )
    script.chmod(0o755)
    return script


def make_kantor(folder: Path, *, printer: Path | None, kuota: int = 6) -> Path:
    """Make the sample office with its proposal of 2016: a copy of one that was founded.

    All of one name share a key; no test looks at two of them.
    """
    shutil.copytree(found_once(folder.name, kuota=kuota), folder)
    return folder if printer is None else name_printer(folder, printer)


def name_printer(folder: Path, printer: Path) -> Path:
    """Let an office print with the stand-in."""
    with (folder / "kantor.toml").open("a", encoding="utf-8") as file:
        file.write(f'libreoffice = "{printer}"\npython_uno = "{printer}"\n')
    return folder


@cache
def found_once(nama: str, *, kuota: int) -> Path:
    """Found the sample office under a name, which its archive bears, for all tests."""
    place = Path(mkdtemp(prefix="kantor-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    found_kantor(place / nama)
    kantor = open_kantor(place / nama)
    for result in import_samples(kantor).values():
        assert result.written
    with kantor.open_catatan() as db:
        propose(db, tahun=2016, wilayah="33.19", kuota=kuota)
    return place / nama


def add_kind(kantor: Path, kode: str) -> None:
    """Give the office a kind of its own: 02.3, but numbered in the series LPMP."""
    source = Path(__file__).parents[1] / "templates" / "02.3"
    target = kantor / "templates" / kode
    shutil.copytree(source, target)
    toml = target / "jenis.toml"
    text = toml.read_text(encoding="utf-8")
    text = text.replace('kode = "02.3"', f'kode = "{kode}"')
    text = text.replace('seri = ""', 'seri = "instansi"\nhal = "PM"')
    toml.write_text(text, encoding="utf-8")
    sql = (target / "konteks.sql").read_text(encoding="utf-8")
    assert "NULL AS instansi" in sql
    sql = sql.replace("NULL AS instansi", "'LPMP' AS instansi")
    (target / "konteks.sql").write_text(sql, encoding="utf-8")


def formulir(kantor: Path, *words: str) -> int:
    """Run a command on an office and return its exit code."""
    return run(["--kantor", str(kantor), *words])


def issue(kantor: Path, kode: str, *more: str) -> int:
    """Issue the letters of a kind of 2016."""
    where = ("--tahun", "2016", "--wilayah", "33.19", "--tanggal", "2016-03-14")
    return formulir(kantor, "issue", "--formulir", kode, *where, *more)


def slow_down(printer: Path, *, letter_s: float = 0.01) -> Path:
    """Let the stand-in take as long for a letter as LibreOffice does."""
    text = printer.read_text(encoding="utf-8")
    assert text.count(" write_pdf(asked") == 1
    wait = f' __import__("time").sleep({letter_s} * len(pages)); write_pdf(asked'
    printer.write_text(text.replace(" write_pdf(asked", wait), encoding="utf-8")
    return printer


def let_age(path: Path, *, days: float) -> None:
    """Let a file or folder be as old as if nobody had touched it for some days."""
    then = path.stat().st_mtime - days * 24 * 3600
    os.utime(path, (then, then))


def make_batch(folder: Path, kode: str, *, printer: Path | None, models: int) -> Path:
    """Make an office that has one large batch to issue: five letters for each model."""
    kantor = make_kantor(folder, printer=printer)
    schools = folder.with_suffix(".csv")
    write_schools(schools, models=models)
    where = ("--tahun", "2016", "--wilayah", "33.19")
    assert formulir(kantor, "import", "sekolah", str(schools)) == 0
    assert formulir(kantor, "propose", *where, "--kuota", str(models)) == 0
    add_kind(kantor, kode)
    return kantor


def write_schools(path: Path, *, models: int) -> None:
    """Write an invented list of schools, enough for some models and their imbas."""
    chance = random.Random(models)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        headings = "npsn,nama,bentuk,status,alamat,wilayah,lintang,bujur"
        file.write(headings + "\n")
        for index in range(7 * models):
            shape = ("SD", "SD", "SD", "SD", "SMP", "SMP", "SMA", "SMK")[index % 8]
            place = (-6.8 + chance.uniform(-0.05, 0.05), 110.85 + chance.random() / 10)
            nama = f"{shape} {index} Contoh Mekarsari"
            alamat = f"Jalan Contoh Nomor {index}"
            writer.writerow(
                [90_000_000 + index, nama, shape, "N", alamat, "33.19", *place]
            )


def start_issue(kantor: Path, kode: str, *more: str) -> subprocess.Popen[bytes]:
    """Start the installed command in a session of its own, as cron or a clerk would.

    The office is named by the environment, which all its processes inherit: so they
    can be found. What it prints lies beside the office.
    """
    where = ("--tahun", "2016", "--wilayah", "33.19", "--tanggal", "2016-03-14")
    program = Path(sys.executable).with_name("formulir")
    with (
        kantor.with_suffix(".out").open("wb") as out,
        kantor.with_suffix(".err").open("wb") as err,
    ):
        return subprocess.Popen(
            [program, "issue", "--formulir", kode, *where, "--json", *more],
            env={"FORMULIR_KANTOR": str(kantor), "PATH": "/usr/bin:/bin"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )


def count_issued(kantor: Path) -> int:
    """Count the letters that are issued so far."""
    with open_kantor(kantor).open_catatan(read_only=True) as db:
        query = "SELECT count(*) FROM surat WHERE status = 'terbit'"
        return db.conn.execute(query).fetchone()[0]


def find_processes(word: str) -> dict[int, str]:
    """Return the command lines of other processes that show a word, or inherited it."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is not ours
            line = (folder / "cmdline").read_bytes()
            if word.encode() in line + (folder / "environ").read_bytes():
                found[int(folder.name)] = line.replace(b"\0", b" ").decode()
    found.pop(os.getpid(), None)
    return found


def list_descendants(pid: int) -> dict[int, str]:
    """Return the command lines of the living processes that a process has started."""
    lines, children = {}, defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            children[int(parent)].append(int(folder.name))
            line = (folder / "cmdline").read_bytes()
            lines[int(folder.name)] = line.replace(b"\0", b" ").decode()
    found, waiting = {}, [pid]
    while waiting:
        for child in children[waiting.pop()]:
            found[child] = lines.get(child, "")
            waiting.append(child)
    return {child: line for child, line in found.items() if line}


def await_until(condition: Callable[[], T], *, limit_s: float = 30) -> T:
    """Wait for an event, such as a process that shall appear, and return what it is.

    What takes long to ask is asked more seldom, so that others can work meanwhile.
    """
    end = time.monotonic() + limit_s
    while True:
        asked = time.thread_time()
        if result := condition():
            return result
        assert time.monotonic() < end, f"waited for {limit_s} s in vain"
        time.sleep(max(0.01, 5 * (time.thread_time() - asked)))
