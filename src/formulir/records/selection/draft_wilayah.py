"""Drafting the models and imbas of one kabupaten or kota, with every shortage told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from formulir.language import phrase
from formulir.model import Fault
from formulir.records.office.geo import locate
from formulir.records.rules.usulan import IMBAS_PER_MODEL
from formulir.records.selection.draft import (
    REACH_KM,
    SchoolCandidate,
    assign_imbas,
    choose_models,
    split_program,
)
from formulir.records.selection.quota import full_capacity, share_quota
from formulir.records.selection.usulan import JENJANG, UsulanModel, jenjang_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(kw_only=True, slots=True)
class Plan:
    """What is asked for, and the warnings as they come up.

    Args:
        tahun: The programme year.
        usulan_ke: The turn of the list.
        kuota: How many models each kabupaten or kota gets.
        named: The models that are named already, over all regions.
        warnings: What came up so far, each once.
    """

    tahun: int
    usulan_ke: int
    kuota: int
    named: Sequence[str]
    warnings: dict[Fault, None] = field(default_factory=dict)

    def warn(self, place: str, reason: str) -> None:
        """Note a warning, once."""
        self.warnings[Fault(place=place, reason=reason, warning=True)] = None


def draft_models(
    kode: str, rows: Sequence[Mapping[str, Any]], *, plan: Plan
) -> dict[str, list[UsulanModel]]:
    """Draft the models of one kabupaten or kota with their imbas.

    Args:
        kode: Its code of today.
        rows: Its schools: ``npsn``, ``nama``, ``bentuk``, ``kecamatan``, ``lintang``,
            ``bujur``, ``program_keahlian``.
        plan: What is asked for; warnings go there.

    Returns:
        The models of each jenjang, by kecamatan and NPSN, those within the quota
        first.
    """
    candidates = _read_calon(kode, rows, plan=plan)
    by_npsn = {one.npsn: one for those in candidates.values() for one in those}
    named = [by_npsn[npsn] for npsn in plan.named if npsn in by_npsn]
    counts = {jenjang: len(those) for jenjang, those in candidates.items()}
    wanted = Counter(one.jenjang for one in named)
    seats = share_quota(counts, plan.kuota, named=wanted)
    _warn_seats(kode, counts, seats, plan=plan)
    beyond = {one.npsn for one in named[plan.kuota :]}
    if beyond:
        plan.warn(
            f"wilayah:{kode}",
            phrase(
                "{count} models are named for a quota of {kuota}; the last "
                "{beyond} are marked luar_kuota",
                count=len(named),
                kuota=plan.kuota,
                beyond=len(beyond),
            ),
        )
    load: Counter[str] = Counter()
    drafts: dict[str, list[UsulanModel]] = {}
    for jenjang, those in candidates.items():
        models = choose_models(
            those,
            seats[jenjang],
            named=[one for one in named if one.jenjang == jenjang],
            load=load,
        )
        models.sort(key=lambda one: (one.npsn in beyond, one.kecamatan, one.npsn))
        imbas = assign_imbas(models, those)
        drafts[jenjang] = [
            UsulanModel(
                npsn=one.npsn, luar_kuota=one.npsn in beyond, imbas=imbas[one.npsn]
            )
            for one in models
        ]
        _warn_short(drafts[jenjang], counts[jenjang], jenjang, plan=plan)
    return drafts


def _read_calon(
    kode: str, rows: Sequence[Mapping[str, Any]], *, plan: Plan
) -> dict[str, list[SchoolCandidate]]:
    """Sort the schools that take part by jenjang, doubting their coordinates."""
    located = locate({row["npsn"]: (row["lintang"], row["bujur"]) for row in rows})
    for mass in located.masses:
        plan.warn(f"wilayah:{kode}", mass)
    candidates: dict[str, list[SchoolCandidate]] = {jenjang: [] for jenjang in JENJANG}
    for row in rows:
        jenjang = jenjang_of(row["bentuk"])
        if jenjang is None:
            continue
        npsn = row["npsn"]
        if npsn in located.reasons:
            plan.warn(
                f"sekolah:{npsn}:lintang",
                phrase(
                    "{nama}: {reason}; it is given out last, without a distance",
                    nama=row["nama"],
                    reason=located.reasons[npsn],
                ),
            )
        calon = SchoolCandidate(
            npsn=npsn,
            jenjang=jenjang,
            kecamatan=row["kecamatan"] or "",
            point=located.points.get(npsn),
            program=split_program(row["program_keahlian"]),
        )
        candidates[jenjang].append(calon)
    return candidates


def _warn_seats(
    kode: str, counts: Mapping[str, int], seats: Mapping[str, int], *, plan: Plan
) -> None:
    """Say where the quota cannot be filled, and which jenjang gets no model."""
    total = sum(seats.values())
    schools = ", ".join(f"{jenjang} {count}" for jenjang, count in counts.items())
    if any(counts.values()) and total < plan.kuota:
        plan.warn(
            f"wilayah:{kode}",
            phrase(
                "the quota of {kuota} models is cut to {total}: a model takes "
                "{imbas} imbas, and there are {schools}",
                kuota=plan.kuota,
                total=total,
                imbas=IMBAS_PER_MODEL,
                schools=schools,
            ),
        )
    for jenjang, count in counts.items():
        if not count or seats[jenjang]:
            continue
        share = plan.kuota * count / sum(counts.values())
        plan.warn(
            f"wilayah:{kode}",
            phrase(
                "{jenjang} gets no model: {count} of {counts} schools are a share "
                "of {share:.2f} of {kuota} models; name one with --model",
                jenjang=jenjang,
                count=count,
                counts=sum(counts.values()),
                share=share,
                kuota=plan.kuota,
            )
            if full_capacity(count)
            else phrase(
                "{jenjang} gets no model: {count} schools are too few for one with "
                "{imbas} imbas",
                jenjang=jenjang,
                count=count,
                imbas=IMBAS_PER_MODEL,
            ),
        )


def _warn_short(
    models: Sequence[UsulanModel], schools: int, jenjang: str, *, plan: Plan
) -> None:
    """Name each model that has fewer imbas than it should, or far ones."""
    for one in models:
        if len(one.imbas) < IMBAS_PER_MODEL:
            plan.warn(
                f"usulan:{one.npsn}",
                phrase(
                    "has {count} imbas instead of {wanted}: {models} models "
                    "share {schools} schools of {jenjang} here",
                    count=len(one.imbas),
                    wanted=IMBAS_PER_MODEL,
                    models=len(models),
                    schools=schools,
                    jenjang=jenjang,
                ),
            )
        far = [npsn for npsn, jarak in one.imbas if (jarak or 0) > REACH_KM]
        if far:
            plan.warn(
                f"usulan:{one.npsn}",
                phrase(
                    "imbas {far} lie farther than {limit:.0f} km; see whether they "
                    "can be reached",
                    far=", ".join(far),
                    limit=REACH_KM,
                ),
            )
