"""The numbers that letters would take: told before any is taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.records.ledger.book import Book, find_latest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.model import Draft
    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Foreseen:
    """The numbers of a series that letters would take, if nobody else takes any.

    Args:
        seri: The series.
        count: How many.
        first: The first of them, as it is spelled on paper.
        last: The last one.
        after: The date of the last number before them, where that is later than
            theirs.
    """

    seri: str
    count: int
    first: str
    last: str
    after: str | None


def foresee_numbers(
    db: Store, drafts: Sequence[Draft], *, kode_hal: Mapping[str, str]
) -> list[Foreseen]:
    """Say which numbers letters that have none yet would take; none is taken.

    Raises:
        SeriMissingError: A series has no spelling at the date of a letter.
    """
    book = Book(db=db, kode_hal=kode_hal)
    taken: dict[tuple[str, int], list[str]] = {}
    for draft in drafts:
        if draft.seri is not None and draft.nomor_luar is None:
            nomor = book.take(draft)
            taken.setdefault((nomor.seri, nomor.tahun), []).append(nomor.nomor)
    day = min((draft.tanggal.isoformat() for draft in drafts), default="")
    found = []
    for (seri, tahun), numbers in taken.items():
        latest = find_latest(db, seri, tahun)
        found.append(
            Foreseen(
                seri=seri,
                count=len(numbers),
                first=numbers[0],
                last=numbers[-1],
                after=latest if latest and latest > day else None,
            )
        )
    return found
