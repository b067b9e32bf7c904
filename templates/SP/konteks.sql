-- Satu baris satu sertifikat: setiap orang yang ditetapkan (01.7), hadir, dan
-- direkomendasikan (01.6) pada pelatihannya.
SELECT
    t.kode || '/' || p.kode AS kunci,
    t.penyelenggara AS instansi,
    json_set(t.wilayah_surat, '$.subjek', p.kode_kabupaten) AS wilayah,
    'Sertifikat ' || t.nama AS hal,
    p.nama AS tujuan,
    t.penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(t.kop),
        'surat', json_object('tempat', t.kop ->> 'kota', 'lembaga', t.kop ->> 'nama'),
        'peserta', json_object(
            'nama', p.nama,
            'nip', p.nip,
            'nuptk', p.nuptk,
            'jabatan', p.jabatan,
            'unit_kerja', p.unit_kerja,
            'kabupaten', p.kabupaten
        ),
        'pelatihan', json_object(
            'nama', t.nama,
            'angkatan', t.angkatan,
            'tanggal', rentang(t.mulai, coalesce(t.selesai, t.mulai)),
            'tempat', t.tempat_kota
        ),
        'jumlah', json_object(
            'jp', (
                SELECT desimal(sum(
                    m.menit_paparan + m.menit_praktik + m.menit_evaluasi + m.menit_umum
                ) / setelan('menit_per_jp'))
                FROM materi AS m WHERE m.kurikulum = t.kurikulum
            ),
            'menit_per_jp', desimal(setelan('menit_per_jp'))
        ),
        'materi', json((
            SELECT json_group_array(json_object(
                'judul', m.judul,
                'jp', desimal((
                    m.menit_paparan + m.menit_praktik + m.menit_evaluasi + m.menit_umum
                ) / setelan('menit_per_jp'))
            ))
            FROM (
                SELECT * FROM materi AS m WHERE m.kurikulum = t.kurikulum
                ORDER BY m.urut
            ) AS m
        )),
        'penandatangan', json(t.penandatangan)
    ) AS konteks
FROM penetapan AS k
INNER JOIN pelatihan_surat AS t ON t.kode = k.pelatihan
INNER JOIN peserta_surat AS p ON p.pelatihan = k.pelatihan AND p.calon = k.calon
INNER JOIN nilai AS n ON n.pelatihan = p.pelatihan AND n.peserta = p.kode
WHERE k.tahun = :tahun AND p.hadir AND n.rekomendasi AND (t.diminta OR p.diminta)
ORDER BY t.kode, p.wilayah, p.kode;
