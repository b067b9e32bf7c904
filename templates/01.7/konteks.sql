-- Satu baris satu surat penetapan: setiap pelatihan yang fasilitatornya ditetapkan.
WITH
orang AS MATERIALIZED (
    SELECT
        c.kode, c.nama, c.nip, c.jabatan, c.unit_kerja, c.pengusul,
        c.wilayah AS asal, k.pelatihan, k.wilayah, k.kelompok
    FROM penetapan AS k
    INNER JOIN calon AS c ON c.tahun = k.tahun AND c.kode = k.calon
    WHERE k.tahun = :tahun
),
lembar AS (
    SELECT
        t.*,
        (SELECT max(s.tanggal) FROM sesi AS s WHERE s.pelatihan = t.kode) AS selesai,
        count(*) AS banyak,
        max(
            dalam_wilayah(o.wilayah, :wilayah) OR dalam_wilayah(o.asal, :wilayah)
        ) AS diminta,
        json_group_array(DISTINCT kode_wilayah(o.wilayah, :tanggal)) AS subjek
    FROM pelatihan AS t
    INNER JOIN orang AS o ON o.pelatihan = t.kode
    GROUP BY t.kode
),
surat AS (
    SELECT
        l.*,
        json_extract(kop(l.penyelenggara, :tanggal), '$.nama') AS nama_penerbit,
        pejabat(l.penyelenggara, 'kepala', :tanggal) AS kepala,
        coalesce(
            json_extract(pejabat('DIKDASMEN', 'kepala', :tanggal), '$.jabatan'),
            'Direktur Jenderal Pendidikan Dasar dan Menengah'
        ) AS dirjen,
        'Penetapan Fasilitator Daerah Pengembangan Sekolah Model Tahun ' || l.tahun
        AS hal
    FROM lembar AS l
    WHERE l.diminta = 1
)
SELECT
    s.kode AS kunci,
    s.penyelenggara AS instansi,
    json_object(
        'penerbit', provinsi(s.wilayah, :tanggal),
        'subjek', json(s.subjek),
        'pelatihan', kode_wilayah(s.wilayah, :tanggal)
    ) AS wilayah,
    s.hal,
    'Kepala dinas pendidikan dan pimpinan satuan kerja asal fasilitator' AS tujuan,
    trim(
        'a.n. ' || s.dirjen || ', ' || coalesce(json_extract(s.kepala, '$.awalan') || ' ', '')
        || coalesce(json_extract(s.kepala, '$.jabatan'), 'Kepala LPMP')
    ) AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(kop(s.penyelenggara, :tanggal)),
        'surat', json_object(
            'hal', s.hal,
            'sifat', 'Penting',
            'lampiran', '1 (satu) berkas',
            'tempat', json_extract(kop(s.penyelenggara, :tanggal), '$.kota'),
            'lembaga', s.nama_penerbit,
            'dasar', 'Petunjuk Teknis Pengembangan Sekolah Model dan Pola Pengimbasan '
            || 'dari Direktorat Jenderal Pendidikan Dasar dan Menengah'
        ),
        'pelatihan', json_object(
            'nama', s.nama,
            'angkatan', s.angkatan,
            'tanggal', rentang(s.mulai, coalesce(s.selesai, s.mulai))
        ),
        'penetapan', json_object('tahun', cast(s.tahun AS TEXT)),
        'jumlah', json_object(
            'fasilitator', s.banyak, 'fasilitator_terbilang', terbilang(s.banyak)
        ),
        'tujuan', json((
            SELECT json_group_array(nama) FROM (
                SELECT DISTINCT coalesce(
                    json_extract(pejabat(i.kode, 'kepala', :tanggal), '$.jabatan'),
                    'Kepala ' || i.nama || ' ' || nama_wilayah(i.wilayah, :tanggal)
                ) AS nama
                FROM orang AS o
                INNER JOIN instansi AS i ON (
                        i.kode = o.pengusul
                        OR (i.jenis = 'dinas_kabkota' AND i.wilayah = o.wilayah)
                    )
                    AND i.jenis <> 'lpmp'
                    AND i.berlaku_dari <= :tanggal
                    AND coalesce(i.berlaku_sampai, '9999-12-31') >= :tanggal
                WHERE o.pelatihan = s.kode
                ORDER BY i.wilayah
            )
        )),
        'fasilitator', json((
            SELECT json_group_array(json(d.isi)) FROM (
                SELECT json_object(
                    'nama', o.nama,
                    'nip', o.nip,
                    'jabatan', o.jabatan,
                    'unit_kerja', o.unit_kerja,
                    'kabupaten', nama_wilayah(o.wilayah, :tanggal),
                    'kelompok', o.kelompok
                ) AS isi
                FROM orang AS o WHERE o.pelatihan = s.kode
                ORDER BY o.wilayah, o.kelompok, o.kode
            ) AS d
        )),
        'penandatangan', json(json_set(s.kepala, '$.atas_nama', s.dirjen)),
        'tembusan', json((
            SELECT json_group_array(nama) FROM (
                SELECT s.dirjen || ' (sebagai laporan)' AS nama
                UNION ALL
                SELECT 'Sekretaris ' || replace(s.dirjen, 'Direktur', 'Direktorat')
                UNION ALL
                SELECT DISTINCT 'Gubernur ' || replace(
                    nama_wilayah(provinsi(s.wilayah, :tanggal), :tanggal), 'Provinsi ', ''
                )
                UNION ALL
                SELECT DISTINCT CASE
                    WHEN nama_wilayah(o.wilayah, :tanggal) LIKE 'Kota %'
                        THEN 'Wali ' || nama_wilayah(o.wilayah, :tanggal)
                    ELSE replace(nama_wilayah(o.wilayah, :tanggal), 'Kabupaten ', 'Bupati ')
                END
                FROM orang AS o WHERE o.pelatihan = s.kode
            )
        ))
    ) AS konteks
FROM surat AS s
ORDER BY s.mulai, s.kode;
