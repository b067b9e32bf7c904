"""The sheets about a training: its curriculum, its venue, classes and people."""

from __future__ import annotations

from formulir.records.tables.calon import NIP, TAHUN
from formulir.records.tables.columns import Check, Column, Reference, Table

PELATIHAN_KODE = Column(
    nama="pelatihan",
    meaning="Kode pelatihan, seperti pada lembar pelatihan",
    headings=("kode pelatihan",),
    required=True,
    example="FASDA-2016-1",
    points_to=Reference(tabel="pelatihan", column="kode"),
)
KELAS_KODE = Column(
    nama="kelas",
    meaning="Kode kelas, seperti pada lembar kelas",
    headings=("kode kelas",),
    required=True,
    example="A",
    points_to=Reference(tabel="kelas", column="kode", shared=("pelatihan",)),
)


PELATIHAN = Table(
    nama="pelatihan",
    meaning="Satu pelatihan: angkatan, tempat, dan waktunya",
    key=("kode",),
    columns=(
        Column(
            nama="kode",
            meaning="Kode pelatihan dari kantor ini, sama di semua lembar",
            headings=("kode pelatihan",),
            required=True,
            example="FASDA-2016-1",
        ),
        TAHUN,
        Column(
            nama="jenis",
            meaning="fasda (calon fasilitator) atau spmi (sekolah)",
            kind="pilihan",
            headings=("jenis pelatihan",),
            required=True,
            choices=("fasda", "spmi"),
        ),
        Column(
            nama="kurikulum",
            meaning="Kurikulum, seperti pada lembar materi",
            required=True,
            example="3.3",
            points_to=Reference(tabel="materi", column="kurikulum"),
        ),
        Column(
            nama="nama",
            meaning="Nama pelatihan",
            headings=("nama pelatihan", "nama kegiatan"),
            required=True,
        ),
        Column(nama="angkatan", meaning="Angkatan: I, II, …", example="I"),
        Column(
            nama="penyelenggara",
            meaning="Kode instansi penyelenggara",
            headings=("kode penyelenggara",),
            required=True,
            example="LPMP",
            points_to=Reference(tabel="instansi", column="kode", lenient=True),
        ),
        Column(
            nama="wilayah",
            meaning="Kode wilayah tempat pelatihan",
            kind="wilayah",
            headings=("kode wilayah",),
            required=True,
        ),
        Column(
            nama="tempat",
            meaning="Nama gedung atau hotel",
            headings=("tempat pelatihan",),
            required=True,
        ),
        Column(nama="alamat", meaning="Alamat tempat", headings=("alamat tempat",)),
        Column(nama="kota", meaning="Kota tempat"),
        Column(
            nama="telepon",
            meaning="Telepon tempat, sebagai teks",
            kind="telepon",
            headings=("telp", "telepon tempat", "no telepon"),
        ),
        Column(
            nama="mulai",
            meaning="Hari pertama",
            kind="tanggal",
            headings=("tanggal mulai", "hari pertama"),
            required=True,
        ),
        Column(
            nama="jam_mulai",
            meaning="Jam mulai setiap hari",
            kind="jam",
            required=True,
            default="08.00",
        ),
        Column(
            nama="jam_mulai_awal",
            meaning="Jam mulai hari pertama, bila lain",
            kind="jam",
            headings=("jam mulai hari pertama",),
        ),
        Column(
            nama="menit_per_hari",
            meaning="Menit belajar sehari",
            kind="bulat",
            required=True,
            default=480,
        ),
        Column(
            nama="istirahat",
            meaning="Jam istirahat; - bila tanpa istirahat",
            kind="jeda",
            required=True,
            default="10.00-10.15; 12.00-13.00; 15.00-15.15",
        ),
        Column(
            nama="istirahat_jumat",
            meaning="Jam istirahat hari Jumat",
            kind="jeda",
            required=True,
            default="10.00-10.15; 11.30-13.00; 15.00-15.15",
        ),
        Column(
            nama="hari_libur",
            meaning="lewati (hari libur dilewati) atau tandai (dipakai dengan tanda)",
            kind="pilihan",
            required=True,
            default="lewati",
            choices=("lewati", "tandai"),
        ),
        Column(
            nama="lapor_masuk",
            meaning="Lapor masuk, seperti tertulis pada undangan",
            headings=("check in",),
            example="Senin, 4 April 2016, pukul 14.00 WIB",
        ),
        Column(
            nama="lapor_keluar",
            meaning="Lapor keluar, seperti tertulis pada undangan",
            headings=("check out",),
        ),
        Column(nama="biaya", meaning="Anggaran yang menanggung", example="DIPA LPMP"),
        Column(
            nama="bawaan",
            meaning="Yang harus dibawa, dipisah titik koma",
            headings=("perlengkapan",),
            example="laptop; surat tugas",
        ),
        Column(
            nama="narahubung",
            meaning="Nama narahubung",
            headings=("contact person", "cp"),
        ),
        Column(
            nama="telepon_narahubung",
            meaning="Telepon narahubung, sebagai teks",
            kind="telepon",
            headings=("hp narahubung", "telp narahubung"),
        ),
    ),
)

KELAS = Table(
    nama="kelas",
    meaning="Satu kelas sebuah pelatihan",
    key=("pelatihan", "kode"),
    columns=(
        PELATIHAN_KODE,
        Column(
            nama="kode",
            meaning="Kode kelas: A, B, …",
            headings=("kelas", "kode kelas"),
            required=True,
            example="A",
        ),
        Column(nama="ruang", meaning="Ruang", headings=("ruangan",)),
        Column(nama="kapasitas", meaning="Paling banyak orang", kind="bulat"),
    ),
    checks=(
        Check(
            columns=("kapasitas",),
            sql="SELECT 'a class holds at least one person' WHERE :kapasitas < 1",
        ),
    ),
)

FASILITATOR = Table(
    nama="fasilitator",
    meaning="Satu fasilitator sebuah kelas",
    key=("pelatihan", "kelas", "kode"),
    columns=(
        PELATIHAN_KODE,
        KELAS_KODE,
        Column(
            nama="kode",
            meaning="Kode orangnya, sama di semua kelas",
            headings=("kode fasilitator",),
            required=True,
            example="FN-01",
        ),
        Column(
            nama="urut",
            meaning="Urutan dalam kelas, mulai 1",
            kind="bulat",
            headings=("no", "nomor urut"),
            required=True,
            default=1,
        ),
        Column(
            nama="nama",
            meaning="Nama dengan gelar",
            headings=("nama lengkap", "nama fasilitator"),
            required=True,
        ),
        NIP,
        Column(
            nama="asal",
            meaning="Instansi atau sekolah asal",
            headings=("instansi asal", "unit kerja"),
        ),
    ),
)
