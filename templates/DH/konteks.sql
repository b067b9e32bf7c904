-- Satu baris satu daftar hadir: setiap kelas pada setiap hari pelatihan.
WITH
lembar AS (
    SELECT
        t.*,
        k.kode AS kelas,
        k.ruang,
        h.tanggal,
        h.mulai AS dari,
        h.selesai AS sampai,
        (
            SELECT json_group_array(DISTINCT kode_wilayah(p.wilayah, :tanggal))
            FROM peserta_lengkap AS p
            WHERE p.pelatihan = t.kode AND p.kelas = k.kode
        ) AS subjek
    FROM pelatihan AS t
    INNER JOIN kelas AS k ON k.pelatihan = t.kode
    INNER JOIN (
        SELECT
            s.pelatihan, s.kelas, s.tanggal,
            min(s.mulai) AS mulai, max(s.selesai) AS selesai
        FROM sesi AS s
        GROUP BY s.pelatihan, s.kelas, s.tanggal
    ) AS h ON h.pelatihan = t.kode AND h.kelas = k.kode
    WHERE t.tahun = :tahun AND (
        dalam_wilayah(t.wilayah, :wilayah) OR EXISTS (
            SELECT 1 FROM peserta_lengkap AS p
            WHERE p.pelatihan = t.kode AND p.kelas = k.kode
                AND dalam_wilayah(p.wilayah, :wilayah)
        )
    )
)
SELECT
    l.kode || '/' || l.kelas || '/' || l.tanggal AS kunci,
    l.penyelenggara AS instansi,
    CASE WHEN l.jenis = 'spmi' THEN 'T05' ELSE 'T04.4' END AS tahap,
    json_object(
        'penerbit', provinsi(l.wilayah, :tanggal),
        'subjek', json(l.subjek),
        'pelatihan', kode_wilayah(l.wilayah, :tanggal)
    ) AS wilayah,
    'Daftar Hadir ' || l.nama || ', Kelas ' || l.kelas || ', ' || tanggal(l.tanggal)
    AS hal,
    'Peserta kelas ' || l.kelas AS tujuan,
    'Fasilitator kelas ' || l.kelas AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(kop(l.penyelenggara, :tanggal)),
        'pelatihan', json_object(
            'nama', l.nama,
            'angkatan', l.angkatan,
            'tempat', l.tempat || coalesce(', ' || l.kota, '')
        ),
        'kelas', json_object('kode', l.kelas, 'ruang', l.ruang),
        'hari', json_object(
            'nama', hari(l.tanggal),
            'tanggal', tanggal(l.tanggal),
            'waktu', l.dari || char(8211) || l.sampai || ' ' || zona_waktu(l.wilayah)
        ),
        'peserta', json((
            SELECT json_group_array(json(d.isi)) FROM (
                SELECT json_object(
                    'nama', p.nama,
                    'nip', p.nip,
                    'jabatan', p.jabatan,
                    'unit_kerja', p.unit_kerja
                ) AS isi
                FROM peserta_lengkap AS p
                WHERE p.pelatihan = l.kode AND p.kelas = l.kelas
                ORDER BY p.npsn, p.kode
            ) AS d
        )),
        'fasilitator', json(fasilitator_kelas(l.kode, l.kelas))
    ) AS konteks
FROM lembar AS l
ORDER BY l.mulai, l.kode, l.kelas, l.tanggal;
