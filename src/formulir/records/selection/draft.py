"""Drafting model schools and their imbas: pure, the same every time, explainable.

Models are spread over the kecamatan: each seat goes to the kecamatan that has the
fewest models so far, and among these to the one with most schools of the jenjang,
unless its schools have no neighbours within reach.
There the school with the nearest five neighbours becomes the model; its neighbours are
set aside, so that two models do not reach for the same ones. Then the imbas are given
out: of all pairs of a model and a free school the nearest first.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from formulir.records.office.geo import RADIUS_KM, Point, jarak_km
from formulir.records.rules.usulan import IMBAS_PER_MODEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Imbas: TypeAlias = tuple[str, float | None]
"""An imbas school: its NPSN, and its distance in kilometres when that is known."""

REACH_KM = 20.0
"""How far apart schools may lie and still visit each other in a day's work."""
_REACH = REACH_KM / RADIUS_KM


@dataclass(frozen=True, kw_only=True, slots=True)
class SchoolCandidate:
    """A school that may become model or imbas.

    Args:
        npsn: Its number.
        jenjang: SD, SMP, SMA or SMK.
        kecamatan: Its kecamatan, or an empty text.
        point: Its place, when its coordinates can be believed.
        program: The programmes of an SMK, in lower case.
    """

    npsn: str
    jenjang: str
    kecamatan: str
    point: Point | None
    program: frozenset[str] = frozenset()


def split_program(text: str | None) -> frozenset[str]:
    """Split the programmes of an SMK.

    >>> sorted(split_program("Tata Boga; Akuntansi,akuntansi"))
    ['akuntansi', 'tata boga']
    """
    words = re.split(r"[;,/]", (text or "").casefold())
    return frozenset(word.strip() for word in words) - {""}


def choose_models(
    candidates: Sequence[SchoolCandidate],
    seats: int,
    *,
    named: Sequence[SchoolCandidate],
    load: Counter[str],
) -> list[SchoolCandidate]:
    """Choose the models of one jenjang.

    Args:
        candidates: All schools of the jenjang, the named ones among them.
        seats: How many models there are to be, the named ones included.
        named: The models that are named already; they come first.
        load: How many models each kecamatan has so far, over all jenjang; it is
            counted up here.
    """
    free = {calon.npsn: calon for calon in candidates}
    models: list[SchoolCandidate] = []
    for calon in named:
        models.append(free.pop(calon.npsn))
        load[calon.kecamatan] += 1
    for calon in named:
        _set_aside(calon, free)
    while len(models) < seats:
        # Neighbours set aside may use up the candidates before the seats are filled.
        pool = free or {one.npsn: one for one in candidates if one not in models}
        if not pool:
            break
        chosen = _choose_one(pool, load)
        pool.pop(chosen.npsn)
        _set_aside(chosen, pool)
        load[chosen.kecamatan] += 1
        models.append(chosen)
    return models


def assign_imbas(
    models: Sequence[SchoolCandidate], candidates: Iterable[SchoolCandidate]
) -> dict[str, list[Imbas]]:
    """Give each model up to five imbas of the free schools, the nearest pairs first.

    SMK that share a programme go before others. Schools without a believable place are
    given out last, those of the model's own kecamatan first, without a distance. Ties
    go by NPSN.

    Returns:
        The imbas by model, the nearest first.
    """
    chosen = {model.npsn for model in models}
    free = {calon.npsn: calon for calon in candidates if calon.npsn not in chosen}
    given: dict[str, list[Imbas]] = {model.npsn: [] for model in models}
    for pairs_of in (_located_pairs, _other_pairs):
        for *_, jarak, model, npsn in sorted(pairs_of(models, free.values())):
            if npsn in free and len(given[model]) < IMBAS_PER_MODEL:
                del free[npsn]
                given[model].append((npsn, jarak))
    return {
        npsn: sorted(imbas, key=lambda one: (one[1] is None, one[1] or 0, one[0]))
        for npsn, imbas in given.items()
    }


def _located_pairs(
    models: Sequence[SchoolCandidate], others: Iterable[SchoolCandidate]
) -> Iterator[tuple[Any, ...]]:
    """Give the pairs whose distance is known, those of a shared programme first."""
    placed = [(one, one.point) for one in others if one.point is not None]
    for model in models:
        if model.point is None:
            continue
        for one, point in placed:
            stranger = not (model.program & one.program)
            yield stranger, jarak_km(model.point, point), model.npsn, one.npsn


def _other_pairs(
    models: Sequence[SchoolCandidate], others: Iterable[SchoolCandidate]
) -> Iterator[tuple[Any, ...]]:
    """Give the pairs whose distance is not known, the own kecamatan first."""
    left = list(others)
    for model in models:
        for one in left:
            stranger = not (model.program & one.program)
            away = one.kecamatan != model.kecamatan
            yield away, stranger, None, model.npsn, one.npsn


def _choose_one(
    pool: dict[str, SchoolCandidate], load: Counter[str]
) -> SchoolCandidate:
    """Choose the next model: first its kecamatan, then the school.

    A kecamatan without a school that has its neighbours within reach, such as an
    island, has its turn only when all are so; then the closest-knit school is chosen.
    """
    placed = [one for one in pool.values() if one.point is not None]
    candidates = placed or list(pool.values())
    size = Counter(one.kecamatan for one in candidates)
    best: list[tuple[float, str, SchoolCandidate]] = []
    for kecamatan in sorted(size, key=lambda name: (load[name], -size[name], name)):
        here = [one for one in candidates if one.kecamatan == kecamatan]
        # A small kecamatan looks beyond its border; a large one need not: it is faster.
        around = here if len(here) > IMBAS_PER_MODEL else candidates
        near = {one.npsn: [d for d, _ in _nearest(one, around)] for one in here}
        one = min(here, key=lambda one: (sum(near[one.npsn]), one.npsn))
        if max(near[one.npsn], default=0.0) <= _REACH:
            return one
        best.append((sum(near[one.npsn]), one.npsn, one))
    return min(best)[-1]


def _nearest(
    one: SchoolCandidate, around: Iterable[SchoolCandidate]
) -> list[tuple[float, str]]:
    """Give the five nearest neighbours that have a place, by straight lines."""
    if one.point is None:
        return []
    return heapq.nsmallest(
        IMBAS_PER_MODEL,
        (
            (math.dist(one.point, other.point), other.npsn)
            for other in around
            if other.point is not None and other.npsn != one.npsn
        ),
    )


def _set_aside(model: SchoolCandidate, pool: dict[str, SchoolCandidate]) -> None:
    """Take a model's nearest neighbours out of those that may become models."""
    for _, npsn in _nearest(model, list(pool.values())):
        del pool[npsn]
