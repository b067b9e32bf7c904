"""The book of letters as people read it: with the school or person, and the region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.archive.find import find_kode
from formulir.errors import ArsipError
from formulir.language import phrase
from formulir.model import Fault
from formulir.office.looks.heads import print_head
from formulir.office.lookup.describe import describe_letters, name_dari
from formulir.records.ledger.agenda import ABOUT, count_agenda, read_agenda
from formulir.records.ledger.masuk import read_agenda_masuk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.office.kantor import Kantor
    from formulir.records.ledger.agenda import Span
    from formulir.records.store import Store


def read_book(
    kantor: Kantor, span: Span, *, masuk: bool = False
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Read the book of outgoing or of incoming letters.

    Returns:
        The rows, and what could not be read.
    """
    with kantor.open_catatan(read_only=True) as db:
        return name_rows(kantor, db, list_rows(db, span, masuk=masuk), masuk=masuk)


def list_rows(
    db: Store, span: Span, *, masuk: bool, part: slice = slice(None)
) -> list[dict[str, Any]]:
    """List the rows of the book as the ledger has them.

    Args:
        db: The record store.
        span: The days.
        masuk: Whether it is the book of incoming letters.
        part: Only these of its rows, from one place to another; or all.
    """
    if masuk:
        days = {"first": span.first.isoformat(), "last": span.last.isoformat()}
        return read_agenda_masuk(db, **days)[part]
    skip = part.start or 0
    limit = -1 if part.stop is None else max(part.stop - skip, 0)
    return read_agenda(db, span, skip=skip, limit=limit)


def count_rows(db: Store, span: Span, *, masuk: bool) -> int:
    """Count the rows of the book."""
    if masuk:
        return len(list_rows(db, span, masuk=True))
    return count_agenda(db, span)


def name_rows(
    kantor: Kantor, db: Store, rows: Sequence[dict[str, Any]], *, masuk: bool
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Name in rows of the book whom a letter is about, and its region, or its sender.

    The ledger has the book; whom a letter is about, and which region, the archive says.
    An archive that does not verify takes away these words, and not the book.

    Returns:
        The rows, and what could not be read.
    """
    if masuk:
        return [
            row | {"dari": name_dari(db, row["dari"], tanggal=row["tanggal"])}
            for row in rows
        ], []
    codes = [row["kode"] for row in rows if row["kode"]]
    try:
        found = find_kode(kantor.archive, codes)
        described = describe_letters(kantor, db, found.values())
    except ArsipError as error:
        reason = phrase("names and regions are left out: {error}", error=error)
        return list(rows), [Fault(place="archive", reason=reason, warning=True)]
    about = {
        row["kode"]: {name: row[name] for name in ABOUT if row[name] is not None}
        for row in described
    }
    return [row | about.get(row["kode"], {}) for row in rows], []


def close_book(kantor: Kantor, *, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Make the last row of a book: the head of the archive, which then is on paper.

    An archive that does not verify has none, and the book is written all the same.
    """
    try:
        said = print_head(kantor)
    except ArsipError:
        return []
    return [{**dict.fromkeys(columns), "hal": said}]
