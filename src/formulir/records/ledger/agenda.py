"""Proof of the numbers, and the book of outgoing letters (buku agenda)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.records.store import Store


COLUMNS_AGENDA = (
    "no",
    "tanggal",
    "nomor",
    "hal",
    "tujuan",
    "lampiran",
    "penanda_tangan",
    "formulir",
    "seri",
    "status",
    "kode",
    "keterangan",
)
"""The columns of the book, in order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriProof:
    """The proof for one series and calendar year: each number once, in one state.

    Args:
        first: The first number of the year, as it is spelled.
        last: The last one.
        awal: The running number with which the year begins: 1, unless the office stood
            elsewhere when it began.
        luar: How many were given outside.
        lewat: How many were left out.
        sisipan: How many were inserted behind another one.
        gaps: Running numbers between the first and the last that nothing is known of.
        doubles: Spelled numbers that more than one row holds.
    """

    seri: str
    tahun: int
    first: str
    last: str
    count: int
    terbit: int
    batal: int
    dipesan: int
    luar: int
    lewat: int
    sisipan: int
    awal: int
    gaps: list[int]
    doubles: list[str]

    @property
    def sound(self) -> bool:
        """Tell whether there is no gap and no double."""
        return not self.gaps and not self.doubles


def prove_nomor(
    db: Store, *, tahun: int | None = None, seri: str | None = None
) -> list[SeriProof]:
    """Prove for each series of a calendar year, or of all, that each number is there.

    Every number from the first one on is issued, reserved, void, given outside, or left
    out; of what is none of these nothing is known.

    The rows are read one by one, without leaning on the table's own constraints:
    the proof holds even for a file that somebody edited with another program.
    """
    rows = db.rows(
        "SELECT n.tahun, n.seri, n.urut, n.sisipan, n.nomor, n.status,"
        " coalesce(a.urut, 1) AS awal FROM nomor AS n"
        " LEFT JOIN nomor_awal AS a ON a.seri = n.seri AND a.tahun = n.tahun"
        " WHERE (:tahun IS NULL OR n.tahun = :tahun)"
        " AND (:seri IS NULL OR n.seri = :seri)"
        " ORDER BY n.tahun, n.seri, n.urut, n.sisipan",
        {"tahun": tahun, "seri": seri},
    )
    groups = groupby(rows, key=lambda row: (row["tahun"], row["seri"]))
    return [_prove(*key, list(each)) for key, each in groups]


def _prove(tahun: int, seri: str, rows: Sequence[dict[str, Any]]) -> SeriProof:
    daftar_urut = [row["urut"] for row in rows]
    places = [f"{row['urut']}{row['sisipan']}" for row in rows]
    awal = rows[0]["awal"]
    spelled = [row["nomor"] for row in rows]
    states = [row["status"] for row in rows]
    return SeriProof(
        seri=seri,
        tahun=tahun,
        first=spelled[0],
        last=spelled[-1],
        count=len(rows),
        terbit=states.count("terbit"),
        batal=states.count("batal"),
        dipesan=states.count("dipesan"),
        luar=states.count("luar"),
        lewat=states.count("lewat"),
        sisipan=sum(row["sisipan"] != "" for row in rows),
        awal=awal,
        gaps=sorted(set(range(awal, max(daftar_urut) + 1)) - set(daftar_urut)),
        doubles=_repeated(spelled) + _repeated(places),
    )


def _repeated(words: Sequence[str]) -> list[str]:
    return sorted(word for word, count in Counter(words).items() if count > 1)


def read_agenda(db: Store, *, tahun: int) -> list[dict[str, Any]]:
    """Return the book of a calendar year, void numbers included, in order of number.

    Letters without a number of this office follow at the end, by date.
    """
    params = {"tahun": f"{tahun:04}"}
    rows = db.rows(
        "SELECT s.tanggal, coalesce(n.nomor, s.nomor_luar) AS nomor, s.hal, s.tujuan,"
        " s.lampiran, s.penanda_tangan, s.formulir, n.seri, s.keadaan AS status,"
        " s.kode, s.alasan, s.id, n.urut, n.sisipan,"
        " (SELECT coalesce(m.nomor, g.nomor_luar, g.kode) FROM surat AS g"
        " LEFT JOIN nomor AS m ON m.surat = g.id"
        " WHERE g.ganti = s.kode AND g.status = 'terbit') AS pengganti,"
        " (SELECT coalesce(m.nomor, g.nomor_luar, g.kode) FROM surat AS g"
        " LEFT JOIN nomor AS m ON m.surat = g.id WHERE g.kode = s.ganti) AS diganti,"
        " EXISTS (SELECT 1 FROM kembali AS k WHERE k.surat = s.id"
        " AND k.entri IS NOT NULL) AS kembali"
        " FROM surat_keadaan AS s LEFT JOIN nomor AS n ON n.surat = s.id"
        " WHERE substr(s.tanggal, 1, 4) = :tahun"
        " UNION ALL"
        " SELECT tanggal, nomor, coalesce(hal, ''), coalesce(tujuan, ''), '-',"
        " coalesce(oleh, ''), NULL, seri, status, NULL, alasan, 0, urut, sisipan,"
        " NULL, NULL, 0"
        " FROM nomor WHERE surat IS NULL AND tahun = CAST(:tahun AS INTEGER)"
        " ORDER BY seri IS NULL, seri, urut, sisipan, tanggal, id",
        params,
    )
    return [
        {
            "no": no,
            **{name: row[name] for name in COLUMNS_AGENDA[1:-1]},
            "keterangan": _remark(row),
        }
        for no, row in enumerate(rows, start=1)
    ]


def _remark(row: Mapping[str, Any]) -> str:
    """Say what a reader of the book should know of a letter or number."""
    words = []
    if row["status"] == "batal":
        words.append(f"batal: {row['alasan'] or ''}")
    if row["pengganti"]:
        words.append(f"diganti dengan {row['pengganti']}")
    if row["diganti"]:
        words.append(f"pengganti {row['diganti']}")
    if row["status"] == "luar":
        words.append("dinomori di luar program")
    if row["status"] == "lewat":
        words.append(f"dilewati: {row['alasan'] or ''}")
    if row["sisipan"]:
        words.append("sisipan")
    if row["status"] == "terbit" and row["kembali"]:
        words.append("kembali, tanda tangan digital tidak sah")
    return "; ".join(words)
