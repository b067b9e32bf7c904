"""The sheets about what came of it: marks, appointments, other activities."""

from __future__ import annotations

from dataclasses import replace

from formulir.records.tables.calon import TAHUN
from formulir.records.tables.columns import Check, Column, Rujukan, Table
from formulir.records.tables.evaluasi import CALON, KETERANGAN
from formulir.records.tables.pelatihan import PELATIHAN_KODE
from formulir.records.tables.row_rules import judge_order

_NILAI = tuple(
    Column(nama=nama, arti=arti, jenis="nilai", judul=judul, contoh="87,5")
    for nama, arti, judul in (
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
    arti="Nilai dan rekomendasi satu peserta (01.6)",
    kunci=("pelatihan", "peserta"),
    kolom=(
        PELATIHAN_KODE,
        Column(
            nama="peserta",
            arti="Kode peserta, seperti pada lembar peserta",
            judul=("kode peserta", "kode"),
            wajib=True,
            contoh="33.19-01",
            rujukan=Rujukan(tabel="peserta", kolom="kode", bersama=("pelatihan",)),
        ),
        Column(
            nama="kehadiran",
            arti="Banyaknya hari hadir",
            jenis="bulat",
            judul=("hari hadir",),
            contoh="5",
        ),
        *_NILAI,
        Column(
            nama="rekomendasi",
            arti="ya bila direkomendasikan",
            jenis="ya",
            judul=("keputusan", "direkomendasikan"),
            wajib=True,
        ),
        Column(nama="catatan", arti="Catatan", judul=("keterangan",)),
    ),
    abaikan=("no", "nama", "nama peserta", "selisih"),
)

PENETAPAN = Table(
    nama="penetapan",
    arti="Satu fasilitator daerah yang ditetapkan (01.7)",
    kunci=("tahun", "calon"),
    kolom=(
        TAHUN,
        CALON,
        replace(PELATIHAN_KODE, arti="Kode pelatihan yang diikutinya"),
        Column(
            nama="wilayah",
            arti="Kode wilayah tugas",
            jenis="wilayah",
            judul=("kode wilayah", "wilayah tugas"),
            wajib=True,
        ),
        Column(
            nama="kelompok",
            arti="Kelompok sekolah",
            judul=("kelompok sekolah",),
        ),
    ),
    abaikan=("no", "nama", "nama calon"),
)

KEGIATAN = Table(
    nama="kegiatan",
    arti="Satu kegiatan sebuah tahap yang tidak punya formulir sendiri",
    kunci=("tahun", "tahap", "wilayah", "urut"),
    kolom=(
        TAHUN,
        Column(
            nama="tahap",
            arti="Kode tahap: T01 sampai T09",
            jenis="pilihan",
            judul=("kode tahap",),
            wajib=True,
            pilihan=tuple(f"T{number:02}" for number in range(1, 10)),
        ),
        Column(
            nama="wilayah",
            arti="Kode wilayah",
            jenis="wilayah",
            judul=("kode wilayah",),
            wajib=True,
        ),
        Column(
            nama="urut",
            arti="Urutan, mulai 1",
            jenis="bulat",
            judul=("no", "nomor urut"),
            wajib=True,
            bawaan=1,
        ),
        Column(
            nama="mulai",
            arti="Hari pertama, menurut rencana atau yang terlaksana",
            jenis="tanggal",
            judul=("tanggal mulai",),
            wajib=True,
        ),
        Column(
            nama="selesai",
            arti="Hari terakhir",
            jenis="tanggal",
            judul=("tanggal selesai",),
        ),
        KETERANGAN,
    ),
    checks=(Check(kolom=("mulai", "selesai"), judge=judge_order("mulai", "selesai")),),
)
