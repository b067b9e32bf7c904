-- Satu baris satu lembar: semua calon dari satu gelombang yang dievaluasi sebuah LPMP.
WITH
orang AS MATERIALIZED (SELECT * FROM seleksi_surat),
surat AS (
    SELECT
        o.tahun,
        o.gelombang,
        o.lpmp,
        o.kode_provinsi,
        o.kunci,
        count(*) AS banyak,
        sum(o.hasil = 'memenuhi') AS lulus,
        json_group_array(DISTINCT o.kode_kabupaten) AS subjek,
        max(o.dievaluasi) AS dievaluasi,
        kop(o.lpmp, :tanggal) AS kop,
        pejabat(o.lpmp, 'kepala', :tanggal) AS penandatangan,
        'Hasil Evaluasi Pemeriksaan Berkas Calon Fasilitator Daerah Tahun ' || o.tahun
        || iif(o.gelombang > 1, ' Gelombang ' || o.gelombang, '') AS hal
    FROM orang AS o
    GROUP BY o.gelombang, o.kode_provinsi
    HAVING max(o.diminta)
)
SELECT
    s.kunci,
    s.lpmp AS instansi,
    json_object('penerbit', s.kode_provinsi, 'subjek', json(s.subjek)) AS wilayah,
    s.hal,
    'Kepala ' || coalesce(s.kop ->> 'nama', 'LPMP') AS tujuan,
    coalesce(s.penandatangan ->> 'jabatan', 'Kepala LPMP') AS penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(s.kop),
        'surat', json_object(
            'hal', s.hal, 'bernomor', bernomor('01.3'), 'lembaga', s.kop ->> 'nama'
        ),
        'evaluasi', json_object(
            'tahun', cast(s.tahun AS TEXT),
            'gelombang', s.gelombang,
            'hari', hari(s.dievaluasi),
            'tanggal', tanggal(s.dievaluasi),
            'tanggal_terbilang', tanggal_terbilang(s.dievaluasi)
        ),
        'jumlah', json(jumlah(
            'calon', s.banyak, 'memenuhi', s.lulus, 'tidak', s.banyak - s.lulus
        )),
        'kriteria', json((
            SELECT json_group_array(json_object(
                'kode', k.kode, 'uraian', k.uraian, 'wajib', k.wajib
            ))
            FROM (SELECT * FROM kriteria ORDER BY urut) AS k
        )),
        'calon', json((
            SELECT json_group_array(json_object(
                'nama', o.nama,
                'nip', o.nip,
                'nuptk', o.nuptk,
                'unit_kerja', o.unit_kerja,
                'kabupaten', o.kabupaten,
                'cv', o.cv,
                'usulan', o.usulan,
                'pernyataan', o.pernyataan,
                'belum', (
                    SELECT group_concat(x.kriteria, ', ') FROM (
                        SELECT e.kriteria FROM evaluasi_kriteria AS e
                        INNER JOIN kriteria AS k ON k.kode = e.kriteria
                        WHERE e.tahun = o.tahun AND e.calon = o.kode AND e.memenuhi = 0
                        ORDER BY k.urut
                    ) AS x
                ),
                'hasil', iif(o.hasil = 'memenuhi', 'Memenuhi', 'Tidak memenuhi'),
                'keterangan', o.keterangan
            ))
            FROM (
                SELECT o.*, b.cv, b.usulan, b.pernyataan
                FROM orang AS o
                LEFT JOIN berkas_surat AS b ON b.tahun = o.tahun AND b.calon = o.kode
                WHERE o.kode_provinsi = s.kode_provinsi AND o.gelombang = s.gelombang
                ORDER BY o.wilayah, o.kode
            ) AS o
        )),
        'tim', json((
            SELECT json_group_array(json_object(
                'peran', t.peran, 'nama', t.nama, 'nip', t.nip
            ))
            FROM (
                SELECT * FROM tim AS t
                WHERE t.tahun = s.tahun AND t.gelombang = s.gelombang
                ORDER BY t.urut
            ) AS t
        )),
        'penandatangan', json(s.penandatangan),
        'tembusan', json_array(dirjen(:tanggal) || ' (sebagai laporan)')
    ) AS konteks,
    coalesce('[' || kurang_ditjen(:tanggal) || ']', '[]') AS kurang
FROM surat AS s
ORDER BY s.kode_provinsi, s.gelombang;
