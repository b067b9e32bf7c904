"""Reserving: a letter gets its place in the ledger, and its number, before the paper.

The whole batch is one transaction that begins with the write, so two clerks wait for
each other instead of being given the same number; a crash in the middle leaves
nothing of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.dates import format_saat
from formulir.errors import MachineError, RecordError
from formulir.model import Surat
from formulir.records.ledger.ledger import record_act
from formulir.records.ledger.pola import format_nomor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from formulir.model import Draft
    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Reservation:
    """How numbers are asked for.

    Args:
        saat: The moment of the act.
        oleh: Who acts.
        kode_hal: The codes that the kind gives to the number pattern.
        make_kode: Makes a new archive code.
        mundur: Allow a date before the last one of the series, and record it.
        jam_mundur: Allow a clock behind the last recorded act, and record it.
    """

    saat: datetime
    oleh: str
    kode_hal: Mapping[str, str]
    make_kode: Callable[[], str]
    mundur: bool = False
    jam_mundur: bool = False


def reserve_surat(
    db: Store, drafts: Sequence[Draft], *, reservation: Reservation
) -> list[Surat]:
    """Give every letter its place in the ledger, and its number where it has one.

    Asking again for the same (kind, year, key) gives the same letter with the same
    number, whatever its state; new letters of a series get one contiguous block.

    Raises:
        SeriMissingError: A letter names a series that has no spelling at its date.
        SuratChangedError: A letter was reserved for another date.
        TanggalBackwardError: The date lies before the last one of the series.
        WaktuBackwardError: The clock is behind the last recorded act.
    """
    with db.writing():
        _check_clock(db, reservation)
        known = _known_surat(db, drafts)
        _check_same(drafts, known)
        new = [draft for draft in drafts if _key(draft) not in known]
        _check_dates(db, new, reservation)
        last: dict[tuple[str, int], int] = {}
        for draft in new:
            _insert_surat(db, draft, last=last, reservation=reservation)
        known = _known_surat(db, drafts)
    return [_as_surat(draft, known[_key(draft)]) for draft in drafts]


def last_reserved(db: Store) -> str:
    """Return the moment at which the last number was given; nothing before the first.

    The clock of the machine cannot be right when it is behind it.
    """
    return db.value("SELECT max(dipesan_pada) FROM nomor") or ""


def find_unissued(db: Store, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the letters that are not issued yet: those that there is work for."""
    known = _known_surat(db, drafts)
    issued = {key for key, row in known.items() if row["status"] == "terbit"}
    return [draft for draft in drafts if _key(draft) not in issued]


def _key(draft: Draft) -> tuple[str, int, str]:
    return (draft.formulir, draft.tahun, draft.kunci)


def _known_surat(
    db: Store, drafts: Sequence[Draft]
) -> dict[tuple[str, int, str], dict[str, Any]]:
    """Return the living letters of these kinds and years, by key."""
    families = sorted({(draft.formulir, draft.tahun) for draft in drafts})
    rows = [
        row
        for formulir, tahun in families
        for row in db.rows(
            "SELECT s.*, n.nomor FROM surat AS s LEFT JOIN nomor AS n"
            " ON n.surat = s.id WHERE s.status <> 'batal' AND s.formulir = ?"
            " AND s.tahun = ?",
            (formulir, tahun),
        )
    ]
    return {(row["formulir"], row["tahun"], row["kunci"]): row for row in rows}


def _as_surat(draft: Draft, row: Mapping[str, Any]) -> Surat:
    return Surat(
        draft=draft,
        kode=row["kode"],
        nomor=row["nomor"] or row["nomor_luar"],
        status=row["status"],
    )


def _check_same(
    drafts: Sequence[Draft], known: Mapping[tuple[str, int, str], Mapping[str, Any]]
) -> None:
    """Refuse to print a reserved letter with another date than it was numbered for."""
    for draft in drafts:
        row = known.get(_key(draft))
        if (
            row is not None
            and row["status"] == "dipesan"
            and row["tanggal"] != draft.tanggal.isoformat()
        ):
            raise SuratChangedError(
                f"{draft.formulir} {draft.kunci}",
                reserved=row["tanggal"],
                asked=draft.tanggal.isoformat(),
            )


def _check_clock(db: Store, reservation: Reservation) -> None:
    last = db.value(
        "SELECT max(coalesce((SELECT max(dipesan_pada) FROM nomor), ''),"
        " coalesce((SELECT max(terbit_pada) FROM nomor), ''),"
        " coalesce((SELECT max(saat) FROM riwayat), ''))"
    )
    moment = format_saat(reservation.saat)
    if moment >= last:
        return
    if not reservation.jam_mundur:
        raise WaktuBackwardError(moment, last=last)
    # The history keeps true order by its id, so the act may carry the odd moment.
    facts = {"jam": moment, "terakhir": last}
    record_act(
        db, "jam mundur", saat=reservation.saat, oleh=reservation.oleh, rincian=facts
    )


def _check_dates(db: Store, new: Sequence[Draft], reservation: Reservation) -> None:
    """Hold dates and numbers of a series in one order, or record who asked not to."""
    earliest: dict[tuple[str, int], str] = {}
    for draft in new:
        if draft.seri is not None:
            key = (draft.seri, draft.tanggal.year)
            tanggal = draft.tanggal.isoformat()
            earliest[key] = min(tanggal, earliest.get(key, tanggal))
    for (seri, tahun), tanggal in earliest.items():
        last = db.value(
            "SELECT max(tanggal) FROM nomor WHERE seri = ? AND tahun = ?", (seri, tahun)
        )
        if last is None or tanggal >= last:
            continue
        if not reservation.mundur:
            raise TanggalBackwardError(tanggal, seri=seri, last=last)
        facts = {"seri": seri, "tanggal": tanggal, "terakhir": last}
        record_act(
            db,
            "tanggal mundur",
            saat=reservation.saat,
            oleh=reservation.oleh,
            rincian=facts,
        )


def _insert_surat(
    db: Store,
    draft: Draft,
    *,
    last: dict[tuple[str, int], int],
    reservation: Reservation,
) -> None:
    cursor = db.run(
        "INSERT INTO surat (formulir, tahun, kunci, kode, tanggal, hal, tujuan,"
        " penanda_tangan, lampiran, nomor_luar, status)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'dipesan')",
        (
            *_key(draft),
            reservation.make_kode(),
            draft.tanggal.isoformat(),
            draft.hal,
            draft.tujuan,
            draft.penanda_tangan,
            draft.lampiran_teks,
            draft.nomor_luar,
        ),
    )
    if draft.seri is None or draft.nomor_luar is not None:
        return
    key = (draft.seri, draft.tanggal.year)
    if key not in last:
        asked = "SELECT max(urut) FROM nomor WHERE seri = ? AND tahun = ?"
        last[key] = db.value(asked, key) or 0
    last[key] += 1
    nomor = _spell(db, draft, urut=last[key], reservation=reservation)
    db.run(
        "INSERT INTO nomor (seri, tahun, urut, nomor, tanggal, surat, status,"
        " dipesan_pada) VALUES (?, ?, ?, ?, ?, ?, 'dipesan', ?)",
        (
            *key,
            last[key],
            nomor,
            draft.tanggal.isoformat(),
            cursor.lastrowid,
            format_saat(reservation.saat),
        ),
    )


def _spell(db: Store, draft: Draft, *, urut: int, reservation: Reservation) -> str:
    """Write the number in the spelling that is valid at the letter's date."""
    rows = db.rows(
        "SELECT pola, isi FROM seri WHERE kode = ? AND berlaku_dari <= ?"
        " ORDER BY berlaku_dari DESC LIMIT 1",
        (draft.seri, draft.tanggal.isoformat()),
    )
    if not rows:
        raise SeriMissingError(str(draft.seri), tanggal=draft.tanggal.isoformat())
    codes = {**json.loads(rows[0]["isi"]), **reservation.kode_hal}
    return format_nomor(rows[0]["pola"], urut=urut, tanggal=draft.tanggal, kode=codes)


class SeriMissingError(RecordError):
    """A series has no spelling that is valid at the date of a letter."""

    seri: str
    tanggal: str
    says = (
        "series {seri} has no spelling valid on {tanggal}; import one with an earlier "
        "berlaku_dari into table seri"
    )


class SuratChangedError(RecordError):
    """A letter was reserved for another date than is asked for."""

    surat: str
    reserved: str
    asked: str
    says = (
        "{surat} is reserved for {reserved}, not {asked}; issue it with --tanggal "
        "{reserved}, or void it first"
    )


class TanggalBackwardError(RecordError):
    """A letter would be dated before the last one of its series."""

    tanggal: str
    seri: str
    last: str
    says = (
        "a letter of {tanggal} would follow one of {last} in series {seri}; pass "
        "--mundur to do so all the same, which is recorded"
    )


class WaktuBackwardError(MachineError):
    """The clock runs behind the last recorded act."""

    moment: str
    last: str
    says = (
        "the clock says {moment}, but an act of {last} is recorded; set the clock "
        "right, or pass --jam-mundur to go on, which is recorded"
    )
