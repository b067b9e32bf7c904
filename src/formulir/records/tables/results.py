"""The sheets about what came of it: marks, appointments, other activities."""

from __future__ import annotations

from dataclasses import replace

from formulir.records.tables.calon import TAHUN
from formulir.records.tables.columns import Check, Column, Reference, Table
from formulir.records.tables.evaluasi import CALON, KETERANGAN
from formulir.records.tables.pelatihan import PELATIHAN_KODE
from formulir.records.tables.row_rules import judge_order

_NILAI = tuple(
    Column(nama, meaning, "nilai", headings=judul, example="87,5")
    for nama, meaning, judul in (
        ("pratest", "Nilai pratest, 0 sampai 100", ("pra tes", "pretest", "pre test")),
        (
            "pascates",
            "Nilai pascates, 0 sampai 100",
            ("pasca tes", "posttest", "post test"),
        ),
        ("praktik", "Nilai praktik atau simulasi, 0 sampai 100", ("simulasi",)),
        ("sikap", "Nilai sikap, 0 sampai 100", ()),
        ("akhir", "Nilai akhir, 0 sampai 100", ("nilai akhir",)),
    )
)

NILAI = Table(
    "nilai",
    "Nilai dan rekomendasi satu peserta (01.6)",
    key=("pelatihan", "peserta"),
    columns=(
        PELATIHAN_KODE,
        Column(
            "peserta*",
            "Kode peserta, seperti pada lembar peserta",
            headings=("kode peserta", "kode"),
            example="33.19-01",
            points_to=Reference("peserta", "kode", shared=("pelatihan",)),
        ),
        Column(
            "kehadiran",
            "Banyaknya hari hadir",
            "bulat",
            headings=("hari hadir",),
            example="5",
        ),
        *_NILAI,
        Column(
            "rekomendasi*",
            "ya bila direkomendasikan",
            "ya",
            headings=("keputusan", "direkomendasikan"),
        ),
        Column("catatan", "Catatan", headings=("keterangan",)),
    ),
    ignored=("no", "nama", "nama peserta", "selisih"),
)

PENETAPAN = Table(
    "penetapan",
    "Satu fasilitator daerah yang ditetapkan (01.7)",
    key=("tahun", "calon"),
    columns=(
        TAHUN,
        CALON,
        replace(PELATIHAN_KODE, meaning="Kode pelatihan yang diikutinya"),
        Column(
            "wilayah*",
            "Kode wilayah tugas",
            "wilayah",
            headings=("kode wilayah", "wilayah tugas"),
        ),
        Column("kelompok", "Kelompok sekolah", headings=("kelompok sekolah",)),
    ),
    ignored=("no", "nama", "nama calon"),
)

KEGIATAN = Table(
    "kegiatan",
    "Satu kegiatan sebuah tahap yang tidak punya formulir sendiri",
    key=("tahun", "tahap", "wilayah", "urut"),
    columns=(
        TAHUN,
        Column(
            "tahap*",
            "Kode tahap: T01 sampai T09",
            "pilihan",
            headings=("kode tahap",),
            choices=tuple(f"T{number:02}" for number in range(1, 10)),
        ),
        Column("wilayah*", "Kode wilayah", "wilayah", headings=("kode wilayah",)),
        Column(
            "urut*",
            "Urutan, mulai 1",
            "bulat",
            headings=("no", "nomor urut"),
            default=1,
        ),
        Column(
            "mulai*",
            "Hari pertama, menurut rencana atau yang terlaksana",
            "tanggal",
            headings=("tanggal mulai",),
        ),
        Column("selesai", "Hari terakhir", "tanggal", headings=("tanggal selesai",)),
        KETERANGAN,
    ),
    checks=(Check(("mulai", "selesai"), judge=judge_order("mulai", "selesai")),),
)
