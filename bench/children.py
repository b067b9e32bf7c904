"""Helpers that run beside the measuring process and are asked line by line."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from bench.tools import PeerMissingError

if TYPE_CHECKING:
    from collections.abc import Sequence


def start(
    argv: Sequence[object], *, piped: bool = True, env: dict[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start a helper; a piped one is asked line by line."""
    stream = subprocess.PIPE if piped else subprocess.DEVNULL
    return subprocess.Popen(
        list(map(str, argv)),
        stdin=stream,
        stdout=stream,
        stderr=subprocess.DEVNULL,
        text=True,
        env=env,
        start_new_session=True,
    )


def ask(child: subprocess.Popen[str]) -> None:
    """Ask for one pass and wait for its end."""
    told, heard = child.stdin, child.stdout
    assert told is not None
    assert heard is not None
    told.write("\n")
    told.flush()
    answer = heard.readline().strip()
    if answer != "done":
        raise PeerMissingError(answer or "it ended without an answer")


def stop(child: subprocess.Popen[str]) -> None:
    """End a helper and all that it started: it leads a session of its own.

    LibreOffice's starter outlives a SIGTERM, so what is left of the group is killed.
    """
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        child.wait(10)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: str) -> None:
    """Wait until a server listens."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", int(port)), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise PeerMissingError(f"nothing listens at port {port} after a minute")
