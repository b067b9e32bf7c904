-- Satu baris satu surat usulan: dinas pengusul, kabupaten/kota, daftar terakhir.
WITH
surat AS MATERIALIZED (
    SELECT
        u.*,
        coalesce(wilayah_instansi(u.pengusul, :tanggal), u.wilayah) AS penerbit,
        'Usulan Calon Sekolah Model dan Sekolah Imbas '
        || iif(u.usulan_ke > 1, '(Usulan Ke-' || u.usulan_ke || ') ', '')
        || u.kabupaten || ' Tahun ' || u.tahun AS hal
    FROM usulan_surat AS u
),
model AS MATERIALIZED (
    SELECT
        m.usulan,
        m.npsn,
        m.luar_kuota,
        s.bentuk,
        (
            SELECT count(*) FROM usulan_imbas AS i
            WHERE i.usulan = m.usulan AND i.model = m.npsn
        ) AS imbas,
        row_number() OVER (PARTITION BY m.usulan ORDER BY m.urut, m.npsn) AS urut,
        count(*) OVER (PARTITION BY m.usulan) AS banyak
    FROM usulan_model AS m
    INNER JOIN sekolah AS s ON s.npsn = m.npsn
    WHERE m.usulan IN (SELECT id FROM surat)
),
rekap AS MATERIALIZED (
    SELECT
        m.usulan,
        m.bentuk,
        count(*) AS model,
        sum(m.luar_kuota) AS luar_kuota,
        sum(m.imbas) AS imbas,
        row_number() OVER (PARTITION BY m.usulan ORDER BY min(m.urut)) AS urut,
        count(*) OVER (PARTITION BY m.usulan) AS banyak
    FROM model AS m
    GROUP BY m.usulan, m.bentuk
),
jumlah AS (
    SELECT
        r.usulan,
        sum(r.model) AS model,
        sum(r.imbas) AS imbas,
        sum(r.luar_kuota) AS luar_kuota,
        group_concat(CASE
            WHEN r.urut = 1 THEN r.bentuk
            WHEN r.urut < r.banyak THEN ', ' || r.bentuk
            WHEN r.banyak = 2 THEN ' dan ' || r.bentuk
            ELSE ', dan ' || r.bentuk
        END, '') AS lingkup
    FROM (SELECT * FROM rekap ORDER BY usulan, urut) AS r
    GROUP BY r.usulan
)
SELECT
    u.wilayah || '/' || u.pengusul || '/' || u.usulan_ke AS kunci,
    u.pengusul AS instansi,
    json_set(
        u.wilayah_surat, '$.penerbit', kode_wilayah(u.penerbit, :tanggal)
    ) AS wilayah,
    u.hal,
    u.tujuan,
    penanda_tangan(
        u.pengusul, :tanggal, trim('Kepala ' || coalesce(u.dinas, ''))
    ) AS penanda_tangan,
    u.nomor AS nomor_luar,
    json_object(
        'kop', json(u.kop),
        'surat', json_object(
            'tempat', u.kop ->> 'kota',
            'lampiran', '1 (satu) berkas',
            'hal', u.hal,
            'dasar', 'Petunjuk Teknis Pengembangan Sekolah Model dan Pola Pengimbasan '
            || 'dari ' || ditjen(:tanggal)
        ),
        'tujuan', json_object(
            'jabatan', imbang(u.tujuan), 'tempat', u.kop_lpmp ->> 'kota'
        ),
        'usulan', json_object(
            'ke', u.usulan_ke,
            'tahun', cast(u.tahun AS TEXT),
            'wilayah', u.kabupaten,
            'lingkup', j.lingkup
        ),
        'jumlah', json(jumlah(
            'model', j.model, 'imbas', j.imbas, 'luar_kuota', j.luar_kuota
        )),
        'rekap', json((
            SELECT json_group_array(json_object(
                'nama', CASE bentuk
                    WHEN 'SD' THEN 'Sekolah Dasar (SD)'
                    WHEN 'SMP' THEN 'Sekolah Menengah Pertama (SMP)'
                    WHEN 'SMA' THEN 'Sekolah Menengah Atas (SMA)'
                    WHEN 'SMK' THEN 'Sekolah Menengah Kejuruan (SMK)'
                    ELSE bentuk
                END,
                'model', model,
                'model_terbilang', terbilang(model),
                'imbas', imbas,
                'imbas_terbilang', terbilang(imbas)
            ))
            FROM (SELECT * FROM rekap AS r WHERE r.usulan = u.id ORDER BY r.urut)
        )),
        'model', json((
            SELECT json_group_array(json_object(
                'npsn', m.npsn,
                'nama', m.nama,
                'bentuk', m.bentuk,
                'status', m.status,
                'alamat', m.alamat,
                'kecamatan', m.kecamatan,
                'gugus', m.gugus,
                'program_keahlian', m.program_keahlian,
                'kepala', m.kepala,
                'telepon', m.telepon,
                'luar_kuota', m.luar_kuota,
                'terakhir', m.urut = m.banyak,
                'imbas', json((
                    SELECT json_group_array(json_object(
                        'urut', m.urut || '.' || t.nomor,
                        'npsn', t.npsn,
                        'nama', t.nama,
                        'bentuk', t.bentuk,
                        'status', t.status,
                        'alamat', t.alamat,
                        'kecamatan', t.kecamatan,
                        'gugus', t.gugus,
                        'program_keahlian', t.program_keahlian,
                        'kepala', t.kepala,
                        'telepon', t.telepon,
                        'jarak', CASE WHEN t.jarak_km IS NOT NULL
                            THEN replace(printf('%.1f', t.jarak_km), '.', ',') END
                    ))
                    FROM (
                        SELECT
                            t.npsn, t.nama, t.bentuk, t.status, t.alamat,
                            t.kecamatan, t.gugus, t.program_keahlian, t.kepala,
                            t.telepon, i.jarak_km,
                            row_number() OVER (ORDER BY i.urut, i.npsn) AS nomor
                        FROM usulan_imbas AS i
                        INNER JOIN sekolah_surat AS t ON t.npsn = i.npsn
                        WHERE i.usulan = u.id AND i.model = m.npsn
                        ORDER BY i.urut, i.npsn
                    ) AS t
                ))
            ))
            FROM (
                SELECT s.*, m.luar_kuota, m.urut, m.banyak
                FROM model AS m
                INNER JOIN sekolah_surat AS s ON s.npsn = m.npsn
                WHERE m.usulan = u.id
                ORDER BY m.urut
            ) AS m
        )),
        'penandatangan', json(pejabat(u.pengusul, 'kepala', :tanggal)),
        'tembusan', json_array(
            kepala_daerah(
                iif(u.kop ->> 'jenis' = 'dinas_provinsi', u.kode_provinsi, u.wilayah),
                :tanggal
            ) || ' (sebagai laporan)',
            'Kepala sekolah yang bersangkutan'
        )
    ) AS konteks,
    (
        SELECT json_group_array(json(k.baris)) FROM (
            SELECT kurang_ditjen(:tanggal) AS baris
            UNION ALL
            SELECT kurang_lpmp(u.kode_provinsi, :tanggal)
        ) AS k
        WHERE k.baris IS NOT NULL
    ) AS kurang
FROM surat AS u
LEFT JOIN jumlah AS j ON j.usulan = u.id
ORDER BY u.wilayah, u.pengusul;
