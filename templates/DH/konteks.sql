-- Satu baris satu daftar hadir: setiap kelas pada setiap hari pelatihan.
SELECT
    l.kunci || '/' || h.tanggal AS kunci,
    l.penyelenggara AS instansi,
    CASE WHEN l.jenis = 'spmi' THEN 'T05' ELSE 'T04.4' END AS tahap,
    l.wilayah_kelas AS wilayah,
    'Daftar Hadir ' || l.nama || ', Kelas ' || l.kelas || ', ' || tanggal(h.tanggal)
    AS hal,
    'Peserta kelas ' || l.kelas AS tujuan,
    'Fasilitator kelas ' || l.kelas AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(l.kop),
        'pelatihan', json_object(
            'nama', l.nama,
            'judul', imbang(l.nama),
            'angkatan', l.angkatan,
            'tempat', l.tempat_kota
        ),
        'kelas', json_object('kode', l.kelas, 'ruang', l.ruang),
        'hari', json_object(
            'nama', hari(h.tanggal),
            'tanggal', tanggal(h.tanggal),
            'waktu', min(h.mulai) || char(8211) || max(h.selesai) || ' ' || l.zona
        ),
        'peserta', json((
            SELECT json_group_array(json_object(
                'nama', p.nama,
                'nip', p.nip,
                'nuptk', p.nuptk,
                'jabatan', p.jabatan,
                'unit_kerja', p.unit_kerja
            ))
            FROM (
                SELECT * FROM peserta_surat AS p
                WHERE p.pelatihan = l.kode AND p.kelas = l.kelas
                ORDER BY p.npsn, p.kode
            ) AS p
        )),
        'fasilitator', json(fasilitator_kelas(l.kode, l.kelas))
    ) AS konteks
FROM kelas_surat AS l
INNER JOIN sesi AS h ON h.pelatihan = l.kode AND h.kelas = l.kelas
GROUP BY l.kode, l.kelas, h.tanggal
ORDER BY l.mulai, l.kode, l.kelas, h.tanggal;
