-- Satu baris satu notula: setiap kegiatan T01 dan T09 bertempat yang notulanya dicatat.
SELECT
    k.tahap || '/' || k.kunci AS kunci,
    k.lpmp AS instansi,
    k.tahap,
    k.wilayah_surat AS wilayah,
    'Notula ' || k.judul AS hal,
    'Peserta ' || k.judul AS tujuan,
    coalesce(n.jabatan_pemimpin, 'Pemimpin rapat') AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(k.kop),
        'kegiatan', json_set(k.kegiatan, '$.judul', imbang(k.judul)),
        'acara', json(pecah(k.acara)),
        'jumlah', json(jumlah('hadir', n.hadir)),
        'pembahasan', json(pecah(n.pembahasan)),
        'keputusan', json(pecah(n.keputusan)),
        'penandatangan', json_object(
            'nama', n.pemimpin, 'jabatan', n.jabatan_pemimpin
        ),
        'notulis', json_object('nama', n.notulis)
    ) AS konteks,
    k.kurang
FROM kegiatan_surat AS k
INNER JOIN notula AS n
    ON n.tahun = k.tahun AND n.tahap = k.tahap
    AND n.wilayah = k.wilayah AND n.urut = k.urut
WHERE k.tahap IN ('T01', 'T09')
ORDER BY k.tahap, k.wilayah, k.urut;
