"""Rules between records that no single row can break: asked before a number is spent.

Source: Petunjuk Teknis Pengembangan Sekolah Model (2016), 2.3 and 3.2: every model
school has five imbas schools; a school has one part in a year.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from formulir.errors import list_both
from formulir.language import phrase
from formulir.model import Fault

if TYPE_CHECKING:
    from formulir.model import Scope
    from formulir.records.store import Store

IMBAS_PER_MODEL = 5
"""The schools that a model takes along; Petunjuk Teknis (2016), 2.3."""

_PARTS = """
    SELECT u.tahun, u.wilayah, p.npsn, p.peran, p.model, s.nama, s.bentuk
    FROM usulan_berlaku AS u JOIN (
        SELECT usulan, npsn, 'model' AS peran, npsn AS model FROM usulan_model
        UNION ALL SELECT usulan, npsn, 'imbas', model FROM usulan_imbas
    ) AS p ON p.usulan = u.id
    JOIN sekolah AS s ON s.npsn = p.npsn WHERE u.tahun = :tahun
    ORDER BY p.npsn, p.peran
"""


def check_usulan(db: Store, scope: Scope) -> list[Fault]:
    """Name every school with two parts, and every model whose five imbas are not so.

    Args:
        db: The record store.
        scope: Year and regions that are asked for.

    Returns:
        Faults for what contradicts itself; warnings for what is merely short.
    """
    parts = db.rows(_PARTS, {"tahun": scope.tahun})
    wilayah = scope.codes
    by_npsn: dict[str, list[dict[str, Any]]] = defaultdict(list)
    by_model: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for part in parts:
        by_npsn[part["npsn"]].append(part)
        by_model[part["model"]].append(part)
    faults = [
        _double(rows)
        for rows in by_npsn.values()
        if len(rows) > 1 and any(row["wilayah"] in wilayah for row in rows)
    ]
    for rows in by_model.values():
        if any(row["wilayah"] in wilayah for row in rows):
            faults.extend(_check_model(rows))
    return faults


def _double(rows: list[dict[str, Any]]) -> Fault:
    parts = list_both(
        [
            phrase("model")
            if row["peran"] == "model"
            else phrase("imbas of {model}", model=row["model"])
            for row in rows
        ]
    )
    return Fault(
        place=f"usulan {rows[0]['tahun']}: {rows[0]['npsn']} {rows[0]['nama']}",
        reason=phrase("is {parts} in one year; a school has one part", parts=parts),
    )


def _check_model(rows: list[dict[str, Any]]) -> list[Fault]:
    heads = [row for row in rows if row["peran"] == "model"]
    imbas = [row for row in rows if row["peran"] == "imbas"]
    if not heads:
        return []  # the foreign key of the schema keeps this from happening
    head = heads[0]
    place = f"usulan {head['tahun']}: {head['npsn']} {head['nama']}"
    faults = [
        Fault(
            place=place,
            reason=phrase(
                "imbas {npsn} {nama} is {bentuk}, the model is {wanted}; both "
                "must be of one jenjang",
                npsn=row["npsn"],
                nama=row["nama"],
                bentuk=row["bentuk"],
                wanted=head["bentuk"],
            ),
        )
        for row in imbas
        if row["bentuk"] != head["bentuk"]
    ]
    if len(imbas) != IMBAS_PER_MODEL:
        reason = phrase(
            "has {count} imbas schools instead of {wanted}",
            count=len(imbas),
            wanted=IMBAS_PER_MODEL,
        )
        faults.append(Fault(place=place, reason=reason, warning=True))
    return faults
