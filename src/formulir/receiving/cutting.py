"""Letters that are cut out of archived piles, together or each by itself."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from formulir.archive.objects import find_object
from formulir.language import take_reason
from formulir.press.pdf.page_code import write_page_code
from formulir.press.scans.cut import CutSheet, TumpukanUncutError, cut_sheets
from formulir.press.scans.scan import FileContents, SeenPage
from formulir.receiving.received_file import ReceivedFile
from formulir.records.piles.tumpukan import name_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.office.kantor import Kantor
    from formulir.records.piles.tumpukan import Lembar

SURE: Final = 3
"""So many letters that cannot be cut, and none that can, tell of a pile as a whole."""


def cut_apart(
    kantor: Kantor, letters: Sequence[list[Lembar]], *, place: Path
) -> tuple[list[tuple[list[Lembar], ReceivedFile]], list[tuple[list[Lembar], str]]]:
    """Cut letters together; where that fails, each by itself.

    A pile of which the first, the last and a middle letter cannot be cut, and no other
    one was, is not tried further: each try may cost minutes.

    Args:
        kantor: The office.
        letters: For each letter its sheets, in order.
        place: A folder that ``hold_received`` gives, where the files are to lie.

    Returns:
        The sheets of the letters that are cut, with their files, and of those that are
        not, with the reason.
    """
    try:
        files = cut_letters(kantor, letters, place=place)
        return list(zip(letters, files, strict=True)), []
    except TumpukanUncutError as error:
        if len(letters) == 1:
            return [], [(letters[0], take_reason(error))]
    cut: dict[int, ReceivedFile] = {}
    uncut: dict[int, str] = {}
    failed: dict[str, list[str]] = defaultdict(list)
    good: set[str] = set()
    for at in dict.fromkeys(
        (0, len(letters) - 1, len(letters) // 2, *range(len(letters)))
    ):
        piles = {sheet.tumpukan for sheet in letters[at]}
        given_up = [failed[p] for p in piles - good if len(failed[p]) >= SURE]
        if given_up:
            uncut[at] = given_up[0][-1]
            continue
        try:
            (cut[at],) = cut_letters(kantor, [letters[at]], place=place)
            good |= piles
        except TumpukanUncutError as error:
            uncut[at] = take_reason(error)
            for pile in piles:
                failed[pile].append(take_reason(error))
    return (
        [(letters[at], cut[at]) for at in sorted(cut)],
        [(letters[at], uncut[at]) for at in sorted(uncut)],
    )


def cut_letters(
    kantor: Kantor, letters: Sequence[list[Lembar]], *, place: Path
) -> list[ReceivedFile]:
    """Cut files out of archived piles, each of some sheets, in order.

    Args:
        kantor: The office.
        letters: For each letter its sheets, in order.
        place: A folder that ``hold_received`` gives, where the files are to lie.

    Raises:
        TumpukanUncutError: A pile lets nothing be cut out of it.
        ArsipError: The archive does not hold a pile as it was.
    """
    piles = {(s.tumpukan, s.ekstensi) for sheets in letters for s in sheets}
    root = kantor.archive.root
    paths = {sha: find_object(root, sha, ekstensi) for sha, ekstensi in piles}
    files = [
        [
            CutSheet(
                pile=paths[s.tumpukan], ekstensi=s.ekstensi, ke=s.ke, putar=s.putar
            )
            for s in sheets
        ]
        for sheets in letters
    ]
    target = Path(mkdtemp(prefix="potong-", dir=place))
    made = cut_sheets(files, target=target, workdir=kantor.workdir)
    return [
        ReceivedFile(
            nama="",
            path=each.path,
            sha256=each.sha256,
            contents=_describe(sheets),
            tumpukan=tuple(name_sheets(sheets)),
        )
        for each, sheets in zip(made, letters, strict=True)
    ]


def _describe(sheets: Sequence[Lembar]) -> FileContents:
    """Return what was read on the sheets that a file was cut from."""
    seen = [
        SeenPage(number=at, qr=_spell_code(sheet, len(sheets)))
        for at, sheet in enumerate(sheets, start=1)
    ]
    return FileContents(ekstensi="pdf", halaman=len(seen), sheets=tuple(seen))


def _spell_code(sheet: Lembar, jumlah: int) -> tuple[str, ...]:
    """Spell the code that a sheet bears, as far as the ledger knows it."""
    if sheet.kode is None:
        return ()
    if sheet.halaman is None or sheet.halaman > jumlah:
        return (sheet.kode,)
    return (write_page_code(sheet.kode, halaman=sheet.halaman, jumlah=jumlah),)
