-- Satu baris satu pernyataan: setiap calon fasilitator daerah.
WITH
orang AS (
    SELECT
        c.*,
        'Kepala ' || coalesce(
            kop(c.lpmp, :tanggal) ->> 'nama',
            'LPMP ' || nama_daerah(c.kode_provinsi, :tanggal)
        ) AS tujuan
    FROM calon_surat AS c
    WHERE c.diminta
)
SELECT
    c.kode AS kunci,
    NULL AS instansi,
    json_object(
        'penerbit', c.kode_kabupaten,
        'subjek', c.kode_kabupaten,
        'tujuan', c.kode_provinsi
    ) AS wilayah,
    'Pernyataan Kesediaan Calon Fasilitator Daerah Tahun ' || c.tahun AS hal,
    c.tujuan,
    c.nama AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'surat', json_object(
            'tempat', nama_daerah(c.wilayah, :tanggal),
            'meterai', meterai(:tanggal),
            'mengetahui', setelan('mengetahui_atasan') = 1,
            'bernip', c.nip IS NOT NULL OR c.nuptk IS NULL
        ),
        'program', json_object('tahun', cast(c.tahun AS TEXT)),
        'tujuan', json_object('jabatan', c.tujuan),
        'calon', json_object(
            'nama', c.nama,
            'nip', c.nip,
            'nuptk', c.nuptk,
            'nik', c.nik,
            'lahir', c.tempat_lahir || ', ' || tanggal(c.tanggal_lahir),
            'pangkat', c.pangkat,
            'jabatan', c.jabatan,
            'unit_kerja', c.unit_kerja,
            'kabupaten', c.kabupaten,
            'alamat_kantor', c.alamat_kantor,
            'alamat_rumah', c.alamat_rumah,
            'telepon', c.telepon,
            'posel', c.posel
        )
    ) AS konteks
FROM orang AS c
ORDER BY c.wilayah, c.kode;
