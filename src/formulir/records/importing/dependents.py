"""What depends on a row of the records: other rows, and letters in force.

Rows depend by the columns that name it. Which letters were made from it is known by
their keys, as the shipped kinds form them, and of an office, an official or a spelling
of numbers by the letter's date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formulir.records.importing.references import (
    Dependent,
    list_naming,
    list_references,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.records.store import Store
    from formulir.records.tables.columns import Table

_ROWS = {
    "calon": """
SELECT 'peserta' AS tabel, pelatihan, kode FROM peserta_lengkap
WHERE tahun = :tahun AND calon = :kode ORDER BY pelatihan, kode
""",
    "materi": """
SELECT 'sesi' AS tabel, s.pelatihan, s.kelas, s.tanggal, s.mulai
FROM sesi AS s JOIN pelatihan AS t ON t.kode = s.pelatihan
WHERE t.kurikulum = :kurikulum AND s.materi = :kode
ORDER BY s.pelatihan, s.kelas, s.tanggal, s.mulai
""",
}
"""Rows that depend by way of a third table: which one theirs is, and their keys."""


def _under(kunci: str) -> str:
    """Say that the key of a letter is this one, or begins with it and a stroke."""
    return (
        f"(s.kunci = {kunci}"
        f" OR substr(s.kunci, 1, length({kunci}) + 1) = {kunci} || '/')"
    )


def _held_then(tabel: str, same: str) -> str:
    """Say that of the rows of an office, this one held at the date of the letter."""
    return f"""
s.tanggal BETWEEN :berlaku_dari AND coalesce(:berlaku_sampai, '9999-12-31')
AND NOT EXISTS (
    SELECT 1 FROM {tabel} AS o
    WHERE {same} AND o.berlaku_dari > :berlaku_dari AND s.tanggal
        BETWEEN o.berlaku_dari AND coalesce(o.berlaku_sampai, '9999-12-31')
)"""


def _of_gelombang(*formulir: str) -> str:
    """Say that a letter tells of the wave in which the row's candidate is examined."""
    kinds = ", ".join(f"'{each}'" for each in formulir)
    return f"""
s.tahun = :tahun AND s.formulir IN ({kinds}) AND s.kunci IN (
    SELECT i.kode || '/' || c.gelombang
    FROM calon AS c
    JOIN wilayah AS w ON w.entitas = c.wilayah
    JOIN instansi AS i ON i.jenis = 'lpmp' AND i.wilayah IN (w.induk, w.entitas)
    WHERE c.tahun = :tahun AND c.kode = :calon
)"""


_CLASS = _under(
    "(SELECT pelatihan || '/' || kelas FROM peserta"
    " WHERE pelatihan = :pelatihan AND kode = :peserta)"
)
_OF_CLASS = _under(":pelatihan || '/' || :kelas")
_MEETING = "(:tahap || '/' || :wilayah || '/' || :urut)"
_SIGNED = "s.penanda_tangan, -length(:jabatan)"
_SCHOOLS = """
SELECT m.npsn FROM usulan AS u JOIN usulan_model AS m ON m.usulan = u.id
WHERE u.pengusul = :kode AND u.tahun = s.tahun
UNION SELECT m.npsn FROM usulan AS u JOIN usulan_imbas AS m ON m.usulan = u.id
WHERE u.pengusul = :kode AND u.tahun = s.tahun
"""
_LISTED = """
SELECT u.wilayah || '/' || u.pengusul || '/' || u.usulan_ke AS kunci
FROM usulan AS u JOIN (
    SELECT usulan, npsn FROM usulan_model UNION SELECT usulan, npsn FROM usulan_imbas
) AS p ON p.usulan = u.id
WHERE u.tahun = :tahun AND p.npsn = :npsn
"""
_VERDICT = f"""
s.tahun = :tahun AND (
    s.formulir = 'LV' AND s.kunci IN ({_LISTED})
    OR s.formulir IN ('T07', 'DK', 'LK', 'LI', 'LM') AND EXISTS (
        SELECT 1 FROM sekolah_program AS p
        WHERE p.tahun = :tahun AND p.npsn = :npsn
            AND {_under("coalesce(p.model, p.npsn)")}
    )
    OR s.formulir IN ('SKS', 'T06', 'T09', 'RM') AND EXISTS (
        SELECT 1 FROM ({_LISTED}) AS l
        WHERE substr(l.kunci, 1, instr(l.kunci, '/') - 1)
            = substr(s.kunci || '/', 1, instr(s.kunci || '/', '/') - 1)
    )
)"""
"""The letters that tell of a school what verification found, or whether it passed."""
_OF_WILAYAH = """s.formulir = 'RM' AND s.kunci IN (
    SELECT w.entitas FROM sekolah AS k JOIN wilayah AS w ON w.entitas = k.wilayah
    WHERE k.npsn = :npsn
    UNION SELECT w.induk FROM sekolah AS k JOIN wilayah AS w
        ON w.entitas = k.wilayah
    WHERE k.npsn = :npsn
)"""
"""The letters that sum up the region of a school."""
_OF_MONEV = f"""
s.tahun = :tahun AND (
    s.formulir = 'LM' AND s.kunci IN (:npsn || '/' || :ke, :npsn || '/' || (:ke + 1))
    OR {_OF_WILAYAH}
)"""
"""The letters that tell of a round of monitoring, and of the change from it."""
_LETTERS = {
    "sekolah": _under(":npsn"),
    "usulan": f"s.tahun = :tahun AND ({_under(':npsn_model')} OR s.kunci = :npsn_imbas"
    " OR s.kunci = :wilayah || '/' || :pengusul || '/' || :usulan_ke"
    " OR s.formulir = 'SKS' AND s.kunci = :wilayah)",
    "kriteria_sekolah": "s.formulir = 'LV' AND EXISTS (SELECT 1 FROM verval_kriteria"
    " AS c WHERE c.tahun = s.tahun AND c.kriteria = :kode)",
    "verval": _VERDICT,
    "verval_kriteria": _VERDICT,
    "penutupan": "s.tahun = :tahun AND s.formulir IN ('LV', 'SKS')"
    f" AND {_under(':wilayah')}",
    "calon": "s.tahun = :tahun AND s.kunci IN (:kode, :pengusul || '/' || :gelombang)",
    "kriteria": "s.formulir = '01.3'",
    "berkas": _of_gelombang("01.3"),
    "evaluasi": _of_gelombang("01.3", "01.4"),
    "evaluasi_kriteria": _of_gelombang("01.3"),
    "tim": "s.tahun = :tahun AND s.formulir = '01.3'"
    " AND substr(s.kunci, instr(s.kunci, '/') + 1) = CAST(:gelombang AS TEXT)",
    "pelatihan": f"s.tahun = :tahun AND {_under(':kode')}",
    "kelas": _under(":pelatihan || '/' || :kode"),
    "fasilitator": _OF_CLASS,
    "peserta": f"s.kunci IN (:pelatihan, :pelatihan || '/' || :kode) OR {_OF_CLASS}"
    f" OR s.formulir = 'DK' AND {_under(':npsn')}",
    "sesi": f"s.kunci = :pelatihan OR {_OF_CLASS}",
    "nilai": f"s.formulir = '01.6' AND {_CLASS}"
    " OR s.formulir = 'SP' AND s.kunci = :pelatihan || '/' || :peserta",
    "penetapan": "s.formulir = '01.7' AND s.kunci = :pelatihan"
    " OR s.formulir = 'SP' AND s.kunci = :pelatihan || '/' || :calon"
    f" OR s.formulir = 'T06' AND s.tahun = :tahun AND {_under(':wilayah')}",
    "kunjungan": f"s.tahun = :tahun AND ({_OF_WILAYAH}"
    " OR s.formulir IN ('T07', 'DK', 'LK')"
    " AND s.kunci = :npsn || '/' || :ke OR s.formulir = 'LI' AND s.kunci = :npsn"
    " OR s.formulir = 'JK' AND s.kunci = ("
    "SELECT wilayah FROM sekolah WHERE npsn = :npsn)"
    " OR s.formulir = 'ST' AND substr(s.kunci, instr(s.kunci, '/') + 1)"
    " IN (:fasilitator_1, :fasilitator_2))",
    "pengimbasan": "s.tahun = :tahun AND (s.formulir = 'LK'"
    " AND s.kunci = :model || '/' || :ke OR s.formulir = 'LI' AND s.kunci = :model)",
    "indikator": "s.formulir IN ('LM', 'RM') AND EXISTS (SELECT 1 FROM monev_nilai"
    " AS n WHERE n.tahun = s.tahun AND n.indikator = :kode)",
    "monev": _OF_MONEV,
    "monev_nilai": _OF_MONEV,
    "kegiatan": "s.tahun = :tahun AND ("
    "s.formulir = :tahap AND s.kunci = :wilayah || '/' || :urut"
    " OR s.formulir = 'JT' AND s.kunci = :wilayah"
    f" OR s.formulir IN ('DR', 'NR') AND {_under(_MEETING)})",
    "notula": f"s.tahun = :tahun AND s.formulir = 'NR' AND s.kunci = {_MEETING}",
    "lampiran": "s.formulir = :formulir AND s.tahun = :tahun AND s.kunci = :kunci",
    "instansi": f"""{_held_then("instansi", "o.kode = :kode")} AND (
    instr('/' || s.kunci || '/', '/' || :kode || '/')
    OR s.tujuan = 'Kepala ' || :nama
    OR s.kunci IN ({_SCHOOLS})
    OR EXISTS (
        SELECT 1 FROM nomor AS n JOIN seri AS r ON r.kode = n.seri
        WHERE n.surat = s.id AND r.instansi = :kode
    )
    OR EXISTS (
        SELECT 1 FROM pelatihan AS t
        WHERE t.penyelenggara = :kode AND t.tahun = s.tahun AND {_under("t.kode")}
    )
)""",
    "pejabat": f"""
{_held_then("pejabat", "o.instansi = :instansi AND o.peran = :peran")}
AND (s.tujuan = :jabatan OR substr({_SIGNED}) = :jabatan)""",
    "seri": """
EXISTS (SELECT 1 FROM nomor AS n WHERE n.surat = s.id AND n.seri = :kode)
AND s.tanggal >= :berlaku_dari AND NOT EXISTS (
    SELECT 1 FROM seri AS o WHERE o.kode = :kode
        AND o.berlaku_dari > :berlaku_dari AND o.berlaku_dari <= s.tanggal
)""",
}
"""Which letters are made from a row, by its table; its columns are the parameters."""
_OWN = "s.tahun = :tahun AND s.formulir = :jenis_surat AND s.kunci = :kunci_surat"
"""The same, of the table of a kind that an office has made."""


def find_dependents(db: Store, table: Table, row: Mapping[str, Any]) -> list[Dependent]:
    """Find what depends on a row: other rows, and letters.

    Of a row that has a twin which the reference fits as well, such as another period
    of the same office, no row depends.
    """
    found: list[Dependent] = []
    for source in list_references(table.nama):
        reference = source[2]
        names = (reference.column, *reference.shared)
        alike = " AND ".join(f"{name} = :{name}" for name in names)
        asked = f"SELECT count(*) FROM {table.source} WHERE {alike}"
        if db.value(asked, row) == 1:
            found += list_naming(db, source, row)
    if table.nama in _ROWS:
        for facts in db.rows(_ROWS[table.nama], row):
            tabel, *key = map(str, facts.values())
            found.append(Dependent(tabel=tabel, key=tuple(key)))
    letters = _OWN if table.formulir else _LETTERS.get(table.nama)
    if letters:
        kunci = "/".join(str(row[name]) for name in table.key if name != "tahun")
        rows = db.rows(
            "SELECT s.formulir, s.kunci, s.kode FROM surat AS s"
            f" WHERE s.status <> 'batal' AND ({letters}) ORDER BY s.formulir, s.kunci",
            {"jenis_surat": table.formulir, "kunci_surat": kunci, **row},
        )
        found += [
            Dependent(
                tabel="surat", key=(one["formulir"], one["kunci"]), kode=one["kode"]
            )
            for one in rows
        ]
    return list(dict.fromkeys(found))
