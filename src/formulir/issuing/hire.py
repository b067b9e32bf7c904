"""The press that is hired for one request: who prints, and how many at once."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from shutil import rmtree
from typing import TYPE_CHECKING

from formulir.ground.workdir import take_folder
from formulir.issuing.machine import find_machine
from formulir.issuing.plan import Planner, choose_scale, cut_parts
from formulir.issuing.production import Job, make_letters, prepare, start_printer
from formulir.issuing.trial import rehearse
from formulir.issuing.ways import FEW
from formulir.model import Fault, Finished
from formulir.press.printing.print_letters import Failure
from formulir.workers.executor import LOCAL, WorkerPool
from formulir.workers.sharing import Board

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulir.issuing.gather import Batch, Request
    from formulir.issuing.preflight import Checked
    from formulir.model import Draft, FinishedPdf, Surat
    from formulir.office.kantor import Kantor
    from formulir.press.printing.worker import PrintMachine

ALONE_UP_TO = 100
"""Up to so many letters, starting further processes costs more than it saves."""


@dataclass(kw_only=True, slots=True)
class Press:
    """What makes the letters of one request; ``hire`` holds it open.

    Args:
        kantor: The office.
        request: What is asked for.
        machine: What prints, as soon as it is found.
        stack: What is ended with it.
        planner: Plans the letters, once they are known.
        pool: Does the work, once it is known how much there is.
    """

    kantor: Kantor
    request: Request
    machine: Future[PrintMachine]
    stack: ExitStack
    planner: Planner | None = None
    pool: WorkerPool[Job, list[FinishedPdf | Failure]] | None = None

    def warm(self, batch: Batch, waiting: Sequence[Draft]) -> None:
        """Start the printers, and let them see some of the letters to come.

        They go on while the letters are checked and numbered.

        Args:
            batch: The letters that were gathered.
            waiting: Those of them that there is work for.

        Raises:
            LibreOfficeMissingError: There is no LibreOffice.
            UnoMissingError: No Python reaches it.
            PelaksanaUnknownError: There is no such executor.
        """
        machine, scale = self.machine.result(), choose_scale(len(waiting))
        self.planner = Planner(
            kantor=self.kantor, batch=batch, machine=machine, scale=scale
        )
        sample = self.planner.plan_sample(waiting) if waiting else None
        workers = self.request.workers if len(waiting) > ALONE_UP_TO else 0
        if sample is not None and workers == 0 and self.request.executor == LOCAL:
            start_printer(sample)  # by this thread, with which it lives
        board = None if len(waiting) <= FEW else self._take_board()
        pool = WorkerPool(
            work=make_letters,
            word=self.request.executor,
            workers=workers,
            workdir=self.kantor.workdir,
            rehearse=None if sample is None else partial(rehearse, sample, board),
            prepare=None if sample is None else partial(prepare, sample, board),
        )
        self.pool = self.stack.enter_context(pool)

    def _take_board(self) -> Board:
        """Take a board for the processes; a crash leaves it to the next sweep."""
        folder, hold = take_folder(self.kantor.workdir)
        self.stack.callback(os.close, hold)
        self.stack.callback(rmtree, folder, ignore_errors=True)
        return Board(folder=folder)

    def await_rehearsal(self) -> None:
        """Wait until letters were tried: so nobody else need start a printer for it."""
        assert self.pool is not None  # noqa: S101 - a press is warmed first
        self.pool.await_rehearsal()

    def make(
        self, checked: Checked, letters: Sequence[Surat]
    ) -> Iterator[list[Finished | Fault]]:
        """Make letters, some at a time: each is finished, or why it cannot be made."""
        assert self.planner is not None  # noqa: S101 - a press is warmed first
        assert self.pool is not None  # noqa: S101 - likewise
        plan = partial(self.planner.plan, lampiran=checked.lampiran)
        jobs = (plan(part) for part in cut_parts(letters, self.planner.scale))
        for job, made in self.pool.run(jobs):
            pairs = zip(job.letters, made, strict=True)
            yield [
                Finished(surat=letter.surat, konteks=letter.konteks, file=file)
                if not isinstance(file, Failure)
                else Fault(place=letter.surat.place, reason=file.reason)
                for letter, file in pairs
            ]


@contextmanager
def hire(kantor: Kantor, request: Request) -> Iterator[Press]:
    """Hold a press for one request.

    LibreOffice takes its time to answer whether it is there; it is asked meanwhile.
    """
    with ExitStack() as stack:
        other = stack.enter_context(ThreadPoolExecutor(1))
        machine = other.submit(find_machine, kantor)
        yield Press(kantor=kantor, request=request, machine=machine, stack=stack)
