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


def die_with_parent() -> None:
    """Let the kernel end this process when the one that started it ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = parent_process()
    if parent is not None and os.getppid() != parent.pid:
        os._exit(1)  # it ended before the kernel was asked, which then never tells
