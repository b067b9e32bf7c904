"""Odd files: each is merged or refused, and the parent takes no harm.

A few of each sort are tried here; ``python -m tests.tools.corpus`` makes them all, and
``python -m tests.tools.corpus.run`` takes them through the same way.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.tools.corpus import dokumen, gambar, mentah, word

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
def test_a_few_odd_files_of_each_sort_are_merged_or_refused(tmp_path):
    folder = tmp_path / "aneh"
    folder.mkdir()
    rng, sample = random.Random(1), dokumen.make_sample()
    pdfs = [
        *islice(mentah.make_trees(), 0, None, 11),
        *islice(mentah.make_circles(), 0, None, 5),
        *islice(mentah.make_active(), 0, None, 13),
        *islice(mentah.make_damaged(rng, sample), 0, None, 14),
        *islice(dokumen.make_signed(), 0, 1),
    ]
    pictures = [
        *islice(gambar.make_modes(rng), 0, None, 12),
        *islice(gambar.make_damaged(rng), 0, None, 14),
    ]
    letters = [*islice(word.make_links(), 0, 1), *islice(word.make_damaged(rng), 0, 2)]
    files = {f"{name}.pdf": data for name, data in pdfs}
    files |= {f"{name}.docx": data for name, data in letters}
    files |= dict(pictures)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    rows = run(folder, tmp_path / "kerja", count=len(files))
    check(rows, count=len(files))
    assert {Path(row["berkas"]).suffix for row in rows[:-1]} >= {".pdf", ".docx"}
    assert {row["putusan"] for row in rows[:-1]} == ENDS
