"""How far people have to go, by straight lines; what stands in for a place is told.

A school whose coordinates cannot be believed stands in the middle of the schools of
its kecamatan. A person starts at the school that he or she comes from, or in the
middle of the kecamatan that the office is named after; else the way counts nothing.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.errors import list_some
from formulir.language import phrase
from formulir.model import Fault
from formulir.records.office.geo import Point, jarak_km, locate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from formulir.records.visits.problem import ModelSchool, Person

_SHOWN = 10
_SCHOOL = re.compile(r"(sd|smp|sma|smk|sdn|smpn|sman|smkn|slb)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """The schools of a kabupaten or kota on the map.

    Args:
        wilayah: The region.
        names: NPSN by name, as ``fold_name`` spells it.
        points: The places that can be believed, by NPSN.
        middles: The middle of the schools of a kecamatan, by its folded name.
        kecamatan: The folded kecamatan of each school.
    """

    wilayah: str
    names: Mapping[str, Sequence[str]]
    points: Mapping[str, Point]
    middles: Mapping[str, Point]
    kecamatan: Mapping[str, str]


def fold_name(text: str | None) -> str:
    """Spell a name as names are compared.

    >>> fold_name(" SD 1  Contoh Bae"), fold_name("Kec. Bae")
    ('sd 1 contoh bae', 'bae')
    """
    words = " ".join((text or "").casefold().split())
    return words.removeprefix("kec. ").removeprefix("kecamatan ")


def survey(wilayah: str, rows: Iterable[Mapping[str, Any]]) -> Ground:
    """Look at all schools of a region.

    Args:
        wilayah: The region.
        rows: Their ``npsn``, ``nama``, ``kecamatan``, ``lintang`` and ``bujur``.
    """
    schools = list(rows)
    places = {row["npsn"]: (row["lintang"], row["bujur"]) for row in schools}
    points = locate(places).points
    names: dict[str, list[str]] = defaultdict(list)
    here: dict[str, list[Point]] = defaultdict(list)
    for row in schools:
        names[fold_name(row["nama"])].append(row["npsn"])
        if row["npsn"] in points and fold_name(row["kecamatan"]):
            here[fold_name(row["kecamatan"])].append(points[row["npsn"]])
    return Ground(
        wilayah=wilayah,
        names=names,
        points=points,
        middles={name: _middle(those) for name, those in here.items()},
        kecamatan={row["npsn"]: fold_name(row["kecamatan"]) for row in schools},
    )


def _middle(points: Sequence[Point]) -> Point:
    sums = [sum(axis) for axis in zip(*points, strict=True)]
    length = math.hypot(*sums) or 1.0
    return (sums[0] / length, sums[1] / length, sums[2] / length)


def find_asal(ground: Ground, unit_kerja: str) -> tuple[str | None, str | None]:
    """Find the school that a person comes from.

    Returns:
        Its NPSN, and why it is not known where it seems to be one.
    """
    found = ground.names.get(fold_name(unit_kerja), ())
    if len(found) == 1:
        return found[0], None
    if found:
        return None, phrase(
            "{count} schools on record are called {nama}, so nobody knows which is "
            "the own one; keep the visits there by hand",
            count=len(found),
            nama=unit_kerja,
        )
    if _SCHOOL.match(unit_kerja.strip()):
        return None, phrase(
            "{nama} seems to be a school, but none on record in {wilayah} is called "
            "so; spell unit_kerja as the school list does, or the own school is not "
            "known",
            nama=unit_kerja,
            wilayah=ground.wilayah,
        )
    return None, None


def measure(
    ground: Ground,
    schools: Sequence[ModelSchool],
    people: Sequence[Person],
    units: Mapping[str, str],
) -> tuple[dict[tuple[str, str], int], list[Fault]]:
    """Measure every way, in tenths of a kilometre, and tell what stands in for places.

    Args:
        ground: The schools of the region.
        schools: The model schools.
        people: Who goes.
        units: Where they work, in words, by code.
    """
    faults: list[Fault] = []
    at = {each.npsn: ground.points.get(each.npsn) for each in schools}
    for school in schools:
        if at[school.npsn] is None:
            middle = ground.middles.get(ground.kecamatan.get(school.npsn, ""))
            at[school.npsn] = middle
            faults.append(_tell_school(school, known=middle is not None))
    start = {each.kode: _start(ground, each, units[each.kode]) for each in people}
    lost = [f"{each.nama} ({each.kode})" for each in people if not start[each.kode]]
    if lost:
        reason = phrase(
            "the way of {count} people is not known and counts nothing, for unit_kerja "
            "names neither a school nor a kecamatan: {names}",
            count=len(lost),
            names=list_some(lost, shown=_SHOWN),
        )
        place = f"penetapan {ground.wilayah}"
        faults.append(Fault(place=place, reason=reason, warning=True))
    jarak = {
        (npsn, kode): round(10 * jarak_km(one, other))
        for npsn, one in at.items()
        for kode, other in start.items()
        if one is not None and other is not None
    }
    return jarak, faults


def _start(ground: Ground, person: Person, unit: str) -> Point | None:
    if person.asal in ground.points:
        return ground.points[person.asal or ""]
    words = f" {fold_name(unit)} "
    named = [name for name in ground.middles if f" {name} " in words]
    if person.asal is not None:
        return ground.middles.get(ground.kecamatan.get(person.asal, ""))
    return ground.middles[max(named, key=len)] if named else None


def _tell_school(school: ModelSchool, *, known: bool) -> Fault:
    if known:
        reason = phrase(
            "the place of {nama} is not known: the middle of the schools of its "
            "kecamatan stands in",
            nama=school.nama,
        )
    else:
        reason = phrase(
            "the place of {nama} is not known, nor that of its kecamatan: the way "
            "there counts nothing",
            nama=school.nama,
        )
    return Fault(place=f"sekolah {school.npsn}", reason=reason, warning=True)
