"""The page on the format: its example is a real archive."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from formulir.archive.find import find_kode
from formulir.archive.folder import open_archive
from formulir.archive.verify import verify

PAGE = Path(__file__).parents[2] / "docs" / "archive-format.md"
ASAL = "lpmp.example/arsip"


@pytest.fixture
def blocks():
    """The texts of the example, in the order of the page."""
    found = re.findall(r"```\w+\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return found[:5]


@pytest.fixture
def archive(blocks, tmp_path):
    """The archive of the page, laid out as files."""
    log, checkpoint, public, objects, _ = blocks
    for name, text in (("log.jsonl", log), ("checkpoint", checkpoint)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "log.pub").write_text(public, encoding="utf-8")
    for path, data in re.findall(r"(objects/\S+)\n +(\".*\")\n", objects):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(json.loads(data).encode())
    return tmp_path


def test_the_example_verifies(archive):
    report = verify(archive, asal=ASAL)
    assert (report.entri, report.objects, report.findings) == (4, 3, ())


def test_the_example_can_be_opened_and_searched(archive):
    assert not (archive / "lock").exists()  # a copy need not have it
    found = find_kode(open_archive(archive, asal=ASAL), ["K7QF-3M0T-9XWA"])
    assert found["K7QF-3M0T-9XWA"].isi["status"] == "batal"


def test_the_sums_of_the_example_are_right(blocks):
    lines = blocks[0].encode().split(b"\n")[:4]
    leaves = [sha256(b"\x00" + line).digest() for line in lines]
    left = sha256(b"\x01" + leaves[0] + leaves[1]).digest()
    right = sha256(b"\x01" + leaves[2] + leaves[3]).digest()
    root = sha256(b"\x01" + left + right)
    assert re.findall(r"= ([0-9a-f]{64})$", blocks[4], re.MULTILINE) == [
        *(leaf.hex() for leaf in leaves),
        left.hex(),
        right.hex(),
        root.hexdigest(),
    ]


def test_the_page_knows_every_step_of_an_append():
    page = PAGE.read_text(encoding="utf-8")
    section = page.partition("## 6.")[2].partition("## 7.")[0]
    for name in ("tunda", "checkpoint", "index.db", ".baru"):
        assert f"`{name}" in section or f"{name}`" in section
