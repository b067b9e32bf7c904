"""The rule that the schedules of trainings must fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.language import phrase
from formulir.model import Fault
from formulir.records.schedule.check import check_sesi
from formulir.records.schedule.store import read_jadwal

if TYPE_CHECKING:
    from formulir.model import Scope
    from formulir.records.store import Store


def check_jadwal(db: Store, scope: Scope) -> list[Fault]:
    """Check the schedules of a year's trainings; a rule that kinds may name.

    A training concerns the region in which it is held, and those that its participants
    come from.

    Returns:
        Faults for what cannot be held; warnings for what departs from the source, and
        for a training that has no sessions.
    """
    found: list[Fault] = []
    rows = db.rows(
        "SELECT t.kode AS kode, t.wilayah AS wilayah FROM pelatihan AS t "
        "WHERE t.tahun = :tahun UNION "
        "SELECT p.pelatihan, p.wilayah FROM peserta_lengkap AS p "
        "WHERE p.tahun = :tahun",
        {"tahun": scope.tahun},
    )
    concerned = {row["kode"] for row in rows if row["wilayah"] in scope.codes}
    for kode in sorted(concerned):
        jadwal, faults = read_jadwal(db, kode)
        found += faults
        if jadwal is None:
            continue
        if jadwal.sesi:
            found += check_sesi(jadwal, menit_per_jp=scope.settings.menit_per_jp)
        elif not faults:
            reason = phrase(
                "has no sessions; run: formulir schedule --pelatihan {kode}", kode=kode
            )
            found.append(Fault(place=f"pelatihan {kode}", reason=reason, warning=True))
    return found
