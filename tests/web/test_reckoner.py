"""The process beside the server that reckons what is dear."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from formulir.issuing.gather import Request, SuratNoneError
from formulir.reviewing.next import read_next
from formulir.web.serving.reckoner import Reckoner
from tests.conftest import ROOT
from tests.kantor import await_until, find_processes

SERVER = """
import sys, time
from pathlib import Path
from formulir.office.kantor import open_kantor
from formulir.web.serving.reckoner import Reckoner
from tests.web.test_reckoner import sleep, tell_pid
folder = Path(sys.argv[1])
reckoner = Reckoner(folder)
print(reckoner.ask(open_kantor(folder), tell_pid), flush=True)
reckoner.ask(open_kantor(folder), sleep, int(sys.argv[2]))
"""


def tell_pid(_kantor):
    return os.getpid()


def sleep(_kantor, seconds):
    time.sleep(seconds)


def die(_kantor, asker):
    """End whoever reckons, but not the one who asked for it."""
    if os.getpid() != asker:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def fail(_kantor, request):
    if request is None:
        raise ValueError("gagal")
    raise SuratNoneError(request, lacks=["tim.nama"])


@pytest.fixture
def reckoner(desk):
    reckoner = Reckoner(desk.folder)
    yield reckoner
    reckoner.stop()


def is_alive(pid):
    return pid in find_processes("formulir.web.serving.reckoner")


def test_one_process_answers_as_the_function_does(desk, reckoner):
    kantor = desk.kantor
    pids = {reckoner.ask(kantor, tell_pid) for _ in range(2)}
    assert len(pids) == 1
    assert os.getpid() not in pids
    states = reckoner.ask(kantor, read_next, tahun=2016, wilayah="33.19")
    assert states == read_next(kantor, tahun=2016, wilayah="33.19")
    assert any(each.faults or each.lacks for each in states)
    reckoner.stop()
    assert not any(map(is_alive, pids))


def test_what_the_function_raises_is_raised_here(desk, reckoner):
    request = Request(formulir="01.4", tahun=2031, wilayah="33.19", tanggal=None)
    with pytest.raises(SuratNoneError) as told:
        reckoner.ask(desk.kantor, fail, request)
    assert str(told.value) == str(SuratNoneError(request, lacks=["tim.nama"]))
    with pytest.raises(ValueError, match="gagal"):
        reckoner.ask(desk.kantor, fail, None)
    assert is_alive(reckoner.ask(desk.kantor, tell_pid))


def test_where_it_is_killed_again_and_again_the_answer_is_made_here(desk, reckoner):
    assert reckoner.ask(desk.kantor, die, os.getpid()) == os.getpid()
    assert is_alive(reckoner.ask(desk.kantor, tell_pid))


def test_it_ends_when_idle_and_begins_when_it_is_asked(desk):
    reckoner = Reckoner(desk.folder, idle_s=0.05)
    first = reckoner.ask(desk.kantor, tell_pid)
    await_until(lambda: not Path(f"/proc/{first}").exists())  # nor as one that ended
    second = reckoner.ask(desk.kantor, tell_pid)
    assert second not in {first, os.getpid()}
    reckoner.stop()


@pytest.mark.parametrize("seconds", [0, 600], ids=["idle", "at-work"])
def test_it_ends_with_a_server_that_is_killed(desk, seconds):
    """Once nobody waits for what it reckons, it does not reckon on."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, desk.folder, str(seconds)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    pid = int(server.stdout.readline())
    assert is_alive(pid)
    server.kill()
    server.wait()
    server.stdout.close()
    await_until(lambda: not is_alive(pid))
