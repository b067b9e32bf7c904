-- Satu baris satu pernyataan: setiap calon fasilitator daerah.
WITH
orang AS (
    SELECT
        c.*,
        nama_wilayah(c.wilayah, :tanggal) AS kabupaten,
        provinsi(c.wilayah, :tanggal) AS kode_provinsi
    FROM calon AS c
    WHERE c.tahun = :tahun AND dalam_wilayah(c.wilayah, :wilayah)
)
SELECT
    c.kode AS kunci,
    NULL AS instansi,
    json_object(
        'penerbit', kode_wilayah(c.wilayah, :tanggal),
        'subjek', kode_wilayah(c.wilayah, :tanggal),
        'tujuan', c.kode_provinsi
    ) AS wilayah,
    'Pernyataan Kesediaan Calon Fasilitator Daerah Tahun ' || c.tahun AS hal,
    'Kepala ' || coalesce(
        json_extract(kop(lpmp(c.kode_provinsi, :tanggal), :tanggal), '$.nama'),
        'LPMP ' || replace(nama_wilayah(c.kode_provinsi, :tanggal), 'Provinsi ', '')
    ) AS tujuan,
    c.nama AS penanda_tangan,
    NULL AS nomor_luar,
    -- Bea meterai: PP 24/2000, lalu UU 10/2020. NULL bila tidak dipakai.
    json_object(
        'surat', json_object(
            'tempat', CASE
                WHEN c.kabupaten LIKE 'Kabupaten Administrasi %' THEN substr(c.kabupaten, 24)
                WHEN c.kabupaten LIKE 'Kota Administrasi %' THEN substr(c.kabupaten, 19)
                WHEN c.kabupaten LIKE 'Kabupaten %' THEN substr(c.kabupaten, 11)
                WHEN c.kabupaten LIKE 'Kota %' THEN substr(c.kabupaten, 6)
                ELSE c.kabupaten
            END,
            'meterai', CASE WHEN :tanggal < '2021-01-01' THEN 'Rp6.000'
                ELSE 'Rp10.000' END,
            'bernip', c.nip IS NOT NULL OR c.nuptk IS NULL
        ),
        'program', json_object('tahun', cast(c.tahun AS TEXT)),
        'tujuan', json_object('jabatan', 'Kepala ' || coalesce(
            json_extract(kop(lpmp(c.kode_provinsi, :tanggal), :tanggal), '$.nama'),
            'LPMP ' || replace(nama_wilayah(c.kode_provinsi, :tanggal), 'Provinsi ', '')
        )),
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
