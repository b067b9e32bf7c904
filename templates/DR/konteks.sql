-- Satu baris satu daftar hadir: setiap hari kegiatan T01 dan T09 yang tempatnya diisi.
-- Yang diundang sama dengan pada undangannya; di bawahnya baris kosong untuk yang lain.
WITH RECURSIVE
rapat AS (
    SELECT * FROM kegiatan_surat WHERE tahap IN ('T01', 'T09')
),
hari AS (
    SELECT r.tahap, r.kunci, r.mulai AS tanggal, coalesce(r.selesai, r.mulai) AS akhir
    FROM rapat AS r
    UNION ALL
    SELECT h.tahap, h.kunci, date(h.tanggal, '+1 day'), h.akhir
    FROM hari AS h
    WHERE h.tanggal < h.akhir
),
kosong AS (
    SELECT 1 AS urut
    UNION ALL
    SELECT urut + 1 FROM kosong WHERE urut < 8
),
undangan AS (
    SELECT
        r.tahap, r.kunci, 1 AS kelompok, d.kode AS urut,
        d.nama AS instansi, d.pejabat ->> 'nama' AS nama, d.pejabat ->> 'nip' AS nip,
        ltrim(coalesce(d.pejabat ->> 'awalan', '') || ' Kepala dinas') AS jabatan
    FROM rapat AS r
    INNER JOIN dinas_rapat AS d
        ON dalam_wilayah(d.wilayah, r.wilayah) OR d.wilayah = r.kode_provinsi
    UNION ALL
    SELECT r.tahap, r.kunci, 2, d.kode || j.urut, d.nama, NULL, NULL, j.nama
    FROM rapat AS r
    INNER JOIN dinas_rapat AS d
        ON dalam_wilayah(d.wilayah, r.wilayah) OR d.wilayah = r.kode_provinsi
    INNER JOIN (
        SELECT 1 AS urut, 'Kepala bidang' AS nama
        UNION ALL SELECT 2, 'Koordinator pengawas sekolah'
    ) AS j
    WHERE r.tahap = 'T01'
    UNION ALL
    SELECT
        r.tahap, r.kunci, 3,
        printf('%09d/%09d/%09d', p.usulan, p.urut_model, p.urut_imbas),
        s.nama, s.kepala, s.nip_kepala, 'Kepala sekolah'
    FROM rapat AS r
    INNER JOIN sekolah_ditetapkan AS p
        ON p.tahun = r.tahun AND dalam_wilayah(p.wilayah, r.wilayah)
    INNER JOIN sekolah_surat AS s ON s.npsn = p.npsn
    WHERE r.tahap = 'T09'
    UNION ALL
    SELECT r.tahap, r.kunci, 4, printf('%02d', k.urut), NULL, NULL, NULL, NULL
    FROM rapat AS r
    CROSS JOIN kosong AS k
)
SELECT
    r.tahap || '/' || r.kunci || '/' || h.tanggal AS kunci,
    r.lpmp AS instansi,
    r.tahap,
    r.wilayah_surat AS wilayah,
    'Daftar Hadir ' || r.judul || ', ' || tanggal(h.tanggal) AS hal,
    'Peserta ' || r.judul AS tujuan,
    r.penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(r.kop),
        'kegiatan', json_set(
            r.kegiatan,
            '$.judul', imbang(r.judul),
            '$.hari', hari(h.tanggal),
            '$.tanggal', tanggal(h.tanggal)
        ),
        'undangan', json((
            SELECT json_group_array(json_object(
                'nama', u.nama,
                'nip', u.nip,
                'instansi', u.instansi,
                'jabatan', u.jabatan
            ))
            FROM (
                SELECT * FROM undangan AS u
                WHERE u.tahap = r.tahap AND u.kunci = r.kunci
                ORDER BY u.kelompok, u.urut
            ) AS u
        )),
        'penandatangan', json(r.penandatangan)
    ) AS konteks,
    r.kurang
FROM rapat AS r
INNER JOIN hari AS h ON h.tahap = r.tahap AND h.kunci = r.kunci
ORDER BY r.tahap, r.wilayah, r.urut, h.tanggal;
