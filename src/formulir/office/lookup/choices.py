"""Words by which letters are chosen, and that none can have: kinds, stages, statuses.

What no template, table or letter has can only be mistyped; without this it would find
nothing, and look as if there were nothing.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from formulir.archive.find import find_entries
from formulir.archive.words import Search
from formulir.errors import RecordError
from formulir.language import phrase
from formulir.letters.jenis import JenisUnknownError, list_jenis
from formulir.records.ledger.book import list_numbered
from formulir.records.office.stages import name_tahap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formulir.language import Sentence
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

STATUSES: Final = ("terbit", "ditandatangani", "batal", "masuk")
"""What the last act on a letter may have made it."""


class PilihanUnknownError(RecordError):
    """A word that letters are chosen by is one that none can have."""

    pilihan: str
    word: str
    known: Sequence[str]
    typed = "word"

    @property
    def sentence(self) -> Sentence:
        """Name those there are, the one that was meant first."""
        names, known = {one.casefold(): one for one in self.known}, self.known
        near = difflib.get_close_matches(self.word.casefold(), names, n=1)
        if near:
            return phrase(
                "there is no {pilihan} {word!r}; did you mean {near}? there are "
                "{known}",
                pilihan=self.pilihan,
                word=self.word,
                near=names[near[0]],
                known=", ".join(known),
            )
        return phrase(
            "there is no {pilihan} {word!r}; there are {known}",
            pilihan=self.pilihan,
            word=self.word,
            known=", ".join(known),
        )


def require_kinds(kantor: Kantor, kinds: Iterable[str]) -> None:
    """See that each kind is one of the office's, or one that a letter of it has.

    Raises:
        JenisUnknownError: There is none.
    """
    known = list_jenis(kantor.templates)
    for kode in kinds:
        if kode not in known and not _is_found(kantor, Search(formulir=kode, limit=1)):
            raise JenisUnknownError(kode, known=known)


def require_choices(
    kantor: Kantor, db: Store, *, tahap: str | None = None, status: str | None = None
) -> None:
    """See that there is a stage, and a status, of which letters are asked for.

    Raises:
        PilihanUnknownError: There is none.
    """
    if tahap is not None:
        known = list(name_tahap(db))
        search = Search(tahap=tahap, limit=1)
        _require(kantor, "tahap", tahap, known=known, search=search)
    if status is not None:
        search = Search(status=status, limit=1)
        _require(kantor, "status", status, known=STATUSES, search=search)


def find_tahap(db: Store, tahap: str | None) -> str | None:
    """Find the stage that a letter is said to belong to, however it is spelled.

    Raises:
        PilihanUnknownError: There is none.
    """
    if tahap is None:
        return None
    known = {kode.casefold(): kode for kode in name_tahap(db)}
    found = known.get(tahap.strip().casefold())
    if found is None:
        raise PilihanUnknownError("tahap", tahap, known=[*known.values()])
    return found


def require_seri(db: Store, seri: str | None) -> None:
    """See that there is a series, or a number of it, that is asked for.

    Raises:
        PilihanUnknownError: There is none.
    """
    known = list_numbered(db)
    if seri is not None and seri not in known:
        raise PilihanUnknownError("seri", seri, known=known)


def _require(
    kantor: Kantor, pilihan: str, word: str, *, known: Sequence[str], search: Search
) -> None:
    folded = {one.casefold() for one in known}
    if word.casefold() not in folded and not _is_found(kantor, search):
        raise PilihanUnknownError(pilihan, word, known=known)


def _is_found(kantor: Kantor, search: Search) -> bool:
    return bool(find_entries(kantor.archive, search))
