"""The way of a letter, from records to a verified archive, on one screen.

Always in this order, always forward, and always as a batch: one letter is a batch of
one. The number is taken before the paper, because the paper shows it; the archive's
checkpoint is the commit, after which the number is issued. Killed anywhere, the same
command finishes the work: what is archived is skipped, what is only reserved is
printed with the number it has.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formulir.archive.find import find_kode
from formulir.archive.keys import load_key
from formulir.issuing.archiving import archive
from formulir.issuing.gather import gather
from formulir.issuing.hire import find_machine, hire
from formulir.issuing.plan import MANY_LETTERS, cut_parts, plan, plan_sample
from formulir.issuing.preflight import preflight
from formulir.model import Fault, Finished
from formulir.office.filing import reconcile
from formulir.office.kantor import make_kode
from formulir.press.printing.print_letters import Failure
from formulir.records.ledger.ledger import issue_surat
from formulir.records.ledger.reserve import Reservation, find_unissued, reserve_surat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from formulir.issuing.gather import Batch, Request
    from formulir.issuing.production import Job
    from formulir.model import Entri, Surat
    from formulir.office.kantor import Kantor
    from formulir.press.finishing.finish import FinishedPdf
    from formulir.records.store import Store


@dataclass(kw_only=True, slots=True)
class IssueResult:
    """What an issue came to.

    Args:
        entries: The letters that are in the archive, those of earlier runs included.
        failures: The letters that could not be made, and why.
        warnings: What the preflight remarked.
        skipped: How many were in the archive already.
        total: How many letters were asked for.
    """

    total: int
    warnings: list[Fault]
    entries: list[Entri] = field(default_factory=list)
    failures: list[Fault] = field(default_factory=list)
    skipped: int = 0

    @property
    def done(self) -> int:
        """Return how many letters are behind us, made or failed."""
        return len(self.entries) + len(self.failures)


def issue(
    kantor: Kantor,
    request: Request,
    *,
    dry_run: bool,
    tell: Callable[[IssueResult], None],
) -> IssueResult:
    """Make the letters of a kind that are asked for, exactly once each.

    Args:
        kantor: The office.
        request: Which letters.
        dry_run: Stop after the preflight.
        tell: Is told how far the work is, after each batch.

    Raises:
        RecordError: A record must be corrected; no number was spent.
        TemplateError: A template must be corrected; no number was spent.
        MachineError: The machine lacks something; what was reserved stays reserved.
    """
    with kantor.open_catatan() as db:
        if dry_run:
            batch = preflight(kantor, db, gather(kantor, db, request))
            return IssueResult(total=len(batch.drafts), warnings=batch.warnings)
        with ThreadPoolExecutor(1) as other:
            # LibreOffice takes its time to answer; the records are read meanwhile.
            found = other.submit(find_machine, kantor)
            batch = gather(kantor, db, request)
            machine = found.result()
        waiting = find_unissued(db, batch.drafts)
        many = len(waiting) >= MANY_LETTERS
        sample = (
            plan_sample(kantor, batch, machine, waiting, many=many) if waiting else None
        )
        with hire(kantor, request, sample, count=len(waiting)) as pool:
            # The printers start while the letters are checked and numbered.
            batch = preflight(kantor, db, batch)
            result = IssueResult(total=len(batch.drafts), warnings=batch.warnings)
            load_key(kantor.key)
            reconcile(kantor, db)
            daftar_surat = reserve(kantor, db, batch, request)
            _skip_issued(kantor, daftar_surat, result)
            tell(result)
            pending = [surat for surat in daftar_surat if surat.status == "dipesan"]
            works = (
                plan(kantor, batch, machine, part, many=many)
                for part in cut_parts(pending, many=many)
            )
            for job, made in pool.run(works):
                done = _part_failures(job, made, result)
                entries = archive(kantor, batch, done)
                issue_surat(db, {e.isi["kode"]: e for e in entries}, saat=kantor.saat())
                result.entries += entries
                tell(result)
    return result


def reserve(kantor: Kantor, db: Store, batch: Batch, request: Request) -> list[Surat]:
    """Take the numbers: one transaction for the whole batch."""
    reservation = Reservation(
        saat=kantor.saat(),
        oleh=kantor.oleh,
        kode_hal=batch.jenis.kode_nomor,
        make_kode=make_kode,
        mundur=request.mundur,
        jam_mundur=request.jam_mundur,
    )
    return reserve_surat(db, batch.drafts, reservation=reservation)


def _skip_issued(
    kantor: Kantor, daftar_surat: Sequence[Surat], result: IssueResult
) -> None:
    issued = [surat.kode for surat in daftar_surat if surat.status == "terbit"]
    found = find_kode(kantor.archive, issued)
    result.entries += [found[kode] for kode in issued if kode in found]
    result.skipped = len(issued)


def _part_failures(
    job: Job, made: Sequence[FinishedPdf | Failure], result: IssueResult
) -> list[Finished]:
    """Part what was made from what could not be, which fails by itself."""
    done: list[Finished] = []
    for letter, finished in zip(job.letters, made, strict=True):
        if isinstance(finished, Failure):
            draft = letter.surat.draft
            place = f"{draft.formulir} {draft.kunci}"
            result.failures.append(Fault(place=place, reason=finished.reason))
        else:
            done.append(
                Finished(
                    surat=letter.surat,
                    konteks=letter.konteks,
                    pdf=finished.pdf,
                    halaman=finished.halaman,
                    pdfa=finished.pdfa,
                    catatan=finished.catatan,
                )
            )
    return done
