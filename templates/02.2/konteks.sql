-- Satu baris satu pernyataan: setiap sekolah model dalam usulan terakhir.
SELECT
    s.npsn AS kunci,
    NULL AS instansi,
    s.wilayah_surat AS wilayah,
    'Pernyataan Kesediaan dan Komitmen sebagai Sekolah Model Tahun ' || s.tahun AS hal,
    s.tujuan,
    s.penanda_tangan,
    NULL AS nomor_luar,
    json_set(
        s.konteks,
        '$.jumlah', json((
            SELECT jumlah('imbas', count(*))
            FROM usulan_imbas AS i
            WHERE i.usulan = m.usulan AND i.model = m.npsn
        )),
        '$.imbas', json((
            SELECT json_group_array(json_object(
                'npsn', d.npsn, 'nama', d.nama, 'kecamatan', d.kecamatan
            ))
            FROM (
                SELECT t.npsn, t.nama, t.kecamatan
                FROM usulan_imbas AS i
                INNER JOIN sekolah_surat AS t ON t.npsn = i.npsn
                WHERE i.usulan = m.usulan AND i.model = m.npsn
                ORDER BY i.urut, i.npsn
            ) AS d
        ))
    ) AS konteks,
    coalesce('[' || s.kurang || ']', '[]') AS kurang
FROM usulan_model AS m
INNER JOIN pernyataan_surat AS s ON s.usulan = m.usulan AND s.npsn = m.npsn
ORDER BY s.kode_kabupaten, s.pengusul, m.urut, m.npsn;
