from __future__ import annotations

import io
import os
import socket
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest
from docx import Document

from formulir.model import Docx
from formulir.press.libreoffice import (
    CANDIDATES,
    SHARE,
    Failure,
    LibreOffice,
    LibreOfficeMissingError,
    print_batch,
    probe_libreoffice,
    split_shares,
)
from tests.press.conftest import make_letter, make_pdf, read_text, to_bytes
from tests.press.test_children import await_end

FAKE = """#!/bin/sh
# Prints like LibreOffice, but for letters that say how they go wrong.
while [ "$1" != --outdir ]; do shift; done
out=$2; shift 2
echo run >> "{folder}/runs"
for docx; do
  name=${{docx##*/}}; pdf=$out/${{name%.docx}}.pdf
  if grep -q MACET "$docx"; then sleep 1000; fi
  if grep -q JATUH "$docx"; then kill -SEGV $$; fi
  if grep -q RUSAK "$docx"; then echo '%PDF-1.7' > "$pdf"; continue; fi
  if grep -q TOLAK "$docx"; then echo 'Error: not loaded' >&2; continue; fi
  cat "{folder}/kosong.pdf" > "$pdf"; grep -a -o 'surat[0-9]*' "$docx" >> "$pdf"
done
"""


def make_fake_docx(text: str) -> Docx:
    """Make a package that is a DOCX by its name only, with its text in the open."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        package.writestr("word/document.xml", text)
    return Docx(out.getvalue())


@pytest.fixture
def fake(tmp_path):
    """Make a program that takes LibreOffice's place and can be made to fail."""
    folder = tmp_path / "palsu"
    folder.mkdir()
    (folder / "kosong.pdf").write_bytes(to_bytes(make_pdf()))
    program = folder / "mesin"
    program.write_text(FAKE.format(folder=folder))
    program.chmod(0o755)
    return LibreOffice(path=program, version="0")


def print_fake(fake, kerja, *texts, limit_s=20.0, workers=2):
    daftar = [make_fake_docx(text) for text in texts]
    return print_batch(
        daftar, mesin=fake, kerja=kerja, workers=workers, limit_s=limit_s
    )


def names(results):
    """Return which letter each PDF is of; failures are themselves."""
    return [r if isinstance(r, Failure) else r.split()[-1].decode() for r in results]


def count_runs(fake):
    return len((fake.path.parent / "runs").read_text().splitlines())


def test_letters_come_back_in_their_order(fake, kerja):
    wanted = [f"surat{i}" for i in range(7)]
    assert names(print_fake(fake, kerja, *wanted, workers=3)) == wanted
    assert count_runs(fake) == 3


def test_nothing_to_print_starts_nothing(fake, kerja):
    assert print_fake(fake, kerja) == []
    assert not (fake.path.parent / "runs").exists()


def test_a_letter_that_hangs_is_killed_and_fails_alone(fake, kerja):
    texts = ("surat0", "surat1 MACET", "surat2", "surat3")
    results = names(print_fake(fake, kerja, *texts, limit_s=1.0, workers=1))
    reason = "LibreOffice did not finish it within 1 s; "
    assert results[1].reason.startswith(reason)
    assert [results[0], *results[2:]] == ["surat0", "surat2", "surat3"]
    assert count_runs(fake) == 3


def test_a_letter_that_crashes_the_run_fails_alone(fake, kerja):
    texts = ("surat0", "surat1 JATUH", "surat2", "surat3 JATUH", "surat4")
    results = names(print_fake(fake, kerja, *texts))
    assert [r for r in results if isinstance(r, str)] == ["surat0", "surat2", "surat4"]
    assert results[1] == results[3]
    assert results[1].reason == "LibreOffice was killed by SIGSEGV while on it"


def test_a_pdf_that_does_not_open_is_no_success(fake, kerja):
    results = names(print_fake(fake, kerja, "surat0", "surat1 RUSAK"))
    assert results[0] == "surat0"
    assert results[1].reason.startswith("LibreOffice wrote a broken PDF of it: ")


def test_a_status_of_zero_is_no_success(fake, kerja):
    results = names(print_fake(fake, kerja, "surat0 TOLAK", "surat1"))
    assert results[0].reason == "LibreOffice could not open it: Error: not loaded"
    assert results[1] == "surat1"


def test_what_is_no_docx_is_never_given_to_libreoffice(fake, kerja):
    daftar = [Docx(b"surat"), make_fake_docx("surat1")]
    results = names(print_batch(daftar, mesin=fake, kerja=kerja))
    assert "no DOCX" in results[0].reason
    assert results[1] == "surat1"


def test_nothing_is_left_of_the_work(fake, kerja):
    print_fake(fake, kerja, "surat0", "surat1 JATUH")
    assert list(kerja.iterdir()) == []


def test_what_a_killed_run_left_does_no_harm(fake, kerja):
    (kerja / "cetak-lama" / "profil-1" / "user").mkdir(parents=True)
    assert names(print_fake(fake, kerja, "surat0")) == ["surat0"]
    assert [path.name for path in kerja.iterdir()] == ["cetak-lama"]


def test_shares_are_even_and_bounded():
    shares = split_shares(range(2 * SHARE + 1), workers=1)
    assert [len(share) for share in shares] == [SHARE, SHARE, 1]
    assert [i for share in shares for i in share] == list(range(2 * SHARE + 1))


def test_a_missing_libreoffice_says_how_to_install_it(tmp_path):
    with pytest.raises(LibreOfficeMissingError, match="apt-get install") as caught:
        probe_libreoffice([tmp_path / "soffice", Path("/bin/true")])
    assert caught.value.candidates[1] == Path("/bin/true")


@pytest.mark.office
def test_the_program_is_found_behind_its_shell_script():
    mesin = probe_libreoffice(CANDIDATES)
    assert mesin.path.name == "soffice.bin"
    assert mesin.version[0].isdigit()


@pytest.mark.office
def test_a_broken_letter_among_good_ones_fails_alone(mesin, kerja):
    good = [make_letter(f"Surat {name}") for name in ("satu", "dua", "empat")]
    whole = zipfile.ZipFile(io.BytesIO(good[0]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as broken:
        for name in whole.namelist():
            part = whole.read(name)
            broken.writestr(
                name, part[: len(part) // 2] if name == "word/document.xml" else part
            )
    whole.close()
    daftar = [good[0], good[1], Docx(out.getvalue()), good[2]]
    results = print_batch(daftar, mesin=mesin, kerja=kerja)
    assert isinstance(results[2], Failure)
    assert "could not" in results[2].reason
    for i, word in ((0, "satu"), (1, "dua"), (3, "empat")):
        assert f"Surat {word}" in read_text(results[i])[0]


@pytest.mark.office
def test_libreoffice_dies_with_a_parent_that_is_killed(mesin, tmp_path):
    fifo, program, docx = (tmp_path / n for n in ("fifo", "mesin", "surat.docx"))
    os.mkfifo(fifo)
    program.write_text(f'#!/bin/sh\necho $$ > {fifo}\nexec {mesin.path} "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    docx.write_bytes(make_letter("Surat"))
    script = (
        "from pathlib import Path\n"
        "from formulir.press.libreoffice import LibreOffice, print_batch\n"
        f"mesin = LibreOffice(path=Path({str(program)!r}), version='')\n"
        f"docx = Path({str(docx)!r}).read_bytes()\n"
        f"print_batch([docx] * 50, mesin=mesin, kerja=Path({str(tmp_path)!r}))\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script])
    office = os.pidfd_open(int(fifo.read_text().split()[0]))
    parent.kill()
    parent.wait()
    assert await_end(office)
    os.close(office)


@pytest.mark.office
def test_a_letter_asks_nothing_of_the_network(mesin, kerja):
    with socket.create_server(("127.0.0.1", 0)) as server:
        document = Document()
        document.add_paragraph("Surat")
        out = io.BytesIO()
        document.save(out)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/gambar.png"
        results = print_batch([link_picture(out, url)], mesin=mesin, kerja=kerja)
        server.setblocking(False)  # noqa: FBT003 - the standard library's own shape
        with pytest.raises(BlockingIOError):
            server.accept()
    assert "Surat" in read_text(results[0])[0]


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


@pytest.mark.office
def test_bookmarks_come_out_as_named_destinations_of_an_embedded_pdfa(letters):
    with pikepdf.open(io.BytesIO(letters["satu"])) as pdf:
        assert set(pdf.Root.Dests.keys()) >= {"/cap", "/lambang", "/qr"}
        assert pdf.open_metadata().pdfa_status == "2B"
        fonts = pdf.pages[0].resources.Font.as_dict().values()
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)
