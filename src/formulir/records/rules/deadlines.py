"""The programme's own deadlines: letters that come late are remarked, never refused.

Source: Petunjuk Teknis Pengembangan Sekolah Model (2016): proposals by the third month
(3.2), verification by the middle of the fourth (3.3), papers to invitation within two
weeks (3.4), monitoring one and three months after the training (5).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from formulir.dates import parse_tanggal
from formulir.language import phrase
from formulir.model import Fault
from formulir.records.year.plan import (
    ALLOWANCE,
    add_months,
    find_last_day,
    load_plan,
)

if TYPE_CHECKING:
    from datetime import date

    from formulir.model import Scope
    from formulir.records.store import Store

SELECTION = timedelta(weeks=2)
"""From the last paper that came in to the invitation."""


def find_due(db: Store, tahun: int, rule: str) -> date | None:
    """Find the last day of what a rule of deadlines is about, where it has one.

    Args:
        db: The record store.
        tahun: The programme year.
        rule: The name of the rule.
    """
    if rule == "tenggat_usulan":
        return find_last_day(("T02", 1), tahun)
    if rule == "tenggat_laporan_verval":
        return due_verval(tahun)
    if rule == "tenggat_undangan":
        last = db.value("SELECT max(diterima) FROM berkas WHERE tahun = ?", (tahun,))
        return None if last is None else parse_tanggal(last) + SELECTION
    return None


def check_tenggat_usulan(_db: Store, scope: Scope) -> list[Fault]:
    """Remark on proposals and statements dated after the third month."""
    last = find_last_day(("T02", 1), scope.tahun)
    return _late(scope.tanggal, last, what=phrase("proposals of schools"), source="3.2")


def check_tenggat_verval(db: Store, scope: Scope) -> list[Fault]:
    """Remark on verifications that are planned after the middle of the fourth month."""
    last = due_verval(scope.tahun)
    return [
        fault
        for day in _planned(db, scope, tahap="T03")
        for fault in _late(
            day, last, what=phrase("verification of schools"), source="3.3"
        )
    ]


def check_tenggat_laporan_verval(_db: Store, scope: Scope) -> list[Fault]:
    """Remark on reports of a verification that come after its deadline."""
    last = due_verval(scope.tahun)
    what = phrase("verification of schools")
    return _late(scope.tanggal, last, what=what, source="3.3")


def check_tenggat_undangan(db: Store, scope: Scope) -> list[Fault]:
    """Remark when more than two weeks lie between the papers and the invitation."""
    due = find_due(db, scope.tahun, "tenggat_undangan")
    if due is None:
        return []
    what = phrase("invitation, two weeks after the last papers came in")
    return _late(scope.tanggal, due, what=what, source="3.4")


def check_tenggat_monev(db: Store, scope: Scope) -> list[Fault]:
    """Remark on monitoring that is planned far from one or three months after."""
    trainings = db.rows(
        "SELECT kode, mulai FROM pelatihan WHERE tahun = :tahun AND jenis = 'spmi'"
        " ORDER BY mulai",
        {"tahun": scope.tahun},
    )
    planned = _planned(db, scope, tahap="T08")
    if not planned:
        return []
    faults = []
    for training in trainings:
        for months in _list_monev():
            due = add_months(parse_tanggal(training["mulai"]), months)
            if all(abs(day - due) > ALLOWANCE for day in planned):
                reason = phrase(
                    "no monitoring is planned about {due}, {months} month(s) after the "
                    "training (Petunjuk Teknis 2016, 5)",
                    due=due.isoformat(),
                    months=months,
                )
                place = f"pelatihan {training['kode']}"
                faults.append(Fault(place=place, reason=reason, warning=True))
    return faults


def due_verval(tahun: int) -> date:
    """Return the day until which schools are verified and may be replaced."""
    return find_last_day(("T03", 1), tahun)


def _list_monev() -> list[int]:
    """List the months from the training of the schools to each monitoring."""
    return [each.jarak for each in load_plan() if each.key[0] == "T08"]


def _planned(db: Store, scope: Scope, *, tahap: str) -> list[date]:
    rows = db.rows(
        "SELECT wilayah, coalesce(selesai, mulai) AS hari FROM kegiatan"
        " WHERE tahun = :tahun AND tahap = :tahap ORDER BY hari",
        {"tahun": scope.tahun, "tahap": tahap},
    )
    return [parse_tanggal(r["hari"]) for r in rows if r["wilayah"] in scope.codes]


def _late(day: date, last: date, *, what: str, source: str) -> list[Fault]:
    if day <= last:
        return []
    reason = phrase(
        "{day} is after {last}, the programme's deadline for {what} "
        "(Petunjuk Teknis 2016, {source})",
        day=day.isoformat(),
        last=last.isoformat(),
        what=what,
        source=source,
    )
    return [Fault(place="tanggal", reason=reason, warning=True)]
