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
    FROM peserta_lengkap AS p
    INNER JOIN nilai AS n ON n.pelatihan = p.pelatihan AND n.peserta = p.kode
    WHERE p.tahun = :tahun AND p.jenis = 'fasda' AND p.kelas IS NOT NULL
),
lembar AS (
    SELECT
        t.*,
        k.kode AS kelas,
        k.ruang,
        (SELECT max(s.tanggal) FROM sesi AS s WHERE s.pelatihan = t.kode) AS selesai,
        count(*) AS banyak,
        sum(o.rekomendasi) AS lulus,
        max(dalam_wilayah(o.wilayah, :wilayah)) AS diminta,
        json_group_array(DISTINCT kode_wilayah(o.wilayah, :tanggal)) AS subjek
    FROM pelatihan AS t
    INNER JOIN kelas AS k ON k.pelatihan = t.kode
    INNER JOIN orang AS o ON o.pelatihan = t.kode AND o.kelas = k.kode
    GROUP BY t.kode, k.kode
)
SELECT
    l.kode || '/' || l.kelas AS kunci,
    l.penyelenggara AS instansi,
    json_object(
        'penerbit', provinsi(l.wilayah, :tanggal),
        'subjek', json(l.subjek),
        'pelatihan', kode_wilayah(l.wilayah, :tanggal)
    ) AS wilayah,
    'Evaluasi Penetapan Fasilitator Daerah, ' || l.nama || ', Kelas ' || l.kelas AS hal,
    'Kepala ' || coalesce(
        json_extract(kop(l.penyelenggara, :tanggal), '$.nama'), 'LPMP'
    ) AS tujuan,
    'Tim Fasilitator Nasional' AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(kop(l.penyelenggara, :tanggal)),
        'surat', json_object(
            'bernomor', instr(',' || coalesce(setelan('bernomor'), '') || ',', ',01.6,') > 0
        ),
        'tujuan', json_object('jabatan', 'Kepala ' || coalesce(
            json_extract(kop(l.penyelenggara, :tanggal), '$.nama'), 'LPMP'
        )),
        'pelatihan', json_object(
            'nama', l.nama,
            'angkatan', l.angkatan,
            'tanggal', rentang(l.mulai, coalesce(l.selesai, l.mulai)),
            'tempat', l.tempat
        ),
        'kelas', json_object('kode', l.kelas, 'ruang', l.ruang),
        'nilai', json_object('lulus', desimal(setelan('nilai_lulus'))),
        'jumlah', json_object(
            'peserta', l.banyak, 'peserta_terbilang', terbilang(l.banyak),
            'lulus', l.lulus, 'lulus_terbilang', terbilang(l.lulus),
            'tidak', l.banyak - l.lulus,
            'tidak_terbilang', terbilang(l.banyak - l.lulus)
        ),
        'peserta', json((
            SELECT json_group_array(json(d.isi)) FROM (
                SELECT json_object(
                    'nama', o.nama,
                    'nip', o.nip,
                    'unit_kerja', o.unit_kerja,
                    'kehadiran', o.kehadiran,
                    'pratest', desimal(o.pratest),
                    'pascates', desimal(o.pascates),
                    'selisih', desimal(o.pascates - o.pratest),
                    'praktik', desimal(o.praktik),
                    'sikap', desimal(o.sikap),
                    'akhir', desimal(o.akhir),
                    'keputusan', CASE WHEN o.rekomendasi THEN 'Direkomendasikan'
                        ELSE 'Tidak direkomendasikan' END,
                    'catatan', o.catatan
                ) AS isi
                FROM orang AS o WHERE o.pelatihan = l.kode AND o.kelas = l.kelas
                ORDER BY o.kode
            ) AS d
        )),
        'fasilitator', json(fasilitator_kelas(l.kode, l.kelas))
    ) AS konteks
FROM lembar AS l
WHERE l.diminta = 1
ORDER BY l.mulai, l.kode, l.kelas;
