-- Satu baris satu pernyataan: setiap sekolah imbas dalam usulan terakhir.
SELECT
    s.npsn AS kunci,
    NULL AS instansi,
    s.wilayah_surat AS wilayah,
    'Pernyataan Kesediaan dan Komitmen sebagai Sekolah Imbas Tahun ' || s.tahun AS hal,
    s.tujuan,
    s.penanda_tangan,
    NULL AS nomor_luar,
    json_set(s.konteks, '$.model', json_object(
        'npsn', t.npsn, 'nama', t.nama, 'kecamatan', t.kecamatan
    )) AS konteks,
    coalesce('[' || s.kurang || ']', '[]') AS kurang
FROM usulan_imbas AS i
INNER JOIN usulan_model AS m ON m.usulan = i.usulan AND m.npsn = i.model
INNER JOIN pernyataan_surat AS s ON s.usulan = i.usulan AND s.npsn = i.npsn
INNER JOIN sekolah_surat AS t ON t.npsn = i.model
ORDER BY s.kode_kabupaten, s.pengusul, m.urut, m.npsn, i.urut, i.npsn;
