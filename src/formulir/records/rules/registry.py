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
    check_tenggat_monev,
    check_tenggat_undangan,
    check_tenggat_usulan,
    check_tenggat_verval,
    find_due,
)
from formulir.records.rules.jadwal import check_jadwal
from formulir.records.rules.kunjungan import check_kunjungan
from formulir.records.rules.usulan import check_usulan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from formulir.model import Draft, Scope
    from formulir.records.store import Store


ABOUT = frozenset({"subjek", "pelatihan"})
"""The roles of the regions that rules are asked about."""
RULES: dict[str, Callable[[Store, Scope], list[Fault]]] = {
    "usulan": check_usulan,
    "evaluasi": check_evaluasi,
    "pengumuman": check_pengumuman,
    "undangan": check_undangan,
    "penilaian": check_penilaian,
    "penetapan": check_penetapan,
    "jadwal": check_jadwal,
    "kunjungan": check_kunjungan,
    "tenggat_usulan": check_tenggat_usulan,
    "tenggat_verval": check_tenggat_verval,
    "tenggat_undangan": check_tenggat_undangan,
    "tenggat_monev": check_tenggat_monev,
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
    return faults


def find_tenggat(db: Store, tahun: int, aturan: Sequence[str]) -> date | None:
    """Find the first deadline among rules, where they have any.

    Args:
        db: The record store.
        tahun: The programme year.
        aturan: The names of the rules.
    """
    days = [find_due(db, tahun, rule) for rule in aturan]
    return min((day for day in days if day is not None), default=None)


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
