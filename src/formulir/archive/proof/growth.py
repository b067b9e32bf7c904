"""Proofs that a log has only grown, and the file that brings one to a witness.

Source: RFC 9162 §2.1.4; https://c2sp.org/tlog-witness, add-checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formulir.archive.merkle import (
    EMPTY_ROOT,
    HASH_BYTES,
    hash_node,
    hash_range,
    split_count,
)
from formulir.archive.proof.notes import LONGEST_NOTE, parse_note
from formulir.archive.proof.receipt import MOST_HASHES
from formulir.archive.spelling import read_base64, read_decimal, write_base64
from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.archive.merkle import Read
    from formulir.archive.proof.notes import Note

LONGEST_GROWTH: Final = LONGEST_NOTE + (1 << 12)


@dataclass(frozen=True, kw_only=True, slots=True)
class Growth:
    """A checkpoint, and the proof that its log has grown from a smaller size.

    Args:
        old: The smaller size.
        proof: The hashes.
        note: The checkpoint with its signatures.
    """

    old: int
    proof: Sequence[bytes]
    note: Note


def make_consistency_proof(old: int, new: int, read: Read) -> list[bytes]:
    """Prove that a tree only grew from one size to another (RFC 9162 §2.1.4.1).

    From nothing anything has grown, which needs no hashes (C2SP tlog-witness).
    """
    assert 0 <= old <= new  # noqa: S101 - an impossible state
    proof, low, high, whole = [], 0, new, True
    while old and high != old:
        middle = low + split_count(high - low)
        if old <= middle:
            proof.append(hash_range(middle, high, read))
            high = middle
        else:
            proof.append(hash_range(low, middle, read))
            low, whole = middle, False
    if not whole:
        proof.append(hash_range(low, high, read))
    return proof[::-1]


def verify_consistency(
    old: int, new: int, *, roots: tuple[bytes, bytes], proof: Sequence[bytes]
) -> bool:
    """Tell whether a proof shows that a tree only grew (RFC 9162 §2.1.4.2).

    Args:
        old: The smaller size.
        new: The larger size.
        roots: The roots at these sizes.
        proof: The hashes; each of them, and each root, must have 32 bytes.
    """
    if not 0 <= old <= new or {len(each) for each in (*roots, *proof)} != {HASH_BYTES}:
        return False
    if old == 0:  # there is no proof from nothing, but that it is nothing
        return new == 0 and not proof and roots == (EMPTY_ROOT, EMPTY_ROOT)
    if old == new:
        return not proof and roots[0] == roots[1]
    return _fold(old, new, proof, roots[0]) == roots


def has_grown(growth: Growth, root: bytes) -> bool:
    """Tell whether what a witness is sent has grown from the root that it knows.

    From nothing everything has grown: then no hash is sent (C2SP tlog-witness).
    """
    head = growth.note.checkpoint
    if growth.old == 0:
        empty = head.size > 0 or head.root == EMPTY_ROOT
        return empty and not growth.proof and root == EMPTY_ROOT
    roots = (root, head.root)
    return verify_consistency(growth.old, head.size, roots=roots, proof=growth.proof)


def _fold(
    old: int, new: int, proof: Sequence[bytes], root: bytes
) -> tuple[bytes, bytes] | None:
    """Work both roots out of a proof, or nothing where it is too long or too short."""
    path = [root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path or not proof:
        return None
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            before, after = hash_node(sibling, before), hash_node(sibling, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = hash_node(after, sibling)
        node, last = node >> 1, last >> 1
    return (before, after) if last == 0 else None


def write_growth(growth: Growth) -> bytes:
    """Write it as a witness is sent it."""
    lines = [f"old {growth.old}", *map(write_base64, growth.proof), ""]
    return "".join(f"{line}\n" for line in lines).encode() + growth.note.write()


def read_growth(data: bytes) -> Growth:
    """Read what a witness is sent; nothing of it is believed yet.

    Raises:
        ValueError: It is spelled in another way.
    """
    if len(data) > LONGEST_GROWTH:
        raise ValueError(phrase("larger than {most} bytes", most=LONGEST_GROWTH))
    head, gap, note = data.partition(b"\n\n")
    first, *hashes = head.decode("ascii", "replace").split("\n")
    if not gap or not first.startswith("old "):
        raise ValueError(phrase("line 1: not {name}", name="old"))
    proof = [read_base64(text) for text in hashes]
    if len(proof) > MOST_HASHES or any(len(each) != HASH_BYTES for each in proof):
        raise ValueError(phrase("its hashes are not of 32 bytes, or too many"))
    old = read_decimal(first.removeprefix("old "))
    return Growth(old=old, proof=tuple(proof), note=parse_note(note))
