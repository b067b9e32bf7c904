-- What the records and the books show to have been done, a row for each, with its day:
-- meetings by their minutes, support by letters that came in, lists and appointments by
-- their letters, trainings by who attended, the rest by its own tables.
WITH ditetapkan AS MATERIALIZED (
    SELECT d.npsn, d.model, d.wilayah FROM sekolah_ditetapkan AS d
    WHERE d.tahun = :tahun
)
SELECT n.tahap, 1 AS urut, n.wilayah, coalesce(k.selesai, k.mulai) AS hari
FROM notula AS n
INNER JOIN kegiatan AS k
    ON k.tahun = n.tahun AND k.tahap = n.tahap
    AND k.wilayah = n.wilayah AND k.urut = n.urut
WHERE n.tahun = :tahun AND n.tahap IN ('T01', 'T09')
UNION ALL
SELECT
    'T01', 2, coalesce(m.wilayah ->> 'subjek', m.wilayah ->> 'penerbit'), m.terima
FROM masuk AS m
WHERE m.program = :tahun AND m.tahap = 'T01' AND m.entri IS NOT NULL
UNION ALL
SELECT 'T02', 1, u.wilayah, min(coalesce(date(u.tanggal), s.tanggal))
FROM usulan AS u
LEFT JOIN surat AS s
    ON s.formulir = '02.1' AND s.tahun = u.tahun AND s.status = 'terbit'
    AND s.kunci = u.wilayah || '/' || u.pengusul || '/' || u.usulan_ke
WHERE u.tahun = :tahun
GROUP BY u.wilayah, u.pengusul
UNION ALL
SELECT 'T03', 1, p.wilayah, v.tanggal
FROM sekolah_program AS p
INNER JOIN verval_terakhir AS v ON v.tahun = p.tahun AND v.npsn = p.npsn
WHERE p.tahun = :tahun
UNION ALL
SELECT 'T03', 2, w.wilayah, min(s.tanggal)
FROM (SELECT DISTINCT d.wilayah FROM ditetapkan AS d) AS w
INNER JOIN surat AS s ON s.tahun = :tahun AND s.formulir = 'SKS' AND s.status = 'terbit'
WHERE instr('/' || s.kunci || '/', '/' || w.wilayah || '/')
    OR instr('/' || s.kunci || '/', '/' || substr(w.wilayah, 1, 2) || '/')
    OR EXISTS (
        SELECT 1 FROM instansi AS i
        WHERE i.jenis = 'lpmp' AND i.wilayah = substr(w.wilayah, 1, 2)
            AND instr('/' || s.kunci || '/', '/' || i.kode || '/')
    )
GROUP BY w.wilayah
UNION ALL
SELECT 'T04', 1, c.wilayah, e.tanggal
FROM evaluasi AS e
INNER JOIN calon AS c ON c.tahun = e.tahun AND c.kode = e.calon
WHERE e.tahun = :tahun
UNION ALL
SELECT
    iif(t.jenis = 'fasda', 'T04', 'T05'), iif(t.jenis = 'fasda', 2, 1), p.wilayah,
    coalesce(
        (SELECT max(s.tanggal) FROM sesi AS s WHERE s.pelatihan = t.kode), t.mulai
    )
FROM pelatihan AS t
INNER JOIN peserta_lengkap AS p ON p.pelatihan = t.kode AND p.hadir = 1
WHERE t.tahun = :tahun AND t.jenis IN ('fasda', 'spmi')
GROUP BY t.kode, p.wilayah
UNION ALL
SELECT 'T04', 3, k.wilayah, s.tanggal
FROM penetapan AS k
INNER JOIN surat AS s
    ON s.formulir = '01.7' AND s.tahun = k.tahun AND s.status = 'terbit'
    AND s.kunci = k.pelatihan
WHERE k.tahun = :tahun
UNION ALL
SELECT 'T06', k.ke, d.wilayah, k.tanggal
FROM kunjungan AS k
INNER JOIN ditetapkan AS d ON d.npsn = k.npsn AND d.model IS NULL
WHERE k.tahun = :tahun
UNION ALL
SELECT 'T07', 1, d.wilayah, min(k.tanggal)
FROM pengimbasan AS i
INNER JOIN ditetapkan AS d ON d.npsn = i.npsn AND d.model = i.model
INNER JOIN kunjungan AS k ON k.tahun = i.tahun AND k.npsn = d.model AND k.ke = i.ke
WHERE i.tahun = :tahun AND i.hadir = 1
GROUP BY i.npsn
UNION ALL
SELECT 'T08', v.ke, d.wilayah, v.tanggal
FROM monev AS v
INNER JOIN ditetapkan AS d ON d.npsn = v.npsn AND d.model IS NULL
WHERE v.tahun = :tahun;
