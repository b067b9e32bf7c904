-- Satu baris satu keputusan: setiap kabupaten/kota yang daftar usulannya berlaku, dengan
-- sekolah dari semua dinas pengusulnya (SD dan SMP, SMA dan SMK).
WITH
-- Peraturan yang diingat keputusan ini, menurut tanggalnya. Kantor yang mengacu pada
-- peraturan lain menyalin berkas ini dan mengubah daftarnya.
peraturan (urut, dari, sampai, bunyi) AS (
    VALUES
    (1, '2003-07-08', '9999-12-31', 'Undang-Undang Nomor 20 Tahun 2003 tentang Sistem '
    || 'Pendidikan Nasional (Lembaran Negara Republik Indonesia Tahun 2003 Nomor 78, '
    || 'Tambahan Lembaran Negara Republik Indonesia Nomor 4301)'),
    (2, '2005-05-16', '2021-03-30', 'Peraturan Pemerintah Nomor 19 Tahun 2005 tentang '
    || 'Standar Nasional Pendidikan sebagaimana telah beberapa kali diubah, terakhir '
    || 'dengan Peraturan Pemerintah Nomor 13 Tahun 2015'),
    (2, '2021-03-31', '2022-01-11', 'Peraturan Pemerintah Nomor 57 Tahun 2021 tentang '
    || 'Standar Nasional Pendidikan'),
    (2, '2022-01-12', '9999-12-31', 'Peraturan Pemerintah Nomor 57 Tahun 2021 tentang '
    || 'Standar Nasional Pendidikan sebagaimana telah diubah dengan Peraturan '
    || 'Pemerintah Nomor 4 Tahun 2022'),
    (3, '2009-01-01', '2016-09-01', 'Peraturan Menteri Pendidikan Nasional Nomor 63 '
    || 'Tahun 2009 tentang Sistem Penjaminan Mutu Pendidikan'),
    (3, '2016-09-02', '9999-12-31', 'Peraturan Menteri Pendidikan dan Kebudayaan Nomor '
    || '28 Tahun 2016 tentang Sistem Penjaminan Mutu Pendidikan Dasar dan Menengah'),
    (4, '2015-01-01', '2022-04-06', 'Peraturan Menteri Pendidikan dan Kebudayaan Nomor '
    || '14 Tahun 2015 tentang Organisasi dan Tata Kerja Lembaga Penjaminan Mutu '
    || 'Pendidikan'),
    (4, '2022-04-07', '9999-12-31', 'Peraturan Menteri Pendidikan, Kebudayaan, Riset, '
    || 'dan Teknologi Nomor 11 Tahun 2022 tentang Organisasi dan Tata Kerja Balai '
    || 'Besar Penjaminan Mutu Pendidikan dan Balai Penjaminan Mutu Pendidikan')
),
usul AS MATERIALIZED (
    SELECT
        u.*,
        lpmp(u.kode_provinsi, :tanggal) AS lpmp,
        coalesce(d.kepala, 'Kepala ' || u.melalui) AS kepala,
        u.kop ->> 'jenis' = 'dinas_provinsi' AS menengah,
        l.nomor AS nomor_usulan,
        l.tanggal AS tanggal_usulan
    FROM usulan_surat AS u
    INNER JOIN surat_usulan AS l ON l.usulan = u.id
    LEFT JOIN dinas_surat AS d ON d.kode = u.pengusul
),
semua AS MATERIALIZED (SELECT * FROM sekolah_verval WHERE tahun = :tahun),
sekolah AS MATERIALIZED (
    SELECT
        v.*, s.nama, s.bentuk, s.status, s.kecamatan, s.alamat, u.melalui,
        row_number() OVER (
            PARTITION BY u.wilayah ORDER BY v.luar_kuota, u.menengah, u.id, v.urut_model
        ) AS ke,
        row_number() OVER (
            PARTITION BY u.id, v.luar_kuota ORDER BY v.urut_model
        ) AS ke_kelompok,
        count(*) OVER (PARTITION BY u.wilayah) AS banyak
    FROM semua AS v
    INNER JOIN usul AS u ON u.id = v.usulan
    INNER JOIN sekolah_surat AS s ON s.npsn = v.npsn
    WHERE v.model IS NULL AND v.ditetapkan
),
imbas AS MATERIALIZED (
    SELECT
        v.*, s.nama, s.bentuk, s.status, s.kecamatan, s.alamat,
        row_number() OVER (
            PARTITION BY v.usulan, v.model ORDER BY v.urut_imbas, v.npsn
        ) AS ke
    FROM semua AS v
    INNER JOIN sekolah_surat AS s ON s.npsn = v.npsn
    WHERE v.model IS NOT NULL AND v.ditetapkan
),
surat AS (
    SELECT
        u.*,
        'Penetapan Sekolah Model dan Sekolah Imbas di ' || u.kabupaten || ' Tahun '
        || u.tahun AS hal,
        (SELECT count(*) FROM sekolah AS m WHERE m.wilayah = u.wilayah) AS model,
        (SELECT count(*) FROM imbas AS i WHERE i.wilayah = u.wilayah) AS imbas,
        (
            SELECT count(*) FROM sekolah AS m
            WHERE m.wilayah = u.wilayah AND m.luar_kuota
        ) AS luar_kuota,
        (
            SELECT rentang(min(v.tanggal), max(v.tanggal)) FROM semua AS v
            WHERE v.wilayah = u.wilayah
        ) AS verval
    FROM usul AS u
    GROUP BY u.wilayah
)
SELECT
    u.wilayah AS kunci,
    u.lpmp AS instansi,
    json_object(
        'penerbit', u.kode_provinsi, 'subjek', kode_wilayah(u.wilayah, :tanggal)
    ) AS wilayah,
    u.hal,
    'Dinas pendidikan dan sekolah di ' || u.kabupaten AS tujuan,
    penanda_tangan(u.lpmp, :tanggal, 'Kepala LPMP') AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(u.kop_lpmp),
        'penerima', json_array('tujuan', 'model'),
        'tujuan', json((
            SELECT json_group_array(l.kepala) FROM (
                SELECT * FROM usul AS l WHERE l.wilayah = u.wilayah
                ORDER BY l.menengah, l.id
            ) AS l
        )),
        'surat', json_object(
            'hal', u.hal,
            'lampiran', '1 (satu) berkas',
            'tempat', u.kop_lpmp ->> 'kota',
            'lembaga', u.kop_lpmp ->> 'nama',
            'petunjuk', 'Petunjuk Teknis Pengembangan Sekolah Model dan Pola '
            || 'Pengimbasan dari ' || ditjen(:tanggal)
        ),
        'penetapan', json_object(
            'wilayah', u.kabupaten, 'tahun', cast(u.tahun AS TEXT)
        ),
        'verval', json_object('tanggal', u.verval),
        'jumlah', json(jumlah(
            'model', u.model, 'imbas', u.imbas, 'luar_kuota', u.luar_kuota
        )),
        'peraturan', json((
            SELECT json_group_array(bunyi) FROM (
                SELECT * FROM peraturan
                WHERE :tanggal BETWEEN dari AND sampai
                ORDER BY urut
            )
        )),
        'usulan', json((
            SELECT json_group_array(json_object(
                'kepala', l.kepala,
                'nomor', l.nomor_usulan,
                'tanggal', tanggal(l.tanggal_usulan)
            ))
            FROM (
                SELECT * FROM usul AS l WHERE l.wilayah = u.wilayah
                ORDER BY l.menengah, l.id
            ) AS l
        )),
        'model', json((
            SELECT json_group_array(json_object(
                'urut', m.ke,
                'npsn', m.npsn,
                'nama', m.nama,
                'bentuk', m.bentuk,
                'status', m.status,
                'alamat', m.alamat,
                'kecamatan', m.kecamatan,
                'pembuka', CASE WHEN m.ke_kelompok = 1 THEN iif(
                    m.luar_kuota, 'Di luar kuota', 'Dalam kuota'
                ) || ', usulan ' || m.melalui END,
                'terakhir', m.ke = m.banyak,
                'imbas', json((
                    SELECT json_group_array(json_object(
                        'urut', m.ke || '.' || i.ke,
                        'npsn', i.npsn,
                        'nama', i.nama,
                        'bentuk', i.bentuk,
                        'status', i.status,
                        'alamat', i.alamat,
                        'kecamatan', i.kecamatan
                    ))
                    FROM (
                        SELECT * FROM imbas AS i
                        WHERE i.usulan = m.usulan AND i.model = m.npsn
                        ORDER BY i.ke
                    ) AS i
                ))
            ))
            FROM (
                SELECT * FROM sekolah AS m WHERE m.wilayah = u.wilayah ORDER BY m.ke
            ) AS m
        )),
        'penandatangan', json(pejabat(u.lpmp, 'kepala', :tanggal)),
        'tembusan', json((
            SELECT json_group_array(nama) FROM (
                SELECT dirjen(:tanggal) || ' (sebagai laporan)' AS nama
                UNION ALL
                SELECT DISTINCT kepala_daerah(
                    iif(l.menengah, l.kode_provinsi, l.wilayah), :tanggal
                )
                FROM usul AS l WHERE l.wilayah = u.wilayah
                UNION ALL
                SELECT l.kepala FROM (
                    SELECT * FROM usul AS l WHERE l.wilayah = u.wilayah
                    ORDER BY l.menengah, l.id
                ) AS l
                UNION ALL
                SELECT 'Kepala sekolah yang bersangkutan'
            )
        ))
    ) AS konteks,
    (
        SELECT json_group_array(json(k.baris)) FROM (
            SELECT kurang_lpmp(u.kode_provinsi, :tanggal) AS baris
            UNION ALL
            SELECT kurang_ditjen(:tanggal)
        ) AS k
        WHERE k.baris IS NOT NULL
    ) AS kurang
FROM surat AS u
ORDER BY u.wilayah;
