"""The sheets about candidates: what is asked of them, and who they are."""

from __future__ import annotations

from formulir.records.tables.columns import Check, Column, Reference, Table
from formulir.records.tables.row_rules import (
    judge_nik_kelamin,
    judge_nik_lahir,
    judge_nik_nip,
    judge_nip_kelamin,
    judge_nip_lahir,
)

TAHUN = Column(
    "tahun*", "Tahun program", "tahun", headings=("tahun program", "tahun anggaran")
)
GELOMBANG = Column(
    "gelombang*",
    "Gelombang evaluasi, mulai 1",
    "bulat",
    headings=("tahap evaluasi",),
    default=1,
)
NIP = Column(
    "nip",
    "NIP, 18 angka, sebagai teks; kosong bila tidak ada",
    "nip_pegawai",
    headings=("nomor induk pegawai", "ni pppk"),
)
KRITERIA = Table(
    "kriteria",
    "Satu kriteria calon fasilitator daerah (Tabel 3.2)",
    key=("kode",),
    columns=(
        Column("kode*", "Kode kriteria", headings=("kode kriteria",), example="K01"),
        Column(
            "urut*",
            "Urutan pada formulir, mulai 1",
            "bulat",
            headings=("no", "nomor urut"),
        ),
        Column("uraian*", "Bunyi kriteria", headings=("kriteria", "uraian kriteria")),
        Column("wajib*", "ya bila setiap calon harus memenuhinya", "ya", default=1),
    ),
)

CALON = Table(
    "calon",
    "Satu calon fasilitator daerah",
    key=("tahun", "kode"),
    columns=(
        TAHUN,
        Column(
            "kode*",
            "Kode calon dari kantor ini, sama di semua lembar",
            headings=("kode calon",),
            example="33.19-01",
        ),
        GELOMBANG,
        Column(
            "pengusul*",
            "Kode instansi pengusul: dinas, atau LPMP sendiri",
            headings=("kode pengusul", "kode instansi"),
            example="DISDIK-33.19",
            points_to=Reference("instansi", "kode", lenient=True),
        ),
        Column(
            "wilayah*",
            "Kode kabupaten atau kota asal",
            "kabkota",
            headings=("kode wilayah", "kode kab kota"),
        ),
        Column(
            "nama*",
            "Nama lengkap dengan gelar",
            headings=("nama calon", "nama lengkap", "nama lengkap dan gelar"),
        ),
        NIP,
        Column(
            "nik",
            "NIK, 16 angka, sebagai teks; boleh kosong",
            "nik",
            headings=("nomor induk kependudukan", "no ktp"),
            private=True,
        ),
        Column(
            "nuptk",
            "NUPTK, 16 angka, sebagai teks; boleh kosong",
            "nuptk",
            private=True,
        ),
        Column(
            "jenis_kelamin",
            "L (laki-laki) atau P (perempuan)",
            "pilihan",
            headings=("kelamin", "l p", "jk"),
            choices=("L", "P"),
            spellings={
                "laki-laki": "L",
                "laki laki": "L",
                "lelaki": "L",
                "pria": "L",
                "perempuan": "P",
                "wanita": "P",
            },
        ),
        Column("tempat_lahir", "Tempat lahir"),
        Column("tanggal_lahir", "Tanggal lahir", "tanggal", headings=("tgl lahir",)),
        Column(
            "pangkat",
            "Pangkat dan golongan",
            headings=("pangkat gol", "pangkat golongan", "golongan"),
        ),
        Column("jabatan*", "Jabatan sekarang"),
        Column(
            "unit_kerja*",
            "Unit kerja atau sekolah asal",
            headings=("instansi asal", "asal instansi", "tempat tugas"),
        ),
        Column(
            "pendidikan",
            "Pendidikan terakhir",
            headings=("pendidikan terakhir", "kualifikasi akademik"),
        ),
        Column("alamat_kantor", "Alamat kantor"),
        Column("alamat_rumah", "Alamat rumah", headings=("alamat",)),
        Column(
            "telepon",
            "Telepon atau HP, sebagai teks; boleh kosong",
            "telepon",
            headings=("telp", "no telepon", "nomor telepon", "no hp", "hp", "nomor hp"),
            private=True,
        ),
        Column("posel", "Pos elektronik", headings=("email", "e-mail", "surel")),
    ),
    ignored=("no", "kab kota", "kabupaten kota"),
    checks=(
        Check(("nip", "tanggal_lahir"), judge=judge_nip_lahir),
        Check(("nip", "jenis_kelamin"), judge=judge_nip_kelamin),
        Check(("nik", "tanggal_lahir"), judge=judge_nik_lahir),
        Check(("nik", "jenis_kelamin"), judge=judge_nik_kelamin),
        Check(("nip", "nik"), judge=judge_nik_nip),
    ),
)
