-- Satu baris satu undangan: setiap pelatihan calon fasilitator daerah.
WITH
latih AS (
    SELECT
        t.*,
        (SELECT max(s.tanggal) FROM sesi AS s WHERE s.pelatihan = t.kode) AS selesai,
        (SELECT min(s.kelas) FROM sesi AS s WHERE s.pelatihan = t.kode) AS kelas,
        (
            SELECT count(*) FROM peserta AS p WHERE p.pelatihan = t.kode
        ) AS banyak,
        (
            SELECT json_group_array(DISTINCT kode_wilayah(p.wilayah, :tanggal))
            FROM peserta_lengkap AS p WHERE p.pelatihan = t.kode
        ) AS subjek
    FROM pelatihan AS t
    WHERE t.tahun = :tahun AND t.jenis = 'fasda' AND (
        dalam_wilayah(t.wilayah, :wilayah) OR EXISTS (
            SELECT 1 FROM peserta_lengkap AS p
            WHERE p.pelatihan = t.kode AND dalam_wilayah(p.wilayah, :wilayah)
        )
    )
),
surat AS (
    SELECT
        l.*,
        i.wilayah AS wilayah_penerbit,
        i.nama AS nama_penerbit,
        pejabat(l.penyelenggara, 'kepala', :tanggal) AS penandatangan,
        'Undangan ' || l.nama AS hal
    FROM latih AS l
    LEFT JOIN instansi AS i ON i.kode = l.penyelenggara
        AND i.berlaku_dari <= :tanggal
        AND coalesce(i.berlaku_sampai, '9999-12-31') >= :tanggal
)
SELECT
    s.kode AS kunci,
    s.penyelenggara AS instansi,
    json_object(
        'penerbit', kode_wilayah(coalesce(s.wilayah_penerbit, s.wilayah), :tanggal),
        'subjek', json(s.subjek),
        'pelatihan', kode_wilayah(s.wilayah, :tanggal)
    ) AS wilayah,
    s.hal,
    'Calon Fasilitator Daerah (daftar terlampir)' AS tujuan,
    trim(
        coalesce(json_extract(s.penandatangan, '$.awalan'), '') || ' '
        || coalesce(json_extract(s.penandatangan, '$.jabatan'), 'Kepala LPMP')
    ) AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(kop(s.penyelenggara, :tanggal)),
        'surat', json_object(
            'hal', s.hal,
            'sifat', 'Penting',
            'lampiran', '2 (dua) lampiran',
            'tempat', json_extract(kop(s.penyelenggara, :tanggal), '$.kota'),
            'lembaga', s.nama_penerbit
        ),
        'pelatihan', json_object(
            'nama', s.nama,
            'angkatan', s.angkatan,
            'hari', CASE WHEN s.mulai = s.selesai THEN hari(s.mulai)
                ELSE hari(s.mulai) || ' s.d. ' || hari(s.selesai) END,
            'tanggal', rentang(s.mulai, s.selesai),
            'waktu', coalesce(s.jam_mulai_awal, s.jam_mulai) || ' '
                || zona_waktu(s.wilayah) || ' s.d. selesai',
            'zona', zona_waktu(s.wilayah),
            'tempat', s.tempat,
            'alamat', s.alamat || coalesce(', ' || s.kota, ''),
            'telepon', s.telepon,
            'lapor_masuk', s.lapor_masuk,
            'lapor_keluar', s.lapor_keluar,
            'biaya', s.biaya,
            'narahubung', s.narahubung,
            'telepon_narahubung', s.telepon_narahubung
        ),
        'bawaan', json((
            WITH RECURSIVE potong (butir, sisa) AS (
                SELECT '', coalesce(s.bawaan, '') || ';'
                UNION ALL
                SELECT
                    trim(substr(sisa, 1, instr(sisa, ';') - 1)),
                    substr(sisa, instr(sisa, ';') + 1)
                FROM potong WHERE sisa <> ''
            )
            SELECT json_group_array(butir) FROM potong WHERE butir <> ''
        )),
        'jumlah', json_object(
            'peserta', s.banyak, 'peserta_terbilang', terbilang(s.banyak),
            'jp', json_extract(jumlah_jadwal(s.kode, s.kelas), '$.jp')
        ),
        'peserta', json((
            SELECT json_group_array(json(d.isi)) FROM (
                SELECT json_object(
                    'nama', p.nama,
                    'nip', p.nip,
                    'jabatan', p.jabatan,
                    'unit_kerja', p.unit_kerja,
                    'kabupaten', nama_wilayah(p.wilayah, :tanggal)
                ) AS isi
                FROM peserta_lengkap AS p WHERE p.pelatihan = s.kode
                ORDER BY p.wilayah, p.kode
            ) AS d
        )),
        'hari', json(jadwal(s.kode, s.kelas)),
        'penandatangan', json(s.penandatangan),
        'tembusan', json((
            SELECT json_group_array(nama) FROM (
                SELECT DISTINCT
                    coalesce(
                    json_extract(pejabat(i.kode, 'kepala', :tanggal), '$.jabatan'),
                    'Kepala ' || i.nama || ' ' || nama_wilayah(i.wilayah, :tanggal)
                ) AS nama
                FROM peserta AS p
                INNER JOIN calon AS c ON c.tahun = s.tahun AND c.kode = p.kode
                INNER JOIN instansi AS i ON i.kode = c.pengusul
                    AND i.jenis <> 'lpmp'
                    AND i.berlaku_dari <= :tanggal
                    AND coalesce(i.berlaku_sampai, '9999-12-31') >= :tanggal
                WHERE p.pelatihan = s.kode
                ORDER BY i.wilayah
            )
        ))
    ) AS konteks
FROM surat AS s
ORDER BY s.mulai, s.kode;
