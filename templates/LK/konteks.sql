-- Satu baris satu laporan: setiap kunjungan yang terlaksana.
SELECT
    k.kunci,
    k.lpmp AS instansi,
    k.wilayah_surat AS wilayah,
    'Laporan Kunjungan Pendampingan Tahap ' || k.tahap_ke || ', ' || k.nama AS hal,
    k.penanda_tangan AS tujuan,
    'Fasilitator daerah' AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(k.kop),
        'penerima', 'sekolah',
        'surat', json_object('tempat', nama_daerah(k.wilayah, :tanggal)),
        'tujuan', json_object('jabatan', k.penanda_tangan),
        'kunjungan', json_set(
            k.kunjungan, '$.tenggat', tanggal(k.tenggat)
        ),
        'sekolah', json(k.sekolah),
        'kepala', json(k.kepala),
        'fasilitator', json(k.fasilitator),
        'hadir', json((
            SELECT json_group_array(json_object('unsur', h.unsur, 'jumlah', h.jumlah))
            FROM (
                SELECT 'Kepala sekolah dan wakil kepala sekolah' AS unsur,
                    k.hadir_kepala AS jumlah
                UNION ALL SELECT 'Guru', k.hadir_guru
                UNION ALL SELECT 'Tenaga kependidikan', k.hadir_tendik
                UNION ALL SELECT 'Komite sekolah', k.hadir_komite
                UNION ALL SELECT 'Pengawas sekolah', k.hadir_pengawas
                UNION ALL SELECT 'Perwakilan sekolah imbas', (
                    SELECT sum(b.orang) FROM pengimbasan AS b
                    WHERE b.tahun = k.tahun AND b.model = k.npsn AND b.ke = k.ke
                        AND b.hadir
                )
            ) AS h
            WHERE h.jumlah > 0
        )),
        'jumlah', json(jumlah(
            'hadir', coalesce(k.hadir_kepala, 0) + coalesce(k.hadir_guru, 0)
            + coalesce(k.hadir_tendik, 0) + coalesce(k.hadir_komite, 0)
            + coalesce(k.hadir_pengawas, 0) + coalesce((
                SELECT sum(b.orang) FROM pengimbasan AS b
                WHERE b.tahun = k.tahun AND b.model = k.npsn AND b.ke = k.ke
                    AND b.hadir
            ), 0)
        )),
        'imbas', json((
            SELECT json_group_array(json_object(
                'npsn', b.npsn,
                'nama', s.nama,
                'kabar', json(b.kabar),
                'tamu', b.urut IS NULL
            ))
            FROM (
                SELECT * FROM pengimbasan_surat AS b
                WHERE b.tahun = k.tahun AND b.model = k.npsn AND b.ke = k.ke
                ORDER BY b.urut IS NULL, b.urut, b.npsn
            ) AS b
            INNER JOIN sekolah_surat AS s ON s.npsn = b.npsn
        )),
        'kegiatan', json(pecah(k.kegiatan)),
        'kesepakatan', json(pecah(k.kesepakatan)),
        'keterangan', k.keterangan
    ) AS konteks,
    coalesce('[' || kurang_lpmp(k.kode_provinsi, :tanggal) || ']', '[]') AS kurang
FROM kunjungan_surat AS k
WHERE k.tanggal IS NOT NULL
ORDER BY k.wilayah, k.tanggal, k.kunci;
