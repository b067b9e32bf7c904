"""The sheets about the office: regions, letterheads, signers, numbers."""

from __future__ import annotations

from formulir.records.tables.columns import Check, Column, Rujukan, Table
from formulir.records.tables.row_rules import judge_order

_DARI = Column(
    nama="berlaku_dari",
    arti="Hari pertama berlaku",
    jenis="tanggal",
    judul=("berlaku sejak", "mulai berlaku", "tmt"),
    wajib=True,
)
_SAMPAI = Column(
    nama="berlaku_sampai",
    arti="Hari terakhir berlaku; kosong bila masih berlaku",
    jenis="tanggal",
    judul=("berlaku hingga",),
)
_MASA = Check(
    kolom=("berlaku_dari", "berlaku_sampai"),
    judge=judge_order("berlaku_dari", "berlaku_sampai"),
)
_INSTANSI = Rujukan(tabel="instansi", kolom="kode", lunak=True)

WILAYAH = Table(
    nama="wilayah",
    arti="Satu masa berlakunya kode dan nama provinsi, kabupaten, atau kota",
    kunci=("kode", "berlaku_dari"),
    kolom=(
        Column(
            nama="kode",
            arti="Kode Kemendagri: 33 atau 33.19",
            jenis="kode_wilayah",
            judul=("kode wilayah",),
            wajib=True,
        ),
        _DARI,
        _SAMPAI,
        Column(
            nama="nama",
            arti="Nama lengkap, seperti Kabupaten Kudus",
            judul=("nama wilayah",),
            wajib=True,
        ),
        Column(
            nama="tingkat",
            arti="provinsi atau kabkota",
            jenis="pilihan",
            wajib=True,
            pilihan=("provinsi", "kabkota"),
            ejaan={"kabupaten": "kabkota", "kota": "kabkota", "kab kota": "kabkota"},
        ),
        Column(
            nama="induk",
            arti="Kode provinsinya; kosong untuk provinsi",
            jenis="kode_wilayah",
            judul=("kode provinsi",),
        ),
        Column(
            nama="entitas",
            arti="Kode yang sekarang berlaku",
            jenis="kode_wilayah",
            wajib=True,
        ),
        Column(nama="dapodik", arti="Kode Dapodik, enam angka"),
        Column(nama="bps", arti="Kode BPS, dua atau empat angka"),
    ),
    checks=(_MASA,),
)

INSTANSI = Table(
    nama="instansi",
    arti="Kop surat sebuah instansi selama satu masa",
    kunci=("kode", "berlaku_dari"),
    kolom=(
        Column(
            nama="kode",
            arti="Sebutan singkat: LPMP, DISDIK-33.19",
            judul=("kode instansi",),
            wajib=True,
        ),
        _DARI,
        _SAMPAI,
        Column(
            nama="jenis",
            arti="Jenis instansi",
            jenis="pilihan",
            judul=("jenis instansi",),
            wajib=True,
            pilihan=("lpmp", "dinas_provinsi", "dinas_kabkota", "kementerian", "lain"),
            ejaan={
                "dinas provinsi": "dinas_provinsi",
                "dinas kabkota": "dinas_kabkota",
                "dinas kab/kota": "dinas_kabkota",
                "dinas kabupaten": "dinas_kabkota",
                "dinas kota": "dinas_kabkota",
            },
        ),
        Column(
            nama="wilayah",
            arti="Kode wilayah yang dilayani",
            jenis="wilayah",
            judul=("kode wilayah",),
            wajib=True,
        ),
        Column(
            nama="induk",
            arti="Baris pertama kop: Pemerintah Kabupaten …",
            judul=("instansi induk",),
            wajib=True,
        ),
        Column(nama="nama", arti="Nama pada kop", judul=("instansi",), wajib=True),
        Column(nama="alamat", arti="Alamat tanpa singkatan", wajib=True),
        Column(
            nama="kota",
            arti="Kota pada tanggal surat",
            judul=("tempat",),
            wajib=True,
        ),
        Column(nama="kode_pos", arti="Kode pos"),
        Column(nama="telepon", arti="Telepon", judul=("telp", "no telepon")),
        Column(nama="faks", arti="Faksimile", judul=("fax", "faksimile", "faksimili")),
        Column(nama="laman", arti="Laman", judul=("website", "situs", "web")),
        Column(nama="posel", arti="Pos elektronik", judul=("email", "e-mail", "surel")),
        Column(
            nama="cap",
            arti="Berkas gambar cap, PNG atau JPG, di samping lembar ini",
            jenis="gambar",
        ),
        Column(
            nama="lambang",
            arti="Berkas gambar lambang, PNG atau JPG, di samping lembar ini",
            jenis="gambar",
            judul=("logo",),
        ),
    ),
    checks=(_MASA,),
)

PEJABAT = Table(
    nama="pejabat",
    arti="Pejabat penanda tangan selama satu masa",
    kunci=("instansi", "peran", "berlaku_dari"),
    kolom=(
        Column(
            nama="instansi",
            arti="Kode instansinya",
            judul=("kode instansi",),
            wajib=True,
            rujukan=_INSTANSI,
        ),
        Column(
            nama="peran",
            arti="kepala bila ia menandatangani untuk instansi",
            wajib=True,
            bawaan="kepala",
        ),
        _DARI,
        _SAMPAI,
        Column(
            nama="jabatan",
            arti="Jabatan seperti di bawah surat",
            judul=("nama jabatan",),
            wajib=True,
        ),
        Column(
            nama="nama",
            arti="Nama dengan gelar",
            judul=("nama pejabat", "nama lengkap"),
            wajib=True,
        ),
        Column(nama="nip", arti="NIP, 18 angka, sebagai teks", jenis="nip"),
        Column(
            nama="pangkat",
            arti="Pangkat dan golongan",
            judul=("pangkat gol", "pangkat golongan"),
        ),
        Column(
            nama="awalan",
            arti="Plt., Plh., atau Pj.; kosong untuk pejabat tetap",
            jenis="pilihan",
            pilihan=("Plt.", "Plh.", "Pj."),
            ejaan={"plt": "Plt.", "plh": "Plh.", "pj": "Pj."},
        ),
        Column(
            nama="atas_nama",
            arti="Jabatan yang diatasnamakan (a.n.)",
            judul=("a.n.", "an"),
        ),
    ),
    checks=(_MASA,),
)

SERI = Table(
    nama="seri",
    arti="Ejaan nomor sebuah seri selama satu masa",
    kunci=("kode", "berlaku_dari"),
    kolom=(
        Column(nama="kode", arti="Nama seri", judul=("seri", "kode seri"), wajib=True),
        Column(
            nama="berlaku_dari",
            arti="Hari pertama ejaan ini berlaku",
            jenis="tanggal",
            judul=("berlaku sejak", "mulai berlaku"),
            wajib=True,
        ),
        Column(
            nama="instansi",
            arti="Kode instansi yang menomori",
            judul=("kode instansi",),
            wajib=True,
            rujukan=_INSTANSI,
        ),
        Column(
            nama="pola",
            arti="Ejaan: {urut:04}/{unit}/{hal}/{tahun}",
            jenis="pola",
            judul=("pola nomor",),
            wajib=True,
        ),
        Column(
            nama="isi",
            arti="Kode pengisi pola: unit=E5.2; hal=PL",
            jenis="isi",
            wajib=True,
            bawaan="{}",
        ),
    ),
)
