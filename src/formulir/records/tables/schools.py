"""The sheets about the programme: schools, proposals, attachments."""

from __future__ import annotations

from formulir.records.tables.columns import Column, Table

SEKOLAH = Table(
    nama="sekolah",
    arti="Satu sekolah",
    kunci=("npsn",),
    kolom=(
        Column(
            nama="npsn",
            arti="NPSN, sebagai teks",
            jenis="npsn",
            judul=("nomor pokok sekolah nasional",),
            wajib=True,
        ),
        Column(
            nama="nama",
            arti="Nama sekolah",
            judul=("sekolah", "nama sekolah", "nama satuan pendidikan"),
            wajib=True,
        ),
        Column(
            nama="bentuk",
            arti="Bentuk pendidikan: SD, SMP, SMA, SMK, …",
            judul=("bentuk pendidikan", "jenjang", "bp"),
            wajib=True,
        ),
        Column(
            nama="status",
            arti="N (negeri) atau S (swasta)",
            jenis="pilihan",
            judul=("status sekolah",),
            wajib=True,
            pilihan=("N", "S"),
            ejaan={"negeri": "N", "swasta": "S"},
        ),
        Column(
            nama="alamat",
            arti="Alamat",
            judul=("alamat jalan", "alamat sekolah", "jalan"),
        ),
        Column(nama="kecamatan", arti="Kecamatan", judul=("nama kecamatan",)),
        Column(
            nama="wilayah",
            arti="Kode kabupaten atau kota, Kemendagri atau Dapodik",
            jenis="kabkota",
            judul=(
                "kode kab kota",
                "kode wilayah",
                "kode kabupaten",
                "kode kabupaten kota",
            ),
            wajib=True,
        ),
        Column(
            nama="lintang",
            arti="Lintang, derajat desimal",
            jenis="koordinat",
            judul=("latitude", "lat"),
        ),
        Column(
            nama="bujur",
            arti="Bujur, derajat desimal",
            jenis="koordinat",
            judul=("longitude", "lon", "long"),
        ),
        Column(
            nama="kepala",
            arti="Nama kepala sekolah dengan gelar",
            judul=("kepala sekolah", "nama kepala sekolah"),
        ),
        Column(
            nama="nip_kepala",
            arti="NIP kepala sekolah, sebagai teks",
            jenis="nip",
            judul=("nip kepala sekolah",),
        ),
        Column(
            nama="komite",
            arti="Nama ketua komite",
            judul=("ketua komite", "nama ketua komite", "komite sekolah"),
        ),
        Column(
            nama="pengawas",
            arti="Nama pengawas dengan gelar",
            judul=("nama pengawas", "pengawas sekolah"),
        ),
        Column(
            nama="nip_pengawas",
            arti="NIP pengawas, sebagai teks",
            jenis="nip",
            judul=("nip pengawas sekolah",),
        ),
        Column(
            nama="telepon",
            arti="Telepon, sebagai teks",
            judul=("telp", "no telepon", "nomor telepon", "no hp", "hp"),
        ),
        Column(nama="posel", arti="Pos elektronik", judul=("email", "e-mail", "surel")),
        Column(nama="gugus", arti="Gugus atau klaster", judul=("klaster",)),
        Column(
            nama="program_keahlian",
            arti="Program keahlian SMK, dipisah titik koma",
            judul=("paket keahlian", "kompetensi keahlian", "program keahlian"),
        ),
    ),
    abaikan=(
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
    arti="Satu sekolah imbas dengan sekolah modelnya",
    kunci=("tahun", "wilayah", "usulan_ke", "npsn_imbas"),
    kolom=(
        Column(
            nama="tahun",
            arti="Tahun program",
            jenis="tahun",
            judul=("tahun program", "tahun anggaran"),
            wajib=True,
        ),
        Column(
            nama="wilayah",
            arti="Kode kabupaten atau kota",
            jenis="kabkota",
            judul=("kode wilayah", "kode kab kota"),
            wajib=True,
        ),
        Column(
            nama="usulan_ke",
            arti="1 untuk usulan pertama, 2 untuk penggantinya, …",
            jenis="bulat",
            wajib=True,
            bawaan=1,
        ),
        Column(
            nama="pengusul",
            arti="Kode instansi pengusul; kosong: dinas menurut jenjang",
            judul=("kode pengusul",),
        ),
        Column(nama="nomor", arti="Nomor surat dinas", judul=("nomor surat",)),
        Column(
            nama="tanggal",
            arti="Tanggal surat dinas",
            jenis="tanggal",
            judul=("tanggal surat",),
        ),
        Column(
            nama="npsn_model",
            arti="NPSN sekolah model",
            jenis="npsn",
            judul=("npsn sekolah model", "model"),
            wajib=True,
        ),
        Column(
            nama="npsn_imbas",
            arti="NPSN sekolah imbas",
            jenis="npsn",
            judul=("npsn sekolah imbas", "imbas"),
            wajib=True,
        ),
        Column(
            nama="jarak_km",
            arti="Jarak model ke imbas, kilometer",
            jenis="angka",
            judul=("jarak",),
        ),
        Column(
            nama="luar_kuota",
            arti="ya bila sekolah model dibiayai pemerintah daerah",
            jenis="ya",
            wajib=True,
            bawaan=0,
        ),
    ),
    abaikan=("no", "nama model", "nama imbas", "sekolah model", "sekolah imbas"),
    utuh=True,
)

LAMPIRAN = Table(
    nama="lampiran",
    arti="Satu berkas yang menyertai satu surat",
    kunci=("formulir", "tahun", "kunci", "urut"),
    kolom=(
        Column(
            nama="formulir",
            arti="Kode formulir, sebagai teks: 02.1",
            judul=("kode formulir",),
            wajib=True,
        ),
        Column(nama="tahun", arti="Tahun program", jenis="tahun", wajib=True),
        Column(
            nama="kunci",
            arti="Kunci surat: NPSN untuk 02.2 dan 02.3",
            judul=("kunci surat",),
            wajib=True,
        ),
        Column(
            nama="urut",
            arti="Urutan lampiran, mulai 1",
            jenis="bulat",
            judul=("no", "nomor urut"),
            wajib=True,
            bawaan=1,
        ),
        Column(
            nama="judul", arti="Judul lampiran", judul=("judul lampiran",), wajib=True
        ),
        Column(
            nama="berkas",
            arti="Berkas PDF, DOCX, JPG, PNG, atau TIFF di samping lembar ini",
            jenis="berkas",
            judul=("nama berkas", "file"),
            wajib=True,
        ),
    ),
)
