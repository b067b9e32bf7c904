-- When the records themselves say that something takes place: trainings by their
-- sessions, visits by their planned days. kegiatan is read apart.
SELECT
    iif(t.jenis = 'fasda', 'T04', 'T05') AS tahap,
    iif(t.jenis = 'fasda', 2, 1) AS urut,
    p.wilayah,
    t.mulai,
    coalesce(
        (SELECT max(s.tanggal) FROM sesi AS s WHERE s.pelatihan = t.kode), t.mulai
    ) AS selesai
FROM pelatihan AS t
INNER JOIN peserta_lengkap AS p ON p.pelatihan = t.kode
WHERE t.tahun = :tahun AND t.jenis IN ('fasda', 'spmi')
GROUP BY t.kode, p.wilayah
UNION ALL
SELECT 'T06', k.ke, s.wilayah, min(k.rencana), max(k.rencana)
FROM kunjungan AS k
INNER JOIN sekolah AS s ON s.npsn = k.npsn
WHERE k.tahun = :tahun AND k.rencana IS NOT NULL
GROUP BY k.ke, s.wilayah;
