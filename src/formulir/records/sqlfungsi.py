"""The SQL functions that a kind's query may call."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from num2words import num2words

from formulir.errors import RecordError
from formulir.records.wilayah import code_at, cover, name_at, parent_province
from formulir.tanggal import format_tanggal, parse_tanggal

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database


def sql_functions(db: Database) -> dict[str, tuple[int, Callable[..., Any]]]:
    """Return the functions by name, with their number of arguments.

    * ``dalam_wilayah(kode, wilayah)``: whether a region is that one or lies in it, by
      codes of any year; an empty ``wilayah`` means everywhere.
    * ``tanggal(iso)``: ``14 Maret 2016``.
    * ``terbilang(n)``: a number in words.
    * ``nama_wilayah(kode, iso)``, ``kode_wilayah(kode, iso)``, ``provinsi(kode,
      iso)``: the name, the code, and the code of the province at a date.
    """

    @cache
    def covered(wilayah: str) -> frozenset[str]:
        return cover(db, wilayah)

    def inside(kode: str | None, wilayah: str) -> int:
        return int(not wilayah or kode in covered(wilayah))

    def name(kode: str, iso: str) -> str:
        return name_at(db, kode, date.fromisoformat(iso))

    def code(kode: str, iso: str) -> str:
        return code_at(db, kode, date.fromisoformat(iso))

    def province(kode: str, iso: str) -> str:
        return parent_province(db, kode, date.fromisoformat(iso)).kode

    return {
        "dalam_wilayah": (2, inside),
        "tanggal": (1, _spell_tanggal),
        "terbilang": (1, spell_number),
        "nama_wilayah": (2, _or_null(name)),
        "kode_wilayah": (2, _or_null(code)),
        "provinsi": (2, _or_null(province)),
    }


def spell_number(number: int | None) -> str | None:
    """Write a whole number in Indonesian words.

    >>> spell_number(16)
    'enam belas'
    """
    return None if number is None else str(num2words(number, lang="id"))


def _spell_tanggal(iso: str | None) -> str | None:
    return None if iso is None else format_tanggal(parse_tanggal(iso))


def _or_null(function: Callable[[str, str], str]) -> Callable[..., str | None]:
    """Give NULL for NULL and for an unknown region.

    The blank that follows is a fault with the letter's key and the field's name,
    which an error inside SQLite would not tell.
    """

    @cache
    def guarded(kode: str | None, iso: str | None) -> str | None:
        try:
            return None if kode is None or iso is None else function(kode, iso)
        except RecordError:
            return None

    return guarded
