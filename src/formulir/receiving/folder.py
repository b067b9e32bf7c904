"""Receiving many files: each goes to the letter that it names, or is a pile of some.

A file that holds one letter whole, in order, and nothing beside it, is archived as it
is. Any other with a code of ours is a pile: archived as it is, too, sorted by sheet,
and what is complete is cut from it (``piles.py``).
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from formulir.errors import list_some
from formulir.ground.stored import hash_file
from formulir.language import chain, phrase
from formulir.office.filing import reconcile
from formulir.press.pdf.page_code import SEPARATOR
from formulir.receiving.piles import learn_letters, place_waiting, record_pile
from formulir.receiving.received_file import (
    Receipt,
    hold_received,
    iter_received,
    name_path,
    refuse_path,
)
from formulir.receiving.returns import (
    archive_returns,
    know_return,
    refuse_pair,
)
from formulir.receiving.sheets import find_whole, sort_sheets
from formulir.receiving.words import describe_pile
from formulir.records.ledger.kembali import find_kembali
from formulir.records.ledger.ledger import list_surat
from formulir.records.piles.tumpukan import find_tumpukan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from formulir.office.kantor import Kantor
    from formulir.receiving.received_file import ReceivedFile
    from formulir.receiving.sheets import LetterPages
    from formulir.records.store import Store

PART = 50
"""How many files of a folder are read and archived together, at most."""
PART_BYTES = 128 << 20
"""And with how many bytes, give or take a file."""


def receive_folder(
    kantor: Kantor,
    paths: Sequence[Path],
    *,
    tell: Callable[[Receipt], None],
    codes: frozenset[str] | None = None,
    jam_mundur: bool = False,
    after: Callable[[str], None] = lambda _step: None,
) -> list[Receipt]:
    """Put each file, or each letter in a pile, to the letter that its codes name.

    Args:
        kantor: The office.
        paths: The files.
        tell: Is told of each file and of each letter that was cut from a pile, when the
            archive has it or it was refused.
        codes: Only letters that name one of these regions are taken.
        jam_mundur: Allow a clock behind the last recorded act, and record it.
        after: Is told after each write what was written; tests cut the power there.

    Returns:
        What became of each; running it again changes nothing.
    """
    found = []
    with kantor.open_catatan() as db:
        reconcile(kantor, db)
        for part in _parts(paths):
            intake = _Intake(
                kantor, db, codes=codes, jam_mundur=jam_mundur, after=after
            )
            for done in intake.receive(part):
                tell(done)
                found.append(done)
    return found


def list_paths(folder: Path) -> list[Path]:
    """Return the files of a folder and its folders, but hidden ones, in order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _parts(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Give files in parts of which the disk can hold a copy."""
    part: list[Path] = []
    size = 0
    for path in paths:
        part.append(path)
        with suppress(OSError):  # what cannot be asked is refused in its turn
            size += path.stat().st_size
        if len(part) == PART or size > PART_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


class _Intake:
    """Receives some files at once."""

    def __init__(
        self,
        kantor: Kantor,
        db: Store,
        *,
        codes: frozenset[str] | None,
        jam_mundur: bool,
        after: Callable[[str], None],
    ) -> None:
        self._kantor, self._db, self._codes = kantor, db, codes
        self._jam_mundur, self._after = jam_mundur, after
        self._names: dict[str, str] = {}

    def receive(self, paths: Sequence[Path]) -> Iterator[Receipt]:
        """Receive files; what the archive has already is not read again.

        A crash leaves piles whose letters were not cut: the next run cuts them.
        """
        told = {path: done for path in paths if (done := self._find_known(path))}
        rest = [path for path in paths if path not in told]
        placed: list[tuple[ReceivedFile, Mapping[str, Any]]] = []
        with hold_received(self._kantor) as place:
            files = iter_received(self._kantor, rest, place=place)
            for path, received in zip(rest, files, strict=True):
                # Of the very bytes that came before: they may lie in a folder twice.
                chosen = self._find_same(received) or self._choose(received)
                if isinstance(chosen, Receipt):
                    told[path] = chosen
                else:
                    placed.append((received, chosen))
            archived = iter(
                archive_returns(
                    self._kantor,
                    self._db,
                    placed,
                    jam_mundur=self._jam_mundur,
                    after=self._after,
                )
            )
        for path in paths:
            yield told.get(path) or next(archived)
        yield from place_waiting(
            self._kantor,
            self._db,
            names=self._names,
            jam_mundur=self._jam_mundur,
            after=self._after,
        )

    def _find_known(self, path: Path) -> Receipt | None:
        """Tell whether the archive holds the very bytes, or will never hold them."""
        nama = name_path(path)
        if reason := refuse_path(path):
            return _refuse(nama, reason)
        digest = hash_file(path)
        for each in find_kembali(self._db, digest):
            if each.entri is not None:
                return know_return(nama, each)
        return self._find_pile(nama, digest)

    def _find_same(self, received: ReceivedFile) -> Receipt | None:
        return self._find_pile(received.nama, received.sha256)

    def _find_pile(self, nama: str, digest: str) -> Receipt | None:
        """Say that a pile is in the archive already, and what of it is not placed."""
        entri = find_tumpukan(self._db, digest)
        if entri is None:
            return None
        self._names[digest] = nama
        return Receipt(nama=nama, hasil="sudah", entri=entri, sha256=digest)

    def _choose(self, received: ReceivedFile) -> Receipt | Mapping[str, Any]:
        """Choose the letter that a file returns, or take it for a pile, or refuse."""
        if received.contents.reason:
            return _refuse_file(received, received.contents.reason)
        letters = learn_letters(self._kantor, self._db, [received], codes=self._codes)
        codes = received.daftar_kode
        divided = SEPARATOR in received.contents.qr
        if not codes and not divided:
            return _refuse_file(received, _name_unread(received))
        if not letters and not divided:
            reason = phrase(
                "its code {codes} is that of no letter of this office",
                codes=list_some(codes),
            )
            return _refuse_file(received, reason)
        if received.contents.tanda_tangan:
            return self._choose_signed(received, letters)
        kode = find_whole(received.contents.sheets, letters)
        if kode is None and len(received.contents.sheets) == 1 == len(letters):
            # One page of one letter: that it cannot come back is a reason to refuse it.
            (only,) = letters.values()
            kode = only.kode if only.refused else None
        if kode:
            return self._place(received, letters[kode])
        return self._pile(received, letters)

    def _choose_signed(
        self, received: ReceivedFile, letters: Mapping[str, LetterPages]
    ) -> Receipt | Mapping[str, Any]:
        """Choose the letter of a digitally signed file, which is never cut."""
        if len(letters) == 1:
            return self._place(received, *letters.values())
        named = list_some(list(letters))
        reason = phrase(
            "it carries the codes of several letters ({named}) and is "
            "digitally signed, so it is not cut; name one --surat",
            named=named,
        )
        return _refuse_file(received, reason)

    def _place(
        self, received: ReceivedFile, letter: LetterPages
    ) -> Receipt | Mapping[str, Any]:
        """Take a file for the return of a letter, if it is one."""
        (row,) = list_surat(self._db, [letter.kode])
        reason = letter.refused or refuse_pair(received, row)
        return _refuse_file(received, reason) if reason else row

    def _pile(
        self, received: ReceivedFile, letters: Mapping[str, LetterPages]
    ) -> Receipt:
        """Archive a file as a pile, and say what lies in it."""
        sheets = sort_sheets(received.contents.sheets, letters)
        entri = record_pile(self._kantor, self._db, received, sheets, after=self._after)
        self._names[received.sha256] = received.nama
        return Receipt(
            nama=received.nama,
            hasil="tumpukan",
            entri=entri,
            sha256=received.sha256,
            keterangan=(*received.notices, *describe_pile(sheets)),
        )


def _name_unread(received: ReceivedFile) -> str:
    """Say that no code was read, and what of the file was not looked at."""
    said = [phrase("no code of a letter can be read; receive it with --surat")]
    if hasty := [sheet for sheet in received.contents.sheets if sheet.hasty]:
        said.append(
            phrase(
                "on {count} of its pages not all ways to look were tried",
                count=len(hasty),
            )
        )
    return chain([*said, *received.notices])


def _refuse_file(received: ReceivedFile, reason: str) -> Receipt:
    return _refuse(received.nama, reason, sha256=received.sha256)


def _refuse(nama: str, reason: str, *, sha256: str | None = None) -> Receipt:
    """Say why a file is not taken."""
    return Receipt(nama=nama, hasil="ditolak", sha256=sha256, keterangan=(reason,))
