"""What a file is, it is for everybody who asks."""

from __future__ import annotations

import gzip
import struct
from datetime import UTC, datetime

import pytest
from PIL import Image

from formulir.ground.magic import describe_head, take_ekstensi, tell_ekstensi
from formulir.press.scans.scan import read_scan
from formulir.records.cells.berkas import ATTACHMENTS, check_berkas, name_berkas
from tests.conftest import ROOT
from tests.press.attach import examine
from tests.press.conftest import encode, make_pdf, to_bytes

PDF = to_bytes(make_pdf())
PICTURE = Image.new("RGB", (40, 40), "black")
SIDE = 64
HEIC = (ROOT / "tests/data/lampiran" / "phone-heic.heic").read_bytes()


def make_tiff(order, *, big):
    """Make a picture in greys in either order of bytes, classic or BigTIFF."""
    head = {"<": b"II", ">": b"MM"}[order]
    head += struct.pack(f"{order}HHHQ", 43, 8, 0, 16) if big else b""
    head += b"" if big else struct.pack(f"{order}HI", 42, 8)
    entries = ((256, SIDE), (257, SIDE), (258, 8), (259, 1), (262, 1))
    entries = (*entries, (273, 1000), (277, 1), (278, SIDE), (279, SIDE * SIDE))
    count, entry, end = ("Q", "HHQQ", "Q") if big else ("H", "HHII", "I")
    table = struct.pack(order + count, len(entries))
    for tag, value in entries:
        table += struct.pack(order + entry, tag, 16 if big else 4, 1, value)
    table += struct.pack(order + end, 0)
    return (head + table).ljust(1000, b"\0") + b"\x80" * SIDE * SIDE


TAKEN = {
    "PDF": (PDF, "pdf"),
    "PDF behind blanks": (b"\r\n  " + PDF, "pdf"),
    "PDF behind words": (b"<br>Warning: x\n" + PDF, "pdf"),
    "PDF behind a thousand bytes": (b" " * 1019 + PDF, "pdf"),
    "JPEG": (encode(PICTURE, "JPEG"), "jpg"),
    "PNG": (encode(PICTURE), "png"),
    "TIFF, little end first": (make_tiff("<", big=False), "tif"),
    "TIFF, big end first": (make_tiff(">", big=False), "tif"),
    "BigTIFF, little end first": (make_tiff("<", big=True), "tif"),
    "GIF": (encode(PICTURE, "GIF"), "gif"),
    "bitmap": (encode(PICTURE, "BMP"), "bmp"),
    "WebP": (encode(PICTURE, "WEBP"), "webp"),
    "two pictures of a camera": (encode(PICTURE, "MPO"), "jpg"),
    "HEIC": (HEIC, "heic"),
}
OTHERS = {
    "nothing": b"",
    "text": b"Yth. Kepala Sekolah",
    "PDF too far in": b" " * 1020 + PDF,
    "PDF in an archive": b"PK\3\4" + PDF,
    "AVIF": b"\0\0\0\x20ftypavif\0\0\0\0",
    "film": b"\0\0\0\x20ftypisom\0\0\0\0",
    "sound": b"RIFF\0\0\0\0WAVE",
    "gzip": gzip.compress(b"surat"),
    "old Word": b"\xd0\xcf\x11\xe0",
    "program": b"MZ",
    "page": b"<html>",
    "picture behind a blank": b" " + encode(PICTURE),
}


@pytest.fixture
def workdir(tmp_path):
    folder = tmp_path / "kerja"
    folder.mkdir()
    return folder


@pytest.fixture
def receive(workdir):
    def receive(data):
        saat = datetime(2016, 3, 14, tzinfo=UTC)
        source = workdir.with_name("masukan")
        source.write_bytes(data)
        return read_scan(source, workdir=workdir, trusted=workdir / "t", saat=saat)

    return receive


NEARER = ("PDF behind blanks", "PDF behind words")
"""The one behind a thousand bytes stands for them."""
NAMES = (
    *(name for name in TAKEN if name not in NEARER),
    *(pytest.param(name, marks=pytest.mark.thorough) for name in NEARER),
)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_taken_is_the_same_for_all(name, receive, tmp_path, workdir):
    data, ekstensi = TAKEN[name]
    assert tell_ekstensi(data) == ekstensi
    received = receive(data)
    assert (received.ekstensi, received.reason) == (ekstensi, "")
    assert received.halaman == 1
    assert examine(data, ekstensi=ekstensi, workdir=workdir).ok
    for called in (f"a.{ekstensi}", "b.png", "tanpa-akhiran"):
        (tmp_path / called).write_bytes(data)
        found = check_berkas(tmp_path, called, kinds=ATTACHMENTS)
        assert name_berkas(found).endswith(f".{ekstensi}")


def test_what_the_reader_of_pictures_cannot_read_is_known_and_refused_by_all(
    receive, workdir
):
    data = make_tiff(">", big=True)
    assert tell_ekstensi(data) == "tif"
    assert receive(data).reason.startswith("the picture is damaged")
    reason = examine(data, ekstensi="tif", workdir=workdir).reason
    assert reason.startswith("the picture is damaged")


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_taken_is_taken_by_nobody(name, receive, tmp_path, workdir):
    data = OTHERS[name]
    assert receive(data).reason.startswith("it is no PDF and no picture")
    for ekstensi in ("pdf", "jpeg", "png", "tiff"):
        assert take_ekstensi(data, ekstensi) not in ATTACHMENTS
        (tmp_path / f"a.{ekstensi}").write_bytes(data)
        with pytest.raises(ValueError, match=r"holds .* which is none of bmp, docx"):
            check_berkas(tmp_path, f"a.{ekstensi}", kinds=ATTACHMENTS)
    verdict = examine(data, ekstensi="pdf", workdir=workdir)
    assert verdict.reason.startswith(("its name says .pdf but", "it is empty"))


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"\xef\xbb\xbf <?xml", "a web page or XML"),
        (b"{\\rtf1", "an RTF text"),
        (b"#!/bin/sh", "a program"),
        (b"Rar!", "a RAR archive"),
        (b"surat", ""),
    ],
)
def test_what_a_file_seems_to_be_is_said_in_words(head, words):
    assert describe_head(head) == words
