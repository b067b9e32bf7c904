"""The sheets about the office: regions, letterheads, signers, days off."""

from __future__ import annotations

from formulir.records.tables.columns import Check, Column, Reference, Table
from formulir.records.tables.row_rules import judge_order

DARI = Column(
    nama="berlaku_dari",
    meaning="Hari pertama berlaku",
    kind="tanggal",
    headings=("berlaku sejak", "mulai berlaku", "tmt"),
    required=True,
)
SAMPAI = Column(
    nama="berlaku_sampai",
    meaning="Hari terakhir berlaku; kosong bila masih berlaku",
    kind="tanggal",
    headings=("berlaku hingga",),
)
PERIOD = Check(
    columns=("berlaku_dari", "berlaku_sampai"),
    judge=judge_order("berlaku_dari", "berlaku_sampai"),
)
INSTANSI_KODE = Reference(tabel="instansi", column="kode", lenient=True)

WILAYAH = Table(
    nama="wilayah",
    meaning="Satu masa berlakunya kode dan nama provinsi, kabupaten, atau kota",
    key=("kode", "berlaku_dari"),
    columns=(
        Column(
            nama="kode",
            meaning="Kode Kemendagri: 33 atau 33.19",
            kind="kode_wilayah",
            headings=("kode wilayah",),
            required=True,
        ),
        DARI,
        SAMPAI,
        Column(
            nama="nama",
            meaning="Nama lengkap, seperti Kabupaten Kudus",
            headings=("nama wilayah",),
            required=True,
        ),
        Column(
            nama="tingkat",
            meaning="provinsi atau kabkota",
            kind="pilihan",
            required=True,
            choices=("provinsi", "kabkota"),
            spellings={
                "kabupaten": "kabkota",
                "kota": "kabkota",
                "kab kota": "kabkota",
            },
        ),
        Column(
            nama="induk",
            meaning="Kode provinsinya; kosong untuk provinsi",
            kind="kode_wilayah",
            headings=("kode provinsi",),
        ),
        Column(
            nama="entitas",
            meaning="Kode yang sekarang berlaku",
            kind="kode_wilayah",
            required=True,
        ),
        Column(nama="dapodik", meaning="Kode Dapodik, enam angka"),
        Column(nama="bps", meaning="Kode BPS, dua atau empat angka"),
    ),
    checks=(PERIOD,),
)

INSTANSI = Table(
    nama="instansi",
    meaning="Kop surat sebuah instansi selama satu masa",
    key=("kode", "berlaku_dari"),
    columns=(
        Column(
            nama="kode",
            meaning="Sebutan singkat: LPMP, DISDIK-33.19",
            headings=("kode instansi",),
            required=True,
        ),
        DARI,
        SAMPAI,
        Column(
            nama="jenis",
            meaning="Jenis instansi",
            kind="pilihan",
            headings=("jenis instansi",),
            required=True,
            choices=("lpmp", "dinas_provinsi", "dinas_kabkota", "kementerian", "lain"),
            spellings={
                "dinas provinsi": "dinas_provinsi",
                "dinas kabkota": "dinas_kabkota",
                "dinas kab/kota": "dinas_kabkota",
                "dinas kabupaten": "dinas_kabkota",
                "dinas kota": "dinas_kabkota",
            },
        ),
        Column(
            nama="wilayah",
            meaning="Kode wilayah yang dilayani",
            kind="wilayah",
            headings=("kode wilayah",),
            required=True,
        ),
        Column(
            nama="induk",
            meaning="Baris pertama kop: Pemerintah Kabupaten …",
            headings=("instansi induk",),
            required=True,
        ),
        Column(
            nama="nama", meaning="Nama pada kop", headings=("instansi",), required=True
        ),
        Column(nama="alamat", meaning="Alamat tanpa singkatan", required=True),
        Column(
            nama="kota",
            meaning="Kota pada tanggal surat",
            headings=("tempat",),
            required=True,
        ),
        Column(nama="kode_pos", meaning="Kode pos"),
        Column(nama="telepon", meaning="Telepon", headings=("telp", "no telepon")),
        Column(
            nama="faks", meaning="Faksimile", headings=("fax", "faksimile", "faksimili")
        ),
        Column(nama="laman", meaning="Laman", headings=("website", "situs", "web")),
        Column(
            nama="posel",
            meaning="Pos elektronik",
            headings=("email", "e-mail", "surel"),
        ),
        Column(
            nama="cap",
            meaning="Berkas gambar cap, PNG atau JPG, di samping lembar ini",
            kind="gambar",
        ),
        Column(
            nama="lambang",
            meaning="Berkas gambar lambang, PNG atau JPG, di samping lembar ini",
            kind="gambar",
            headings=("logo",),
        ),
    ),
    checks=(PERIOD,),
)

PEJABAT = Table(
    nama="pejabat",
    meaning="Pejabat penanda tangan selama satu masa",
    key=("instansi", "peran", "berlaku_dari"),
    columns=(
        Column(
            nama="instansi",
            meaning="Kode instansinya",
            headings=("kode instansi",),
            required=True,
            points_to=INSTANSI_KODE,
        ),
        Column(
            nama="peran",
            meaning="kepala bila ia menandatangani untuk instansi",
            required=True,
            default="kepala",
        ),
        DARI,
        SAMPAI,
        Column(
            nama="jabatan",
            meaning="Jabatan seperti di bawah surat",
            headings=("nama jabatan",),
            required=True,
        ),
        Column(
            nama="nama",
            meaning="Nama dengan gelar",
            headings=("nama pejabat", "nama lengkap"),
            required=True,
        ),
        Column(nama="nip", meaning="NIP, 18 angka, sebagai teks", kind="nip"),
        Column(
            nama="pangkat",
            meaning="Pangkat dan golongan",
            headings=("pangkat gol", "pangkat golongan"),
        ),
        Column(
            nama="awalan",
            meaning="Plt., Plh., atau Pj.; kosong untuk pejabat tetap",
            kind="pilihan",
            choices=("Plt.", "Plh.", "Pj."),
            spellings={"plt": "Plt.", "plh": "Plh.", "pj": "Pj."},
        ),
        Column(
            nama="atas_nama",
            meaning="Jabatan yang diatasnamakan (a.n.)",
            headings=("a.n.", "an"),
        ),
    ),
    checks=(PERIOD,),
)


HARI_LIBUR = Table(
    nama="hari_libur",
    meaning="Satu hari yang libur, atau yang tidak libur walau kalender "
    "menyebutnya libur",
    key=("tanggal",),
    columns=(
        Column(nama="tanggal", meaning="Tanggal", kind="tanggal", required=True),
        Column(
            nama="libur",
            meaning="ya bila libur, tidak bila bukan hari libur",
            kind="ya",
            required=True,
            default=1,
        ),
        Column(
            nama="nama",
            meaning="Nama hari libur",
            headings=("hari libur", "nama hari libur", "keterangan"),
            required=True,
        ),
    ),
)
