"""Telling the sheets of a file apart: whose they are, and which page. No file here.

Each sheet comes to one word, ``keadaan``, which the archive records
(``records.piles.tumpukan``).

Letters of version 0.1.0 bear their code on one page only. Which one that is, is known
of the letter as issued; the sheets around it are its other pages only where nothing
else can be meant.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from formulir.errors import list_all
from formulir.language import phrase
from formulir.press.pdf.page_code import SEPARATOR, PageCode, read_page_code
from formulir.records.piles.tumpukan import (
    BLANK,
    DIVIDER,
    DOUBLE,
    FOREIGN,
    MIXED,
    OTHERS,
    REFUSED,
    UNREAD,
    WAITING,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.press.scans.scan import SeenPage


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterPages:
    """What must be known of a letter of ours to tell its pages.

    Args:
        kode: Its archive code.
        jumlah: How many pages it has.
        refused: Why it cannot come back, if it cannot.
        at: The page on which its only code stands, of a letter of version 0.1.0.
        there: Its pages that wait already, or all where it is back whole.
    """

    kode: str
    jumlah: int
    refused: str = ""
    at: int | None = None
    there: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class SortedSheet:
    """A sheet, and what it is.

    Args:
        ke: Which page of the file.
        keadaan: What it is, in one word.
        kode: The letter that it names.
        halaman: Which page of that letter.
        putar: By how many degrees it must be turned to stand upright.
        why: What is to be said of it, beside that.
        loose: Whether it bears the only code of a letter, which names no page.
    """

    ke: int
    keadaan: str
    kode: str | None = None
    halaman: int | None = None
    putar: int = 0
    why: str = ""
    loose: bool = False


def read_codes(sheet: SeenPage) -> list[PageCode]:
    """Return the codes of letters and pages that a sheet bears, of any office."""
    read = (read_page_code(text) for text in sheet.qr)
    return list(dict.fromkeys(code for code in read if code is not None))


def sort_sheets(
    sheets: Sequence[SeenPage], letters: Mapping[str, LetterPages]
) -> list[SortedSheet]:
    """Tell what each sheet of a file is.

    Args:
        sheets: What was seen, in the order of the file.
        letters: The letters of ours whose codes were seen.
    """
    found = [_judge(sheet, letters) for sheet in sheets]
    found = _divide(found)
    found = _widen(found, letters)
    return _find_doubles(found, letters)


def find_whole(
    sheets: Sequence[SeenPage], letters: Mapping[str, LetterPages]
) -> str | None:
    """Return the one letter that a file holds whole, in order, and nothing beside it.

    Blank backs do not matter. Of a letter of version 0.1.0 the number of pages must
    fit.
    """
    found = [_judge(sheet, letters) for sheet in sheets]
    full = [each for each in found if each.keadaan != BLANK]
    codes = {each.kode for each in full if each.kode is not None}
    if len(codes) != 1:
        return None
    (kode,) = codes
    count = letters[str(kode)].jumlah
    if len(full) != count:
        return None
    if [each.halaman for each in full] == list(range(1, count + 1)):
        return kode if all(each.keadaan == WAITING for each in full) else None
    loose = sum(each.loose for each in full)
    unread = sum(each.keadaan == UNREAD and not each.loose for each in full)
    return kode if (loose, unread) == (1, count - 1) else None


def _judge(sheet: SeenPage, letters: Mapping[str, LetterPages]) -> SortedSheet:
    """Tell what a sheet is by what stands on it alone."""
    known = SortedSheet(ke=sheet.number, keadaan=UNREAD, putar=sheet.turn)
    codes = read_codes(sheet)
    ours = [code for code in codes if code.kode in letters]
    # The code of the foot says more than one that an attachment bears somewhere.
    paged = [code for code in ours if code.halaman is not None]
    if len(paged or ours) > 1:
        told = [
            phrase("{kode} page {halaman}", kode=code.kode, halaman=code.halaman)
            if code.halaman
            else code.kode
            for code in paged or ours
        ]
        return replace(known, keadaan=MIXED, why=list_all(told))
    for code in paged or ours:
        return _judge_code(known, code, letters[code.kode])
    if codes:
        return replace(known, keadaan=FOREIGN, kode=None, why=codes[0].kode)
    if SEPARATOR in sheet.qr:
        return replace(known, keadaan=DIVIDER)
    if sheet.blank:
        return replace(known, keadaan=BLANK)
    return replace(
        known,
        why=phrase("not all ways to look were tried; scan it again alone")
        if sheet.hasty
        else "",
    )


def _judge_code(known: SortedSheet, code: PageCode, letter: LetterPages) -> SortedSheet:
    """Tell what a sheet with one code of ours is."""
    known = replace(known, kode=code.kode)
    if letter.refused:
        return replace(known, keadaan=REFUSED, why=letter.refused)
    if code.halaman is None:
        page = 1 if letter.jumlah == 1 else letter.at
        if page is None:
            return replace(
                known, why=phrase("which page it is cannot be told"), loose=True
            )
        return replace(known, keadaan=WAITING, halaman=page, loose=letter.jumlah > 1)
    if code.jumlah != letter.jumlah:
        why = phrase(
            "the letter has {jumlah} pages, the code says {told}",
            jumlah=letter.jumlah,
            told=code.jumlah,
        )
        return replace(known, keadaan=REFUSED, why=why)
    return replace(known, keadaan=WAITING, halaman=code.halaman)


def _divide(found: Sequence[SortedSheet]) -> list[SortedSheet]:
    """Mark what lies between a separator and the next one, or a letter of ours."""
    divided, others = [], False
    for each in found:
        if each.keadaan == DIVIDER:
            others = True
        elif each.kode is not None or each.keadaan == MIXED:
            others = False
        elif others and each.keadaan in {UNREAD, FOREIGN}:
            each = replace(each, keadaan=OTHERS, why="")  # noqa: PLW2901 - it is this sheet
        divided.append(each)
    return divided


def _widen(
    found: list[SortedSheet], letters: Mapping[str, LetterPages]
) -> list[SortedSheet]:
    """Give sheets without a code to the letter of version 0.1.0 that they lie around.

    A run of such sheets between two that are known must be used up by the letters at
    its ends, to the last sheet: else one of them may be anything.
    """
    full = [each for each in found if each.keadaan != BLANK]
    wanted: dict[int, list[tuple[int, SortedSheet]]] = {}
    for at, each in enumerate(full):
        if each.loose and each.keadaan == WAITING and each.halaman is not None:
            first = at - each.halaman + 1
            last = first + letters[str(each.kode)].jumlah
            places = [place for place in range(first, last) if place != at]
            if all(_is_nameless(full, place) for place in places):
                for place in places:
                    wanted.setdefault(place, []).append((place - first + 1, each))
    given: dict[int, SortedSheet] = {}
    for run in _find_runs(full):
        claims = [wanted.get(place, []) for place in run]
        if all(len(claim) == 1 for claim in claims):
            for place, ((page, owner),) in zip(run, claims, strict=True):
                given[full[place].ke] = replace(
                    full[place],
                    keadaan=WAITING,
                    kode=owner.kode,
                    halaman=page,
                    putar=owner.putar,
                    why=phrase(
                        "taken for page {page} by its place beside sheet {ke}",
                        page=page,
                        ke=owner.ke,
                    ),
                )
    return [given.get(each.ke, each) for each in found]


def _is_nameless(full: Sequence[SortedSheet], place: int) -> bool:
    """Tell whether there is a sheet at a place on which nothing was read."""
    if not 0 <= place < len(full):
        return False
    return full[place].keadaan == UNREAD and full[place].kode is None


def _find_runs(full: Sequence[SortedSheet]) -> list[list[int]]:
    """Give each run of sheets on which nothing was read."""
    runs: list[list[int]] = [[]]
    for at in range(len(full)):
        if _is_nameless(full, at):
            runs[-1].append(at)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _find_doubles(
    found: Sequence[SortedSheet], letters: Mapping[str, LetterPages]
) -> list[SortedSheet]:
    """Mark pages that stand twice; of a letter that is here whole, none of the first.

    Where the letter is here in part, its pages that wait already count too.
    """
    here: dict[str, set[int]] = {}
    for each in found:
        if each.keadaan == WAITING and each.kode and each.halaman:
            here.setdefault(each.kode, set()).add(each.halaman)
    seen = {
        (kode, page)
        for kode, pages in here.items()
        if len(pages) < letters[kode].jumlah
        for page in letters[kode].there
    }
    told = []
    for each in found:
        key = (str(each.kode), each.halaman or 0)
        if each.keadaan == WAITING and key in seen:
            told.append(replace(each, keadaan=DOUBLE))
        else:
            told.append(each)
            seen.add(key)
    return told
