-- Satu baris satu laporan: setiap daftar usulan yang berlaku, kepada dinas pengusulnya.
WITH
sekolah AS MATERIALIZED (
    SELECT v.*, s.nama, s.bentuk, s.kecamatan
    FROM sekolah_verval AS v
    INNER JOIN sekolah_surat AS s ON s.npsn = v.npsn
    WHERE v.tahun = :tahun
),
jumlah AS (
    SELECT
        v.usulan,
        count(*) AS sekolah,
        sum(v.model IS NULL) AS model,
        sum(v.model IS NOT NULL) AS imbas,
        sum(v.model IS NULL AND v.hasil IS 'memenuhi') AS model_memenuhi,
        sum(v.model IS NOT NULL AND v.hasil IS 'memenuhi') AS imbas_memenuhi,
        sum(v.model IS NULL AND v.hasil IS 'tidak memenuhi') AS model_tidak,
        sum(v.model IS NOT NULL AND v.hasil IS 'tidak memenuhi') AS imbas_tidak,
        sum(v.hasil IS 'tidak memenuhi') AS tidak,
        sum(v.hasil IS NULL) AS belum,
        min(v.tanggal) AS dari,
        max(v.tanggal) AS sampai
    FROM sekolah AS v
    GROUP BY v.usulan
),
cara AS (
    SELECT
        c.usulan,
        group_concat(CASE
            WHEN c.urut = 1 THEN c.nama
            WHEN c.urut < c.banyak THEN ', ' || c.nama
            WHEN c.banyak = 2 THEN ' dan ' || c.nama
            ELSE ', dan ' || c.nama
        END, '') AS cara
    FROM (
        SELECT
            v.usulan,
            n.nama,
            row_number() OVER (PARTITION BY v.usulan ORDER BY n.urut) AS urut,
            count(*) OVER (PARTITION BY v.usulan) AS banyak
        FROM (SELECT DISTINCT usulan, cara FROM sekolah) AS v
        INNER JOIN (
            SELECT 1 AS urut, 'kunjungan' AS cara, 'kunjungan sekolah' AS nama
            UNION ALL
            SELECT
                2,
                'pencocokan data',
                'pencocokan dokumen sekolah dengan data pokok pendidikan'
            UNION ALL
            SELECT 3, 'survei', 'survei kondisi awal sekolah'
            UNION ALL
            SELECT 4, 'diskusi', 'diskusi kelompok terpumpun dengan komponen sekolah'
        ) AS n ON n.cara = v.cara
        ORDER BY v.usulan, n.urut
    ) AS c
    GROUP BY c.usulan
),
surat AS (
    SELECT
        u.*,
        lpmp(u.kode_provinsi, :tanggal) AS lpmp,
        d.kepala,
        t.tanggal AS ditutup,
        l.nomor AS nomor_usulan,
        l.tanggal AS tanggal_usulan,
        'Laporan Hasil Verifikasi dan Validasi Usulan Sekolah Model dan Sekolah Imbas '
        || iif(u.usulan_ke > 1, '(Usulan Ke-' || u.usulan_ke || ') ', '')
        || u.kabupaten || ' Tahun ' || u.tahun AS hal
    FROM usulan_surat AS u
    INNER JOIN surat_usulan AS l ON l.usulan = u.id
    LEFT JOIN dinas_surat AS d ON d.kode = u.pengusul
    LEFT JOIN penutupan AS t
        ON t.tahun = u.tahun AND t.wilayah = u.wilayah AND t.tanggal <= :tanggal
)
SELECT
    u.wilayah || '/' || u.pengusul || '/' || u.usulan_ke AS kunci,
    u.lpmp AS instansi,
    json_object(
        'penerbit', u.kode_provinsi,
        'subjek', kode_wilayah(u.wilayah, :tanggal),
        'tujuan', kode_wilayah(
            coalesce(wilayah_instansi(u.pengusul, :tanggal), u.wilayah), :tanggal
        )
    ) AS wilayah,
    u.hal,
    coalesce(u.kepala, 'Kepala ' || u.melalui) AS tujuan,
    penanda_tangan(u.lpmp, :tanggal, 'Kepala LPMP') AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(u.kop_lpmp),
        'surat', json_object(
            'hal', u.hal,
            'lampiran', '1 (satu) berkas',
            'tempat', u.kop_lpmp ->> 'kota',
            'lembaga', u.kop_lpmp ->> 'nama'
        ),
        'tujuan', json_object(
            'jabatan', imbang(coalesce(u.kepala, 'Kepala ' || u.melalui)),
            'tempat', u.kop ->> 'kota'
        ),
        'usulan', json_object(
            'nomor', u.nomor_usulan,
            'tanggal', tanggal(u.tanggal_usulan),
            'berikut', u.usulan_ke + 1,
            'wilayah', u.kabupaten,
            'tahun', cast(u.tahun AS TEXT)
        ),
        'verval', json_object(
            'tanggal', rentang(j.dari, j.sampai),
            'cara', c.cara,
            'tenggat', tanggal(u.tahun || '-04-15'),
            'lewat', :tanggal > u.tahun || '-04-15',
            'ditutup', tanggal(u.ditutup)
        ),
        'jumlah', json(jumlah(
            'sekolah', j.sekolah,
            'model', j.model,
            'imbas', j.imbas,
            'memenuhi', j.model_memenuhi + j.imbas_memenuhi,
            'tidak', j.tidak,
            'belum', j.belum
        )),
        'rekap', json_array(
            json_object(
                'nama', 'Calon sekolah model',
                'diusulkan', j.model,
                'memenuhi', j.model_memenuhi,
                'tidak', j.model_tidak,
                'belum', j.model - j.model_memenuhi - j.model_tidak
            ),
            json_object(
                'nama', 'Calon sekolah imbas',
                'diusulkan', j.imbas,
                'memenuhi', j.imbas_memenuhi,
                'tidak', j.imbas_tidak,
                'belum', j.imbas - j.imbas_memenuhi - j.imbas_tidak
            )
        ),
        'tidak', json((
            SELECT json_group_array(json_object(
                'npsn', v.npsn,
                'nama', v.nama,
                'sebagai', iif(v.model IS NULL, 'Model', 'Imbas'),
                'alasan', v.alasan
            ))
            FROM (
                SELECT * FROM sekolah AS v
                WHERE v.usulan = u.id AND v.hasil = 'tidak memenuhi'
                ORDER BY v.urut_model, v.urut_imbas
            ) AS v
        )),
        'sekolah', json((
            SELECT json_group_array(json_object(
                'urut', v.urut,
                'npsn', v.npsn,
                'nama', v.nama,
                'kecamatan', v.kecamatan,
                'sebagai', iif(v.model IS NULL, 'Model', 'Imbas'),
                'hasil', CASE v.hasil
                    WHEN 'memenuhi' THEN 'Memenuhi'
                    WHEN 'tidak memenuhi' THEN 'Tidak memenuhi'
                    ELSE 'Belum diperiksa'
                END,
                'alasan', v.alasan
            ))
            FROM (
                SELECT * FROM sekolah AS v WHERE v.usulan = u.id
                ORDER BY v.urut_model, v.model IS NOT NULL, v.urut_imbas
            ) AS v
        )),
        'penandatangan', json(pejabat(u.lpmp, 'kepala', :tanggal)),
        'tembusan', json_array(
            kepala_daerah(
                iif(u.kop ->> 'jenis' = 'dinas_provinsi', u.kode_provinsi, u.wilayah),
                :tanggal
            ) || ' (sebagai laporan)'
        )
    ) AS konteks,
    (
        SELECT json_group_array(json(k.baris)) FROM (
            SELECT kurang_lpmp(u.kode_provinsi, :tanggal) AS baris
            UNION ALL
            SELECT json_object(
                'tabel', 'usulan',
                'kunci', u.tahun || ' ' || u.wilayah || ' ' || u.pengusul,
                'kolom', 'pengusul', 'nilai', u.pengusul
            )
            WHERE u.kepala IS NULL
        ) AS k
        WHERE k.baris IS NOT NULL
    ) AS kurang
FROM surat AS u
INNER JOIN jumlah AS j ON j.usulan = u.id
LEFT JOIN cara AS c ON c.usulan = u.id
ORDER BY u.wilayah, u.pengusul;
