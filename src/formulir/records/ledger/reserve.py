"""Reserving: a letter gets its place in the ledger, and its number, before the paper.

The whole batch is one transaction that begins with the write, so two clerks wait for
each other instead of being given the same number; a crash in the middle leaves
nothing of it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from formulir.errors import RecordError, list_both
from formulir.language import Sentence, phrase
from formulir.model import Surat
from formulir.records.ledger.acts import record_act, take_moment
from formulir.records.ledger.book import Book, find_latest, list_seri
from formulir.records.ledger.notes import list_untold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from formulir.model import Draft
    from formulir.records.ledger.acts import Actor
    from formulir.records.ledger.book import Sisipan
    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Reservation:
    """How numbers are asked for.

    Args:
        actor: Who acts.
        kode_hal: The codes that the kind gives to the number pattern.
        make_kode: Makes a new archive code.
        mundur: Allow a date before the last one of the series, and record it.
        sisipan: Insert the one letter behind this number of the series, as its a, b …
        ganti: The archive code of the letter that each letter replaces, by key; with
            none at all, letters are new.
        alasan: Why letters are inserted or replaced.
    """

    actor: Actor
    kode_hal: Mapping[str, str]
    make_kode: Callable[[], str]
    mundur: bool = False
    sisipan: Sisipan | None = None
    ganti: Mapping[str, str] = field(default_factory=dict)
    alasan: str | None = None


def reserve_surat(
    db: Store, drafts: Sequence[Draft], *, reservation: Reservation
) -> list[Surat]:
    """Give every letter its place in the ledger, and its number where it has one.

    Asking again for the same (kind, year, key) gives the same letter with the same
    number, whatever its state; new letters of a series get one contiguous block.

    Raises:
        SeriMissingError: A letter names a series that has no spelling at its date.
        SisipanRefusedError: A letter cannot be inserted where it is asked.
        SuratChangedError: A letter was reserved for another date.
        TanggalBackwardError: The date lies before the last one of the series.
        WaktuBackwardError: The clock is behind the last recorded act.
        PagarError: The office was restored, and the last numbers were not told.
    """
    with db.writing():
        moment = take_moment(db, reservation.actor)
        refuse_fenced(db)
        known = _known_surat(db, drafts, ganti=reservation.ganti)
        _check_same(drafts, known)
        if new := [draft for draft in drafts if _key(draft) not in known]:
            _reserve_new(db, new, reservation, moment=moment)
            known = _known_surat(db, drafts, ganti=reservation.ganti)
    return [_as_surat(draft, known[_key(draft)]) for draft in drafts]


def _reserve_new(
    db: Store, new: Sequence[Draft], reservation: Reservation, *, moment: str
) -> None:
    """Give places to letters that have none, and record the act."""
    _check_dates(db, new, reservation, moment=moment)
    book = Book(db=db, kode_hal=reservation.kode_hal)
    made = [_insert_surat(db, book, draft, reservation, moment=moment) for draft in new]
    for (seri, tahun), urut in book.awal.items():
        db.insert("nomor_awal", {"seri": seri, "tahun": tahun, "urut": urut})
    facts = _describe(new[0], made, reservation, awal=book.awal)
    record_act(db, reservation.actor, "pesan", facts, moment=moment)


def find_unissued(
    db: Store, drafts: Sequence[Draft], *, ganti: Mapping[str, str]
) -> list[Draft]:
    """Return the letters that are not issued yet: those that there is work for."""
    known = _known_surat(db, drafts, ganti=ganti)
    issued = {key for key, row in known.items() if row["status"] == "terbit"}
    return [draft for draft in drafts if _key(draft) not in issued]


def find_reserved(
    db: Store, drafts: Sequence[Draft], *, ganti: Mapping[str, str]
) -> dict[str, str]:
    """Return the dates of the letters that have their place already, by that name."""
    known = _known_surat(db, drafts, ganti=ganti)
    return {
        draft.place: known[_key(draft)]["tanggal"]
        for draft in drafts
        if _key(draft) in known and known[_key(draft)]["status"] == "dipesan"
    }


def _key(draft: Draft) -> tuple[str, int, str]:
    return (draft.formulir, draft.tahun, draft.kunci)


def _known_surat(
    db: Store, drafts: Sequence[Draft], *, ganti: Mapping[str, str]
) -> dict[tuple[str, int, str], dict[str, Any]]:
    """Return the living letters with these keys, or those that replace others."""
    families: dict[tuple[str, int], list[str]] = {}
    for draft in drafts:
        families.setdefault((draft.formulir, draft.tahun), []).append(draft.kunci)
    which = (
        "s.ganti IN (SELECT value FROM json_each(:ganti))"
        if ganti
        else "NOT (s.status = 'dipesan' AND s.ganti IS NOT NULL)"
    )
    rows = [
        row
        for (formulir, tahun), keys in families.items()
        for row in db.rows(
            "SELECT s.*, n.nomor FROM json_each(:keys) AS k CROSS JOIN surat AS s"
            " INDEXED BY surat_asal ON s.formulir = :formulir AND s.tahun = :tahun"
            " AND s.kunci = k.value LEFT JOIN nomor AS n ON n.surat = s.id"
            f" WHERE s.status <> 'batal' AND {which}",
            {
                "keys": json.dumps(keys),
                "formulir": formulir,
                "tahun": tahun,
                **({"ganti": json.dumps([*ganti.values()])} if ganti else {}),
            },
        )
    ]
    return {(row["formulir"], row["tahun"], row["kunci"]): row for row in rows}


def _as_surat(draft: Draft, row: Mapping[str, Any]) -> Surat:
    return Surat(
        draft=draft,
        kode=row["kode"],
        nomor=row["nomor"] or row["nomor_luar"],
        status=row["status"],
        ganti=row["ganti"],
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


def refuse_fenced(db: Store) -> None:
    """Refuse to number in an office that was restored and not told the last numbers.

    Raises:
        PagarError: It was.
    """
    if db.value("SELECT pagar FROM kepala"):
        raise PagarError(
            list_seri(db), daftar_tahun=[*map(str, list_untold(db))] or ["Y"]
        )


def _check_dates(
    db: Store, new: Sequence[Draft], reservation: Reservation, *, moment: str
) -> None:
    """Hold dates and numbers of a series in one order, or record who asked not to."""
    earliest: dict[tuple[str, int], str] = {}
    for draft in new if reservation.sisipan is None else ():
        if draft.seri is not None and draft.nomor_luar is None:
            key = (draft.seri, draft.tanggal.year)
            tanggal = draft.tanggal.isoformat()
            earliest[key] = min(tanggal, earliest.get(key, tanggal))
    for (seri, tahun), tanggal in earliest.items():
        last = find_latest(db, seri, tahun)
        if last is None or tanggal >= last:
            continue
        if not reservation.mundur:
            raise TanggalBackwardError(tanggal, seri=seri, last=last)
        facts = {"seri": seri, "tanggal": tanggal, "terakhir": last}
        record_act(db, reservation.actor, "tanggal mundur", facts, moment=moment)


def _insert_surat(
    db: Store, book: Book, draft: Draft, reservation: Reservation, *, moment: str
) -> dict[str, Any]:
    """Give a letter its place; return what the act of reserving says of it."""
    kode = reservation.make_kode()
    row: dict[str, Any] = {
        "formulir": draft.formulir,
        "tahun": draft.tahun,
        "kunci": draft.kunci,
        "kode": kode,
        "tanggal": draft.tanggal.isoformat(),
        "hal": draft.hal,
        "tujuan": draft.tujuan,
        "penanda_tangan": draft.penanda_tangan,
        "lampiran": draft.lampiran_teks,
        "nomor_luar": draft.nomor_luar,
        "ganti": reservation.ganti.get(draft.kunci),
        "status": "dipesan",
    }
    surat = db.insert("surat", row)
    said: dict[str, Any] = {"kode": kode, "kunci": draft.kunci}
    said |= {name: row[name] for name in ("ganti", "nomor_luar") if row[name]}
    if draft.seri is None or draft.nomor_luar is not None:
        return said
    nomor = book.take(draft, reservation.sisipan)
    own = {
        **asdict(nomor),
        "tanggal": row["tanggal"],
        "surat": surat,
        "status": "dipesan",
        "dipesan_pada": moment,
    }
    db.insert("nomor", own)
    return said | nomor.as_json()


def _describe(
    first: Draft,
    made: Sequence[Mapping[str, Any]],
    reservation: Reservation,
    *,
    awal: Mapping[tuple[str, int], int],
) -> dict[str, Any]:
    """Say what an act of reserving says: which letters got which places."""
    facts: dict[str, Any] = {
        "formulir": first.formulir,
        "tahun": first.tahun,
        "tanggal": first.tanggal.isoformat(),
        "surat": list(made),
    }
    if awal:
        facts["awal"] = [
            {"seri": seri, "tahun": tahun, "urut": urut}
            for (seri, tahun), urut in sorted(awal.items())
        ]
    return facts | ({"alasan": reservation.alasan} if reservation.alasan else {})


class PagarError(RecordError):
    """An office was restored from a backup, and nobody has told its last numbers."""

    daftar_seri: Sequence[str]
    daftar_tahun: Sequence[str] = ("Y",)

    @property
    def sentence(self) -> Sentence:
        """Write the commands that tell it the numbers."""
        commands = list_both(
            [
                f"formulir numbers --tahun {tahun} --pagar SERI=N"
                for tahun in self.daftar_tahun
            ]
        )
        return phrase(
            "this office was restored from a backup, so it may not know the "
            "last numbers that were given; tell it for each series the last "
            "number known on paper, 0 for none: {commands} (series: "
            "{daftar_seri})",
            commands=commands,
            daftar_seri=", ".join(self.daftar_seri),
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
