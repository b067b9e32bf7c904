"""The sheets about a training: its curriculum, its venue, classes and people."""

from __future__ import annotations

from formulir.records.tables.calon import NIP, TAHUN
from formulir.records.tables.columns import Check, Column, Rujukan, Table

PELATIHAN_KODE = Column(
    nama="pelatihan",
    arti="Kode pelatihan, seperti pada lembar pelatihan",
    judul=("kode pelatihan",),
    wajib=True,
    contoh="FASDA-2016-1",
    rujukan=Rujukan(tabel="pelatihan", kolom="kode"),
)
KELAS_KODE = Column(
    nama="kelas",
    arti="Kode kelas, seperti pada lembar kelas",
    judul=("kode kelas",),
    wajib=True,
    contoh="A",
    rujukan=Rujukan(tabel="kelas", kolom="kode", bersama=("pelatihan",)),
)
MENIT = tuple(
    Column(
        nama=f"menit_{jenis}",
        arti=f"Menit untuk {arti}",
        jenis="bulat",
        judul=(jenis,),
        wajib=True,
        bawaan=0,
        contoh="45",
    )
    for jenis, arti in (
        ("paparan", "paparan"),
        ("praktik", "praktik"),
        ("evaluasi", "tes dan evaluasi"),
        ("umum", "pembukaan, penutupan, dan lain-lain"),
    )
)

MATERI = Table(
    nama="materi",
    arti="Satu materi sebuah kurikulum",
    kunci=("kurikulum", "kode"),
    kolom=(
        Column(
            nama="kurikulum",
            arti="3.3 (fasda), 4.1 (SPMI), atau nama kurikulum sendiri",
            wajib=True,
            contoh="3.3",
        ),
        Column(
            nama="kode",
            arti="Kode materi",
            judul=("kode materi",),
            wajib=True,
            contoh="F01",
        ),
        Column(
            nama="urut",
            arti="Urutan dalam kurikulum, mulai 1",
            jenis="bulat",
            judul=("no", "nomor urut"),
            wajib=True,
        ),
        Column(
            nama="hari",
            arti="Hari pelatihan saat materi dimulai, mulai 1",
            jenis="bulat",
            judul=("hari ke",),
            wajib=True,
        ),
        Column(
            nama="judul",
            arti="Judul materi",
            judul=("materi", "judul materi"),
            wajib=True,
        ),
        *MENIT,
        Column(
            nama="pengampu",
            arti="Pengampu, seperti tertulis pada jadwal",
            judul=("penanggung jawab",),
        ),
    ),
)

PELATIHAN = Table(
    nama="pelatihan",
    arti="Satu pelatihan: angkatan, tempat, dan waktunya",
    kunci=("kode",),
    kolom=(
        Column(
            nama="kode",
            arti="Kode pelatihan dari kantor ini, sama di semua lembar",
            judul=("kode pelatihan",),
            wajib=True,
            contoh="FASDA-2016-1",
        ),
        TAHUN,
        Column(
            nama="jenis",
            arti="fasda (calon fasilitator) atau spmi (sekolah)",
            jenis="pilihan",
            judul=("jenis pelatihan",),
            wajib=True,
            pilihan=("fasda", "spmi"),
        ),
        Column(
            nama="kurikulum",
            arti="Kurikulum, seperti pada lembar materi",
            wajib=True,
            contoh="3.3",
            rujukan=Rujukan(tabel="materi", kolom="kurikulum"),
        ),
        Column(
            nama="nama",
            arti="Nama pelatihan",
            judul=("nama pelatihan", "nama kegiatan"),
            wajib=True,
        ),
        Column(nama="angkatan", arti="Angkatan: I, II, …", contoh="I"),
        Column(
            nama="penyelenggara",
            arti="Kode instansi penyelenggara",
            judul=("kode penyelenggara",),
            wajib=True,
            contoh="LPMP",
            rujukan=Rujukan(tabel="instansi", kolom="kode", lunak=True),
        ),
        Column(
            nama="wilayah",
            arti="Kode wilayah tempat pelatihan",
            jenis="wilayah",
            judul=("kode wilayah",),
            wajib=True,
        ),
        Column(
            nama="tempat",
            arti="Nama gedung atau hotel",
            judul=("tempat pelatihan",),
            wajib=True,
        ),
        Column(nama="alamat", arti="Alamat tempat", judul=("alamat tempat",)),
        Column(nama="kota", arti="Kota tempat"),
        Column(
            nama="telepon",
            arti="Telepon tempat, sebagai teks",
            jenis="telepon",
            judul=("telp", "telepon tempat", "no telepon"),
        ),
        Column(
            nama="mulai",
            arti="Hari pertama",
            jenis="tanggal",
            judul=("tanggal mulai", "hari pertama"),
            wajib=True,
        ),
        Column(
            nama="jam_mulai",
            arti="Jam mulai setiap hari",
            jenis="jam",
            wajib=True,
            bawaan="08.00",
        ),
        Column(
            nama="jam_mulai_awal",
            arti="Jam mulai hari pertama, bila lain",
            jenis="jam",
            judul=("jam mulai hari pertama",),
        ),
        Column(
            nama="menit_per_hari",
            arti="Menit belajar sehari",
            jenis="bulat",
            wajib=True,
            bawaan=480,
        ),
        Column(
            nama="istirahat",
            arti="Jam istirahat; - bila tanpa istirahat",
            jenis="jeda",
            wajib=True,
            bawaan="10.00-10.15; 12.00-13.00; 15.00-15.15",
        ),
        Column(
            nama="istirahat_jumat",
            arti="Jam istirahat hari Jumat",
            jenis="jeda",
            wajib=True,
            bawaan="10.00-10.15; 11.30-13.00; 15.00-15.15",
        ),
        Column(
            nama="hari_libur",
            arti="lewati (hari libur dilewati) atau tandai (dipakai dengan tanda)",
            jenis="pilihan",
            wajib=True,
            bawaan="lewati",
            pilihan=("lewati", "tandai"),
        ),
        Column(
            nama="lapor_masuk",
            arti="Lapor masuk, seperti tertulis pada undangan",
            judul=("check in",),
            contoh="Senin, 4 April 2016, pukul 14.00 WIB",
        ),
        Column(
            nama="lapor_keluar",
            arti="Lapor keluar, seperti tertulis pada undangan",
            judul=("check out",),
        ),
        Column(nama="biaya", arti="Anggaran yang menanggung", contoh="DIPA LPMP"),
        Column(
            nama="bawaan",
            arti="Yang harus dibawa, dipisah titik koma",
            judul=("perlengkapan",),
            contoh="laptop; surat tugas",
        ),
        Column(
            nama="narahubung", arti="Nama narahubung", judul=("contact person", "cp")
        ),
        Column(
            nama="telepon_narahubung",
            arti="Telepon narahubung, sebagai teks",
            jenis="telepon",
            judul=("hp narahubung", "telp narahubung"),
        ),
    ),
)

KELAS = Table(
    nama="kelas",
    arti="Satu kelas sebuah pelatihan",
    kunci=("pelatihan", "kode"),
    kolom=(
        PELATIHAN_KODE,
        Column(
            nama="kode",
            arti="Kode kelas: A, B, …",
            judul=("kelas", "kode kelas"),
            wajib=True,
            contoh="A",
        ),
        Column(nama="ruang", arti="Ruang", judul=("ruangan",)),
        Column(nama="kapasitas", arti="Paling banyak orang", jenis="bulat"),
    ),
    checks=(
        Check(
            kolom=("kapasitas",),
            sql="SELECT 'a class holds at least one person' WHERE :kapasitas < 1",
        ),
    ),
)

FASILITATOR = Table(
    nama="fasilitator",
    arti="Satu fasilitator sebuah kelas",
    kunci=("pelatihan", "kelas", "kode"),
    kolom=(
        PELATIHAN_KODE,
        KELAS_KODE,
        Column(
            nama="kode",
            arti="Kode orangnya, sama di semua kelas",
            judul=("kode fasilitator",),
            wajib=True,
            contoh="FN-01",
        ),
        Column(
            nama="urut",
            arti="Urutan dalam kelas, mulai 1",
            jenis="bulat",
            judul=("no", "nomor urut"),
            wajib=True,
            bawaan=1,
        ),
        Column(
            nama="nama",
            arti="Nama dengan gelar",
            judul=("nama lengkap", "nama fasilitator"),
            wajib=True,
        ),
        NIP,
        Column(
            nama="asal",
            arti="Instansi atau sekolah asal",
            judul=("instansi asal", "unit kerja"),
        ),
    ),
)
