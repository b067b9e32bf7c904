"""A long-lived LibreOffice: started once, fed many documents, replaced when it fails.

It is reached through ``uno_worker.py``, a child of this process that speaks one line of
JSON a document. The child dies with this process, and LibreOffice with the child, even
when this process is killed by SIGKILL.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Final

from formulir.errors import MachineError
from formulir.ground.workdir import take_folder
from formulir.language import phrase
from formulir.model import Fodt, Pdf
from formulir.press.child.children import (
    MINIMAL_ENV,
    SLEEP_LIMIT_S,
    await_work,
    end_child,
    start_child,
)
from formulir.press.printing.libreoffice import allocator_env
from formulir.press.printing.profile import make_profile

if TYPE_CHECKING:
    from formulir.model import Docx


RECYCLE_AFTER: Final = 60
"""Documents after which LibreOffice is started anew; it never gives all memory back."""
RECYCLE_BYTES: Final = 12 << 20
"""So much of documents has the same effect: three thousand letters of a page."""
START_LIMIT_S: Final = 90.0
"""So many seconds of processor time the start may use."""
_SCRIPT: Final = Path(__file__).with_name("uno_worker.py")


class CetakFailedError(MachineError):
    """LibreOffice did not print a document."""

    reason: str
    says = "LibreOffice did not print: {reason}"


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintMachine:
    """What prints: LibreOffice, the Python that reaches it, and where both may work.

    Args:
        program: LibreOffice itself, not the shell script in front of it.
        python: A Python that has LibreOffice's UNO bridge.
        workdir: An existing folder for work that may be lost.
    """

    program: Path
    python: Path
    workdir: Path

    def tell_version(self) -> str:
        """Tell one LibreOffice from another without asking it: an update changes it."""
        with suppress(OSError):
            facts = self.program.stat()
            return f"{self.program} {facts.st_size} {facts.st_mtime_ns}"
        return str(self.program)


@dataclass(kw_only=True, slots=True)
class LibreOfficeWorker:
    """One LibreOffice, held open between documents.

    Args:
        machine: What it is made of.
        child: The running process, if it was started.
        folder: Its profile and the documents on their way; nobody else reads it.
        hold: The open folder; its lock says that the folder is in use.
        greeted: Whether it has said that LibreOffice runs.
        used: How many documents it has converted.
        fed_bytes: How large they were.
        pages: How many pages it laid the last one out in.
    """

    machine: PrintMachine
    child: subprocess.Popen[bytes] | None = None
    folder: Path | None = None
    hold: int | None = None
    greeted: bool = False
    used: int = 0
    fed_bytes: int = 0
    pages: int = 0

    @property
    def spent(self) -> bool:
        """Tell whether it will be started anew before the next document."""
        return self.used >= RECYCLE_AFTER or self.fed_bytes >= RECYCLE_BYTES

    def convert(self, docx: Docx, *, limit_s: float) -> Pdf:
        """Print a document; whatever goes wrong, the next call finds a fresh worker.

        Args:
            docx: The document.
            limit_s: Seconds of processor time that it may use, not counting the start.

        Raises:
            CetakFailedError: It hung, died, refused, or wrote nothing.
        """
        return Pdf(self._make(docx, "surat.docx", "surat.pdf", limit_s=limit_s))

    def convert_odf(self, fodt: Fodt, *, limit_s: float) -> Pdf:
        """Print a document that is flat ODF; the rest is as in ``convert``."""
        return Pdf(self._make(fodt, "surat.fodt", "surat.pdf", limit_s=limit_s))

    def translate(self, docx: Docx, *, limit_s: float) -> Fodt:
        """Write a document as flat ODF; the rest is as in ``convert``."""
        return Fodt(self._make(docx, "templat.docx", "templat.fodt", limit_s=limit_s))

    def _make(self, data: bytes, source: str, target: str, *, limit_s: float) -> bytes:
        folder = self._ready()
        given, made = folder / source, folder / target
        made.unlink(missing_ok=True)
        given.write_bytes(data)
        self.used += 1
        self.fed_bytes += len(data)
        try:
            question = {"source": str(given), "target": str(made)}
            self.pages = self._ask(question, limit_s=limit_s)
            return made.read_bytes()
        except CetakFailedError:
            self.stop()
            raise
        except OSError as error:
            self.stop()
            kind = made.suffix[1:].upper()
            raise CetakFailedError(
                phrase("it wrote no {kind} ({error})", kind=kind, error=error)
            ) from error

    def stop(self) -> None:
        """End LibreOffice and clear its folder away."""
        if self.child is not None:
            end_child(self.child)
            for stream in (self.child.stdin, self.child.stdout):
                if stream is not None:
                    with suppress(BrokenPipeError):
                        stream.close()
        if self.folder is not None:
            rmtree(self.folder, ignore_errors=True)
        if self.hold is not None:
            os.close(self.hold)
        self.child = self.folder = self.hold = None
        self.greeted, self.used, self.fed_bytes = False, 0, 0

    def start(self) -> Path:
        """Start LibreOffice if it does not run, and do not wait until it answers.

        Returns:
            Its folder.
        """
        if self.child is not None and self.folder is not None:
            if self.child.poll() is None:
                return self.folder
            self.stop()  # its thread may have ended, and it with that
        self.folder, self.hold = take_folder(self.machine.workdir)
        profile = make_profile(self.folder / "profil")
        own = {"HOME": str(self.folder), "TMPDIR": str(self.folder)}
        self.child = start_child(
            [self.machine.python, _SCRIPT, self.machine.program, profile],
            env={**MINIMAL_ENV, **own, **allocator_env()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self.folder

    def _ready(self) -> Path:
        if self.spent:
            self.stop()
        folder = self.start()
        if not self.greeted:
            try:
                self._read_answer(limit_s=START_LIMIT_S)
            except CetakFailedError:
                self.stop()
                raise
            self.greeted = True
        return folder

    def _ask(self, question: dict[str, str], *, limit_s: float) -> int:
        assert self.child is not None  # noqa: S101 - _ready has started it
        assert self.child.stdin is not None  # noqa: S101 - it was started with a pipe
        try:
            self.child.stdin.write(json.dumps(question).encode() + b"\n")
            self.child.stdin.flush()
        except BrokenPipeError as error:
            raise CetakFailedError(phrase("it has gone")) from error
        return self._read_answer(limit_s=limit_s)

    def _read_answer(self, *, limit_s: float) -> int:
        """Wait for one line, which is short, so it arrives whole; return the pages."""
        assert self.child is not None  # noqa: S101 - whoever asks has started it
        assert self.child.stdout is not None  # noqa: S101 - it was started with a pipe
        fault = await_work(
            self.child.pid, self.child.stdout, cpu_s=limit_s, sleep_s=SLEEP_LIMIT_S
        )
        if fault:
            raise CetakFailedError(fault)
        line = self.child.stdout.readline()
        if not line:
            raise CetakFailedError(phrase("it died"))
        try:
            answer = json.loads(line)
        except ValueError as error:
            raise CetakFailedError(
                phrase("it answered {answer!r}", answer=line[:100])
            ) from error
        if "error" in answer:
            raise CetakFailedError(_explain(answer["error"]))
        return int(answer.get("pages", 0))


def _explain(error: object) -> str:
    """Say what the worker's script told of a fault: its kind, or the system's words."""
    kind, number = (
        (*error, None, None)[:2] if isinstance(error, list) else (error, None)
    )
    if kind == "ended":
        return phrase("it ended with status {status}", status=number)
    if kind == "silent":
        return phrase("it did not answer within {limit} s", limit=number)
    if kind == "unopened":
        return phrase("LibreOffice could not open it")
    return str(kind)


@cache
def hold_worker(machine: PrintMachine) -> LibreOfficeWorker:
    """Return the LibreOffice of this process.

    It dies with the thread that starts it: the only one of a pool's process, one of a
    cluster's that lives as long as its process, or here the one that was asked first.
    If that ended all the same, the next letters would find a fresh LibreOffice.
    """
    worker = LibreOfficeWorker(machine=machine)
    atexit.register(worker.stop)
    return worker
