"""The rows that sheets begin with although they are not on record yet."""

from __future__ import annotations

from formulir.records.tasks.task import Beside, Due

UNSEEN = Due(
    columns=("npsn", "tahun", "usulan_ke"),
    sql="SELECT p.npsn, p.tahun, u.usulan_ke FROM sekolah_program AS p"
    " JOIN usulan AS u ON u.id = p.usulan"
    " WHERE (:tahun IS NULL OR p.tahun = :tahun) AND NOT EXISTS"
    " (SELECT 1 FROM verval AS v WHERE v.tahun = p.tahun AND v.npsn = p.npsn)"
    " ORDER BY p.tahun, p.wilayah, p.usulan, p.urut_model, p.model IS NOT NULL,"
    " p.urut_imbas",
)
"""The schools of the lists in force that nobody looked at."""
SCHOOL = Beside(
    behind="npsn",
    headings=("Nama sekolah", "Sebagai"),
    sql="SELECT s.nama, (SELECT iif(p.model IS NULL, 'model', 'imbas dari ' || m.nama)"
    " FROM sekolah_program AS p LEFT JOIN sekolah AS m ON m.npsn = p.model"
    " WHERE p.tahun = :tahun AND p.npsn = s.npsn) FROM sekolah AS s"
    " WHERE s.npsn = :npsn",
)
"""The name of a school, and what it is proposed as."""


UNVISITED = Due(
    columns=("npsn", "ke", "tahun"),
    sql="SELECT p.npsn, x.column1 AS ke, p.tahun FROM sekolah_ditetapkan AS p"
    " JOIN (VALUES (1), (2)) AS x WHERE p.model IS NULL"
    " AND (:tahun IS NULL OR p.tahun = :tahun) AND NOT EXISTS"
    " (SELECT 1 FROM kunjungan AS k WHERE k.tahun = p.tahun AND k.npsn = p.npsn"
    " AND k.ke = x.column1) ORDER BY p.tahun, p.wilayah, p.usulan, p.urut_model, ke",
)
"""The stages of appointed model schools of which there is no visit."""
UNSAID = Due(
    columns=("model", "ke", "npsn", "tahun"),
    sql="SELECT p.model, x.column1 AS ke, p.npsn, p.tahun FROM sekolah_ditetapkan AS p"
    " JOIN (VALUES (1), (2)) AS x WHERE p.model IS NOT NULL"
    " AND (:tahun IS NULL OR p.tahun = :tahun) AND NOT EXISTS"
    " (SELECT 1 FROM pengimbasan AS b WHERE b.tahun = p.tahun AND b.model = p.model"
    " AND b.ke = x.column1 AND b.npsn = p.npsn)"
    " ORDER BY p.tahun, p.wilayah, p.usulan, p.urut_model, ke, p.urut_imbas",
)
"""The imbas of which nothing is recorded at a stage of their model."""

UNMONITORED = Due(
    columns=("npsn", "ke", "tahun"),
    sql="SELECT p.npsn, x.column1 AS ke, p.tahun FROM sekolah_ditetapkan AS p"
    " JOIN (VALUES (1), (2)) AS x WHERE p.model IS NULL"
    " AND (:tahun IS NULL OR p.tahun = :tahun) AND NOT EXISTS"
    " (SELECT 1 FROM monev AS m WHERE m.tahun = p.tahun AND m.npsn = p.npsn"
    " AND m.ke = x.column1) ORDER BY p.tahun, ke, p.wilayah, p.usulan, p.urut_model",
)
"""The rounds of appointed model schools of which nothing is on record."""
