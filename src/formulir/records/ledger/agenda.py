"""Proof of the numbers, and the book of outgoing letters (buku agenda)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """The proof for one series and calendar year: 1…N, each once, each in one state.

    Args:
        gaps: Running numbers between 1 and N that no row holds.
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
    gaps: list[int]
    doubles: list[str]

    @property
    def sound(self) -> bool:
        """Tell whether there is no gap and no double."""
        return not self.gaps and not self.doubles


def prove_nomor(
    db: Store, *, tahun: int | None = None, seri: str | None = None
) -> list[SeriProof]:
    """Prove for each series of a calendar year, or of all, that 1…N are there once.

    The rows are read one by one, without leaning on the table's own constraints:
    the proof holds even for a file that somebody edited with another program.
    """
    rows = db.rows(
        "SELECT tahun, seri, urut, nomor, status FROM nomor"
        " WHERE (:tahun IS NULL OR tahun = :tahun)"
        " AND (:seri IS NULL OR seri = :seri) ORDER BY tahun, seri, urut",
        {"tahun": tahun, "seri": seri},
    )
    groups = groupby(rows, key=lambda row: (row["tahun"], row["seri"]))
    return [_prove(*key, list(each)) for key, each in groups]


def _prove(tahun: int, seri: str, rows: Sequence[dict[str, Any]]) -> SeriProof:
    daftar_urut = [row["urut"] for row in rows]
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
        gaps=sorted(set(range(1, max(daftar_urut) + 1)) - set(daftar_urut)),
        doubles=_repeated(spelled) + _repeated([str(urut) for urut in daftar_urut]),
    )


def _repeated(words: Sequence[str]) -> list[str]:
    return sorted(word for word, count in Counter(words).items() if count > 1)


def read_agenda(db: Store, *, tahun: int) -> list[dict[str, Any]]:
    """Return the book of a calendar year, void numbers included, in order of number.

    Letters without a number of this office follow at the end, by date.
    """
    rows = db.rows(
        "SELECT s.tanggal, coalesce(n.nomor, s.nomor_luar) AS nomor, s.hal, s.tujuan,"
        " s.lampiran, s.penanda_tangan, s.formulir, n.seri, s.keadaan AS status,"
        " s.kode,"
        " CASE WHEN s.status = 'batal' THEN 'batal: ' || coalesce(s.alasan, '')"
        " WHEN s.keadaan = 'terbit' AND EXISTS ("
        " SELECT 1 FROM kembali AS k WHERE k.surat = s.id AND k.entri IS NOT NULL)"
        " THEN 'kembali, tanda tangan digital tidak sah'"
        " ELSE '' END AS keterangan"
        " FROM surat_keadaan AS s LEFT JOIN nomor AS n ON n.surat = s.id"
        " WHERE substr(s.tanggal, 1, 4) = :tahun"
        " ORDER BY n.seri IS NULL, n.seri, n.urut, s.tanggal, s.id",
        {"tahun": f"{tahun:04}"},
    )
    return [{"no": no, **row} for no, row in enumerate(rows, start=1)]
