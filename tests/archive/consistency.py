"""Proofs that a tree only grew, as RFC 9162 words them: they test the kept hashes.

The archive itself keeps what they need, and makes none.
"""

from __future__ import annotations

from formulir.archive.merkle import _hash_range, _split, hash_node


def make_consistency_proof(old, new, read):
    """Prove that a tree only grew from one size to another (RFC 9162 §2.1.4.1)."""
    assert 0 < old <= new
    proof, low, high, whole = [], 0, new, True
    while high != old:
        middle = low + _split(high - low)
        if old <= middle:
            proof.append(_hash_range(middle, high, read))
            high = middle
        else:
            proof.append(_hash_range(low, middle, read))
            low, whole = middle, False
    if not whole:
        proof.append(_hash_range(low, high, read))
    return proof[::-1]


def verify_consistency(old, new, *, roots, proof):
    """Tell whether a proof shows that a tree only grew (RFC 9162 §2.1.4.2).

    Args:
        old: The smaller size, from 1.
        new: The larger size.
        roots: The roots at these sizes.
        proof: What ``make_consistency_proof`` gave.
    """
    if old == new:
        return not proof and roots[0] == roots[1]
    if not 0 < old < new or not proof:
        return False
    path = [roots[0], *proof] if old & (old - 1) == 0 else list(proof)
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            before, after = hash_node(sibling, before), hash_node(sibling, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = hash_node(after, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and (before, after) == roots
