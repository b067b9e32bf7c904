"""Whoever makes letters: found before a number is spent, and hired for one request."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from formulir.ground.workdir import sweep
from formulir.issuing.production import Job, make_letters, prepare
from formulir.press.printing.libreoffice import find_python, probe_libreoffice
from formulir.press.printing.worker import PrintMachine
from formulir.workers.executor import WorkerPool

if TYPE_CHECKING:
    from formulir.issuing.gather import Request
    from formulir.office.kantor import Kantor
    from formulir.press.finishing.finish import FinishedPdf
    from formulir.press.printing.print_letters import Failure


ALONE_UP_TO = 100
"""Up to so many letters, starting further processes costs more than it saves."""


def hire(
    kantor: Kantor, request: Request, sample: Job | None, *, count: int
) -> WorkerPool[Job, list[FinishedPdf | Failure]]:
    """Say who makes so many letters, and let them see some of these, if there are."""
    return WorkerPool(
        work=make_letters,
        word=request.executor,
        workers=request.workers if count > ALONE_UP_TO else 0,
        workdir=kantor.workdir,
        prepare=None if sample is None else partial(prepare, sample),
    )


def find_machine(kantor: Kantor) -> PrintMachine:
    """Find what prints, before a number is spent.

    Raises:
        LibreOfficeMissingError: There is no LibreOffice.
        UnoMissingError: No Python reaches it.
    """
    program = probe_libreoffice(kantor.libreoffice).path
    kantor.workdir.mkdir(exist_ok=True)
    sweep(kantor.workdir)
    python = find_python(program, named=kantor.python_uno)
    return PrintMachine(program=program, python=python, workdir=kantor.workdir)
