-- Satu baris satu pengumuman: semua calon dari satu gelombang yang diumumkan.
WITH
orang AS MATERIALIZED (
    SELECT
        c.*,
        lpmp(provinsi(c.wilayah, :tanggal), :tanggal) AS lpmp,
        provinsi(c.wilayah, :tanggal) AS kode_provinsi
    FROM calon AS c
    INNER JOIN evaluasi AS e ON e.tahun = c.tahun AND e.calon = c.kode
    WHERE c.tahun = :tahun AND e.diumumkan = 1
),
lembar AS (
    SELECT
        o.tahun,
        o.gelombang,
        o.lpmp,
        o.kode_provinsi,
        count(*) AS banyak,
        max(dalam_wilayah(o.wilayah, :wilayah)) AS diminta,
        json_group_array(DISTINCT kode_wilayah(o.wilayah, :tanggal)) AS subjek
    FROM orang AS o
    GROUP BY o.tahun, o.gelombang, o.kode_provinsi
),
surat AS (
    SELECT
        l.*,
        json_extract(kop(l.lpmp, :tanggal), '$.nama') AS nama_lpmp,
        pejabat(l.lpmp, 'kepala', :tanggal) AS penandatangan,
        'Pengumuman Hasil Seleksi Administrasi Calon Fasilitator Daerah Tahun '
        || l.tahun AS hal
    FROM lembar AS l
    WHERE l.diminta = 1
)
SELECT
    coalesce(s.lpmp, 'LPMP-' || s.kode_provinsi) || '/' || s.gelombang AS kunci,
    s.lpmp AS instansi,
    json_object('penerbit', s.kode_provinsi, 'subjek', json(s.subjek)) AS wilayah,
    s.hal,
    'Calon Fasilitator Daerah' AS tujuan,
    trim(
        coalesce(json_extract(s.penandatangan, '$.awalan'), '') || ' '
        || coalesce(json_extract(s.penandatangan, '$.jabatan'), 'Kepala LPMP')
    ) AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(kop(s.lpmp, :tanggal)),
        'surat', json_object(
            'hal', s.hal, 'lampiran', '1 (satu) berkas', 'lembaga', s.nama_lpmp
        ),
        'seleksi', json_object(
            'tahun', cast(s.tahun AS TEXT), 'gelombang', s.gelombang
        ),
        'jumlah', json_object(
            'calon', s.banyak, 'calon_terbilang', terbilang(s.banyak)
        ),
        'calon', json((
            SELECT json_group_array(json(d.isi)) FROM (
                SELECT json_object(
                    'nama', o.nama,
                    'nip', o.nip,
                    'nuptk', o.nuptk,
                    'jabatan', o.jabatan,
                    'unit_kerja', o.unit_kerja,
                    'kabupaten', nama_wilayah(o.wilayah, :tanggal),
                    'keterangan', 'Lulus'
                ) AS isi
                FROM orang AS o
                WHERE o.kode_provinsi = s.kode_provinsi AND o.gelombang = s.gelombang
                ORDER BY o.wilayah, o.kode
            ) AS d
        )),
        'penandatangan', json(s.penandatangan)
    ) AS konteks
FROM surat AS s
ORDER BY s.kode_provinsi, s.gelombang;
