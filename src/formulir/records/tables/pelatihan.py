"""The sheets about a training: its curriculum, its venue, classes and people."""

from __future__ import annotations

from formulir.records.tables.calon import NIP, TAHUN
from formulir.records.tables.columns import Check, Column, Reference, Table

PELATIHAN_KODE = Column(
    "pelatihan*",
    "Kode pelatihan, seperti pada lembar pelatihan",
    headings=("kode pelatihan",),
    example="FASDA-2016-1",
    points_to=Reference("pelatihan", "kode"),
)
KELAS_KODE = Column(
    "kelas*",
    "Kode kelas, seperti pada lembar kelas",
    headings=("kode kelas",),
    example="A",
    points_to=Reference("kelas", "kode", shared=("pelatihan",)),
)


PELATIHAN = Table(
    "pelatihan",
    "Satu pelatihan: angkatan, tempat, dan waktunya",
    key=("kode",),
    columns=(
        Column(
            "kode*",
            "Kode pelatihan dari kantor ini, sama di semua lembar",
            headings=("kode pelatihan",),
            example="FASDA-2016-1",
        ),
        TAHUN,
        Column(
            "jenis*",
            "fasda (calon fasilitator) atau spmi (sekolah)",
            "pilihan",
            headings=("jenis pelatihan",),
            choices=("fasda", "spmi"),
        ),
        Column(
            "kurikulum*",
            "Kurikulum, seperti pada lembar materi",
            example="3.3",
            points_to=Reference("materi", "kurikulum"),
        ),
        Column("nama*", "Nama pelatihan", headings=("nama pelatihan", "nama kegiatan")),
        Column("angkatan", "Angkatan: I, II, …", example="I"),
        Column(
            "penyelenggara*",
            "Kode instansi penyelenggara",
            headings=("kode penyelenggara",),
            example="LPMP",
            points_to=Reference("instansi", "kode", lenient=True),
        ),
        Column(
            "wilayah*",
            "Kode wilayah tempat pelatihan",
            "wilayah",
            headings=("kode wilayah",),
        ),
        Column("tempat*", "Nama gedung atau hotel", headings=("tempat pelatihan",)),
        Column("alamat", "Alamat tempat", headings=("alamat tempat",)),
        Column("kota", "Kota tempat"),
        Column(
            "telepon",
            "Telepon tempat, sebagai teks",
            "telepon",
            headings=("telp", "telepon tempat", "no telepon"),
        ),
        Column(
            "mulai*",
            "Hari pertama",
            "tanggal",
            headings=("tanggal mulai", "hari pertama"),
        ),
        Column("jam_mulai*", "Jam mulai setiap hari", "jam", default="08.00"),
        Column(
            "jam_mulai_awal",
            "Jam mulai hari pertama, bila lain",
            "jam",
            headings=("jam mulai hari pertama",),
        ),
        Column("menit_per_hari*", "Menit belajar sehari", "bulat", default=480),
        Column(
            "istirahat*",
            "Jam istirahat; - bila tanpa istirahat",
            "jeda",
            default="10.00-10.15; 12.00-13.00; 15.00-15.15",
        ),
        Column(
            "istirahat_jumat*",
            "Jam istirahat hari Jumat",
            "jeda",
            default="10.00-10.15; 11.30-13.00; 15.00-15.15",
        ),
        Column(
            "hari_libur*",
            "lewati (hari libur dilewati) atau tandai (dipakai dengan tanda)",
            "pilihan",
            default="lewati",
            choices=("lewati", "tandai"),
        ),
        Column(
            "lapor_masuk",
            "Lapor masuk, seperti tertulis pada undangan",
            headings=("check in",),
            example="Senin, 4 April 2016, pukul 14.00 WIB",
        ),
        Column(
            "lapor_keluar",
            "Lapor keluar, seperti tertulis pada undangan",
            headings=("check out",),
        ),
        Column("biaya", "Anggaran yang menanggung", example="DIPA LPMP"),
        Column(
            "bawaan",
            "Yang harus dibawa, dipisah titik koma",
            headings=("perlengkapan",),
            example="laptop; surat tugas",
        ),
        Column("narahubung", "Nama narahubung", headings=("contact person", "cp")),
        Column(
            "telepon_narahubung",
            "Telepon narahubung, sebagai teks",
            "telepon",
            headings=("hp narahubung", "telp narahubung"),
        ),
    ),
)

KELAS = Table(
    "kelas",
    "Satu kelas sebuah pelatihan",
    key=("pelatihan", "kode"),
    columns=(
        PELATIHAN_KODE,
        Column(
            "kode*",
            "Kode kelas: A, B, …",
            headings=("kelas", "kode kelas"),
            example="A",
        ),
        Column("ruang", "Ruang", headings=("ruangan",)),
        Column("kapasitas", "Paling banyak orang", "bulat"),
    ),
    checks=(
        Check(
            ("kapasitas",),
            sql="SELECT 'a class holds at least one person' WHERE :kapasitas < 1",
        ),
    ),
)

FASILITATOR = Table(
    "fasilitator",
    "Satu fasilitator sebuah kelas",
    key=("pelatihan", "kelas", "kode"),
    columns=(
        PELATIHAN_KODE,
        KELAS_KODE,
        Column(
            "kode*",
            "Kode orangnya, sama di semua kelas",
            headings=("kode fasilitator",),
            example="FN-01",
        ),
        Column(
            "urut*",
            "Urutan dalam kelas, mulai 1",
            "bulat",
            headings=("no", "nomor urut"),
            default=1,
        ),
        Column(
            "nama*", "Nama dengan gelar", headings=("nama lengkap", "nama fasilitator")
        ),
        NIP,
        Column(
            "asal",
            "Instansi atau sekolah asal",
            headings=("instansi asal", "unit kerja"),
        ),
    ),
)
