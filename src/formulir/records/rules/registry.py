"""What is asked of the records before letters are numbered, and the rules that ask it.

A kind names rules between records under ``aturan``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from formulir.errors import RecordError, TemplateFaultyError
from formulir.language import phrase, take_reason
from formulir.model import Fault
from formulir.records.office.wilayah import cover, find_wilayah
from formulir.records.rules.calon import (
    check_evaluasi,
    check_penetapan,
    check_pengumuman,
    check_penilaian,
    check_undangan,
)
from formulir.records.rules.deadlines import (
    check_tenggat_laporan_verval,
    check_tenggat_monev,
    check_tenggat_undangan,
    check_tenggat_usulan,
    check_tenggat_verval,
    find_due,
)
from formulir.records.rules.jadwal import check_jadwal
from formulir.records.rules.kunjungan import (
    check_kunjungan,
    check_laporan_kunjungan,
    check_pengimbasan,
    list_unrecorded,
)
from formulir.records.rules.monev import check_monev, check_rekap_monev
from formulir.records.rules.penetapan_sekolah import (
    check_ditetapkan,
    check_pengganti,
    check_peserta_ditetapkan,
)
from formulir.records.rules.rapat import check_notula
from formulir.records.rules.rencana import check_rencana
from formulir.records.rules.usulan import check_usulan
from formulir.records.rules.verval import check_verval

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from formulir.model import Draft, Scope
    from formulir.records.store import Store


ABOUT = frozenset({"subjek", "pelatihan"})
"""The roles of the regions that rules are asked about."""
RULES: dict[str, Callable[[Store, Scope], list[Fault]]] = {
    "usulan": check_usulan,
    "verval": check_verval,
    "pengganti": check_pengganti,
    "ditetapkan": check_ditetapkan,
    "peserta_ditetapkan": check_peserta_ditetapkan,
    "evaluasi": check_evaluasi,
    "pengumuman": check_pengumuman,
    "undangan": check_undangan,
    "penilaian": check_penilaian,
    "penetapan": check_penetapan,
    "jadwal": check_jadwal,
    "kunjungan": check_kunjungan,
    "laporan_kunjungan": check_laporan_kunjungan,
    "rencana_kunjungan": check_rencana,
    "pengimbasan": check_pengimbasan,
    "notula": check_notula,
    "tenggat_usulan": check_tenggat_usulan,
    "tenggat_verval": check_tenggat_verval,
    "tenggat_laporan_verval": check_tenggat_laporan_verval,
    "tenggat_undangan": check_tenggat_undangan,
    "tenggat_monev": check_tenggat_monev,
    "monev": check_monev,
    "rekap_monev": check_rekap_monev,
}


def check_records(
    db: Store, scope: Scope, drafts: Sequence[Draft], *, aturan: Sequence[str]
) -> list[Fault]:
    """Check the regions of letters, and ask the rules that their kind names.

    Args:
        db: The record store.
        scope: What the letters were asked for by.
        drafts: The letters, all of one kind.
        aturan: The names of the rules.

    Raises:
        TemplateFaultyError: There is no such rule.
    """
    faults = _check_wilayah(db, drafts)
    codes: set[str] = set()
    for kode in {k for d in drafts for peran, k in d.roles if peran in ABOUT}:
        codes |= cover(db, kode)
    asked = replace(scope, codes=frozenset(codes))
    for name in aturan:
        if name not in RULES:
            reason = phrase(
                "names an unknown rule {name!r}; there are {there}",
                name=name,
                there=", ".join(RULES),
            )
            place = f"templates/{drafts[0].formulir}"
            raise TemplateFaultyError([Fault(place=place, reason=reason)])
        faults += RULES[name](db, asked)
    own = {draft.place for draft in drafts}
    # What is known to concern other letters alone does not keep these waiting.
    return [each for each in faults if not each.surat or own.intersection(each.surat)]


def find_tenggat(db: Store, tahun: int, aturan: Sequence[str]) -> date | None:
    """Find the first deadline among rules, where they have any.

    Args:
        db: The record store.
        tahun: The programme year.
        aturan: The names of the rules.
    """
    days = [find_due(db, tahun, rule) for rule in aturan]
    return min((day for day in days if day is not None), default=None)


def find_unrecorded(
    db: Store, tahun: int, aturan: Sequence[str], *, wilayah: str | None, today: date
) -> list[str]:
    """Name what was planned, is over, and was never recorded, where rules ask for it.

    Args:
        db: The record store.
        tahun: The programme year.
        aturan: The names of the rules.
        wilayah: A region by a code of any year, with all below it; or all.
        today: The day.
    """
    if "laporan_kunjungan" not in aturan:
        return []
    codes = None if wilayah is None else cover(db, wilayah)
    return list_unrecorded(db, tahun, codes=codes, today=today)


def _check_wilayah(db: Store, drafts: Sequence[Draft]) -> list[Fault]:
    """Look up every region code that a letter names, each code once."""
    seen: dict[str, list[tuple[str, str]]] = {}
    for draft in drafts:
        for peran, kode in draft.roles:
            seen.setdefault(kode, []).append((draft.place, peran))
    faults: list[Fault] = []
    for kode, naming in seen.items():
        try:
            find_wilayah(db, kode)
        except RecordError as error:
            first, peran = naming[0]
            faults.append(
                Fault(
                    place=f"{first}: wilayah.{peran}",
                    reason=take_reason(error),
                    surat=tuple(place for place, _ in naming),
                )
            )
    return faults
