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
from formulir.records.store import query, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from formulir.model import Baris


@dataclass(frozen=True, kw_only=True, slots=True)
class Pemesanan:
    """How numbers are asked for.

    Args:
        saat: The moment of the act.
        oleh: Who acts.
        kode_hal: The codes that the kind gives to the number pattern.
        buat_kode: Makes a new archive code.
        mundur: Allow a date before the last one of the series, and record it.
        jam_mundur: Allow a clock behind the last recorded act, and record it.
    """

    saat: datetime
    oleh: str
    kode_hal: Mapping[str, str]
    buat_kode: Callable[[], str]
    mundur: bool = False
    jam_mundur: bool = False


def reserve_surat(
    db: Database, daftar: Sequence[Baris], *, pesan: Pemesanan
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
    with writing(db):
        _check_clock(db, pesan)
        known = _known_surat(db, daftar)
        _check_same(daftar, known)
        new = [baris for baris in daftar if _key(baris) not in known]
        _check_dates(db, new, pesan)
        last: dict[tuple[str, int], int] = {}
        for baris in new:
            _insert_surat(db, baris, last=last, pesan=pesan)
        known = _known_surat(db, daftar)
    return [_as_surat(baris, known[_key(baris)]) for baris in daftar]


def find_unissued(db: Database, daftar: Sequence[Baris]) -> list[Baris]:
    """Return the letters that are not issued yet: those that there is work for."""
    known = _known_surat(db, daftar)
    issued = {key for key, row in known.items() if row["status"] == "terbit"}
    return [baris for baris in daftar if _key(baris) not in issued]


def _key(baris: Baris) -> tuple[str, int, str]:
    return (baris.formulir, baris.tahun, baris.kunci)


def _known_surat(
    db: Database, daftar: Sequence[Baris]
) -> dict[tuple[str, int, str], dict[str, Any]]:
    """Return the living letters of these kinds and years, by key."""
    families = sorted({(baris.formulir, baris.tahun) for baris in daftar})
    rows = [
        row
        for formulir, tahun in families
        for row in query(
            db,
            "SELECT s.*, n.nomor FROM surat AS s LEFT JOIN nomor AS n"
            " ON n.surat = s.id WHERE s.status <> 'batal' AND s.formulir = ?"
            " AND s.tahun = ?",
            (formulir, tahun),
        )
    ]
    return {(row["formulir"], row["tahun"], row["kunci"]): row for row in rows}


def _as_surat(baris: Baris, row: Mapping[str, Any]) -> Surat:
    return Surat(
        baris=baris,
        kode=row["kode"],
        nomor=row["nomor"] or row["nomor_luar"],
        status=row["status"],
    )


def _check_same(
    daftar: Sequence[Baris], known: Mapping[tuple[str, int, str], Mapping[str, Any]]
) -> None:
    """Refuse to print a reserved letter with another date than it was numbered for."""
    for baris in daftar:
        row = known.get(_key(baris))
        if (
            row is not None
            and row["status"] == "dipesan"
            and row["tanggal"] != baris.tanggal.isoformat()
        ):
            raise SuratChangedError(
                f"{baris.formulir} {baris.kunci}",
                reserved=row["tanggal"],
                asked=baris.tanggal.isoformat(),
            )


def _check_clock(db: Database, pesan: Pemesanan) -> None:
    row = query(
        db,
        "SELECT max(max(coalesce((SELECT max(dipesan_pada) FROM nomor), ''),"
        " coalesce((SELECT max(terbit_pada) FROM nomor), ''),"
        " coalesce((SELECT max(saat) FROM riwayat), ''))) AS last",
    )[0]
    moment = format_saat(pesan.saat)
    if moment >= row["last"]:
        return
    if not pesan.jam_mundur:
        raise WaktuBackwardError(moment, last=row["last"])
    # The history keeps true order by its id, so the act may carry the odd moment.
    facts = {"jam": moment, "terakhir": row["last"]}
    record_act(db, "jam mundur", saat=pesan.saat, oleh=pesan.oleh, rincian=facts)


def _check_dates(db: Database, new: Sequence[Baris], pesan: Pemesanan) -> None:
    """Hold dates and numbers of a series in one order, or record who asked not to."""
    earliest: dict[tuple[str, int], str] = {}
    for baris in new:
        if baris.seri is not None:
            key = (baris.seri, baris.tanggal.year)
            tanggal = baris.tanggal.isoformat()
            earliest[key] = min(tanggal, earliest.get(key, tanggal))
    for (seri, tahun), tanggal in earliest.items():
        row = query(
            db,
            "SELECT max(tanggal) AS last FROM nomor WHERE seri = ? AND tahun = ?",
            (seri, tahun),
        )[0]
        if row["last"] is None or tanggal >= row["last"]:
            continue
        if not pesan.mundur:
            raise TanggalBackwardError(tanggal, seri=seri, last=row["last"])
        facts = {"seri": seri, "tanggal": tanggal, "terakhir": row["last"]}
        record_act(
            db, "tanggal mundur", saat=pesan.saat, oleh=pesan.oleh, rincian=facts
        )


def _insert_surat(
    db: Database,
    baris: Baris,
    *,
    last: dict[tuple[str, int], int],
    pesan: Pemesanan,
) -> None:
    cursor = db.conn.execute(
        "INSERT INTO surat (formulir, tahun, kunci, kode, tanggal, hal, tujuan,"
        " penanda_tangan, lampiran, nomor_luar, status)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'dipesan')",
        (
            *_key(baris),
            pesan.buat_kode(),
            baris.tanggal.isoformat(),
            baris.hal,
            baris.tujuan,
            baris.penanda_tangan,
            baris.lampiran_teks,
            baris.nomor_luar,
        ),
    )
    if baris.seri is None or baris.nomor_luar is not None:
        return
    key = (baris.seri, baris.tanggal.year)
    if key not in last:
        last[key] = _last_urut(db, *key)
    last[key] += 1
    nomor = _spell(db, baris, urut=last[key], pesan=pesan)
    db.conn.execute(
        "INSERT INTO nomor (seri, tahun, urut, nomor, tanggal, surat, status,"
        " dipesan_pada) VALUES (?, ?, ?, ?, ?, ?, 'dipesan', ?)",
        (
            *key,
            last[key],
            nomor,
            baris.tanggal.isoformat(),
            cursor.lastrowid,
            format_saat(pesan.saat),
        ),
    )


def _last_urut(db: Database, seri: str, tahun: int) -> int:
    row = query(
        db,
        "SELECT coalesce(max(urut), 0) AS last FROM nomor WHERE seri = ? AND tahun = ?",
        (seri, tahun),
    )[0]
    return int(row["last"])


def _spell(db: Database, baris: Baris, *, urut: int, pesan: Pemesanan) -> str:
    """Write the number in the spelling that is valid at the letter's date."""
    rows = query(
        db,
        "SELECT pola, isi FROM seri WHERE kode = ? AND berlaku_dari <= ?"
        " ORDER BY berlaku_dari DESC LIMIT 1",
        (baris.seri, baris.tanggal.isoformat()),
    )
    if not rows:
        raise SeriMissingError(str(baris.seri), tanggal=baris.tanggal.isoformat())
    codes = {**json.loads(rows[0]["isi"]), **pesan.kode_hal}
    return format_nomor(rows[0]["pola"], urut=urut, tanggal=baris.tanggal, kode=codes)


class SeriMissingError(RecordError):
    """A series has no spelling that is valid at the date of a letter."""

    def __init__(self, seri: str, *, tanggal: str) -> None:
        """Keep the series and the date."""
        super().__init__(seri, tanggal)
        self.seri, self.tanggal = seri, tanggal

    def __str__(self) -> str:
        """Say what to import."""
        return (
            f"series {self.seri} has no spelling valid on {self.tanggal}; "
            "import one with an earlier berlaku_dari into table seri"
        )


class SuratChangedError(RecordError):
    """A letter was reserved for another date than is asked for."""

    def __init__(self, surat: str, *, reserved: str, asked: str) -> None:
        """Keep the letter and both dates."""
        super().__init__(surat, reserved, asked)
        self.surat, self.reserved, self.asked = surat, reserved, asked

    def __str__(self) -> str:
        """Say both ways out."""
        return (
            f"{self.surat} is reserved for {self.reserved}, not {self.asked}; "
            f"issue it with --tanggal {self.reserved}, or void it first"
        )


class TanggalBackwardError(RecordError):
    """A letter would be dated before the last one of its series."""

    def __init__(self, tanggal: str, *, seri: str, last: str) -> None:
        """Keep the date, the series and its last date."""
        super().__init__(tanggal, seri, last)
        self.tanggal, self.seri, self.last = tanggal, seri, last

    def __str__(self) -> str:
        """Say how to insist."""
        return (
            f"a letter of {self.tanggal} would follow one of {self.last} in series "
            f"{self.seri}; pass --mundur to do so all the same, which is recorded"
        )


class WaktuBackwardError(MachineError):
    """The clock runs behind the last recorded act."""

    def __init__(self, moment: str, *, last: str) -> None:
        """Keep both moments."""
        super().__init__(moment, last)
        self.moment, self.last = moment, last

    def __str__(self) -> str:
        """Say how to insist."""
        return (
            f"the clock says {self.moment}, but an act of {self.last} is recorded; set "
            "the clock right, or pass --jam-mundur to go on, which is recorded"
        )
