"""What the records say of a year: what is planned, what there is to do, what was done.

All is told by region. A region is known by its code of today, so that rows which name
it by codes of different years come together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from formulir.dates import parse_tanggal
from formulir.records.office.wilayah import KABKOTA, cover, find_wilayah

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from formulir.records.store import Store
    from formulir.records.year.plan import Key

    Span = tuple[date, date]
    Row = Mapping[str, Any]


_KEGIATAN: Final = """
SELECT tahap, urut, wilayah, mulai, coalesce(selesai, mulai) AS selesai
FROM kegiatan WHERE tahun = :tahun ORDER BY tahap, mulai, urut
"""


@dataclass(kw_only=True, slots=True)
class Facts:
    """What is known of a region's year.

    Args:
        selection: Whether it takes part by its candidates alone, who are examined and
            trained, and has neither a list of schools nor ``kegiatan``.
        kegiatan: The rows of ``kegiatan``, by stage: their ``urut``, and their days.
        spans: The days that other records give an activity.
        wanted: How much of an activity there is to do.
        done: The days on which a part of it was done, in order.
    """

    selection: bool = False
    kegiatan: defaultdict[str, list[tuple[int, Span]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    spans: defaultdict[Key, list[Span]] = field(
        default_factory=lambda: defaultdict(list)
    )
    wanted: defaultdict[Key, int] = field(default_factory=lambda: defaultdict(int))
    done: defaultdict[Key, list[date]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def take_kegiatan(self, row: Row) -> None:
        """Take a row of ``kegiatan``."""
        self.kegiatan[row["tahap"]].append((row["urut"], _span(row)))

    def take_span(self, row: Row) -> None:
        """Take the days of an activity."""
        self.spans[_key(row)].append(_span(row))

    def take_wanted(self, row: Row) -> None:
        """Take how much of an activity there is to do."""
        self.wanted[_key(row)] += row["jumlah"]

    def take_done(self, row: Row) -> None:
        """Take a thing that was done, if its day is known."""
        if row["hari"]:
            self.done[_key(row)].append(parse_tanggal(row["hari"]))

    def end(self, on: date) -> None:
        """Leave out what lies behind a day, and put the rest in order."""
        for key, days in self.done.items():
            self.done[key] = sorted(day for day in days if day <= on)


class _Regions:
    """The regions that are asked for, by the codes that rows may name them by."""

    def __init__(self, db: Store, wilayah: str | None) -> None:
        """Read codes of all years."""
        rows = db.rows(
            "SELECT kode, entitas, induk, tingkat FROM wilayah ORDER BY berlaku_dari"
        )
        self.entitas = {row["kode"]: row["entitas"] for row in rows}
        self._kabkota = {r["entitas"] for r in rows if r["tingkat"] == KABKOTA}
        self._below: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row["induk"]:
                province = self.entitas.get(row["induk"], row["induk"])
                self._below[province].add(row["entitas"])
        asked = self.entitas if wilayah is None else cover(db, wilayah)
        self.asked = {self.entitas[kode] for kode in asked} & self._kabkota

    def find(self, kode: str) -> set[str]:
        """Give the kabupaten and kota that a row is about: a province's are all.

        Args:
            kode: A code of any year, or several as a letter's roles list them.
        """
        named = json.loads(kode) if kode.startswith("[") else [kode]
        found: set[str] = set()
        for own in (self.entitas.get(each, each) for each in named):
            found |= {own} if own in self._kabkota else self._below[own]
        return found & self.asked

    def list_named(self, db: Store, tables: Sequence[str], tahun: int) -> set[str]:
        """List the kabupaten and kota that rows of a year name by themselves."""
        named = {
            self.entitas.get(kode, kode)
            for table in tables
            for kode in db.values(
                f"SELECT DISTINCT wilayah FROM {table} WHERE tahun = ?", (tahun,)
            )
        }
        return named & self.asked


def read_facts(
    db: Store, tahun: int, *, wilayah: str | None, on: date
) -> dict[str, Facts]:
    """Read what is known of each region that takes part in a year.

    Args:
        db: The record store.
        tahun: The programme year.
        wilayah: A region by a code of any year, with all below it; or all.
        on: The day up to which things were done; what is dated later is not yet.

    Returns:
        By the code of today; a kabupaten or kota that is asked for by itself is there
        although nothing is known of it.

    Raises:
        WilayahUnknownError: No region ever had the code.
    """
    regions = _Regions(db, wilayah)
    whole = regions.list_named(db, ("usulan", "kegiatan"), tahun)
    if wilayah is not None and find_wilayah(db, wilayah).tingkat == KABKOTA:
        whole |= regions.asked
    some = regions.list_named(db, ("calon", "penetapan"), tahun)
    facts = {kode: Facts(selection=kode not in whole) for kode in sorted(whole | some)}

    takers: tuple[tuple[str, Callable[[Facts, Row], None]], ...] = (
        (_KEGIATAN, Facts.take_kegiatan),
        (_read("planned.sql"), Facts.take_span),
        (_read("wanted.sql"), Facts.take_wanted),
        (_read("done.sql"), Facts.take_done),
    )
    for sql, take in takers:
        for row in db.rows(sql, {"tahun": tahun}):
            for kode in regions.find(row["wilayah"] or "") & facts.keys():
                take(facts[kode], row)
    for known in facts.values():
        known.end(on)
    return facts


def _read(name: str) -> str:
    return resources.files("formulir.records.year").joinpath(name).read_text("utf-8")


def _key(row: Row) -> Key:
    return row["tahap"], row["urut"]


def _span(row: Row) -> Span:
    return parse_tanggal(row["mulai"]), parse_tanggal(row["selesai"])
