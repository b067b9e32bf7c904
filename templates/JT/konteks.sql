-- Satu baris satu surat: setiap daerah yang punya kegiatan T01 bertempat. Jadwalnya
-- menurut catatan pada tanggal surat, sama dengan yang ditunjukkan formulir tahun.
WITH
daerah AS (
    SELECT * FROM kegiatan_surat AS k
    WHERE k.tahap = 'T01' AND k.urut = (
        SELECT min(l.urut) FROM kegiatan AS l
        WHERE l.tahun = k.tahun AND l.tahap = k.tahap AND l.wilayah = k.wilayah
            AND l.tempat IS NOT NULL
    )
),
lengkap AS MATERIALIZED (
    SELECT
        d.*,
        jadwal_tahun(d.tahun, d.wilayah, :tanggal) AS tahunan,
        'Jadwal Pelaksanaan Program Sekolah Model Tahun ' || d.tahun AS hal
    FROM daerah AS d
)
SELECT
    d.wilayah AS kunci,
    d.lpmp AS instansi,
    d.wilayah_surat AS wilayah,
    d.hal,
    'Kepala Dinas Pendidikan ' || nama_wilayah(d.wilayah, :tanggal) AS tujuan,
    d.penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(d.kop),
        'surat', json_object(
            'hal', d.hal,
            'lampiran', '1 (satu) berkas',
            'tempat', d.kop ->> 'kota',
            'lembaga', d.kop ->> 'nama',
            'keadaan', tanggal(:tanggal)
        ),
        'kegiatan', json(d.kegiatan),
        'jadwal', json(d.tahunan -> 'jadwal'),
        'jumlah', json(jumlah(
            'kegiatan', d.tahunan ->> 'kegiatan', 'selesai', d.tahunan ->> 'selesai'
        )),
        'tujuan', json(d.kepala),
        'penandatangan', json(d.penandatangan),
        'tembusan', json(d.kepala_daerah)
    ) AS konteks,
    d.kurang
FROM lengkap AS d
ORDER BY d.wilayah;
