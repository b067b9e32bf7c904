"""What a person types into one box: a day, a region, a status, and words besides.

Only what can mean nothing else is taken for one of the first three; whoever asks is
told how it was read, and may have the words searched as they stand.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from formulir.dates import ROMAN, parse_bulan, read_tanggal_text
from formulir.records.office.wilayah import read_names, understand_wilayah

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.records.store import Store

_SORTS: Final = frozenset(
    {"kab", "kab.", "kabupaten", "kota", "prov", "prov.", "provinsi"}
)
"""A name of a region begins with what it is: a bare one may be a school's, too."""
_LONGEST: Final = 5
"""So many words a name of a region or a day has at most."""
_YEAR: Final = re.compile(r"(19|20)\d\d", re.ASCII)
_STATUS: Final = {
    ("batal",): "batal",
    ("belum", "kembali"): "terbit",
    ("sudah", "kembali"): "ditandatangani",
    ("bertanda", "tangan"): "ditandatangani",
    ("surat", "masuk"): "masuk",
}
"""How people say what has become of a letter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked.

    Args:
        teks: The words that are left.
        wilayah: A region, by its code of today.
        dari: Only letters dated on this day or later.
        sampai: Only letters dated on this day or earlier.
        status: What has become of them.
    """

    teks: tuple[str, ...] = ()
    wilayah: str | None = None
    dari: date | None = None
    sampai: date | None = None
    status: str | None = None

    @property
    def is_read(self) -> bool:
        """Tell whether anything was taken for more than a word."""
        return any((self.wilayah, self.dari, self.sampai, self.status))


def read_question(db: Store, text: str) -> Question:
    """Read what a person has typed.

    >>> read_question(None, "undangan 14 Maret 2016 batal")
    ... # doctest: +NORMALIZE_WHITESPACE
    Question(teks=('undangan',), wilayah=None, dari=datetime.date(2016, 3, 14),
        sampai=datetime.date(2016, 3, 14), status='batal')
    """
    words, rest, at = text.split(), [], 0
    found: dict[str, object] = {}
    while at < len(words):
        for count in range(min(_LONGEST, len(words) - at), 0, -1):
            read = _read(db, words[at : at + count])
            if read and not found.keys() & read.keys():
                found |= read
                at += count
                break
        else:
            rest.append(words[at])
            at += 1
    return Question(teks=tuple(rest), **found)  # type: ignore[arg-type] # as named


def _read(db: Store, words: Sequence[str]) -> dict[str, object]:
    """Read some words that stand together; nothing where they are only words."""
    low = [word.casefold() for word in words]
    if status := _STATUS.get(tuple(low)):
        return {"status": status}
    if days := _read_days(low):
        return {"dari": days[0], "sampai": days[1]}
    if len(low) > 1 and low[0] in _SORTS:
        named = understand_wilayah(read_names(db), " ".join(words))
        return {"wilayah": next(iter(named))} if len(named) == 1 else {}
    return {}


def _read_days(words: Sequence[str]) -> tuple[date, date] | None:
    """Read a day, or a month with its year."""
    if len(words) == 2 and _YEAR.fullmatch(words[1]):  # noqa: PLR2004 - month and year
        month = None if words[0].upper() in ROMAN else parse_bulan(words[0])
        if month is not None:
            year = int(words[1])
            last = monthrange(year, month)[1]
            return date(year, month, 1), date(year, month, last)
    text = " ".join(words)
    if not _YEAR.search(text):
        return None
    try:
        day = read_tanggal_text(text).day
    except ValueError:
        return None
    return day, day
