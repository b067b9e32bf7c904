"""The sheets about the office: regions, letterheads, signers, days off."""

from __future__ import annotations

from formulir.records.tables.columns import Check, Column, Reference, Table
from formulir.records.tables.row_rules import judge_order

DARI = Column(
    "berlaku_dari*",
    "Hari pertama berlaku",
    "tanggal",
    headings=("berlaku sejak", "mulai berlaku", "tmt"),
)
SAMPAI = Column(
    "berlaku_sampai",
    "Hari terakhir berlaku; kosong bila masih berlaku",
    "tanggal",
    headings=("berlaku hingga",),
)
PERIOD = Check(
    ("berlaku_dari", "berlaku_sampai"),
    judge=judge_order("berlaku_dari", "berlaku_sampai"),
)
INSTANSI_KODE = Reference("instansi", "kode", lenient=True)

WILAYAH = Table(
    "wilayah",
    "Satu masa berlakunya kode dan nama provinsi, kabupaten, atau kota",
    key=("kode", "berlaku_dari"),
    columns=(
        Column(
            "kode*",
            "Kode Kemendagri: 33 atau 33.19",
            "kode_wilayah",
            headings=("kode wilayah",),
        ),
        DARI,
        SAMPAI,
        Column(
            "nama*", "Nama lengkap, seperti Kabupaten Kudus", headings=("nama wilayah",)
        ),
        Column(
            "tingkat*",
            "provinsi atau kabkota",
            "pilihan",
            choices=("provinsi", "kabkota"),
            spellings={
                "kabupaten": "kabkota",
                "kota": "kabkota",
                "kab kota": "kabkota",
            },
        ),
        Column(
            "induk",
            "Kode provinsinya; kosong untuk provinsi",
            "kode_wilayah",
            headings=("kode provinsi",),
        ),
        Column("entitas*", "Kode yang sekarang berlaku", "kode_wilayah"),
        Column("dapodik", "Kode Dapodik, enam angka"),
        Column("bps", "Kode BPS, dua atau empat angka"),
    ),
    checks=(PERIOD,),
)

INSTANSI = Table(
    "instansi",
    "Kop surat sebuah instansi selama satu masa",
    key=("kode", "berlaku_dari"),
    columns=(
        Column(
            "kode*", "Sebutan singkat: LPMP, DISDIK-33.19", headings=("kode instansi",)
        ),
        DARI,
        SAMPAI,
        Column(
            "jenis*",
            "Jenis instansi",
            "pilihan",
            headings=("jenis instansi",),
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
            "wilayah*",
            "Kode wilayah yang dilayani",
            "wilayah",
            headings=("kode wilayah",),
        ),
        Column(
            "induk*",
            "Baris pertama kop: Pemerintah Kabupaten …",
            headings=("instansi induk",),
        ),
        Column("nama*", "Nama pada kop", headings=("instansi",)),
        Column("alamat*", "Alamat tanpa singkatan"),
        Column("kota*", "Kota pada tanggal surat", headings=("tempat",)),
        Column("kode_pos", "Kode pos"),
        Column("telepon", "Telepon", headings=("telp", "no telepon")),
        Column("faks", "Faksimile", headings=("fax", "faksimile", "faksimili")),
        Column("laman", "Laman", headings=("website", "situs", "web")),
        Column("posel", "Pos elektronik", headings=("email", "e-mail", "surel")),
        Column(
            "cap", "Berkas gambar cap, PNG atau JPG, di samping lembar ini", "gambar"
        ),
        Column(
            "lambang",
            "Berkas gambar lambang, PNG atau JPG, di samping lembar ini",
            "gambar",
            headings=("logo",),
        ),
    ),
    checks=(PERIOD,),
)

PEJABAT = Table(
    "pejabat",
    "Pejabat penanda tangan selama satu masa",
    key=("instansi", "peran", "berlaku_dari"),
    columns=(
        Column(
            "instansi*",
            "Kode instansinya",
            headings=("kode instansi",),
            points_to=INSTANSI_KODE,
        ),
        Column(
            "peran*", "kepala bila ia menandatangani untuk instansi", default="kepala"
        ),
        DARI,
        SAMPAI,
        Column(
            "jabatan*", "Jabatan seperti di bawah surat", headings=("nama jabatan",)
        ),
        Column("nama*", "Nama dengan gelar", headings=("nama pejabat", "nama lengkap")),
        Column("nip", "NIP, 18 angka, sebagai teks", "nip"),
        Column(
            "pangkat",
            "Pangkat dan golongan",
            headings=("pangkat gol", "pangkat golongan"),
        ),
        Column(
            "awalan",
            "Plt., Plh., atau Pj.; kosong untuk pejabat tetap",
            "pilihan",
            choices=("Plt.", "Plh.", "Pj."),
            spellings={"plt": "Plt.", "plh": "Plh.", "pj": "Pj."},
        ),
        Column(
            "atas_nama", "Jabatan yang diatasnamakan (a.n.)", headings=("a.n.", "an")
        ),
    ),
    checks=(PERIOD,),
)


HARI_LIBUR = Table(
    "hari_libur",
    ("Satu hari yang libur, atau yang tidak libur walau kalender menyebutnya libur"),
    key=("tanggal",),
    columns=(
        Column("tanggal*", "Tanggal", "tanggal"),
        Column("libur*", "ya bila libur, tidak bila bukan hari libur", "ya", default=1),
        Column(
            "nama*",
            "Nama hari libur",
            headings=("hari libur", "nama hari libur", "keterangan"),
        ),
    ),
)
