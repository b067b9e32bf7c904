"""Finding, handing out and proving what is archived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.archive.find import find_entri, find_entries, find_kode, iter_entries
from formulir.archive.objects import read_object
from formulir.archive.verify import verify
from formulir.archive.words import Pencarian
from formulir.errors import RecordError
from formulir.model import Fault
from formulir.records.agenda import prove_nomor
from formulir.records.ledger import find_surat as find_row
from formulir.records.store import query
from formulir.records.wilayah import cover

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlite_utils import Database

    from formulir.archive.verdict import Laporan
    from formulir.kantor import Kantor
    from formulir.model import Entri


LONGEST_ENTRI = 18
"""More digits than any entry will have."""


class EntriUnknownError(RecordError):
    """The archive holds no letter under a word."""

    def __init__(self, word: str) -> None:
        """Keep the word."""
        super().__init__(word)
        self.word = word

    def __str__(self) -> str:
        """Say what a letter can be asked for by."""
        return (
            f"the archive holds no letter {self.word!r}; ask by entry, number or "
            "archive code, or look for it with 'formulir find'"
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Bukti:
    """The verdict on an office: its archive, its ledger, and that they agree."""

    laporan: Laporan
    findings: list[Fault]
    notices: list[Fault]
    numbers: int

    def as_json(self) -> dict[str, Any]:
        """Return the facts for one JSON line."""
        return {
            "entries": self.laporan.entri,
            "objects": self.laporan.objek,
            "bytes": self.laporan.size_bytes,
            "numbers": self.numbers,
            "findings": [str(fault) for fault in self.findings],
            "notices": [str(fault) for fault in self.notices],
        }

    def __str__(self) -> str:
        """Summarise it in one line."""
        facts = (
            f"{self.laporan.entri} entries, {self.laporan.objek} objects, "
            f"{self.laporan.size_bytes} bytes, {self.numbers} numbers"
        )
        if not self.findings:
            return f"verified: {facts}"
        return f"DOES NOT VERIFY: {len(self.findings)} finding(s) in {facts}"


def find_surat(
    kantor: Kantor,
    teks: tuple[str, ...],
    *,
    wilayah: str | None = None,
    **given: Any,  # noqa: ANN401 - the fields of Pencarian, checked there
) -> list[Entri]:
    """Find letters; a region's code of any year means it and everything below it."""
    codes: frozenset[str] | None = None
    if wilayah is not None:
        with kantor.catatan_terbuka(read_only=True) as db:
            codes = cover(db, wilayah)
    return find_entries(kantor.arsip, Pencarian(teks=teks, wilayah=codes, **given))


def get_file(kantor: Kantor, word: str, *, context: bool) -> tuple[bytes, str]:
    """Return an archived PDF, or the data it was made from, after checking its hash.

    Args:
        kantor: The office.
        word: The entry, the number or the archive code of the letter.
        context: Return the data instead of the PDF.

    Returns:
        The bytes, and a name for the file that no person's name is part of.

    Raises:
        EntriUnknownError: The archive holds no such letter.
        ObjekTamperedError: The file is not the one that was archived.
    """
    entri = _find_entri(kantor, word)
    digest, ekstensi = entri.isi["sha256"], entri.isi.get("ekstensi", "pdf")
    if context:
        digest, ekstensi = entri.isi["konteks"], "json"
    data = read_object(kantor.arsip.root, digest, ekstensi)
    return data, f"{entri.isi['formulir']}_{entri.isi['kode']}.{ekstensi}"


def _find_entri(kantor: Kantor, word: str) -> Entri:
    if word.isdecimal() and len(word) <= LONGEST_ENTRI:
        entri = find_entri(kantor.arsip, int(word))
        if entri is not None and "sha256" in entri.isi:
            return entri
    kode = word.upper()
    found = find_kode(kantor.arsip, [kode])
    if kode not in found:
        with kantor.catatan_terbuka(read_only=True) as db:
            try:
                kode = str(find_row(db, word)["kode"])
            except RecordError as error:
                if getattr(error, "daftar_kode", None):
                    raise
                raise EntriUnknownError(word) from None
        found = find_kode(kantor.arsip, [kode])
    if kode not in found:
        raise EntriUnknownError(word)
    return found[kode]


def verify_kantor(kantor: Kantor, *, progress: Callable[[int, int], None]) -> Bukti:
    """Prove the archive, prove the numbers, and hold the two against each other."""
    laporan = verify(kantor.arsip.root, asal=kantor.asal, progress=progress)
    findings, notices = list(laporan.findings), list(laporan.notices)
    count = 0
    with kantor.catatan_terbuka(read_only=True) as db:
        for row in query(db, "SELECT DISTINCT tahun FROM nomor ORDER BY tahun"):
            for proof in prove_nomor(db, tahun=row["tahun"]):
                count += proof.count
                if not proof.sound:
                    place = f"catatan.db: seri {proof.seri} {proof.tahun}"
                    reason = f"gaps {proof.gaps}, doubles {proof.doubles}"
                    findings.append(Fault(place=place, reason=reason))
        if not findings:
            # Entries can only be held against the ledger when they are themselves.
            for fault in _compare(kantor, db):
                (notices if fault.warning else findings).append(fault)
    return Bukti(laporan=laporan, findings=findings, notices=notices, numbers=count)


def _compare(kantor: Kantor, db: Database) -> list[Fault]:
    """Tell every letter on which the ledger and the archive do not agree."""
    rows = {
        row["kode"]: row
        for row in query(
            db,
            "SELECT s.*, coalesce(n.nomor, s.nomor_luar) AS nomor,"
            " n.status AS status_nomor FROM surat AS s"
            " LEFT JOIN nomor AS n ON n.surat = s.id",
        )
    }
    faults: list[Fault] = []
    archived: set[str] = set()
    void: set[str] = set()
    for entri in iter_entries(kantor.arsip):
        kode = str(entri.isi.get("kode"))
        if entri.isi["tindakan"] == "batal":
            void.add(kode)
        if entri.isi["tindakan"] == "terbit":
            archived.add(kode)
            faults += _compare_one(entri, rows.get(kode))
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
    return faults


def _compare_one(entri: Entri, row: Mapping[str, Any] | None) -> list[Fault]:
    place = f"log.jsonl: entri {entri.entri}"
    if row is None:
        reason = f"the ledger knows no letter {entri.isi.get('kode')}"
        return [Fault(place=place, reason=reason)]
    if row["status"] == "dipesan":
        reason = "is archived but still reserved in the ledger; the next issue ends it"
        return [Fault(place=place, reason=reason, warning=True)]
    names = ("formulir", "tahun", "kunci", "tanggal", "nomor")
    unlike = [name for name in names if row[name] != entri.isi[name]]
    if row["sha256"] is not None and row["sha256"] != entri.isi["sha256"]:
        unlike.append("sha256")
    if not unlike:
        return []
    reason = f"ledger and archive differ in {', '.join(unlike)}"
    return [Fault(place=place, reason=reason)]
