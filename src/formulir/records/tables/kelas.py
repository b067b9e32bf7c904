"""The sheets about a class: who takes part, on which days, at which hours."""

from __future__ import annotations

from dataclasses import replace

from formulir.records.tables.calon import NIP
from formulir.records.tables.columns import Check, Column, Rujukan, Table
from formulir.records.tables.pelatihan import KELAS_KODE, MENIT, PELATIHAN_KODE
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
    arti="Kode calon tahun itu, atau kode peserta dari kantor ini",
    judul=("kode peserta", "kode calon"),
    wajib=True,
    contoh="33.19-01",
)

PESERTA = Table(
    nama="peserta",
    arti="Satu peserta sebuah pelatihan",
    kunci=("pelatihan", "kode"),
    kolom=(
        PELATIHAN_KODE,
        _OWN_KODE,
        replace(KELAS_KODE, arti="Kode kelas; kosong bila belum dibagi", wajib=False),
        Column(
            nama="npsn",
            arti="NPSN sekolah pengutus (pelatihan spmi)",
            jenis="npsn",
            judul=("npsn sekolah",),
            rujukan=Rujukan(tabel="sekolah", kolom="npsn"),
        ),
        Column(
            nama="nama",
            arti="Nama dengan gelar; kosong untuk calon yang sudah tercatat",
            judul=("nama peserta", "nama lengkap"),
        ),
        NIP,
        Column(nama="jabatan", arti="Jabatan"),
        Column(
            nama="unit_kerja",
            arti="Unit kerja, bila bukan sekolah pengutus",
            judul=("instansi asal", "asal sekolah"),
        ),
        Column(
            nama="hadir",
            arti="ya bila hadir; kosong bila belum diketahui",
            jenis="ya",
            judul=("kehadiran",),
        ),
    ),
    abaikan=("no",),
    checks=(
        Check(kolom=("pelatihan", "kode", "nama"), sql=_CALON_OR_NAMA),
        Check(kolom=("pelatihan", "nama"), sql=_SPMI_NEEDS.format("nama")),
        Check(kolom=("pelatihan", "npsn"), sql=_SPMI_NEEDS.format("npsn")),
    ),
)

SESI = Table(
    nama="sesi",
    arti="Satu bagian hari sebuah kelas",
    kunci=("pelatihan", "kelas", "tanggal", "mulai"),
    kolom=(
        PELATIHAN_KODE,
        KELAS_KODE,
        Column(
            nama="tanggal",
            arti="Tanggal",
            jenis="tanggal",
            judul=("hari tanggal",),
            wajib=True,
        ),
        Column(
            nama="mulai",
            arti="Jam mulai",
            jenis="jam",
            judul=("jam mulai",),
            wajib=True,
            contoh="08.00",
        ),
        Column(
            nama="selesai",
            arti="Jam selesai",
            jenis="jam",
            judul=("jam selesai",),
            wajib=True,
            contoh="09.30",
        ),
        Column(
            nama="materi",
            arti="Kode materi; kosong untuk istirahat",
            judul=("kode materi",),
            contoh="F01",
        ),
        Column(
            nama="judul",
            arti="Judul, seperti tertulis pada jadwal",
            judul=("kegiatan", "judul materi"),
            wajib=True,
        ),
        *MENIT,
        Column(
            nama="pengampu",
            arti="Pengampu, seperti tertulis pada jadwal",
            judul=("penanggung jawab",),
        ),
        Column(
            nama="fasilitator",
            arti="Kode fasilitator, dipisah titik koma",
            jenis="daftar",
            judul=("kode fasilitator",),
            contoh="FN-01; FN-02",
            rujukan=Rujukan(
                tabel="fasilitator", kolom="kode", bersama=("pelatihan", "kelas")
            ),
        ),
    ),
    checks=(
        Check(
            kolom=("mulai", "selesai"),
            judge=judge_order("mulai", "selesai", same=False),
        ),
        Check(kolom=("pelatihan", "materi"), sql=_IN_KURIKULUM),
    ),
)

HARI_LIBUR = Table(
    nama="hari_libur",
    arti="Satu hari yang libur, atau yang tidak libur walau kalender menyebutnya libur",
    kunci=("tanggal",),
    kolom=(
        Column(
            nama="tanggal",
            arti="Tanggal",
            jenis="tanggal",
            wajib=True,
        ),
        Column(
            nama="libur",
            arti="ya bila libur, tidak bila bukan hari libur",
            jenis="ya",
            wajib=True,
            bawaan=1,
        ),
        Column(
            nama="nama",
            arti="Nama hari libur",
            judul=("hari libur", "nama hari libur", "keterangan"),
            wajib=True,
        ),
    ),
)
