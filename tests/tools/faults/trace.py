"""A fault at one system call of a child, put there by strace."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tests.tools.faults.acts import attempt
from tests.tools.faults.child import Child

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tools.faults.acts import Act
    from tests.tools.faults.child import Ended

CALLS = (
    *("openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "syncfs"),
    *("rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat"),
    *("mkdir", "mkdirat", "flock"),
)
"""The system calls that write; a machine may have only one of two that do the same."""
STAYS_FULL = {"write", "pwrite64"}
"""Where a full disk stays full; at other calls it fails once."""
ERRORS = ("KILL", "EIO", "ENOSPC")
_CALL = re.compile(r"^\d+ +(\w+)\((.*)")
_WRITES = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One system call of an act, and what befalls it.

    Args:
        call: Its name.
        number: Which of the calls of this name, from 1.
        error: ``KILL``, ``EIO`` or ``ENOSPC``.
    """

    call: str
    number: int
    error: str

    @property
    def injection(self) -> str:
        """Spell it as strace does."""
        on = "+" if self.error == "ENOSPC" and self.call in STAYS_FULL else ""
        what = "signal=KILL" if self.error == "KILL" else f"error={self.error}"
        return f"inject={self.call}:{what}:when={self.number}{on}"

    def __str__(self) -> str:
        """Name it as the report does."""
        return f"{self.error} at {self.call} {self.number}"


def has_strace(trace: Path) -> bool:
    """Tell whether strace is here, and may take hold of a process of ours."""
    if shutil.which("strace") is None:
        return False
    ended = run_traced(lambda: 0, trace, "trace=flock")
    return ended is not None and ended.code == 0


def list_points(act: Act, folder: Path, *, trace: Path) -> list[Point]:
    """Do an act whole, and list the calls with which it writes, and all faults."""
    asked = ",".join(f"?{call}" for call in CALLS)
    ended = run_traced(partial(attempt, act, folder, 1), trace, f"trace={asked}")
    assert ended is not None, "strace lost hold of the child"
    assert ended.code == 0, ended
    counts: Counter[str] = Counter()
    points = []
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if (match := _CALL.match(line)) is None:
            continue
        call, words = match.groups()
        counts[call] += 1
        if call != "openat" or _WRITES.search(words):
            points += [
                Point(call=call, number=counts[call], error=error) for error in ERRORS
            ]
    return points


def inject(
    act: Act, folder: Path, point: Point, *, trace: Path
) -> tuple[Ended | None, bool]:
    """Do an act with a fault at one call; tell how it ended, and if the fault came."""
    work = partial(attempt, act, folder, 1)
    ended = run_traced(work, trace, f"trace={point.call}", point.injection)
    told = trace.read_text(encoding="utf-8", errors="replace")
    came = "INJECTED" in told or (ended is not None and ended.code is None)
    return ended, came


def run_traced(work: Callable[[], int], trace: Path, *expressions: str) -> Ended | None:
    """Let a child work under strace; nothing where strace may not take hold of it."""
    child = Child(work)
    words = [shutil.which("strace") or "strace", "-f", "-y", "-s0", "-o", str(trace)]
    words += [word for each in expressions for word in ("-e", each)]
    words += ["-p", str(child.pid)]
    with subprocess.Popen(words, stderr=subprocess.PIPE) as strace:
        assert strace.stderr is not None
        held = b"attached" in strace.stderr.readline()
        if held:
            child.begin()
        ended = child.finish()
        with suppress(subprocess.TimeoutExpired):
            strace.communicate(timeout=10)
        strace.kill()
    return ended if held else None
