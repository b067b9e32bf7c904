"""Regions, whose codes and names change: a code of any year finds the region.

A row of table ``wilayah`` is one period of one region. Its ``entitas``, the code of
today, ties the periods together, so that 91.02 (2016) and 95.01 (today) are both
Kabupaten Jayawijaya. A code that Dapodik uses finds its region too.

Sources of the periods: UU 14, 15 and 16/2022 (25 July 2022) and UU 29/2022
(8 December 2022) for Papua; PP 61/2017, 2/2019 and 14/2020 for the renamed
kabupaten. A region of the list of 2016 is on record from 2010-01-01, which only says
that it was known then.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from formulir.errors import RecordError
from formulir.language import Sentence, phrase
from formulir.records.defaults import read_csv
from formulir.records.office.wilayah_name import (
    NameIndex,
    Period,
    add_dot,
    split_nama,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formulir.records.store import Store

KABKOTA = "kabkota"
_NEAR = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Wilayah:
    """A region in one period of its code and name.

    Args:
        kode: The code of the period.
        nama: The name of the period, such as ``Kabupaten Kudus`` or ``Jawa Tengah``.
        tingkat: ``provinsi`` or ``kabkota``.
        induk: The code of its province in the period; nothing for a province.
        entitas: The code of today.
        berlaku_dari: The first day of the period.
        berlaku_sampai: The last day; the end of time while it lasts.
    """

    kode: str
    nama: str
    tingkat: str
    induk: str | None
    entitas: str
    berlaku_dari: date
    berlaku_sampai: date


class WilayahUnknownError(RecordError):
    """No region has, or ever had, the code or name that was asked for."""

    kode: str
    near: Sequence[str]
    typed = "kode"

    @property
    def sentence(self) -> Sentence:
        """Suggest the near ones."""
        hint = (
            phrase("; did you mean {near}?", near=", ".join(self.near))
            if self.near
            else ""
        )
        return phrase(
            "{kode!r} is no code of a province, kabupaten or kota{hint} (codes "
            "look like 33 or 33.19, Dapodik's like 031900)",
            kode=self.kode,
            hint=hint,
        )


def load_wilayah(db: Store) -> int:
    """Fill or update the table from the list that comes with the program.

    One transaction; a crash inside leaves the table as it was.

    Returns:
        How many rows the list has.
    """
    rows = [
        {name: value or None for name, value in row.items()}
        for row in read_csv("wilayah.csv")
    ]
    with db.writing():
        db.table("wilayah").upsert_all(rows, pk=("kode", "berlaku_dari"))
    return len(rows)


def find_wilayah(db: Store, kode: str, *, per: date | None = None) -> Wilayah:
    """Find a region by a code of any year, by Dapodik's, or by its name.

    Args:
        db: The record store.
        kode: The code as it was typed, with or without its dot, or the name.
        per: The day whose period is wanted; today's when left out. A region that was
            not on record that day gives its nearest period.

    Raises:
        WilayahUnknownError: No region ever had the code or name, or several had it.
    """
    word = kode.strip()
    known = seek_wilayah(db, word, per=per)
    if known is not None:
        return known
    found = understand_wilayah(read_names(db), word)
    if len(found) != 1:
        near = [f"{code} {nama}" for code, nama in found.items()]
        raise WilayahUnknownError(kode, near=near or _suggest(db, word))
    return _at(_rows(db, "entitas = :kode", kode=next(iter(found))), per)


def seek_wilayah(db: Store, kode: str, *, per: date | None = None) -> Wilayah | None:
    """Find a region by a code as it is written down, of any year, or by Dapodik's.

    For codes that nobody typed: none is guessed at, and nothing is suggested.

    Args:
        db: The record store.
        kode: The code.
        per: The day whose period is wanted, as ``find_wilayah`` takes it.

    Returns:
        It, or nothing where no region ever had the code.
    """
    named = _rows(db, "kode = :kode OR dapodik = :kode", kode=kode)
    if not named:
        return None
    entitas = _at(named, per).entitas
    return _at(_rows(db, "entitas = :entitas", entitas=entitas), per)


def read_names(db: Store) -> NameIndex:
    """Read every name and code that regions ever had."""
    rows = db.rows(
        "SELECT kode, nama, induk, entitas FROM wilayah ORDER BY berlaku_dari"
    )
    return NameIndex(
        periods=[
            Period(entitas=row["entitas"], nama=row["nama"], induk=row["induk"])
            for row in rows
        ],
        codes={row["kode"]: row["entitas"] for row in rows},
    )


def understand_wilayah(
    names: NameIndex, word: str, *, province: str = ""
) -> dict[str, str]:
    """Give the regions that a word other than a code may mean, with their names.

    Args:
        names: The names of the regions.
        word: A name, or a code without its dot.
        province: The province beside it, which decides between namesakes.
    """
    kode = names.codes.get(add_dot(word) or "")
    return {kode: names.last[kode]} if kode else names.find(word, province=province)


def parent_province(db: Store, kode: str, per: date) -> Wilayah:
    """Give the province that a region belonged to on a day; a province gives itself.

    Raises:
        WilayahUnknownError: No region ever had the code.
    """
    found = find_wilayah(db, kode, per=per)
    if found.induk is None:
        return found
    return find_wilayah(db, found.induk, per=per)


def cover(db: Store, kode: str) -> frozenset[str]:
    """Give every code, of any year, of a region and of all that lies below it.

    Below a province lies what was ever under it: 91 covers 91.02 and also 95.01, the
    same kabupaten today; 95 covers both as well.

    Raises:
        WilayahUnknownError: No region ever had the code.
    """
    entitas = find_wilayah(db, kode).entitas
    codes = db.values(
        "WITH diri AS (SELECT kode FROM wilayah WHERE entitas = :entitas), "
        "bawah AS (SELECT entitas FROM wilayah WHERE induk IN diri) "
        "SELECT DISTINCT kode FROM wilayah "
        "WHERE entitas = :entitas OR entitas IN bawah",
        {"entitas": entitas},
    )
    return frozenset(codes)


def _rows(db: Store, condition: str, **params: str) -> list[Wilayah]:
    """Read the periods that meet a condition."""
    rows = db.rows(
        "SELECT kode, nama, tingkat, induk, entitas, berlaku_dari,"
        " coalesce(berlaku_sampai, '9999-12-31') AS berlaku_sampai"
        f" FROM wilayah WHERE {condition}",
        params,
    )
    days = ("berlaku_dari", "berlaku_sampai")
    return [
        Wilayah(**row | {name: date.fromisoformat(row[name]) for name in days})
        for row in rows
    ]


def _at(rows: Iterable[Wilayah], per: date | None) -> Wilayah:
    """Choose the period that holds a day, else the nearest one; ties go to the later.

    A code that once meant another region is told apart here, by its validity.
    """
    day = per or date.max

    def distance(row: Wilayah) -> tuple[int, int]:
        early = max((row.berlaku_dari - day).days, 0)
        late = max((day - row.berlaku_sampai).days, 0)
        return (early + late, -row.berlaku_dari.toordinal())

    return min(rows, key=distance)


def _suggest(db: Store, word: str) -> list[str]:
    """Name the regions whose code or name, of any year, comes near a word."""
    rows = db.rows("SELECT DISTINCT kode, nama FROM wilayah ORDER BY kode")
    return suggest_wilayah([(row["kode"], row["nama"]) for row in rows], word)


def suggest_wilayah(known: Sequence[tuple[str, str]], word: str) -> list[str]:
    """Name the regions whose code or name comes near a word.

    Args:
        known: The codes and names that may be suggested.
        word: What was written.
    """
    digits, lower = word.replace(".", ""), word.casefold()
    found = [kode for kode, _ in known if kode.replace(".", "") == digits]
    if lower and not digits.isdigit():
        found += [kode for kode, nama in known if lower in nama.casefold()]
        found += _find_near_names(known, word)
    codes = dict(known)
    found += difflib.get_close_matches(word, codes)
    return list(dict.fromkeys(f"{kode} {codes[kode]}" for kode in found))[:_NEAR]


def _find_near_names(known: Sequence[tuple[str, str]], word: str) -> list[str]:
    """Give the codes whose names differ from a word in a letter or two."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for kode, nama in known:
        by_name[split_nama(nama).bare].append(kode)
    near = difflib.get_close_matches(split_nama(word).bare, by_name)
    return [kode for name in near for kode in by_name[name]]


ZONA = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
"""Each zone's name in the database of time zones."""
_PROVINCES = {
    "WIB": "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62",
    "WITA": "51 52 53 63 64 65 71 72 73 74 75 76",
    "WIT": "81 82 91 92 93 94 95 96",
}
"""Codes of provinces, of 2016 and of today.

Source: Keputusan Presiden 41/1987, which moved Bali to WITA and Kalimantan Barat and
Kalimantan Tengah to WIB; provinces founded later keep the zone of the land they were
founded on (Kalimantan Utara, and the provinces of Papua of UU 14-16/2022 and 29/2022).
"""
_BY_PROVINCE = {
    kode: zona for zona, codes in _PROVINCES.items() for kode in codes.split()
}


class ZonaUnknownError(RecordError):
    """A region lies in no province whose time zone is known."""

    wilayah: str
    says = (
        "{wilayah!r} lies in no province whose time zone is known (codes look like 33 "
        "or 33.19)"
    )


def zona_waktu(kode: str) -> str:
    """Name the time zone of a province, kabupaten or kota, as letters write it.

    Raises:
        ZonaUnknownError: The code begins with no province.

    >>> zona_waktu("33.19"), zona_waktu("51"), zona_waktu("91.02")
    ('WIB', 'WITA', 'WIT')
    """
    province = kode.partition(".")[0]
    if province not in _BY_PROVINCE:
        raise ZonaUnknownError(kode)
    return _BY_PROVINCE[province]
