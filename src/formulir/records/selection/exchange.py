"""Exchanging two schools of a proposal: which may, and what it would break."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.language import phrase
from formulir.records.office.geo import jarak_km
from formulir.records.rules.usulan import IMBAS_PER_MODEL
from formulir.records.selection.atlas import FREE, IMBAS, MODEL
from formulir.records.selection.draft import REACH_KM
from formulir.records.tables.kinds import KINDS
from formulir.records.tables.registry import TABLES

if TYPE_CHECKING:
    from formulir.records.selection.atlas import Atlas, School
    from formulir.records.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """A school that may take the place of another.

    Args:
        school: It.
        jarak_km: How far it is from the model, or from the school that it replaces.
        means: What the exchange does, in a sentence.
        breaks: What rules it breaks, a sentence each.
    """

    school: School
    jarak_km: float | None
    means: str
    breaks: list[str]


def list_exchanges(atlas: Atlas, school: School) -> list[Exchange]:
    """List the schools that may take the place of one, the nearest first."""
    home = atlas.schools.get(school.model or school.npsn, school)
    found = [
        Exchange(
            school=other,
            jarak_km=_measure(home, other),
            means=_tell_means(atlas, school, other),
            breaks=_judge(atlas, school, other),
        )
        for other in atlas.schools.values()
        if _may_take(school, other)
    ]
    return sorted(found, key=lambda each: (each.jarak_km is None, each.jarak_km or 0))


def _may_take(school: School, other: School) -> bool:
    """Tell whether two schools can be exchanged: of one jenjang, unlike parts."""
    if other.npsn == school.npsn or other.jenjang != school.jenjang:
        return False
    if school.peran == MODEL:
        return other.peran != MODEL
    return other.peran == FREE or (other.peran == IMBAS and other.model != school.model)


def _measure(one: School, other: School) -> float | None:
    if one.point is None or other.point is None or one.npsn == other.npsn:
        return None
    return jarak_km(one.point, other.point)


def _tell_means(atlas: Atlas, school: School, other: School) -> str:
    if other.peran == FREE:
        return phrase("{nama} goes out of the list", nama=school.nama)
    model = atlas.schools[other.model or ""]
    if model.npsn == school.npsn:
        return phrase("{nama} becomes its imbas", nama=school.nama)
    return phrase(
        "{nama} becomes imbas of {model} in its place",
        nama=school.nama,
        model=model.nama,
    )


def _judge(atlas: Atlas, school: School, other: School) -> list[str]:
    """Say what an exchange breaks: reach, and lists on which letters rest."""
    told: list[str] = [
        phrase("letters rest on the list of {nama}", nama=one.nama)
        for one in (school, other)
        if atlas.is_locked(one)
    ]
    for npsn_model, npsn in swap_pairs(atlas, school.npsn, other.npsn):
        model, imbas = atlas.schools[npsn_model], atlas.schools[npsn]
        far = _measure(model, imbas)
        if far is not None and far > REACH_KM:
            told.append(
                phrase(
                    "{far:.1f} km between {model} and {imbas}; more than {reach:.0f} "
                    "km cannot be visited within a day's work",
                    far=far,
                    model=model.nama,
                    imbas=imbas.nama,
                    reach=REACH_KM,
                )
            )
    if other.point is None:
        told.append(
            phrase("the place of {nama} is not known: no distance", nama=other.nama)
        )
    if school.peran == MODEL and len(atlas.imbas_of(school.npsn)) != IMBAS_PER_MODEL:
        told.append(
            phrase(
                "it has {count} imbas instead of {most}",
                count=len(atlas.imbas_of(school.npsn)),
                most=IMBAS_PER_MODEL,
            )
        )
    return list(dict.fromkeys(told))


def swap_pairs(atlas: Atlas, one: str, other: str) -> list[tuple[str, str]]:
    """List the pairs of model and imbas that an exchange of two schools makes anew."""
    swap = {one: other, other: one}
    pairs = [(s.model, s.npsn) for s in atlas.schools.values() if s.model]
    made = [(swap.get(m, m), swap.get(n, n)) for m, n in pairs]
    return [pair for pair in made if pair not in pairs]


def make_rows(
    db: Store, atlas: Atlas, one: str, other: str
) -> list[dict[str, str]] | None:
    """Make the rows of the lists in which two schools have changed their places.

    Returns:
        The rows of the sheet of proposals; nothing where a model without any imbas
        would get lost, for the sheet lists imbas.
    """
    swap = {one: other, other: one}
    named = {atlas.schools[npsn].usulan for npsn in swap} - {None}
    columns = TABLES["usulan"].columns
    rows: list[dict[str, str]] = []
    for head in atlas.heads:
        if head["id"] not in named:
            continue
        if db.value(_BARE, (head["id"],)):
            return None
        for row in db.rows(_LIST, (head["id"],)):
            model, imbas = row["npsn_model"], row["npsn_imbas"]
            changed = row | {
                "npsn_model": swap.get(model, model),
                "npsn_imbas": swap.get(imbas, imbas),
            }
            if not swap.keys().isdisjoint({model, imbas}):
                changed["jarak_km"] = None  # it is measured anew
            rows.append(
                {
                    column.nama: _write(column.kind, changed[column.nama])
                    for column in columns
                }
            )
    return rows


_BARE = """
SELECT 1 FROM usulan_model AS m WHERE m.usulan = ? AND NOT EXISTS (
    SELECT 1 FROM usulan_imbas AS i WHERE i.usulan = m.usulan AND i.model = m.npsn
)
"""
_LIST = """
SELECT u.tahun, u.wilayah, u.usulan_ke, u.pengusul, u.nomor, u.tanggal,
    m.npsn AS npsn_model, i.npsn AS npsn_imbas, i.jarak_km, m.luar_kuota
FROM usulan AS u JOIN usulan_model AS m ON m.usulan = u.id
JOIN usulan_imbas AS i ON i.usulan = m.usulan AND i.model = m.npsn
WHERE u.id = ? ORDER BY m.urut, i.urut
"""


def _write(kind: str, value: Any) -> str:  # noqa: ANN401 - a cell holds what it holds
    return "" if value is None else str(KINDS[kind].write(value))
