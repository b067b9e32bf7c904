"""Cells that name an office which is not on record, told at the row that names it.

A letter whose office is unknown, or one of its addressees, must not be made without
it. The import refuses such a row; one may stand on record all the same: the office was
not in the list yet, has no row at the date of the letter, or came in by an older
version.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from formulir.errors import RecordError
from formulir.language import Sentence, chain, mark, phrase
from formulir.model import Fault
from formulir.records.importing.references import (
    list_naming,
    list_references,
    tell_unknown,
)
from formulir.records.office.wilayah import find_wilayah
from formulir.records.tables.columns import Reference
from formulir.records.tables.registry import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from formulir.records.store import Store

_GROUPS: Final = {
    "kop": "instansi",
    "penandatangan": "pejabat",
    "model": "sekolah",
    "imbas": "sekolah",
}
"""The groups of a letter that are not called as their table is."""
_INSTANSI = Reference("instansi", "kode")
_CURE = phrase("correct the row by an import, or delete it")


def list_instansi(db: Store) -> frozenset[str]:
    """Return the codes of all offices that have a row, of whatever period."""
    return frozenset(db.values("SELECT DISTINCT kode FROM instansi"))


def group_columns() -> dict[str, tuple[str, frozenset[str]]]:
    """Return the sheet and its columns behind each group that letters are filled with.

    A group is called as its table is, but for the few that letters call otherwise.
    """
    columns = {
        nama: (nama, frozenset(column.nama for column in table.columns))
        for nama, table in TABLES.items()
    }
    return columns | {group: columns[nama] for group, nama in _GROUPS.items()}


def tell_penerbit(db: Store, kode: str, *, surat: str, warning: bool) -> list[Fault]:
    """Tell the rows that name an office which has no row and was to issue a letter.

    Args:
        db: The record store.
        kode: The code of the office.
        surat: The kind and key of the letter.
        warning: Whether other letters are made nevertheless.

    Returns:
        A fault for each column that names it, at the first such row.
    """
    reason = phrase(
        "{told}; {cure}; letter {surat} is not made",
        told=_tell_code(db, kode),
        cure=_CURE,
        surat=surat,
    )
    faults = []
    for source in list_references("instansi"):
        if rows := list_naming(db, source, {"kode": kode}):
            place, words = f"{rows[0]}: {source[1].nama}", _and_rest(reason, rows)
            faults.append(
                Fault(place=place, reason=words, warning=warning, surat=(surat,))
            )
    return faults


def tell_addressees(
    db: Store, cells: Iterable[tuple[str, Mapping[str, str]]], *, tanggal: date
) -> list[Fault]:
    """Tell the offices that letters go to and that are not on record at their date.

    Args:
        db: The record store.
        cells: The kind and key of a letter, and the cell that names the office or its
            region: ``tabel``, ``kunci``, ``kolom``, ``nilai``.
        tanggal: The date of the letters.

    Returns:
        A fault for each office, at the first row that names it.
    """
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    missing: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for surat, cell in cells:
        tabel, kolom, nilai = cell["tabel"], cell["kolom"], cell["nilai"]
        if (tabel, kolom) in _MISSING:
            missing[tabel, cell["kunci"], kolom, nilai].append(surat)
        else:
            found[surat, tabel, kolom, nilai].append(cell["kunci"])
    faults = []
    for (surat, tabel, kolom, nilai), rows in found.items():
        words = _tell_wilayah if kolom == "wilayah" else _tell_period
        reason = phrase(
            "{told}; letter {surat} goes there",
            told=words(db, nilai, tanggal),
            surat=surat,
        )
        place = f"{tabel} {rows[0]}: {kolom}"
        told = _and_rest(reason, rows)
        faults.append(Fault(place=place, reason=told, surat=(surat,)))
    for (tabel, kunci, kolom, nilai), letters in missing.items():
        reason = phrase(
            "{reason}; letter {letter} names it",
            reason=_MISSING[tabel, kolom](db, nilai, tanggal),
            letter=letters[0],
        )
        if more := len(letters) - 1:
            reason = phrase(
                "{reason} (and {count} more letters)", reason=reason, count=more
            )
        place = f"{tabel} {kunci}"
        faults.append(Fault(place=place, reason=reason, surat=tuple(letters)))
    return faults


def tell_undated(
    db: Store, issuers: Iterable[tuple[str, str]], *, tanggal: date
) -> list[Fault]:
    """Tell the issuing offices that have no name, or nobody to sign, at a date.

    Args:
        db: The record store.
        issuers: The kind and key of a letter, and the code of its office.
        tanggal: The date of the letters.

    Returns:
        A fault for each office and table, with the first letter that needs it.
    """
    faults: list[Fault] = []
    at = {"tanggal": tanggal.isoformat()}
    waiting: dict[str, list[str]] = defaultdict(list)
    for surat, kode in issuers:
        waiting[kode].append(surat)
    for kode, letters in waiting.items():
        for tabel, (sql, words) in _DATED.items():
            if db.value(sql, {"kode": kode, **at}) is not None:
                continue
            lacks = Sentence(words, {"kode": kode, "tanggal": tanggal})
            reason = phrase(
                "{lacks}; letter {surat} needs it", lacks=lacks, surat=letters[0]
            )
            place, own = f"{tabel} {kode}", tuple(letters)
            faults.append(Fault(place=place, reason=reason, surat=own))
    return faults


_AT: Final = ":tanggal BETWEEN berlaku_dari AND coalesce(berlaku_sampai, '9999-12-31')"
_NO_NAME: Final = mark(
    "instansi {kode} has no row for {tanggal}; add one to table "
    "instansi with the name of that day, or correct its berlaku_dari "
    "and berlaku_sampai"
)
_NO_SIGNER: Final = mark(
    "nobody signs for instansi {kode} on {tanggal}; add a row to "
    "table pejabat (peran kepala), or correct its berlaku_dari and "
    "berlaku_sampai"
)
_DATED: Final = {
    "instansi": (f"SELECT 1 FROM instansi WHERE kode = :kode AND {_AT}", _NO_NAME),
    "pejabat": (
        f"SELECT 1 FROM pejabat WHERE instansi = :kode AND peran = 'kepala' AND {_AT}",
        _NO_SIGNER,
    ),
}
"""What asks for the row of a date, and what is said where there is none."""


def _and_rest(reason: str, rows: Sequence[object]) -> str:
    if len(rows) == 1:
        return reason
    return phrase(
        "{reason} (and {count} more rows)", reason=reason, count=len(rows) - 1
    )


def _tell_code(db: Store, kode: str) -> str:
    return tell_unknown(db, _INSTANSI, kode, (), sorted(list_instansi(db)))


def _tell_period(db: Store, kode: str, tanggal: date) -> str:
    if kode not in list_instansi(db):
        return chain([_tell_code(db, kode), _CURE])
    return phrase(
        "instansi {kode} has no row for {tanggal}; add one to table "
        "instansi, or correct its berlaku_dari and berlaku_sampai",
        kode=kode,
        tanggal=tanggal,
    )


def _tell_wilayah(db: Store, kode: str, tanggal: date) -> str:
    try:
        nama = f"{kode} {find_wilayah(db, kode, per=tanggal).nama}"
    except RecordError:
        nama = kode
    return phrase(
        "no dinas of {nama} is on record for {tanggal}; add its row to "
        "table instansi (wilayah {kode})",
        nama=nama,
        tanggal=tanggal,
        kode=kode,
    )


def _tell_lpmp(db: Store, kode: str, tanggal: date) -> str:
    try:
        nama = f"{kode} {find_wilayah(db, kode, per=tanggal).nama}"
    except RecordError:
        nama = kode or phrase("the province")
    return phrase(
        "no LPMP of {nama} is on record for {tanggal}; add its row to "
        "table instansi (jenis lpmp, wilayah {kode})",
        nama=nama,
        tanggal=tanggal,
        kode=kode,
    )


def _tell_ditjen(_db: Store, kode: str, tanggal: date) -> str:
    return phrase(
        "no name of the directorate general is known for {tanggal}; add "
        "its office to table instansi (kode {kode}, jenis kementerian) and "
        "its head to table pejabat (instansi {kode}, peran kepala), each "
        "with its days, or correct the date of the letters",
        tanggal=tanggal,
        kode=kode,
    )


_MISSING: Final[Mapping[tuple[str, str], Callable[[Store, str, date], str]]] = {
    ("instansi", "wilayah"): _tell_lpmp,
    ("pejabat", "instansi"): _tell_ditjen,
}
"""How a cell is told that is no cell yet: the row itself is missing."""
