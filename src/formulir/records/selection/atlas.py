"""The proposal of a kabupaten as people see it: its schools, who is what, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from formulir.records.office.geo import locate
from formulir.records.office.wilayah import cover
from formulir.records.selection.quota import share_quota
from formulir.records.selection.usulan import JENJANG, find_grounds, jenjang_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from formulir.records.office.geo import Point
    from formulir.records.store import Store

MODEL, IMBAS, FREE = "model", "imbas", "lain"
KUOTA: Final = 16
"""How many models a kabupaten or kota gets."""


@dataclass(frozen=True, kw_only=True, slots=True)
class School:
    """A school of the kabupaten.

    Args:
        npsn: Its number.
        nama: Its name.
        jenjang: SD, SMP, SMA or SMK.
        kecamatan: Its kecamatan.
        degrees: Latitude and longitude, where they can be believed.
        point: The same as a place on the globe.
        peran: ``model``, ``imbas``, or ``lain`` for one that has no part.
        model: The model that it belongs to, if it is an imbas.
        usulan: The proposal in which it has its part.
        jarak_km: How far its model is, where that is on record.
    """

    npsn: str
    nama: str
    jenjang: str
    kecamatan: str
    degrees: tuple[float, float] | None
    point: Point | None
    peran: str
    model: str | None
    usulan: int | None
    jarak_km: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Atlas:
    """The proposals of a kabupaten in a year.

    Args:
        schools: Its schools that may take part, by NPSN.
        heads: The proposals that are in force: ``id``, ``pengusul``, ``nama`` of the
            dinas, ``usulan_ke``, ``nomor``, ``tanggal``.
        grounds: What rests on a proposal, so that its schools stay, by its id.
        seats: How many models each jenjang would get of the quota.
    """

    schools: dict[str, School]
    heads: list[dict[str, Any]]
    grounds: dict[int, list[str]]
    seats: dict[str, int]

    @property
    def models(self) -> list[School]:
        """Return the model schools, in their order."""
        return [one for one in self.schools.values() if one.peran == MODEL]

    def imbas_of(self, npsn: str) -> list[School]:
        """Return the imbas of a model, the nearest first."""
        found = [one for one in self.schools.values() if one.model == npsn]
        return sorted(found, key=lambda one: (one.jarak_km is None, one.jarak_km or 0))

    def count(self) -> list[tuple[str, int, int, int, int]]:
        """Count the models, imbas, schools and seats of each jenjang."""
        return [
            (
                jenjang,
                sum(one.peran == MODEL for one in those),
                sum(one.peran == IMBAS for one in those),
                len(those),
                seats,
            )
            for jenjang, seats in self.seats.items()
            for those in [[s for s in self.schools.values() if s.jenjang == jenjang]]
        ]

    def is_locked(self, school: School) -> bool:
        """Tell whether letters rest on the list in which a school has its part."""
        return school.usulan is not None and bool(self.grounds.get(school.usulan))


def read_atlas(db: Store, wilayah: str, *, tahun: int) -> Atlas:
    """Read the schools and proposals of a kabupaten or kota in a programme year."""
    codes = cover(db, wilayah)
    within = ", ".join("?" * len(codes))
    heads = db.rows(
        "SELECT u.id, u.pengusul, u.usulan_ke, u.nomor, u.tanggal, (SELECT i.nama"
        " FROM instansi AS i WHERE i.kode = u.pengusul ORDER BY i.berlaku_dari DESC"
        f" LIMIT 1) AS nama FROM usulan_berlaku AS u WHERE u.tahun = ?"
        f" AND u.wilayah IN ({within}) ORDER BY u.pengusul",
        (tahun, *codes),
    )
    parts: dict[str, dict[str, Any]] = {}
    for head in heads:
        for row in db.rows(_PARTS, {"id": head["id"]}):
            parts.setdefault(row["npsn"], row | {"usulan": head["id"]})
    rows = db.rows(
        "SELECT npsn, nama, bentuk, kecamatan, lintang, bujur FROM sekolah"
        f" WHERE wilayah IN ({within}) AND coalesce(tutup, '9999') > ?"
        " ORDER BY bentuk, kecamatan, npsn",
        (*codes, f"{tahun:04}-01-01"),
    )
    taking = [row for row in rows if jenjang_of(row["bentuk"])]
    points = locate(
        {row["npsn"]: (row["lintang"], row["bujur"]) for row in rows}
    ).points
    schools = {row["npsn"]: _make(row, parts, points) for row in taking}
    order = {npsn: place for place, npsn in enumerate(parts)}
    ordered = sorted(schools.values(), key=lambda s: order.get(s.npsn, len(order)))
    counts = {
        jenjang: sum(one.jenjang == jenjang for one in ordered) for jenjang in JENJANG
    }
    return Atlas(
        schools={one.npsn: one for one in ordered},
        heads=heads,
        grounds={head["id"]: find_grounds(db, head["id"]) for head in heads},
        seats=share_quota(counts, KUOTA),
    )


_PARTS = """
SELECT npsn, 'model' AS peran, NULL AS model, NULL AS jarak_km, urut AS a, 0 AS b
FROM usulan_model WHERE usulan = :id
UNION ALL
SELECT i.npsn, 'imbas', i.model, i.jarak_km, m.urut, i.urut
FROM usulan_imbas AS i
JOIN usulan_model AS m ON m.usulan = i.usulan AND m.npsn = i.model
WHERE i.usulan = :id ORDER BY a, b
"""


def _make(
    row: Mapping[str, Any],
    parts: Mapping[str, Mapping[str, Any]],
    points: Mapping[str, Point],
) -> School:
    npsn = row["npsn"]
    part = parts.get(npsn, {})
    return School(
        npsn=npsn,
        nama=row["nama"],
        jenjang=jenjang_of(row["bentuk"]) or "",
        kecamatan=row["kecamatan"] or "",
        degrees=(row["lintang"], row["bujur"]) if npsn in points else None,
        point=points.get(npsn),
        peran=part.get("peran", FREE),
        model=part.get("model"),
        usulan=part.get("usulan"),
        jarak_km=part.get("jarak_km"),
    )


def list_kabkota(
    db: Store, codes: Collection[str] | None, tahun: int
) -> list[dict[str, Any]]:
    """List the kabupaten and kota that have schools, with their models of a year."""
    rows = db.rows(_REGIONS, (tahun,))
    return [row for row in rows if codes is None or row["kode"] in codes]


_REGIONS = """
SELECT
    s.wilayah AS kode, count(*) AS sekolah,
    (
        SELECT w.nama FROM wilayah AS w WHERE w.kode = s.wilayah
        ORDER BY w.berlaku_dari DESC LIMIT 1
    ) AS nama,
    (
        SELECT count(*) FROM usulan_berlaku AS u
        JOIN usulan_model AS m ON m.usulan = u.id
        WHERE u.tahun = ? AND u.wilayah = s.wilayah
    ) AS model
FROM sekolah AS s GROUP BY s.wilayah ORDER BY s.wilayah
"""
