"""Appointed model schools, as the records have their visits and their imbas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formulir.records.store import Store

_MODELS = """
    SELECT p.npsn, s.nama, p.wilayah,
        a.rencana AS planned_1, a.tanggal AS held_1,
        b.rencana AS planned_2, b.tanggal AS held_2,
        (
            SELECT json_group_array(json_array(i.nama, EXISTS (
                SELECT 1 FROM pengimbasan AS g
                WHERE g.tahun = p.tahun AND g.model = p.npsn AND g.npsn = i.npsn
                    AND g.hadir
            )))
            FROM (
                SELECT x.nama, x.npsn
                FROM sekolah_ditetapkan AS d JOIN sekolah AS x ON x.npsn = d.npsn
                WHERE d.tahun = p.tahun AND d.model = p.npsn
                ORDER BY d.urut_imbas
            ) AS i
        ) AS imbas
    FROM sekolah_ditetapkan AS p
    JOIN sekolah AS s ON s.npsn = p.npsn
    LEFT JOIN kunjungan AS a ON a.tahun = p.tahun AND a.npsn = p.npsn AND a.ke = 1
    LEFT JOIN kunjungan AS b ON b.tahun = p.tahun AND b.npsn = p.npsn AND b.ke = 2
    WHERE p.tahun = :tahun AND p.model IS NULL
    ORDER BY p.wilayah, p.usulan, p.urut_model
"""


def list_model_rows(db: Store, tahun: int) -> list[dict[str, Any]]:
    """List the appointed model schools of a year, in the order of the lists.

    Returns:
        A row each: ``npsn``, ``nama``, ``wilayah``; ``planned_1``, ``held_1`` and the
        same of the second stage, days as text; ``imbas``, a JSON list of pairs of a
        name and whether that school ever came.
    """
    return db.rows(_MODELS, {"tahun": tahun})
