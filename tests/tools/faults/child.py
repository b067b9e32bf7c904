"""A child that does one act when it is told to, and may be cut short.

It is a fork, so that a case costs no start of Python, and it does its work in one
thread, so that the n-th write of one run is the n-th write of the next.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from formulir.ground import flush

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LIMIT_S = 120
"""A child that takes longer hangs."""
_SET_PTRACER = 0x59616D61
_ANY = ctypes.c_ulong(-1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """How a child ended.

    Args:
        code: Its exit code; nothing when it was killed.
        said: What it printed, as far as it came to that.
        hung: Whether it had to be killed because it did not end.
    """

    code: int | None
    said: str
    hung: bool = False


class InOrder:
    """A pool of threads without threads: each piece of work when it is asked for."""

    def __init__(self, _count: int) -> None:
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    @staticmethod
    def map(work: Callable, things: Iterable) -> list:
        return [work(thing) for thing in things]


class Child:
    """A fork that waits for a word, does its work, and says how it went.

    What it says goes out by ``writev``, at which no fault is put.

    Args:
        work: What it does; gives its exit code.
        group: The process group that it joins; its own when left out.
        alone: Whether it works in one thread.
    """

    def __init__(
        self, work: Callable[[], int], *, group: int = 0, alone: bool = True
    ) -> None:
        wait, self._go = os.pipe()
        self._said, say = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._go)
            os.close(self._said)
            _be_child(work, (wait, say), group=group, alone=alone)
        os.close(wait)
        os.close(say)
        os.read(self._said, 1)  # it is ready

    def begin(self) -> None:
        """Let it work."""
        os.write(self._go, b"x")

    def finish(self) -> Ended:
        """Wait until it has ended; one that hangs is killed."""
        os.close(self._go)
        said, hung = b"", False
        while True:
            if not select.select([self._said], [], [], LIMIT_S)[0]:
                hung = True
                with suppress(ProcessLookupError):
                    os.kill(self.pid, signal.SIGKILL)
            elif part := os.read(self._said, 1 << 16):
                said += part
            else:
                break
        os.close(self._said)
        _, status = os.waitpid(self.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        text = json.loads(said) if said else ""
        return Ended(code=None if code < 0 else code, said=text, hung=hung)


def _be_child(
    work: Callable[[], int], pipes: tuple[int, int], *, group: int, alone: bool
) -> None:
    """Wait, work, tell, and end."""
    (wait, say), said, code = pipes, StringIO(), 99
    try:
        os.setpgid(0, group)
        ctypes.CDLL(None).prctl(_SET_PTRACER, _ANY, 0, 0, 0)  # where only parents may
        if alone:
            flush.ThreadPoolExecutor = InOrder
        os.writev(say, [b" "])
        if os.read(wait, 1):
            with redirect_stdout(said), redirect_stderr(said):
                code = work()
            os.writev(say, [json.dumps(said.getvalue()).encode()])
    finally:
        os._exit(code)
