-- Satu baris satu surat penetapan: setiap pelatihan yang fasilitatornya ditetapkan.
WITH
orang AS MATERIALIZED (
    SELECT
        c.kode, c.nama, c.nip, c.nuptk, c.jabatan, c.unit_kerja,
        c.diminta OR dalam_wilayah(k.wilayah, :wilayah) AS diminta,
        k.pelatihan, k.wilayah, k.kelompok,
        kode_wilayah(k.wilayah, :tanggal) AS kode_kabupaten,
        nama_wilayah(k.wilayah, :tanggal) AS kabupaten
    FROM penetapan AS k
    INNER JOIN calon_surat AS c ON c.tahun = k.tahun AND c.kode = k.calon
),
alamat AS (
    SELECT o.pelatihan, d.*
    FROM orang AS o
    INNER JOIN (
        SELECT * FROM dinas_pengusul UNION ALL SELECT * FROM dinas_penetapan
    ) AS d ON d.tahun = diminta('tahun') AND d.calon = o.kode
),
surat AS (
    SELECT
        t.*,
        count(*) AS banyak,
        json_group_array(DISTINCT o.kode_kabupaten) AS subjek,
        'Penetapan Fasilitator Daerah Pengembangan Sekolah Model Tahun ' || t.tahun
        AS hal
    FROM pelatihan_surat AS t
    INNER JOIN orang AS o ON o.pelatihan = t.kode
    GROUP BY t.kode
    HAVING max(o.diminta)
)
SELECT
    s.kode AS kunci,
    s.penyelenggara AS instansi,
    json_set(s.wilayah_surat, '$.subjek', json(s.subjek)) AS wilayah,
    s.hal,
    'Kepala dinas pendidikan dan pimpinan satuan kerja asal fasilitator' AS tujuan,
    'a.n. ' || dirjen(:tanggal) || ', ' || s.penanda_tangan AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(s.kop),
        'surat', json_object(
            'hal', s.hal,
            'lampiran', '1 (satu) berkas',
            'tempat', s.kop ->> 'kota',
            'lembaga', s.kop ->> 'nama',
            'dasar', 'Petunjuk Teknis Pengembangan Sekolah Model dan Pola Pengimbasan '
            || 'dari ' || ditjen(:tanggal)
        ),
        'pelatihan', json_object(
            'nama', s.nama,
            'angkatan', s.angkatan,
            'tanggal', rentang(s.mulai, coalesce(s.selesai, s.mulai))
        ),
        'penetapan', json_object('tahun', cast(s.tahun AS TEXT)),
        'jumlah', json(jumlah('fasilitator', s.banyak)),
        'tujuan', json((
            SELECT json_group_array(nama) FROM (
                SELECT DISTINCT d.kepala AS nama
                FROM alamat AS d
                WHERE d.pelatihan = s.kode AND d.kepala IS NOT NULL
                ORDER BY d.wilayah
            )
        )),
        'fasilitator', json((
            SELECT json_group_array(json_object(
                'nama', o.nama,
                'nip', o.nip,
                'nuptk', o.nuptk,
                'jabatan', o.jabatan,
                'unit_kerja', o.unit_kerja,
                'kabupaten', o.kabupaten,
                'kelompok', o.kelompok
            ))
            FROM (
                SELECT * FROM orang AS o WHERE o.pelatihan = s.kode
                ORDER BY o.wilayah, o.kelompok, o.kode
            ) AS o
        )),
        'penandatangan', json_set(
            s.penandatangan, '$.atas_nama', imbang(dirjen(:tanggal))
        ),
        'tembusan', json((
            SELECT json_group_array(nama) FROM (
                SELECT dirjen(:tanggal) || ' (sebagai laporan)' AS nama
                UNION ALL
                SELECT 'Sekretaris ' || ditjen(:tanggal)
                UNION ALL
                SELECT kepala_daerah(provinsi(s.wilayah, :tanggal), :tanggal)
                UNION ALL
                SELECT DISTINCT kepala_daerah(o.wilayah, :tanggal)
                FROM (
                    SELECT * FROM orang AS o WHERE o.pelatihan = s.kode ORDER BY o.kode
                ) AS o
            )
        ))
    ) AS konteks,
    (
        SELECT json_group_array(json(k.baris)) FROM (
            SELECT d.baris FROM alamat AS d
            WHERE d.pelatihan = s.kode AND d.kepala IS NULL
            UNION ALL
            SELECT kurang_ditjen(:tanggal)
        ) AS k
        WHERE k.baris IS NOT NULL
    ) AS kurang
FROM surat AS s
ORDER BY s.mulai, s.kode;
