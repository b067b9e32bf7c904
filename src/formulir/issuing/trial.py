"""Sample letters, printed before any number: what is wrong on paper is told in time.

They go the whole way of a letter, alone, with a stamp and a code that nobody keeps, and
are looked at as a reader would. That nothing was wrong is kept by digest, so that such
a template is tried once; letters that go a branch which was not tried are tried beside.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from formulir.errors import FormulirError
from formulir.issuing.machine import find_machine
from formulir.issuing.plan import FEW, Planner
from formulir.issuing.production import (
    list_filled,
    make_alone,
    make_ready,
)
from formulir.issuing.verdicts import Trial, hold, keep, name_verdict, read_trial
from formulir.language import phrase
from formulir.letters.choice import choose_places
from formulir.model import Fault
from formulir.press.looking.look import look_at
from formulir.press.printing.print_letters import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from formulir.issuing.gather import Batch
    from formulir.issuing.production import Job, JobLetter
    from formulir.model import Draft
    from formulir.office.kantor import Kantor
    from formulir.press.finishing.finish import Sample
    from formulir.workers.sharing import Board

SAMPLE: Final = 4
"""How many letters are tried where they differ in nothing but their values."""
MOST: Final = 16
"""How many are tried at most."""


def rehearse(job: Job, board: Board | None) -> None:
    """Start LibreOffice, and try letters of those to come, before there is work.

    Nothing comes of the letters, and whatever is wrong the work will meet and tell.

    Args:
        job: Some of the letters.
        board: Where it is pinned how those that were tried look, if there is a proof.
    """

    def plan(places: Sequence[int]) -> Job:
        return replace(job, letters=tuple(job.letters[place] for place in places))

    with suppress(FormulirError):
        make_ready(job)
        filled = list_filled(job)
        traces = [one.branches if one else frozenset() for one in filled]
        lengths = [one.length if one else 0 for one in filled]
        with hold(path := _name(job)):
            _try(path, traces, lengths, plan, board)


def try_batch(
    kantor: Kantor, batch: Batch, traces: Sequence[frozenset[str]]
) -> list[Fault]:
    """Print letters of each layout, and tell what is wrong, unless that is known.

    Args:
        kantor: The office.
        batch: The letters; a few of them are printed.
        traces: The branches that each of them goes.

    Raises:
        LibreOfficeMissingError: There is no LibreOffice.
        UnoMissingError: No Python reaches it.
    """
    machine = find_machine(kantor)
    planner = Planner(kantor=kantor, batch=batch, machine=machine, scale=FEW)
    faults: list[Fault] = []
    for golongan in dict.fromkeys(draft.golongan for draft in batch.drafts):
        pairs = zip(batch.drafts, traces, strict=True)
        own = [pair for pair in pairs if pair[0].golongan == golongan]
        drafts, gone = zip(*own, strict=True)
        faults += _try_alike(planner, drafts, gone)
    return faults


def _try_alike(
    planner: Planner, drafts: Sequence[Draft], traces: Sequence[frozenset[str]]
) -> tuple[Fault, ...]:
    """Print letters of one layout."""

    def plan(places: Sequence[int]) -> Job:
        return planner.plan_sample([drafts[place] for place in places])

    with hold(path := _name(planner.plan_sample(drafts[:1]))):
        lengths = [len(str(draft.konteks)) for draft in drafts]
        trial = _try(path, traces, lengths, plan)
    return trial.faults


def _try(
    path: Path,
    traces: Sequence[frozenset[str]],
    lengths: Sequence[int],
    plan: Callable[[Sequence[int]], Job],
    board: Board | None = None,
) -> Trial:
    known = read_trial(path) or Trial()
    if known.faults:
        known = Trial()  # whatever there was to say may be mended by now
    if known.letters and all(gone <= known.branches for gone in set(traces)):
        return known
    few = max(SAMPLE - known.letters, 0)
    chosen = choose_places(lengths, traces, few=few, gone=known.branches)[:MOST]
    job = plan(chosen)
    made = make_alone(job, board)
    some = any(not isinstance(each, Failure) for each in made)
    seen = [
        fault
        for letter, each in zip(job.letters, made, strict=True)
        for fault in _look(job, letter, each, some=some)
    ]
    trial = Trial(
        branches=known.branches.union(*(traces[place] for place in chosen)),
        faults=tuple(dict.fromkeys(seen)),
        letters=known.letters + len(chosen),
    )
    keep(path, trial)
    return trial


def _name(job: Job) -> Path:
    return name_verdict(job.machine, job.docx, job.profil, "contoh")


def _look(
    job: Job, letter: JobLetter, made: Sample | Failure, *, some: bool
) -> list[Fault]:
    """Tell what is wrong with a letter.

    Args:
        job: What it was made of.
        letter: What was asked for.
        made: What came of it.
        some: Whether some letters printed: then it is not the template that hinders.
    """
    place = phrase(
        "{template}: letter {kunci}",
        template=job.nama,
        kunci=letter.surat.draft.kunci,
    )
    if isinstance(made, Failure):
        return [Fault(place=place, reason=made.reason, warning=some)]
    remarks = look_at(
        made.file.pdf,
        places=made.places,
        konteks=letter.konteks,
        halaman=made.halaman,
    )
    return [remark.name_fault(place) for remark in remarks]
