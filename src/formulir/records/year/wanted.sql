-- How much of each activity there is to do, by region. What is counted by the activity
-- itself, such as meetings, has no row.
WITH sekolah_wajib AS MATERIALIZED (
    SELECT d.wilayah, d.model IS NULL AS model, count(*) AS jumlah
    FROM sekolah_ditetapkan AS d
    WHERE d.tahun = :tahun
    GROUP BY d.wilayah, d.model IS NULL
)
SELECT 'T02' AS tahap, 1 AS urut, u.wilayah, count(DISTINCT u.pengusul) AS jumlah
FROM usulan AS u
WHERE u.tahun = :tahun
GROUP BY u.wilayah
UNION ALL
SELECT 'T03', 1, p.wilayah, count(*)
FROM sekolah_program AS p
WHERE p.tahun = :tahun
GROUP BY p.wilayah
UNION ALL
SELECT 'T04', 1, c.wilayah, count(*)
FROM calon AS c
WHERE c.tahun = :tahun
GROUP BY c.wilayah
UNION ALL
SELECT 'T04', 3, k.wilayah, count(*)
FROM penetapan AS k
WHERE k.tahun = :tahun
GROUP BY k.wilayah
UNION ALL
SELECT
    iif(t.jenis = 'fasda', 'T04', 'T05'), iif(t.jenis = 'fasda', 2, 1),
    p.wilayah, count(DISTINCT t.kode)
FROM pelatihan AS t
INNER JOIN peserta_lengkap AS p ON p.pelatihan = t.kode
WHERE t.tahun = :tahun AND t.jenis IN ('fasda', 'spmi')
GROUP BY t.jenis, p.wilayah
UNION ALL
SELECT x.column1, x.column2, w.wilayah, w.jumlah
FROM sekolah_wajib AS w
INNER JOIN (VALUES ('T06', 1), ('T06', 2), ('T08', 1), ('T08', 2)) AS x
WHERE w.model
UNION ALL
SELECT 'T07', 1, w.wilayah, w.jumlah
FROM sekolah_wajib AS w
WHERE NOT w.model;
