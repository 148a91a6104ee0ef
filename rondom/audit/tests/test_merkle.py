"""The tree: the sample tree of Certificate Transparency, its paths, and every proof of small trees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rondom.audit import merkle

# github.com/google/certificate-transparency, merkle_tree_test: eight records, the root of each size, and paths.
RECORDS = [
    bytes.fromhex(text)
    for text in [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 8): ["96a296d2", "5f083f0a", "6b47aaf2"],
    (5, 8): ["bc1a0643", "ca854ea1", "d37ee418"],
    (2, 3): ["fac54203"],
    (1, 5): ["6e340b9c", "5f083f0a", "bc1a0643"],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): ["96a296d2", "5f083f0a", "6b47aaf2"],
    (6, 8): ["0ebc5d34", "ca854ea1", "d37ee418"],
    (2, 5): ["5f083f0a", "bc1a0643"],
}


def a_tree(records):
    """A tree of these records, and how to find the hash of any whole subtree of it."""
    tree, leaves = merkle.Tree(), [merkle.leaf_hash(record) for record in records]
    tree.add(leaves)

    def node(height, number):
        part = merkle.Tree()
        part.add(leaves[number << height : (number + 1) << height])
        assert part.size == 1 << height
        return part.root()

    return tree, node


def test_the_empty_tree():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.Tree().root().hex() == empty
    assert merkle.root(0, lambda *_: b"").hex() == empty


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_of_the_sample_tree(size):
    tree, node = a_tree(RECORDS[:size])
    assert tree.root().hex() == merkle.root(size, node).hex() == ROOTS[size - 1]


def test_the_paths_of_the_sample_tree():
    _, node = a_tree(RECORDS)
    for (number, size), path in INCLUSION.items():
        assert [step.hex()[:8] for step in merkle.inclusion(number, size, node)] == path
    for (first, second), path in CONSISTENCY.items():
        assert [step.hex()[:8] for step in merkle.consistency(first, second, node)] == path


def test_every_proof_of_every_small_tree_holds_and_no_other():
    records = [bytes([number]) for number in range(20)]
    leaves = [merkle.leaf_hash(record) for record in records]
    roots = [merkle.EMPTY] + [a_tree(records[:size])[0].root() for size in range(1, 21)]
    _, node = a_tree(records)
    for size in range(1, 21):
        for number in range(size):
            proof = merkle.inclusion(number, size, node)
            assert merkle.included(leaves[number], number, size, proof, roots[size])
            assert not merkle.included(merkle.leaf_hash(b"another"), number, size, proof, roots[size])
            assert not merkle.included(leaves[number], number, size, [*proof, merkle.EMPTY], roots[size])
            assert not proof or not merkle.included(leaves[number], number, size, proof[:-1], roots[size])
            wrong = [other for other in range(size) if other != number]
            assert not any(
                merkle.included(leaves[number], other, size, proof, roots[size]) for other in wrong
            )
        for first in range(size + 1):
            proof = merkle.consistency(first, size, node) if first else []
            assert merkle.consistent(first, size, roots[first], roots[size], proof)
            if first:  # anything grows from nothing
                assert not merkle.consistent(first, size, roots[first], merkle.EMPTY, proof)
                assert not merkle.consistent(first, size, roots[first], roots[size], [*proof, merkle.EMPTY])
            assert not merkle.consistent(first, size, merkle.leaf_hash(b"x"), roots[size], proof)


@given(st.lists(st.binary(max_size=8), max_size=300), st.lists(st.integers(1, 40), max_size=20))
def test_a_tree_that_grows_in_any_steps_is_the_same_tree(records, steps):
    tree, leaves = merkle.Tree(), [merkle.leaf_hash(record) for record in records]
    at = 0
    for step in [*steps, len(leaves)]:
        tree.add(leaves[at : at + step])
        at = min(at + step, len(leaves))
        if at:
            assert tree.root() == merkle.root(at, a_tree(records)[1])
    assert tree.size == len(leaves)
