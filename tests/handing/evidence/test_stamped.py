"""Timestamps in a bundle: what lies there, and that its own lines check it."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys

import pytest

from formulir.archive.proof.timestamps import FOLDER, list_timestamps
from formulir.office.kantor import open_kantor
from formulir.office.looks.timestamps import request_timestamp
from tests.kantor import formulir
from tests.office.test_timestamps import take, trust
from tests.tools import bundles
from tests.tools.authority import make_authority


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("otoritas") / "cap")


@pytest.fixture(scope="module")
def bag(authority, tmp_path_factory):
    """Make a bundle of an office with a timestamp before its last act."""
    place = tmp_path_factory.mktemp("bukti")
    kantor = open_kantor(bundles.make_office(place / "k"))
    trust(kantor, authority.root.read_bytes())
    _, query = request_timestamp(kantor)
    take(kantor, authority.answer(query))
    with kantor.open_catatan(read_only=True) as db:
        kode = db.value("SELECT kode FROM surat WHERE status = 'terbit'")
    assert formulir(kantor.folder, "void", kode, "--alasan", "keliru", "--ya") == 0
    return kantor, bundles.export(kantor.folder, place / "bag")


def test_a_bundle_says_with_what_its_timestamps_are_checked(bag, authority):
    kantor, folder = bag
    (filed,) = list_timestamps(kantor.archive.root)
    carried = sorted(path.name for path in (folder / "data" / FOLDER).iterdir())
    size = str(filed.size)
    assert carried == [size, filed.path.name, f"{size}.tsq", f"{size}.tumbuh"]
    text = (folder / "data" / "BACA-SAYA.txt").read_text("utf-8")
    assert f"{size} entri sudah ada pada 20" in text
    assert "kata Otoritas Contoh (dipercaya kantor)" in text
    lines = [line.strip() for line in text.splitlines()]
    for word, answer in (("openssl ts", "Verification: OK"), ("python3 -I", "SAH\n")):
        (line,) = [line for line in lines if line.startswith(word) and FOLDER in line]
        line = line.replace("AKAR.pem", str(authority.root))
        line = line.replace("LOG.PUB-ANDA", str(kantor.archive.root / "log.pub"))
        words = [sys.executable if w == "python3" else w for w in shlex.split(line)]
        done = subprocess.run(
            words, cwd=folder / "data", capture_output=True, text=True, check=False
        )
        assert (done.returncode, answer in done.stdout) == (0, True), done


def test_a_bundle_without_a_timestamp_says_nothing_of_them(tmp_path):
    office = bundles.make_office(tmp_path / "k", letters=2)
    folder = bundles.export(office, tmp_path / "bag")
    text = (folder / "data" / "BACA-SAYA.txt").read_text("utf-8")
    assert "cap" not in text
    assert "\n\n\n" not in text


def test_what_does_not_count_stays_out_of_a_bundle(bag, tmp_path, capsys):
    office = tmp_path / "rusak"
    shutil.copytree(bag[0].folder, office, symlinks=True)
    (filed,) = list_timestamps(open_kantor(office).archive.root)
    filed.path.write_bytes(b"0")
    assert formulir(office, "export", "--bag", str(tmp_path / "bag")) == 0
    assert f"warning: {filed.place}: " in capsys.readouterr().err
    assert not (tmp_path / "bag" / "data" / FOLDER).exists()
