"""What came in and waits for a person: files in trays, and sheets of archived piles."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import file_digest
from typing import TYPE_CHECKING, Any, Final

from formulir.archive.find import find_entri
from formulir.archive.objects import find_object
from formulir.press.scans.draw import HalamanUndrawnError
from formulir.records.piles.tumpukan import list_by_hand, list_sheets
from formulir.web.desk.reply import AbsentError
from formulir.web.door.rights import EVERYWHERE
from formulir.web.jobs.tray import (
    PLACING,
    find_file,
    find_tray,
    list_left,
    list_trays,
    note_found,
    tell_kind,
)
from formulir.web.parts.forms import ask_number, read_number
from formulir.web.parts.pictures import Paper, count_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from formulir.model import Entri
    from formulir.records.piles.tumpukan import Lembar
    from formulir.web.desk.visit import Visit
    from formulir.web.jobs.tray import Tray

MOST: Final = 10**18
"""More than any entry will be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """Something that a person must place.

    Args:
        nama: What it is called.
        path: Its address.
        isi: By what a job finds it.
        why: Why the program could not place it.
        keadaan: ``ditolak``, ``ditempatkan``, ``diperiksa``, or what a sheet is.
        saat: When it came in.
        lembar: Which sheet of its pile it is; nothing for a whole file.
        beside: The archive codes of letters that came with it.
    """

    nama: str
    path: str
    isi: Mapping[str, Any]
    why: tuple[str, ...]
    keadaan: str
    saat: str
    lembar: int | None = None
    beside: tuple[str, ...] = ()


def regions_of_tray(visit: Visit) -> Collection[str] | None:
    """Give the region of whoever laid the tray that the address names; one's own is.

    Raises:
        AbsentError: There is none.
    """
    return _regions_of(visit, require_tray(visit))


def _regions_of(visit: Visit, tray: Tray) -> Collection[str] | None:
    if tray.akun == visit.person.akun:
        return ()
    return EVERYWHERE if tray.wilayah is None else [tray.wilayah]


def regions_of_pile(visit: Visit) -> Collection[str] | None:
    """Give whose the pile is that the address names: whoever handed it in, or all."""
    own = require_pile(visit).isi["oleh"] == visit.person.akun
    return () if own else EVERYWHERE


def require_tray(visit: Visit) -> Tray:
    """Find the tray that the address names.

    Raises:
        AbsentError: There is none.
    """
    tray = find_tray(visit.kantor, visit.names["baki"])
    if tray is None:
        raise AbsentError
    return tray


def require_pile(visit: Visit) -> Entri:
    """Find the archived pile that the address names.

    Raises:
        AbsentError: There is none.
    """
    number = read_number(visit.names["tumpukan"], least=0, most=MOST)
    entri = None if number is None else find_entri(visit.kantor.archive, number)
    if entri is None or entri.isi["tindakan"] != "tumpukan":
        raise AbsentError
    return entri


def find_piece(visit: Visit) -> Piece:
    """Find what the address names, to be placed.

    Raises:
        AbsentError: There is no such thing, or it is placed.
    """
    if "baki" in visit.names:
        tray, nama = require_tray(visit), visit.names["berkas"]
        if find_file(visit.kantor, tray, nama) is None:
            raise AbsentError
        return _as_piece(tray, nama)
    pile, ke = require_pile(visit), visit.names["ke"]
    with visit.open_catatan() as db:
        sheets = list_sheets(db, pile.isi["sha256"])
    beside = tuple(dict.fromkeys(each.kode for each in sheets if each.kode))
    for each in sheets:
        if str(each.ke) == ke and each.entri is None:
            return _as_sheet(each, beside=beside)
    raise AbsentError


def find_paper(visit: Visit) -> Paper:
    """Find the file of what the address names, to be looked at."""
    if "baki" in visit.names:
        path = find_file(visit.kantor, require_tray(visit), visit.names["berkas"])
        if path is None:
            raise AbsentError
        with path.open("rb") as file:
            sha256 = file_digest(file, "sha256").hexdigest()
        return Paper(source=path, sha256=sha256, ekstensi=tell_kind(path))
    isi = require_pile(visit).isi
    source = find_object(visit.kantor.archive.root, isi["sha256"], isi["ekstensi"])
    return Paper(source=source, sha256=isi["sha256"], ekstensi=isi["ekstensi"])


def count_sheets(visit: Visit) -> tuple[int, str]:
    """Count the pages of what the address names; where it cannot be drawn, say why."""
    if "tumpukan" in visit.names:
        return int(require_pile(visit).isi["halaman"]), ""
    try:
        return count_pages(visit.kantor, find_paper(visit)), ""
    except HalamanUndrawnError as error:
        return 0, error.sentence


def describe_piece(visit: Visit, piece: Piece) -> dict[str, Any]:
    """Describe what is to be placed for the part of a page that shows a page of it."""
    count, undrawn = count_sheets(visit)
    page = ask_number(visit, "hal", least=1, most=max(count, 1)) or piece.lembar or 1
    return {"piece": piece, "page": page, "count": count, "undrawn": undrawn}


def note_placing(visit: Visit, piece: Piece, nomor: int) -> None:
    """Note that a job places a file, so that it is not asked for twice."""
    if "baki" in visit.names:
        found = {"nama": piece.nama, "hasil": PLACING, "pekerjaan": nomor}
        note_found(visit.kantor, require_tray(visit), {visit.names["berkas"]: found})


def list_pieces(visit: Visit) -> list[Piece]:
    """List all that waits for a person and is hers to place, the last tray first."""
    found = [
        _as_piece(tray, nama)
        for tray in list_trays(visit.kantor)
        if visit.may("receive", _regions_of(visit, tray)) and _fits(visit, tray)
        for nama in list_left(visit.kantor, tray)
    ]
    with visit.open_catatan() as db:
        sheets = list_by_hand(db)
    own: dict[int, bool] = {}
    for each in sheets:
        if each.pile_entri not in own:
            own[each.pile_entri] = _is_own(visit, each.pile_entri)
    return found + [_as_sheet(each) for each in sheets if own[each.pile_entri]]


def _fits(visit: Visit, tray: Tray) -> bool:
    """Tell whether a tray belongs to what the visit looks at."""
    return visit.person.wilayah is None or tray.akun == visit.person.akun


def _is_own(visit: Visit, entri: int) -> bool:
    if visit.person.wilayah is None:
        return True
    pile = find_entri(visit.kantor.archive, entri)
    return pile is not None and pile.isi["oleh"] == visit.person.akun


def _as_piece(tray: Tray, nama: str) -> Piece:
    found = tray.found.get(nama, {})
    beside = [str(each["kode"]) for each in tray.found.values() if each.get("kode")]
    return Piece(
        nama=tray.names[nama],
        path=f"/kembali/berkas/{tray.kode}/{nama}",
        isi={"baki": tray.kode, "berkas": nama, "nama": tray.names[nama]},
        why=tuple(found.get("keterangan", ())),
        keadaan=str(found.get("hasil", "diperiksa")),
        saat=tray.saat,
        beside=tuple(dict.fromkeys(beside)),
    )


def _as_sheet(sheet: Lembar, *, beside: tuple[str, ...] = ()) -> Piece:
    return Piece(
        nama=f"Lembar {sheet.ke}",
        path=f"/kembali/lembar/{sheet.pile_entri}/{sheet.ke}",
        isi={"tumpukan": sheet.pile_entri, "nama": f"lembar {sheet.ke}"},
        why=(),
        keadaan=sheet.keadaan,
        saat=sheet.saat,
        lembar=sheet.ke,
        beside=beside,
    )


def find_next(visit: Visit, piece: Piece) -> str:
    """Return the address of what is to be placed after something, or of the list."""
    rest = [each for each in list_pieces(visit) if each.keadaan != PLACING]
    paths = [each.path for each in rest]
    if piece.path in paths:
        at = paths.index(piece.path)
        paths = [*paths[at + 1 :], *paths[:at]]
    return paths[0] if paths else "/kembali"
