-- Satu baris satu surat: setiap kabupaten/kota yang mempunyai kunjungan yang
-- direncanakan, dengan jadwal menurut tanggal dan jadwal setiap fasilitator.
WITH
rencana AS MATERIALIZED (SELECT * FROM kunjungan_rencana),
tugas AS (
    SELECT k.*, k.fasilitator_1 AS calon, k.fasilitator_2 AS bersama FROM rencana AS k
    WHERE k.fasilitator_1 IS NOT NULL
    UNION ALL
    SELECT k.*, k.fasilitator_2, k.fasilitator_1 FROM rencana AS k
    WHERE k.fasilitator_2 IS NOT NULL
)
SELECT
    d.wilayah AS kunci,
    d.lpmp AS instansi,
    d.wilayah_surat AS wilayah,
    'Jadwal Kunjungan Pendampingan Sekolah Model' AS hal,
    'Kepala dinas, kepala sekolah model, dan fasilitator daerah ' || d.daerah AS tujuan,
    d.penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(d.kop),
        'surat', json_object(
            'hal', 'Jadwal Kunjungan Pendampingan Sekolah Model',
            'lampiran', '2 (dua) berkas',
            'tempat', d.kop ->> 'kota'
        ),
        'tujuan', json(d.kepala),
        'program', json_object(
            'tahun', cast(d.tahun AS TEXT),
            'daerah', d.daerah,
            'tanggal', rentang(d.mulai, d.selesai),
            'zona', d.zona
        ),
        'jumlah', json(jumlah(
            'model', d.model, 'kunjungan', d.kunjungan, 'fasilitator', (
                SELECT count(DISTINCT t.calon) FROM tugas AS t
                WHERE t.wilayah = d.wilayah
            )
        )),
        'kunjungan', json((
            SELECT json_group_array(json_object(
                'hari', hari(k.rencana),
                'tanggal', tanggal(k.rencana),
                'jam', k.jam,
                'ke', iif(k.ke = 1, 'I', 'II'),
                'npsn', k.npsn,
                'nama', k.nama,
                'kecamatan', k.kecamatan,
                'fasilitator', json((
                    SELECT json_group_array(c.nama) FROM (
                        SELECT c.nama FROM calon AS c
                        WHERE c.tahun = k.tahun
                            AND c.kode IN (k.fasilitator_1, k.fasilitator_2)
                        ORDER BY c.kode
                    ) AS c
                ))
            ))
            FROM (
                SELECT * FROM rencana AS r WHERE r.wilayah = d.wilayah
                ORDER BY r.rencana, r.jam, r.npsn
            ) AS k
        )),
        'fasilitator', json((
            SELECT json_group_array(json_object(
                'nama', c.nama,
                'nip', c.nip,
                'nuptk', c.nuptk,
                'kelompok', c.kelompok,
                'kunjungan', json((
                    SELECT json_group_array(json_object(
                        'hari', hari(t.rencana),
                        'tanggal', tanggal(t.rencana),
                        'jam', t.jam,
                        'ke', iif(t.ke = 1, 'I', 'II'),
                        'nama', t.nama,
                        'bersama', (
                            SELECT o.nama FROM calon AS o
                            WHERE o.tahun = t.tahun AND o.kode = t.bersama
                        )
                    ))
                    FROM (
                        SELECT * FROM tugas AS t
                        WHERE t.wilayah = d.wilayah AND t.calon = c.kode
                        ORDER BY t.rencana, t.npsn
                    ) AS t
                ))
            ))
            FROM (
                SELECT c.*, p.kelompok FROM calon AS c
                LEFT JOIN penetapan AS p ON p.tahun = c.tahun AND p.calon = c.kode
                WHERE c.tahun = d.tahun AND c.kode IN (
                    SELECT t.calon FROM tugas AS t WHERE t.wilayah = d.wilayah
                )
                ORDER BY p.kelompok, c.kode
            ) AS c
        )),
        'penandatangan', json(d.penandatangan),
        'tembusan', json_array(dirjen(:tanggal) || ' (sebagai laporan)')
    ) AS konteks,
    d.kurang
FROM pendampingan_surat AS d
ORDER BY d.wilayah;
