"""The receipt of an act: its line, the way to the root, the signed root.

It proves by itself, to whoever knows the log's key, that the line is in the log. Its
size grows with the logarithm of the archive.

Source: https://c2sp.org/tlog-proof; ``docs/archive-format.md`` §12.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from formulir.archive.acts import read_line
from formulir.archive.merkle import HASH_BYTES, hash_leaf, verify_inclusion
from formulir.archive.proof.notes import parse_note
from formulir.archive.proof.policy import judge_note
from formulir.archive.spelling import read_base64, read_decimal, write_base64
from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.archive.checkpoint import Checkpoint
    from formulir.archive.proof.notes import Note
    from formulir.archive.proof.policy import Policy

FIRST: Final = "c2sp.org/tlog-proof@v1"
ENDING: Final = ".tlog-proof"
"""What the name of a receipt ends with, behind that of its file."""
LONGEST_RECEIPT: Final = 1 << 20
MOST_HASHES: Final = 63


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What proves that a line is in a log.

    Args:
        line: The line, without its line feed.
        entri: Its number.
        proof: The hashes from the leaf's sibling to the root's child.
        note: The checkpoint, with all lines that sign it.
    """

    line: bytes
    entri: int
    proof: Sequence[bytes]
    note: Note


@dataclass(frozen=True, kw_only=True, slots=True)
class Proved:
    """What a receipt has proved.

    Args:
        isi: What the line says.
        checkpoint: The head that it is proved under.
        moments: Which witnesses of the policy signed that head, and when.
    """

    isi: Mapping[str, Any]
    checkpoint: Checkpoint
    moments: Mapping[str, int]


def write_receipt(receipt: Receipt) -> bytes:
    """Write a receipt."""
    extra = write_base64(receipt.line)
    lines = [FIRST, f"extra {extra}", f"index {receipt.entri}"]
    lines += [write_base64(each) for each in receipt.proof]
    return "".join(f"{line}\n" for line in [*lines, ""]).encode() + receipt.note.write()


def read_receipt(data: bytes) -> Receipt:
    """Take a receipt apart; nothing of it is believed yet.

    Raises:
        ValueError: It is spelled in another way; the line is named.
    """
    if len(data) > LONGEST_RECEIPT:
        raise ValueError(phrase("larger than {most} bytes", most=LONGEST_RECEIPT))
    head, gap, note = data.partition(b"\n\n")
    lines = head.split(b"\n")
    if not gap or lines[0] != FIRST.encode():
        raise ValueError(phrase("line 1: not {first}", first=FIRST))
    texts = [line.decode("ascii", "replace") for line in lines[1:]]
    extra = _read_member(texts, 0, "extra ")
    entri = read_decimal(_read_member(texts, 1, "index "))
    proof = [_read_hash(text, number) for number, text in enumerate(texts[2:], 4)]
    if len(proof) > MOST_HASHES:
        raise ValueError(phrase("more than {most} hashes", most=MOST_HASHES))
    line = read_base64(extra)
    return Receipt(line=line, entri=entri, proof=tuple(proof), note=parse_note(note))


def judge_receipt(receipt: Receipt, policy: Policy) -> Proved:
    """See what a receipt proves to whoever believes the keys of a policy.

    Raises:
        ValueError: The line is none, the signatures are not those that are asked for,
            or the hashes do not lead from the line to the signed root.
    """
    moments = judge_note(receipt.note, policy)
    isi = prove_line(receipt)
    return Proved(isi=isi, checkpoint=receipt.note.checkpoint, moments=moments)


def prove_line(receipt: Receipt) -> Mapping[str, Any]:
    """Read the line of a receipt, if its hashes lead to the root, whoever signed that.

    Raises:
        ValueError: The line is none, or they do not.
    """
    isi = read_line(receipt.line, entri=receipt.entri)
    head = receipt.note.checkpoint
    if not verify_inclusion(
        hash_leaf(receipt.line),
        index=receipt.entri,
        size=head.size,
        proof=receipt.proof,
        root=head.root,
    ):
        raise ValueError(
            phrase("its hashes do not lead from the line to the signed root")
        )
    return isi


def _read_member(texts: Sequence[str], place: int, name: str) -> str:
    """Read what follows a name at the beginning of a line."""
    if place >= len(texts) or not texts[place].startswith(name):
        raise ValueError(
            phrase("line {number}: not {name}", number=place + 2, name=name.strip())
        )
    return texts[place].removeprefix(name)


def _read_hash(text: str, number: int) -> bytes:
    try:
        found = read_base64(text)
    except ValueError as error:
        message = phrase("line {number}: {reason}", number=number, reason=error)
        raise ValueError(message) from error
    if len(found) != HASH_BYTES:
        raise ValueError(phrase("line {number}: no hash of 32 bytes", number=number))
    return found
