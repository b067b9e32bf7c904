"""The one door to child processes: each in a group of its own, none left behind.

A child dies with its parent, even when the parent is killed by SIGKILL: ``setpriv``
(util-linux) asks the kernel for that and then becomes the program itself, so there is
no process in between that could be orphaned.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from formulir.errors import MachineError
from formulir.ground.parent import GUARD
from formulir.language import phrase, take_reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import IO

MINIMAL_ENV: Final[Mapping[str, str]] = MappingProxyType(
    {
        "LANG": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
        "TZ": "UTC",
        # Each thread of numpy's would take room from what a limited child may have.
        "OPENBLAS_NUM_THREADS": "1",
    }
)
"""All that a child is told of the world, unless the caller says more."""


SLEEP_LIMIT_S: Final = 120.0
"""After so many seconds without work a program is held to be asleep.

It is far above what the busiest machine needs: a shield that seems to be missing, or a
LibreOffice, because there was much to do, would be a fault.
"""


CHECK_EVERY_S: Final = 0.5
"""How often it is looked at what a child has used, while its work is waited for."""

AWAKE_S: Final = 0.5
"""What computes less than this in all the time it is waited for does nothing.

The busiest of machines gives a child more.
"""


class ProgramUnstartableError(MachineError):
    """An outside program cannot be started."""

    program: str
    reason: str
    says = (
        "{program} cannot be started: {reason}; see that it and /usr/bin/setpriv "
        "(package util-linux) are installed and may be run"
    )


def start_child(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    stdin: int = subprocess.DEVNULL,
    stdout: IO[bytes] | int = subprocess.DEVNULL,
    stderr: IO[bytes] | int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, bound to the life of this thread.

    Raises:
        ProgramUnstartableError: The system refuses to start it.
    """
    try:
        return subprocess.Popen(
            [*GUARD, *map(str, argv)],
            env=dict(env),
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
    except OSError as error:
        raise ProgramUnstartableError(
            str(argv[0]), reason=take_reason(error)
        ) from error


def ask_program(argv: Sequence[str | Path]) -> str | None:
    """Run a program of the system that answers at once; return what it prints.

    Returns:
        Nothing where it is not there, fails, or sleeps.
    """
    try:
        answer = subprocess.run(
            argv,
            env=dict(MINIMAL_ENV),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SLEEP_LIMIT_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.decode(errors="replace") if answer.returncode == 0 else None


def too_much_work(cpu_s: float) -> str:
    """Say that a child was stopped by the processor time that it had."""
    return phrase("it took more than {limit:g} s of processor time", limit=cpu_s)


def await_work(
    group: int, ready: IO[bytes] | int, *, cpu_s: float, sleep_s: float
) -> str:
    """Wait for the work of a child for as long as it works.

    On a busy machine work takes longer by the clock, and no longer by the processor;
    so what is limited is that, and the clock only finds out one that sleeps.

    Args:
        group: The child, which leads its group.
        ready: What can be read when its work is done.
        cpu_s: Seconds of processor time that it and all of its group may use.
        sleep_s: After so many seconds without any to speak of it is held to be asleep.

    Returns:
        Why it is not waited for any longer; nothing when its work is done.
    """
    poll = select.poll()
    poll.register(ready, select.POLLIN)
    first: float | None = None
    used = awake = 0.0
    since = time.monotonic()
    while not poll.poll(1000 * min(CHECK_EVERY_S, sleep_s)):
        now, used = time.monotonic(), measure_group(group)
        # What a group has used before counts from here: to look costs milliseconds,
        # which most work does not last.
        first = used if first is None else first
        if used - first > cpu_s:
            return too_much_work(cpu_s)
        if used - awake > AWAKE_S:
            awake, since = used, now
        elif now - since > sleep_s:
            return phrase("it did nothing for {limit:g} s", limit=sleep_s)
    return ""


def measure_group(group: int) -> float:
    """Return the seconds of processor time that a child and all of its group used.

    Those of its members that have ended are counted with whoever waited for them.

    Source: proc(5), ``/proc/PID/stat``: pgrp, utime, stime, cutime, cstime.
    """
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        # A process may end while it is looked at.
        with suppress(OSError):
            fields = path.read_bytes().rpartition(b")")[2].split()
            if int(fields[2]) == group:
                ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def end_child(child: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a child and its whole group, and take its status.

    A group whose leader has ended is killed too: a helper may have outlived it.
    """
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
