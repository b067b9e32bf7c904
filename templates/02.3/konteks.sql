-- Satu baris satu pernyataan: setiap sekolah imbas dalam usulan terakhir.
WITH
usul AS MATERIALIZED (
    SELECT
        u.*,
        nama_wilayah(u.wilayah, :tanggal) AS kabupaten,
        provinsi(u.wilayah, :tanggal) AS kode_provinsi
    FROM usulan_berlaku AS u
    WHERE u.tahun = :tahun AND dalam_wilayah(u.wilayah, :wilayah)
),
-- Kop yang berlaku pada tanggal surat.
kop AS (
    SELECT i.*, max(i.berlaku_dari)
    FROM instansi AS i
    WHERE i.berlaku_dari <= :tanggal
        AND coalesce(i.berlaku_sampai, '9999-12-31') >= :tanggal
    GROUP BY i.kode
),
lpmp AS (
    SELECT kop.*, max(kop.berlaku_dari) FROM kop
    WHERE kop.jenis = 'lpmp' GROUP BY kop.wilayah
),
-- Dinas pengusul adalah pengelola sekolahnya: kabupaten/kota bagi SD dan SMP,
-- provinsi bagi SMA dan SMK.
pengelola AS (
    SELECT
        u.id,
        u.wilayah,
        u.pengusul,
        u.tahun,
        u.kabupaten,
        u.kode_provinsi,
        d.induk,
        d.nama AS dinas,
        p.provinsi,
        CASE WHEN d.jenis = 'dinas_provinsi' THEN 'Provinsi ' || p.provinsi
            ELSE u.kabupaten END AS daerah,
        CASE
            WHEN u.kabupaten LIKE 'Kabupaten Administrasi %' THEN substr(u.kabupaten, 24)
            WHEN u.kabupaten LIKE 'Kota Administrasi %' THEN substr(u.kabupaten, 19)
            WHEN u.kabupaten LIKE 'Kabupaten %' THEN substr(u.kabupaten, 11)
            WHEN u.kabupaten LIKE 'Kota %' THEN substr(u.kabupaten, 6)
            ELSE u.kabupaten
        END AS tempat,
        'Kepala ' || coalesce(l.nama, 'LPMP ' || p.provinsi) AS tujuan
    FROM usul AS u
    INNER JOIN (
        SELECT
            id,
            replace(nama_wilayah(kode_provinsi, :tanggal), 'Provinsi ', '') AS provinsi
        FROM usul
    ) AS p ON p.id = u.id
    LEFT JOIN kop AS d ON d.kode = u.pengusul
    LEFT JOIN lpmp AS l ON l.wilayah = u.kode_provinsi
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
        nullif(trim(s.kepala), '') AS kepala,
        nullif(trim(s.nip_kepala), '') AS nip_kepala,
        nullif(trim(s.komite), '') AS komite,
        nullif(trim(s.pengawas), '') AS pengawas,
        nullif(trim(s.nip_pengawas), '') AS nip_pengawas,
        s.telepon,
        s.posel
    FROM sekolah AS s
)
SELECT
    s.npsn AS kunci,
    NULL AS instansi,
    json_object(
        'penerbit', kode_wilayah(p.wilayah, :tanggal),
        'subjek', kode_wilayah(p.wilayah, :tanggal),
        'tujuan', p.kode_provinsi
    ) AS wilayah,
    'Pernyataan Kesediaan dan Komitmen sebagai Sekolah Imbas Tahun ' || p.tahun
    AS hal,
    p.tujuan,
    'Kepala ' || s.nama AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json_object(
            'induk', CASE WHEN s.status = 'N' THEN coalesce(
                p.induk,
                'Pemerintah ' || CASE WHEN s.bentuk IN ('SD', 'SMP') THEN p.kabupaten
                    ELSE 'Provinsi ' || p.provinsi END
            ) END,
            'instansi', CASE WHEN s.status = 'N' THEN p.dinas END,
            'nama', s.nama,
            'npsn', s.npsn,
            'alamat', s.alamat,
            'kecamatan', s.kecamatan,
            'kabupaten', p.kabupaten,
            'kontak', nullif(ltrim(
                coalesce(', Telepon' || char(160) || s.telepon, '')
                || coalesce(', Posel' || char(160) || s.posel, ''),
                ', '
            ), '')
        ),
        -- Bea meterai: PP 24/2000, lalu UU 10/2020. NULL bila tidak dipakai.
        -- Kepala sekolah swasta belum tentu ber-NIP: yang tanpa NIP mengisi NUPTK-nya,
        -- sekali saja, dan di bawah tanda tangannya tidak ada nomor.
        'surat', json_object(
            'tempat', p.tempat,
            'meterai', CASE WHEN :tanggal < '2021-01-01' THEN 'Rp6.000'
                ELSE 'Rp10.000' END,
            'kepala_bernip', s.status = 'N' OR s.nip_kepala IS NOT NULL
        ),
        'tujuan', json_object(
            'jabatan', p.tujuan,
            'melalui', p.dinas || CASE
                WHEN instr(lower(p.dinas), lower(p.daerah)) > 0 THEN ''
                ELSE ' ' || p.daerah
            END
        ),
        'program', json_object('tahun', cast(p.tahun AS TEXT)),
        'sekolah', json_object(
            'npsn', s.npsn,
            'nama', s.nama,
            'bentuk', s.bentuk,
            'status', s.status,
            'alamat', s.alamat,
            'kecamatan', s.kecamatan,
            'kabupaten', p.kabupaten
        ),
        'kepala', json_object('nama', s.kepala, 'nip', s.nip_kepala),
        'komite', json_object('nama', s.komite),
        'pengawas', json_object('nama', s.pengawas, 'nip', s.nip_pengawas),
        'model', json_object(
            'npsn', t.npsn, 'nama', t.nama, 'kecamatan', t.kecamatan
        )
    ) AS konteks
FROM usulan_imbas AS i
INNER JOIN pengelola AS p ON p.id = i.usulan
INNER JOIN usulan_model AS m ON m.usulan = i.usulan AND m.npsn = i.model
INNER JOIN satuan AS s ON s.npsn = i.npsn
INNER JOIN satuan AS t ON t.npsn = i.model
ORDER BY p.wilayah, p.pengusul, m.urut, m.npsn, i.urut, i.npsn;
