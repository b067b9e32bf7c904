-- Satu baris satu jadwal: setiap kelas pelatihan calon fasilitator daerah.
SELECT
    kunci,
    penyelenggara AS instansi,
    wilayah_kelas AS wilayah,
    hal,
    'Peserta dan fasilitator' AS tujuan,
    penanda_tangan,
    NULL AS nomor_luar,
    konteks
FROM jadwal_surat
WHERE jenis = 'fasda'
ORDER BY mulai, kode, kelas;
