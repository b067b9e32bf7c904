"""Letters as people know them: the school or person, the region's name, the subject."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from formulir.archive.objects import ObjekMissingError, ObjekTamperedError, read_object
from formulir.letters.subject import name_subject
from formulir.model import list_codes
from formulir.records.office.instansi import name_instansi
from formulir.records.office.wilayah import seek_wilayah

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from formulir.archive.folder import Archive
    from formulir.model import Entri
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

COLUMNS_LETTER = (
    *("entri", "kode", "formulir", "tahap", "nama", "wilayah", "nomor"),
    *("tanggal", "status", "hal"),
)
"""The columns by which people know a letter, in order."""
_MEMBERS: Final = (
    *("kode", "formulir", "kunci", "tahap", "nomor", "tanggal", "status", "hal"),
    "halaman",
)
SHOWN: Final = 3
"""So many regions of a letter are named, and the others counted."""
_SHORT: Final = (("Kabupaten ", "Kab. "),)


def describe_letters(
    kantor: Kantor, db: Store, entries: Iterable[Entri]
) -> list[dict[str, Any]]:
    """Describe archived letters for people, by ``COLUMNS_LETTER`` and more.

    What the archive cannot read is left out of a description: that it is damaged is for
    ``verify`` to tell.
    """
    name, archive = make_namer(db), kantor.archive
    return [
        {
            "entri": entri.entri,
            **{member: entri.isi.get(member) for member in _MEMBERS},
            "nama": name_letter(archive, db, entri.isi) or None,
            "wilayah": name(entri.isi.get("wilayah") or {}, entri.isi.get("tanggal")),
        }
        for entri in entries
    ]


def name_letter(archive: Archive, db: Store, isi: Mapping[str, Any]) -> str:
    """Name whom a letter is about, or who sent it."""
    if isi.get("konteks") is None:
        dari, tanggal = str(isi.get("dari") or ""), str(isi.get("tanggal") or "")
        return name_dari(db, dari, tanggal=tanggal)
    try:
        data = read_object(archive.root, isi["konteks"], "json")
        konteks = json.loads(data)
    except (ObjekMissingError, ObjekTamperedError, ValueError):
        return ""
    return name_subject(konteks) if isinstance(konteks, dict) else ""


def name_dari(db: Store, dari: str, *, tanggal: str) -> str:
    """Name who sent a letter: an office on record with its region, else as it is told.

    Args:
        db: The record store.
        dari: The code of an office, or a name.
        tanggal: The date of the letter, ISO.
    """
    nama, kode = name_instansi(db, dari, tanggal=tanggal)
    if kode is None:
        return nama
    day = date.fromisoformat(tanggal) if tanggal else None
    wilayah = name_wilayah(db, kode, day)
    place = wilayah.removeprefix("Kab. ").removeprefix("Kota ")
    return nama if place in nama else f"{nama} {wilayah}"


def make_namer(db: Store) -> Callable[[Mapping[str, Any], str | None], str | None]:
    """Make what names the regions that a letter is about, as of its date.

    Returns:
        A function of the regions by role and of the date, which asks the records once
        for each region and date.
    """

    @cache
    def name(kode: str, tanggal: str | None) -> str:
        try:
            day = date.fromisoformat(tanggal or "")
        except ValueError:
            day = None
        return name_wilayah(db, kode, day)

    def name_all(wilayah: Mapping[str, Any], tanggal: str | None) -> str | None:
        codes = list_subjects(wilayah)
        return join_wilayah([name(kode, tanggal) for kode in codes])

    return name_all


def list_subjects(wilayah: Mapping[str, Any]) -> tuple[str, ...]:
    """List the regions that a letter is about, else where it was issued."""
    named = wilayah.get("subjek") or wilayah.get("penerbit")
    return tuple(map(str, list_codes(named)))


def name_wilayah(db: Store, kode: str, day: date | None) -> str:
    """Name a region as of a day; its code where no region has it."""
    found = seek_wilayah(db, kode, per=day)
    if found is None:
        return kode
    nama = found.nama
    for long, short in _SHORT:
        nama = nama.replace(long, short)
    return nama


def join_wilayah(names: list[str]) -> str | None:
    """Join the names of regions, of many the first ones, with how many there are more.

    >>> join_wilayah(["Kab. Kudus", "Kota Semarang"]), join_wilayah([])
    ('Kab. Kudus, Kota Semarang', None)
    >>> join_wilayah(["A", "B", "C", "D", "E"])
    'A, B, C +2'
    """
    more = len(names) - SHOWN
    joined = ", ".join(names[:SHOWN])
    return f"{joined} +{more}" if more > 0 else joined or None
