"""The sheets about the papers of a candidate: as they came in, and the verdict."""

from __future__ import annotations

from formulir.records.tables.calon import GELOMBANG, NIP, TAHUN
from formulir.records.tables.columns import Check, Column, Reference, Table
from formulir.records.tables.row_rules import judge_berkas

CALON = Column(
    nama="calon",
    meaning="Kode calon, seperti pada lembar calon",
    headings=("kode calon", "kode"),
    required=True,
    example="33.19-01",
    points_to=Reference(tabel="calon", column="kode", shared=("tahun",)),
)
KETERANGAN = Column(
    nama="keterangan",
    meaning="Keterangan atau alasan",
    headings=("ket", "alasan", "catatan"),
)

BERKAS = Table(
    nama="berkas",
    meaning="Satu dari tiga berkas calon, seperti diterima",
    key=("tahun", "calon", "jenis"),
    columns=(
        TAHUN,
        CALON,
        Column(
            nama="jenis",
            meaning="CV, 01.1 (usulan), atau 01.2 (pernyataan)",
            kind="pilihan",
            headings=("jenis berkas", "berkas"),
            required=True,
            choices=("CV", "01.1", "01.2"),
            spellings={"1.1": "01.1", "1.2": "01.2", "daftar riwayat hidup": "CV"},
        ),
        Column(nama="ada", meaning="ya bila sudah diterima", kind="ya", required=True),
        Column(nama="sah", meaning="ya bila sah", kind="ya", required=True),
        Column(
            nama="diterima",
            meaning="Tanggal diterima",
            kind="tanggal",
            headings=("tanggal diterima", "tanggal terima"),
        ),
        KETERANGAN,
    ),
    ignored=("no", "nama", "nama calon"),
    checks=(Check(columns=("ada", "sah"), judge=judge_berkas),),
)

EVALUASI = Table(
    nama="evaluasi",
    meaning="Hasil evaluasi berkas satu calon (01.3)",
    key=("tahun", "calon"),
    columns=(
        TAHUN,
        CALON,
        Column(
            nama="tanggal",
            meaning="Tanggal evaluasi",
            kind="tanggal",
            headings=("tanggal evaluasi",),
            required=True,
        ),
        Column(
            nama="hasil",
            meaning="memenuhi atau tidak memenuhi",
            kind="pilihan",
            headings=("hasil evaluasi",),
            required=True,
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
            nama="diumumkan",
            meaning="ya bila namanya sudah diumumkan dengan 01.4",
            kind="ya",
            required=True,
            default=0,
        ),
    ),
    ignored=("no", "nama", "nama calon"),
)

EVALUASI_KRITERIA = Table(
    nama="evaluasi_kriteria",
    meaning="Satu kriteria yang diperiksa pada satu calon",
    key=("tahun", "calon", "kriteria"),
    columns=(
        TAHUN,
        CALON,
        Column(
            nama="kriteria",
            meaning="Kode kriteria",
            headings=("kode kriteria",),
            required=True,
            points_to=Reference(tabel="kriteria", column="kode"),
        ),
        Column(
            nama="memenuhi",
            meaning="ya bila calon memenuhi kriteria ini",
            kind="ya",
            headings=("hasil",),
            required=True,
        ),
        KETERANGAN,
    ),
    ignored=("no", "nama", "nama calon", "uraian"),
)

TIM = Table(
    nama="tim",
    meaning="Satu anggota tim evaluasi berkas",
    key=("tahun", "gelombang", "urut"),
    columns=(
        TAHUN,
        GELOMBANG,
        Column(
            nama="urut",
            meaning="Urutan penanda tangan, mulai 1",
            kind="bulat",
            headings=("no", "nomor urut"),
            required=True,
        ),
        Column(
            nama="peran",
            meaning="Ketua, Sekretaris, atau Anggota",
            headings=("jabatan dalam tim",),
            required=True,
            default="Anggota",
        ),
        Column(
            nama="nama",
            meaning="Nama dengan gelar",
            headings=("nama lengkap", "nama anggota"),
            required=True,
        ),
        NIP,
    ),
)
