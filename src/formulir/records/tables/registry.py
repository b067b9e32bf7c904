"""Every sheet that can be imported, by its name.

What a sheet is stands in ``tabel.csv`` and its columns in ``kolom.csv``, a line each,
under the names of the fields of ``Table`` and ``Column``; the rules of its rows stand
here.
"""

from __future__ import annotations

from formulir.language import mark
from formulir.records.defaults import read_csv
from formulir.records.tables.columns import Check, Column, Reference, Table
from formulir.records.tables.row_rules import (
    judge_absent,
    judge_berkas,
    judge_nik_kelamin,
    judge_nik_lahir,
    judge_nik_nip,
    judge_nip_kelamin,
    judge_nip_lahir,
    judge_order,
)

_PERIOD = Check(("berlaku_dari", "berlaku_sampai"), judge=judge_order("berlaku_dari"))
_CALON_OR_NAMA = """
SELECT :kode AS kode, t.tahun
FROM pelatihan AS t
WHERE t.kode = :pelatihan AND t.jenis = 'fasda' AND :nama IS NULL
  AND NOT EXISTS (
      SELECT 1 FROM calon AS c WHERE c.tahun = t.tahun AND c.kode = :kode
  )
"""
_SPMI_NEEDS = """
SELECT '{0}' AS kolom
FROM pelatihan WHERE kode = :pelatihan AND jenis = 'spmi' AND :{0} IS NULL
"""
_SPMI_SAYS = mark("{kolom} is empty; a participant of an spmi training has one")
_IN_KURIKULUM = """
SELECT :materi AS materi, t.kurikulum, group_concat(m.kode, ', ') AS there
FROM pelatihan AS t JOIN materi AS m ON m.kurikulum = t.kurikulum
WHERE t.kode = :pelatihan AND :materi IS NOT NULL
GROUP BY t.kurikulum HAVING NOT max(m.kode = :materi)
"""
_HAS_KURIKULUM = """
SELECT :materi AS materi, t.kurikulum
FROM pelatihan AS t
WHERE t.kode = :pelatihan AND :materi IS NOT NULL
  AND t.kurikulum NOT IN (SELECT kurikulum FROM materi)
"""
_SCALE_ASKED = """
SELECT i.skala AS dahulu, count(*) AS banyak
FROM indikator AS i JOIN monev_nilai AS n ON n.indikator = i.kode
WHERE i.kode = :kode AND i.skala <> :skala GROUP BY i.kode
"""
_OFF_SCALE = """
SELECT :nilai AS nilai, kode, uraian FROM indikator
WHERE kode = :indikator AND skala = '{0}' AND :nilai NOT BETWEEN {1}
"""
CHECKS = {
    "wilayah": (_PERIOD,),
    "instansi": (_PERIOD,),
    "pejabat": (_PERIOD,),
    "calon": (
        Check(("nip", "tanggal_lahir"), judge=judge_nip_lahir),
        Check(("nip", "jenis_kelamin"), judge=judge_nip_kelamin),
        Check(("nik", "tanggal_lahir"), judge=judge_nik_lahir),
        Check(("nik", "jenis_kelamin"), judge=judge_nik_kelamin),
        Check(("nip", "nik"), judge=judge_nik_nip),
    ),
    "berkas": (Check(("ada", "sah"), judge=judge_berkas),),
    "kelas": (
        Check(
            ("kapasitas",),
            sql="SELECT 1 WHERE :kapasitas < 1",
            says=mark("a class holds at least one person"),
        ),
    ),
    "peserta": (
        Check(
            ("pelatihan", "kode", "nama"),
            sql=_CALON_OR_NAMA,
            says=mark("nama is empty and {kode} is no calon of {tahun}"),
        ),
        *(
            Check(("pelatihan", kolom), sql=_SPMI_NEEDS.format(kolom), says=_SPMI_SAYS)
            for kolom in ("nama", "npsn")
        ),
    ),
    "sesi": (
        Check(("mulai", "selesai"), judge=judge_order("mulai", same=False)),
        Check(
            ("pelatihan", "materi"),
            sql=_IN_KURIKULUM,
            says=mark(
                "{materi} is no materi of kurikulum {kurikulum}, which has {there}"
            ),
        ),
        Check(
            ("pelatihan", "materi"),
            sql=_HAS_KURIKULUM,
            says=mark("{materi} is no materi of kurikulum {kurikulum}, which has none"),
        ),
    ),
    "kunjungan": (Check(("tanggal", "tenggat"), judge=judge_order("tanggal")),),
    "pengimbasan": (
        Check(("hadir", "orang"), judge=judge_absent),
        Check(
            ("model", "npsn"),
            sql="SELECT :npsn AS npsn WHERE :npsn = :model",
            says=mark("{npsn} is the model school itself; name the imbas"),
        ),
    ),
    "ketersediaan": (Check(("dari", "sampai"), judge=judge_order("dari")),),
    "kalender_sekolah": (Check(("dari", "sampai"), judge=judge_order("dari")),),
    "kegiatan": (Check(("mulai", "selesai"), judge=judge_order("mulai")),),
    "indikator": (
        Check(
            ("kode", "skala"),
            sql=_SCALE_ASKED,
            says=mark(
                "{banyak} answer(s) on the scale {dahulu} are on record; give an "
                "indicator with another scale a kode of its own"
            ),
        ),
    ),
    "monev_nilai": (
        Check(
            ("indikator", "nilai"),
            sql=_OFF_SCALE.format("1-4", "1 AND 4"),
            says=mark("{nilai} is no answer to {kode} ({uraian}): 1, 2, 3 or 4"),
        ),
        Check(
            ("indikator", "nilai"),
            sql=_OFF_SCALE.format("ya", "0 AND 1"),
            says=mark("{nilai} is no answer to {kode} ({uraian}): ya (1) or tidak (0)"),
        ),
    ),
}
"""The rules of a row, by sheet."""
ROWS = {
    "usulan": """
SELECT u.tahun, u.wilayah, u.usulan_ke, u.pengusul, u.nomor, u.tanggal,
    m.npsn AS npsn_model, i.npsn AS npsn_imbas, i.jarak_km, m.luar_kuota,
    a.nama AS nama_model, a.kecamatan AS kecamatan_model,
    b.nama AS nama_imbas, b.kecamatan AS kecamatan_imbas
FROM usulan AS u
JOIN usulan_model AS m ON m.usulan = u.id
JOIN usulan_imbas AS i ON i.usulan = m.usulan AND i.model = m.npsn
JOIN sekolah AS a ON a.npsn = m.npsn
JOIN sekolah AS b ON b.npsn = i.npsn
ORDER BY u.tahun, u.wilayah, u.pengusul, u.usulan_ke, m.urut, i.urut
""",
}
"""A query of the rows on record, where these are not the table's own."""
SHOWN = {
    "usulan": {
        "npsn_model": ("nama_model", "kecamatan_model"),
        "npsn_imbas": ("nama_imbas", "kecamatan_imbas"),
    }
}
"""What a filled sheet shows behind a column, to be read and not imported."""


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("; ")) if text else ()


def _read_column(row: dict[str, str]) -> Column:
    """Read a line of ``kolom.csv``; an asterisk marks what each row must fill."""
    nama, default = row["nama"], row["default"]
    tabel, _, kode = row["points_to"].partition(".")
    reference = Reference(
        tabel, kode, shared=_split(row["shared"]), lenient=bool(row["lenient"])
    )
    return Column(
        nama.removesuffix("*"),
        row["meaning"],
        row["kind"],
        headings=_split(row["headings"]),
        otherwise=_split(row["otherwise"]),
        required=nama.endswith("*"),
        default=int(default) if default.isdecimal() else default or None,
        choices=_split(row["choices"]),
        spellings=dict(pair.split("=") for pair in _split(row["spellings"])),
        example=row["example"],
        points_to=reference if tabel else None,
        private=bool(row["private"]),
    )


def _read_tables() -> dict[str, Table]:
    columns = [(row["tabel"], _read_column(row)) for row in read_csv("kolom.csv")]
    return {
        row["nama"]: Table(
            row["nama"],
            row["meaning"],
            key=_split(row["key"]),
            columns=tuple(column for tabel, column in columns if tabel == row["nama"]),
            ignored=_split(row["ignored"]),
            whole=bool(row["whole"]),
            checks=CHECKS.get(row["nama"], ()),
            rows=ROWS.get(row["nama"], ""),
            shown=SHOWN.get(row["nama"], {}),
            judul=row["judul"],
            brief=_split(row["ringkas"]),
        )
        for row in read_csv("tabel.csv")
    }


TABLES = _read_tables()
"""The sheets, in the order in which an office first needs them."""
