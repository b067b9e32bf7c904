"""Holding the ledger and the archive against each other, letter by letter."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import ASIDE, RETURNS
from formulir.archive.find import iter_entries
from formulir.model import Fault
from formulir.records.ledger.kembali import list_kembali
from formulir.records.ledger.ledger import list_surat
from formulir.records.ledger.masuk import list_masuk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.model import Entri
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store


MASUK = {
    "urut": "agenda",
    "terima": "terima",
    "dari": "dari",
    "nomor": "nomor",
    "tanggal": "tanggal",
    "hal": "hal",
    "formulir": "formulir",
    "kunci": "kunci",
    "program": "tahun",
}
"""Columns of the book of incoming letters, and the members that say the same."""
_RESERVED = "is archived but still reserved in the ledger; the next issue ends it"
_INCOMPLETE = "is archived and not complete in the ledger; the next receive ends it"
RECEIVED = RETURNS | {"masuk"}
"""The acts by which something comes in."""


def compare(kantor: Kantor, db: Store) -> list[Fault]:
    """Tell every letter on which the ledger and the archive do not agree."""
    rows = {row["kode"]: row for row in list_surat(db)}
    faults: list[Fault] = []
    archived: set[str] = set()
    void: set[str] = set()
    received: list[Entri] = []
    for entri in iter_entries(kantor.archive):
        kode = str(entri.isi.get("kode"))
        if entri.isi["tindakan"] == "batal":
            void.add(kode)
        if entri.isi["tindakan"] in RECEIVED:
            received.append(entri)
        if entri.isi["tindakan"] == "terbit":
            archived.add(kode)
            faults += _judge(entri, _compare_one(entri, rows.get(kode)))
    for kode, row in rows.items():
        place = f"catatan.db: surat {kode}"
        if row["status"] == "terbit" and kode not in archived:
            reason = "is issued in the ledger, but the archive does not hold it"
            faults.append(Fault(place=place, reason=reason))
        if (row["status"] == "batal") != (kode in void) and kode in archived:
            reason = (
                "is void in one of ledger and archive only; 'formulir void' ends it"
            )
            faults.append(Fault(place=place, reason=reason, warning=kode not in void))
    return faults + _compare_received(db, received)


def _judge(entri: Entri, reason: str) -> list[Fault]:
    """Tell what is wrong with an entry; what the next run ends is no fault."""
    place, warning = (
        f"log.jsonl: entri {entri.entri}",
        reason in {_RESERVED, _INCOMPLETE},
    )
    return [Fault(place=place, reason=reason, warning=warning)] if reason else []


def _compare_one(entri: Entri, row: Mapping[str, Any] | None) -> str:
    """Say on what the ledger and an issued letter of the archive do not agree."""
    if row is None:
        return f"the ledger knows no letter {entri.isi.get('kode')}"
    if row["status"] == "dipesan":
        return _RESERVED
    names = ("formulir", "tahun", "kunci", "tanggal", "nomor")
    unlike = [name for name in names if row[name] != entri.isi[name]]
    if row["sha256"] is not None and row["sha256"] != entri.isi["sha256"]:
        unlike.append("sha256")
    return f"ledger and archive differ in {', '.join(unlike)}" if unlike else ""


def _compare_received(db: Store, received: Sequence[Entri]) -> list[Fault]:
    """Tell what came in on which the ledger and the archive do not agree."""
    rows: dict[tuple[str, str], tuple[int | None, object]] = {
        (each.kode, each.sha256): (each.entri, each.sah) for each in list_kembali(db)
    }
    book: defaultdict[int, set[int]] = defaultdict(set)
    for row in list_masuk(db):
        facts = tuple(row[name] for name in MASUK)
        rows[row["kode"], row["sha256"]] = (row["entri"], facts)
        book[row["tahun"]].add(row["urut"])
    faults = []
    for tahun, numbers in book.items():
        if gaps := sorted(set(range(1, max(numbers) + 1)) - numbers):
            place = f"catatan.db: agenda masuk {tahun}"
            faults.append(Fault(place=place, reason=f"gaps {gaps}"))
    for entri in received:
        key = (str(entri.isi["kode"]), str(entri.isi["sha256"]))
        faults += _judge(entri, _compare_one_received(entri, rows.pop(key, None)))
    for (kode, _), (number, _facts) in rows.items():
        place = f"catatan.db: surat {kode}"
        if number is None:
            reason = "a file was noted and never archived; receive it again"
        else:
            reason = f"a file came in by the ledger, but entri {number} is not it"
        faults.append(Fault(place=place, reason=reason, warning=number is None))
    return faults


def _compare_one_received(entri: Entri, row: tuple[int | None, object] | None) -> str:
    """Say on what the ledger and a file that came in do not agree."""
    if row is None:
        return f"the ledger knows of no such file for {entri.isi['kode']}"
    if row[0] is None:
        return _INCOMPLETE
    facts: object = entri.isi["tindakan"] != ASIDE
    if entri.isi["tindakan"] == "masuk":
        facts = tuple(entri.isi.get(MASUK[name]) for name in MASUK)
    same = row == (entri.entri, facts)
    return "" if same else "ledger and archive differ on what came in"
