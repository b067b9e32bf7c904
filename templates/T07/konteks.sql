-- Satu baris satu undangan: setiap kunjungan yang direncanakan, kepada kepala kelima
-- sekolah imbas.
SELECT
    k.kunci,
    k.lpmp AS instansi,
    k.wilayah_surat AS wilayah,
    'Undangan Pengimbasan Tahap ' || k.tahap_ke || ' di ' || k.nama AS hal,
    'Kepala sekolah imbas ' || k.nama AS tujuan,
    k.penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(k.kop),
        'penerima', 'imbas',
        'surat', json_object(
            'hal', 'Undangan Pengimbasan Tahap ' || k.tahap_ke,
            'lampiran', NULL,
            'tempat', k.kop ->> 'kota'
        ),
        'kunjungan', json(k.kunjungan),
        'sekolah', json(k.sekolah),
        'fasilitator', json(k.fasilitator),
        'imbas', json((
            SELECT json_group_array(json_object(
                'npsn', s.npsn,
                'nama', s.nama,
                'alamat', s.alamat,
                'kecamatan', s.kecamatan,
                'kabupaten', k.kabupaten
            ))
            FROM (
                SELECT s.*
                FROM pengimbasan_surat AS b
                INNER JOIN sekolah_surat AS s ON s.npsn = b.npsn
                WHERE b.tahun = k.tahun AND b.model = k.npsn AND b.ke = k.ke
                    AND b.urut IS NOT NULL
                ORDER BY b.urut
            ) AS s
        )),
        'penandatangan', json(k.penandatangan),
        'tembusan', json((
            SELECT json_group_array(x.nama) FROM (
                SELECT d.kepala AS nama
                FROM sekolah_program AS p
                INNER JOIN usulan AS u ON u.id = p.usulan
                INNER JOIN dinas_surat AS d ON d.kode = u.pengusul
                WHERE p.tahun = k.tahun AND p.npsn = k.npsn AND p.model IS NULL
                UNION ALL
                SELECT 'Kepala ' || k.nama
            ) AS x
        ))
    ) AS konteks,
    coalesce('[' || kurang_lpmp(k.kode_provinsi, :tanggal) || ']', '[]') AS kurang
FROM kunjungan_surat AS k
WHERE k.rencana IS NOT NULL
ORDER BY k.wilayah, coalesce(k.rencana, k.hari), k.kunci;
