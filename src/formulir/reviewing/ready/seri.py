"""The series of numbers: where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.records.ledger.book import find_next
from formulir.records.office.numbering import list_numbering

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriState:
    """Where a series stands in a calendar year.

    Args:
        seri: The series.
        kantor: The office that numbers by it.
        terakhir: Its last number, as it is spelled; nothing where there is none.
        urut: The running number that comes next.
    """

    seri: str
    kantor: str | None
    terakhir: str | None
    urut: int


def read_seri(
    db: Store, *, tanggal: date, codes: Collection[str] | None = None
) -> list[SeriState]:
    """Read where each series stands.

    Args:
        db: The record store.
        tanggal: A day of the calendar year.
        codes: The codes of the regions whose offices are meant; or all.
    """
    rows = list_numbering(db, tanggal.year, codes=codes)
    return [SeriState(**row, urut=find_next(db, row["seri"], tanggal)) for row in rows]
