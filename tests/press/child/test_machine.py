"""What the machine does to a child is told as the machine's, and not as the file's."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from formulir.cli import main
from formulir.ground import disk
from formulir.ground.disk import DiskFailedError, find_machine_fault, probe_folder
from formulir.press.attachments import child
from formulir.press.child.ask import ChildHinderedError, LimitLowError, answering
from formulir.press.pdf.normal import LampiranRefusedError
from formulir.records.cells.berkas import ATTACHMENTS, check_berkas
from formulir.records.sheets.read import read_book
from tests.press.attach import examine
from tests.press.conftest import make_pdf, to_bytes

FORMULIR = Path(sys.executable).with_name("formulir")
EX_IOERR = 74


@pytest.fixture
def plant(tmp_path, monkeypatch):
    """Put a script in the place of the program that children of ours run in."""

    def plant(script):
        path = tmp_path / "python"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(path))

    return plant


def make_error(number):
    return OSError(number, os.strerror(number))


def refuse_file(number):
    """Call a file faulty for what the machine did, as readers of files do."""
    try:
        raise make_error(number)
    except OSError as error:
        raise LampiranRefusedError("it is damaged; print it") from error


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EDQUOT])
def test_a_fault_of_the_machine_is_found_behind_one_of_the_file(number):
    with pytest.raises(LampiranRefusedError) as caught:
        refuse_file(number)
    found = find_machine_fault(caught.value)
    assert found is not None
    assert found.errno == number


def test_a_fault_of_the_file_is_none_of_the_machine():
    with pytest.raises(LampiranRefusedError) as caught:
        refuse_file(errno.ENOENT)
    assert find_machine_fault(caught.value) is None
    assert find_machine_fault(None) is None


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_a_child_that_the_disk_refuses_ends_with_a_status_that_says_so(
    tmp_path, monkeypatch, number
):
    def judge(*_words, **_more):
        refuse_file(number)

    monkeypatch.setattr(child, "judge", judge)
    with pytest.raises(SystemExit) as ended, answering():
        child.judge_file([str(tmp_path), "surat.pdf", "pdf", "", "{}"])
    assert ended.value.code == EX_IOERR
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_fails_by_itself_is_no_fault_of_the_machine():
    with pytest.raises(ZeroDivisionError), answering():
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (f"exit {EX_IOERR}", "the disk refused what was read or written"),
        ("kill -KILL $$", "is memory short"),
    ],
)
def test_a_hindered_child_is_told_and_no_file_is_refused(
    plant, workdir, script, reason
):
    plant(script)
    with pytest.raises(ChildHinderedError, match=reason):
        examine(to_bytes(make_pdf()), ekstensi="pdf", workdir=workdir)


def test_a_full_disk_is_told_whatever_a_child_says_of_the_file(
    plant, workdir, monkeypatch
):
    plant("exit 1")
    assert not examine(to_bytes(make_pdf()), ekstensi="pdf", workdir=workdir).ok
    true = disk.os.fsync

    def refuse(handle):
        if "coba-" in str(Path(f"/proc/self/fd/{handle}").readlink()):
            raise make_error(errno.ENOSPC)
        true(handle)

    monkeypatch.setattr(disk.os, "fsync", refuse)
    with pytest.raises(DiskFailedError, match="No space left"):
        examine(to_bytes(make_pdf()), ekstensi="pdf", workdir=workdir)


def test_a_folder_is_probed_without_a_trace(tmp_path):
    probe_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(DiskFailedError, match="No such file"):
        probe_folder(tmp_path / "antah")


@pytest.mark.parametrize("what", ["RLIMIT_FSIZE", "RLIMIT_AS"])
def test_a_limit_of_the_machine_is_not_told_as_a_faulty_file(tmp_path, what):
    (tmp_path / "surat.pdf").write_bytes(to_bytes(make_pdf()))
    low = {"RLIMIT_FSIZE": 300 << 10, "RLIMIT_AS": 1 << 30}[what]
    ended = subprocess.run(
        [FORMULIR, "examine", "surat.pdf"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(getattr(resource, what), (low, low)),
    )
    assert ended.returncode == 5, ended.stderr
    assert b"limit-low: programs get" in ended.stderr
    assert b"refused" not in ended.stdout


def test_the_limits_of_the_machine_are_told_with_their_numbers():
    error = LimitLowError("memory (ulimit -v)", has=5, wants=7)
    assert "programs get 5 here of memory (ulimit -v) and 7 are wanted" in str(error)


def test_memory_that_ran_out_is_the_machines(monkeypatch, capsys):
    def run_out(**_more):
        raise MemoryError

    monkeypatch.setattr(main.root, "main", run_out)
    assert main.run(["verify"]) == 5
    assert capsys.readouterr().err == "machine: memory ran out\n"


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_a_disk_that_fails_under_an_import_is_no_bad_row(tmp_path, monkeypatch, number):
    path = tmp_path / "surat.pdf"
    path.write_bytes(to_bytes(make_pdf()))

    def refuse(*_words, **_more):
        raise make_error(number)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(OSError, match=os.strerror(number)):
        check_berkas(tmp_path, "surat.pdf", kinds=ATTACHMENTS)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(OSError, match=os.strerror(number)):
        read_book(path, rank=len)


def test_a_signal_that_is_ours_is_not_the_machines(plant, workdir):
    plant("kill -SEGV $$")
    verdict = examine(to_bytes(make_pdf()), ekstensi="pdf", workdir=workdir)
    assert not verdict.ok
    assert "too damaged" in verdict.reason
