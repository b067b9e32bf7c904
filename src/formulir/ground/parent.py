"""Dying with one's parent: no process that formulir starts outlives it.

Source: prctl(2), PR_SET_PDEATHSIG.
"""

from __future__ import annotations

import ctypes
import os
import signal
from multiprocessing import parent_process
from typing import Final

GUARD: Final = ("/usr/bin/setpriv", "--pdeathsig", "KILL", "--")
"""What stands before an outside program; the wish survives the exec that follows."""

_PR_SET_PDEATHSIG: Final = 1


def die_with_parent(pid: int | None = None) -> None:
    """Let the kernel end this process when the one that started it ends.

    Args:
        pid: The number of that one, of which it was told; where this process was not
            started by ``multiprocessing``, nothing else tells that it ended before.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if pid is None and (parent := parent_process()) is not None:
        pid = parent.pid
    if pid is not None and os.getppid() != pid:
        os._exit(1)  # it ended before the kernel was asked, which then never tells
