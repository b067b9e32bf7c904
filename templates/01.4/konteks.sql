-- Satu baris satu pengumuman: semua calon dari satu gelombang yang diumumkan.
WITH
orang AS MATERIALIZED (SELECT * FROM seleksi_surat WHERE diumumkan = 1),
surat AS (
    SELECT
        o.tahun,
        o.gelombang,
        o.lpmp,
        o.kode_provinsi,
        o.kunci,
        count(*) AS banyak,
        json_group_array(DISTINCT o.kode_kabupaten) AS subjek,
        kop(o.lpmp, :tanggal) AS kop,
        'Pengumuman Hasil Seleksi Administrasi Calon Fasilitator Daerah Tahun '
        || o.tahun AS hal
    FROM orang AS o
    GROUP BY o.gelombang, o.kode_provinsi
    HAVING max(o.diminta)
)
SELECT
    s.kunci,
    s.lpmp AS instansi,
    json_object('penerbit', s.kode_provinsi, 'subjek', json(s.subjek)) AS wilayah,
    s.hal,
    'Calon Fasilitator Daerah' AS tujuan,
    penanda_tangan(s.lpmp, :tanggal, 'Kepala LPMP') AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(s.kop),
        'surat', json_object(
            'hal', s.hal, 'lampiran', '1 (satu) berkas', 'lembaga', s.kop ->> 'nama'
        ),
        'seleksi', json_object(
            'tahun', cast(s.tahun AS TEXT), 'gelombang', s.gelombang
        ),
        'jumlah', json(jumlah('calon', s.banyak)),
        'calon', json((
            SELECT json_group_array(json_object(
                'nama', o.nama,
                'nip', o.nip,
                'nuptk', o.nuptk,
                'jabatan', o.jabatan,
                'unit_kerja', o.unit_kerja,
                'kabupaten', o.kabupaten,
                'keterangan', 'Lulus'
            ))
            FROM (
                SELECT * FROM orang AS o
                WHERE o.kode_provinsi = s.kode_provinsi AND o.gelombang = s.gelombang
                ORDER BY o.wilayah, o.kode
            ) AS o
        )),
        'penandatangan', json(pejabat(s.lpmp, 'kepala', :tanggal))
    ) AS konteks
FROM surat AS s
ORDER BY s.kode_provinsi, s.gelombang;
