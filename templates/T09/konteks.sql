-- Satu baris satu undangan: setiap kegiatan T09 yang tempatnya diisi.
SELECT
    k.kunci,
    k.lpmp AS instansi,
    k.wilayah_surat AS wilayah,
    'Undangan ' || k.judul AS hal,
    'Kepala dinas pendidikan, kepala sekolah model dan sekolah imbas' AS tujuan,
    k.penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(k.kop),
        'penerima', json_array('tujuan', 'sekolah'),
        'surat', json_object(
            'hal', 'Undangan ' || k.judul,
            'lampiran', '1 (satu) berkas',
            'tempat', k.kop ->> 'kota',
            'lembaga', k.kop ->> 'nama'
        ),
        'kegiatan', json(k.kegiatan),
        'acara', json(pecah(k.acara)),
        'tujuan', json(k.kepala),
        'jumlah', json((
            SELECT jumlah(
                'model', count(*) FILTER (WHERE p.model IS NULL),
                'imbas', count(*) FILTER (WHERE p.model IS NOT NULL)
            )
            FROM sekolah_ditetapkan AS p
            WHERE p.tahun = k.tahun AND p.wilayah = k.wilayah
        )),
        'sekolah', json((
            SELECT json_group_array(json_object(
                'npsn', s.npsn,
                'nama', s.nama,
                'bentuk', s.bentuk,
                'kecamatan', s.kecamatan,
                'sebagai', iif(s.model IS NULL, 'Sekolah model', 'Sekolah imbas')
            ))
            FROM (
                SELECT s.*, p.model
                FROM sekolah_ditetapkan AS p
                INNER JOIN sekolah_surat AS s ON s.npsn = p.npsn
                WHERE p.tahun = k.tahun AND p.wilayah = k.wilayah
                ORDER BY p.usulan, p.urut_model, p.urut_imbas
            ) AS s
        )),
        'penandatangan', json(k.penandatangan),
        'tembusan', json(k.kepala_daerah)
    ) AS konteks,
    k.kurang
FROM kegiatan_surat AS k
WHERE k.tahap = 'T09'
ORDER BY k.wilayah, k.urut;
