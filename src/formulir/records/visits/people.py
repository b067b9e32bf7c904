"""Who goes: the facilitators who are appointed for a region, and when they cannot."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from formulir.model import Fault
from formulir.records.visits.places import find_asal
from formulir.records.visits.problem import Bar, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formulir.records.store import Store
    from formulir.records.visits.places import Ground

WISH = "keinginan"
"""What ``ketersediaan.jenis`` calls a day that somebody asks to be spared."""
_PEOPLE = """
SELECT p.calon AS kode, c.nama, c.unit_kerja, p.wilayah, p.kapasitas,
    nullif(replace(c.nip, ' ', ''), '-') AS nip
FROM penetapan AS p JOIN calon AS c ON c.tahun = p.tahun AND c.kode = p.calon
WHERE p.tahun = ? ORDER BY p.calon
"""
_SESSIONS = """
SELECT DISTINCT s.pelatihan, s.tanggal, s.fasilitator FROM sesi AS s
WHERE s.fasilitator IS NOT NULL AND s.tanggal BETWEEN :dari AND :sampai
"""
_ATTENDED = """
SELECT DISTINCT s.pelatihan, s.tanggal, p.kode AS fasilitator FROM peserta AS p
JOIN sesi AS s ON s.pelatihan = p.pelatihan AND s.kelas = p.kelas
WHERE s.tanggal BETWEEN :dari AND :sampai AND coalesce(p.hadir, 1)
"""
_SAME = """
SELECT DISTINCT kode, nullif(replace(nip, ' ', ''), '-') AS nip FROM fasilitator
WHERE nip IS NOT NULL
"""


def read_people(db: Store, tahun: int) -> list[dict[str, Any]]:
    """Read who is appointed in a year, with the days on which each is kept elsewhere.

    Returns:
        ``kode``, ``nama``, ``unit_kerja``, ``wilayah``, ``kapasitas``, ``away`` and
        ``spared``.
    """
    rows = db.rows(_PEOPLE, (tahun,))
    away: defaultdict[str, dict[date, Bar]] = defaultdict(dict)
    spared: defaultdict[str, set[date]] = defaultdict(set)
    for kode, day, training in _read_sessions(db, tahun, rows):
        away[kode][day] = Bar("sesi", training)
    for row in db.rows("SELECT * FROM ketersediaan WHERE tahun = ?", (tahun,)):
        for day in _span(row["dari"], row["sampai"]):
            if row["jenis"] == WISH:
                spared[row["calon"]].add(day)
            else:
                away[row["calon"]][day] = Bar("ketersediaan", row["sebab"] or "")
    return [
        row | {"away": away[row["kode"]], "spared": frozenset(spared[row["kode"]])}
        for row in rows
    ]


def _span(dari: str, sampai: str) -> list[date]:
    first, last = date.fromisoformat(dari), date.fromisoformat(sampai)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _read_sessions(
    db: Store, tahun: int, people: Iterable[Mapping[str, Any]]
) -> Iterable[tuple[str, date, str]]:
    """Give who leads or attends a training on which day, by the appointed code."""
    span = {"dari": f"{tahun:04}-01-01", "sampai": f"{tahun:04}-12-31"}
    by_nip = {row["nip"]: row["kode"] for row in people if row["nip"]}
    same = {row["kode"]: by_nip.get(row["nip"]) for row in db.rows(_SAME)}
    for row in (*db.rows(_SESSIONS, span), *db.rows(_ATTENDED, span)):
        for word in row["fasilitator"].split(";"):
            kode = same.get(word.strip()) or word.strip()
            yield kode, date.fromisoformat(row["tanggal"]), row["pelatihan"]


def make_people(
    rows: Iterable[Mapping[str, Any]], ground: Ground, *, usual: int
) -> tuple[tuple[Person, ...], list[Fault]]:
    """Make people of rows, and tell whose own school is not known.

    Args:
        rows: Who works in the region, as ``read_people`` gives them.
        ground: The schools of the region.
        usual: So many visits are made at most by whom nothing is said of.
    """
    people, faults = [], []
    for row in rows:
        asal, reason = find_asal(ground, row["unit_kerja"])
        if reason is not None:
            place = f"calon {row['kode']}: unit_kerja"
            faults.append(Fault(place=place, reason=reason, warning=True))
        capacity = row["kapasitas"]
        people.append(
            Person(
                kode=row["kode"],
                nama=row["nama"],
                kapasitas=usual if capacity is None else capacity,
                asal=asal,
                away=row["away"],
                spared=row["spared"],
            )
        )
    return tuple(people), faults
