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
    nama="tahun",
    meaning="Tahun program",
    kind="tahun",
    headings=("tahun program", "tahun anggaran"),
    required=True,
)
GELOMBANG = Column(
    nama="gelombang",
    meaning="Gelombang evaluasi, mulai 1",
    kind="bulat",
    headings=("tahap evaluasi",),
    required=True,
    default=1,
)
NIP = Column(
    nama="nip",
    meaning="NIP, 18 angka, sebagai teks; kosong bila tidak ada",
    kind="nip_pegawai",
    headings=("nomor induk pegawai", "ni pppk"),
)
KRITERIA = Table(
    nama="kriteria",
    meaning="Satu kriteria calon fasilitator daerah (Tabel 3.2)",
    key=("kode",),
    columns=(
        Column(
            nama="kode",
            meaning="Kode kriteria",
            headings=("kode kriteria",),
            required=True,
            example="K01",
        ),
        Column(
            nama="urut",
            meaning="Urutan pada formulir, mulai 1",
            kind="bulat",
            headings=("no", "nomor urut"),
            required=True,
        ),
        Column(
            nama="uraian",
            meaning="Bunyi kriteria",
            headings=("kriteria", "uraian kriteria"),
            required=True,
        ),
        Column(
            nama="wajib",
            meaning="ya bila setiap calon harus memenuhinya",
            kind="ya",
            required=True,
            default=1,
        ),
    ),
)

PEOPLE = Table(
    nama="calon",
    meaning="Satu calon fasilitator daerah",
    key=("tahun", "kode"),
    columns=(
        TAHUN,
        Column(
            nama="kode",
            meaning="Kode calon dari kantor ini, sama di semua lembar",
            headings=("kode calon",),
            required=True,
            example="33.19-01",
        ),
        GELOMBANG,
        Column(
            nama="pengusul",
            meaning="Kode instansi pengusul: dinas, atau LPMP sendiri",
            headings=("kode pengusul", "kode instansi"),
            required=True,
            example="DISDIK-33.19",
            points_to=Reference(tabel="instansi", column="kode", lenient=True),
        ),
        Column(
            nama="wilayah",
            meaning="Kode kabupaten atau kota asal",
            kind="kabkota",
            headings=("kode wilayah", "kode kab kota"),
            required=True,
        ),
        Column(
            nama="nama",
            meaning="Nama lengkap dengan gelar",
            headings=("nama calon", "nama lengkap", "nama lengkap dan gelar"),
            required=True,
        ),
        NIP,
        Column(
            nama="nik",
            meaning="NIK, 16 angka, sebagai teks; boleh kosong",
            kind="nik",
            headings=("nomor induk kependudukan", "no ktp"),
            private=True,
        ),
        Column(
            nama="nuptk",
            meaning="NUPTK, 16 angka, sebagai teks; boleh kosong",
            kind="nuptk",
            private=True,
        ),
        Column(
            nama="jenis_kelamin",
            meaning="L (laki-laki) atau P (perempuan)",
            kind="pilihan",
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
        Column(nama="tempat_lahir", meaning="Tempat lahir"),
        Column(
            nama="tanggal_lahir",
            meaning="Tanggal lahir",
            kind="tanggal",
            headings=("tgl lahir",),
        ),
        Column(
            nama="pangkat",
            meaning="Pangkat dan golongan",
            headings=("pangkat gol", "pangkat golongan", "golongan"),
        ),
        Column(nama="jabatan", meaning="Jabatan sekarang", required=True),
        Column(
            nama="unit_kerja",
            meaning="Unit kerja atau sekolah asal",
            headings=("instansi asal", "asal instansi", "tempat tugas"),
            required=True,
        ),
        Column(
            nama="pendidikan",
            meaning="Pendidikan terakhir",
            headings=("pendidikan terakhir", "kualifikasi akademik"),
        ),
        Column(nama="alamat_kantor", meaning="Alamat kantor"),
        Column(nama="alamat_rumah", meaning="Alamat rumah", headings=("alamat",)),
        Column(
            nama="telepon",
            meaning="Telepon atau HP, sebagai teks; boleh kosong",
            kind="telepon",
            headings=("telp", "no telepon", "nomor telepon", "no hp", "hp", "nomor hp"),
            private=True,
        ),
        Column(
            nama="posel",
            meaning="Pos elektronik",
            headings=("email", "e-mail", "surel"),
        ),
    ),
    ignored=("no", "kab kota", "kabupaten kota"),
    checks=(
        Check(columns=("nip", "tanggal_lahir"), judge=judge_nip_lahir),
        Check(columns=("nip", "jenis_kelamin"), judge=judge_nip_kelamin),
        Check(columns=("nik", "tanggal_lahir"), judge=judge_nik_lahir),
        Check(columns=("nik", "jenis_kelamin"), judge=judge_nik_kelamin),
        Check(columns=("nip", "nik"), judge=judge_nik_nip),
    ),
)
