"""What is said of piles: which sheets wait, which are lacking, and why."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formulir.archive.find import find_kode
from formulir.language import phrase
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
    group_waiting,
    list_by_hand,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.office.kantor import Kantor
    from formulir.receiving.sheets import SortedSheet
    from formulir.records.store import Store

_RANGE = re.compile(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", re.ASCII)
MOST_SHEETS = 3_000
"""A pile has no more."""
_SAID = {
    DOUBLE: phrase("a page that is there already; nothing is taken from it"),
    MIXED: phrase(
        "pages of two letters, or two pages; place it with --surat and --lembar"
    ),
    FOREIGN: phrase("the code of another office's letter"),
    REFUSED: phrase("a letter that cannot come back"),
    OTHERS: phrase("a letter of others; enter it with --dari and --lembar"),
    UNREAD: phrase(
        "no code of a letter can be read; place it with --surat and --lembar"
    ),
    BLANK: phrase("blank"),
    DIVIDER: phrase("a separator"),
}
"""What is said of sheets by what they are, those first that ask for something."""


def spell_ranges(numbers: Sequence[int]) -> str:
    """Write numbers in their order, those that follow each other as ranges.

    >>> spell_ranges([3, 4, 5, 9, 1])
    '3-5, 9, 1'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs
    )


def name_sheets(numbers: Sequence[int]) -> str:
    """Name sheets of a pile.

    >>> name_sheets([3, 4, 9])
    'sheets 3-4, 9'
    """
    return phrase("sheets {sheets}", sheets=spell_ranges(numbers))


def read_ranges(text: str) -> list[int]:
    """Read numbers as a person writes them; each may stand once.

    >>> read_ranges("3-5, 9,1")
    [3, 4, 5, 9, 1]

    Raises:
        ValueError: It is no such list.
    """
    numbers: list[int] = []
    for part in text.split(","):
        match = _RANGE.fullmatch(part)
        if match is None:
            raise ValueError(
                phrase(
                    "{part!r} is neither a number nor a range such as 3-5", part=part
                )
            )
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= MOST_SHEETS:
            raise ValueError(phrase("{part!r} names no sheets", part=part))
        numbers += range(first, last + 1)
    if len(set(numbers)) < len(numbers):
        raise ValueError(phrase("{text!r} names a sheet twice", text=text))
    return numbers


def describe_pile(sheets: Sequence[SortedSheet]) -> list[str]:
    """Say what lies in a pile beside pages of letters that have their place."""
    groups: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for each in sheets:
        groups[each.keadaan][each.why].append(each.ke)
    told: list[str] = []
    for keadaan, words in _SAID.items():
        for why, numbers in groups.get(keadaan, {}).items():
            told.append(_tell_sheets(numbers, words, why=why))
    guessed = groups.get(WAITING, {})
    return told + [_tell_sheets(found, why) for why, found in guessed.items() if why]


def _tell_sheets(numbers: Sequence[int], words: str, *, why: str = "") -> str:
    sheets = spell_ranges(numbers)
    if why:
        return phrase(
            "sheet {sheets}: {words} ({why})", sheets=sheets, words=words, why=why
        )
    return phrase("sheet {sheets}: {words}", sheets=sheets, words=words)


@dataclass(frozen=True, kw_only=True, slots=True)
class WaitingLetter:
    """What waits in archived piles: pages of a letter, or sheets for a person.

    Args:
        kode: The archive code of the letter; nothing for sheets without a letter.
        nomor: Its number.
        ada: Its pages that are there; for sheets without a letter, their numbers.
        kurang: Its pages that are lacking; else what the sheets are.
        sejak: When the first of the piles came in.
        tumpukan: The digests of the piles.
        entri: Where the archive records the first of them.
    """

    kode: str | None
    nomor: str | None
    ada: str
    kurang: str
    sejak: str
    tumpukan: tuple[str, ...]
    entri: int


def list_lacking(kantor: Kantor, db: Store) -> list[WaitingLetter]:
    """List what waits, the letters first, in the order in which their piles came."""
    waiting = group_waiting(db)
    issued = find_kode(kantor.archive, waiting)
    told = []
    for kode, sheets in waiting.items():
        isi = issued[kode].isi
        there = sorted({sheet.halaman or 0 for sheet in sheets})
        lacking = [n for n in range(1, int(isi["halaman"]) + 1) if n not in there]
        told.append(
            WaitingLetter(
                kode=kode,
                nomor=isi.get("nomor"),
                ada=spell_ranges(there),
                kurang=spell_ranges(lacking),
                sejak=sheets[0].saat,
                tumpukan=tuple(dict.fromkeys(sheet.tumpukan for sheet in sheets)),
                entri=sheets[0].pile_entri,
            )
        )
    return told + _list_loose(db)


def _list_loose(db: Store) -> list[WaitingLetter]:
    """List sheets that a person must place, by pile and by what they are."""
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for each in list_by_hand(db):
        groups[each.tumpukan, each.keadaan].append(each)
    return [
        WaitingLetter(
            kode=None,
            nomor=None,
            ada=f"lembar {spell_ranges([sheet.ke for sheet in sheets])}",
            kurang=keadaan,
            sejak=sheets[0].saat,
            tumpukan=(pile,),
            entri=sheets[0].pile_entri,
        )
        for (pile, keadaan), sheets in groups.items()
    ]
