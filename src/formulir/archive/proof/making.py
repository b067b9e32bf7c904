"""Making receipts and proofs of growth of an archive, through its index.

Each proof is checked before it leaves, so a spoilt index shows, and is made anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.archive.folder import read_note as load_note
from formulir.archive.index.current import with_index
from formulir.archive.index.file import FILE, IndexDamagedError
from formulir.archive.index.queries import gives_root, load_hash
from formulir.archive.proof.growth import (
    Growth,
    has_grown,
    make_consistency_proof,
    write_growth,
)
from formulir.archive.proof.notes import parse_note
from formulir.archive.proof.policy import judge_note, trust_log
from formulir.archive.proof.receipt import Receipt, prove_line, write_receipt
from formulir.archive.proof.saksi import choose_note, list_notes, load_known
from formulir.errors import RecordError
from formulir.language import phrase, take_reason

if TYPE_CHECKING:
    from collections.abc import Collection

    from formulir.archive.folder import Archive
    from formulir.archive.index.catch_up import Current
    from formulir.archive.proof.notes import Note


class UkuranUnknownError(RecordError):
    """A proof is asked for, of a size that the archive never had."""

    asked: int
    size: int
    says = (
        "the witness knows {asked} entries, the archive holds {size}: an older archive "
        "was put back, or the request is another archive's; run formulir verify"
    )


def make_receipts(archive: Archive, numbers: Collection[int]) -> dict[int, bytes]:
    """Make the receipts of some entries, all under one checkpoint.

    It is the one that most witnesses have signed, of those that cover all of them.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
        IndexStaleError: The index lags and may not be written.
    """
    # Read before the index, which holds at least what it covers: others may append.
    head = parse_note(load_note(archive))
    notes, known = [head, *list_notes(archive.root)], load_known(archive)

    def make(current: Current) -> dict[int, bytes]:
        sound = [note for note in notes if _fits(archive, current, note)]
        note = choose_note(sound, known, covers=max(numbers, default=0))
        return {number: _make_receipt(current, number, note) for number in numbers}

    return with_index(archive, make)


def make_request(archive: Archive, *, old: int) -> tuple[Note, bytes]:
    """Make what a witness is sent: the checkpoint, and the proof of its growth.

    Args:
        archive: The archive.
        old: How many entries the witness has seen.

    Returns:
        The checkpoint, and the file.

    Raises:
        UkuranUnknownError: The witness has seen more than there are.
        ArsipError: The archive does not verify as far as this looks at it.
    """
    note = parse_note(load_note(archive))
    size = note.checkpoint.size
    if old > size:
        raise UkuranUnknownError(old, size=size)

    def make(current: Current) -> Growth:
        proof = make_consistency_proof(
            old, size, lambda at: load_hash(current.conn, at)
        )
        return Growth(old=old, proof=tuple(proof), note=note)

    return note, write_growth(with_index(archive, make))


def prove_growth(archive: Archive, one: bytes, other: bytes) -> bytes:
    """Prove of two checkpoints of the archive that it grew from one to the other.

    Args:
        archive: The archive; it has grown from both.
        one: A checkpoint with its signatures.
        other: Another one, in either order.

    Returns:
        The file: the larger one, with the proof that begins at the smaller.

    Raises:
        ArsipError: The archive does not verify as far as this looks at it.
    """
    notes = map(parse_note, (one, other))
    small, large = sorted(notes, key=lambda note: note.checkpoint.size)
    old, size = small.checkpoint.size, large.checkpoint.size

    def make(current: Current) -> bytes:
        proof = make_consistency_proof(
            old, size, lambda at: load_hash(current.conn, at)
        )
        growth = Growth(old=old, proof=tuple(proof), note=large)
        if not has_grown(growth, small.checkpoint.root):
            reason = phrase("its hashes do not lead from one checkpoint to another")
            raise IndexDamagedError(current.root / FILE, reason=reason)
        return write_growth(growth)

    return with_index(archive, make)


def _fits(archive: Archive, current: Current, note: Note) -> bool:
    """Tell whether a checkpoint is one that was signed over this archive."""
    head = note.checkpoint
    try:
        judge_note(note, trust_log(archive.verifier))
    except ValueError:
        return False  # somebody has changed what was filed
    small = head.size <= current.checkpoint.size
    return small and gives_root(current.conn, size=head.size, root=head.root)


def _make_receipt(current: Current, number: int, note: Note) -> bytes:
    """Make a receipt, and see that it holds."""
    line, proof = current.load_proof(number, size=note.checkpoint.size)
    receipt = Receipt(line=line, entri=number, proof=tuple(proof), note=note)
    try:
        prove_line(receipt)
    except ValueError as error:
        reason = take_reason(error)
        raise IndexDamagedError(current.root / FILE, reason=reason) from error
    return write_receipt(receipt)
