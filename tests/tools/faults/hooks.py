"""A fault at one step of a child, put there by Python's own audit hooks.

It needs nothing but Python: where there is no strace, it stands in its place. It sees
each file that is opened to be written, renamed or removed, each folder made, each lock
taken, and each statement that SQLite is given. SQLite gets a cache of one page, so that
what a statement changes is half in the file when the next one is killed.
"""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.tools.faults.acts import attempt
from tests.tools.faults.child import Child

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.faults.acts import Act
    from tests.tools.faults.child import Ended

STEPS = {"os.rename", "os.remove", "os.mkdir", "os.truncate", "fcntl.flock"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
ERRORS = {"KILL": 0, "EIO": errno.EIO, "ENOSPC": errno.ENOSPC}


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of an act, and what befalls it.

    Args:
        number: Which of all, from 1.
        name: What it is; of a statement its first word.
        error: ``KILL``, ``EIO`` or ``ENOSPC``; a statement can only be killed.
    """

    number: int
    name: str
    error: str

    def __str__(self) -> str:
        """Name it as the report does."""
        return f"{self.error} at step {self.number}, {self.name}"


class Hook:
    """Counts the steps of this process from now on, and strikes at one of them.

    Args:
        at: The number of the step, and what befalls it; nothing to count only.
        seen: Is given the name of each step.
    """

    def __init__(self, at: Step | None, seen: list[str]) -> None:
        self.at, self.seen = at, seen
        sys.addaudithook(self)
        self._connect = sqlite3.connect
        sqlite3.connect = self.connect

    def __call__(self, event: str, words: tuple[Any, ...]) -> None:
        """Be told of what happens in this process."""
        if event in STEPS or (
            event == "open" and isinstance(words[2], int) and words[2] & WRITES
        ):
            self.step(event)

    def connect(self, *words: object, **more: Any) -> sqlite3.Connection:
        """Open a file of SQLite, and be told of each statement."""
        conn = self._connect(*words, **more)
        conn.execute("PRAGMA cache_size = 1")
        conn.set_trace_callback(lambda sql: self.step(f"sql-{sql.split()[0]}"))
        return conn

    def step(self, name: str) -> None:
        """Count a step; strike if it is the one."""
        self.seen.append(name)
        if self.at is None or len(self.seen) != self.at.number:
            return
        if self.at.error == "KILL":
            os.kill(os.getpid(), signal.SIGKILL)
        number = ERRORS[self.at.error]
        raise OSError(number, os.strerror(number))


def list_steps(act: Act, folder: Path) -> list[Step]:
    """Do an act whole, and list its steps, and all faults."""

    def work() -> int:
        seen: list[str] = []
        Hook(None, seen)
        code = attempt(act, folder, 1)
        sys.stdout.write("\n" + " ".join(seen))
        return code

    ended = _run(work)
    assert ended.code == 0, ended
    return [
        Step(number=number, name=name, error=error)
        for number, name in enumerate(ended.said.splitlines()[-1].split(), start=1)
        for error in ERRORS
        if error == "KILL" or not name.startswith("sql")
    ]


def strike(act: Act, folder: Path, step: Step) -> tuple[Ended, bool]:
    """Do an act with a fault at one step; tell how it ended, and if the fault came."""

    def work() -> int:
        seen: list[str] = []
        Hook(step, seen)
        code = attempt(act, folder, 1)
        sys.stdout.write(f" {len(seen)}")
        return code

    ended = _run(work)
    return ended, ended.code is None or int(ended.said.split()[-1]) >= step.number


_run = partial(lambda work: (child := Child(work)).begin() or child.finish())
