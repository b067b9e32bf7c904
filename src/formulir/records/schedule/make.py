"""Making and checking the schedule of a training on record.

A training without sessions is laid out; one that has them is only checked, because
somebody may have edited them by hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from formulir.errors import RecordFaultyError
from formulir.language import phrase
from formulir.model import Fault
from formulir.records.schedule.check import check_sesi
from formulir.records.schedule.classes import split_kelas
from formulir.records.schedule.holidays import name_libur
from formulir.records.schedule.jadwal import is_led
from formulir.records.schedule.lay_out import lay_out
from formulir.records.schedule.store import (
    compare_jadwal,
    read_jadwal,
    with_others,
    write_jadwal,
)

if TYPE_CHECKING:
    from formulir.records.schedule.jadwal import Jadwal, Sesi
    from formulir.records.sheets.report import Difference
    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduleResult:
    """A schedule, and what there is to say about it.

    Args:
        jadwal: The schedule, as it stands on record after this.
        laid_out: Whether it was made; else it was there, and was only checked.
        faults: What is wrong with one that was there; warnings of either.
        differences: What changes on record by its being made.
    """

    jadwal: Jadwal
    laid_out: bool
    faults: list[Fault]
    differences: list[Difference] = field(default_factory=list)


def schedule(
    db: Store,
    pelatihan: str,
    *,
    ulang: bool = False,
    dry_run: bool = False,
    menit_per_jp: int,
) -> ScheduleResult:
    """Lay out the sessions and classes of a training, or check those that it has.

    One transaction; a crash inside leaves the sessions and classes as they were.

    Args:
        db: The record store, open for writing.
        pelatihan: The office's word for the training.
        ulang: Lay out anew, in place of the sessions that it has. Classes that
            participants have stay theirs.
        dry_run: Do all but write.
        menit_per_jp: Minutes of a lesson hour.

    Raises:
        PelatihanUnknownError: There is no such training.
        RecordFaultyError: What would be laid out breaks a rule; nothing was written.
    """
    with db.writing():
        jadwal, faults = read_jadwal(db, pelatihan)
        if jadwal is None:
            raise RecordFaultyError(faults)
        asked = "SELECT count(*) FROM sesi WHERE pelatihan = ?"
        differences: list[Difference] = []
        laid_out = ulang or not db.value(asked, (pelatihan,))
        if laid_out:
            if not jadwal.materi:
                raise RecordFaultyError(faults)
            # Faults of sessions that cannot be read go with the sessions.
            jadwal = fill_jadwal(jadwal, menit_per_jp=menit_per_jp)
            jadwal = with_others(db, jadwal)
            faults = tell_skipped(jadwal)
        faults = [*faults, *check_sesi(jadwal, menit_per_jp=menit_per_jp)]
        if laid_out:
            if not all(fault.warning for fault in faults):
                raise RecordFaultyError(faults)
            differences = compare_jadwal(db, jadwal)
            if not dry_run:
                write_jadwal(db, jadwal)
    return ScheduleResult(
        jadwal=jadwal, laid_out=laid_out, faults=faults, differences=differences
    )


def fill_jadwal(jadwal: Jadwal, *, menit_per_jp: int) -> Jadwal:
    """Give a training its classes and their sessions; pure.

    All classes keep the same hours. What facilitators lead is led by all of a class
    together, as the source has two of them in each; what the office itself leads, such
    as the opening, by none of them.
    """
    parts = split_kelas(jadwal.peserta, jenis=jadwal.jenis, daftar_kelas=jadwal.kelas)
    days = lay_out(jadwal.materi, day_plan=jadwal.day_plan, menit_per_jp=menit_per_jp)
    sesi = [
        replace(
            each,
            pelatihan=jadwal.pelatihan,
            kelas=kelas.kode,
            fasilitator=_leaders(jadwal, each, kelas=kelas.kode),
        )
        for kelas in parts.daftar_kelas
        for each in days
    ]
    peserta = [replace(p, kelas=parts.kelas[p.kode]) for p in jadwal.peserta]
    return replace(
        jadwal, kelas=parts.daftar_kelas, peserta=tuple(peserta), sesi=tuple(sesi)
    )


def _leaders(jadwal: Jadwal, sesi: Sesi, *, kelas: str) -> tuple[str, ...]:
    if not is_led(sesi):
        return ()
    return tuple(
        each.kode
        for each in jadwal.fasilitator
        if each.pelatihan == jadwal.pelatihan and each.kelas == kelas
    )


def tell_skipped(jadwal: Jadwal) -> list[Fault]:
    """Name the Sundays and holidays that a schedule leaves out."""
    if not jadwal.day_plan.lewati or not jadwal.sesi:
        return []
    first, last = jadwal.day_plan.mulai, max(sesi.tanggal for sesi in jadwal.sesi)
    days = [first + timedelta(days=n) for n in range((last - first).days)]
    return [
        Fault(
            place=f"pelatihan {jadwal.pelatihan}",
            reason=phrase("{day} is left out: {reason}", day=day, reason=reason),
            warning=True,
        )
        for day in days
        if (reason := name_libur(day, jadwal.day_plan.libur))
    ]
