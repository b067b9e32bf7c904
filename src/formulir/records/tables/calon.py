"""The sheets about candidates: what is asked of them, and who they are."""

from __future__ import annotations

from formulir.records.tables.columns import Check, Column, Rujukan, Table
from formulir.records.tables.row_rules import (
    judge_nik_kelamin,
    judge_nik_lahir,
    judge_nik_nip,
    judge_nip_kelamin,
    judge_nip_lahir,
)

TAHUN = Column(
    nama="tahun",
    arti="Tahun program",
    jenis="tahun",
    judul=("tahun program", "tahun anggaran"),
    wajib=True,
)
GELOMBANG = Column(
    nama="gelombang",
    arti="Gelombang evaluasi, mulai 1",
    jenis="bulat",
    judul=("tahap evaluasi",),
    wajib=True,
    bawaan=1,
)
NIP = Column(
    nama="nip",
    arti="NIP, 18 angka, sebagai teks; kosong bila tidak ada",
    jenis="nip_pegawai",
    judul=("nomor induk pegawai", "ni pppk"),
)
KRITERIA = Table(
    nama="kriteria",
    arti="Satu kriteria calon fasilitator daerah (Tabel 3.2)",
    kunci=("kode",),
    kolom=(
        Column(
            nama="kode",
            arti="Kode kriteria",
            judul=("kode kriteria",),
            wajib=True,
            contoh="K01",
        ),
        Column(
            nama="urut",
            arti="Urutan pada formulir, mulai 1",
            jenis="bulat",
            judul=("no", "nomor urut"),
            wajib=True,
        ),
        Column(
            nama="uraian",
            arti="Bunyi kriteria",
            judul=("kriteria", "uraian kriteria"),
            wajib=True,
        ),
        Column(
            nama="wajib",
            arti="ya bila setiap calon harus memenuhinya",
            jenis="ya",
            wajib=True,
            bawaan=1,
        ),
    ),
)

ORANG = Table(
    nama="calon",
    arti="Satu calon fasilitator daerah",
    kunci=("tahun", "kode"),
    kolom=(
        TAHUN,
        Column(
            nama="kode",
            arti="Kode calon dari kantor ini, sama di semua lembar",
            judul=("kode calon",),
            wajib=True,
            contoh="33.19-01",
        ),
        GELOMBANG,
        Column(
            nama="pengusul",
            arti="Kode instansi pengusul: dinas, atau LPMP sendiri",
            judul=("kode pengusul", "kode instansi"),
            wajib=True,
            contoh="DISDIK-33.19",
            rujukan=Rujukan(tabel="instansi", kolom="kode", lunak=True),
        ),
        Column(
            nama="wilayah",
            arti="Kode kabupaten atau kota asal",
            jenis="kabkota",
            judul=("kode wilayah", "kode kab kota"),
            wajib=True,
        ),
        Column(
            nama="nama",
            arti="Nama lengkap dengan gelar",
            judul=("nama calon", "nama lengkap", "nama lengkap dan gelar"),
            wajib=True,
        ),
        NIP,
        Column(
            nama="nik",
            arti="NIK, 16 angka, sebagai teks; boleh kosong",
            jenis="nik",
            judul=("nomor induk kependudukan", "no ktp"),
            pribadi=True,
        ),
        Column(
            nama="nuptk",
            arti="NUPTK, 16 angka, sebagai teks; boleh kosong",
            jenis="nuptk",
            pribadi=True,
        ),
        Column(
            nama="jenis_kelamin",
            arti="L (laki-laki) atau P (perempuan)",
            jenis="pilihan",
            judul=("kelamin", "l p", "jk"),
            pilihan=("L", "P"),
            ejaan={
                "laki-laki": "L",
                "laki laki": "L",
                "lelaki": "L",
                "pria": "L",
                "perempuan": "P",
                "wanita": "P",
            },
        ),
        Column(nama="tempat_lahir", arti="Tempat lahir"),
        Column(
            nama="tanggal_lahir",
            arti="Tanggal lahir",
            jenis="tanggal",
            judul=("tgl lahir",),
        ),
        Column(
            nama="pangkat",
            arti="Pangkat dan golongan",
            judul=("pangkat gol", "pangkat golongan", "golongan"),
        ),
        Column(nama="jabatan", arti="Jabatan sekarang", wajib=True),
        Column(
            nama="unit_kerja",
            arti="Unit kerja atau sekolah asal",
            judul=("instansi asal", "asal instansi", "tempat tugas"),
            wajib=True,
        ),
        Column(
            nama="pendidikan",
            arti="Pendidikan terakhir",
            judul=("pendidikan terakhir", "kualifikasi akademik"),
        ),
        Column(nama="alamat_kantor", arti="Alamat kantor"),
        Column(nama="alamat_rumah", arti="Alamat rumah", judul=("alamat",)),
        Column(
            nama="telepon",
            arti="Telepon atau HP, sebagai teks; boleh kosong",
            jenis="telepon",
            judul=("telp", "no telepon", "nomor telepon", "no hp", "hp", "nomor hp"),
            pribadi=True,
        ),
        Column(nama="posel", arti="Pos elektronik", judul=("email", "e-mail", "surel")),
    ),
    abaikan=("no", "kab kota", "kabupaten kota"),
    checks=(
        Check(kolom=("nip", "tanggal_lahir"), judge=judge_nip_lahir),
        Check(kolom=("nip", "jenis_kelamin"), judge=judge_nip_kelamin),
        Check(kolom=("nik", "tanggal_lahir"), judge=judge_nik_lahir),
        Check(kolom=("nik", "jenis_kelamin"), judge=judge_nik_kelamin),
        Check(kolom=("nip", "nik"), judge=judge_nik_nip),
    ),
)
