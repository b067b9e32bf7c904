-- Satu baris satu laporan: setiap sekolah model yang kunjungan tahap keduanya terlaksana.
SELECT
    k.npsn AS kunci,
    k.lpmp AS instansi,
    k.wilayah_surat AS wilayah,
    'Laporan Pengimbasan ' || k.nama AS hal,
    k.penanda_tangan AS tujuan,
    'Fasilitator daerah' AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(k.kop),
        'penerima', 'sekolah',
        'surat', json_object('tempat', nama_daerah(k.wilayah, :tanggal)),
        'tujuan', json_object('jabatan', k.penanda_tangan),
        'program', json_object('tahun', cast(k.tahun AS TEXT)),
        'sekolah', json(k.sekolah),
        'kepala', json(k.kepala),
        'fasilitator', json(k.fasilitator),
        'kunjungan', json_object(
            'pertama', tanggal(satu.tanggal), 'kedua', tanggal(k.tanggal)
        ),
        'jumlah', json((
            SELECT jumlah(
                'imbas', count(*),
                'terjangkau', coalesce(sum(x.datang), 0),
                'belum', count(*) - coalesce(sum(x.datang), 0)
            )
            FROM (
                SELECT max(coalesce(b.hadir, 0)) AS datang
                FROM pengimbasan_surat AS b
                WHERE b.tahun = k.tahun AND b.model = k.npsn AND b.urut IS NOT NULL
                GROUP BY b.npsn
            ) AS x
        )),
        'imbas', json((
            SELECT json_group_array(json_object(
                'npsn', x.npsn,
                'nama', s.nama,
                'pertama', json(x.pertama),
                'kedua', json(x.kedua),
                'hasil', json(pecah(x.hasil)),
                'tamu', x.urut IS NULL
            ))
            FROM (
                SELECT
                    b.npsn,
                    b.urut,
                    coalesce(
                        max(b.kabar) FILTER (WHERE b.ke = 1), json_object()
                    ) AS pertama,
                    max(b.kabar) FILTER (WHERE b.ke = 2) AS kedua,
                    group_concat(iif(b.hadir, b.hasil, NULL), '; ') AS hasil
                FROM (
                    SELECT * FROM pengimbasan_surat ORDER BY ke
                ) AS b
                WHERE b.tahun = k.tahun AND b.model = k.npsn
                GROUP BY b.npsn
                ORDER BY b.urut IS NULL, b.urut, b.npsn
            ) AS x
            INNER JOIN sekolah_surat AS s ON s.npsn = x.npsn
        ))
    ) AS konteks,
    coalesce('[' || kurang_lpmp(k.kode_provinsi, :tanggal) || ']', '[]') AS kurang
FROM kunjungan_surat AS k
LEFT JOIN kunjungan AS satu
    ON satu.tahun = k.tahun AND satu.npsn = k.npsn AND satu.ke = 1
WHERE k.ke = 2 AND k.tanggal IS NOT NULL
ORDER BY k.wilayah, k.npsn;
