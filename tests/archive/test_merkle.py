"""The tree of RFC 9162, against published vectors and by its own proofs."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulir.archive.merkle import (
    EMPTY_ROOT,
    Frontier,
    find_position,
    hash_leaf,
    hash_node,
    make_inclusion_proof,
    read_frontier,
    verify_inclusion,
)
from formulir.archive.proof.growth import make_consistency_proof, verify_consistency

# The leaves and roots of the reference implementation of RFC 6962
# (google/certificate-transparency, merkletree tests).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
A, B, C, D, E, F = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
)
INCLUSION = {
    (0, 8): (A, B, C),
    (5, 8): (D, E, ROOTS[4]),
    (2, 3): (ROOTS[2],),
    (1, 5): (ROOTS[1], B, D),
}
CONSISTENCY = {(1, 8): (A, B, C), (6, 8): (F, E, ROOTS[4]), (2, 5): (B, D)}


def grow(leaves):
    """Return the tree over leaves and all hashes that it keeps."""
    frontier, kept = Frontier(), []
    for leaf in leaves:
        kept += frontier.add(hash_leaf(leaf))
    return frontier, kept


def root_of(leaves):
    """The definition, RFC 9162 §2.1.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return hash_leaf(leaves[0])
    middle = 1
    while middle * 2 < len(leaves):
        middle *= 2
    return hash_node(root_of(leaves[:middle]), root_of(leaves[middle:]))


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_the_reference_implementation(size):
    assert grow(LEAVES[:size])[0].root().hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_those_of_the_reference_implementation(index, size):
    _, kept = grow(LEAVES)
    proof = make_inclusion_proof(index, size, kept.__getitem__)
    assert tuple(part.hex() for part in proof) == INCLUSION[index, size]


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_proofs_are_those_of_the_reference_implementation(old, new):
    _, kept = grow(LEAVES)
    proof = make_consistency_proof(old, new, kept.__getitem__)
    assert tuple(part.hex() for part in proof) == CONSISTENCY[old, new]


def test_the_empty_tree_has_the_hash_of_nothing():
    assert Frontier().root() == EMPTY_ROOT == root_of([])


@given(st.lists(st.binary(max_size=3), max_size=70))
def test_growing_leaf_by_leaf_equals_the_tree_made_at_once(leaves):
    frontier, kept = grow(leaves)
    assert frontier.root() == root_of(leaves)
    assert len(kept) == find_position(0, len(leaves))


@given(st.lists(st.binary(max_size=3), max_size=70), st.data())
def test_the_right_edge_of_any_earlier_size_is_found_among_the_hashes(leaves, data):
    _, kept = grow(leaves)
    size = data.draw(st.integers(0, len(leaves)))
    frontier = read_frontier(size, kept.__getitem__)
    assert frontier.root() == root_of(leaves[:size])
    later = [hash_ for leaf in leaves[size:] for hash_ in frontier.add(hash_leaf(leaf))]
    assert kept[find_position(0, size) :] == later
    assert frontier.root() == root_of(leaves)


@given(st.integers(1, 70), st.data())
def test_each_leaf_has_a_proof_that_fits_no_other_place(size, data):
    frontier, kept = grow([bytes([number]) for number in range(size)])
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-1, size))
    proof = make_inclusion_proof(index, size, kept.__getitem__)
    leaf = kept[find_position(0, index)]
    for place in {index, other}:
        holds = verify_inclusion(
            leaf, index=place, size=size, proof=proof, root=frontier.root()
        )
        assert holds == (place == index)


@given(st.integers(2, 70), st.data())
def test_a_spoilt_inclusion_proof_does_not_hold(size, data):
    frontier, kept = grow([bytes([number]) for number in range(size)])
    index = data.draw(st.integers(0, size - 1))
    proof = make_inclusion_proof(index, size, kept.__getitem__)
    spoilt = data.draw(st.sampled_from([proof[1:], [*proof, proof[0]], proof[:-1]]))
    leaf, root = kept[find_position(0, index)], frontier.root()
    assert not verify_inclusion(leaf, index=index, size=size, proof=spoilt, root=root)


@given(st.integers(1, 70), st.integers(0, 70))
def test_growth_is_proved_and_a_changed_past_is_not(old, more):
    leaves = [bytes([number]) for number in range(old + more)]
    frontier, kept = grow(leaves)
    before, after = root_of(leaves[:old]), frontier.root()
    proof = make_consistency_proof(old, old + more, kept.__getitem__)
    assert verify_consistency(old, old + more, roots=(before, after), proof=proof)
    other = root_of([b"other", *leaves[1:old]])
    for roots in ((other, after), (before, other)):
        assert not verify_consistency(old, old + more, roots=roots, proof=proof)
    for spoilt in (proof[1:], [*proof, before]):
        if spoilt != proof:
            assert not verify_consistency(
                old, old + more, roots=(before, after), proof=spoilt
            )


def test_an_impossible_proof_does_not_hold():
    assert not verify_consistency(0, 3, roots=(EMPTY_ROOT, EMPTY_ROOT), proof=[])
    assert not verify_consistency(3, 2, roots=(EMPTY_ROOT, EMPTY_ROOT), proof=[b""])


@pytest.mark.parametrize(("old", "new"), [(1, 2), (2, 5), (3, 4), (5, 6), (6, 8)])
def test_growth_without_a_proof_is_not_shown(old, new):
    roots = (grow(LEAVES[:old])[0].root(), grow(LEAVES[:new])[0].root())
    assert not verify_consistency(old, new, roots=roots, proof=[])
    assert not verify_consistency(old, new, roots=(roots[0], roots[0]), proof=[])


def test_a_tree_is_consistent_with_itself_by_its_root_alone():
    root, other = (grow(LEAVES[:size])[0].root() for size in (3, 4))
    assert verify_consistency(3, 3, roots=(root, root), proof=[])
    assert not verify_consistency(3, 3, roots=(root, other), proof=[])
    assert not verify_consistency(3, 3, roots=(root, root), proof=[root])


@pytest.mark.parametrize("short", [b"", b"x" * 31, b"x" * 33])
def test_what_is_no_hash_is_in_no_tree(short):
    assert not verify_inclusion(short, index=0, size=1, proof=[], root=short)
    both = hash_node(short, short)
    assert not verify_inclusion(short, index=0, size=2, proof=[short], root=both)


def test_a_proof_for_a_smaller_tree_does_not_show_a_larger_one():
    """Hashes that add up to the root named are not enough: the size must fit too."""
    leaf, other = hash_leaf(b"a"), hash_leaf(b"b")
    both = hash_node(leaf, other)
    assert verify_inclusion(leaf, index=0, size=2, proof=[other], root=both)
    assert not verify_inclusion(leaf, index=0, size=4, proof=[other], root=both)
    assert not verify_inclusion(leaf, index=0, size=2, proof=[], root=leaf)
    assert verify_consistency(1, 2, roots=(leaf, both), proof=[other])
    assert not verify_consistency(1, 4, roots=(leaf, both), proof=[other])


@pytest.mark.parametrize("index", [-1, 1, 2])
def test_a_place_outside_the_tree_holds_no_leaf(index):
    leaf = hash_leaf(b"a")
    assert verify_inclusion(leaf, index=0, size=1, proof=[], root=leaf)
    assert not verify_inclusion(leaf, index=index, size=1, proof=[], root=leaf)
