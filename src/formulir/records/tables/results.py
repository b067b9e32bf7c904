"""The sheets about what came of it: marks, appointments, other activities."""

from __future__ import annotations

from dataclasses import replace

from formulir.records.tables.calon import TAHUN
from formulir.records.tables.columns import Check, Column, Reference, Table
from formulir.records.tables.evaluasi import CALON, KETERANGAN
from formulir.records.tables.pelatihan import PELATIHAN_KODE
from formulir.records.tables.row_rules import judge_order

_NILAI = tuple(
    Column(nama=nama, meaning=meaning, kind="nilai", headings=judul, example="87,5")
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
    nama="nilai",
    meaning="Nilai dan rekomendasi satu peserta (01.6)",
    key=("pelatihan", "peserta"),
    columns=(
        PELATIHAN_KODE,
        Column(
            nama="peserta",
            meaning="Kode peserta, seperti pada lembar peserta",
            headings=("kode peserta", "kode"),
            required=True,
            example="33.19-01",
            points_to=Reference(tabel="peserta", column="kode", shared=("pelatihan",)),
        ),
        Column(
            nama="kehadiran",
            meaning="Banyaknya hari hadir",
            kind="bulat",
            headings=("hari hadir",),
            example="5",
        ),
        *_NILAI,
        Column(
            nama="rekomendasi",
            meaning="ya bila direkomendasikan",
            kind="ya",
            headings=("keputusan", "direkomendasikan"),
            required=True,
        ),
        Column(nama="catatan", meaning="Catatan", headings=("keterangan",)),
    ),
    ignored=("no", "nama", "nama peserta", "selisih"),
)

PENETAPAN = Table(
    nama="penetapan",
    meaning="Satu fasilitator daerah yang ditetapkan (01.7)",
    key=("tahun", "calon"),
    columns=(
        TAHUN,
        CALON,
        replace(PELATIHAN_KODE, meaning="Kode pelatihan yang diikutinya"),
        Column(
            nama="wilayah",
            meaning="Kode wilayah tugas",
            kind="wilayah",
            headings=("kode wilayah", "wilayah tugas"),
            required=True,
        ),
        Column(
            nama="kelompok",
            meaning="Kelompok sekolah",
            headings=("kelompok sekolah",),
        ),
    ),
    ignored=("no", "nama", "nama calon"),
)

KEGIATAN = Table(
    nama="kegiatan",
    meaning="Satu kegiatan sebuah tahap yang tidak punya formulir sendiri",
    key=("tahun", "tahap", "wilayah", "urut"),
    columns=(
        TAHUN,
        Column(
            nama="tahap",
            meaning="Kode tahap: T01 sampai T09",
            kind="pilihan",
            headings=("kode tahap",),
            required=True,
            choices=tuple(f"T{number:02}" for number in range(1, 10)),
        ),
        Column(
            nama="wilayah",
            meaning="Kode wilayah",
            kind="wilayah",
            headings=("kode wilayah",),
            required=True,
        ),
        Column(
            nama="urut",
            meaning="Urutan, mulai 1",
            kind="bulat",
            headings=("no", "nomor urut"),
            required=True,
            default=1,
        ),
        Column(
            nama="mulai",
            meaning="Hari pertama, menurut rencana atau yang terlaksana",
            kind="tanggal",
            headings=("tanggal mulai",),
            required=True,
        ),
        Column(
            nama="selesai",
            meaning="Hari terakhir",
            kind="tanggal",
            headings=("tanggal selesai",),
        ),
        KETERANGAN,
    ),
    checks=(
        Check(columns=("mulai", "selesai"), judge=judge_order("mulai", "selesai")),
    ),
)
