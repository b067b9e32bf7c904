-- Satu baris satu undangan: setiap pelatihan calon fasilitator daerah.
WITH
alamat AS (
    SELECT p.pelatihan, d.*
    FROM peserta AS p
    INNER JOIN dinas_pengusul AS d ON d.tahun = diminta('tahun') AND d.calon = p.kode
),
surat AS (
    SELECT
        t.*,
        'Undangan ' || t.nama AS hal,
        coalesce(wilayah_instansi(t.penyelenggara, :tanggal), t.wilayah) AS penerbit,
        (SELECT min(s.kelas) FROM sesi AS s WHERE s.pelatihan = t.kode) AS kelas,
        (SELECT count(*) FROM peserta AS p WHERE p.pelatihan = t.kode) AS banyak,
        (
            SELECT json_group_array(DISTINCT p.kode_kabupaten)
            FROM peserta_surat AS p WHERE p.pelatihan = t.kode
        ) AS subjek
    FROM pelatihan_surat AS t
    WHERE t.jenis = 'fasda' AND (t.diminta OR EXISTS (
        SELECT 1 FROM peserta_surat AS p WHERE p.pelatihan = t.kode AND p.diminta
    ))
)
SELECT
    s.kode AS kunci,
    s.penyelenggara AS instansi,
    json_set(
        s.wilayah_surat,
        '$.penerbit', kode_wilayah(s.penerbit, :tanggal),
        '$.subjek', json(s.subjek)
    ) AS wilayah,
    s.hal,
    'Calon Fasilitator Daerah (daftar terlampir)' AS tujuan,
    s.penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(s.kop),
        'surat', json_object(
            'hal', s.hal,
            'lampiran', '2 (dua) berkas',
            'tempat', s.kop ->> 'kota',
            'lembaga', s.kop ->> 'nama'
        ),
        'pelatihan', json_object(
            'nama', s.nama,
            'judul', imbang(s.nama),
            'angkatan', s.angkatan,
            'hari', CASE WHEN s.mulai = s.selesai THEN hari(s.mulai)
                ELSE hari(s.mulai) || ' s.d. ' || hari(s.selesai) END,
            'tanggal', rentang(s.mulai, s.selesai),
            'waktu', coalesce(s.jam_mulai_awal, s.jam_mulai) || ' ' || s.zona
                || ' s.d. selesai',
            'zona', s.zona,
            'tempat', s.tempat,
            'alamat', s.alamat || coalesce(', ' || s.kota, ''),
            'telepon', s.telepon,
            'lapor_masuk', s.lapor_masuk,
            'lapor_keluar', s.lapor_keluar,
            'biaya', s.biaya,
            'narahubung', s.narahubung,
            'telepon_narahubung', s.telepon_narahubung
        ),
        'bawaan', json(pecah(s.bawaan)),
        'jumlah', json_set(
            jumlah_jadwal(s.kode, s.kelas),
            '$.peserta', s.banyak,
            '$.peserta_terbilang', terbilang(s.banyak)
        ),
        'peserta', json((
            SELECT json_group_array(json_object(
                'nama', p.nama,
                'nip', p.nip,
                'nuptk', p.nuptk,
                'jabatan', p.jabatan,
                'unit_kerja', p.unit_kerja,
                'kabupaten', p.kabupaten,
                'kelas', p.kelas
            ))
            FROM (
                SELECT * FROM peserta_surat AS p WHERE p.pelatihan = s.kode
                ORDER BY p.wilayah, p.kode
            ) AS p
        )),
        'hari', json(jadwal(s.kode, s.kelas)),
        'penandatangan', json(s.penandatangan),
        'tembusan', json((
            SELECT json_group_array(nama) FROM (
                SELECT DISTINCT d.kepala AS nama
                FROM alamat AS d
                WHERE d.pelatihan = s.kode AND d.kepala IS NOT NULL
                ORDER BY d.wilayah
            )
        ))
    ) AS konteks,
    (
        SELECT json_group_array(json(d.baris)) FROM alamat AS d
        WHERE d.pelatihan = s.kode AND d.kepala IS NULL
    ) AS kurang
FROM surat AS s
ORDER BY s.mulai, s.kode;
