-- Satu baris satu surat usulan: dinas pengusul, kabupaten/kota, daftar terakhir.
WITH
usul AS MATERIALIZED (
    SELECT
        u.*,
        nama_wilayah(u.wilayah, :tanggal) AS kabupaten,
        provinsi(u.wilayah, :tanggal) AS kode_provinsi
    FROM usulan_berlaku AS u
    WHERE u.tahun = :tahun AND dalam_wilayah(u.wilayah, :wilayah)
),
-- Kop dan pejabat yang berlaku pada tanggal surat.
kop AS (
    SELECT i.*, max(i.berlaku_dari)
    FROM instansi AS i
    WHERE i.berlaku_dari <= :tanggal
        AND coalesce(i.berlaku_sampai, '9999-12-31') >= :tanggal
    GROUP BY i.kode
),
kepala AS (
    SELECT p.*, max(p.berlaku_dari)
    FROM pejabat AS p
    WHERE p.peran = 'kepala'
        AND p.berlaku_dari <= :tanggal
        AND coalesce(p.berlaku_sampai, '9999-12-31') >= :tanggal
    GROUP BY p.instansi
),
lpmp AS (
    SELECT kop.*, max(kop.berlaku_dari) FROM kop
    WHERE kop.jenis = 'lpmp' GROUP BY kop.wilayah
),
-- Tidak dihimpun dahulu: setiap sekolah dicari menurut NPSN saat diperlukan.
satuan AS NOT MATERIALIZED (
    SELECT
        s.npsn,
        s.nama,
        s.bentuk,
        s.status,
        nullif(trim(s.alamat), '') AS alamat,
        CASE WHEN s.kecamatan LIKE 'Kec. %' THEN substr(s.kecamatan, 6)
            ELSE nullif(trim(s.kecamatan), '') END AS kecamatan,
        nullif(trim(s.kepala), '') AS kepala
    FROM sekolah AS s
),
model AS MATERIALIZED (
    SELECT
        m.usulan,
        m.npsn,
        m.luar_kuota,
        row_number() OVER urutan AS urut,
        count(*) OVER (PARTITION BY m.usulan) AS banyak
    FROM usulan_model AS m
    WHERE m.usulan IN (SELECT id FROM usul)
    WINDOW urutan AS (PARTITION BY m.usulan ORDER BY m.urut, m.npsn)
),
rekap AS MATERIALIZED (
    SELECT
        m.usulan,
        s.bentuk,
        count(*) AS model,
        sum(m.luar_kuota) AS luar_kuota,
        sum((
            SELECT count(*) FROM usulan_imbas AS i
            WHERE i.usulan = m.usulan AND i.model = m.npsn
        )) AS imbas,
        row_number() OVER (PARTITION BY m.usulan ORDER BY min(m.urut)) AS urut,
        count(*) OVER (PARTITION BY m.usulan) AS banyak
    FROM model AS m
    INNER JOIN satuan AS s ON s.npsn = m.npsn
    GROUP BY m.usulan, s.bentuk
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
),
surat AS (
    SELECT
        u.*,
        coalesce(k.wilayah, u.wilayah) AS penerbit,
        coalesce(k.nama, '') AS nama_dinas,
        'Usulan Calon Sekolah Model dan Sekolah Imbas '
        || CASE WHEN u.usulan_ke > 1 THEN '(Usulan Ke-' || u.usulan_ke || ') '
            ELSE '' END
        || u.kabupaten || ' Tahun ' || u.tahun AS hal,
        'Kepala ' || coalesce(
            l.nama,
            'LPMP '
            || replace(nama_wilayah(u.kode_provinsi, :tanggal), 'Provinsi ', '')
        ) AS tujuan,
        l.kota AS tujuan_tempat
    FROM usul AS u
    LEFT JOIN kop AS k ON k.kode = u.pengusul
    LEFT JOIN lpmp AS l ON l.wilayah = u.kode_provinsi
)
SELECT
    u.wilayah || '/' || u.pengusul || '/' || u.usulan_ke AS kunci,
    u.pengusul AS instansi,
    json_object(
        'penerbit', kode_wilayah(u.penerbit, :tanggal),
        'subjek', kode_wilayah(u.wilayah, :tanggal),
        'tujuan', u.kode_provinsi
    ) AS wilayah,
    u.hal,
    u.tujuan,
    trim(
        coalesce(p.awalan, '') || ' '
        || coalesce(p.jabatan, 'Kepala ' || u.nama_dinas)
    ) AS penanda_tangan,
    u.nomor AS nomor_luar,
    json_object(
        'kop', json(kop(u.pengusul, :tanggal)),
        'surat', json_object(
            'tempat', k.kota,
            'sifat', 'Penting',
            'lampiran', '1 (satu) berkas',
            'hal', u.hal,
            'dasar', 'Petunjuk Teknis Pengembangan Sekolah Model dan Pola Pengimbasan '
            || 'dari Direktorat Jenderal Pendidikan Dasar dan Menengah'
        ),
        'tujuan', json_object('jabatan', u.tujuan, 'tempat', u.tujuan_tempat),
        'usulan', json_object(
            'ke', u.usulan_ke,
            'tahun', cast(u.tahun AS TEXT),
            'wilayah', u.kabupaten,
            'lingkup', j.lingkup
        ),
        'jumlah', json_object(
            'model', j.model,
            'model_terbilang', terbilang(coalesce(j.model, 0)),
            'imbas', j.imbas,
            'imbas_terbilang', terbilang(coalesce(j.imbas, 0)),
            'luar_kuota', j.luar_kuota,
            'luar_kuota_terbilang', terbilang(coalesce(j.luar_kuota, 0))
        ),
        'rekap', json((
            SELECT json_group_array(json(r.isi)) FROM (
                SELECT json_object(
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
                ) AS isi
                FROM rekap WHERE rekap.usulan = u.id ORDER BY rekap.urut
            ) AS r
        )),
        'model', json((
            SELECT json_group_array(json(d.isi)) FROM (
                SELECT json_object(
                    'npsn', s.npsn,
                    'nama', s.nama,
                    'bentuk', s.bentuk,
                    'status', s.status,
                    'alamat', s.alamat,
                    'kecamatan', s.kecamatan,
                    'kepala', s.kepala,
                    'luar_kuota', m.luar_kuota,
                    'terakhir', m.urut = m.banyak,
                    'imbas', json((
                        SELECT json_group_array(json(e.isi)) FROM (
                            SELECT json_object(
                                'urut', m.urut || '.' || row_number() OVER (
                                    ORDER BY i.urut, i.npsn
                                ),
                                'npsn', t.npsn,
                                'nama', t.nama,
                                'bentuk', t.bentuk,
                                'status', t.status,
                                'alamat', t.alamat,
                                'kecamatan', t.kecamatan,
                                'kepala', t.kepala,
                                'jarak', CASE WHEN i.jarak_km IS NOT NULL THEN
                                    replace(printf('%.1f', i.jarak_km), '.', ',')
                                END
                            ) AS isi
                            FROM usulan_imbas AS i
                            INNER JOIN satuan AS t ON t.npsn = i.npsn
                            WHERE i.usulan = m.usulan AND i.model = m.npsn
                            ORDER BY i.urut, i.npsn
                        ) AS e
                    ))
                ) AS isi
                FROM model AS m
                INNER JOIN satuan AS s ON s.npsn = m.npsn
                WHERE m.usulan = u.id
                ORDER BY m.urut
            ) AS d
        )),
        'penandatangan', json(pejabat(u.pengusul, 'kepala', :tanggal)),
        'tembusan', json_array(
            CASE
                WHEN k.jenis = 'dinas_provinsi' THEN 'Gubernur '
                    || replace(nama_wilayah(u.kode_provinsi, :tanggal), 'Provinsi ', '')
                WHEN u.kabupaten LIKE 'Kota %' THEN 'Wali ' || u.kabupaten
                ELSE replace(u.kabupaten, 'Kabupaten ', 'Bupati ')
            END || ' (sebagai laporan)',
            'Kepala sekolah yang bersangkutan'
        )
    ) AS konteks
FROM surat AS u
LEFT JOIN kop AS k ON k.kode = u.pengusul
LEFT JOIN kepala AS p ON p.instansi = u.pengusul
LEFT JOIN jumlah AS j ON j.usulan = u.id
ORDER BY u.wilayah, u.pengusul;
