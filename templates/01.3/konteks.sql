-- Satu baris satu lembar: semua calon dari satu gelombang yang dievaluasi sebuah LPMP.
WITH
orang AS MATERIALIZED (
    SELECT
        c.*,
        e.tanggal AS dievaluasi,
        e.hasil,
        e.keterangan,
        lpmp(provinsi(c.wilayah, :tanggal), :tanggal) AS lpmp,
        provinsi(c.wilayah, :tanggal) AS kode_provinsi
    FROM calon AS c
    INNER JOIN evaluasi AS e ON e.tahun = c.tahun AND e.calon = c.kode
    WHERE c.tahun = :tahun
),
lembar AS (
    SELECT
        o.tahun,
        o.gelombang,
        o.lpmp,
        o.kode_provinsi,
        count(*) AS banyak,
        sum(o.hasil = 'memenuhi') AS lulus,
        max(dalam_wilayah(o.wilayah, :wilayah)) AS diminta,
        json_group_array(DISTINCT kode_wilayah(o.wilayah, :tanggal)) AS subjek,
        max(o.dievaluasi) AS dievaluasi
    FROM orang AS o
    GROUP BY o.tahun, o.gelombang, o.kode_provinsi
),
surat AS (
    SELECT
        l.*,
        json_extract(kop(l.lpmp, :tanggal), '$.nama') AS nama_lpmp,
        pejabat(l.lpmp, 'kepala', :tanggal) AS penandatangan,
        'Hasil Evaluasi Pemeriksaan Berkas Calon Fasilitator Daerah Tahun ' || l.tahun
        || CASE WHEN l.gelombang > 1 THEN ' Gelombang ' || l.gelombang ELSE '' END AS hal
    FROM lembar AS l
    WHERE l.diminta = 1
)
SELECT
    coalesce(s.lpmp, 'LPMP-' || s.kode_provinsi) || '/' || s.gelombang AS kunci,
    s.lpmp AS instansi,
    json_object('penerbit', s.kode_provinsi, 'subjek', json(s.subjek)) AS wilayah,
    s.hal,
    'Kepala ' || coalesce(s.nama_lpmp, 'LPMP') AS tujuan,
    coalesce(json_extract(s.penandatangan, '$.jabatan'), 'Kepala LPMP') AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(kop(s.lpmp, :tanggal)),
        'surat', json_object(
            'hal', s.hal,
            'bernomor', instr(',' || coalesce(setelan('bernomor'), '') || ',', ',01.3,') > 0,
            'lembaga', s.nama_lpmp
        ),
        'evaluasi', json_object(
            'tahun', cast(s.tahun AS TEXT),
            'gelombang', s.gelombang,
            'hari', hari(s.dievaluasi),
            'tanggal', tanggal(s.dievaluasi),
            'tanggal_terbilang', tanggal_terbilang(s.dievaluasi)
        ),
        'jumlah', json_object(
            'calon', s.banyak, 'calon_terbilang', terbilang(s.banyak),
            'memenuhi', s.lulus, 'memenuhi_terbilang', terbilang(s.lulus),
            'tidak', s.banyak - s.lulus,
            'tidak_terbilang', terbilang(s.banyak - s.lulus)
        ),
        'kriteria', json((
            SELECT json_group_array(json(k.isi)) FROM (
                SELECT json_object('kode', k.kode, 'uraian', k.uraian, 'wajib', k.wajib)
                AS isi FROM kriteria AS k ORDER BY k.urut
            ) AS k
        )),
        'calon', json((
            SELECT json_group_array(json(d.isi)) FROM (
                SELECT json_object(
                    'nama', o.nama,
                    'nip', o.nip,
                    'unit_kerja', o.unit_kerja,
                    'kabupaten', nama_wilayah(o.wilayah, :tanggal),
                    'cv', (
                        SELECT iif(b.ada, iif(b.sah, 'ada, sah', 'ada, tidak sah'), 'tidak ada')
                        FROM berkas AS b WHERE b.tahun = o.tahun AND b.calon = o.kode
                            AND b.jenis = 'CV'
                    ),
                    'usulan', (
                        SELECT iif(b.ada, iif(b.sah, 'ada, sah', 'ada, tidak sah'), 'tidak ada')
                        FROM berkas AS b WHERE b.tahun = o.tahun AND b.calon = o.kode
                            AND b.jenis = '01.1'
                    ),
                    'pernyataan', (
                        SELECT iif(b.ada, iif(b.sah, 'ada, sah', 'ada, tidak sah'), 'tidak ada')
                        FROM berkas AS b WHERE b.tahun = o.tahun AND b.calon = o.kode
                            AND b.jenis = '01.2'
                    ),
                    'belum', (
                        SELECT group_concat(x.kriteria, ', ') FROM (
                            SELECT e.kriteria FROM evaluasi_kriteria AS e
                            INNER JOIN kriteria AS k ON k.kode = e.kriteria
                            WHERE e.tahun = o.tahun AND e.calon = o.kode
                                AND e.memenuhi = 0
                            ORDER BY k.urut
                        ) AS x
                    ),
                    'hasil', CASE WHEN o.hasil = 'memenuhi' THEN 'Memenuhi'
                        ELSE 'Tidak memenuhi' END,
                    'keterangan', o.keterangan
                ) AS isi
                FROM orang AS o
                WHERE o.kode_provinsi = s.kode_provinsi AND o.gelombang = s.gelombang
                ORDER BY o.wilayah, o.kode
            ) AS d
        )),
        'tim', json((
            SELECT json_group_array(json(t.isi)) FROM (
                SELECT json_object('peran', t.peran, 'nama', t.nama, 'nip', t.nip) AS isi
                FROM tim AS t
                WHERE t.tahun = s.tahun AND t.gelombang = s.gelombang
                ORDER BY t.urut
            ) AS t
        )),
        'penandatangan', json(s.penandatangan),
        'tembusan', json_array(
            coalesce(
                json_extract(pejabat('DIKDASMEN', 'kepala', :tanggal), '$.jabatan'),
                'Direktur Jenderal Pendidikan Dasar dan Menengah'
            ) || ' (sebagai laporan)'
        )
    ) AS konteks
FROM surat AS s
ORDER BY s.kode_provinsi, s.gelombang;
