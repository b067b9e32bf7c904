-- Satu baris satu surat tugas: setiap kegiatan T06 yang tempatnya diisi. Yang ditugasi
-- fasilitator daerah yang ditetapkan (01.7) untuk wilayahnya.
SELECT
    k.kunci,
    k.lpmp AS instansi,
    k.wilayah_surat AS wilayah,
    'Surat Tugas ' || k.judul AS hal,
    'Fasilitator daerah ' || nama_wilayah(k.wilayah, :tanggal) AS tujuan,
    k.penanda_tangan,
    NULL AS nomor_luar,
    json_object(
        'kop', json(k.kop),
        'penerima', 'fasilitator',
        'surat', json_object(
            'hal', 'Surat Tugas ' || k.judul,
            'lampiran', '1 (satu) berkas',
            'tempat', k.kop ->> 'kota',
            'lembaga', k.kop ->> 'nama'
        ),
        'kegiatan', json(k.kegiatan),
        'jumlah', json(jumlah('model', (
            SELECT count(*) FROM sekolah_ditetapkan AS p
            WHERE p.tahun = k.tahun AND p.wilayah = k.wilayah AND p.model IS NULL
        ))),
        'fasilitator', json((
            SELECT json_group_array(json_object(
                'nama', c.nama,
                'nip', c.nip,
                'nuptk', c.nuptk,
                'jabatan', c.jabatan,
                'unit_kerja', c.unit_kerja,
                'kelompok', c.kelompok
            ))
            FROM (
                SELECT c.*, p.kelompok
                FROM penetapan AS p
                INNER JOIN calon AS c ON c.tahun = p.tahun AND c.kode = p.calon
                WHERE p.tahun = k.tahun AND p.wilayah = k.wilayah
                ORDER BY p.kelompok, c.kode
            ) AS c
        )),
        'sekolah', json((
            SELECT json_group_array(json_object(
                'npsn', s.npsn,
                'nama', s.nama,
                'alamat', s.alamat,
                'kecamatan', s.kecamatan
            ))
            FROM (
                SELECT s.*
                FROM sekolah_ditetapkan AS p
                INNER JOIN sekolah_surat AS s ON s.npsn = p.npsn
                WHERE p.tahun = k.tahun AND p.wilayah = k.wilayah AND p.model IS NULL
                ORDER BY p.usulan, p.urut_model
            ) AS s
        )),
        'penandatangan', json(k.penandatangan),
        'tembusan', json(k.kepala)
    ) AS konteks,
    k.kurang
FROM kegiatan_surat AS k
WHERE k.tahap = 'T06'
ORDER BY k.wilayah, k.urut;
