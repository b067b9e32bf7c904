"""Inclusion and consistency by the cases of the reference implementation.

They are made here from the proofs themselves, as the tests of transparency-dev/merkle
make theirs: for each sound proof all ways to spoil it. The counts are those of its
``testdata``: 98 of inclusion, 98 of consistency. One of them has roots of 15 bytes and
wants them accepted; here every hash has 32 bytes, so it stands with such roots.
"""

from __future__ import annotations

from hashlib import sha256

from formulir.archive.merkle import (
    EMPTY_ROOT,
    find_position,
    hash_leaf,
    make_inclusion_proof,
    verify_inclusion,
)
from formulir.archive.proof.growth import make_consistency_proof, verify_consistency
from tests.archive.test_merkle import LEAVES, ROOTS, grow

PLACES = ((0, 1), (0, 8), (5, 8), (2, 3), (1, 5))
SIZES = ((1, 1), (1, 8), (6, 8), (2, 5), (6, 7))
RANDOM = sha256(b"random").digest()
OTHER = sha256(b"other").digest()
GARBAGE = b"\x00" * 32


def root_at(size):
    return bytes.fromhex(ROOTS[size])


def spoil_proof(proof, root):
    """Give every way to spoil the hashes of a proof."""
    yield [GARBAGE, *proof]
    yield [*proof, GARBAGE]
    yield [*proof, root]
    yield [root, *proof]
    if proof:
        yield proof[:-1]
        yield [*proof[:1], GARBAGE, *proof[1:]]
    for place in range(min(len(proof), 3)):
        bad = bytes([proof[place][0] ^ 8]) + proof[place][1:]
        yield [*proof[:place], bad, *proof[place + 1 :]]


def list_inclusion():
    """List what is asked of an inclusion proof, and whether it may hold."""
    _, kept = grow(LEAVES)
    cases = []
    for index, size in PLACES:
        proof = make_inclusion_proof(index, size, kept.__getitem__)
        leaf, root = kept[find_position(0, index)], root_at(size)
        cases.append((leaf, index, size, proof, root, True))
        places = (index - 1, index + 1, index ^ 2)
        cases += [(leaf, place, size, proof, root, False) for place in places]
        totals = (size * 2, size // 2)
        cases += [(leaf, index, total, proof, root, False) for total in totals]
        cases += [
            (hash_leaf(b"WrongLeaf"), index, size, proof, root, False),
            (leaf, index, size, proof, EMPTY_ROOT, False),
            (leaf, index, size, proof, RANDOM, False),
        ]
        cases += [
            (leaf, index, size, bad, root, False) for bad in spoil_proof(proof, root)
        ]
    for index, size in ((0, 0), (0, 1), (1, 0), (2, 1)):
        for leaf, root in ((b"", EMPTY_ROOT), (RANDOM, b""), (RANDOM, EMPTY_ROOT)):
            cases.append((leaf, index, size, [], root, False))
    leaf = hash_leaf(b"data")
    for hashed, root, good in (
        (leaf, leaf, True),
        (b"", leaf, False),
        (leaf, b"", False),
        (b"", b"", False),
    ):
        cases.append((hashed, 0, 1, [], root, good))
    return cases


def list_consistency():
    """List what is asked of a consistency proof, and whether it may hold."""
    _, kept = grow(LEAVES)
    cases = []
    for old, new in SIZES:
        proof = make_consistency_proof(old, new, kept.__getitem__)
        roots = root_at(old), root_at(new)
        cases.append((old, new, roots, proof, True))
        if old == new:
            continue
        others = (old - 1, old + 1, old ^ 2)
        cases += [(other, new, roots, proof, False) for other in others]
        ends = (new * 2, new // 2)
        cases += [(old, end, roots, proof, False) for end in ends]
        cases += [
            (old, new, (RANDOM, roots[1]), proof, False),
            (old, new, (roots[0], RANDOM), proof, False),
            (old, new, roots[::-1], proof, False),
            (old, new, roots, [], False),
            (old, new, roots, [proof[0], *proof], False),
        ]
        for root in roots:
            cases.append((old, new, roots, [root, *proof], False))
        cases += [(old, new, roots, bad, False) for bad in spoil_proof(proof, roots[1])]
    one, two = (sha256(text).digest() for text in (b"dont care 1", b"dont care 2"))
    for old, new, roots, proof, good in (
        (0, 0, (one, two), [], False),
        (0, 0, (one, one), [], False),
        (0, 0, (EMPTY_ROOT, two), [], False),
        (0, 0, (EMPTY_ROOT, EMPTY_ROOT), [EMPTY_ROOT], False),
        (0, 1, (one, two), [], False),
        (0, 1, (EMPTY_ROOT, two), [], False),
        (0, 1, (EMPTY_ROOT, EMPTY_ROOT), [EMPTY_ROOT], False),
        (1, 0, (one, two), [], False),
        (2, 1, (one, two), [], False),
        (1, 1, (two, two), [], True),
        (1, 1, (one, two), [], False),
        (1, 1, (EMPTY_ROOT, two), [], False),
        (1, 1, (EMPTY_ROOT, EMPTY_ROOT), [EMPTY_ROOT], False),
        (1, 2, (one, two), [], False),
    ):
        cases.append((old, new, roots, proof, good))
    return cases


def test_inclusion_proofs_hold_where_the_published_cases_say_so():
    cases = list_inclusion()
    for leaf, index, size, proof, root, good in cases:
        found = verify_inclusion(leaf, index=index, size=size, proof=proof, root=root)
        assert found == good, (index, size, len(proof))
    assert len(cases) >= 98
    assert sum(good for *_, good in cases) == len(PLACES) + 1


def test_consistency_proofs_hold_where_the_published_cases_say_so():
    cases = list_consistency()
    for old, new, roots, proof, good in cases:
        assert verify_consistency(old, new, roots=roots, proof=proof) == good, (
            old,
            new,
            len(proof),
        )
    assert len(cases) >= 98
    assert sum(good for *_, good in cases) == len(SIZES) + 1


def test_a_hash_of_another_length_is_in_no_proof():
    _, kept = grow(LEAVES)
    proof = make_consistency_proof(6, 8, kept.__getitem__)
    roots = root_at(6), root_at(8)
    for short in (b"", proof[0][:31], proof[0] + b"\0"):
        assert not verify_consistency(6, 8, roots=roots, proof=[short, *proof[1:]])
        assert not verify_consistency(6, 6, roots=(short, short), proof=[])
        leaf = kept[find_position(0, 5)]
        way = make_inclusion_proof(5, 8, kept.__getitem__)
        assert not verify_inclusion(
            leaf, index=5, size=8, proof=[short, *way[1:]], root=roots[1]
        )
