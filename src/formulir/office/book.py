"""The office's book of numbers: what others numbered, what is left out, the fence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from formulir.errors import RecordError
from formulir.language import phrase
from formulir.office.filing import open_ledger
from formulir.office.founding import import_sheet
from formulir.records.importing.delete import OUTSIDE
from formulir.records.importing.ingest import ImportOptions
from formulir.records.importing.write_seri import write_outside
from formulir.records.ledger.acts import take_moment
from formulir.records.ledger.book import list_seri
from formulir.records.ledger.outside import (
    Luar,
    enter_outside,
    leave_out,
    lift_fence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.records.ledger.acts import Actor
    from formulir.records.sheets.report import ImportResult
    from formulir.records.store import Store


UNTOLD = "tidak diketahui setelah pemulihan cadangan"
"""Why a restored office leaves numbers out, where nobody says it otherwise."""


class SeriUnsaidError(RecordError):
    """It is not said which series is meant."""

    daftar_seri: Sequence[str]
    says = "say with --seri which series is meant; there are {daftar_seri}"


def choose_seri(db: Store, named: str | None) -> str:
    """Return the series that is named, or the only one there is.

    Raises:
        SeriUnsaidError: None is named and there are several, or it is not known.
    """
    known = list_seri(db)
    if named in known:
        return str(named)
    if named is None and len(known) == 1:
        return str(known[0])
    raise SeriUnsaidError(known or [phrase("none yet: import table seri first")])


def record_letter(kantor: Kantor, letter: Luar, *, actor: Actor) -> bool:
    """Enter a letter that was numbered outside.

    Returns:
        Whether it is new in the book.

    Raises:
        RecordError: Its number cannot be read, or is another letter's.
    """

    def refuse(_number: int, error: RecordError) -> None:
        raise error

    with open_ledger(kantor) as db, db.writing():
        moment = take_moment(db, actor)
        new, _ = enter_outside(db, [letter], actor=actor, moment=moment, refuse=refuse)
    return bool(new)


def record_sheet(
    kantor: Kantor, path: Path, *, seri: str | None, dry_run: bool, actor: Actor
) -> ImportResult:
    """Enter the letters of a sheet that were numbered outside: all or none."""
    fill = {} if seri is None else {"seri": seri}
    write = partial(write_outside, actor)
    options = ImportOptions(write=write, fill=fill, dry_run=dry_run)
    return import_sheet(kantor, OUTSIDE, path, options=options)


def leave_numbers(
    kantor: Kantor,
    seri: str,
    numbers: range,
    *,
    tanggal: date,
    alasan: str,
    actor: Actor,
) -> int:
    """Leave numbers of a series out, for ever; return how many are new in the book."""
    with open_ledger(kantor) as db:
        return leave_out(db, seri, numbers, tanggal=tanggal, alasan=alasan, actor=actor)


def tell_last(
    kantor: Kantor,
    last: Mapping[str, int],
    *,
    tanggal: date,
    alasan: str = UNTOLD,
    actor: Actor,
) -> list[tuple[str, int]]:
    """Tell the last numbers known on paper, after which a restored office numbers."""
    with open_ledger(kantor) as db:
        return lift_fence(db, last, tanggal=tanggal, alasan=alasan, actor=actor)
