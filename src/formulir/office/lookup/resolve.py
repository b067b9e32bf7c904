"""One letter by whatever a person has of it: the one reader of such words.

First the ledger is asked, for the archive code and the number in any spelling: only it
knows letters that are reserved. Then the archive is searched for the words.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from formulir.archive.find import find_entries, find_kode, find_nearest, read_news
from formulir.archive.words import Search, fits, read_terms
from formulir.errors import RecordError
from formulir.language import Sentence, phrase
from formulir.model import CODE_ALPHABET, Fault, list_codes
from formulir.office.lookup.describe import describe_letters
from formulir.records.ledger.head import read_head
from formulir.records.ledger.ledger import (
    NomorUnknownError,
    list_entries,
    list_kode,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.model import Entri
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

MOST, READ = 5, 100
"""So many letters are listed to choose from, and so many looked at."""
_LIKE: Final = str.maketrans("ILO", "110")
"""Letters that no archive code has, and the digits that they are taken for."""
_KODE: Final = re.compile(rf"(?:.*/)?([{CODE_ALPHABET}]{{12}})(?:/\d+/\d+)?", re.ASCII)


class SuratAmbiguousError(RecordError):
    """Words fit several letters, which are listed."""

    word: str
    count: int
    faults: list[Fault]

    @property
    def sentence(self) -> Sentence:
        """Say how many they are; no more than so many were read."""
        if self.count < READ:
            return phrase(
                "{count} letters fit {word!r}, the newest of which are named; ask by "
                "the archive code of one, or give more words",
                count=self.count,
                word=self.word,
            )
        return phrase(
            "at least {count} letters fit {word!r}, the newest of which are named; "
            "ask by the archive code of one, or give more words",
            count=READ,
            word=self.word,
        )


def resolve(kantor: Kantor, db: Store, word: str) -> str:
    """Return the archive code of the one letter that a person means.

    Args:
        kantor: The office.
        db: Its record store.
        word: An archive code in any spelling, a number in any spelling, or words as
            ``find`` takes them: a school, a person, the beginning of an NPSN or NIP.

    Raises:
        NomorUnknownError: No letter is meant, or several have this very number.
        SuratAmbiguousError: The words fit several letters.
        ArsipError: The archive does not verify as far as this looks at it.
    """
    codes = list_named(db, word)
    if len(codes) > 1:
        raise NomorUnknownError(word, daftar_kode=codes)
    if codes:
        return codes[0]
    if (kode := read_spelled(word)) and find_kode(kantor.archive, [kode]):
        return kode  # the archive may know it, although the ledger does not
    found = _choose(kantor, db, word)
    if not found:
        raise NomorUnknownError(word, daftar_kode=(), near=suggest(kantor, db, (word,)))
    if len(found) > 1:
        faults = [
            Fault(place=kode, reason=words)
            for kode, words in _describe(kantor, db, found[:MOST])
        ]
        raise SuratAmbiguousError(word, count=len(found), faults=faults)
    return str(found[0].isi["kode"])


def list_named(db: Store, word: str) -> list[str]:
    """List the letters that a word names, by their codes: the one rule of naming.

    A word names letters by their number, in any spelling of it, or one by its archive
    code, in any spelling of that. A number may look like a code, and is both then.
    """
    spelled = read_spelled(word)
    by_code = list_kode(db, spelled) if spelled else []
    return list(dict.fromkeys([*list_kode(db, word), *by_code]))


def is_named(db: Store, row: Mapping[str, Any], word: str) -> bool:
    """Tell whether a letter was named by its number or archive code, however spelled.

    Words that only speak of a letter do not name it.
    """
    return row["kode"] in list_named(db, word)


def _choose(kantor: Kantor, db: Store, word: str) -> list[Entri]:
    """Find the letters that words are of; those that only speak of them come last.

    Returns:
        The letters about a school or person, or with a key, that the words name, else
        all that have the words.
    """
    found = find_entries(kantor.archive, Search(teks=(word,), limit=READ))
    terms = read_terms((word,)) or []
    rows = describe_letters(kantor, db, found)
    if "/" in word and re.search(r"\d", word):
        # A number that is not there is not taken for words: one digit of it may begin
        # the NPSN of any school.
        key = word.strip().casefold()
        return [
            entri
            for entri, row in zip(found, rows, strict=True)
            if str(row["kunci"] or "").casefold() == key
        ]
    about = [
        entri
        for entri, row in zip(found, rows, strict=True)
        if fits(terms, f"{row['nama'] or ''} {row['kunci'] or ''} {row['hal'] or ''}")
    ]
    return about or found


def read_spelled(word: str) -> str | None:
    """Read an archive code in any spelling, alone or behind an address.

    >>> read_spelled("k7qf 3mot 9xwa"), read_spelled("https://x.id/K7QF-3M0T-9XWA/2/6")
    ('K7QF-3M0T-9XWA', 'K7QF-3M0T-9XWA')
    >>> read_spelled("421/0001/2016") is None
    True
    """
    signs = re.sub(r"[\s-]", "", word).upper()
    head, slash, tail = signs.rpartition("/")
    for text in (signs, f"{head}{slash}{tail.translate(_LIKE)}"):
        if match := _KODE.fullmatch(text):
            parts = re.findall("....", match[1])
            return "-".join(parts)
    return None


def find_number(
    kantor: Kantor,
    db: Store,
    teks: Sequence[str],
    *,
    codes: frozenset[str] | None = None,
) -> list[Entri]:
    """Find the archived letters that bear the number which words are, if they are one.

    Args:
        kantor: The office.
        db: Its record store.
        teks: The words.
        codes: Only letters that name one of these regions.

    Returns:
        The letters, the newest first; none where the words are no number of a letter.
    """
    known = list_named(db, " ".join(teks)) if any("/" in word for word in teks) else []
    found = find_kode(kantor.archive, known).values()
    own = [each for each in found if codes is None or codes & list_concerned(each.isi)]
    return sorted(own, key=lambda entri: -entri.entri)


def list_concerned(isi: Mapping[str, Any]) -> frozenset[str]:
    """List the codes of the regions that a letter names, in any role.

    >>> wilayah = {"subjek": ["33.19", "33.74"], "tujuan": "33"}
    >>> sorted(list_concerned({"wilayah": wilayah}))
    ['33', '33.19', '33.74']
    """
    wilayah: Mapping[str, Any] = isi.get("wilayah") or {}
    return frozenset(kode for some in wilayah.values() for kode in list_codes(some))


def list_dated(
    kantor: Kantor, db: Store, *, dari: date | None, sampai: date | None
) -> frozenset[int]:
    """List the letters dated in a range, by the numbers of the first acts on them.

    The ledger knows when its letters are dated; lines of the archive that it has not
    followed yet are read one by one.
    """
    first, last = (dari or date.min).isoformat(), (sampai or date.max).isoformat()
    _, news = read_news(kantor.archive, since=read_head(db).entri)
    late = {
        entri.entri
        for entri in news
        if first <= str(entri.isi.get("tanggal") or "") <= last
    }
    return frozenset(list_entries(db, first=first, last=last)) | late


def suggest(kantor: Kantor, db: Store, teks: Sequence[str]) -> tuple[str, ...]:
    """Say which words, one letter away from those given, find letters, and which."""
    return tuple(
        f"{words} ({len(found)})"
        if len(found) > 1
        else " ".join(_describe(kantor, db, found)[0])
        for words, found in list_near(kantor, teks)
    )


def list_near(
    kantor: Kantor, teks: Sequence[str], *, codes: frozenset[str] | None = None
) -> list[tuple[str, list[Entri]]]:
    """List the words, one letter away from those given, that find letters, with these.

    Args:
        kantor: The office.
        teks: The words.
        codes: Only letters that name one of these regions.
    """
    near = Search(teks=tuple(teks), wilayah=codes, limit=MOST + 1)
    return find_nearest(kantor.archive, near)


def _describe(
    kantor: Kantor, db: Store, entries: Sequence[Entri]
) -> list[tuple[str, str]]:
    """Say of letters, each by its code, what they are to people."""
    return [
        (
            str(row["kode"]),
            ", ".join(
                str(row[name])
                for name in (
                    "formulir",
                    "nama",
                    "wilayah",
                    "nomor",
                    "tanggal",
                    "status",
                )
                if row[name]
            ),
        )
        for row in describe_letters(kantor, db, entries)
    ]
