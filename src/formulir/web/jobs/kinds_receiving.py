"""Jobs of what comes in: a tray of files, one file by hand, a letter of others."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from formulir.archive.acts import RETURNS
from formulir.archive.find import find_entri, find_kode
from formulir.archive.objects import find_object
from formulir.errors import RecordError
from formulir.language import Sentence, phrase, translate
from formulir.office.lookup.describe import describe_letters
from formulir.receiving.folder import receive_folder
from formulir.receiving.piles import receive_sheets
from formulir.receiving.returns import receive_surat
from formulir.receiving.surat_masuk import CoverNote, receive_masuk
from formulir.receiving.told import tell_return
from formulir.records.ledger.masuk import SuratMasuk
from formulir.records.office.wilayah import cover
from formulir.web.jobs.tray import (
    REFUSED,
    drop_file,
    find_file,
    find_tray,
    list_left,
    note_found,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from formulir.receiving.received_file import Receipt
    from formulir.web.jobs.kinds import Work


class BerkasGoneError(RecordError):
    """A file that was handed in is not there any more."""

    nama: str
    says = "{nama} is not there any more: it was placed or taken away; look again"


def run_receive(work: Work) -> dict[str, Any]:
    """Put the files of a tray to their letters.

    Killed, it begins again: what the archive has by then is told as such. What became
    of each file is noted in the tray before the first of them leaves it.
    """
    kantor, kode = work.kantor, str(work.isi["baki"])
    tray = find_tray(kantor, kode)
    if tray is None:
        return {"berkas": [], "surat": []}
    left = list_left(kantor, tray)
    paths = [path for nama in left if (path := find_file(kantor, tray, nama))]
    codes, done = None, 0
    if tray.wilayah is not None:
        with kantor.open_catatan(read_only=True) as db:
            codes = cover(db, tray.wilayah)

    def tell(receipt: Receipt) -> None:
        nonlocal done
        done += receipt.tumpukan is None
        work.tell(min(done, len(paths)), len(paths))

    work.tell(0, len(paths))
    receipts = receive_folder(kantor, paths, tell=tell, codes=codes)
    names = tray.names
    own = [each for each in receipts if each.tumpukan is None]
    found = {each.nama: _spell(work, each, names[each.nama]) for each in own}
    tray = note_found(kantor, tray, found)
    for each in own:
        if each.placed:
            drop_file(kantor, tray, each.nama)
    piles = {each.sha256 for each in own}
    cut = [each for each in receipts if each.tumpukan in piles - {None}]
    return {
        "berkas": list(found.values()),
        "surat": [_spell(work, each, spell_name(each.nama, names)) for each in cut],
    }


def _spell(work: Work, receipt: Receipt, nama: str) -> dict[str, Any]:
    """Spell a receipt for pages: as people know the file and the letter."""
    kantor, said = work.kantor, asdict(receipt) | {"nama": nama, "surat": ""}
    told: Iterable[object] = receipt.keterangan
    if receipt.kode is not None:
        found = find_kode(kantor.archive, [receipt.kode])
        with kantor.open_catatan(read_only=True) as db:
            rows = describe_letters(kantor, db, found.values())
        names = [row["nomor"] or row["nama"] or row["hal"] for row in rows]
        said["surat"] = next(iter(names), receipt.kode)
    if receipt.entri is not None and receipt.hasil in RETURNS:
        entri = find_entri(kantor.archive, receipt.entri)
        told = tell_return(entri.isi) if entri is not None else told
    return said | {"keterangan": [translate(retell(each)) for each in told]}


_OTHERWISE: Final = {
    "no code of a letter can be read; receive it with --surat": phrase(
        "no code of a letter can be read"
    )
}
"""What is said on a page in the place of sentences that name options."""


def retell(said: object) -> object:
    """Tell a reason as pages do: without options of the command line."""
    if not isinstance(said, Sentence):
        return said
    facts = {name: retell(fact) for name, fact in said.facts.items()}
    return _OTHERWISE.get(said.pattern, Sentence(said.pattern, facts))


def spell_name(nama: str, names: Mapping[str, str]) -> str:
    """Name piles as their owner does, of which a letter was cut.

    >>> spell_name("0001 + tumpukan abc", {"0001": "pindai.pdf"})
    'pindai.pdf + tumpukan abc'
    """
    return " + ".join(names.get(part, part) for part in nama.split(" + "))


def run_place(work: Work) -> dict[str, Any]:
    """Put a file, or some sheets of it, to the letter that a person names."""
    isi = work.isi

    def place(path: Path) -> Receipt:
        if isi.get("lembar"):
            return receive_sheets(
                work.kantor, path, lembar=isi["lembar"], surat=isi["surat"]
            )
        return receive_surat(work.kantor, path, surat=isi["surat"])

    return _take(work, place)


def run_incoming(work: Work) -> dict[str, Any]:
    """Enter a letter of another office into the book."""
    isi = work.isi
    cover_note = CoverNote(
        surat=SuratMasuk(sha256="", **isi["surat"]),
        wilayah=isi["wilayah"],
        lagi=isi["lagi"],
        lembar=tuple(isi.get("lembar") or ()),
    )
    return _take(work, lambda path: receive_masuk(work.kantor, path, cover=cover_note))


def _take(work: Work, take: Callable[[Path], Receipt]) -> dict[str, Any]:
    """Take a file of a tray, or of an archived pile; what a tray held leaves it.

    Where it cannot be taken, the tray says why, and the file stays.
    """
    kantor, isi = work.kantor, work.isi
    work.tell(0, 1)
    if "tumpukan" in isi:
        entri = find_entri(kantor.archive, isi["tumpukan"])
        if entri is None:
            raise BerkasGoneError(str(isi["tumpukan"]))
        file = find_object(
            kantor.archive.root, entri.isi["sha256"], entri.isi["ekstensi"]
        )
        return {"surat": [_spell(work, take(file), isi["nama"])]}
    tray = find_tray(kantor, isi["baki"])
    path = find_file(kantor, tray, isi["berkas"]) if tray is not None else None
    if tray is None or path is None:
        raise BerkasGoneError(isi["nama"])
    try:
        receipt = take(path)
    except RecordError as error:
        why = [translate(error.sentence)]
        refused = {"nama": isi["nama"], "hasil": REFUSED, "keterangan": why}
        note_found(kantor, tray, {isi["berkas"]: refused})
        raise
    drop_file(kantor, tray, isi["berkas"])
    return {"surat": [_spell(work, receipt, isi["nama"])]}


KINDS: dict[str, Callable[[Work], dict[str, Any]]] = {
    "terima": run_receive,
    "tempatkan": run_place,
    "masuk": run_incoming,
}
"""Each kind of job, and what does it."""
