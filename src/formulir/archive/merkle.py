"""The Merkle tree of RFC 6962 and RFC 9162, over SHA-256.

The hashes of all complete subtrees are kept in the order in which they become
complete: leaf, then the subtrees that this leaf completes, from small to large. So a
growing tree only ever adds to the end of that list, and any root or proof needs a
number of them that grows with the logarithm of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Read = Callable[[int], bytes]
    """Gives the hash kept at a position (see ``find_position``)."""

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
"""The root of the tree without leaves (RFC 9162 §2.1.1)."""


def hash_leaf(leaf: bytes) -> bytes:
    """Hash a leaf; the prefix keeps leaves and nodes apart (RFC 9162 §2.1.1)."""
    return sha256(b"\x00" + leaf).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Hash an inner node (RFC 9162 §2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def find_position(level: int, index: int) -> int:
    """Return where the hash of a complete subtree is kept.

    Before leaf ``n`` stand ``n`` leaves and one inner node for each pair that is
    complete: ``2n - popcount(n)`` hashes in all, which is how many a tree of ``n``
    leaves keeps.

    Args:
        level: The subtree covers ``2**level`` leaves.
        index: How many subtrees of that size stand left of it.

    >>> [find_position(0, 0), find_position(0, 1), find_position(1, 0)]
    [0, 1, 2]
    """
    last = ((index + 1) << level) - 1
    return 2 * last - last.bit_count() + level


def list_peaks(size: int) -> list[int]:
    """Return the positions of the largest complete subtrees, left to right.

    >>> list_peaks(3)  # the pair of leaves 0 and 1, then leaf 2
    [2, 3]
    """
    peaks, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            peaks.append(find_position(level, start >> level))
            start += 1 << level
    return peaks


@dataclass(kw_only=True, slots=True)
class Frontier:
    """The right edge of a tree: all that is needed to let it grow.

    Args:
        size: The number of leaves.
        peaks: The hashes of the largest complete subtrees, left to right.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, leaf_hash: bytes) -> list[bytes]:
        """Add a leaf; return the hashes to keep, in order."""
        kept = [leaf_hash]
        rest = self.size
        while rest & 1:  # a peak of the same size stands to the left
            kept.append(hash_node(self.peaks.pop(), kept[-1]))
            rest >>= 1
        self.peaks.append(kept[-1])
        self.size += 1
        return kept

    def root(self) -> bytes:
        """Fold the peaks into the root, from the right."""
        if not self.peaks:
            return EMPTY_ROOT
        *others, root = self.peaks
        for peak in reversed(others):
            root = hash_node(peak, root)
        return root


def read_frontier(size: int, read: Read) -> Frontier:
    """Read the right edge of a tree of some size from the hashes kept."""
    return Frontier(size=size, peaks=[read(place) for place in list_peaks(size)])


def make_inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """Prove that a leaf stands in a tree of some size (RFC 9162 §2.1.3.1)."""
    assert 0 <= index < size  # noqa: S101 - an impossible state
    proof, low, high = [], 0, size
    while high - low > 1:
        middle = low + split_count(high - low)
        if index < middle:
            proof.append(hash_range(middle, high, read))
            high = middle
        else:
            proof.append(hash_range(low, middle, read))
            low = middle
    return proof[::-1]


def verify_inclusion(
    leaf_hash: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether a proof shows the leaf at its place (RFC 9162 §2.1.3.2)."""
    sizes = {len(each) for each in (leaf_hash, root, *proof)}
    if not 0 <= index < size or sizes != {HASH_BYTES}:
        return False
    node, last, current = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            current = hash_node(sibling, current)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            current = hash_node(current, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and current == root


def split_count(count: int) -> int:
    """Return the largest power of two smaller than a count."""
    return 1 << (count - 1).bit_length() - 1


def hash_range(low: int, high: int, read: Read) -> bytes:
    """Hash the leaves from ``low`` to before ``high``, a subtree of RFC 9162."""
    count = high - low
    if count & (count - 1) == 0:  # complete, so it is kept
        level = count.bit_length() - 1
        return read(find_position(level, low >> level))
    middle = low + split_count(count)
    return hash_node(hash_range(low, middle, read), hash_range(middle, high, read))
