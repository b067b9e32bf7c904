-- Satu baris satu surat pengusulan: instansi pengusul dan gelombang seleksi.
WITH
usul AS (
    SELECT
        c.tahun,
        c.pengusul,
        c.gelombang,
        count(*) AS banyak,
        -- Daftar riwayat hidup dan surat pernyataan setiap calon.
        2 * count(*) AS lampiran,
        json_group_array(DISTINCT c.kode_kabupaten) AS subjek,
        min(c.kode_provinsi) AS kode_provinsi,
        kop(c.pengusul, :tanggal) AS kop
    FROM calon_surat AS c
    GROUP BY c.pengusul, c.gelombang
    HAVING max(c.diminta)
),
surat AS (
    SELECT
        u.*,
        u.kop ->> 'jenis' AS jenis,
        coalesce(wilayah_instansi(u.pengusul, :tanggal), u.kode_provinsi) AS penerbit,
        'Usulan Calon Fasilitator Daerah Pengembangan Sekolah Model Tahun '
        || u.tahun AS hal,
        'Kepala ' || coalesce(
            kop(lpmp(u.kode_provinsi, :tanggal), :tanggal) ->> 'nama',
            'LPMP ' || nama_daerah(u.kode_provinsi, :tanggal)
        ) AS kepala_lpmp
    FROM usul AS u
)
SELECT
    s.pengusul || '/' || s.gelombang AS kunci,
    s.pengusul AS instansi,
    iif(s.jenis IN ('lpmp', 'kementerian'), 'kementerian', 'pemda') AS golongan,
    json_object(
        'penerbit', kode_wilayah(s.penerbit, :tanggal),
        'subjek', json(s.subjek),
        'tujuan', s.kode_provinsi
    ) AS wilayah,
    s.hal,
    dirjen(:tanggal) AS tujuan,
    penanda_tangan(s.pengusul, :tanggal, 'Kepala ' || (s.kop ->> 'nama'))
    AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(s.kop),
        'surat', json_object(
            'tempat', s.kop ->> 'kota',
            'lampiran', s.lampiran || ' (' || terbilang(s.lampiran) || ') berkas',
            'hal', s.hal,
            'dasar', 'Petunjuk Teknis Pengembangan Sekolah Model dan Pola Pengimbasan '
            || 'dari ' || ditjen(:tanggal)
        ),
        'tujuan', json_object(
            'jabatan', imbang(dirjen(:tanggal)),
            'melalui', CASE WHEN s.jenis <> 'lpmp' THEN s.kepala_lpmp END,
            'tempat', 'Jakarta'
        ),
        'usulan', json_object('tahun', cast(s.tahun AS TEXT), 'gelombang', s.gelombang),
        'jumlah', json(jumlah('calon', s.banyak, 'lampiran', s.lampiran)),
        'calon', json((
            SELECT json_group_array(json_object(
                'nama', c.nama,
                'nip', c.nip,
                'nuptk', c.nuptk,
                'pangkat', c.pangkat,
                'jabatan', c.jabatan,
                'unit_kerja', c.unit_kerja,
                'kabupaten', c.kabupaten,
                'telepon', c.telepon,
                'posel', c.posel
            ))
            FROM (
                SELECT * FROM calon_surat AS c
                WHERE c.pengusul = s.pengusul AND c.gelombang = s.gelombang
                ORDER BY c.kode
            ) AS c
        )),
        'penandatangan', json(pejabat(s.pengusul, 'kepala', :tanggal)),
        'tembusan', CASE WHEN s.jenis = 'lpmp' THEN json_array()
            ELSE json_array(s.kepala_lpmp) END
    ) AS konteks,
    (
        SELECT json_group_array(json(k.baris)) FROM (
            SELECT kurang_ditjen(:tanggal) AS baris
            UNION ALL
            SELECT iif(s.jenis <> 'lpmp', kurang_lpmp(s.kode_provinsi, :tanggal), NULL)
        ) AS k
        WHERE k.baris IS NOT NULL
    ) AS kurang
FROM surat AS s
ORDER BY s.pengusul, s.gelombang;
