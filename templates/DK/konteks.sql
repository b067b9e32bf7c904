-- Satu baris satu daftar hadir: setiap kunjungan yang direncanakan atau terlaksana.
-- Yang dari sekolah model ialah kepala sekolah, peserta pelatihan SPMI, ketua komite,
-- dan pengawas; sesudahnya baris kosong, lalu dua baris setiap sekolah imbas.
SELECT
    k.kunci,
    k.lpmp AS instansi,
    k.wilayah_surat AS wilayah,
    'Daftar Hadir Pendampingan Tahap ' || k.tahap_ke || ', ' || k.nama AS hal,
    'Peserta pendampingan ' || k.nama AS tujuan,
    'Fasilitator daerah' AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(k.kop),
        'penerima', 'sekolah',
        'kunjungan', json(k.kunjungan),
        'sekolah', json(k.sekolah),
        'fasilitator', json(k.fasilitator),
        'peserta', json((
            WITH orang AS (
                SELECT
                    1 AS urut, 0 AS nomor, s.kepala AS nama, s.nip_kepala AS nip,
                    NULL AS nuptk, 'Kepala Sekolah' AS jabatan
                FROM sekolah_surat AS s WHERE s.npsn = k.npsn
                UNION ALL
                SELECT
                    2, row_number() OVER (ORDER BY p.pelatihan, p.kode), p.nama, p.nip,
                    p.nuptk, p.jabatan
                FROM peserta_surat AS p
                WHERE p.npsn = k.npsn AND p.jenis = 'spmi'
                UNION ALL
                SELECT 3, 0, s.komite, NULL, NULL, 'Ketua Komite Sekolah'
                FROM sekolah_surat AS s WHERE s.npsn = k.npsn
                UNION ALL
                SELECT 4, 0, s.pengawas, s.nip_pengawas, NULL, 'Pengawas Sekolah'
                FROM sekolah_surat AS s WHERE s.npsn = k.npsn
            ),
            satu AS ( -- nama yang disebut dua kali hanya sekali di daftar
                SELECT * FROM orang AS o
                WHERE o.nama IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM orang AS x
                    WHERE x.nama = o.nama AND (x.urut, x.nomor) < (o.urut, o.nomor)
                )
            ),
            daftar AS (
                SELECT
                    urut, nomor, nama, nip, nuptk, jabatan, k.nama AS unit_kerja
                FROM satu
                UNION ALL
                SELECT 5, x.column1, NULL, NULL, NULL, NULL, k.nama
                FROM (VALUES (1), (2), (3), (4)) AS x
                UNION ALL
                SELECT 6, b.urut * 2 + x.column1, NULL, NULL, NULL, NULL, s.nama
                FROM pengimbasan_surat AS b
                INNER JOIN sekolah_surat AS s ON s.npsn = b.npsn
                INNER JOIN (VALUES (0), (1)) AS x
                WHERE b.tahun = k.tahun AND b.model = k.npsn AND b.ke = k.ke
                    AND b.urut IS NOT NULL
            )
            SELECT json_group_array(json_object(
                'nama', d.nama,
                'nip', d.nip,
                'nuptk', d.nuptk,
                'jabatan', d.jabatan,
                'unit_kerja', d.unit_kerja
            ))
            FROM (SELECT * FROM daftar ORDER BY urut, nomor) AS d
        ))
    ) AS konteks,
    coalesce('[' || kurang_lpmp(k.kode_provinsi, :tanggal) || ']', '[]') AS kurang
FROM kunjungan_surat AS k
WHERE k.hari IS NOT NULL
ORDER BY k.wilayah, k.hari, k.kunci;
