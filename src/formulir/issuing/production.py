"""The middle of the way of a letter, as one pure function for any number of processes.

``make_letters`` takes contexts and gives finished PDFs: render, join, print, split,
stamp, merge. It touches neither records nor archive, so it runs in this process, in a
local pool, or on a cluster, and gives the same. What is dear to make is kept between
calls: the compiled template, and one LibreOffice a process.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from formulir.errors import FormulirError
from formulir.issuing.ways import Route, find_way
from formulir.letters.render import TemplatUnfillableError, fill_parts
from formulir.press.finishing.finish import Closing, finish
from formulir.press.printing.print_letters import Failure, PrintRun, print_letters
from formulir.press.printing.worker import CetakFailedError, hold_worker

if TYPE_CHECKING:
    from formulir.issuing.ways import Way
    from formulir.letters.profil import Profil
    from formulir.model import Docx, FinishedPdf, Konteks, Surat
    from formulir.press.printing.worker import LibreOfficeWorker, PrintMachine

_ONE_AT_A_TIME = Lock()
"""A process has one LibreOffice; a cluster may call it from several threads."""


@dataclass(frozen=True, kw_only=True, slots=True)
class JobLetter:
    """One letter to be made: its context, and what it is closed with."""

    surat: Surat
    konteks: Konteks
    closing: Closing


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """Letters of one kind to be made together; it travels between processes.

    Args:
        nama: What to call the template in a fault.
        docx: The template.
        profil: The layout profile.
        judul: The title of the letters' files.
        machine: What prints.
        letters: The letters.
        route: What they may be printed from.
    """

    nama: str
    docx: Docx
    profil: Profil
    judul: str
    machine: PrintMachine
    letters: tuple[JobLetter, ...]
    route: Route = Route.DOCX


class LazyParts(Sequence[dict[str, str]]):
    """The DOCX of letters, each filled when it is asked for.

    Letters that print from ODF ask for it only when something goes wrong.
    """

    def __init__(self, way: Way, job: Job) -> None:
        """Fill nothing yet."""
        self._way, self._job = way, job

    def __len__(self) -> int:
        """Count the letters."""
        return len(self._job.letters)

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - a slice is never asked for
        """Fill one.

        Raises:
            CetakFailedError: It cannot be filled.
        """
        try:
            return _fill_one(self._way, self._job.letters[index])
        except TemplatUnfillableError as error:
            raise CetakFailedError(str(error)) from error


def prepare(job: Job) -> None:
    """Start LibreOffice and see how such letters print, before there is work.

    Nothing comes of the letters, and whatever is wrong the work will meet and tell.
    """
    with suppress(FormulirError), _ONE_AT_A_TIME:
        worker = hold_worker(job.machine)
        worker.start()
        _see(_find_way(job), job, worker)


def make_letters(job: Job) -> list[FinishedPdf | Failure]:
    """Make letters, in their order; one that cannot be made fails by itself."""
    way = _find_way(job)
    with _ONE_AT_A_TIME:
        worker = hold_worker(job.machine)
        _see(way, job, worker)
        numbers, print_run, failures = _send(way, job)
        made = print_letters(
            print_run,
            worker,
            use=lambda place, printed: finish(
                printed, closing=job.letters[numbers[place]].closing
            ),
        )
    results = {**failures, **dict(zip(numbers, made, strict=True))}
    return [results[index] for index in range(len(job.letters))]


def _find_way(job: Job) -> Way:
    return find_way(job.nama, job.docx, job.profil, job.route)


def _see(way: Way, job: Job, worker: LibreOfficeWorker) -> None:
    """Find out how letters print, unless that is known."""
    if way.undecided:
        filled, _ = _fill(way, job)
        pairs = [(parts, job.letters[n].konteks) for n, parts in filled.items()]
        way.prove(pairs, worker)


def _send(
    way: Way, job: Job
) -> tuple[list[int], PrintRun, dict[int, FinishedPdf | Failure]]:
    """Fill letters; return the places of those that can be, and why others cannot."""
    letters: Sequence[dict[str, str]] = LazyParts(way, job)
    numbers = list(range(len(letters)))
    failures: dict[int, FinishedPdf | Failure] = {}
    contexts = [letter.konteks for letter in job.letters]
    odf = way.fill_odf(contexts)
    if odf is None:
        filled, failures = _fill(way, job)
        numbers, letters = list(filled), list(filled.values())
    print_run = PrintRun(
        skeleton=way.skeleton,
        letters=letters,
        judul=job.judul,
        joined=not way.obstacles,
        odf=odf,
    )
    return numbers, print_run, failures


def _fill(
    way: Way, job: Job
) -> tuple[dict[int, dict[str, str]], dict[int, FinishedPdf | Failure]]:
    """Fill the DOCX of each letter, or tell why it cannot be; by place."""
    filled: dict[int, dict[str, str]] = {}
    failures: dict[int, FinishedPdf | Failure] = {}
    for index, letter in enumerate(job.letters):
        try:
            filled[index] = _fill_one(way, letter)
        except TemplatUnfillableError as error:
            failures[index] = Failure(reason=str(error))
    return filled, failures


def _fill_one(way: Way, letter: JobLetter) -> dict[str, str]:
    kunci = letter.surat.draft.kunci
    return fill_parts(way.template, letter.konteks, kunci=kunci)
