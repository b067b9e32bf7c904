"""The SQL functions that a kind's query may call."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from num2words import num2words

from formulir.dates import format_hari, format_range, format_tanggal, parse_tanggal
from formulir.errors import RecordError
from formulir.records.office.wilayah import (
    Wilayah,
    cover,
    find_wilayah,
    parent_province,
    zona_waktu,
)
from formulir.records.sql.pelatihan import spell_decimal, training_functions
from formulir.records.sql.surat import keep_pair, letter_functions
from formulir.records.sql.year import year_functions
from formulir.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from formulir.records.store import Store

_TINGKAT = re.compile("^(?:Provinsi|(?:Kabupaten|Kota)(?: Administrasi)?) ")
"""What stands before the name of a region and is no part of it."""


def sql_functions(
    db: Store, *, settings: Mapping[str, Any] | None = None
) -> dict[str, tuple[int, Callable[..., Any]]]:
    """Return the functions by name, with their number of arguments.

    Those of ``surat.py``, ``pelatihan.py`` and ``year.py``, and:

    * ``dalam_wilayah(kode, wilayah)``: whether a region is that one or lies in it, by
      codes of any year; an empty ``wilayah`` means everywhere.
    * ``tanggal(iso)``: ``14 Maret 2016``.
    * ``hari(iso)``: ``Senin``; ``rentang(iso, iso)``: ``11 s.d. 15 April 2016``.
    * ``tanggal_terbilang(iso)``: ``empat belas bulan Maret tahun dua ribu …``.
    * ``zona_waktu(kode)``: ``WIB``, ``WITA`` or ``WIT``.
    * ``terbilang(n)``: a number in words; ``desimal(x)``: ``82,5``.
    * ``persen(x)``: ``75,0``, and ``bertanda(x)`` with its sign, ``+7,5``.
    * ``jumlah(nama, n, …)``: numbers by name, each in words too, an object.
    * ``pecah(teks)``: what semicolons part, a list.
    * ``imbang(teks)``: a title whose last line is never one word alone.
    * ``meterai(iso)``: the stamp duty of a statement.
    * ``nama_daerah(kode, iso)``: ``Kudus``; ``kepala_daerah(kode, iso)``: ``Bupati
      Kudus``, ``Wali Kota …``, ``Gubernur …``.
    * ``nama_wilayah(kode, iso)``, ``kode_wilayah(kode, iso)``, ``provinsi(kode,
      iso)``: the name, the code, and the code of the province at a date.

    Args:
        db: The record store.
        settings: The office's decisions by name; their defaults when left out.
    """
    given = asdict(Settings()) | dict(settings or {})

    @cache
    def find(kode: str, iso: str) -> Wilayah:
        return find_wilayah(db, kode, per=date.fromisoformat(iso))

    @cache
    def covered(wilayah: str) -> frozenset[str]:
        return cover(db, wilayah)

    def inside(kode: str | None, wilayah: str) -> int:
        return int(not wilayah or kode in covered(wilayah))

    @_or_null
    def span(mulai: str, selesai: str) -> str:
        return format_range(parse_tanggal(mulai), parse_tanggal(selesai))

    @_or_null
    def province(kode: str, iso: str) -> str:
        return parent_province(db, kode, date.fromisoformat(iso)).kode

    def of_wilayah(spell: Callable[[Wilayah], str]) -> tuple[int, Callable[..., Any]]:
        return 2, _or_null(lambda kode, iso: spell(find(kode, iso)))

    return {
        **letter_functions(db, settings=given),
        **training_functions(db, menit_per_jp=given["menit_per_jp"]),
        **year_functions(db),
        "dalam_wilayah": (2, inside),
        "tanggal": (1, _or_null(lambda iso: format_tanggal(parse_tanggal(iso)))),
        "hari": (1, _or_null(lambda iso: format_hari(parse_tanggal(iso)))),
        "rentang": (2, span),
        "tanggal_terbilang": (1, _spell_words),
        "desimal": (1, spell_decimal),
        "persen": (1, _or_null(spell_share)),
        "bertanda": (1, _or_null(lambda number: spell_share(number, signed=True))),
        "zona_waktu": (1, _or_null(zona_waktu)),
        "terbilang": (1, spell_number),
        "jumlah": (-1, _spell_counts),
        "pecah": (1, _split),
        "imbang": (1, _or_null(keep_pair)),
        "meterai": (1, _spell_meterai),
        "nama_daerah": of_wilayah(lambda wilayah: _TINGKAT.sub("", wilayah.nama)),
        "kepala_daerah": of_wilayah(lambda wilayah: _spell_head(wilayah.nama)),
        "nama_wilayah": of_wilayah(lambda wilayah: wilayah.nama),
        "kode_wilayah": of_wilayah(lambda wilayah: wilayah.kode),
        "provinsi": (2, province),
    }


@cache
def _spell_counts(*pairs: Any) -> str:  # noqa: ANN401 - names and numbers by turns
    """Give each number by its name, and in words beside it."""
    counts = zip(pairs[::2], pairs[1::2], strict=True)
    members = {
        name: value
        for nama, n in counts
        for name, value in ((nama, n), (f"{nama}_terbilang", spell_number(n or 0)))
    }
    return json.dumps(members, ensure_ascii=False)


def _split(text: str | None) -> str:
    """Give the parts of a cell that lists several things."""
    parts = (part.strip(" ") for part in (text or "").split(";"))
    return json.dumps([part for part in parts if part], ensure_ascii=False)


def _spell_meterai(iso: str) -> str:
    """Give the stamp duty of a day.

    Source: PP 24/2000; from 2021 UU 10/2020.
    """
    return "Rp6.000" if iso < "2021-01-01" else "Rp10.000"


def _spell_head(nama: str) -> str:
    """Name the head of a region after its name.

    >>> [_spell_head(n) for n in ("Kabupaten Kudus", "Kota Tegal", "Jawa Tengah")]
    ['Bupati Kudus', 'Wali Kota Tegal', 'Gubernur Jawa Tengah']
    """
    if nama.startswith("Kota "):
        return f"Wali {nama}"
    if nama.startswith("Kabupaten "):
        return nama.replace("Kabupaten", "Bupati", 1)
    return f"Gubernur {_TINGKAT.sub('', nama)}"


def spell_number(number: int | None) -> str | None:
    """Write a whole number in Indonesian words.

    >>> spell_number(16)
    'enam belas'
    """
    return None if number is None else str(num2words(number, lang="id"))


def spell_share(number: float, *, signed: bool = False) -> str:
    """Write a share or its change with one decimal, as columns of figures are set.

    >>> spell_share(75), spell_share(7.25, signed=True), spell_share(-0.04, signed=True)
    ('75,0', '+7,2', '0,0')
    """
    plain = f"{abs(number):.1f}".replace(".", ",")
    if plain == "0,0":
        return plain
    return f"\N{MINUS SIGN}{plain}" if number < 0 else f"{'+' * signed}{plain}"


def _spell_words(iso: str) -> str:
    """Write a date in words, as minutes of a meeting begin."""
    day = parse_tanggal(iso)
    month = format_tanggal(day).split()[1]
    return f"{spell_number(day.day)} bulan {month} tahun {spell_number(day.year)}"


def _or_null(function: Callable[..., str]) -> Callable[..., str | None]:
    """Give NULL for NULL and for an unknown region.

    The blank that follows is a fault with the letter's key and the field's name,
    which an error inside SQLite would not tell.
    """

    @cache
    def guarded(*asked: Any) -> str | None:  # noqa: ANN401 - whatever SQL gives
        try:
            return None if None in asked else function(*asked)
        except RecordError:
            return None

    return guarded
