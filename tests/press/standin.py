"""A stand-in for LibreOffice and its Python: a script that fails as it is told to.

It answers as ``uno_worker.py`` does. Every letter becomes a page on its paper that is
as high as the number in it (``surat12`` is 112 points high), with its marks; a word in
the document makes it go wrong.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from formulir.ground.package import BODY
from formulir.press.joining.skeleton import Skeleton
from formulir.press.printing.worker import LibreOfficeWorker, PrintMachine
from tests.kantor import WRITER

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """\
#!{python} -IS
import json, os, re, signal, sys, zipfile
from pathlib import Path

def answer(**facts):
    print(json.dumps(facts), flush=True)

{writer}
{start}
answer(ok=True)
for line in sys.stdin:
    asked = json.loads(line)
    with zipfile.ZipFile(asked["source"]) as file:
        text = file.read("word/document.xml").decode()
    with Path(__file__).with_name("runs").open("a") as runs:
        print(os.getpid(), len(re.findall("surat", text)), file=runs)
    if "MACET" in text:
        signal.pause()
    while "PUTAR" in text:
        pass
    if "JATUH" in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "RACAU" in text:
        print("bukan jawaban", flush=True)
        continue
    if "TOLAK" in text:
        answer(error="it cannot be read")
        continue
    pdf = Path(asked["target"])
    names = re.findall(r'w:name="(b\\d{{5}}z?)"', text)
    papers = [int(paper) for paper in re.findall(r'pgSz w:w="(\\d+)"', text)]
    papers = papers or [10000] * text.count("surat")
    numbers = [int(number) for number in re.findall(r"surat(\\d+)", text)]
    letters = list(zip(papers, numbers))
    if "BEDA" in text and len(letters) > 1:
        letters = [(paper, number + 1) for paper, number in letters]
    if "PENDEK" in text:
        letters[-1:] = [(9000, -1)]
    pages = [(paper / 20, 100 + number) for paper, number in letters]
    marks = [(name, int(name[1:6]), 20, 30) for name in names]
    if "RUSAK" in text:
        pdf.write_text("%PDF-1.7")
    elif "KOSONG" in text:
        write_pdf(pdf, [], [])
    elif "TIADA" not in text:
        write_pdf(pdf, pages, marks)
    answer(ok=True, pages=2 * len(letters) - 1)
"""
BROKEN_STARTS = {
    "dies": "sys.exit(3)",
    "refuses": 'answer(error="it did not start")',
    "raves": 'print("Traceback", flush=True)',
}

_BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/'
    'main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p><w:sectPr><w:pgSz w:w="10000"/>'
    '<w:pgMar w:right="900"/></w:sectPr></w:body></w:document>'
)
_RELS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/x"/>'
KERANGKA = Skeleton(
    members={"word/_rels/document.xml.rels": _RELS},
    order=(BODY, "word/_rels/document.xml.rels"),
)


def make_parts(text: str) -> dict[str, str]:
    """Make the parts of a letter that says a text."""
    return {BODY: _BODY.format(text)}


def make_worker(folder: Path, *, start: str = "") -> LibreOfficeWorker:
    """Make a worker that runs the stand-in."""
    workdir = folder / "kerja"
    workdir.mkdir()
    script = folder / "palsu"
    script.write_text(SCRIPT.format(python=sys.executable, writer=WRITER, start=start))
    script.chmod(0o755)
    mesin = PrintMachine(program=folder / "tiada", python=script, workdir=workdir)
    return LibreOfficeWorker(machine=mesin)


def read_runs(worker: LibreOfficeWorker) -> list[tuple[int, int]]:
    """Return, for each document, the process it was given to and its letters."""
    runs = worker.machine.python.with_name("runs").read_text(encoding="utf-8")
    return [(int(pid), int(count)) for pid, count in map(str.split, runs.splitlines())]
