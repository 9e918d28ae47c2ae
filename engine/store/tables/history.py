"""The append-only history and what anchors it."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Named, Table, Text, TypedColumns

from engine.store.tables.schema import metadata
from engine.store.types import Moment


class _Event(TypedColumns):
    instance_id: Named[str] = Column(ForeignKey("instance.id"), primary_key=True)
    #: One-based, without gaps.
    seq: Named[int] = Column(primary_key=True)
    at: Named[datetime] = Column(Moment, nullable=False)
    actor: Named[str]
    kind: Named[str]
    version: Named[int]
    #: The event's fields, canonical JSON: the very text that was hashed.
    body: Named[str] = Column(Text)
    hash: Named[str]


class _Anchor(TypedColumns):
    #: One-based, without gaps.
    seq: Named[int] = Column(primary_key=True, autoincrement=False)
    at: Named[datetime] = Column(Moment, nullable=False)
    #: Number of leaves.
    size: Named[int]
    #: Root of the RFC 9162 tree over the leaves, hex.
    root: Named[str]
    #: Hash of the anchor before; zeros for the first.
    previous: Named[str]
    #: SHA-256 over the canonical form of the fields above, hex.
    hash: Named[str]


class _AnchorLeaf(TypedColumns):
    anchor_seq: Named[int] = Column(ForeignKey("anchor.seq"), primary_key=True)
    #: Zero-based place in the tree.
    position: Named[int] = Column(primary_key=True)
    instance_id: Named[str]
    #: Last event of the case at that time, and its hash.
    event_seq: Named[int]
    head: Named[str]


event = Table("event", metadata, _Event, sqlite_with_rowid=False)
anchor = Table("anchor", metadata, _Anchor)
anchor_leaf = Table("anchor_leaf", metadata, _AnchorLeaf, sqlite_with_rowid=False)

Index("ix_anchor_leaf_instance_id_event_seq", anchor_leaf.c.instance_id, anchor_leaf.c.event_seq)
