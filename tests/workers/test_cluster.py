"""A batch on a cluster: a scheduler and two workers as an operator would start them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from formulir.workers.executor import PelaksanaUnknownError, WorkerPool
from tests.kantor import (
    await_until,
    count_issued,
    find_processes,
    list_descendants,
    make_batch,
    make_printer,
    slow_down,
    start_issue,
)
from tests.test_killed import LOST, prove

DASK = Path(sys.executable).with_name("dask")
LOOPBACK = ("--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0")
LETTERS = 120
LIMIT_S = 60


@contextmanager
def start(folder, name, *words):
    """Hold a process of the cluster running; its home tells whose it is."""
    home = folder / name
    home.mkdir(parents=True)
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [DASK, *words, *LOOPBACK, "--no-dashboard"],
            env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def open_cluster(folder):
    """Start a cluster; give its address, its scheduler and its workers."""
    place, log = folder / "tempat.json", folder / "scheduler" / "log"
    asked = ("scheduler", "--port", "0", "--scheduler-file", str(place))
    with start(folder, "scheduler", *asked) as scheduler:
        address = json.loads(await_until(lambda: read(place)))["address"]
        one = ("worker", address, "--nthreads", "1", "--no-nanny")
        with start(folder, "satu", *one) as satu, start(folder, "dua", *one) as dua:
            await_until(lambda: read(log).count("Register worker") == 2)
            yield address.removeprefix("tcp://"), scheduler, [satu, dua]


def read(path):
    return path.read_text() if path.exists() else ""


@contextmanager
def issuing(folder, address):
    """Hold an issue on a cluster running; no failed test leaves it behind."""
    command = start_issue(folder, "X1", "--executor", f"dask://{address}")
    try:
        yield command
    finally:
        command.kill()
        command.wait()


def find_printers(process):
    return [p for p, line in list_descendants(process.pid).items() if "uno_" in line]


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    place = tmp_path_factory.mktemp("banyak")
    printer = slow_down(make_printer(place), letter_s=0.06)
    return make_batch(place / "kantor", "X1", printer=printer, models=LETTERS // 5)


@pytest.fixture
def folder(batch, tmp_path):
    return shutil.copytree(batch, tmp_path / "kantor")


@pytest.fixture
def cluster(tmp_path):
    with open_cluster(tmp_path / "gugus") as opened:
        yield opened
    await_until(lambda: not find_processes(str(tmp_path / "gugus")))


@pytest.mark.slow
def test_a_cluster_that_loses_its_workers_loses_no_letter(folder, cluster):
    """One of two is killed, then the other."""
    address, _scheduler, (doomed, other) = cluster
    with issuing(folder, address) as command:
        await_until(lambda: find_printers(doomed) and find_printers(other))
        await_until(lambda: count_issued(folder))
        orphans, kept = find_printers(doomed), find_printers(other)
        assert count_issued(folder) < LETTERS  # in the middle
        doomed.kill()
        assert command.wait(LIMIT_S) == 0
        lines = folder.with_suffix(".out").read_text().splitlines()
        assert len({json.loads(line)["kode"] for line in lines}) == LETTERS
        prove(folder, letters=LETTERS)
        await_until(lambda: not set(orphans) & set(find_processes(str(folder))))
        # One printer for all letters of a worker: it outlives the task that started it.
        assert find_printers(other) == kept
        assert len(kept) == 1
    other.kill()
    refuse_without_workers(address)


def refuse_without_workers(address):
    """See that a cluster that has lost all workers is told."""
    said = f"dask://{address}: has no workers"
    with pytest.raises(PelaksanaUnknownError, match=said):
        WorkerPool(work=abs, word=f"dask://{address}", workers=1).__enter__()
    return said


@pytest.mark.thorough
@pytest.mark.slow
def test_a_batch_whose_cluster_has_lost_all_workers_says_so(folder, cluster):
    address, _scheduler, (first, other) = cluster
    first.kill()
    first.wait()
    with issuing(folder, address) as command:
        await_until(lambda: count_issued(folder))
        other.kill()
        assert command.wait(LIMIT_S) == LOST
    assert refuse_without_workers(address) in folder.with_suffix(".err").read_text()


@pytest.mark.thorough
@pytest.mark.slow
def test_a_cluster_that_is_lost_is_told_in_one_line_and_costs_nothing(folder, cluster):
    address, scheduler, _workers = cluster
    with issuing(folder, address) as command:
        await_until(lambda: count_issued(folder))
        scheduler.kill()
        assert command.wait(LIMIT_S) == LOST
        told = folder.with_suffix(".err").read_text().splitlines()
        said = f"pelaksana-unknown: --executor dask://{address}: does not answer"
        assert sum(line.startswith(said) for line in told) == 1
        assert count_issued(folder) < LETTERS
        assert start_issue(folder, "X1").wait(LIMIT_S) == 0  # here, without it
        prove(folder, letters=LETTERS)
