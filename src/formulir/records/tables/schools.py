"""The sheets about the programme: schools, proposals, attachments."""

from __future__ import annotations

from formulir.records.tables.columns import Column, Table

SEKOLAH = Table(
    "sekolah",
    "Satu sekolah",
    key=("npsn",),
    columns=(
        Column(
            "npsn*",
            "NPSN, sebagai teks",
            "npsn",
            headings=("nomor pokok sekolah nasional",),
        ),
        Column(
            "nama*",
            "Nama sekolah",
            headings=("sekolah", "nama sekolah", "nama satuan pendidikan"),
        ),
        Column(
            "bentuk*",
            "Bentuk pendidikan: SD, SMP, SMA, SMK, …",
            headings=("bentuk pendidikan", "jenjang", "bp"),
        ),
        Column(
            "status*",
            "N (negeri) atau S (swasta)",
            "pilihan",
            headings=("status sekolah",),
            choices=("N", "S"),
            spellings={"negeri": "N", "swasta": "S"},
        ),
        Column(
            "alamat", "Alamat", headings=("alamat jalan", "alamat sekolah", "jalan")
        ),
        Column("kecamatan", "Kecamatan", headings=("nama kecamatan",)),
        Column(
            "wilayah*",
            "Kode kabupaten atau kota, Kemendagri atau Dapodik",
            "kabkota",
            headings=(
                "kode kab kota",
                "kode wilayah",
                "kode kabupaten",
                "kode kabupaten kota",
            ),
        ),
        Column(
            "lintang",
            "Lintang, derajat desimal",
            "koordinat",
            headings=("latitude", "lat"),
        ),
        Column(
            "bujur",
            "Bujur, derajat desimal",
            "koordinat",
            headings=("longitude", "lon", "long"),
        ),
        Column(
            "kepala",
            "Nama kepala sekolah dengan gelar",
            headings=("kepala sekolah", "nama kepala sekolah"),
        ),
        Column(
            "nip_kepala",
            "NIP kepala sekolah, sebagai teks",
            "nip",
            headings=("nip kepala sekolah",),
        ),
        Column(
            "komite",
            "Nama ketua komite",
            headings=("ketua komite", "nama ketua komite", "komite sekolah"),
        ),
        Column(
            "pengawas",
            "Nama pengawas dengan gelar",
            headings=("nama pengawas", "pengawas sekolah"),
        ),
        Column(
            "nip_pengawas",
            "NIP pengawas, sebagai teks",
            "nip",
            headings=("nip pengawas sekolah",),
        ),
        Column(
            "telepon",
            "Telepon, sebagai teks",
            headings=("telp", "no telepon", "nomor telepon", "no hp", "hp"),
        ),
        Column("posel", "Pos elektronik", headings=("email", "e-mail", "surel")),
        Column("gugus", "Gugus atau klaster", headings=("klaster",)),
        Column(
            "program_keahlian",
            "Program keahlian SMK, dipisah titik koma",
            headings=("paket keahlian", "kompetensi keahlian", "program keahlian"),
        ),
    ),
    ignored=(
        "kode kec",
        "kabupaten kota",
        "kode prop",
        "kode provinsi",
        "propinsi",
        "provinsi",
        "no",
    ),
)


USULAN = Table(
    "usulan",
    "Satu sekolah imbas dengan sekolah modelnya",
    key=("tahun", "wilayah", "usulan_ke", "npsn_imbas"),
    columns=(
        Column(
            "tahun*",
            "Tahun program",
            "tahun",
            headings=("tahun program", "tahun anggaran"),
        ),
        Column(
            "wilayah*",
            "Kode kabupaten atau kota",
            "kabkota",
            headings=("kode wilayah", "kode kab kota"),
        ),
        Column(
            "usulan_ke*",
            "1 untuk usulan pertama, 2 untuk penggantinya, …",
            "bulat",
            default=1,
        ),
        Column(
            "pengusul",
            "Kode instansi pengusul; kosong: dinas menurut jenjang",
            headings=("kode pengusul",),
        ),
        Column("nomor", "Nomor surat dinas", headings=("nomor surat",)),
        Column(
            "tanggal", "Tanggal surat dinas", "tanggal", headings=("tanggal surat",)
        ),
        Column(
            "npsn_model*",
            "NPSN sekolah model",
            "npsn",
            headings=("npsn sekolah model", "model"),
        ),
        Column(
            "npsn_imbas*",
            "NPSN sekolah imbas",
            "npsn",
            headings=("npsn sekolah imbas", "imbas"),
        ),
        Column(
            "jarak_km", "Jarak model ke imbas, kilometer", "angka", headings=("jarak",)
        ),
        Column(
            "luar_kuota*",
            "ya bila sekolah model dibiayai pemerintah daerah",
            "ya",
            default=0,
        ),
    ),
    ignored=("no", "nama model", "nama imbas", "sekolah model", "sekolah imbas"),
    whole=True,
    rows="""
SELECT u.tahun, u.wilayah, u.usulan_ke, u.pengusul, u.nomor, u.tanggal,
    m.npsn AS npsn_model, i.npsn AS npsn_imbas, i.jarak_km, m.luar_kuota
FROM usulan AS u
JOIN usulan_model AS m ON m.usulan = u.id
JOIN usulan_imbas AS i ON i.usulan = m.usulan AND i.model = m.npsn
ORDER BY u.tahun, u.wilayah, u.pengusul, u.usulan_ke, m.urut, i.urut
""",
)
