"""Whatever is killed, and whenever: each letter once, no gap, the archive verifies."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress

import pytest

from formulir.archive.find import iter_entries
from formulir.office.kantor import open_kantor
from formulir.records.ledger.agenda import Span, prove_nomor, read_agenda
from formulir.reviewing.audit import verify_kantor
from tests.kantor import (
    add_kind,
    await_until,
    count_issued,
    find_processes,
    issue,
    list_descendants,
    make_batch,
    make_kantor,
    make_printer,
    slow_down,
    start_issue,
)

FORK = multiprocessing.get_context("fork")
KINDS = ("X1", "X2", "X3", "X4", "X5")
VICTIMS = {"worker": "spawn_main", "printer": "uno_worker", "soffice": "soffice.bin"}
"""What the command line of each sort of process shows; the rest is the command."""
LIMIT_S = 120
LOST = 5
"""The exit code when the pool's processes died again and again."""


def start(kantor, kode, *more):
    """Run an issue in a process of its own, as a clerk's command would."""
    worker = FORK.Process(target=run_quietly, args=(kantor, kode, more))
    worker.start()
    return worker


def run_quietly(kantor, kode, more):
    os.setsid()  # so that a kill takes the printers along, as a power cut does
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a file
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        sys.stdout = sys.stderr = nowhere  # pytest's own lead past the above
        os._exit(issue(kantor, kode, *more))


def list_schools(folder):
    """List the schools to which a letter goes: thirty."""
    with open_kantor(folder).open_catatan(read_only=True) as db:
        return [row[0] for row in db.conn.execute("SELECT npsn FROM usulan_imbas")]


def name_keys(keys):
    """Name letters as a command does."""
    return [word for key in keys for word in ("--kunci", key)]


def kill(worker):
    try:
        os.killpg(worker.pid, signal.SIGKILL)
    except ProcessLookupError:
        worker.kill()
    worker.join()


def prove(folder, *, letters):
    """Hold archive, ledger and book against what was asked for."""
    kantor = open_kantor(folder)
    proof = verify_kantor(kantor, progress=lambda _done, _total: None)
    assert proof.findings == []
    issued = Counter(
        (entri.isi["formulir"], entri.isi["kunci"])
        for entri in iter_entries(kantor.archive)
        if entri.isi["tindakan"] == "terbit"
    )
    assert len(issued) == letters
    assert set(issued.values()) == {1}
    with kantor.open_catatan(read_only=True) as db:
        (series,) = prove_nomor(db, tahun=2016)
        book = read_agenda(db, Span.of(2016))
    assert (series.count, series.terbit, series.dipesan) == (letters, letters, 0)
    assert series.sound
    numbers = [int(row["nomor"].split("/")[0]) for row in book]
    assert numbers == list(range(1, letters + 1))


class Attack:
    """Kills processes of one batch, and starts the command again when it has ended.

    Args:
        folder: The office; its batch is of the kind X1.
        chance: Chooses the moments and the victims.
    """

    def __init__(self, folder, chance):
        self.folder, self.chance = folder, chance
        self.killed = Counter()
        self.command = start_issue(folder, "X1")

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        """Leave nothing behind, even when the test fails."""
        self.command.kill()
        self.command.wait()

    def kill(self, sort, *, within_s):
        """Kill one process of a sort, at a random moment after there is one."""
        while True:
            await_until(lambda: self.find(sort))
            with suppress(subprocess.TimeoutExpired):
                self.command.wait(timeout=self.chance.uniform(0, within_s))
            if victims := self.find(sort):
                with suppress(ProcessLookupError):
                    os.kill(self.chance.choice(victims), signal.SIGKILL)
                    self.killed[sort] += 1
                    break
        if sort == "parent":
            self.command.wait()

    def find(self, sort):
        """Return the processes of a sort, once the command runs."""
        if (code := self.command.poll()) is not None:
            told = self.folder.with_suffix(".err").read_text()
            assert code in (-signal.SIGKILL, LOST), told
            assert code != LOST or "pekerja-lost" in told, told
            self.command = start_issue(self.folder, "X1")
        if sort == "parent":
            return [self.command.pid]
        started = list_descendants(self.command.pid)
        return sorted(pid for pid, line in started.items() if VICTIMS[sort] in line)

    def finish(self):
        """Run to the end, and see that every process has ended with it."""
        while self.command.wait(LIMIT_S) != 0:
            self.find("parent")
        await_until(lambda: not find_processes(str(self.folder)))
        lines = self.folder.with_suffix(".out").read_text().splitlines()
        return {json.loads(line)["kode"] for line in lines}


FIVES = (
    pytest.param(1, id="five"),
    pytest.param(2, id="ten", marks=pytest.mark.thorough),
    pytest.param(10, id="fifty", marks=pytest.mark.thorough),
)


@pytest.mark.slow
@pytest.mark.parametrize("fives", FIVES)
def test_kills_in_one_batch_double_nothing_and_lose_nothing(tmp_path, fives):
    chance = random.Random(20160315)
    printer = slow_down(make_printer(tmp_path), letter_s=0.02)
    models = 40 if fives == 1 else 50
    folder = make_batch(tmp_path / "kantor", "X1", printer=printer, models=models)
    letters = 5 * models
    sorts = (["parent"] + ["worker"] * 2 + ["printer"] * 2) * fives
    chance.shuffle(sorts)
    with Attack(folder, chance) as attack:
        for index, sort in enumerate(sorts):
            # Faster when the letters are ahead of the kills: below a hundred letters
            # there is no pool, and so there would be no worker to kill.
            ahead = count_issued(folder) / (0.4 * letters) > (index + 1) / len(sorts)
            attack.kill(sort, within_s=0.2 if ahead else 1)
        assert attack.killed == Counter(sorts)
        assert count_issued(folder) < letters  # every kill was in the middle
        assert len(attack.finish()) == letters
    prove(folder, letters=letters)


ROUNDS = (
    pytest.param(KINDS[:1], 15, 1, id="five"),
    pytest.param(KINDS[:1], 30, 6, id="ten", marks=pytest.mark.thorough),
    pytest.param(KINDS, 30, 30, id="fifty", marks=pytest.mark.thorough),
)
"""Of which kinds letters are issued, and how many of each, three a round; and how many
rounds at least are killed in the middle, for some may have ended by then."""


@pytest.mark.slow
@pytest.mark.parametrize(("kinds", "letters", "least"), ROUNDS)
def test_kills_at_random_moments_double_nothing_and_lose_nothing(
    tmp_path, kinds, letters, least
):
    chance = random.Random(20160314)
    folder = make_kantor(tmp_path / "kantor", printer=make_printer(tmp_path))
    for kode in kinds:
        add_kind(folder, kode)
    # Three letters at a time: each round is killed once and run again.
    keys = list_schools(folder)
    rounds = [
        (kode, keys[start_at : start_at + 3])
        for kode in kinds
        for start_at in range(0, letters, 3)
    ]
    usual_s = 1.0
    killed = 0
    for kode, three in rounds:
        asked = name_keys(three)
        worker = start(folder, kode, *asked)
        worker.join(timeout=chance.uniform(0, usual_s))
        killed += worker.exitcode is None
        kill(worker)
        began = time.monotonic()
        again = start(folder, kode, *asked)
        again.join()
        assert again.exitcode == 0
        usual_s = 0.7 * usual_s + 0.3 * (time.monotonic() - began)
    assert killed >= least
    prove(folder, letters=letters * len(kinds))


@pytest.mark.slow
def test_four_processes_at_once_double_nothing_and_leave_no_gap(tmp_path):
    folder = make_kantor(tmp_path / "kantor", printer=make_printer(tmp_path))
    for kode in KINDS[:4]:
        add_kind(folder, kode)
    asked = ["--workers", "1", *name_keys(list_schools(folder)[:15])]
    workers = [start(folder, kode, *asked) for kode in KINDS[:4]]
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    prove(folder, letters=60)


@pytest.mark.slow
def test_two_processes_on_the_same_letters_make_each_once(tmp_path):
    folder = make_kantor(tmp_path / "kantor", printer=make_printer(tmp_path))
    add_kind(folder, "X1")
    workers = [start(folder, "X1") for _ in range(2)]
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    prove(folder, letters=30)


@pytest.mark.office
@pytest.mark.thorough
def test_a_batch_on_real_libreoffice_survives_being_killed(tmp_path, capfd):
    chance = random.Random(7)
    folder = make_kantor(tmp_path / "kantor", printer=None)
    add_kind(folder, "X1")
    for _ in range(4):
        worker = start(folder, "X1")
        worker.join(timeout=chance.uniform(0.3, 3))
        kill(worker)
    assert issue(folder, "X1", "--json") == 0
    lines = capfd.readouterr().out.splitlines()
    assert len({json.loads(line)["kode"] for line in lines}) == 30
    prove(folder, letters=30)


@pytest.mark.thorough
@pytest.mark.office
@pytest.mark.slow
def test_a_pool_on_real_libreoffice_survives_being_killed_piece_by_piece(tmp_path):
    folder = make_batch(tmp_path / "kantor", "X1", printer=None, models=24)
    with Attack(folder, random.Random(8)) as attack:
        for sort in ("soffice", "worker", "soffice", "parent"):
            attack.kill(sort, within_s=1)
        assert len(attack.finish()) == 120
    assert attack.killed == {"soffice": 2, "worker": 1, "parent": 1}
    prove(folder, letters=120)
