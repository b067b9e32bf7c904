"""The way of a letter, from records to a verified archive, on one screen.

Always in this order, always forward, and always as a batch: one letter is a batch of
one. The number is taken before the paper, because the paper shows it; the archive's
checkpoint is the commit, after which the number is issued. Killed anywhere, the same
command finishes the work: what is archived is skipped, what is only reserved is
printed with the number it has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formulir.issuing.archiving import archive, find_archived
from formulir.issuing.gather import gather
from formulir.issuing.hire import hire
from formulir.issuing.preflight import preflight
from formulir.issuing.reserving import reserve
from formulir.model import Fault, Finished
from formulir.office.filing import file_acts, reconcile
from formulir.records.ledger.reserve import find_unissued

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from formulir.issuing.gather import Request
    from formulir.model import Entri
    from formulir.office.kantor import Kantor


@dataclass(kw_only=True, slots=True)
class IssueResult:
    """What an issue came to.

    Args:
        entries: The letters that are in the archive, those of earlier runs included.
        failures: The letters that could not be made, and why.
        warnings: What the preflight remarked, and marks that found no place.
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

    def take(self, made: Iterable[Finished | Fault]) -> list[Finished]:
        """Keep why letters could not be made, and return those that are finished."""
        finished: list[Finished] = []
        for each in made:
            if isinstance(each, Fault):
                self.failures.append(each)
            else:
                self.warnings += each.warnings
                finished.append(each)
        return finished


def issue(
    kantor: Kantor,
    request: Request,
    *,
    dry_run: bool,
    tell: Callable[[IssueResult], None],
    heed: Callable[[Sequence[Fault]], None] = lambda _warnings: None,
) -> IssueResult:
    """Make the letters of a kind that are asked for, exactly once each.

    Args:
        kantor: The office.
        request: Which letters.
        dry_run: Stop after the preflight.
        tell: Is told how far the work is, after each batch.
        heed: Is told what the preflight remarked, before a number is taken, and may
            leave by an error.

    Raises:
        RecordError: A record must be corrected; no number was spent.
        TemplateError: A template must be corrected; no number was spent.
        MachineError: The machine lacks something; what was reserved stays reserved.
    """
    if dry_run:
        return look(kantor, request)
    with kantor.open_catatan() as db, hire(kantor, request) as press:
        batch = gather(kantor, db, request)
        press.warm(batch, find_unissued(db, batch.drafts, ganti=request.ganti))
        checked = preflight(kantor, db, batch, await_rehearsal=press.await_rehearsal)
        heed(checked.warnings)
        reconcile(kantor, db)
        reserved = reserve(kantor, db, checked, request)
        pending = [surat for surat in reserved if surat.status == "dipesan"]
        result = IssueResult(total=len(reserved), warnings=checked.warnings)
        result.entries = find_archived(kantor, reserved)
        result.skipped = len(reserved) - len(pending)
        tell(result)
        for made in press.make(checked, pending):
            finished, why = result.take(made), request.alasan
            result.entries += archive(kantor, db, checked, finished, alasan=why)
            tell(result)
        file_acts(kantor, db)
    return result


def look(kantor: Kantor, request: Request) -> IssueResult:
    """Go as far as the preflight: nothing is reserved, printed or written."""
    with kantor.open_catatan() as db:
        checked = preflight(kantor, db, gather(kantor, db, request))
    return IssueResult(total=len(checked.batch.drafts), warnings=checked.warnings)
