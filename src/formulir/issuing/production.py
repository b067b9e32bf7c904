"""The middle of the way of a letter, as one pure function for any number of processes.

``make_letters`` takes contexts and gives finished PDFs: render, join, print, split,
stamp, merge. It touches neither records nor archive, so it runs in this process, in a
local pool, or on a cluster, and gives the same. What is dear to make is kept between
calls: the compiled template, and one LibreOffice a process.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar

from formulir.errors import FormulirError
from formulir.issuing.verdicts import Route
from formulir.issuing.ways import FEW, find_way, name_look
from formulir.language import take_reason
from formulir.letters.reading.render import TemplatUnfillableError
from formulir.press.finishing.finish import Closing, Sample, finish, finish_sample
from formulir.press.finishing.fonts import find_font, read_font
from formulir.press.printing.print_letters import (
    Failure,
    OdfBodies,
    PrintRun,
    print_letters,
)
from formulir.press.printing.prove import close_alone
from formulir.press.printing.worker import CetakFailedError, hold_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from formulir.issuing.ways import Filled, OdfBody, Way
    from formulir.letters.profil import Profil
    from formulir.model import Docx, FinishedPdf, Konteks, Surat
    from formulir.press.printing.worker import LibreOfficeWorker, PrintMachine
    from formulir.workers.sharing import Board

T = TypeVar("T")

COMPANY: Final = 4
"""Fewer letters are printed one by one as fast as together."""
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
        letter = self._job.letters[index]
        try:
            filled = self._way.fill(letter.konteks, kunci=letter.surat.draft.kunci)
            return dict(filled.parts)
        except TemplatUnfillableError as error:
            raise CetakFailedError(take_reason(error)) from error


def start_printer(job: Job) -> None:
    """Start LibreOffice, and do not wait until it answers."""
    with _ONE_AT_A_TIME:
        hold_worker(job.machine).start()


def make_ready(job: Job) -> None:
    """Start LibreOffice; while it starts, read what all letters are closed with.

    Raises:
        FontMissingError: There is no font for the foot.
    """
    start_printer(job)
    for letter in job.letters[:1]:
        read_font(find_font(letter.closing.font), western=False)


def prepare(job: Job, board: Board | None = None) -> None:
    """Start LibreOffice and see how such letters print, before there is work.

    Nothing comes of the letters, and whatever is wrong the work will meet and tell.

    Args:
        job: Some of the letters.
        board: Where several that prepare the same share the proof.
    """
    with suppress(FormulirError):
        make_ready(job)
        with _ONE_AT_A_TIME:
            worker, way = hold_worker(job.machine), _find_way(job)
            way.recall(worker)
            if way.verdict is None and len(job.letters) > FEW:
                way.prove(list(_fill(way, job)[0].values()), worker, board)


def make_letters(job: Job) -> list[FinishedPdf | Failure]:
    """Make letters, in their order; one that cannot be made fails by itself."""
    way = _find_way(job)
    with _ONE_AT_A_TIME:
        worker = hold_worker(job.machine)
        way.recall(worker)
        sending = _send_odf(way, job, worker) or _send_docx(way, job, worker)
        return _print(
            job,
            sending,
            worker,
            lambda number, printed: finish(
                printed, closing=job.letters[number].closing
            ),
        )


def list_filled(job: Job) -> list[Filled | None]:
    """Fill the DOCX of each letter; nothing comes of one that cannot be."""
    filled, _ = _fill(_find_way(job), job)
    return [filled.get(index) for index in range(len(job.letters))]


def make_alone(job: Job, board: Board | None = None) -> list[Sample | Failure]:
    """Make letters to be looked at, each printed by itself.

    Args:
        job: The letters.
        board: Where it is pinned how each looks, for a proof that wants it.
    """
    way = _find_way(job)
    with _ONE_AT_A_TIME:
        filled, failures = _fill(way, job)
        parts = [one.parts for one in filled.values()]
        sending = _Sending(
            numbers=list(filled),
            print_run=_order(way, job, parts, ()),
            failures=failures,
        )

        def name(number: int) -> str:
            return name_look(filled[number].parts)

        return _print(
            job,
            sending,
            hold_worker(job.machine),
            lambda number, printed: close_alone(
                printed,
                tell=partial(board.pin, name(number)) if board else None,
                close=partial(finish_sample, closing=job.letters[number].closing),
            ),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sending:
    """What goes to the printer: which letters, and why the others cannot be filled."""

    numbers: Sequence[int]
    print_run: PrintRun
    failures: dict[int, Failure]


def _print(
    job: Job,
    sending: _Sending,
    worker: LibreOfficeWorker,
    close: Callable[..., T],
) -> list[T | Failure]:
    """Print what was sent, and close each letter; return all letters in their order."""
    numbers = sending.numbers
    made = print_letters(
        sending.print_run,
        worker,
        use=lambda place, printed: close(numbers[place], printed),
    )
    results: dict[int, T | Failure] = {**sending.failures}
    results.update(zip(numbers, made, strict=True))
    return [results[index] for index in range(len(job.letters))]


def _find_way(job: Job) -> Way:
    return find_way(job.nama, job.docx, job.profil, job.route, job.machine)


def _send_odf(way: Way, job: Job, worker: LibreOfficeWorker) -> _Sending | None:
    """Fill letters as ODF, where that is the way; as DOCX only when it is asked for."""
    if way.odf is None or not way.prints_odf:
        return None
    bodies = [way.fill_odf(letter.konteks) for letter in job.letters]
    fit = _list_proved(way, bodies)
    if len(bodies) - len(fit) > FEW:
        way.prove(list(_fill(way, job)[0].values()), worker)
        fit = _list_proved(way, bodies)
    letters = [body.text if body else "" for body in bodies]
    odf = OdfBodies(skeleton=way.odf[1], letters=letters)
    print_run = _order(way, job, LazyParts(way, job), fit)
    return _Sending(
        numbers=range(len(bodies)),
        print_run=replace(print_run, odf=odf),
        failures={},
    )


def _send_docx(way: Way, job: Job, worker: LibreOfficeWorker) -> _Sending:
    """Fill letters as DOCX, and find out how they print, unless that is known."""
    filled, failures = _fill(way, job)
    letters = list(filled.values())
    way.prove(letters, worker)
    if not failures and (sending := _send_odf(way, job, worker)) is not None:
        return sending
    # What was proved of the ODF says nothing of the DOCX.
    fit = [] if way.prints_odf else _list_proved(way, letters)
    parts = [one.parts for one in letters]
    print_run = _order(way, job, parts, fit)
    return _Sending(numbers=list(filled), print_run=print_run, failures=failures)


def _list_proved(way: Way, letters: Sequence[Filled | OdfBody | None]) -> list[int]:
    """List the letters that may print in company, by their places."""
    return [
        place
        for place, one in enumerate(letters)
        if one is not None and way.is_proved(one.branches)
    ]


def _order(
    way: Way, job: Job, letters: Sequence[Mapping[str, str]], fit: Sequence[int]
) -> PrintRun:
    return PrintRun(
        skeleton=way.skeleton,
        letters=letters,
        judul=job.judul,
        joined=fit if len(fit) >= COMPANY else (),
        sheets=way.verdict.sheets if way.verdict else 0,
    )


def _fill(way: Way, job: Job) -> tuple[dict[int, Filled], dict[int, Failure]]:
    """Fill the DOCX of each letter, or tell why it cannot be; by place."""
    filled: dict[int, Filled] = {}
    failures: dict[int, Failure] = {}
    for index, letter in enumerate(job.letters):
        kunci = letter.surat.draft.kunci
        try:
            filled[index] = way.fill(letter.konteks, kunci=kunci)
        except TemplatUnfillableError as error:
            failures[index] = Failure(reason=take_reason(error))
    return filled, failures
