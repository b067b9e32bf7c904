-- Satu baris satu jadwal: setiap kelas pelatihan calon fasilitator daerah.
WITH
lembar AS (
    SELECT
        t.*,
        k.kode AS kelas,
        k.ruang,
        (
            SELECT min(s.tanggal) FROM sesi AS s
            WHERE s.pelatihan = t.kode AND s.kelas = k.kode
        ) AS awal,
        (
            SELECT max(s.tanggal) FROM sesi AS s
            WHERE s.pelatihan = t.kode AND s.kelas = k.kode
        ) AS akhir,
        (
            SELECT json_group_array(DISTINCT kode_wilayah(p.wilayah, :tanggal))
            FROM peserta_lengkap AS p
            WHERE p.pelatihan = t.kode AND p.kelas = k.kode
        ) AS subjek,
        pejabat(t.penyelenggara, 'kepala', :tanggal) AS penandatangan
    FROM pelatihan AS t
    INNER JOIN kelas AS k ON k.pelatihan = t.kode
    WHERE t.tahun = :tahun AND t.jenis = 'fasda' AND (
        dalam_wilayah(t.wilayah, :wilayah) OR EXISTS (
            SELECT 1 FROM peserta_lengkap AS p
            WHERE p.pelatihan = t.kode AND p.kelas = k.kode
                AND dalam_wilayah(p.wilayah, :wilayah)
        )
    )
),
jam AS MATERIALIZED (
    SELECT
        s.*,
        s.menit_paparan + s.menit_praktik + s.menit_evaluasi + s.menit_umum AS menit
    FROM sesi AS s
    INNER JOIN lembar AS l ON l.kode = s.pelatihan AND l.kelas = s.kelas
),
jumlah AS (
    SELECT
        j.pelatihan,
        j.kelas,
        sum(j.menit) AS menit,
        sum(j.menit_paparan) AS paparan,
        sum(j.menit_praktik) AS praktik,
        sum(j.menit_evaluasi) AS evaluasi,
        sum(j.menit_umum) AS umum
    FROM jam AS j
    GROUP BY j.pelatihan, j.kelas
)
SELECT
    l.kode || '/' || l.kelas AS kunci,
    l.penyelenggara AS instansi,
    json_object(
        'penerbit', provinsi(l.wilayah, :tanggal),
        'subjek', json(l.subjek),
        'pelatihan', kode_wilayah(l.wilayah, :tanggal)
    ) AS wilayah,
    'Jadwal ' || l.nama || ', Kelas ' || l.kelas AS hal,
    'Peserta dan fasilitator' AS tujuan,
    trim(
        coalesce(json_extract(l.penandatangan, '$.awalan'), '') || ' '
        || coalesce(json_extract(l.penandatangan, '$.jabatan'), 'Kepala LPMP')
    ) AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(kop(l.penyelenggara, :tanggal)),
        'surat', json_object(
            'tempat', json_extract(kop(l.penyelenggara, :tanggal), '$.kota')
        ),
        'pelatihan', json_object(
            'nama', l.nama,
            'angkatan', l.angkatan,
            'tanggal', rentang(l.awal, l.akhir),
            'tempat', l.tempat || coalesce(', ' || l.kota, ''),
            'zona', zona_waktu(l.wilayah)
        ),
        'kelas', json_object('kode', l.kelas, 'ruang', l.ruang),
        'jumlah', json_object(
            'jp', desimal(j.menit * 1.0 / setelan('menit_per_jp')),
            'menit_per_jp', desimal(setelan('menit_per_jp')),
            'paparan', desimal(j.paparan * 1.0 / setelan('menit_per_jp')),
            'praktik', desimal(j.praktik * 1.0 / setelan('menit_per_jp')),
            'evaluasi', desimal(j.evaluasi * 1.0 / setelan('menit_per_jp')),
            'umum', desimal(j.umum * 1.0 / setelan('menit_per_jp')),
            'persen_paparan', desimal(round(100.0 * j.paparan / j.menit, 1))
        ),
        'fasilitator', json((
            SELECT json_group_array(json(f.isi)) FROM (
                SELECT json_object('nama', f.nama, 'asal', f.asal) AS isi
                FROM fasilitator AS f
                WHERE f.pelatihan = l.kode AND f.kelas = l.kelas
                ORDER BY f.urut, f.kode
            ) AS f
        )),
        'hari', json((
            SELECT json_group_array(json(h.isi)) FROM (
                SELECT json_object(
                    'nama', hari(d.tanggal),
                    'tanggal', tanggal(d.tanggal),
                    'sesi', json((
                        SELECT json_group_array(json(e.isi)) FROM (
                            SELECT json_object(
                                'waktu', k.mulai || char(8211) || k.selesai,
                                'judul', k.judul,
                                'istirahat', k.materi IS NULL,
                                'paparan', k.menit_paparan,
                                'praktik', k.menit_praktik + k.menit_evaluasi,
                                'jp', desimal(k.menit * 1.0 / setelan('menit_per_jp')),
                                'pengampu', k.pengampu
                            ) AS isi
                            FROM jam AS k
                            WHERE k.pelatihan = l.kode AND k.kelas = l.kelas
                                AND k.tanggal = d.tanggal
                            ORDER BY k.mulai
                        ) AS e
                    ))
                ) AS isi
                FROM (
                    SELECT DISTINCT x.tanggal FROM jam AS x
                    WHERE x.pelatihan = l.kode AND x.kelas = l.kelas
                    ORDER BY x.tanggal
                ) AS d
            ) AS h
        )),
        'penandatangan', json(l.penandatangan)
    ) AS konteks
FROM lembar AS l
INNER JOIN jumlah AS j ON j.pelatihan = l.kode AND j.kelas = l.kelas
ORDER BY l.mulai, l.kode, l.kelas;
