"""Numbers that this program did not give: written by hand, or left out.

They stand in the book like all others, so that they are never given again and the proof
of a year covers them. Each function is one transaction that begins with the write; a
crash in the middle leaves nothing of it.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError, list_some
from formulir.language import phrase
from formulir.records.ledger.acts import record_act, take_moment
from formulir.records.ledger.book import Nomor, Sisipan, list_seri, read_spelling
from formulir.records.ledger.notes import TOLD, list_untold
from formulir.records.ledger.pola import CODES, format_nomor, parse_nomor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from formulir.records.ledger.acts import Actor
    from formulir.records.store import Store

MOST = 1000
"""So many numbers are left out by one act at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Luar:
    """A letter that was numbered outside.

    Args:
        seri: The series whose number it bears.
        nomor: The number as it is spelled on paper.
        tanggal: The date of the letter.
        hal: Its subject.
        tujuan: Its addressee.
        oleh: Who wrote it.
        urut: Its running number, where the pattern of the series does not show it.
    """

    seri: str
    nomor: str
    tanggal: date
    hal: str
    tujuan: str
    oleh: str
    urut: Sisipan | None = None


class NomorUnreadableError(RecordError):
    """A number that was given outside is not spelled as its series spells numbers."""

    nomor: str
    seri: str
    tanggal: str
    pola: str
    says = (
        "{nomor} is not spelled as series {seri} spells the numbers of {tanggal} "
        "({pola}); correct it, or say its running number (urut)"
    )


class LewatRefusedError(RecordError):
    """Numbers cannot be left out."""

    reason: str
    says = "these numbers cannot be left out: {reason}"


def enter_outside(
    db: Store,
    letters: Sequence[Luar],
    *,
    actor: Actor,
    moment: str,
    refuse: Callable[[int, RecordError], None],
) -> tuple[int, int]:
    """Enter letters that were numbered outside; call it inside ``writing``.

    A number that stands in the book just so is left as it is.

    Args:
        db: The record store.
        letters: The letters.
        actor: Who acts.
        moment: When, from ``take_moment``.
        refuse: Is told of each letter, by its place among them, whose number cannot be
            read or is another letter's.

    Returns:
        How many were entered, and how many stood there.
    """
    rows: list[dict[str, Any]] = []
    same = 0
    for number, letter in enumerate(letters):
        try:
            row = _as_row(db, letter)
            if _stands(db, row):
                same += 1
                continue
        except RecordError as error:
            refuse(number, error)
            continue
        db.insert("nomor", row | {"dipesan_pada": moment})
        rows.append(row)
    if rows:
        facts = {"nomor_dicatat": [_describe(row) for row in rows]}
        record_act(db, actor, "luar", facts, moment=moment)
    return len(rows), same


def leave_out(
    db: Store, seri: str, numbers: range, *, tanggal: date, alasan: str, actor: Actor
) -> int:
    """Leave numbers of a series out, for ever.

    Args:
        db: The record store.
        seri: The series.
        numbers: The running numbers.
        tanggal: A day of the year that they belong to.
        alasan: Why.
        actor: Who acts.

    Returns:
        How many were left out; those that are out already are not counted.

    Raises:
        LewatRefusedError: One of them is given, or they are too many at once.
        SeriMissingError: The series has no spelling at that date.
    """
    if not 0 < len(numbers) <= MOST or numbers.start < 1:
        reason = phrase(
            "name 1 to {limit} running numbers, from the smaller to the larger",
            limit=MOST,
        )
        raise LewatRefusedError(reason)
    with db.writing():
        moment = take_moment(db, actor)
        pola, codes = read_spelling(db, seri, tanggal)
        asked = (
            "SELECT urut, nomor, status FROM nomor WHERE seri = ? AND tahun = ?"
            " AND urut >= ? AND urut < ? AND sisipan = ''"
        )
        key = (seri, tanggal.year)
        there = db.rows(asked, (*key, numbers.start, numbers.stop))
        if given := [row["nomor"] for row in there if row["status"] != "lewat"]:
            reason = phrase("{given} is given", given=list_some(given, shown=1))
            raise LewatRefusedError(reason)
        left = {row["urut"] for row in there}
        rows = [
            {
                **_spell_left(pola, codes, seri, urut, tanggal),
                "tanggal": tanggal.isoformat(),
                "status": "lewat",
                "alasan": alasan,
                "oleh": actor.oleh,
            }
            for urut in numbers
            if urut not in left
        ]
        for row in rows:
            db.insert("nomor", row | {"dipesan_pada": moment})
        if rows:
            facts = {
                "nomor_dicatat": [_describe(row) for row in rows],
                "alasan": alasan,
            }
            record_act(db, actor, "lewat", facts, moment=moment)
    return len(rows)


def lift_fence(
    db: Store,
    last: Mapping[str, int],
    *,
    tanggal: date,
    alasan: str,
    actor: Actor,
) -> list[tuple[str, int]]:
    """Tell the last number known on paper of each series, and let numbering go on.

    What lies between the last number on record and the one on paper is left out: it may
    have been given, and is never given again. Where a restore asks for several years,
    the fence stands until all of them are told. A crash in the middle leaves it, too.

    Args:
        db: The record store.
        last: By series, the last running number known on paper; every series of the
            office is to be told.
        tanggal: A day of the year that they belong to.
        alasan: Why they are left out.
        actor: Who acts.

    Returns:
        By series, how many numbers were left out.

    Raises:
        LewatRefusedError: A series is not told, or not known.
    """
    known = list_seri(db)
    if strange := sorted(set(last) - set(known)):
        raise LewatRefusedError(
            phrase(
                "there is no series {strange}; there are {known}",
                strange=", ".join(strange),
                known=", ".join(known),
            )
        )
    if silent := [seri for seri in known if seri not in last]:
        said = " ".join(f"--pagar {seri}=N" for seri in silent)
        raise LewatRefusedError(
            phrase("every series must be told, 0 for none: {said}", said=said)
        )
    left = []
    for seri, number in sorted(last.items()):
        top = find_last(db, seri, tanggal.year)
        count = 0
        for start in range(top + 1, number + 1, MOST):
            part = range(start, min(start + MOST, number + 1))
            count += leave_out(
                db, seri, part, tanggal=tanggal, alasan=alasan, actor=actor
            )
        left.append((seri, count))
    with db.writing():
        moment = take_moment(db, actor)
        rest = [tahun for tahun in list_untold(db) if tahun != tanggal.year]
        db.run("UPDATE kepala SET pagar = ?", (int(bool(rest)),))
        facts: dict[str, Any] = {
            "tahun": tanggal.year,
            "seri": [
                {"seri": seri, "urut": urut} for seri, urut in sorted(last.items())
            ],
            "alasan": alasan,
            **({"sisa": rest} if rest else {}),
        }
        record_act(db, actor, TOLD, facts, moment=moment)
    return left


def find_last(db: Store, seri: str, tahun: int) -> int:
    """Return the last running number of a year of a series; 0 before the first."""
    asked = "SELECT max(urut) FROM nomor WHERE seri = ? AND tahun = ?"
    return int(db.value(asked, (seri, tahun)) or 0)


def list_last(db: Store, years: Sequence[int]) -> list[dict[str, Any]]:
    """List the last number of each series in some years; 0 where there is none."""
    return db.rows(
        "SELECT s.kode AS seri, t.value AS tahun, coalesce(max(n.urut), 0) AS urut,"
        " n.nomor FROM (SELECT DISTINCT kode FROM seri) AS s"
        " CROSS JOIN json_each(?) AS t LEFT JOIN nomor AS n"
        " ON n.seri = s.kode AND n.tahun = t.value"
        " GROUP BY s.kode, t.value ORDER BY s.kode, t.value",
        (json.dumps([*years]),),
    )


def _as_row(db: Store, letter: Luar) -> dict[str, Any]:
    """Return the row of a letter that was numbered outside.

    Raises:
        RecordError: Its number cannot be read.
    """
    pola, _ = read_spelling(db, letter.seri, letter.tanggal)
    place = letter.urut or _read_place(pola, letter)
    number = Nomor(
        seri=letter.seri,
        tahun=letter.tanggal.year,
        urut=place.urut,
        sisipan=place.huruf,
        nomor=letter.nomor,
    )
    return {
        **asdict(number),
        "tanggal": letter.tanggal.isoformat(),
        "status": "luar",
        "hal": letter.hal,
        "tujuan": letter.tujuan,
        "oleh": letter.oleh,
    }


def _read_place(pola: str, letter: Luar) -> Sisipan:
    found = parse_nomor(pola, letter.nomor, tanggal=letter.tanggal)
    if found is None:
        raise NomorUnreadableError(
            letter.nomor,
            seri=letter.seri,
            tanggal=letter.tanggal.isoformat(),
            pola=pola,
        )
    return Sisipan(urut=found[0], huruf=found[1])


def _stands(db: Store, row: Mapping[str, Any]) -> bool:
    """Tell whether a number stands in the book just so.

    Raises:
        RecordError: It is another letter's.
    """
    asked = (
        "SELECT * FROM nomor WHERE seri = :seri AND tahun = :tahun"
        " AND ((urut = :urut AND sisipan = :sisipan) OR nomor = :nomor)"
    )
    names = ("nomor", "tanggal", "status", "hal", "tujuan")
    for other in db.rows(asked, row):
        if all(other[name] == row[name] for name in names):
            return True
        raise NomorGivenError(row["nomor"], other=other["nomor"], state=other["status"])
    return False


class NomorGivenError(RecordError):
    """A number that was given outside is another letter's here."""

    nomor: str
    other: str
    state: str
    says = (
        "{nomor} is number {other} of the book already ({state}); a number is given "
        "once: look at both letters"
    )


def _spell_left(
    pola: str, codes: Mapping[str, str], seri: str, urut: int, tanggal: date
) -> dict[str, Any]:
    """Spell a number that is left out; what no letter gives stands as three dots."""
    known = dict.fromkeys(CODES, "…") | dict(codes)
    nomor = format_nomor(pola, urut=urut, tanggal=tanggal, kode=known)
    number = Nomor(seri=seri, tahun=tanggal.year, urut=urut, sisipan="", nomor=nomor)
    return asdict(number)


def _describe(row: Mapping[str, Any]) -> dict[str, Any]:
    """Say what an act says of a number."""
    names = ("seri", "urut", "nomor", "tanggal", "sisipan", "hal", "tujuan", "oleh")
    return {name: row[name] for name in names if row.get(name)}


def read_range(text: str) -> range | None:
    """Read running numbers as they are typed: ``130`` or ``130-140``.

    >>> read_range("130-132"), read_range("7"), read_range("a")
    (range(130, 133), range(7, 8), None)
    """
    first, dash, last = text.partition("-")
    if not dash:
        last = first
    if not (first.isdecimal() and last.isdecimal()):
        return None
    return range(int(first), int(last) + 1)


def read_sisipan(text: str, *, bare: bool = False) -> Sisipan | None:
    """Read the place of an insertion as it is typed.

    Args:
        text: What is typed.
        bare: A number without a letter will do.

    >>> read_sisipan("0123a")
    Sisipan(urut=123, huruf='a')
    >>> read_sisipan("0123") is None, read_sisipan("0123", bare=True)
    (True, Sisipan(urut=123, huruf=''))
    """
    found = re.fullmatch(r"([0-9]{1,9})([a-z]?)", text.strip())
    if found is None or int(found[1]) == 0 or not (found[2] or bare):
        return None
    return Sisipan(urut=int(found[1]), huruf=found[2])
