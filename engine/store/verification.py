"""Checks the whole history: every chain, head, anchor and document; says what was altered where."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from engine.store.anchors import Anchor, hash_anchor, list_anchors, list_leaves
from engine.store.chain import NO_HEAD, hash_entry
from engine.store.database import Transaction
from engine.store.document_check import check_documents
from engine.store.entries import Stored, stream_entries
from engine.store.merkle import hash_tree
from engine.store.tables import anchor_leaf, event, instance


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something in the history that is not what was written."""

    #: The case; empty when it is an anchor that was altered.
    instance_id: str
    #: The number that people quote; empty when the case's row is gone.
    business_key: str
    #: The event; 0 when it is not one event.
    seq: int
    #: A sentence.
    what: str

    def __str__(self) -> str:
        place = f"Case {self.business_key or self.instance_id}" if self.instance_id else "Anchors"
        return f"{place}{f', event {self.seq}' if self.seq else ''}: {self.what}"


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What a check found."""

    instances: int
    events: int
    anchors: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True)
class _Case:
    id: str
    business_key: str
    event_seq: int
    head: str

    def fault(self, seq: int, what: str) -> Fault:
        return Fault(instance_id=self.id, business_key=self.business_key, seq=seq, what=what)


def verify(transaction: Transaction, *, instance_id: str = "") -> Verification:
    """Check the history of every case, or of one; anchors are checked with all cases only."""
    cases = _list_cases(transaction, instance_id)
    faults, events, seen = [], 0, set()
    stream = stream_entries(transaction, instance_id=instance_id)
    for found, group in groupby(stream, lambda stored: stored[0].instance_id):
        seen.add(found)
        case = cases.get(found)
        entries = list(group)
        events += len(entries)
        if case is None:
            gone = _Case(id=found, business_key="", event_seq=0, head="")
            faults.append(gone.fault(0, "The history is there, but the case was removed."))
        else:
            faults += _check_chain(case, entries)
    faults += [_check_empty(case) for case in cases.values() if _is_cut(case, seen)]
    faults += [
        cases[case].fault(seq, what)
        for case, seq, what in check_documents(transaction, instance_id)
        if case in cases
    ]
    anchors = () if instance_id else list_anchors(transaction)
    faults += _check_anchors(transaction, anchors)
    return Verification(
        instances=len(cases), events=events, anchors=len(anchors), faults=tuple(faults)
    )


def check_links(entries: list[Stored]) -> Iterator[tuple[int, str]]:
    """Name the events that do not follow the one before them.

    Args:
        entries: The events of one case in order, each with the hash that is stored with it.

    Yields:
        Number of the event and a sentence.
    """
    previous, expected = NO_HEAD, 1
    for entry, stored in entries:
        if entry.seq != expected:
            missing = _span(expected, entry.seq - 1)
            yield entry.seq, f"Before this event, {missing} {_was(expected, entry.seq)} removed."
        elif hash_entry(previous, entry) != stored:
            yield entry.seq, f"{entry.kind} was altered, or the event before it was rewritten."
        # Going on from what is stored names each altered event once, not all that follow it.
        previous, expected = stored, entry.seq + 1


def _check_chain(case: _Case, entries: list[Stored]) -> Iterator[Fault]:
    for seq, what in check_links(entries):
        yield case.fault(seq, what)
    last, stored = entries[-1]
    if last.seq < case.event_seq:
        missing = _span(last.seq + 1, case.event_seq)
        yield case.fault(
            last.seq, f"After this event, {missing} {_was(last.seq, case.event_seq)} cut off."
        )
    elif last.seq > case.event_seq:
        yield case.fault(
            last.seq, "The case does not know this event: it was added, or its row was altered."
        )
    elif stored != case.head:
        yield case.fault(
            last.seq, "The case ends with another hash: the event or the case was altered."
        )


def _is_cut(case: _Case, seen: set[str]) -> bool:
    return case.id not in seen and (case.event_seq > 0 or case.head != NO_HEAD)


def _check_empty(case: _Case) -> Fault:
    return case.fault(0, f"All {case.event_seq} events were removed.")


def _check_anchors(transaction: Transaction, anchors: tuple[Anchor, ...]) -> Iterator[Fault]:
    previous, expected = NO_HEAD, 1
    for one in anchors:
        if one.seq != expected or one.previous != previous:
            yield _anchor_fault(f"Anchor {one.seq} does not follow the one before it.")
        if one.hash != hash_anchor(one.seq, one.at, one.size, one.root, one.previous):
            yield _anchor_fault(f"Anchor {one.seq} was altered.")
        leaves = list_leaves(transaction, one.seq)
        root = hash_tree([leaf.hash() for leaf in leaves]).hex()
        if len(leaves) != one.size or root != one.root:
            yield _anchor_fault(f"The leaves of anchor {one.seq} were altered.")
        previous, expected = one.hash, one.seq + 1
    if anchors:
        yield from _check_leaves(transaction)


def _check_leaves(transaction: Transaction) -> Iterator[Fault]:
    """Find the heads that were anchored and are not in the history any more."""
    statement = (
        select(
            anchor_leaf.c.anchor_seq,
            anchor_leaf.c.instance_id,
            anchor_leaf.c.event_seq,
            instance.c.business_key,
            event.c.hash,
        )
        .outerjoin(
            event,
            (event.c.instance_id == anchor_leaf.c.instance_id)
            & (event.c.seq == anchor_leaf.c.event_seq),
        )
        .outerjoin(instance, instance.c.id == anchor_leaf.c.instance_id)
        .where(event.c.hash.is_(None) | (event.c.hash != anchor_leaf.c.head))
        .order_by(anchor_leaf.c.instance_id, anchor_leaf.c.event_seq)
    )
    for row in transaction.execute(statement):
        how = "removed" if row.hash is None else "rewritten"
        yield Fault(
            instance_id=row.instance_id,
            business_key=row.business_key or "",
            seq=row.event_seq,
            what=f"Anchor {row.anchor_seq} covers this event, and it was {how}.",
        )


def _list_cases(transaction: Transaction, instance_id: str) -> dict[str, _Case]:
    statement = select(
        instance.c.id, instance.c.business_key, instance.c.event_seq, instance.c.head
    )
    if instance_id:
        statement = statement.where(instance.c.id == instance_id)
    return {row["id"]: _Case(**row) for row in transaction.execute(statement).mappings()}


def _anchor_fault(what: str) -> Fault:
    return Fault(instance_id="", business_key="", seq=0, what=what)


def _span(first: int, last: int) -> str:
    return f"event {first}" if first >= last else f"events {first} to {last}"


def _was(first: int, after: int) -> str:
    return "was" if after - first == 1 else "were"
