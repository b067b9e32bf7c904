"""Piles of scans: archived as they came, sorted by sheet, cut into returns.

In this order: the file is read (in a child), the archive records the pile with what is
on each sheet, the ledger follows; then every letter whose pages are all there is cut
from the piles that hold them (in a child), and archived as any other return. What
waits is looked up in the ledger each time. Killed anywhere, the next run goes on: a
pile that is archived is not read again, a letter that is archived is not cut again, and
the same pages cut again are the same bytes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from formulir.archive.acts import Act
from formulir.archive.find import find_kode
from formulir.archive.objects import find_object
from formulir.ground.stored import hash_file
from formulir.language import phrase
from formulir.office.filing import file_acts, reconcile
from formulir.office.lookup.resolve import list_concerned, resolve
from formulir.press.scans.scan import read_scan
from formulir.receiving.cutting import cut_apart, cut_letters
from formulir.receiving.received_file import (
    BerkasRefusedError,
    Receipt,
    ReceivedFile,
    hold_received,
    name_path,
    open_received,
)
from formulir.receiving.returns import (
    archive_returns,
    count_short,
    refuse_pair,
    refuse_row,
)
from formulir.receiving.sheets import LetterPages, read_codes, sort_sheets
from formulir.receiving.words import name_sheets, spell_ranges
from formulir.records.ledger.kembali import has_return
from formulir.records.ledger.ledger import find_surat, list_surat
from formulir.records.piles.tumpukan import (
    find_tumpukan,
    group_waiting,
    list_sheets,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.receiving.sheets import SortedSheet
    from formulir.records.piles.tumpukan import Lembar
    from formulir.records.store import Store

PART_SHEETS = 120
"""So many pages are cut and archived together, give or take a letter."""
SHOWN = 12
"""So many digits tell a pile from others, where its name is not known."""


def learn_letters(
    kantor: Kantor,
    db: Store,
    files: Iterable[ReceivedFile],
    *,
    codes: frozenset[str] | None = None,
) -> dict[str, LetterPages]:
    """Learn of the letters whose codes were seen what tells their pages.

    Args:
        kantor: The office.
        db: Its record store.
        files: The files.
        codes: Only letters that name one of these regions are taken.

    Returns:
        By archive code; a code that is of no letter of this office is left out.
    """
    pages = [read_codes(sheet) for file in files for sheet in file.contents.sheets]
    rows = list_surat(db, list({code.kode: None for page in pages for code in page}))
    issued = find_kode(kantor.archive, [row["kode"] for row in rows])
    # Where the code of a page says which one it is, that of the letter says no more.
    alone = {
        code.kode
        for page in pages
        for code in page
        if code.halaman is None
        and all(each.halaman is None for each in page if each.kode == code.kode)
    }
    waiting = group_waiting(db)
    letters = {}
    for row in rows:
        kode = row["kode"]
        isi = issued[kode].isi if kode in issued else {}
        count = int(isi.get("halaman") or 0)
        refused = refuse_row(row) or refuse_wilayah(isi, codes)
        at = None
        if kode in alone and count > 1 and not refused:
            at = _find_code(kantor, isi)
        there = {sheet.halaman or 0 for sheet in waiting.get(kode, ())}
        if has_return(db, kode):
            there = set(range(1, count + 1))
        letters[kode] = LetterPages(
            kode=kode, jumlah=count, refused=refused, at=at, there=frozenset(there)
        )
    return letters


def refuse_wilayah(isi: Mapping[str, Any], codes: frozenset[str] | None) -> str:
    """Say that a letter is of no region of whoever hands it in, if so."""
    if codes is None or codes & list_concerned(isi):
        return ""
    return phrase("it is of a region that is not yours; give it to the whole office")


def _find_code(kantor: Kantor, isi: Mapping[str, Any]) -> int | None:
    """Find the page of a letter as issued that bears the code without a page."""
    contents = read_scan(
        find_object(kantor.archive.root, str(isi["sha256"]), "pdf"),
        workdir=kantor.workdir,
        trusted=kantor.trusted,
        saat=kantor.saat(),
        issued=True,
    )
    found = [
        sheet.number
        for sheet in contents.sheets
        for code in read_codes(sheet)
        if code == (isi["kode"], None, None)
    ]
    return found[0] if len(found) == 1 else None


def record_pile(
    kantor: Kantor,
    db: Store,
    received: ReceivedFile,
    sheets: Sequence[SortedSheet],
    *,
    after: Callable[[str], None] = lambda _step: None,
) -> int:
    """Archive a pile byte for byte, with what is on each sheet.

    A crash before the checkpoint leaves nothing of it; one behind it leaves a ledger
    that lags, and sheets that wait.

    Returns:
        Where the archive records it.
    """
    isi = {
        "tindakan": "tumpukan",
        **received.as_isi(),
        "lembar": [_as_said(each) for each in sheets],
    }
    act = Act(isi=isi, objects=(received.objects,))
    (entri,) = file_acts(kantor, db, [act], after=after)
    after("piled")
    return entri.entri


def _as_said(sheet: SortedSheet) -> dict[str, Any]:
    """Return what the archive records of a sheet (``docs/archive-format.md`` §2)."""
    said = {"ke": sheet.ke, "keadaan": sheet.keadaan, "surat": sheet.kode}
    said |= {"halaman": sheet.halaman, "putar": sheet.putar or None}
    return {name: value for name, value in said.items() if value is not None}


def place_waiting(
    kantor: Kantor,
    db: Store,
    *,
    names: Mapping[str, str],
    jam_mundur: bool = False,
    after: Callable[[str], None] = lambda _step: None,
) -> Iterator[Receipt]:
    """Cut and archive every letter whose pages are all there, in whatever piles.

    Args:
        kantor: The office.
        db: Its record store.
        names: What piles were called, by their digests.
        jam_mundur: Allow a clock behind the last recorded act, and record it.
        after: Is told after each write what was written; tests cut the power there.

    Returns:
        What became of each. A letter that cannot be cut goes on waiting, and is told
        each time with the reason, until it counts as signed by another file; it holds
        up no other one.
    """
    for part in _parts(find_complete(kantor, db)):
        with hold_received(kantor) as place:
            cut, uncut = cut_apart(kantor, part, place=place)
            codes = [str(sheets[0].kode) for sheets, _ in cut]
            rows = {row["kode"]: row for row in list_surat(db, codes)}
            pairs = [
                (replace(file, nama=_name(sheets, names)), rows[str(sheets[0].kode)])
                for sheets, file in cut
            ]
            done = archive_returns(
                kantor, db, pairs, jam_mundur=jam_mundur, after=after
            )
        for sheets, reason in uncut:
            if not has_return(db, str(sheets[0].kode)):  # else nobody lacks it
                yield _refuse_uncut(sheets, reason, nama=_name(sheets, names))
        for each, (sheets, _) in zip(done, cut, strict=True):
            told = name_sheets([sheet.ke for sheet in sheets])
            yield replace(
                each,
                keterangan=(told, *each.keterangan),
                tumpukan=sheets[0].tumpukan,
            )


def _refuse_uncut(sheets: Sequence[Lembar], reason: str, *, nama: str) -> Receipt:
    """Say of a letter whose pages are all there that it cannot be cut."""
    place = name_sheets([sheet.ke for sheet in sheets])
    return Receipt(
        nama=nama,
        hasil="ditolak",
        kode=sheets[0].kode,
        keterangan=(phrase("{place}: {reason}", place=place, reason=reason),),
        tumpukan=sheets[0].tumpukan,
    )


def _name(sheets: Sequence[Lembar], names: Mapping[str, str]) -> str:
    piles = dict.fromkeys(sheet.tumpukan for sheet in sheets)
    return " + ".join(names.get(pile, f"tumpukan {pile[:SHOWN]}") for pile in piles)


def find_complete(kantor: Kantor, db: Store) -> list[list[Lembar]]:
    """Find the letters of which every page waits; for each its sheets, in order.

    Where one pile holds all pages they are taken from it; else each from the first
    that has it.
    """
    waiting = group_waiting(db)
    issued = find_kode(kantor.archive, waiting)
    found = []
    for kode, sheets in waiting.items():
        count = int(issued[kode].isi["halaman"])
        piles = list(dict.fromkeys(sheet.tumpukan for sheet in sheets))
        alone = ([s for s in sheets if s.tumpukan == pile] for pile in piles)
        for some in (*alone, sheets):
            pages = {sheet.halaman: sheet for sheet in reversed(some)}
            if len(pages) == count:
                found.append([pages[page] for page in range(1, count + 1)])
                break
    return found


def _parts(letters: Iterable[list[Lembar]]) -> Iterator[list[list[Lembar]]]:
    """Give letters in parts that the disk holds once more while they are archived."""
    part: list[list[Lembar]] = []
    for sheets in letters:
        part.append(sheets)
        if sum(map(len, part)) >= PART_SHEETS:
            yield part
            part = []
    if part:
        yield part


def take_sheets(
    kantor: Kantor, db: Store, path: Path, wanted: Sequence[int], *, place: Path
) -> ReceivedFile:
    """Cut some sheets out of a pile that a person names, in the order given.

    A pile that is not archived is, first; so a crash leaves sheets that wait.

    Args:
        kantor: The office.
        db: Its record store.
        path: The pile.
        wanted: The sheets, from 1.
        place: A folder that ``hold_received`` gives, where the file is to lie.

    Raises:
        BerkasRefusedError: The file cannot be read, or has no such sheet to give.
    """
    nama = name_path(path)
    digest = hash_file(path)
    if find_tumpukan(db, digest) is None:
        received = open_received(kantor, path, place=place)
        letters = learn_letters(kantor, db, [received])
        record_pile(
            kantor, db, received, sort_sheets(received.contents.sheets, letters)
        )
    sheets = {sheet.ke: sheet for sheet in list_sheets(db, digest)}
    if lacking := [ke for ke in wanted if ke not in sheets]:
        reason = phrase(
            "it has no sheet {lacking}; it has {count}",
            lacking=spell_ranges(lacking),
            count=len(sheets),
        )
        raise BerkasRefusedError(nama, reason=reason)
    if taken := [ke for ke in wanted if sheets[ke].entri is not None]:
        reason = phrase(
            "sheet {taken} is placed already, as entri {entri}",
            taken=spell_ranges(taken),
            entri=sheets[taken[0]].entri,
        )
        raise BerkasRefusedError(nama, reason=reason)
    (file,) = cut_letters(kantor, [[sheets[ke] for ke in wanted]], place=place)
    return replace(file, nama=nama)


def receive_sheets(
    kantor: Kantor,
    path: Path,
    *,
    lembar: Sequence[int],
    surat: str,
    jam_mundur: bool = False,
) -> Receipt:
    """Archive some sheets of a pile, in the order given, as the return of a letter.

    Raises:
        NomorUnknownError: No letter, or more than one, has the number or code.
        BerkasRefusedError: The letter cannot come back, or there is no such sheet.
        TumpukanUncutError: The pile lets nothing be cut out of it.
    """
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
        row = find_surat(db, resolve(kantor, db, surat))
        if reason := refuse_row(row):
            raise BerkasRefusedError(name_path(path), reason=reason)
        with hold_received(kantor) as place:
            received = take_sheets(kantor, db, path, lembar, place=place)
            if reason := refuse_pair(received, row):
                raise BerkasRefusedError(received.nama, reason=reason)
            short = count_short(kantor, received, kode=row["kode"])
            (done,) = archive_returns(
                kantor,
                db,
                [(received, row)],
                jam_mundur=jam_mundur,
                after=lambda _: None,
            )
    told = (name_sheets(lembar), *done.keterangan, *short)
    pile = received.tumpukan[0]["sidik"]
    return replace(done, keterangan=told, tumpukan=pile)
