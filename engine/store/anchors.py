"""Anchors: from time to time one root over the heads of all cases that changed.

Whoever keeps the hash of an anchor outside (a mailbox, a printed page) can later prove that no
event before it was changed, cut off or left out. Anchors are chained like events.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, insert, or_, select

from engine.store.canonical import canonical
from engine.store.chain import NO_HEAD, instant_text
from engine.store.database import Transaction
from engine.store.merkle import hash_leaf, hash_tree, list_path
from engine.store.tables import anchor, anchor_leaf, instance


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """Where the history of a case ended when it was anchored."""

    instance_id: str
    #: Number and hash of the last event.
    event_seq: int
    head: str

    def hash(self) -> bytes:
        """Return the RFC 9162 hash of the canonical JSON text ``[instance, seq, head]``."""
        return hash_leaf(canonical([self.instance_id, self.event_seq, self.head]).encode())


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """One root over many heads."""

    #: One-based, without gaps.
    seq: int
    at: datetime
    #: Number of leaves.
    size: int
    #: Root of the tree over the leaves, hex.
    root: str
    #: Hash of the anchor before; zeros for the first.
    previous: str
    #: What to keep outside: `hash_anchor` of the above.
    hash: str


@dataclass(frozen=True, kw_only=True)
class Inclusion:
    """The proof that an anchor covers a case up to an event."""

    anchor: Anchor
    leaf: Leaf
    #: Zero-based place of the leaf.
    position: int
    #: Hashes from the leaf to the root, hex.
    path: tuple[str, ...]


def hash_anchor(seq: int, at: datetime, size: int, root: str, previous: str) -> str:
    """Return the SHA-256 of the canonical JSON text ``[previous, seq, at, size, root]``, hex."""
    text = canonical([previous, seq, instant_text(at), size, root])
    return sha256(text.encode()).hexdigest()


def anchor_log(transaction: Transaction, now: datetime) -> Anchor | None:
    """Anchor every case that changed since it was anchored last; none when none did.

    Raises:
        ConflictError: If another process anchors at the same moment.
    """
    # The last anchor is read first: had another one been made since, either nothing would be left
    # to anchor, or its number would be taken.
    before = find_last_anchor(transaction)
    leaves = _list_changed(transaction)
    if not leaves:
        return None
    seq, previous = (before.seq + 1, before.hash) if before else (1, NO_HEAD)
    size, root = len(leaves), hash_tree([leaf.hash() for leaf in leaves]).hex()
    made = Anchor(
        seq=seq,
        at=now,
        size=size,
        root=root,
        previous=previous,
        hash=hash_anchor(seq, now, size, root, previous),
    )
    transaction.execute(insert(anchor).values(**vars(made)))
    transaction.execute(
        insert(anchor_leaf),
        [
            {"anchor_seq": seq, "position": position, **vars(leaf)}
            for position, leaf in enumerate(leaves)
        ],
    )
    return made


def find_last_anchor(transaction: Transaction) -> Anchor | None:
    """Return the newest anchor."""
    statement = select(anchor).order_by(anchor.c.seq.desc()).limit(1)
    row = transaction.execute(statement).mappings().one_or_none()
    return None if row is None else Anchor(**row)


def list_anchors(transaction: Transaction) -> tuple[Anchor, ...]:
    """List every anchor, the oldest first."""
    rows = transaction.execute(select(anchor).order_by(anchor.c.seq)).mappings()
    return tuple(Anchor(**row) for row in rows)


def list_leaves(transaction: Transaction, anchor_seq: int) -> list[Leaf]:
    """List the leaves of an anchor in their order."""
    statement = (
        select(anchor_leaf.c.instance_id, anchor_leaf.c.event_seq, anchor_leaf.c.head)
        .where(anchor_leaf.c.anchor_seq == anchor_seq)
        .order_by(anchor_leaf.c.position)
    )
    return [Leaf(**row) for row in transaction.execute(statement).mappings()]


def list_inclusions(transaction: Transaction, instance_id: str) -> list[Inclusion]:
    """Return a proof for every anchor that covers a case, the oldest first."""
    statement = (
        select(anchor, anchor_leaf.c.position)
        .join(anchor_leaf, anchor_leaf.c.anchor_seq == anchor.c.seq)
        .where(anchor_leaf.c.instance_id == instance_id)
        .order_by(anchor.c.seq)
    )
    inclusions = []
    for row in transaction.execute(statement).mappings().all():
        columns = dict(row)
        position = columns.pop("position")
        leaves = list_leaves(transaction, columns["seq"])
        path = list_path(position, [leaf.hash() for leaf in leaves])
        inclusions.append(
            Inclusion(
                anchor=Anchor(**columns),
                leaf=leaves[position],
                position=position,
                path=tuple(one.hex() for one in path),
            )
        )
    return inclusions


def _list_changed(transaction: Transaction) -> list[Leaf]:
    anchored = (
        select(anchor_leaf.c.instance_id, func.max(anchor_leaf.c.event_seq).label("event_seq"))
        .group_by(anchor_leaf.c.instance_id)
        .subquery()
    )
    statement = (
        select(instance.c.id, instance.c.event_seq, instance.c.head)
        .outerjoin(anchored, anchored.c.instance_id == instance.c.id)
        .where(
            instance.c.event_seq > 0,
            or_(anchored.c.event_seq.is_(None), instance.c.event_seq > anchored.c.event_seq),
        )
        .order_by(instance.c.id)
    )
    return [
        Leaf(instance_id=found, event_seq=seq, head=head)
        for found, seq, head in (row for row in transaction.execute(statement))
    ]
