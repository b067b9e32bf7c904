"""The one door to child processes: each in a group of its own, none left behind.

A child dies with its parent, even when the parent is killed by SIGKILL: ``setpriv``
(util-linux) asks the kernel for that and then becomes the program itself, so there is
no process in between that could be orphaned.
"""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from formulir.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import IO

_GUARD: Final = ("/usr/bin/setpriv", "--pdeathsig", "KILL", "--")
"""PR_SET_PDEATHSIG survives the exec that follows it; see prctl(2)."""

MINIMAL_ENV: Final[Mapping[str, str]] = MappingProxyType(
    {"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"}
)
"""All that a child is told of the world, unless the caller says more."""


class ProgramUnstartableError(MachineError):
    """An outside program cannot be started."""

    program: str
    reason: str
    says = (
        "{program} cannot be started: {reason}; see that it and "
        f"{_GUARD[0]} (package util-linux) are installed and may be run"
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
            [*_GUARD, *map(str, argv)],
            env=dict(env),
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
    except OSError as error:
        raise ProgramUnstartableError(str(argv[0]), reason=str(error)) from error


def run_child(
    argv: Sequence[str | Path], *, env: Mapping[str, str], wall_s: float
) -> int:
    """Run a program to its end or to its limit; return its status.

    Raises:
        ProgramUnstartableError: The system refuses to start it.
    """
    child = start_child(argv, env=env)
    try:
        with suppress(subprocess.TimeoutExpired):
            child.wait(wall_s)
    finally:
        end_child(child)
    return child.returncode


def end_child(child: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a child and its whole group, and take its status.

    A group whose leader has ended is killed too: a helper may have outlived it.
    """
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def describe_status(status: int) -> str:
    """Say in words how a process ended.

    >>> describe_status(-11)
    'was killed by SIGSEGV'
    >>> describe_status(1)
    'ended with status 1'
    """
    if status < 0:
        return f"was killed by {signal.Signals(-status).name}"
    return f"ended with status {status}"
