"""Odd files, one and all: each is merged or refused, and the parent takes no harm.

``FORMULIR_CORPUS`` names a folder of them, such as the one that
``python -m tests.tools.corpus FOLDER`` makes; without it the big test is skipped.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.tools.corpus import dokumen, mentah

CORPUS = os.environ.get("FORMULIR_CORPUS")  # noqa: TID251 - a tester's own folder
LIMIT_S = 10.0
PEAK_MIB = 500
ENDS = {"ok", "repaired", "cleaned", "embedded", "refused"}


def run(folder: Path, workdir: Path, *, count: int) -> list[dict]:
    """Take a folder's files through the way, in a process whose memory is measured."""
    workdir.mkdir()
    answer = subprocess.run(
        [sys.executable, "-m", "tests.tools.corpus.run", folder, workdir],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60 + count * 4 * LIMIT_S,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    return [json.loads(line) for line in answer.stdout.splitlines()]


def check(rows: list[dict], *, count: int) -> None:
    """Hold what was found against the promise."""
    *files, last = rows
    assert len(files) == count
    assert last["puncak_mib"] < PEAK_MIB
    for row in files:
        assert row["putusan"] in ENDS
        assert (row["putusan"] == "refused") == bool(row["alasan"]), row
        assert "\n" not in row["alasan"]
        assert ";" in row["alasan"] or not row["alasan"], row  # says what to do
        # Of a DOCX three children have the time of one.
        children = 3 if row["berkas"].endswith(".docx") else 1
        assert row["lama_s"] <= LIMIT_S * children, row


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.skipif(not CORPUS, reason="FORMULIR_CORPUS names no folder of odd files")
def test_every_file_of_the_corpus_is_merged_or_refused(tmp_path, capsys):
    folder = Path(CORPUS or "")
    count = sum(path.is_file() for path in folder.iterdir())
    rows = run(folder, tmp_path / "kerja", count=count)
    with capsys.disabled():
        told = Counter(row["putusan"] for row in rows[:-1])
        slowest = max(rows[:-1], key=lambda row: row["lama_s"])
        sys.stdout.write(f"\n{dict(told)}, {rows[-1]}, slowest {slowest}\n")
    check(rows, count=count)


@pytest.mark.slow
def test_a_handful_of_odd_files_is_merged_or_refused(tmp_path):
    folder = tmp_path / "aneh"
    folder.mkdir()
    rng, sample = random.Random(1), dokumen.make_sample()
    files = [
        *islice(mentah.make_trees(), 0, None, 7),
        *islice(mentah.make_circles(), 0, None, 4),
        *islice(mentah.make_damaged(rng, sample), 0, None, 9),
    ]
    for name, data in files:
        (folder / f"{name}.pdf").write_bytes(data)
    rows = run(folder, tmp_path / "kerja", count=len(files))
    check(rows, count=len(files))
