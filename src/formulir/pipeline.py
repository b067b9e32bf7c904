"""The way of a letter, from records to a verified archive, on one screen.

Always in this order, always forward, and always as a batch: one letter is a batch of
one. The number is taken before the paper, because the paper shows it; the archive's
checkpoint is the commit, after which the number is issued. Killed anywhere, the same
command finishes the work: what is archived is skipped, what is only reserved is
printed with the number it has.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formulir.archive.find import find_kode
from formulir.archive.kunci import load_key
from formulir.issuing.archiving import archive
from formulir.issuing.gather import gather
from formulir.issuing.hire import find_mesin, hire
from formulir.issuing.plan import BANYAK, cut_parts, plan, plan_contoh
from formulir.issuing.preflight import preflight
from formulir.model import Fault, Terbitan
from formulir.office.filing import reconcile
from formulir.office.kantor import make_kode
from formulir.press.printing.print_letters import Failure
from formulir.records.ledger.ledger import issue_surat
from formulir.records.ledger.reserve import Pemesanan, find_unissued, reserve_surat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlite_utils import Database

    from formulir.issuing.gather import Kumpulan, Perintah
    from formulir.issuing.production import Tugas
    from formulir.model import Entri, Surat
    from formulir.office.kantor import Kantor
    from formulir.press.finishing.finish import FinishedPdf


@dataclass(kw_only=True, slots=True)
class Hasil:
    """What an issue came to.

    Args:
        entries: The letters that are in the archive, those of earlier runs included.
        failures: The letters that could not be made, and why.
        warnings: What the preflight remarked.
        skipped: How many were in the archive already.
        total: How many letters were asked for.
    """

    total: int
    warnings: list[Fault]
    entries: list[Entri] = field(default_factory=list)
    failures: list[Fault] = field(default_factory=list)
    skipped: int = 0

    @property
    def done(self) -> int:
        """Return how many letters are behind us, made or failed."""
        return len(self.entries) + len(self.failures)


def issue(
    kantor: Kantor, perintah: Perintah, *, dry_run: bool, tell: Callable[[Hasil], None]
) -> Hasil:
    """Make the letters of a kind that are asked for, exactly once each.

    Args:
        kantor: The office.
        perintah: Which letters.
        dry_run: Stop after the preflight.
        tell: Is told how far the work is, after each batch.

    Raises:
        RecordError: A record must be corrected; no number was spent.
        TemplateError: A template must be corrected; no number was spent.
        MachineError: The machine lacks something; what was reserved stays reserved.
    """
    with kantor.catatan_terbuka() as db:
        if dry_run:
            kumpulan = preflight(kantor, db, gather(kantor, db, perintah))
            return Hasil(total=len(kumpulan.daftar), warnings=kumpulan.warnings)
        with ThreadPoolExecutor(1) as other:
            # LibreOffice takes its time to answer; the records are read meanwhile.
            found = other.submit(find_mesin, kantor)
            kumpulan = gather(kantor, db, perintah)
            mesin = found.result()
        waiting = find_unissued(db, kumpulan.daftar)
        banyak = len(waiting) >= BANYAK
        contoh = (
            plan_contoh(kantor, kumpulan, mesin, waiting, banyak=banyak)
            if waiting
            else None
        )
        with hire(kantor, perintah, contoh, count=len(waiting)) as pelaksana:
            # The printers start while the letters are checked and numbered.
            kumpulan = preflight(kantor, db, kumpulan)
            hasil = Hasil(total=len(kumpulan.daftar), warnings=kumpulan.warnings)
            load_key(kantor.kunci)
            reconcile(kantor, db)
            daftar = reserve(kantor, db, kumpulan, perintah)
            _skip_issued(kantor, daftar, hasil)
            tell(hasil)
            pending = [surat for surat in daftar if surat.status == "dipesan"]
            works = (
                plan(kantor, kumpulan, mesin, part, banyak=banyak)
                for part in cut_parts(pending, banyak=banyak)
            )
            for tugas, made in pelaksana.run(works):
                terbitan = _part_failures(tugas, made, hasil)
                entries = archive(kantor, kumpulan, terbitan)
                issue_surat(db, {e.isi["kode"]: e for e in entries}, saat=kantor.saat())
                hasil.entries += entries
                tell(hasil)
    return hasil


def reserve(
    kantor: Kantor, db: Database, kumpulan: Kumpulan, perintah: Perintah
) -> list[Surat]:
    """Take the numbers: one transaction for the whole batch."""
    pesan = Pemesanan(
        saat=kantor.saat(),
        oleh=kantor.oleh,
        kode_hal=kumpulan.jenis.kode_nomor,
        buat_kode=make_kode,
        mundur=perintah.mundur,
        jam_mundur=perintah.jam_mundur,
    )
    return reserve_surat(db, kumpulan.daftar, pesan=pesan)


def _skip_issued(kantor: Kantor, daftar: Sequence[Surat], hasil: Hasil) -> None:
    issued = [surat.kode for surat in daftar if surat.status == "terbit"]
    found = find_kode(kantor.arsip, issued)
    hasil.entries += [found[kode] for kode in issued if kode in found]
    hasil.skipped = len(issued)


def _part_failures(
    tugas: Tugas, made: Sequence[FinishedPdf | Failure], hasil: Hasil
) -> list[Terbitan]:
    """Part what was made from what could not be, which fails by itself."""
    done: list[Terbitan] = []
    for pesanan, finished in zip(tugas.daftar, made, strict=True):
        if isinstance(finished, Failure):
            baris = pesanan.surat.baris
            place = f"{baris.formulir} {baris.kunci}"
            hasil.failures.append(Fault(place=place, reason=finished.reason))
        else:
            done.append(
                Terbitan(
                    surat=pesanan.surat,
                    konteks=pesanan.konteks,
                    pdf=finished.pdf,
                    halaman=finished.halaman,
                    pdfa=finished.pdfa,
                    catatan=finished.catatan,
                )
            )
    return done
