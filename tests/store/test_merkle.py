import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.store.merkle import hash_leaf, hash_tree, list_path, root_of_path

#: The leaves that Certificate Transparency logs test themselves with.
KNOWN = [
    bytes.fromhex(content)
    for content in (
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
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", ROOTS)
def test_roots_are_those_that_other_implementations_have(size: int) -> None:
    assert hash_tree([hash_leaf(one) for one in KNOWN[:size]]).hex() == ROOTS[size]


@given(size=st.integers(1, 70), data=st.data())
def test_every_path_leads_to_the_root_and_no_other_leaf_or_place_does(
    size: int, data: st.DataObject
) -> None:
    leaves = [hash_leaf(bytes([number])) for number in range(size)]
    position = data.draw(st.integers(0, size - 1))
    path, root = list_path(position, leaves), hash_tree(leaves)
    assert root_of_path(leaves[position], position, size, path) == root
    assert root_of_path(hash_leaf(b"other"), position, size, path) != root
    for other in set(range(size + 1)) - {position}:
        assert root_of_path(leaves[position], other, size, path) != root
    assert root_of_path(leaves[position], position, size, [*path, root]) is None
    if path:
        assert root_of_path(leaves[position], position, size, path[:-1]) != root


def test_a_place_outside_the_tree_has_no_path() -> None:
    with pytest.raises(IndexError, match="has 2 leaves"):
        list_path(2, [hash_leaf(b"a"), hash_leaf(b"b")])
