-- Satu baris satu rekapitulasi: setiap kabupaten, kota, dan provinsi yang sekolah
-- modelnya sudah dimonitor pada tanggal surat.
WITH
sekolah AS MATERIALIZED (SELECT * FROM rekap_model),
aspek AS MATERIALIZED (SELECT * FROM rekap_aspek),
butir AS MATERIALIZED (SELECT * FROM rekap_jawaban),
hitung AS MATERIALIZED (
    SELECT
        b.daerah,
        b.ke,
        b.kode,
        json_object(
            'nol', iif(i.skala = 'ya', cast(b.nol AS TEXT), NULL),
            'ya', iif(i.skala = 'ya', cast(b.satu AS TEXT), NULL),
            'satu', iif(i.skala = 'ya', NULL, cast(b.satu AS TEXT)),
            'dua', iif(i.skala = 'ya', NULL, cast(b.dua AS TEXT)),
            'tiga', iif(i.skala = 'ya', NULL, cast(b.tiga AS TEXT)),
            'empat', iif(i.skala = 'ya', NULL, cast(b.empat AS TEXT)),
            'capaian', persen(b.capaian)
        ) AS isi
    FROM butir AS b
    INNER JOIN instrumen_monev AS i ON i.tahun = :tahun AND i.kode = b.kode
),
daerah AS MATERIALIZED (
    SELECT
        d.*,
        nama_wilayah(d.daerah, :tanggal) AS nama,
        lpmp(d.provinsi, :tanggal) AS lpmp
    FROM rekap_daerah AS d
),
surat AS MATERIALIZED (
    SELECT
        d.*,
        iif(d.tingkat = 'provinsi', 'Provinsi ' || d.nama, d.nama) AS sebutan,
        kop(d.lpmp, :tanggal) AS kop,
        pejabat(d.lpmp, 'kepala', :tanggal) AS penandatangan,
        s.kepala AS dinas,
        kop(s.kode, :tanggal) ->> 'kota' AS kota_dinas,
        'Rekapitulasi Hasil Monitoring dan Evaluasi Sekolah Model Tahun ' || d.tahun
        AS hal
    FROM daerah AS d
    LEFT JOIN dinas_surat AS s
        ON s.wilayah = d.daerah AND s.jenis IN ('dinas_kabkota', 'dinas_provinsi')
    GROUP BY d.daerah HAVING s.kode IS NULL OR s.kode = min(s.kode)
)
SELECT
    d.daerah AS kunci,
    d.lpmp AS instansi,
    json_object(
        'penerbit', d.provinsi,
        'subjek', kode_wilayah(d.daerah, :tanggal),
        'tujuan', kode_wilayah(d.daerah, :tanggal)
    ) AS wilayah,
    d.hal,
    coalesce(d.dinas, 'Kepala Dinas Pendidikan ' || d.sebutan) AS tujuan,
    penanda_tangan(d.lpmp, :tanggal, 'Kepala LPMP') AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(d.kop),
        'surat', json_object(
            'hal', d.hal,
            'lampiran', '2 (dua) berkas',
            'tempat', d.kop ->> 'kota',
            'lembaga', d.kop ->> 'nama'
        ),
        'tujuan', json_object(
            'jabatan', coalesce(d.dinas, 'Kepala Dinas Pendidikan ' || d.sebutan),
            'tempat', coalesce(d.kota_dinas, nama_daerah(d.daerah, :tanggal))
        ),
        'daerah', json_object(
            'nama', d.sebutan, 'tingkat', d.tingkat, 'tahun', cast(d.tahun AS TEXT)
        ),
        'jumlah', json(jumlah('ditetapkan', d.ditetapkan, 'dua_kali', d.dua_kali)),
        'putaran', json_array(
            json_set(
                jumlah('dimonitor', d.dimonitor_satu), '$.ke', 'I', '$.waktu', 'satu',
                '$.tanggal', rentang(d.mulai_satu, d.selesai_satu)
            ),
            json_set(
                jumlah('dimonitor', d.dimonitor_dua), '$.ke', 'II', '$.waktu', 'tiga',
                '$.tanggal', rentang(d.mulai_dua, d.selesai_dua)
            )
        ),
        'seluruh', json((
            SELECT json_object(
                'satu', persen(a.satu),
                'dua', persen(a.dua),
                'perubahan', bertanda(a.perubahan)
            )
            FROM aspek AS a WHERE a.daerah = d.daerah AND a.aspek IS NULL
        )),
        'aspek', json((
            SELECT json_group_array(json_object(
                'nama', a.aspek,
                'satu', persen(a.satu),
                'dua', persen(a.dua),
                'perubahan', bertanda(a.perubahan)
            ))
            FROM (
                SELECT * FROM aspek AS a
                WHERE a.daerah = d.daerah AND a.aspek IS NOT NULL
                ORDER BY a.urut, a.aspek
            ) AS a
        )),
        'grafik', json((
            SELECT json_object(
                'kategori', json_group_array(a.aspek),
                'deret', json(iif(
                    d.dimonitor_dua,
                    json_array(
                        json_object(
                            'nama', 'Monev I', 'nilai', json_group_array(a.satu)
                        ),
                        json_object(
                            'nama', 'Monev II', 'nilai', json_group_array(a.dua)
                        )
                    ),
                    json_array(json_object(
                        'nama', 'Monev I', 'nilai', json_group_array(a.satu)
                    ))
                )),
                'terbesar', 100,
                'satuan', 'Capaian (%)',
                'alt', 'Grafik batang capaian monitoring dan evaluasi menurut aspek, '
                || 'dalam persen, di ' || d.sebutan || '. ' || group_concat(
                    a.aspek || ': monev I ' || coalesce(persen(a.satu), 'belum ada')
                    || ', monev II ' || coalesce(persen(a.dua), 'belum ada'), '. '
                ) || '.'
            )
            FROM (
                SELECT * FROM aspek AS a
                WHERE a.daerah = d.daerah AND a.aspek IS NOT NULL
                ORDER BY a.urut, a.aspek
            ) AS a
        )),
        'perhatian', json((
            SELECT json_group_array(s.isi) FROM (
                SELECT s.nama || ' (NPSN ' || s.npsn || '): ' || s.perhatian AS isi
                FROM sekolah AS s
                WHERE s.daerah = d.daerah AND s.perhatian IS NOT NULL
                ORDER BY s.wilayah, s.usulan, s.urut_model
            ) AS s
        )),
        'kabupaten', json((
            SELECT json_group_array(json_object(
                'nama', k.nama,
                'ditetapkan', cast(k.ditetapkan AS TEXT),
                'dimonitor_satu', cast(k.dimonitor_satu AS TEXT),
                'dimonitor_dua', cast(k.dimonitor_dua AS TEXT),
                'satu', persen(k.satu),
                'dua', persen(k.dua),
                'perubahan', bertanda(k.perubahan)
            ))
            FROM (
                SELECT k.*, a.satu, a.dua, a.perubahan
                FROM daerah AS k
                INNER JOIN aspek AS a ON a.daerah = k.daerah AND a.aspek IS NULL
                WHERE d.tingkat = 'provinsi' AND k.tingkat = 'kabkota'
                    AND k.provinsi = d.daerah
                ORDER BY k.daerah
            ) AS k
        )),
        'butir', json((
            SELECT json_group_array(json_object(
                'kode', i.kode,
                'uraian', i.uraian,
                'satu', json(coalesce(i.satu, i.kosong)),
                'dua', json(coalesce(i.dua, i.kosong))
            ))
            FROM (
                SELECT
                    i.*,
                    m.isi AS satu,
                    n.isi AS dua,
                    json_object(
                        'nol', NULL, 'ya', NULL, 'satu', NULL, 'dua', NULL,
                        'tiga', NULL, 'empat', NULL, 'capaian', NULL
                    ) AS kosong
                FROM instrumen_monev AS i
                LEFT JOIN hitung AS m
                    ON m.daerah = d.daerah AND m.kode = i.kode AND m.ke = 1
                LEFT JOIN hitung AS n
                    ON n.daerah = d.daerah AND n.kode = i.kode AND n.ke = 2
                WHERE i.tahun = d.tahun
                ORDER BY i.urut, i.kode
            ) AS i
        )),
        'sekolah', json((
            SELECT json_group_array(json_object(
                'npsn', s.npsn,
                'nama', s.nama,
                'kabupaten', nama_wilayah(s.wilayah, :tanggal),
                'satu', persen(s.capaian_satu),
                'dua', persen(s.capaian_dua),
                'perubahan', bertanda(
                    round(s.capaian_dua, 1) - round(s.capaian_satu, 1)
                ),
                'keterangan', s.perhatian
            ))
            FROM (
                SELECT * FROM sekolah AS s
                WHERE s.daerah = d.daerah
                ORDER BY s.wilayah, s.usulan, s.urut_model
            ) AS s
        )),
        'penandatangan', json(d.penandatangan),
        'tembusan', json((
            SELECT json_group_array(t.nama) FROM (
                SELECT s.kepala AS nama FROM dinas_surat AS s
                WHERE d.tingkat = 'kabkota' AND s.wilayah = d.provinsi
                    AND s.jenis = 'dinas_provinsi'
                UNION ALL
                SELECT dirjen(:tanggal)
            ) AS t
            WHERE t.nama IS NOT NULL
        ))
    ) AS konteks,
    (
        SELECT json_group_array(json(x.baris)) FROM (
            SELECT kurang_ditjen(:tanggal) AS baris
            UNION ALL
            SELECT kurang_lpmp(d.provinsi, :tanggal)
            UNION ALL
            SELECT json_object(
                'tabel', 'sekolah', 'kunci', d.daerah, 'kolom', 'wilayah',
                'nilai', d.daerah
            )
            WHERE d.dinas IS NULL
        ) AS x
        WHERE x.baris IS NOT NULL
    ) AS kurang
FROM surat AS d
ORDER BY d.daerah;
