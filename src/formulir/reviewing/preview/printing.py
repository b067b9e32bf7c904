"""Printing what is only looked at: alone, without a number, with no code on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from formulir.issuing.plan import Planner, choose_scale, make_sample_surat
from formulir.issuing.production import make_letters
from formulir.letters.context import KODE_DASHES
from formulir.press.specimen.mark import SPECIMEN_QR

if TYPE_CHECKING:
    from concurrent.futures import Future

    from formulir.issuing.gather import Batch
    from formulir.issuing.production import Job
    from formulir.model import Draft, FinishedPdf
    from formulir.office.kantor import Kantor
    from formulir.press.printing.print_letters import Failure
    from formulir.reviewing.preview.warm import SpecimenPress


def print_alone(
    kantor: Kantor, press: SpecimenPress, batch: Batch, draft: Draft
) -> Future[FinishedPdf | Failure]:
    """Have one letter printed by itself, when its turn comes.

    Raises:
        LibreOfficeMissingError: There is no LibreOffice.
        UnoMissingError: No Python reaches it.
    """
    machine, scale = press.machine.result(), choose_scale(1)
    planner = Planner(kantor=kantor, batch=batch, machine=machine, scale=scale)
    return press.thread.submit(_make_one, _plan(planner, draft))


def _make_one(job: Job) -> FinishedPdf | Failure:
    (made,) = make_letters(job)
    return made


def _plan(planner: Planner, draft: Draft) -> Job:
    """Plan a letter that has no number, and no code that a machine could read."""
    surat = make_sample_surat(draft, kode=KODE_DASHES)
    job = planner.plan([surat], lampiran={})
    (letter,) = job.letters
    qr = SPECIMEN_QR if letter.closing.qr is not None else None
    closing = replace(letter.closing, qr=qr)
    return replace(job, letters=(replace(letter, closing=closing),))
