"""Killed at any write: what was acknowledged stays, what was not leaves nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from formulir.archive.find import iter_entries

# A child that appends, and kills itself at the write with some number, or inside the
# transaction of the index.
CHILD = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
import conftest
from formulir.archive.index import catch_up
from formulir.ground import flush
from formulir.archive.folder import open_archive

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def count(step):
    global left
    left -= 1
    print(step, flush=True)
    if left == 0:
        kill()

root, kunci, left = Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
if left < 0:
    catch_up.put_words = kill
if sys.argv[5] == "whole":
    flush.MANY = 0
    flush.syncs_whole = lambda _folder: True
office = conftest.Office(open_archive(root, asal=conftest.ASAL), kunci)
terbit = conftest.Letters.terbit
office.append(terbit(2), terbit(3), conftest.Letters.batal(1), after=count)
"""
STEPS = [
    "tunda",
    *["temporary object"] * 4,
    *["object"] * 4,
    "folders",
    "log",
    "checkpoint",
    "end",
]
INSIDE_INDEX = -1


def crash(office, at, way="each"):
    """Let a child append and die; return the writes that it has done."""
    child = subprocess.run(
        [
            sys.executable,
            "-c",
            CHILD,
            str(Path(__file__).parent),
            office.root,
            office.key,
            str(at),
            way,
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    return child.stdout.splitlines()


def codes(office):
    return [
        (entri.isi["tindakan"], entri.isi["kode"][-1])
        for entri in iter_entries(office.archive)
    ]


BEFORE = [("terbit", "1")]
AFTER = [*BEFORE, ("terbit", "2"), ("terbit", "3"), ("batal", "1")]


FEW = {
    *((at, "each") for at in (1, 3, 7, 10, 11, 12, 13, INSIDE_INDEX)),
    *((at, "whole") for at in (5, 9, 10, 12)),
}
"""Each sort of write once; and where it matters that all are flushed at once."""
CASES = [
    pytest.param(at, way, marks=() if (at, way) in FEW else pytest.mark.thorough)
    for at in (*range(1, len(STEPS) + 1), INSIDE_INDEX)
    for way in ("each", "whole")
]


@pytest.mark.parametrize(("at", "way"), CASES)
def test_a_killed_append_is_there_as_a_whole_or_not_at_all(office, surat, at, way):
    office.append(surat.terbit(1))
    objects = office.objects()
    done = crash(office, at, way)
    assert done == (STEPS[:-1] if at == INSIDE_INDEX else STEPS[:at])
    committed = "checkpoint" in done

    report = office.verify()
    assert report.findings == ()
    assert report.entri == (4 if committed else 1)
    assert codes(office) == (AFTER if committed else BEFORE)
    assert len(office.find()) == (3 if committed else 1)

    office.append()  # the normal path, with nothing to add
    assert codes(office) == (AFTER if committed else BEFORE)
    assert (office.objects() == objects) == (not committed)
    report = office.verify()
    assert (report.findings, report.notices) == ((), ())
    assert set(office.files()) - set(office.objects()) == {
        "checkpoint",
        "index.db",
        "lock",
        "log.jsonl",
        "log.pub",
    }

    office.append(surat.terbit(2), surat.terbit(3), surat.batal(1))
    assert codes(office) == AFTER
    report = office.verify()
    assert (report.findings, report.notices) == ((), ())


def test_a_line_torn_anywhere_is_cut_off(office, surat):
    office.append(surat.terbit(1))
    log = office.root / "log.jsonl"
    committed = log.read_bytes()
    tail = committed.replace(b'"entri":0', b'"entri":1') * 2
    for end in range(0, len(tail) + 1, 37):
        log.write_bytes(committed + tail[:end])
        assert office.append(surat.terbit(1))[0].entri == 0
        assert log.read_bytes() == committed


def test_the_first_append_may_be_the_one_that_is_killed(office, surat):
    crash(office, 11)  # after the log, before the checkpoint
    assert office.verify().entri == 0
    office.append(surat.terbit(2))
    report = office.verify()
    assert (report.entri, report.findings, report.notices) == (1, (), ())


def test_one_crash_after_the_other_is_recovered_from(office, surat):
    office.append(surat.terbit(1))
    for at in (11, 5, 11):
        crash(office, at)
    office.append(surat.terbit(2), surat.terbit(3), surat.batal(1))
    report = office.verify()
    assert (report.entri, report.findings, report.notices) == (4, (), ())
    assert codes(office) == AFTER
