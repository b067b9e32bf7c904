"""Keeping a worker while there are jobs: started when needed, again when it died."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from formulir.web.door.store import open_meja
from formulir.web.jobs.table import give_back, is_wanted

if TYPE_CHECKING:
    from pathlib import Path

LOOK_S: Final = 1.0
_ASKED: Final = (None, -signal.SIGTERM, -signal.SIGINT)
"""How a worker is found that has not failed: at work, or asked to end."""


class Supervisor:
    """Looks after the worker of one office, in a thread that lives with the server.

    A worker that was killed is started anew, and takes up the job that it was at.

    Args:
        folder: The office.
    """

    def __init__(self, folder: Path) -> None:
        """Begin to look, for a server that was killed may have left jobs."""
        self._folder = folder
        self._woken, self._over = Event(), Event()
        self._worker: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Look after the worker from here on."""
        self._thread.start()

    def wake(self) -> None:
        """Look at once: a job may have been asked for."""
        self._woken.set()

    def stop(self) -> None:
        """End the worker; the job that it is at goes on with the next server."""
        self._over.set()
        self._woken.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.is_set():
            gone = self._worker is None or self._worker.poll() is not None
            if gone and self._is_wanted():
                command = [sys.executable, "-m", "formulir.web.jobs.worker"]
                words = [str(self._folder), str(os.getpid())]
                self._worker = subprocess.Popen([*command, *words])
            self._woken.wait(LOOK_S)
            self._woken.clear()
        # Here, for a worker is killed when the thread that started it ends.
        if self._worker is not None:
            end_worker(self._worker, self._folder)

    def _is_wanted(self) -> bool:
        with open_meja(self._folder) as meja:
            return is_wanted(meja)


def end_worker(worker: subprocess.Popen[bytes], folder: Path) -> None:
    """End a worker with its server, which is no failure at the job that it is at.

    Nor is it where the worker was asked to end at the same time, as a machine does that
    is switched off. A crash before the try is given back leaves the job a try the
    poorer.
    """
    asked = worker.poll() in _ASKED
    worker.kill()
    worker.wait()
    if asked:
        with open_meja(folder) as meja:
            give_back(meja)
