"""What a year's letters have come to, one by one and counted."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from formulir.archive.find import find_entries, find_kode
from formulir.archive.words import Search
from formulir.office.expected import read_expected
from formulir.office.lookup.describe import list_subjects, make_namer
from formulir.records.ledger.ledger import list_states
from formulir.records.ledger.masuk import list_masuk
from formulir.records.office.wilayah import cover, seek_wilayah

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulir.office.expected import ExpectedLetter
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

    SigningKey = tuple[str | None, str | None]
    Row = Mapping[str, Any]

COLUMNS_STATUS = (
    "tahap",
    "wilayah",
    "nama",
    "expected",
    "reserved",
    "issued",
    "signed",
    "electronic",
    "ink",
    "confirmed",
    "received",
    "incoming",
    "missing",
)
"""The columns of the matrix, in order."""
COLUMNS_MISSING = (
    *("tahap", "formulir", "nama", "kunci", "wilayah", "hal", "missing", "received"),
    "kode",
)
"""The columns of the list of what is missing, in order."""
_LISTED = tuple(name for name in COLUMNS_MISSING if name != "nama")
NOWHERE = "-"
"""What stands for a region that is not known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterState:
    """What has become of one letter.

    Args:
        formulir: Its kind; nothing for a letter of another office.
        kunci: Its key.
        nama: Whom it is about, as far as the records say it.
        tahap: Its stage.
        hal: Its subject.
        wilayah: The regions that it is about.
        status: ``dipesan``, ``terbit``, ``ditandatangani``, ``masuk``, or nothing.
        expected: Whether the records ask for it.
        bernomor: Whether it gets a number of this office.
        kode: Its archive code, once it has one.
        bukti: By what it is known to be signed; nothing where that was not asked.
        received: So many returns of it do not count as signed.
    """

    formulir: str | None
    kunci: str
    tahap: str
    hal: str
    wilayah: tuple[str, ...]
    status: str | None
    expected: bool
    bernomor: bool = False
    kode: str | None = None
    bukti: str | None = None
    received: int = 0
    nama: str = ""

    @property
    def missing(self) -> str | None:
        """Return what it lacks: ``number``, ``paper``, ``signature``, or nothing."""
        if not self.expected or self.status in {"ditandatangani", "masuk"}:
            return None
        if self.status == "terbit":
            return "signature"
        return "number" if self.status is None and self.bernomor else "paper"

    def count(self) -> Iterator[str]:
        """Give the columns of the matrix in which it counts."""
        counts = {
            "expected": self.expected,
            "reserved": self.status == "dipesan",
            "issued": self.status in {"terbit", "ditandatangani"},
            "signed": self.status == "ditandatangani",
            "electronic": self.bukti == "elektronik",
            "ink": self.bukti == "tinta",
            "confirmed": self.bukti == "orang",
            "received": self.status == "terbit" and self.received > 0,
            "incoming": self.status == "masuk",
            "missing": self.missing is not None,
        }
        return (name for name, holds in counts.items() if holds)


def read_status(
    kantor: Kantor, *, tahun: int, wilayah: str | None
) -> list[LetterState]:
    """Read what has become of a programme year's letters.

    Args:
        kantor: The office.
        tahun: The programme year.
        wilayah: A region by a code of any year, with all below it; or all.

    Returns:
        The letters that the records ask for, then those that they do not ask for any
        more, then those of other offices that stand for none of ours.

    Raises:
        WilayahUnknownError: No region ever had the code.
        TemplateFaultyError: A kind's files are wrong.
    """
    with kantor.open_catatan(read_only=True) as db:
        codes = None if wilayah is None else cover(db, wilayah)
        scope = kantor.scope(tahun, day_of(kantor, tahun), wilayah=wilayah)
        expected = read_expected(kantor, db, scope)
        rows = {_key(row): row for row in list_states(db, tahun=tahun)}
        book = list_masuk(db, program=tahun)
        incoming = [row for row in book if row["entri"] is not None]
        answers = {_key(row): row for row in incoming}
        found = [_join(each, rows, answers) for each in expected]
        asked = {(each.formulir, each.kunci) for each in expected}
        rest = [row for key, row in rows.items() if key not in asked]
        found += _list_beyond(kantor, rest, tahun=tahun, codes=codes)
        found += [
            _as_beyond(row | {"wilayah": json.loads(row["wilayah"])}, status="masuk")
            for row in incoming
            if _key(row) not in asked
        ]
    return [each for each in found if codes is None or codes & set(each.wilayah)]


def make_matrix(
    kantor: Kantor, states: Sequence[LetterState], *, tahun: int, wilayah: str | None
) -> list[dict[str, Any]]:
    """Count letters by stage and region.

    A letter about several regions counts in each of them.

    Returns:
        A row for each stage and region that has a letter, with ``COLUMNS_STATUS`` and
        ``tahun``, in order of both.
    """
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    names: dict[str, tuple[str, str]] = {}
    with kantor.open_catatan(read_only=True) as db:
        covered = None if wilayah is None else cover(db, wilayah)
        for each in states:
            for kode in each.wilayah:
                if covered is None or kode in covered:
                    if kode not in names:
                        names[kode] = _name(db, kode, day_of(kantor, tahun))
                    counts[each.tahap, names[kode][0]].update(each.count())
    spelled = dict(names.values())
    return [
        {
            "tahun": tahun,
            "tahap": tahap,
            "wilayah": kode,
            "nama": spelled[kode],
            **{name: counter[name] for name in COLUMNS_STATUS[3:]},
        }
        for (tahap, kode), counter in sorted(counts.items())
    ]


def list_missing(states: Sequence[LetterState]) -> list[dict[str, Any]]:
    """List the letters that lack something, with ``COLUMNS_MISSING`` but ``nama``."""
    return [_as_missing(each) for each in _sort_missing(states)]


def name_missing(
    kantor: Kantor, states: Sequence[LetterState], *, tahun: int
) -> list[dict[str, Any]]:
    """List the same letters for people: whom each is about, and its region by name."""
    day = day_of(kantor, tahun).isoformat()
    with kantor.open_catatan(read_only=True) as db:
        name = make_namer(db)
        return [
            # Of a letter that is not made yet often the key alone is known.
            _as_missing(each)
            | {"nama": each.nama or (None if each.kode else each.kunci)}
            | {"wilayah": name({"subjek": each.wilayah}, day)}
            for each in _sort_missing(states)
        ]


def _as_missing(each: LetterState) -> dict[str, Any]:
    row = {name: getattr(each, name) for name in _LISTED}
    return row | {"wilayah": " ".join(each.wilayah)}


def _sort_missing(states: Sequence[LetterState]) -> list[LetterState]:
    lacking = [each for each in states if each.missing is not None]
    return sorted(lacking, key=lambda one: (one.tahap, one.wilayah))


def day_of(kantor: Kantor, tahun: int) -> date:
    """Return the day at which a year's regions are named: its end, or today."""
    return min(kantor.hari_ini(), date(tahun, 12, 31))


def _key(row: Row) -> SigningKey:
    """Return what tells a letter from others: its kind and its key."""
    return row["formulir"], row["kunci"]


def _join(
    expected: ExpectedLetter,
    rows: Mapping[SigningKey, Row],
    answers: Mapping[SigningKey, Row],
) -> LetterState:
    """Hold an expected letter against the ledger, and the book of incoming letters."""
    key = (expected.formulir, expected.kunci)
    row, answer = rows.get(key, {}), answers.get(key, {})
    status, kode = row.get("keadaan"), row.get("kode")
    if answer and status != "ditandatangani":
        status, kode = "masuk", answer["kode"]
    return LetterState(
        formulir=expected.formulir,
        kunci=expected.kunci,
        nama=expected.nama,
        tahap=expected.tahap,
        hal=expected.hal,
        wilayah=list_subjects(expected.wilayah) or (NOWHERE,),
        status=status,
        expected=True,
        bernomor=expected.bernomor,
        kode=kode,
        bukti=row.get("bukti") if status == "ditandatangani" else None,
        received=row.get("diterima", 0),
    )


def _list_beyond(
    kantor: Kantor, rows: Sequence[Row], *, tahun: int, codes: frozenset[str] | None
) -> Iterator[LetterState]:
    """Give the letters in the ledger that the records do not ask for any more.

    The ledger does not know their regions; the archive does, of those that it holds.
    For one region the archive is searched, since the rest of the country's letters
    would have to be read otherwise.
    """
    if codes is None:
        archived = find_kode(kantor.archive, [row["kode"] for row in rows])
    else:
        archived = {
            str(entri.isi["kode"]): entri
            for formulir in sorted({row["formulir"] for row in rows})
            for entri in find_entries(
                kantor.archive,
                Search(formulir=formulir, tahun=tahun, wilayah=codes, peran="subjek"),
            )
        }
    for row in rows:
        entri = archived.get(row["kode"])
        isi: Mapping[str, Any] = entri.isi if entri else {}
        known = {name: isi.get(name) for name in ("tahap", "wilayah")}
        yield _as_beyond({**row, **known}, status=row["keadaan"])


def _as_beyond(row: Row, *, status: str) -> LetterState:
    """Return a letter, ours or another office's, that the records do not ask for."""
    return LetterState(
        formulir=row["formulir"],
        kunci=row["kunci"] or row.get("nomor", ""),
        tahap=row["tahap"] or NOWHERE,
        hal=row["hal"],
        wilayah=list_subjects(row["wilayah"] or {}) or (NOWHERE,),
        status=status,
        expected=False,
        kode=row["kode"],
        bukti=row.get("bukti") if status == "ditandatangani" else None,
        received=row.get("diterima", 0),
    )


def _name(db: Store, kode: str, day: date) -> tuple[str, str]:
    """Return the code and the name that a region had on a day."""
    found = seek_wilayah(db, kode, per=day)
    return (kode, NOWHERE) if found is None else (found.kode, found.nama)
