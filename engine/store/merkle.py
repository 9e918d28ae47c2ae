"""Merkle trees as RFC 9162 (section 2.1) has them. Hashes are bytes, 32 long."""

from collections.abc import Sequence
from hashlib import sha256


def hash_leaf(content: bytes) -> bytes:
    """Return the hash of a leaf; it can never be that of an inner node."""
    return sha256(b"\x00" + content).digest()


def hash_tree(leaves: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of leaves."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return _hash_node(hash_tree(leaves[:split]), hash_tree(leaves[split:]))


def list_path(position: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the hashes that prove a leaf to be in the tree, from the leaf upwards.

    Raises:
        IndexError: If there is no such leaf.
    """
    if not 0 <= position < len(leaves):
        message = f"The tree has {len(leaves)} leaves; there is none at {position}."
        raise IndexError(message)
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if position < split:
        return [*list_path(position, leaves[:split]), hash_tree(leaves[split:])]
    return [*list_path(position - split, leaves[split:]), hash_tree(leaves[:split])]


def root_of_path(leaf: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a path leads to; none when it cannot be a path in a tree of that size."""
    if not 0 <= position < size:
        return None
    node, last, root = position, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            root = _hash_node(sibling, root)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            root = _hash_node(root, sibling)
        node, last = node >> 1, last >> 1
    return root if last == 0 else None


def _hash_node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """Return the largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1
