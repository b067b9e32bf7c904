"""Two writers side by side, both killed at a random moment."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.tools.faults.acts import (
    attempt,
    make_issue,
    make_replace,
    make_reserve,
    make_void,
)
from tests.tools.faults.child import Child
from tests.tools.faults.judge import Wrong, ask_readers, copy_office, judge

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.tools.faults.acts import Act

ROUNDS = 5
"""So many kills befall one office, one after the other, before a fresh one comes."""
FIRST_S = 0.5
"""As long as two writers may take; from then on it is learned."""


def make_work(name: str, chance: random.Random) -> list[Act]:
    """Make what one writer does in one round: two letters, then things by chance."""
    rest = [
        make_void(f"void {name}d", f"{name}d"),
        make_replace(f"replace {name}e", f"{name}e"),
        make_issue(f"append {name}a, 2 objects", [f"{name}a"]),
        make_issue(f"append {name}b, 40 objects", [f"{name}b{n}" for n in range(20)]),
        make_reserve(f"reserve {name}c", [f"{name}c{n}" for n in range(3)]),
    ]
    chance.shuffle(rest)
    return [make_issue(f"append {name}d, 4 objects", [f"{name}d", f"{name}e"]), *rest]


def start_writer(acts: Sequence[Act], folder: Path, *, group: int) -> Child:
    """Make a child that does acts one by one, and notes each that is acknowledged."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    notes = os.open(folder.parent / NOTES, flags)

    def work() -> int:
        for act in acts:
            if code := attempt(act, folder, 1):
                sys.stdout.write(act.name)
                return code
            os.writev(notes, [f"{act.name}\n".encode()])
        return 0

    child = Child(work, group=group, alone=False)
    os.close(notes)
    return child


def start_reader(folder: Path) -> Child:
    """Make a child that reads, with every reader, until it is told to stop."""
    stop = folder.parent / STOP
    stop.unlink(missing_ok=True)

    def work() -> int:
        wrong, first = Wrong(), 0
        while not (wrong.alarms or stop.exists()):
            ask_readers(folder, wrong, first=first)
            first += 1
        sys.stdout.write("\n".join(wrong.alarms))
        return len(wrong.alarms)

    return Child(work, alone=False)


NOTES, STOP = "selesai.txt", "berhenti"
"""Where writers note what was acknowledged, and what ends the reader."""
READ_EVERY = 2
"""In every so manieth round somebody reads meanwhile; else nobody mends anything."""


def kill_writers(
    home: Path, target: Path, *, count: int, chance: random.Random
) -> Iterator[tuple[str, Wrong, bool]]:
    """Kill two writers again and again; give each time what was found wrong.

    Yields:
        What it was, what was wrong, and whether they were killed in the middle.
    """
    usual_s = FIRST_S
    for number in range(count):
        if number % ROUNDS == 0:
            folder = copy_office(home, target)
        works = [make_work(f"R{number % ROUNDS}{name}", chance) for name in "xy"]
        moment = chance.uniform(0, usual_s)
        reader = start_reader(folder) if number % READ_EVERY else None
        notes, failed = _run_and_kill(works, folder, moment=moment, reader=reader)
        acts = [act for work in works for act in work]
        done = [act.name in notes for act in acts]
        wrong = judge(acts, folder, done=done, first=number, all_again=False)
        wrong.alarms += failed
        usual_s *= 0.9 if all(done) else 1.1 if not any(done) else 1
        yield f"kill {number} after {moment:.3f} s", wrong, not all(done)


def _run_and_kill(
    works: Sequence[Sequence[Act]],
    folder: Path,
    *,
    moment: float,
    reader: Child | None,
) -> tuple[list[str], list[str]]:
    """Let writers work, and kill them; return what was done, and what failed."""
    notes = folder.parent / NOTES
    notes.unlink(missing_ok=True)
    first = start_writer(works[0], folder, group=0)
    second = start_writer(works[1], folder, group=first.pid)
    others = [] if reader is None else [reader]
    for child in (first, second, *others):
        child.begin()
    time.sleep(moment)
    with suppress(ProcessLookupError):
        os.killpg(first.pid, signal.SIGKILL)
    (folder.parent / STOP).touch()
    failed = []
    for child in (first, second, *others):
        ended = child.finish()
        if ended.code or ended.hung:
            who = "a reader beside them" if child is reader else "a writer"
            failed.append(f"{who} ended with {ended.code}: {ended.said}")
    return notes.read_text(encoding="utf-8").splitlines(), failed
