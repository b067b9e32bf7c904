"""The sheets about a class: what is taught, to whom, on which days, at which hours."""

from __future__ import annotations

from dataclasses import replace

from formulir.records.defaults import SORTS
from formulir.records.tables.calon import NIP
from formulir.records.tables.columns import Check, Column, Reference, Table
from formulir.records.tables.pelatihan import KELAS_KODE, PELATIHAN_KODE
from formulir.records.tables.row_rules import judge_order

_CALON_OR_NAMA = """
SELECT 'nama is empty and ' || :kode || ' is no calon of ' || tahun
FROM pelatihan AS t
WHERE t.kode = :pelatihan AND t.jenis = 'fasda' AND :nama IS NULL
  AND NOT EXISTS (
      SELECT 1 FROM calon AS c WHERE c.tahun = t.tahun AND c.kode = :kode
  )
"""
_SPMI_NEEDS = """
SELECT '{0} is empty; a participant of an spmi training has one'
FROM pelatihan WHERE kode = :pelatihan AND jenis = 'spmi' AND :{0} IS NULL
"""
_IN_KURIKULUM = """
SELECT :materi || ' is no materi of kurikulum ' || t.kurikulum || ', which has '
    || coalesce((
        SELECT group_concat(kode, ', ') FROM materi WHERE kurikulum = t.kurikulum
    ), 'none')
FROM pelatihan AS t
WHERE t.kode = :pelatihan AND :materi IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM materi AS m WHERE m.kurikulum = t.kurikulum AND m.kode = :materi
)
"""
_OWN_KODE = Column(
    "kode*",
    "Kode calon tahun itu, atau kode peserta dari kantor ini",
    headings=("kode peserta", "kode calon"),
    example="33.19-01",
)

_MEANING = (
    "paparan",
    "praktik",
    "tes dan evaluasi",
    "pembukaan, penutupan, dan lain-lain",
)
COLUMNS_MENIT = tuple(
    Column(
        f"menit_{jenis}",
        f"Menit untuk {meaning}",
        "bulat",
        headings=(jenis,),
        required=True,
        default=0,
        example="45",
    )
    for jenis, meaning in zip(SORTS, _MEANING, strict=True)
)


MATERI = Table(
    "materi",
    "Satu materi sebuah kurikulum",
    key=("kurikulum", "kode"),
    columns=(
        Column(
            "kurikulum*",
            "3.3 (fasda), 4.1 (SPMI), atau nama kurikulum sendiri",
            example="3.3",
        ),
        Column("kode*", "Kode materi", headings=("kode materi",), example="F01"),
        Column(
            "urut*",
            "Urutan dalam kurikulum, mulai 1",
            "bulat",
            headings=("no", "nomor urut"),
        ),
        Column(
            "hari*",
            "Hari pelatihan saat materi dimulai, mulai 1",
            "bulat",
            headings=("hari ke",),
        ),
        Column("judul*", "Judul materi", headings=("materi", "judul materi")),
        *COLUMNS_MENIT,
        Column(
            "pengampu",
            "Pengampu, seperti tertulis pada jadwal",
            headings=("penanggung jawab",),
        ),
    ),
)


PESERTA = Table(
    "peserta",
    "Satu peserta sebuah pelatihan",
    key=("pelatihan", "kode"),
    columns=(
        PELATIHAN_KODE,
        _OWN_KODE,
        replace(
            KELAS_KODE, meaning="Kode kelas; kosong bila belum dibagi", required=False
        ),
        Column(
            "npsn",
            "NPSN sekolah pengutus (pelatihan spmi)",
            "npsn",
            headings=("npsn sekolah",),
            points_to=Reference("sekolah", "npsn"),
        ),
        Column(
            "nama",
            "Nama dengan gelar; kosong untuk calon yang sudah tercatat",
            headings=("nama peserta", "nama lengkap"),
        ),
        NIP,
        Column("jabatan", "Jabatan"),
        Column(
            "unit_kerja",
            "Unit kerja, bila bukan sekolah pengutus",
            headings=("instansi asal", "asal sekolah"),
        ),
        Column(
            "hadir",
            "ya bila hadir; kosong bila belum diketahui",
            "ya",
            headings=("kehadiran",),
        ),
    ),
    ignored=("no",),
    checks=(
        Check(("pelatihan", "kode", "nama"), sql=_CALON_OR_NAMA),
        Check(("pelatihan", "nama"), sql=_SPMI_NEEDS.format("nama")),
        Check(("pelatihan", "npsn"), sql=_SPMI_NEEDS.format("npsn")),
    ),
)

SESI = Table(
    "sesi",
    "Satu bagian hari sebuah kelas",
    key=("pelatihan", "kelas", "tanggal", "mulai"),
    columns=(
        PELATIHAN_KODE,
        KELAS_KODE,
        Column("tanggal*", "Tanggal", "tanggal", headings=("hari tanggal",)),
        Column("mulai*", "Jam mulai", "jam", headings=("jam mulai",), example="08.00"),
        Column(
            "selesai*", "Jam selesai", "jam", headings=("jam selesai",), example="09.30"
        ),
        Column(
            "materi",
            "Kode materi; kosong untuk istirahat",
            headings=("kode materi",),
            example="F01",
        ),
        Column(
            "judul*",
            "Judul, seperti tertulis pada jadwal",
            headings=("kegiatan", "judul materi"),
        ),
        *COLUMNS_MENIT,
        Column(
            "pengampu",
            "Pengampu, seperti tertulis pada jadwal",
            headings=("penanggung jawab",),
        ),
        Column(
            "fasilitator",
            "Kode fasilitator, dipisah titik koma",
            "daftar",
            headings=("kode fasilitator",),
            example="FN-01; FN-02",
            points_to=Reference("fasilitator", "kode", shared=("pelatihan", "kelas")),
        ),
    ),
    checks=(
        Check(("mulai", "selesai"), judge=judge_order("mulai", "selesai", same=False)),
        Check(("pelatihan", "materi"), sql=_IN_KURIKULUM),
    ),
)
