-- Satu baris satu jadwal: setiap kelas pelatihan SPMI bagi sekolah model.
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
    WHERE t.tahun = :tahun AND t.jenis = 'spmi' AND (
        dalam_wilayah(t.wilayah, :wilayah) OR EXISTS (
            SELECT 1 FROM peserta_lengkap AS p
            WHERE p.pelatihan = t.kode AND p.kelas = k.kode
                AND dalam_wilayah(p.wilayah, :wilayah)
        )
    )
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
        'jumlah', json(jumlah_jadwal(l.kode, l.kelas)),
        'fasilitator', json(fasilitator_kelas(l.kode, l.kelas)),
        'hari', json(jadwal(l.kode, l.kelas)),
        'penandatangan', json(l.penandatangan)
    ) AS konteks
FROM lembar AS l
WHERE l.awal IS NOT NULL
ORDER BY l.mulai, l.kode, l.kelas;
