"""The sheets about the papers of a candidate: as they came in, and the verdict."""

from __future__ import annotations

from formulir.records.tables.calon import GELOMBANG, NIP, TAHUN
from formulir.records.tables.columns import Check, Column, Reference, Table
from formulir.records.tables.row_rules import judge_berkas

CALON = Column(
    "calon*",
    "Kode calon, seperti pada lembar calon",
    headings=("kode calon", "kode"),
    example="33.19-01",
    points_to=Reference("calon", "kode", shared=("tahun",)),
)
KETERANGAN = Column(
    "keterangan", "Keterangan atau alasan", headings=("ket", "alasan", "catatan")
)

BERKAS = Table(
    "berkas",
    "Satu dari tiga berkas calon, seperti diterima",
    key=("tahun", "calon", "jenis"),
    columns=(
        TAHUN,
        CALON,
        Column(
            "jenis*",
            "CV, 01.1 (usulan), atau 01.2 (pernyataan)",
            "pilihan",
            headings=("jenis berkas", "berkas"),
            choices=("CV", "01.1", "01.2"),
            spellings={"1.1": "01.1", "1.2": "01.2", "daftar riwayat hidup": "CV"},
        ),
        Column("ada*", "ya bila sudah diterima", "ya"),
        Column("sah*", "ya bila sah", "ya"),
        Column(
            "diterima",
            "Tanggal diterima",
            "tanggal",
            headings=("tanggal diterima", "tanggal terima"),
        ),
        KETERANGAN,
    ),
    ignored=("no", "nama", "nama calon"),
    checks=(Check(("ada", "sah"), judge=judge_berkas),),
)

EVALUASI = Table(
    "evaluasi",
    "Hasil evaluasi berkas satu calon (01.3)",
    key=("tahun", "calon"),
    columns=(
        TAHUN,
        CALON,
        Column(
            "tanggal*", "Tanggal evaluasi", "tanggal", headings=("tanggal evaluasi",)
        ),
        Column(
            "hasil*",
            "memenuhi atau tidak memenuhi",
            "pilihan",
            headings=("hasil evaluasi",),
            choices=("memenuhi", "tidak memenuhi"),
            spellings={
                "memenuhi syarat": "memenuhi",
                "ms": "memenuhi",
                "tidak memenuhi syarat": "tidak memenuhi",
                "tms": "tidak memenuhi",
            },
        ),
        KETERANGAN,
        Column(
            "diumumkan*", "ya bila namanya sudah diumumkan dengan 01.4", "ya", default=0
        ),
    ),
    ignored=("no", "nama", "nama calon"),
)

EVALUASI_KRITERIA = Table(
    "evaluasi_kriteria",
    "Satu kriteria yang diperiksa pada satu calon",
    key=("tahun", "calon", "kriteria"),
    columns=(
        TAHUN,
        CALON,
        Column(
            "kriteria*",
            "Kode kriteria",
            headings=("kode kriteria",),
            points_to=Reference("kriteria", "kode"),
        ),
        Column(
            "memenuhi*",
            "ya bila calon memenuhi kriteria ini",
            "ya",
            headings=("hasil",),
        ),
        KETERANGAN,
    ),
    ignored=("no", "nama", "nama calon", "uraian"),
)

TIM = Table(
    "tim",
    "Satu anggota tim evaluasi berkas",
    key=("tahun", "gelombang", "urut"),
    columns=(
        TAHUN,
        GELOMBANG,
        Column(
            "urut*",
            "Urutan penanda tangan, mulai 1",
            "bulat",
            headings=("no", "nomor urut"),
        ),
        Column(
            "peran*",
            "Ketua, Sekretaris, atau Anggota",
            headings=("jabatan dalam tim",),
            default="Anggota",
        ),
        Column("nama*", "Nama dengan gelar", headings=("nama lengkap", "nama anggota")),
        NIP,
    ),
)
