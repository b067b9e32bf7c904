-- Satu baris satu surat pengusulan: instansi pengusul dan gelombang seleksi.
WITH
usul AS (
    SELECT
        c.tahun,
        c.pengusul,
        c.gelombang,
        count(*) AS banyak,
        max(dalam_wilayah(c.wilayah, :wilayah)) AS diminta,
        json_group_array(DISTINCT kode_wilayah(c.wilayah, :tanggal)) AS subjek,
        min(provinsi(c.wilayah, :tanggal)) AS kode_provinsi
    FROM calon AS c
    WHERE c.tahun = :tahun
    GROUP BY c.tahun, c.pengusul, c.gelombang
),
-- Instansi pengusul menurut kop yang berlaku pada tanggal surat.
surat AS (
    SELECT
        u.*,
        i.jenis AS jenis_pengusul,
        i.nama AS nama_pengusul,
        i.wilayah AS wilayah_pengusul,
        i.kota,
        l.nama AS nama_lpmp,
        'Usulan Calon Fasilitator Daerah Pengembangan Sekolah Model Tahun '
        || u.tahun AS hal,
        pejabat(u.pengusul, 'kepala', :tanggal) AS penandatangan,
        coalesce(
            json_extract(pejabat('DIKDASMEN', 'kepala', :tanggal), '$.jabatan'),
            'Direktur Jenderal Pendidikan Dasar dan Menengah'
        ) AS dirjen
    FROM usul AS u
    LEFT JOIN instansi AS i ON i.kode = u.pengusul
        AND i.berlaku_dari <= :tanggal
        AND coalesce(i.berlaku_sampai, '9999-12-31') >= :tanggal
    LEFT JOIN instansi AS l ON l.kode = lpmp(u.kode_provinsi, :tanggal)
        AND l.berlaku_dari <= :tanggal
        AND coalesce(l.berlaku_sampai, '9999-12-31') >= :tanggal
    WHERE u.diminta = 1
)
SELECT
    s.pengusul || '/' || s.gelombang AS kunci,
    s.pengusul AS instansi,
    CASE WHEN s.jenis_pengusul IN ('lpmp', 'kementerian') THEN 'kementerian'
        ELSE 'pemda' END AS golongan,
    json_object(
        'penerbit', kode_wilayah(coalesce(s.wilayah_pengusul, s.kode_provinsi), :tanggal),
        'subjek', json(s.subjek),
        'tujuan', s.kode_provinsi
    ) AS wilayah,
    s.hal,
    s.dirjen AS tujuan,
    trim(
        coalesce(json_extract(s.penandatangan, '$.awalan'), '') || ' '
        || coalesce(json_extract(s.penandatangan, '$.jabatan'), 'Kepala ' || s.nama_pengusul)
    ) AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(kop(s.pengusul, :tanggal)),
        'surat', json_object(
            'tempat', s.kota,
            'sifat', 'Penting',
            'lampiran', s.banyak || ' (' || terbilang(s.banyak) || ') berkas',
            'hal', s.hal,
            'dasar', 'Petunjuk Teknis Pengembangan Sekolah Model dan Pola Pengimbasan '
            || 'dari Direktorat Jenderal Pendidikan Dasar dan Menengah'
        ),
        'tujuan', json_object(
            'jabatan', s.dirjen,
            'melalui', CASE WHEN s.jenis_pengusul <> 'lpmp'
                THEN 'Kepala ' || coalesce(s.nama_lpmp, 'LPMP') END,
            'tempat', 'Jakarta'
        ),
        'usulan', json_object('tahun', cast(s.tahun AS TEXT), 'gelombang', s.gelombang),
        'jumlah', json_object(
            'calon', s.banyak, 'calon_terbilang', terbilang(s.banyak)
        ),
        'calon', json((
            SELECT json_group_array(json(d.isi)) FROM (
                SELECT json_object(
                    'nama', c.nama,
                    'nip', c.nip,
                    'nuptk', c.nuptk,
                    'pangkat', c.pangkat,
                    'jabatan', c.jabatan,
                    'unit_kerja', c.unit_kerja,
                    'kabupaten', nama_wilayah(c.wilayah, :tanggal),
                    'telepon', c.telepon,
                    'posel', c.posel
                ) AS isi
                FROM calon AS c
                WHERE c.tahun = s.tahun AND c.pengusul = s.pengusul
                    AND c.gelombang = s.gelombang
                ORDER BY c.kode
            ) AS d
        )),
        'penandatangan', json(s.penandatangan),
        'tembusan', CASE WHEN s.jenis_pengusul = 'lpmp' THEN json_array()
            ELSE json_array('Kepala ' || coalesce(s.nama_lpmp, 'LPMP')) END
    ) AS konteks
FROM surat AS s
ORDER BY s.pengusul, s.gelombang;
