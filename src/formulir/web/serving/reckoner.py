"""Reckoning what is dear in a process beside the server.

To tell how far all kinds are, all of them are compiled: that takes a second, in which
the pages of others would wait for their turns, and memory that a server would hold for
as long as it runs. The process is started when something is asked of it, and ends by
itself after a while without a question, or when the server is gone. It only reads: a
crash of either leaves nothing.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import traceback
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

from formulir.errors import FormulirError
from formulir.ground.disk import narrow_umask
from formulir.language import use_language
from formulir.office.kantor import open_kantor

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulir.office.kantor import Kantor

T = TypeVar("T")

IDLE_S: Final = 60.0
_TRIES: Final = 2
"""The first process may be ending, for it was idle, while it is asked."""


class Reckoner:
    """Reckons for the desk of one office, one question after another.

    Args:
        folder: The office.
        idle_s: After so many seconds without a question the process ends.
    """

    def __init__(self, folder: Path, *, idle_s: float = IDLE_S) -> None:
        """Wait to be asked."""
        self._folder, self._idle_s = folder, idle_s
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def ask(
        self, kantor: Kantor, make: Callable[..., T], *args: object, **named: object
    ) -> T:
        """Let the process call a function, and give or raise what that does.

        Where it is killed again and again, as happens when memory is short, the
        function is called here.

        Args:
            kantor: The office.
            make: The function, which the process can import; it gets the office first.
            *args: What else it gets.
            **named: The same by name.
        """
        with self._lock:
            for _ in range(_TRIES):
                line = self._line or self._start()
                try:
                    line.send((make, args, named))
                    value, error = line.recv()
                except (EOFError, OSError):
                    self._end()
                    continue
                if error is not None:
                    raise error
                result: T = value
                return result
        return make(kantor, *args, **named)

    def stop(self) -> None:
        """End the process, whatever it reckons."""
        if self._process is not None:
            self._process.kill()
        with self._lock:
            self._end()

    def _start(self) -> Connection:
        self._line, other = Pipe()
        with other:
            command = [sys.executable, "-m", "formulir.web.serving.reckoner"]
            words = [str(self._folder), str(other.fileno()), str(self._idle_s)]
            self._process = subprocess.Popen(
                [*command, *words], stdin=subprocess.DEVNULL, pass_fds=[other.fileno()]
            )
        Thread(target=self._process.wait, daemon=True).start()  # so that none is left
        return self._line

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._line = self._process = None


def answer(folder: Path, line: Connection, *, idle_s: float) -> None:
    """Answer what is asked on a line until nothing has come for a while."""
    while line.poll(idle_s):
        make, args, named = line.recv()
        said: tuple[Any, Exception | None]
        try:
            said = make(open_kantor(folder), *args, **named), None
        except Exception as error:  # noqa: BLE001 - whoever asked has it raised there
            if not isinstance(error, FormulirError):
                traceback.print_exc()
            said = None, error
        line.send(said)


def main() -> None:
    """Reckon for the server that gave the office, an end of a line, and a time."""
    folder, handle, idle_s = sys.argv[1:]
    narrow_umask()
    use_language("id")
    with Connection(int(handle)) as line:
        Thread(target=_end_with, args=(line.fileno(),), daemon=True).start()
        answer(Path(folder), line, idle_s=float(idle_s))


def _end_with(handle: int) -> None:
    """End this process, whatever it reckons, once the other end of its line is gone."""
    end = select.poll()
    end.register(handle, 0)  # which is told of nothing but that
    end.poll()
    os._exit(1)


if __name__ == "__main__":
    main()
