"""What is doubtful before letters are issued, and how somebody answers it.

Doubts of one kind are answered at once: the box of a group bears the digest of the
exact words of all that was shown in it, so that no other word counts as answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from formulir.dates import format_tanggal
from formulir.language import phrase, translate
from formulir.records.rules.tanggal import tell_distance
from formulir.web.jobs.told import UNTOLD, spell_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from formulir.reviewing.ready.marks import Readiness
    from formulir.web.desk.visit import Visit
    from formulir.web.jobs.table import Job
    from formulir.web.screens.issuing.choice import Choice

BACKWARD, FAR = "mundur", "jauh"
"""The boxes of what is doubtful of the date and is no remark on a letter."""
SHOWN: Final = 5
"""So many doubts of a group are shown one by one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DoubtGroup:
    """Doubts of one kind, answered by one box.

    Args:
        mark: What the box says when it is ticked.
        doubts: Each with ``tempat``, ``alasan``, ``kata`` and ``sel``; the date itself
            has none of the last two.
    """

    mark: str
    doubts: Sequence[Mapping[str, Any]]

    @property
    def words(self) -> list[str]:
        """Return the exact words that were shown."""
        return [each["kata"] for each in self.doubts if each["kata"]]

    @property
    def shown(self) -> Sequence[Mapping[str, Any]]:
        """Return those that are shown one by one."""
        return self.doubts[:SHOWN]

    @property
    def more(self) -> int:
        """Return how many are not shown one by one."""
        return max(0, len(self.doubts) - SHOWN)


def list_doubts(
    visit: Visit, choice: Choice, found: Readiness, job: Job | None
) -> list[DoubtGroup]:
    """List what is to be answered, what an earlier job met on paper among it.

    Args:
        visit: The visit.
        choice: What is to be issued.
        found: What was found when the letters were looked through.
        job: A job that stopped because of doubts that were not shown, if any.
    """
    told = spell_faults(found.doubts, tahun=choice.request.tahun)
    if job is not None and job.hasil.get("kode") == UNTOLD:
        known = {each["kata"] for each in told}
        told += [each for each in job.hasil["salah"] if each["kata"] not in known]
    names = {f"{choice.formulir} {one.kunci}": one.label for one in found.letters}
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for each in told:
        if each["ringan"]:
            head, colon, rest = each["tempat"].partition(": ")
            place = f"{names.get(head, head)}{colon}{rest}"
            groups.setdefault(each["pola"], []).append({**each, "tempat": place})
    return [
        *_doubt_date(visit, choice, found),
        *(DoubtGroup(mark=_digest(own), doubts=own) for own in groups.values()),
    ]


def _doubt_date(visit: Visit, choice: Choice, found: Readiness) -> list[DoubtGroup]:
    tanggal = choice.request.tanggal
    said = format_tanggal(tanggal)
    doubts = []
    if far := tell_distance(tanggal, today=visit.kantor.hari_ini()):
        doubts.append((FAR, phrase("{tanggal} is {far}", tanggal=said, far=far)))
    for each in found.numbers:
        if each.after:
            reason = phrase(
                "{tanggal} is earlier than the last letter of series {seri}, which is "
                "of {after}; that it follows all the same will be recorded",
                tanggal=said,
                seri=each.seri,
                after=format_tanggal(date.fromisoformat(each.after)),
            )
            doubts.append((BACKWARD, reason))
    return [
        DoubtGroup(
            mark=f"{name}:{tanggal.isoformat()}",
            doubts=[
                {"tempat": "tanggal", "alasan": translate(why), "kata": "", "sel": None}
            ],
        )
        for name, why in doubts
    ]


def _digest(doubts: Iterable[Mapping[str, Any]]) -> str:
    words = "\n".join(sorted(each["kata"] for each in doubts))
    return sha256(words.encode()).hexdigest()


def is_backward(answered: Iterable[str]) -> bool:
    """Tell whether a date before the last one of the series was agreed to."""
    return any(each.startswith(f"{BACKWARD}:") for each in answered)
