"""The sheets behind a letter: how it is numbered, and what rides behind it."""

from __future__ import annotations

from formulir.records.tables.columns import Column, Table
from formulir.records.tables.office import INSTANSI_KODE

SERI = Table(
    "seri",
    "Ejaan nomor sebuah seri selama satu masa",
    key=("kode", "berlaku_dari"),
    columns=(
        Column("kode*", "Nama seri", headings=("seri", "kode seri")),
        Column(
            "berlaku_dari*",
            "Hari pertama ejaan ini berlaku",
            "tanggal",
            headings=("berlaku sejak", "mulai berlaku"),
        ),
        Column(
            "instansi*",
            "Kode instansi yang menomori",
            headings=("kode instansi",),
            points_to=INSTANSI_KODE,
        ),
        Column(
            "pola*",
            "Ejaan: {urut:04}/{unit}/{hal}/{tahun}",
            "pola",
            headings=("pola nomor",),
        ),
        Column("isi*", "Kode pengisi pola: unit=E5.2; hal=PL", "isi", default="{}"),
    ),
)


LAMPIRAN = Table(
    "lampiran",
    "Satu berkas yang menyertai satu surat",
    key=("formulir", "tahun", "kunci", "urut"),
    columns=(
        Column(
            "formulir*",
            "Kode formulir, sebagai teks: 02.1",
            headings=("kode formulir",),
        ),
        Column("tahun*", "Tahun program", "tahun"),
        Column(
            "kunci*", "Kunci surat: NPSN untuk 02.2 dan 02.3", headings=("kunci surat",)
        ),
        Column(
            "urut*",
            "Urutan lampiran, mulai 1",
            "bulat",
            headings=("no", "nomor urut"),
            default=1,
        ),
        Column("judul*", "Judul lampiran", headings=("judul lampiran",)),
        Column(
            "berkas*",
            "Berkas PDF, DOCX, JPG, PNG, atau TIFF di samping lembar ini",
            "berkas",
            headings=("nama berkas", "file"),
        ),
    ),
)
