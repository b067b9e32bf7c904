"""The sheets behind a letter: how it is numbered, and what rides behind it."""

from __future__ import annotations

from formulir.records.tables.columns import Column, Table
from formulir.records.tables.office import INSTANSI_KODE

SERI = Table(
    nama="seri",
    meaning="Ejaan nomor sebuah seri selama satu masa",
    key=("kode", "berlaku_dari"),
    columns=(
        Column(
            nama="kode",
            meaning="Nama seri",
            headings=("seri", "kode seri"),
            required=True,
        ),
        Column(
            nama="berlaku_dari",
            meaning="Hari pertama ejaan ini berlaku",
            kind="tanggal",
            headings=("berlaku sejak", "mulai berlaku"),
            required=True,
        ),
        Column(
            nama="instansi",
            meaning="Kode instansi yang menomori",
            headings=("kode instansi",),
            required=True,
            points_to=INSTANSI_KODE,
        ),
        Column(
            nama="pola",
            meaning="Ejaan: {urut:04}/{unit}/{hal}/{tahun}",
            kind="pola",
            headings=("pola nomor",),
            required=True,
        ),
        Column(
            nama="isi",
            meaning="Kode pengisi pola: unit=E5.2; hal=PL",
            kind="isi",
            required=True,
            default="{}",
        ),
    ),
)


LAMPIRAN = Table(
    nama="lampiran",
    meaning="Satu berkas yang menyertai satu surat",
    key=("formulir", "tahun", "kunci", "urut"),
    columns=(
        Column(
            nama="formulir",
            meaning="Kode formulir, sebagai teks: 02.1",
            headings=("kode formulir",),
            required=True,
        ),
        Column(nama="tahun", meaning="Tahun program", kind="tahun", required=True),
        Column(
            nama="kunci",
            meaning="Kunci surat: NPSN untuk 02.2 dan 02.3",
            headings=("kunci surat",),
            required=True,
        ),
        Column(
            nama="urut",
            meaning="Urutan lampiran, mulai 1",
            kind="bulat",
            headings=("no", "nomor urut"),
            required=True,
            default=1,
        ),
        Column(
            nama="judul",
            meaning="Judul lampiran",
            headings=("judul lampiran",),
            required=True,
        ),
        Column(
            nama="berkas",
            meaning="Berkas PDF, DOCX, JPG, PNG, atau TIFF di samping lembar ini",
            kind="berkas",
            headings=("nama berkas", "file"),
            required=True,
        ),
    ),
)
