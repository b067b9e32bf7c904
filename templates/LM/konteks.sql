-- Satu baris satu laporan: setiap putaran monitoring dan evaluasi di satu sekolah.
WITH
lapor AS MATERIALIZED (
    SELECT
        m.*,
        s.nama AS sekolah,
        s.alamat,
        s.kecamatan,
        s.kepala,
        s.nip_kepala,
        s.status,
        c.nama AS nama_fasilitator,
        c.nip AS nip_fasilitator,
        t.wilayah,
        nama_wilayah(t.wilayah, :tanggal) AS kabupaten,
        provinsi(t.wilayah, :tanggal) AS kode_provinsi,
        lpmp(provinsi(t.wilayah, :tanggal), :tanggal) AS lpmp
    FROM monev AS m
    INNER JOIN sekolah AS t ON t.npsn = m.npsn
    INNER JOIN sekolah_surat AS s ON s.npsn = m.npsn
    LEFT JOIN calon AS c ON c.tahun = m.tahun AND c.kode = m.fasilitator
    WHERE m.tahun = :tahun AND dalam_wilayah(t.wilayah, :wilayah)
),
rata AS MATERIALIZED (
    SELECT npsn, ke, aspek, round(avg(capaian), 1) AS capaian
    FROM jawaban_monev WHERE tahun = :tahun
    GROUP BY npsn, ke, aspek
    UNION ALL
    SELECT npsn, ke, NULL, round(avg(capaian), 1)
    FROM jawaban_monev WHERE tahun = :tahun
    GROUP BY npsn, ke
),
banding AS MATERIALIZED (
    SELECT
        r.npsn,
        r.ke,
        r.aspek,
        persen(r.capaian) AS rata,
        persen(l.capaian) AS lalu,
        bertanda(r.capaian - l.capaian) AS perubahan
    FROM rata AS r
    LEFT JOIN rata AS l
        ON l.npsn = r.npsn AND l.ke = r.ke - 1 AND l.aspek IS r.aspek
)
SELECT
    m.npsn || '/' || m.ke AS kunci,
    m.lpmp AS instansi,
    json_object(
        'penerbit', m.kode_provinsi, 'subjek', kode_wilayah(m.wilayah, :tanggal)
    ) AS wilayah,
    'Laporan Monitoring dan Evaluasi ' || m.sekolah || ' Putaran '
    || iif(m.ke = 1, 'I', 'II') || ' Tahun ' || m.tahun AS hal,
    'Kepala ' || coalesce(kop(m.lpmp, :tanggal) ->> 'nama', 'LPMP') AS tujuan,
    coalesce(m.nama_fasilitator, 'Fasilitator daerah') AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(kop(m.lpmp, :tanggal)),
        'surat', json_object('tempat', nama_daerah(m.wilayah, :tanggal)),
        'monev', json_object(
            'ke', iif(m.ke = 1, 'I', 'II'),
            'waktu', iif(m.ke = 1, 'satu', 'tiga'),
            'tahun', cast(m.tahun AS TEXT),
            'hari', hari(m.tanggal),
            'tanggal', tanggal(m.tanggal),
            'simpulan', m.simpulan
        ),
        'sekolah', json_object(
            'npsn', m.npsn,
            'nama', m.sekolah,
            'alamat', m.alamat,
            'kecamatan', m.kecamatan,
            'kabupaten', m.kabupaten
        ),
        'kepala', json_object(
            'nama', m.kepala,
            'nip', m.nip_kepala,
            'bernip', m.status = 'N' OR m.nip_kepala IS NOT NULL
        ),
        'fasilitator', json_object('nama', m.nama_fasilitator, 'nip', m.nip_fasilitator),
        'responden', json(pecah(m.responden)),
        'seluruh', json((
            SELECT json_object(
                'rata', max(b.rata), 'lalu', max(b.lalu), 'perubahan', max(b.perubahan)
            )
            FROM banding AS b
            WHERE b.npsn = m.npsn AND b.ke = m.ke AND b.aspek IS NULL
        )),
        'aspek', json((
            SELECT json_group_array(json_object(
                'nama', a.nama,
                'rata', a.rata,
                'lalu', a.lalu,
                'perubahan', a.perubahan,
                'butir', json(a.butir)
            ))
            FROM (
                SELECT
                    a.nama,
                    b.rata,
                    b.lalu,
                    b.perubahan,
                    (
                        SELECT json_group_array(json_object(
                            'kode', i.kode,
                            'uraian', i.uraian,
                            'sumber', i.sumber,
                            'jawaban', CASE
                                WHEN i.skala = '1-4' THEN cast(i.nilai AS TEXT)
                                WHEN i.nilai = 1 THEN 'Ya'
                                WHEN i.nilai = 0 THEN 'Tidak'
                            END,
                            'catatan', i.catatan
                        ))
                        FROM (
                            SELECT i.*, n.nilai, n.catatan
                            FROM instrumen_monev AS i
                            LEFT JOIN monev_nilai AS n
                                ON n.tahun = i.tahun AND n.indikator = i.kode
                                AND n.npsn = m.npsn AND n.ke = m.ke
                            WHERE i.tahun = m.tahun AND i.aspek = a.nama
                            ORDER BY i.urut, i.kode
                        ) AS i
                    ) AS butir
                FROM aspek_monev AS a
                LEFT JOIN banding AS b
                    ON b.npsn = m.npsn AND b.ke = m.ke AND b.aspek = a.nama
                WHERE a.tahun = m.tahun
                ORDER BY a.urut, a.nama
            ) AS a
        )),
        'tindak_lanjut', json(pecah(m.tindak_lanjut))
    ) AS konteks,
    coalesce('[' || kurang_lpmp(m.kode_provinsi, :tanggal) || ']', '[]') AS kurang
FROM lapor AS m
ORDER BY m.wilayah, m.npsn, m.ke;
