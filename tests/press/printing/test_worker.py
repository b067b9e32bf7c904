from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document

from formulir.ground.workdir import sweep, take_folder
from formulir.model import Docx
from formulir.press.joining.join import join
from formulir.press.pdf.paper import open_pdf
from formulir.press.printing import worker as module
from formulir.press.printing.libreoffice import (
    UnoMissingError,
    find_allocator,
    find_python,
)
from formulir.press.printing.worker import (
    RECYCLE_AFTER,
    CetakFailedError,
    LibreOfficeWorker,
    PrintMachine,
)
from tests.press.child.test_children import await_end
from tests.press.conftest import make_letter, read_text, unzip
from tests.press.standin import (
    BROKEN_STARTS,
    KERANGKA,
    make_parts,
    make_worker,
    read_runs,
)

LIMIT_S = 60.0


@pytest.fixture
def own(mesin, workdir):
    """A real worker that a test may ill-treat."""
    worker = LibreOfficeWorker(
        machine=PrintMachine(
            program=mesin.program, python=mesin.python, workdir=workdir
        )
    )
    yield worker
    worker.stop()


def make_docx(*texts):
    return join(KERANGKA, [make_parts(text) for text in texts]).docx


def list_children(pid):
    """Return the processes that a process has started."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()]


def list_descendants(pid):
    found = list_children(pid)
    return found + [below for child in found for below in list_descendants(child)]


def read_name(pid):
    return Path(f"/proc/{pid}/comm").read_text().strip()


def print_word(worker, word):
    """Print a letter and look whether it is that letter."""
    pdf = worker.convert(make_letter(f"Surat {word}"), limit_s=LIMIT_S)
    assert f"Surat {word}" in read_text(pdf)[0]


FAULTS = {
    "JATUH": "it died",
    "TOLAK": "it cannot be read",
    "TIADA": "it wrote no PDF",
    "RACAU": "it answered b'bukan jawaban",
}


@pytest.mark.parametrize("word", FAULTS)
def test_what_fails_says_why_and_the_next_finds_a_fresh_worker(palsu, word):
    palsu.convert(make_docx("surat1"), limit_s=LIMIT_S)
    with pytest.raises(CetakFailedError) as caught:
        palsu.convert(make_docx(f"surat2 {word}"), limit_s=LIMIT_S)
    assert caught.value.reason.startswith(FAULTS[word])
    assert str(caught.value).startswith("LibreOffice did not print: ")
    assert list(palsu.machine.workdir.iterdir()) == []
    palsu.convert(make_docx("surat3"), limit_s=LIMIT_S)
    first, second, third = [pid for pid, _ in read_runs(palsu)]
    assert first == second != third


def test_what_hangs_is_cut_and_killed(palsu, monkeypatch):
    palsu.convert(make_docx("surat1"), limit_s=LIMIT_S)
    process = os.pidfd_open(palsu.child.pid)
    with monkeypatch.context() as short:  # too short for a start on a busy machine
        short.setattr(module, "SLEEP_LIMIT_S", 0.3)
        with pytest.raises(CetakFailedError, match=r"it did nothing for 0\.3 s"):
            palsu.convert(make_docx("surat2 MACET"), limit_s=LIMIT_S)
    assert await_end(process)
    os.close(process)
    palsu.convert(make_docx("surat3"), limit_s=LIMIT_S)


def test_what_computes_without_end_is_cut_by_its_own_time(palsu):
    with pytest.raises(CetakFailedError, match=r"more than 0\.3 s of processor time"):
        palsu.convert(make_docx("surat1 PUTAR"), limit_s=0.3)
    palsu.convert(make_docx("surat2"), limit_s=0.3)


@pytest.mark.parametrize("start", BROKEN_STARTS)
def test_a_start_that_fails_is_told_and_leaves_nothing(tmp_path, start):
    worker = make_worker(tmp_path, start=BROKEN_STARTS[start])
    with pytest.raises(CetakFailedError, match="LibreOffice did not print"):
        worker.convert(make_docx("surat1"), limit_s=LIMIT_S)
    assert worker.child is None
    assert list(worker.machine.workdir.iterdir()) == []


def test_a_start_that_hangs_is_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "SLEEP_LIMIT_S", 0.3)
    worker = make_worker(tmp_path, start="signal.pause()")
    with pytest.raises(CetakFailedError, match="it did nothing for"):
        worker.convert(make_docx("surat1"), limit_s=LIMIT_S)
    assert list(worker.machine.workdir.iterdir()) == []


def test_a_pdf_of_the_document_before_is_never_taken_for_the_next(palsu):
    palsu.convert(make_docx("surat1"), limit_s=LIMIT_S)
    assert (palsu.folder / "surat.pdf").exists()
    with pytest.raises(CetakFailedError, match="wrote no PDF"):
        palsu.convert(make_docx("surat2 TIADA"), limit_s=LIMIT_S)


def test_a_worker_is_replaced_when_it_has_printed_enough(palsu):
    for _ in range(RECYCLE_AFTER + 1):
        palsu.convert(make_docx("surat1"), limit_s=LIMIT_S)
    *before, after = [pid for pid, _ in read_runs(palsu)]
    assert len(before) == RECYCLE_AFTER
    assert set(before) == {before[0]}
    assert after != before[0]
    assert list(palsu.machine.workdir.iterdir()) == [palsu.folder]


def test_a_worker_is_replaced_when_it_was_fed_enough(palsu, monkeypatch):
    docx = make_docx("surat1")
    monkeypatch.setattr(module, "RECYCLE_BYTES", 2 * len(docx))
    for _ in range(5):
        palsu.convert(docx, limit_s=LIMIT_S)
    pids = [pid for pid, _ in read_runs(palsu)]
    assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4]


def test_a_worker_that_was_never_used_has_nothing_to_stop(palsu):
    palsu.stop()
    assert list(palsu.machine.workdir.iterdir()) == []


def test_a_worker_may_be_used_again_after_it_was_stopped(palsu):
    for number in (1, 2):
        pdf = palsu.convert(make_docx(f"surat{number}"), limit_s=LIMIT_S)
        with open_pdf(pdf) as printed:
            assert printed.pages[0].mediabox[3] == 100 + number
        palsu.stop()
        assert list(palsu.machine.workdir.iterdir()) == []


def test_a_python_without_the_bridge_says_what_to_install(tmp_path):
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\nexit 1\n")
    script.chmod(0o755)
    for named in (script, tmp_path / "tiada"):
        with pytest.raises(UnoMissingError, match="apt-get install python3-uno"):
            find_python(tmp_path / "soffice.bin", named=named)


@pytest.mark.office
def test_one_libreoffice_prints_many_documents_and_goes_when_it_is_told(own):
    print_word(own, "satu")
    processes = [own.child.pid, *list_descendants(own.child.pid)]
    assert "soffice.bin" in map(read_name, processes)
    watched = [os.pidfd_open(pid) for pid in processes]
    for word in ("dua", "tiga"):
        print_word(own, word)
    assert [own.child.pid, *list_descendants(own.child.pid)] == processes
    own.stop()
    for process in watched:
        assert await_end(process)
        os.close(process)
    assert list(own.machine.workdir.iterdir()) == []


def list_sockets(pid):
    """Return the paths at which a process listens."""
    held = {str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir()}
    rows = [row.split() for row in Path("/proc/net/unix").read_text().splitlines()]
    return {row[7] for row in rows if len(row) > 7 and f"socket:[{row[6]}]" in held}


@pytest.mark.office
def test_libreoffice_leaves_its_litter_in_a_folder_that_is_cleared(own):
    print_word(own, "satu")
    (office,) = list_descendants(own.child.pid)
    sockets = list_sockets(office)
    assert sockets
    assert [path for path in sockets if Path(path).exists()] == []
    assert list(own.folder.glob("lu*"))


@pytest.mark.office
def test_a_recycled_libreoffice_is_a_new_one(own):
    print_word(own, "satu")
    before = list_descendants(own.child.pid)
    own.used = RECYCLE_AFTER
    print_word(own, "dua")
    assert not {*before} & {*list_descendants(own.child.pid)}
    assert own.used == 1


@pytest.mark.office
def test_a_libreoffice_that_was_killed_is_replaced(own):
    print_word(own, "satu")
    (office,) = [
        pid
        for pid in list_descendants(own.child.pid)
        if read_name(pid) == "soffice.bin"
    ]
    watched = os.pidfd_open(office)
    os.kill(office, signal.SIGKILL)
    assert await_end(watched)
    os.close(watched)
    with pytest.raises(CetakFailedError, match="LibreOffice did not print"):
        own.convert(make_letter("Surat dua"), limit_s=LIMIT_S)
    print_word(own, "tiga")


@pytest.mark.office
def test_what_libreoffice_cannot_open_is_refused_and_the_next_is_printed(own):
    broken = dict(unzip(make_letter("Surat")))
    with pytest.raises(CetakFailedError, match="LibreOffice did not print"):
        own.convert(Docx(broken["word/document.xml"]), limit_s=LIMIT_S)
    print_word(own, "dua")


@pytest.mark.office
def test_nothing_outlives_a_process_that_is_killed(mesin, tmp_path):
    docx = tmp_path / "surat.docx"
    docx.write_bytes(make_letter("Surat"))
    script = (
        "import signal\n"
        "from pathlib import Path\n"
        "from formulir.press.printing.worker import LibreOfficeWorker, PrintMachine\n"
        f"machine = PrintMachine(program=Path({str(mesin.program)!r}), "
        f"python=Path({str(mesin.python)!r}), workdir=Path({str(tmp_path)!r}))\n"
        "worker = LibreOfficeWorker(machine=machine)\n"
        f"worker.convert(Path({str(docx)!r}).read_bytes(), limit_s={LIMIT_S})\n"
        "print(worker.child.pid, flush=True)\n"
        "signal.pause()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    )
    with parent.stdout:
        bridge = int(parent.stdout.readline())
    processes = [bridge, *list_descendants(bridge)]
    assert "soffice.bin" in map(read_name, processes)
    watched = [os.pidfd_open(pid) for pid in processes]
    parent.kill()
    parent.wait()
    for process in watched:
        assert await_end(process)
        os.close(process)


@pytest.mark.office
def test_a_letter_asks_nothing_of_the_network(worker):
    with socket.create_server(("127.0.0.1", 0)) as server:
        document = Document()
        document.add_paragraph("Surat")
        out = io.BytesIO()
        document.save(out)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/gambar.png"
        pdf = worker.convert(link_picture(out, url), limit_s=LIMIT_S)
        server.setblocking(False)  # noqa: FBT003 - the standard library's own shape
        with pytest.raises(BlockingIOError):
            server.accept()
    assert "Surat" in read_text(pdf)[0]


def link_picture(out: io.BytesIO, url: str) -> Docx:
    """Put a picture into a letter that is to be fetched from elsewhere."""
    whole = zipfile.ZipFile(out)
    linked = io.BytesIO()
    space = "http://schemas.openxmlformats.org"
    shape = (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{space}/drawingml/2006/'
        'wordprocessingDrawing"><wp:extent cx="900000" cy="900000"/>'
        '<wp:docPr id="1" name="g"/>'
        f'<a:graphic xmlns:a="{space}/drawingml/2006/main">'
        f'<a:graphicData uri="{space}/drawingml/2006/picture">'
        f'<pic:pic xmlns:pic="{space}/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="g"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:link="rIdX" xmlns:r="{space}/officeDocument/2006/relationships"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        '<a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    relation = (
        f'<Relationship Id="rIdX" Type="{space}/officeDocument/2006/relationships/'
        f'image" Target="{url}" TargetMode="External"/>'
    )
    changes = {
        "word/document.xml": ("<w:body>", "<w:body>" + shape),
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            relation + "</Relationships>",
        ),
    }
    with zipfile.ZipFile(linked, "w") as package:
        for name in whole.namelist():
            part = whole.read(name)
            if name in changes:
                old, new = changes[name]
                assert old.encode() in part
                part = part.replace(old.encode(), new.encode(), 1)
            package.writestr(name, part)
    whole.close()
    return Docx(linked.getvalue())


def test_the_folder_of_a_killed_worker_is_swept_and_one_in_use_is_not(tmp_path):
    used, hold = take_folder(tmp_path)
    left, released = take_folder(tmp_path)
    (left / "profil").mkdir()
    os.close(released)
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [used]
    os.close(hold)


@pytest.mark.office
def test_libreoffice_tries_out_no_screen_before_it_answers(own):
    own.convert(make_letter("Surat"), limit_s=LIMIT_S)
    names = {path.name for path in (own.folder / "profil").rglob("*")}
    assert "registrymodifications.xcu" in names
    assert "GraphicsRenderTests.log" not in names


@pytest.mark.office
def test_libreoffice_works_with_the_allocator_that_was_found(own):
    print_word(own, "satu")
    (office,) = [
        p for p in list_descendants(own.child.pid) if "soffice" in read_name(p)
    ]
    maps = Path(f"/proc/{office}/maps").read_text()
    found = find_allocator()
    assert ("tcmalloc" in maps) == (found is not None)
