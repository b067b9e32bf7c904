-- Satu baris satu undangan: setiap kegiatan T01 yang tempatnya diisi.
SELECT
    k.kunci,
    k.lpmp AS instansi,
    k.wilayah_surat AS wilayah,
    'Undangan ' || k.judul AS hal,
    'Kepala Dinas Pendidikan ' || nama_wilayah(k.wilayah, :tanggal) AS tujuan,
    k.penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(k.kop),
        'surat', json_object(
            'hal', 'Undangan ' || k.judul,
            'lampiran', NULL,
            'tempat', k.kop ->> 'kota',
            'lembaga', k.kop ->> 'nama'
        ),
        'kegiatan', json(k.kegiatan),
        'acara', json(pecah(k.acara)),
        'tujuan', json(k.kepala),
        'penandatangan', json(k.penandatangan),
        'tembusan', json(k.kepala_daerah)
    ) AS konteks,
    k.kurang
FROM kegiatan_surat AS k
WHERE k.tahap = 'T01'
ORDER BY k.wilayah, k.urut;
