-- Satu baris satu surat tugas: setiap fasilitator daerah yang akan berkunjung, untuk
-- semua kunjungannya pada kedua tahap.
WITH
rencana AS MATERIALIZED (SELECT * FROM kunjungan_rencana),
tugas AS (
    SELECT k.*, k.fasilitator_1 AS calon, k.fasilitator_2 AS bersama FROM rencana AS k
    WHERE k.fasilitator_1 IS NOT NULL
    UNION ALL
    SELECT k.*, k.fasilitator_2, k.fasilitator_1 FROM rencana AS k
    WHERE k.fasilitator_2 IS NOT NULL
),
orang AS (
    SELECT
        t.tahun, t.wilayah, t.calon,
        count(*) AS kunjungan, count(DISTINCT t.npsn) AS model,
        min(t.rencana) AS mulai, max(t.rencana) AS selesai
    FROM tugas AS t
    GROUP BY t.wilayah, t.calon
)
SELECT
    o.wilayah || '/' || o.calon AS kunci,
    d.lpmp AS instansi,
    d.wilayah_surat AS wilayah,
    'Surat Tugas Pendampingan Sekolah Model' AS hal,
    c.nama AS tujuan,
    d.penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(d.kop),
        'penerima', 'petugas',
        'surat', json_object(
            'hal', 'Surat Tugas Pendampingan Sekolah Model',
            'tempat', d.kop ->> 'kota',
            'lembaga', d.kop ->> 'nama'
        ),
        'petugas', json_object(
            'nama', c.nama,
            'nip', c.nip,
            'nuptk', c.nuptk,
            'pangkat', c.pangkat,
            'jabatan', c.jabatan,
            'unit_kerja', c.unit_kerja,
            'kelompok', p.kelompok
        ),
        'program', json_object(
            'tahun', cast(o.tahun AS TEXT),
            'daerah', d.daerah,
            'tanggal', rentang(o.mulai, o.selesai)
        ),
        'jumlah', json(jumlah('kunjungan', o.kunjungan, 'model', o.model)),
        'kunjungan', json((
            SELECT json_group_array(json_object(
                'hari', hari(t.rencana),
                'tanggal', tanggal(t.rencana),
                'jam', t.jam,
                'ke', iif(t.ke = 1, 'I', 'II'),
                'npsn', t.npsn,
                'nama', t.nama,
                'kecamatan', t.kecamatan,
                'bersama', (
                    SELECT a.nama FROM calon AS a
                    WHERE a.tahun = t.tahun AND a.kode = t.bersama
                )
            ))
            FROM (
                SELECT * FROM tugas AS t
                WHERE t.wilayah = o.wilayah AND t.calon = o.calon
                ORDER BY t.rencana, t.npsn
            ) AS t
        )),
        'penandatangan', json(d.penandatangan),
        'tembusan', json(iif(
            instr(d.kepala, c.unit_kerja),
            d.kepala,
            json_insert(d.kepala, '$[#]', 'Pimpinan ' || c.unit_kerja)
        ))
    ) AS konteks,
    d.kurang
FROM orang AS o
INNER JOIN pendampingan_surat AS d ON d.wilayah = o.wilayah
INNER JOIN calon AS c ON c.tahun = o.tahun AND c.kode = o.calon
LEFT JOIN penetapan AS p ON p.tahun = o.tahun AND p.calon = o.calon
ORDER BY o.wilayah, o.calon;
