"""Proof of the numbers, and the book of outgoing letters (buku agenda)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from formulir.language import chain, phrase
from formulir.records.ledger.book import find_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.language import Sentence
    from formulir.records.store import Store


COLUMNS_AGENDA = (
    "no",
    "tanggal",
    "nomor",
    "hal",
    "nama",
    "wilayah",
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
ABOUT = ("nama", "wilayah")
"""Those of them that the ledger does not know, and the archive does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """The first and the last day of a book, both in it."""

    first: date
    last: date

    @classmethod
    def of(
        cls, tahun: int | None, *, dari: date | None = None, sampai: date | None = None
    ) -> Span:
        """Make one of a calendar year, of a range of days, or of what they share."""
        first = date.min if tahun is None else date(tahun, 1, 1)
        last = date.max if tahun is None else date(tahun, 12, 31)
        return cls(first=max(first, dari or first), last=min(last, sampai or last))

    def __str__(self) -> str:
        """Name it: a year, or its days.

        >>> str(Span.of(2016)), str(Span.of(2016, dari=date(2016, 3, 1)))
        ('2016', '2016-03-01 to 2016-12-31')
        >>> str(Span.of(None, sampai=date(2016, 3, 1)))
        'all days to 2016-03-01'
        """
        return str(self.sentence)

    @property
    def sentence(self) -> Sentence:
        """Return its name, to be told in a person's language."""
        if self == Span.of(self.first.year):
            return phrase("{year}", year=self.first.year)
        if self.first == date.min:
            return phrase("all days to {last}", last=self.last)
        if self.last == date.max:
            return phrase("{first} on", first=self.first)
        return phrase("{first} to {last}", first=self.first, last=self.last)


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
        missing: Running numbers of which nothing is known since a later one was given
            outside: letters that were not entered yet.
        gaps: Other running numbers of which nothing is known, between the first and the
            last that was given.
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
    missing: list[int]
    gaps: list[int]
    doubles: list[str]

    @property
    def sound(self) -> bool:
        """Tell whether there is no gap and no double."""
        return not self.gaps and not self.doubles

    @property
    def words(self) -> str:
        """Name what is not as it should be."""
        said: list[str] = []
        if self.missing:
            said.append(phrase("missing {numbers}", numbers=spell_runs(self.missing)))
        if self.gaps:
            said.append(phrase("gaps {numbers}", numbers=spell_runs(self.gaps)))
        if self.doubles:
            said.append(phrase("doubles {numbers}", numbers=self.doubles))
        return chain(said or [phrase("sound")])

    @property
    def sentence(self) -> Sentence:
        """Name the series and the year, too."""
        return phrase(
            "{seri} {tahun}: {words}",
            seri=self.seri,
            tahun=self.tahun,
            words=self.words,
        )

    def __str__(self) -> str:
        """Write it as one line."""
        return str(self.sentence)


def spell_runs(numbers: Sequence[int]) -> str:
    """Write numbers as runs.

    >>> spell_runs([1, 2, 3, 7, 9, 10])
    '1-3, 7, 9-10'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a}-{b}" if b > a else str(a) for a, b in runs)


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
        "SELECT n.tahun, n.seri, n.urut, n.sisipan, n.nomor, n.status FROM nomor AS n"
        " WHERE (:tahun IS NULL OR n.tahun = :tahun)"
        " AND (:seri IS NULL OR n.seri = :seri)"
        " ORDER BY n.tahun, n.seri, n.urut, n.sisipan",
        {"tahun": tahun, "seri": seri},
    )
    groups = groupby(rows, key=lambda row: (row["tahun"], row["seri"]))
    return [
        _prove(*key, list(each), awal=find_first(db, key[1], date(key[0], 12, 31)))
        for key, each in groups
    ]


def _prove(
    tahun: int, seri: str, rows: Sequence[dict[str, Any]], *, awal: int
) -> SeriProof:
    missing, gaps = _find_unknown(rows, awal)
    places = [f"{row['urut']}{row['sisipan']}" for row in rows]
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
        missing=missing,
        gaps=gaps,
        doubles=_repeated(spelled) + _repeated(places),
    )


def _find_unknown(
    rows: Sequence[dict[str, Any]], awal: int
) -> tuple[list[int], list[int]]:
    """Find the numbers of which nothing is known, up to the last one given.

    Returns:
        Those before a number that was given outside, and the others.
    """
    missing: list[int] = []
    gaps: list[int] = []
    unknown: list[int] = []
    behind = awal - 1
    for row in rows:
        unknown += range(behind + 1, row["urut"])
        behind = max(behind, row["urut"])
        if row["status"] != "lewat":  # what is left out ahead may be stepped over yet
            (missing if row["status"] == "luar" else gaps).extend(unknown)
            unknown = []
    return missing, gaps


def _repeated(words: Sequence[str]) -> list[str]:
    return sorted(word for word, count in Counter(words).items() if count > 1)


def count_agenda(db: Store, span: Span) -> int:
    """Count the rows of the book of a year or of some days, without reading them."""
    return int(
        db.value(
            "SELECT (SELECT count(*) FROM surat"
            " WHERE CAST(substr(tanggal, 1, 4) AS INTEGER) BETWEEN :awal AND :akhir"
            " AND tanggal BETWEEN :dari AND :sampai) + (SELECT count(*) FROM nomor"
            " WHERE surat IS NULL AND tahun BETWEEN :awal AND :akhir"
            " AND tanggal BETWEEN :dari AND :sampai)",
            _spell_span(span),
        )
    )


def _spell_span(span: Span) -> dict[str, Any]:
    return {
        "dari": span.first.isoformat(),
        "sampai": span.last.isoformat(),
        "awal": span.first.year,
        "akhir": span.last.year,
    }


def read_agenda(
    db: Store, span: Span, *, skip: int = 0, limit: int = -1
) -> list[dict[str, Any]]:
    """Return the book of a year or of some days, void numbers included, in its order.

    It goes by series, year and number. Letters without a number of this office follow
    at the end, by date. A number that is dated before an earlier one of its series and
    year says so.

    Args:
        db: The record store.
        span: The days.
        skip: So many of the first rows are passed over.
        limit: So many rows at most; all where it is negative.
    """
    # What a letter was replaced by is found by the index of living replacements, which
    # SQLite takes only if its condition is said; by the status it would read them all.
    rows = db.rows(
        "SELECT * FROM (SELECT *, max(iif(status = 'lewat', NULL, tanggal)) OVER ("
        "PARTITION BY seri, substr(tanggal, 1, 4) ORDER BY urut, sisipan"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS sebelum"
        " FROM (SELECT s.tanggal, coalesce(n.nomor, s.nomor_luar) AS nomor,"
        " s.hal, s.tujuan, s.lampiran, s.penanda_tangan, s.formulir, n.seri,"
        " s.keadaan AS status,"
        " s.kode, s.alasan, s.id, n.urut, n.sisipan,"
        " (SELECT coalesce(m.nomor, g.nomor_luar, g.kode) FROM surat AS g"
        " LEFT JOIN nomor AS m ON m.surat = g.id"
        " WHERE g.ganti = s.kode AND +g.status = 'terbit'"
        " AND g.status <> 'batal') AS pengganti,"
        " (SELECT coalesce(m.nomor, g.nomor_luar, g.kode) FROM surat AS g"
        " LEFT JOIN nomor AS m ON m.surat = g.id WHERE g.kode = s.ganti) AS diganti,"
        " EXISTS (SELECT 1 FROM kembali AS k WHERE k.surat = s.id"
        " AND k.entri IS NOT NULL) AS kembali"
        " FROM surat_keadaan AS s LEFT JOIN nomor AS n ON n.surat = s.id"
        " WHERE CAST(substr(s.tanggal, 1, 4) AS INTEGER) BETWEEN :awal AND :akhir"
        " UNION ALL"
        " SELECT tanggal, nomor, coalesce(hal, ''), coalesce(tujuan, ''), '-',"
        " coalesce(oleh, ''), NULL, seri, status, NULL, alasan, 0, urut, sisipan,"
        " NULL, NULL, 0"
        " FROM nomor WHERE surat IS NULL AND tahun BETWEEN :awal AND :akhir))"
        " WHERE tanggal BETWEEN :dari AND :sampai ORDER BY seri IS NULL, seri,"
        " iif(seri IS NULL, '', substr(tanggal, 1, 4)), urut, sisipan, tanggal, id"
        " LIMIT :limit OFFSET :skip",
        {**_spell_span(span), "skip": skip, "limit": limit},
    )
    return [
        {
            "no": no,
            **{name: row.get(name) for name in COLUMNS_AGENDA[1:-1]},
            "keterangan": _remark(row),
        }
        for no, row in enumerate(rows, start=skip + 1)
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
    counted = row["seri"] and not row["sisipan"] and row["status"] != "lewat"
    if counted and row["tanggal"] < (row["sebelum"] or ""):
        words.append(f"bertanggal mundur: nomor sebelumnya bertanggal {row['sebelum']}")
    if row["status"] == "terbit" and row["kembali"]:
        words.append("kembali, tanda tangan belum terbukti")
    return "; ".join(words)
