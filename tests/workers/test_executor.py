"""Who does the work: real pools, really killed."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from formulir.errors import MachineError
from formulir.workers.executor import (
    TRIES,
    PekerjaLostError,
    PelaksanaUnknownError,
    WorkerPool,
)
from tests.conftest import ROOT
from tests.workers.working import (
    PATIENCE_MS,
    always_die,
    count_runs,
    die_once,
    finish_second,
    refuse,
)


@pytest.fixture(autouse=True)
def tests_can_be_imported(monkeypatch):
    """Let the processes of a pool find the functions of this file."""
    monkeypatch.syspath_prepend(ROOT)


def local(work, items, workers):
    with WorkerPool(work=work, word="local", workers=workers) as pool:
        yield from pool.run(items)


def test_results_come_in_the_order_of_the_items_and_not_of_their_ends(tmp_path):
    items = [(tmp_path, name) for name in range(5)]
    assert list(local(finish_second, items, 2)) == [
        ((tmp_path, name), name) for name in range(5)
    ]


def test_without_workers_the_work_is_done_here():
    done = local(lambda item: (item, os.getpid()), [3, 4], 0)
    assert [result for _, result in done] == [(3, os.getpid()), (4, os.getpid())]


@pytest.mark.parametrize(("workers", "most"), [(0, 1), (1, 2), (2, 4)])
def test_at_most_twice_as_many_items_as_workers_are_under_way(workers, most):
    taken, under_way = [], []

    def give():
        for item in range(12):
            taken.append(item)
            yield item

    for done, (item, result) in enumerate(local(abs, give(), workers)):
        assert item == result == done
        under_way.append(len(taken) - done)
    assert under_way[:6] == [most] * 6
    assert under_way[-1] == 1


def test_a_killed_process_costs_only_a_repetition(tmp_path):
    items = [(tmp_path, name, name == 3) for name in range(8)]
    results = list(local(die_once, items, 1))
    assert results == list(zip(items, range(8), strict=True))
    runs = [count_runs(tmp_path, name) for name in range(8)]
    assert runs[3] == 2
    assert runs == [1, 1, runs[2], 2, 1, 1, 1, 1]  # its result may die on its way


def test_deaths_on_several_items_do_not_add_up(tmp_path):
    items = [(tmp_path, name, True) for name in range(TRIES + 1)]
    results = list(local(die_once, items, 1))
    assert results == list(zip(items, range(TRIES + 1), strict=True))


def test_processes_that_die_on_the_same_item_again_and_again_are_said_to(tmp_path):
    results = local(always_die, [(tmp_path, name) for name in range(4)], 1)
    assert [next(results)[1], next(results)[1]] == [0, 1]
    (tmp_path / "1.got").touch()
    with pytest.raises(PekerjaLostError, match=f"died {TRIES} times") as caught:
        next(results)
    assert caught.value.tries == TRIES == count_runs(tmp_path, 2)
    assert caught.value.exit_code == MachineError.exit_code


def test_what_the_work_raises_is_raised_here_and_not_tried_again():
    with pytest.raises(OSError, match="no room for 1"):
        list(local(refuse, [1, 2, 3], 2))


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("lokal", "is unknown"),
        ("dask://", "does not answer"),
        ("dask://127.0.0.1", "does not answer"),
        ("dask://127.0.0.1:delapan", "does not answer"),
    ],
)
def test_an_executor_that_there_is_not_is_told_in_one_line(word, reason):
    with pytest.raises(PelaksanaUnknownError) as caught:
        WorkerPool(work=abs, word=word, workers=1).__enter__()
    told = str(caught.value)
    assert told.startswith(f"--executor {word}: {reason}")
    assert "\n" not in told
    assert caught.value.exit_code == MachineError.exit_code


def test_a_cluster_that_does_not_answer_is_told_in_one_line():
    with socket.socket() as closed:  # bound, so that nobody else takes it; deaf
        closed.bind(("127.0.0.1", 0))
        word = f"dask://127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(PelaksanaUnknownError, match="refused") as caught:
            WorkerPool(work=abs, word=word, workers=1).__enter__()
    assert str(caught.value).startswith(f"--executor {word}: does not answer (")
    assert "\n" not in str(caught.value)


def test_without_the_extra_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(PelaksanaUnknownError, match=r"formulir\[cluster\]"):
        WorkerPool(work=abs, word="dask://127.0.0.1:8786", workers=1).__enter__()


# What a real parent runs before it is killed.
POOL = """
from pathlib import Path
from formulir.workers.executor import WorkerPool
from tests.workers.working import hang
if __name__ == "__main__":
    items = [Path({folder!r}) / name for name in ("satu", "dua")]
    with WorkerPool(work=hang, word="local", workers=2) as pool:
        list(pool.run(items))
"""
ORPHAN = """
import os, time
from multiprocessing import get_context
from pathlib import Path
from formulir.workers.executor import die_with_parent
folder = Path({folder!r})
def wait():
    parent = os.getppid()
    (folder / "satu").write_text(f"{{os.getpid()}}\\n")
    while os.getppid() == parent:
        time.sleep(0.01)
    die_with_parent()
    (folder / "hidup").touch()
if __name__ == "__main__":
    get_context("spawn").Process(target=wait).start()
    time.sleep(1000)
"""


def watch_when_its_parent_is_killed(folder, script, names):
    """Return whether each process that a script has started ends with it."""
    path = folder / "induk.py"
    path.write_text(script.format(folder=str(folder)), encoding="utf-8")
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, path], env=environment, stderr=subprocess.DEVNULL
    ) as parent:
        children = [open_when_told(folder / name) for name in names]
        parent.kill()
    ended = []
    for child in children:
        watch = select.poll()
        watch.register(child, select.POLLIN)
        ended.append(bool(watch.poll(PATIENCE_MS)))
        if not ended[-1]:  # a failed test leaves nothing behind either
            signal.pidfd_send_signal(child, signal.SIGKILL)
        os.close(child)
    return ended


def open_when_told(path):
    """Return a handle of the process that writes its number to a file."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not (path.exists() and path.read_text().endswith("\n")):
        assert time.monotonic() < end, f"{path} did not come"
        time.sleep(0.01)
    return os.pidfd_open(int(path.read_text()))


def test_the_processes_of_a_pool_end_when_their_parent_is_killed(tmp_path):
    names = ("satu", "dua")
    assert watch_when_its_parent_is_killed(tmp_path, POOL, names) == [True, True]


def test_a_process_whose_parent_was_killed_before_it_asked_ends_itself(tmp_path):
    assert watch_when_its_parent_is_killed(tmp_path, ORPHAN, ("satu",)) == [True]
    assert not Path(tmp_path / "hidup").exists()
