"""The sheets about the programme: schools, proposals, attachments."""

from __future__ import annotations

from formulir.records.tables.columns import Column, Table

SEKOLAH = Table(
    nama="sekolah",
    meaning="Satu sekolah",
    key=("npsn",),
    columns=(
        Column(
            nama="npsn",
            meaning="NPSN, sebagai teks",
            kind="npsn",
            headings=("nomor pokok sekolah nasional",),
            required=True,
        ),
        Column(
            nama="nama",
            meaning="Nama sekolah",
            headings=("sekolah", "nama sekolah", "nama satuan pendidikan"),
            required=True,
        ),
        Column(
            nama="bentuk",
            meaning="Bentuk pendidikan: SD, SMP, SMA, SMK, …",
            headings=("bentuk pendidikan", "jenjang", "bp"),
            required=True,
        ),
        Column(
            nama="status",
            meaning="N (negeri) atau S (swasta)",
            kind="pilihan",
            headings=("status sekolah",),
            required=True,
            choices=("N", "S"),
            spellings={"negeri": "N", "swasta": "S"},
        ),
        Column(
            nama="alamat",
            meaning="Alamat",
            headings=("alamat jalan", "alamat sekolah", "jalan"),
        ),
        Column(nama="kecamatan", meaning="Kecamatan", headings=("nama kecamatan",)),
        Column(
            nama="wilayah",
            meaning="Kode kabupaten atau kota, Kemendagri atau Dapodik",
            kind="kabkota",
            headings=(
                "kode kab kota",
                "kode wilayah",
                "kode kabupaten",
                "kode kabupaten kota",
            ),
            required=True,
        ),
        Column(
            nama="lintang",
            meaning="Lintang, derajat desimal",
            kind="koordinat",
            headings=("latitude", "lat"),
        ),
        Column(
            nama="bujur",
            meaning="Bujur, derajat desimal",
            kind="koordinat",
            headings=("longitude", "lon", "long"),
        ),
        Column(
            nama="kepala",
            meaning="Nama kepala sekolah dengan gelar",
            headings=("kepala sekolah", "nama kepala sekolah"),
        ),
        Column(
            nama="nip_kepala",
            meaning="NIP kepala sekolah, sebagai teks",
            kind="nip",
            headings=("nip kepala sekolah",),
        ),
        Column(
            nama="komite",
            meaning="Nama ketua komite",
            headings=("ketua komite", "nama ketua komite", "komite sekolah"),
        ),
        Column(
            nama="pengawas",
            meaning="Nama pengawas dengan gelar",
            headings=("nama pengawas", "pengawas sekolah"),
        ),
        Column(
            nama="nip_pengawas",
            meaning="NIP pengawas, sebagai teks",
            kind="nip",
            headings=("nip pengawas sekolah",),
        ),
        Column(
            nama="telepon",
            meaning="Telepon, sebagai teks",
            headings=("telp", "no telepon", "nomor telepon", "no hp", "hp"),
        ),
        Column(
            nama="posel",
            meaning="Pos elektronik",
            headings=("email", "e-mail", "surel"),
        ),
        Column(nama="gugus", meaning="Gugus atau klaster", headings=("klaster",)),
        Column(
            nama="program_keahlian",
            meaning="Program keahlian SMK, dipisah titik koma",
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
    nama="usulan",
    meaning="Satu sekolah imbas dengan sekolah modelnya",
    key=("tahun", "wilayah", "usulan_ke", "npsn_imbas"),
    columns=(
        Column(
            nama="tahun",
            meaning="Tahun program",
            kind="tahun",
            headings=("tahun program", "tahun anggaran"),
            required=True,
        ),
        Column(
            nama="wilayah",
            meaning="Kode kabupaten atau kota",
            kind="kabkota",
            headings=("kode wilayah", "kode kab kota"),
            required=True,
        ),
        Column(
            nama="usulan_ke",
            meaning="1 untuk usulan pertama, 2 untuk penggantinya, …",
            kind="bulat",
            required=True,
            default=1,
        ),
        Column(
            nama="pengusul",
            meaning="Kode instansi pengusul; kosong: dinas menurut jenjang",
            headings=("kode pengusul",),
        ),
        Column(nama="nomor", meaning="Nomor surat dinas", headings=("nomor surat",)),
        Column(
            nama="tanggal",
            meaning="Tanggal surat dinas",
            kind="tanggal",
            headings=("tanggal surat",),
        ),
        Column(
            nama="npsn_model",
            meaning="NPSN sekolah model",
            kind="npsn",
            headings=("npsn sekolah model", "model"),
            required=True,
        ),
        Column(
            nama="npsn_imbas",
            meaning="NPSN sekolah imbas",
            kind="npsn",
            headings=("npsn sekolah imbas", "imbas"),
            required=True,
        ),
        Column(
            nama="jarak_km",
            meaning="Jarak model ke imbas, kilometer",
            kind="angka",
            headings=("jarak",),
        ),
        Column(
            nama="luar_kuota",
            meaning="ya bila sekolah model dibiayai pemerintah daerah",
            kind="ya",
            required=True,
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
