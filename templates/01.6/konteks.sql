-- Satu baris satu lembar: setiap kelas pelatihan yang pesertanya sudah dinilai.
WITH
orang AS MATERIALIZED (
    SELECT
        p.*,
        n.kehadiran,
        n.pratest,
        n.pascates,
        n.praktik,
        n.sikap,
        coalesce(n.akhir, (
            coalesce(n.pascates, 0) * setelan('bobot_pascates')
            + coalesce(n.praktik, 0) * setelan('bobot_praktik')
            + coalesce(n.sikap, 0) * setelan('bobot_sikap')
        ) / (
            setelan('bobot_pascates') + setelan('bobot_praktik') + setelan('bobot_sikap')
        )) AS akhir,
        n.rekomendasi,
        n.catatan
    FROM peserta_surat AS p
    INNER JOIN nilai AS n ON n.pelatihan = p.pelatihan AND n.peserta = p.kode
    WHERE p.jenis = 'fasda' AND p.kelas IS NOT NULL
),
lembar AS (
    SELECT
        t.*,
        k.kode AS kelas,
        k.ruang,
        count(*) AS banyak,
        sum(o.rekomendasi) AS lulus,
        json_group_array(DISTINCT o.kode_kabupaten) AS subjek,
        'Kepala ' || coalesce(t.kop ->> 'nama', 'LPMP') AS tujuan
    FROM pelatihan_surat AS t
    INNER JOIN kelas AS k ON k.pelatihan = t.kode
    INNER JOIN orang AS o ON o.pelatihan = t.kode AND o.kelas = k.kode
    GROUP BY t.kode, k.kode
    HAVING max(o.diminta)
)
SELECT
    l.kode || '/' || l.kelas AS kunci,
    l.penyelenggara AS instansi,
    json_set(l.wilayah_surat, '$.subjek', json(l.subjek)) AS wilayah,
    'Evaluasi Penetapan Fasilitator Daerah, ' || l.nama || ', Kelas ' || l.kelas AS hal,
    l.tujuan,
    'Tim Fasilitator Nasional' AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(l.kop),
        'surat', json_object('bernomor', bernomor('01.6')),
        'tujuan', json_object('jabatan', l.tujuan),
        'pelatihan', json_object(
            'nama', l.nama,
            'angkatan', l.angkatan,
            'tanggal', rentang(l.mulai, coalesce(l.selesai, l.mulai)),
            'tempat', l.tempat_kota
        ),
        'kelas', json_object('kode', l.kelas, 'ruang', l.ruang),
        'nilai', json_object('lulus', desimal(setelan('nilai_lulus'))),
        'jumlah', json(jumlah(
            'peserta', l.banyak, 'lulus', l.lulus, 'tidak', l.banyak - l.lulus
        )),
        'peserta', json((
            SELECT json_group_array(json_object(
                'nama', o.nama,
                'nip', o.nip,
                'nuptk', o.nuptk,
                'unit_kerja', o.unit_kerja,
                'kehadiran', o.kehadiran,
                'pratest', desimal(o.pratest),
                'pascates', desimal(o.pascates),
                'selisih', desimal(o.pascates - o.pratest),
                'praktik', desimal(o.praktik),
                'sikap', desimal(o.sikap),
                'akhir', desimal(o.akhir),
                'keputusan', iif(
                    o.rekomendasi, 'Direkomendasikan', 'Tidak direkomendasikan'
                ),
                'catatan', o.catatan
            ))
            FROM (
                SELECT * FROM orang AS o
                WHERE o.pelatihan = l.kode AND o.kelas = l.kelas
                ORDER BY o.kode
            ) AS o
        )),
        'fasilitator', json(fasilitator_kelas(l.kode, l.kelas))
    ) AS konteks
FROM lembar AS l
ORDER BY l.mulai, l.kode, l.kelas;
