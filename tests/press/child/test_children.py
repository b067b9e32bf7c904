from __future__ import annotations

import os
import select
import signal
import subprocess
import sys

import pytest

from formulir.press.child.children import (
    MINIMAL_ENV,
    ProgramUnstartableError,
    end_child,
    start_child,
)

PATIENCE_MS = 20_000


def await_end(handle):
    """Return whether a process ends, or can be read, while a test has patience."""
    watch = select.poll()
    watch.register(handle, select.POLLIN)
    return bool(watch.poll(PATIENCE_MS))


@pytest.fixture
def fifo(tmp_path):
    path = tmp_path / "fifo"
    os.mkfifo(path)
    return path


def read_pid(fifo):
    """Read what a process writes that may never come to write."""
    handle = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    assert await_end(handle), "nothing was written"
    number = int(os.read(handle, 100))
    os.close(handle)
    return number


def test_a_child_knows_only_the_environment_that_it_is_given(tmp_path):
    out = tmp_path / "out"
    with out.open("wb") as stdout:
        child = start_child(["/usr/bin/env"], env={"SATU": "1"}, stdout=stdout)
    child.wait()
    assert out.read_text() == "SATU=1\n"


def test_a_program_that_is_not_there_is_said_by_name(tmp_path):
    child = start_child([tmp_path / "tiada"], env=MINIMAL_ENV)
    assert child.wait() != 0


def test_a_program_that_the_system_refuses_is_a_machine_error():
    with pytest.raises(ProgramUnstartableError, match="satu") as caught:
        start_child(["satu", "x" * 5_000_000], env=MINIMAL_ENV)
    assert caught.value.program == "satu"
    assert caught.value.exit_code == 5


def test_ending_a_child_ends_what_it_has_started(fifo):
    script = f"sleep 1000 & echo $! > {fifo}; wait"
    child = start_child(["/bin/sh", "-c", script], env=MINIMAL_ENV)
    grandchild = os.pidfd_open(read_pid(fifo))
    end_child(child)
    assert child.returncode == -signal.SIGKILL
    assert await_end(grandchild)
    os.close(grandchild)


def test_a_child_dies_with_a_parent_that_is_killed(fifo):
    script = (
        "from formulir.press.child.children import MINIMAL_ENV, start_child\n"
        f"argv = ['/bin/sh', '-c', 'echo $$ > {fifo}; exec sleep 1000']\n"
        "start_child(argv, env=MINIMAL_ENV).wait()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script])
    child = os.pidfd_open(read_pid(fifo))
    parent.kill()
    parent.wait()
    assert await_end(child)
    os.close(child)
