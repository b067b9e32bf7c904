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
    nama="kode",
    meaning="Kode calon tahun itu, atau kode peserta dari kantor ini",
    headings=("kode peserta", "kode calon"),
    required=True,
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
        nama=f"menit_{jenis}",
        meaning=f"Menit untuk {meaning}",
        kind="bulat",
        headings=(jenis,),
        required=True,
        default=0,
        example="45",
    )
    for jenis, meaning in zip(SORTS, _MEANING, strict=True)
)


MATERI = Table(
    nama="materi",
    meaning="Satu materi sebuah kurikulum",
    key=("kurikulum", "kode"),
    columns=(
        Column(
            nama="kurikulum",
            meaning="3.3 (fasda), 4.1 (SPMI), atau nama kurikulum sendiri",
            required=True,
            example="3.3",
        ),
        Column(
            nama="kode",
            meaning="Kode materi",
            headings=("kode materi",),
            required=True,
            example="F01",
        ),
        Column(
            nama="urut",
            meaning="Urutan dalam kurikulum, mulai 1",
            kind="bulat",
            headings=("no", "nomor urut"),
            required=True,
        ),
        Column(
            nama="hari",
            meaning="Hari pelatihan saat materi dimulai, mulai 1",
            kind="bulat",
            headings=("hari ke",),
            required=True,
        ),
        Column(
            nama="judul",
            meaning="Judul materi",
            headings=("materi", "judul materi"),
            required=True,
        ),
        *COLUMNS_MENIT,
        Column(
            nama="pengampu",
            meaning="Pengampu, seperti tertulis pada jadwal",
            headings=("penanggung jawab",),
        ),
    ),
)


PESERTA = Table(
    nama="peserta",
    meaning="Satu peserta sebuah pelatihan",
    key=("pelatihan", "kode"),
    columns=(
        PELATIHAN_KODE,
        _OWN_KODE,
        replace(
            KELAS_KODE, meaning="Kode kelas; kosong bila belum dibagi", required=False
        ),
        Column(
            nama="npsn",
            meaning="NPSN sekolah pengutus (pelatihan spmi)",
            kind="npsn",
            headings=("npsn sekolah",),
            points_to=Reference(tabel="sekolah", column="npsn"),
        ),
        Column(
            nama="nama",
            meaning="Nama dengan gelar; kosong untuk calon yang sudah tercatat",
            headings=("nama peserta", "nama lengkap"),
        ),
        NIP,
        Column(nama="jabatan", meaning="Jabatan"),
        Column(
            nama="unit_kerja",
            meaning="Unit kerja, bila bukan sekolah pengutus",
            headings=("instansi asal", "asal sekolah"),
        ),
        Column(
            nama="hadir",
            meaning="ya bila hadir; kosong bila belum diketahui",
            kind="ya",
            headings=("kehadiran",),
        ),
    ),
    ignored=("no",),
    checks=(
        Check(columns=("pelatihan", "kode", "nama"), sql=_CALON_OR_NAMA),
        Check(columns=("pelatihan", "nama"), sql=_SPMI_NEEDS.format("nama")),
        Check(columns=("pelatihan", "npsn"), sql=_SPMI_NEEDS.format("npsn")),
    ),
)

SESI = Table(
    nama="sesi",
    meaning="Satu bagian hari sebuah kelas",
    key=("pelatihan", "kelas", "tanggal", "mulai"),
    columns=(
        PELATIHAN_KODE,
        KELAS_KODE,
        Column(
            nama="tanggal",
            meaning="Tanggal",
            kind="tanggal",
            headings=("hari tanggal",),
            required=True,
        ),
        Column(
            nama="mulai",
            meaning="Jam mulai",
            kind="jam",
            headings=("jam mulai",),
            required=True,
            example="08.00",
        ),
        Column(
            nama="selesai",
            meaning="Jam selesai",
            kind="jam",
            headings=("jam selesai",),
            required=True,
            example="09.30",
        ),
        Column(
            nama="materi",
            meaning="Kode materi; kosong untuk istirahat",
            headings=("kode materi",),
            example="F01",
        ),
        Column(
            nama="judul",
            meaning="Judul, seperti tertulis pada jadwal",
            headings=("kegiatan", "judul materi"),
            required=True,
        ),
        *COLUMNS_MENIT,
        Column(
            nama="pengampu",
            meaning="Pengampu, seperti tertulis pada jadwal",
            headings=("penanggung jawab",),
        ),
        Column(
            nama="fasilitator",
            meaning="Kode fasilitator, dipisah titik koma",
            kind="daftar",
            headings=("kode fasilitator",),
            example="FN-01; FN-02",
            points_to=Reference(
                tabel="fasilitator", column="kode", shared=("pelatihan", "kelas")
            ),
        ),
    ),
    checks=(
        Check(
            columns=("mulai", "selesai"),
            judge=judge_order("mulai", "selesai", same=False),
        ),
        Check(columns=("pelatihan", "materi"), sql=_IN_KURIKULUM),
    ),
)
