"""The book of numbers: which one comes next, and how it is spelled.

A year of a series begins at 1, or where the office stands: ``seri.mulai`` says with
which number. It counts for the year in which that spelling begins, and for the first
year in which the series is used here. What is left out ahead is stepped over; behind
a number that was given outside, the book goes on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError
from formulir.language import phrase
from formulir.model import Fault
from formulir.records.ledger.pola import CODES, format_nomor, list_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from formulir.model import Draft
    from formulir.records.store import Store

_CODES = """
SELECT token, nilai FROM kode_hal
WHERE formulir = :formulir AND golongan IN (:golongan, '*')
    AND instansi IN (:instansi, '*') AND berlaku_dari <= :tanggal
ORDER BY instansi <> '*', golongan <> '*', berlaku_dari
"""
_LAST = """
SELECT urut FROM nomor WHERE seri = ? AND tahun = ? AND status <> 'lewat'
ORDER BY urut DESC LIMIT 1
"""


class SeriMissingError(RecordError):
    """A series has no spelling that is valid at the date of a letter."""

    seri: str
    tanggal: str
    says = (
        "series {seri} has no spelling valid on {tanggal}; import one with an earlier "
        "berlaku_dari into table seri"
    )


class SisipanRefusedError(RecordError):
    """A letter cannot be inserted behind a number."""

    nomor: str
    reason: str
    says = "{nomor} cannot be inserted: {reason}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sisipan:
    """The place of an inserted number: the 123 and the a of 0123a."""

    urut: int
    huruf: str

    def __str__(self) -> str:
        """Write it as it is asked for."""
        return f"{self.urut}{self.huruf}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Nomor:
    """A number of the book.

    Args:
        seri: The series.
        tahun: The calendar year of the letter's date.
        urut: The running number.
        sisipan: The letter behind it, of a number that was inserted.
        nomor: As it is spelled on paper.
    """

    seri: str
    tahun: int
    urut: int
    sisipan: str
    nomor: str

    def as_json(self) -> dict[str, Any]:
        """Return what an act says of it, without what says nothing."""
        facts = {"seri": self.seri, "urut": self.urut, "nomor": self.nomor}
        return facts | ({"sisipan": self.sisipan} if self.sisipan else {})


@dataclass(kw_only=True, slots=True)
class Book:
    """The numbers of the series, as one transaction gives them.

    Args:
        db: The record store, inside ``writing``.
        kode_hal: The codes that the kind gives to the pattern.
        last: The last running number given, by series and year.
        awal: Where years begin that had no number before, by series and year.
        spelled: The pattern and the codes, by what decides on them.
    """

    db: Store
    kode_hal: Mapping[str, str]
    last: dict[tuple[str, int], int] = field(default_factory=dict)
    awal: dict[tuple[str, int], int] = field(default_factory=dict)
    spelled: dict[tuple[str, ...], tuple[str, dict[str, str]]] = field(
        default_factory=dict
    )

    def take(self, draft: Draft, sisipan: Sisipan | None = None) -> Nomor:
        """Give a letter the next number of its series, or one that is inserted.

        Raises:
            SeriMissingError: The series has no spelling at its date.
            SisipanRefusedError: There is nothing to insert it behind, or it is taken.
        """
        assert draft.seri is not None  # noqa: S101 - only what is numbered comes here
        key = (draft.seri, draft.tanggal.year)
        if sisipan is not None:
            check_sisipan(self.db, draft.seri, draft.tanggal, sisipan)
            urut, huruf = sisipan.urut, sisipan.huruf
        else:
            urut, huruf = self._next(key, draft), ""
        pola, codes = self._spelling(draft)
        nomor = format_nomor(
            pola, urut=urut, tanggal=draft.tanggal, kode=codes, sisipan=huruf
        )
        return Nomor(seri=key[0], tahun=key[1], urut=urut, sisipan=huruf, nomor=nomor)

    def _next(self, key: tuple[str, int], draft: Draft) -> int:
        if key not in self.last:
            first = find_first(self.db, key[0], draft.tanggal)
            if first > 1 and not has_numbers(self.db, *key):
                self.awal[key] = first
            self.last[key] = max(self.db.value(_LAST, key) or 0, first - 1)
        self.last[key] = _step(self.db, key, self.last[key])
        return self.last[key]

    def _spelling(self, draft: Draft) -> tuple[str, dict[str, str]]:
        seri, instansi = str(draft.seri), draft.instansi or ""
        tanggal = draft.tanggal.isoformat()
        key = (draft.formulir, draft.golongan, instansi, seri, tanggal)
        if key not in self.spelled:
            pola, isi = read_spelling(self.db, seri, draft.tanggal)
            kind = {**self.kode_hal, **draft.kode_hal}
            self.spelled[key] = pola, {**kind, **isi, **_read_codes(self.db, draft)}
        return self.spelled[key]


def find_latest(db: Store, seri: str, tahun: int) -> str | None:
    """Return the latest date that has a number in a year of a series."""
    found = db.value(
        "SELECT tanggal FROM nomor WHERE seri = ? AND tahun = ?"
        " AND status <> 'lewat' ORDER BY tanggal DESC LIMIT 1",
        (seri, tahun),
    )
    return None if found is None else str(found)


def _read_codes(db: Store, draft: Draft) -> dict[str, str]:
    """Read what table ``kode_hal`` says of a letter at its date."""
    params = {
        "formulir": draft.formulir,
        "golongan": draft.golongan,
        "instansi": draft.instansi or "",
        "tanggal": draft.tanggal.isoformat(),
    }
    return {row["token"]: row["nilai"] for row in db.rows(_CODES, params)}


def read_spelling(db: Store, seri: str, tanggal: date) -> tuple[str, dict[str, str]]:
    """Return the pattern of a series at a date, and the codes that it brings.

    Raises:
        SeriMissingError: It has none at that date.
    """
    rows = db.rows(
        "SELECT pola, isi FROM seri WHERE kode = ? AND berlaku_dari <= ?"
        " ORDER BY berlaku_dari DESC LIMIT 1",
        (seri, tanggal.isoformat()),
    )
    if not rows:
        raise SeriMissingError(seri, tanggal=tanggal.isoformat())
    return rows[0]["pola"], json.loads(rows[0]["isi"])


def find_next(db: Store, seri: str, tanggal: date) -> int:
    """Return the running number that the next letter of a date would take."""
    key = (seri, tanggal.year)
    last = max(db.value(_LAST, key) or 0, find_first(db, seri, tanggal) - 1)
    return _step(db, key, last)


def _step(db: Store, key: tuple[str, int], last: int) -> int:
    """Go on from a number to the next one that is free."""
    taken = "SELECT 1 FROM nomor WHERE seri = ? AND tahun = ? AND urut = ?"
    last += 1
    while db.value(taken, (*key, last)):
        last += 1
    return last


def list_numbered(db: Store) -> list[str]:
    """Name the series of the office, and those of which it has numbers."""
    return db.values("SELECT kode FROM seri UNION SELECT seri FROM nomor ORDER BY 1")


def list_seri(db: Store) -> list[str]:
    """Name the series of the office."""
    return sorted(db.values("SELECT DISTINCT kode FROM seri"))


def has_numbers(db: Store, seri: str, tahun: int) -> bool:
    """Tell whether a year of a series has numbers, or a beginning of its own."""
    asked = (
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM nomor WHERE seri = :s AND tahun = :t"
        " AND status NOT IN ('luar', 'lewat'))"
        " OR EXISTS (SELECT 1 FROM nomor_awal WHERE seri = :s AND tahun = :t)"
    )
    return db.value(asked, {"s": seri, "t": tahun}) is not None


def find_first(db: Store, seri: str, tanggal: date) -> int:
    """Return the running number with which the year of a date begins."""
    tahun = tanggal.year
    begun = "SELECT urut FROM nomor_awal WHERE seri = ? AND tahun = ?"
    first = db.value(begun, (seri, tahun))
    if first is not None or has_numbers(db, seri, tahun):
        return first or 1
    rows = db.rows(
        "SELECT mulai, berlaku_dari FROM seri WHERE kode = ? AND berlaku_dari <= ?"
        " ORDER BY berlaku_dari DESC LIMIT 1",
        (seri, tanggal.isoformat()),
    )
    if not rows or rows[0]["mulai"] is None:
        return 1
    earlier = "SELECT 1 FROM nomor WHERE seri = ? AND tahun < ? LIMIT 1"
    own_year = rows[0]["berlaku_dari"][:4] == f"{tahun:04}"
    used = db.value(earlier, (seri, tahun)) is not None
    return 1 if used and not own_year else int(rows[0]["mulai"])


def check_sisipan(db: Store, seri: str, tanggal: date, sisipan: Sisipan) -> None:
    """Refuse an insertion that does not fit between its neighbours.

    Raises:
        SisipanRefusedError: There is nothing to insert it behind, it is taken, or its
            date is not between those of its neighbours.
    """
    rows = db.rows(
        "SELECT urut, sisipan, tanggal FROM nomor WHERE seri = ? AND tahun = ?"
        " AND urut IN (?, ?) AND status <> 'lewat' ORDER BY urut, sisipan",
        (seri, tanggal.year, sisipan.urut, sisipan.urut + 1),
    )
    before = [row for row in rows if row["urut"] == sisipan.urut]
    behind = [row for row in rows if row["urut"] > sisipan.urut]
    reason = ""
    if not before:
        reason = phrase(
            "series {seri} has no number {urut} in {year}",
            seri=seri,
            urut=sisipan.urut,
            year=tanggal.year,
        )
    elif sisipan.huruf in {row["sisipan"] for row in before}:
        reason = phrase("it is given already; take the next letter")
    elif tanggal.isoformat() < before[0]["tanggal"]:
        reason = phrase(
            "number {urut} is of {before}, after {tanggal}",
            urut=sisipan.urut,
            before=before[0]["tanggal"],
            tanggal=tanggal,
        )
    elif behind and tanggal.isoformat() > behind[0]["tanggal"]:
        reason = phrase(
            "the next number is of {behind}, before {tanggal}",
            behind=behind[0]["tanggal"],
            tanggal=tanggal,
        )
    if reason:
        raise SisipanRefusedError(str(sisipan), reason=reason)


def tell_codes(
    db: Store, drafts: Sequence[Draft], kode_hal: Mapping[str, str]
) -> Iterator[Fault]:
    """Tell what is set for the numbers of letters and has no effect, and what lacks."""
    alike: dict[tuple[str, str], list[Draft]] = {}
    for each in drafts:
        if each.seri is not None and each.nomor_luar is None:
            alike.setdefault((each.seri, each.golongan), []).append(each)
    for (seri, _), own in alike.items():
        draft, surat = own[0], tuple(one.place for one in own)
        try:
            pola, isi = read_spelling(db, seri, draft.tanggal)
        except SeriMissingError:
            continue  # reserving says so
        kind, tokens = {**kode_hal, **draft.kode_hal}, list_tokens(pola)
        known = {*kind, *isi, *_read_codes(db, draft)}
        for name in [name for name in tokens if name in CODES and name not in known]:
            reason = _tell_lack(name, draft)
            yield Fault(place=f"seri {seri}: pola", reason=reason, surat=surat)
        for name, value in isi.items():
            if reason := _tell_unused(name, value, pola=pola, kind=kind, draft=draft):
                place = f"seri {seri}: isi"
                yield Fault(place=place, reason=reason, warning=True, surat=surat)


def _tell_lack(name: str, draft: Draft) -> str:
    return phrase(
        "{{{name}}} has no code for {formulir} of golongan {golongan} on "
        "{tanggal}; say it in table kode_hal (formulir {formulir}, token "
        "{name}), or for all letters of the series in its isi",
        name=name,
        formulir=draft.formulir,
        golongan=draft.golongan,
        tanggal=draft.tanggal,
    )


def _tell_unused(
    name: str, value: str, *, pola: str, kind: Mapping[str, str], draft: Draft
) -> str:
    if name not in list_tokens(pola):
        return phrase(
            "{name}={value} has no effect: {pola} has no {{{name}}}",
            name=name,
            value=value,
            pola=pola,
        )
    if kind.get(name, value) != value:
        return phrase(
            "{name}={value} is used for all letters of the series; the code of "
            "{formulir}, {own}, has no effect; leave it out there, or say in "
            "table kode_hal which kind has which",
            name=name,
            value=value,
            formulir=draft.formulir,
            own=kind[name],
        )
    return ""
