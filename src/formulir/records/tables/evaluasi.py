"""The sheets about the papers of a candidate: as they came in, and the verdict."""

from __future__ import annotations

from formulir.records.tables.calon import GELOMBANG, NIP, TAHUN
from formulir.records.tables.columns import Check, Column, Rujukan, Table
from formulir.records.tables.row_rules import judge_berkas

CALON = Column(
    nama="calon",
    arti="Kode calon, seperti pada lembar calon",
    judul=("kode calon", "kode"),
    wajib=True,
    contoh="33.19-01",
    rujukan=Rujukan(tabel="calon", kolom="kode", bersama=("tahun",)),
)
KETERANGAN = Column(
    nama="keterangan", arti="Keterangan atau alasan", judul=("ket", "alasan", "catatan")
)

BERKAS = Table(
    nama="berkas",
    arti="Satu dari tiga berkas calon, seperti diterima",
    kunci=("tahun", "calon", "jenis"),
    kolom=(
        TAHUN,
        CALON,
        Column(
            nama="jenis",
            arti="CV, 01.1 (usulan), atau 01.2 (pernyataan)",
            jenis="pilihan",
            judul=("jenis berkas", "berkas"),
            wajib=True,
            pilihan=("CV", "01.1", "01.2"),
            ejaan={"1.1": "01.1", "1.2": "01.2", "daftar riwayat hidup": "CV"},
        ),
        Column(nama="ada", arti="ya bila sudah diterima", jenis="ya", wajib=True),
        Column(nama="sah", arti="ya bila sah", jenis="ya", wajib=True),
        Column(
            nama="diterima",
            arti="Tanggal diterima",
            jenis="tanggal",
            judul=("tanggal diterima", "tanggal terima"),
        ),
        KETERANGAN,
    ),
    abaikan=("no", "nama", "nama calon"),
    checks=(Check(kolom=("ada", "sah"), judge=judge_berkas),),
)

EVALUASI = Table(
    nama="evaluasi",
    arti="Hasil evaluasi berkas satu calon (01.3)",
    kunci=("tahun", "calon"),
    kolom=(
        TAHUN,
        CALON,
        Column(
            nama="tanggal",
            arti="Tanggal evaluasi",
            jenis="tanggal",
            judul=("tanggal evaluasi",),
            wajib=True,
        ),
        Column(
            nama="hasil",
            arti="memenuhi atau tidak memenuhi",
            jenis="pilihan",
            judul=("hasil evaluasi",),
            wajib=True,
            pilihan=("memenuhi", "tidak memenuhi"),
            ejaan={
                "memenuhi syarat": "memenuhi",
                "ms": "memenuhi",
                "tidak memenuhi syarat": "tidak memenuhi",
                "tms": "tidak memenuhi",
            },
        ),
        KETERANGAN,
        Column(
            nama="diumumkan",
            arti="ya bila namanya sudah diumumkan dengan 01.4",
            jenis="ya",
            wajib=True,
            bawaan=0,
        ),
    ),
    abaikan=("no", "nama", "nama calon"),
)

EVALUASI_KRITERIA = Table(
    nama="evaluasi_kriteria",
    arti="Satu kriteria yang diperiksa pada satu calon",
    kunci=("tahun", "calon", "kriteria"),
    kolom=(
        TAHUN,
        CALON,
        Column(
            nama="kriteria",
            arti="Kode kriteria",
            judul=("kode kriteria",),
            wajib=True,
            rujukan=Rujukan(tabel="kriteria", kolom="kode"),
        ),
        Column(
            nama="memenuhi",
            arti="ya bila calon memenuhi kriteria ini",
            jenis="ya",
            judul=("hasil",),
            wajib=True,
        ),
        KETERANGAN,
    ),
    abaikan=("no", "nama", "nama calon", "uraian"),
)

TIM = Table(
    nama="tim",
    arti="Satu anggota tim evaluasi berkas",
    kunci=("tahun", "gelombang", "urut"),
    kolom=(
        TAHUN,
        GELOMBANG,
        Column(
            nama="urut",
            arti="Urutan penanda tangan, mulai 1",
            jenis="bulat",
            judul=("no", "nomor urut"),
            wajib=True,
        ),
        Column(
            nama="peran",
            arti="Ketua, Sekretaris, atau Anggota",
            judul=("jabatan dalam tim",),
            wajib=True,
            bawaan="Anggota",
        ),
        Column(
            nama="nama",
            arti="Nama dengan gelar",
            judul=("nama lengkap", "nama anggota"),
            wajib=True,
        ),
        NIP,
    ),
)
