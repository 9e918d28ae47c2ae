"""The history of the cases: events go in at the end and never change.

Whoever appends holds the lock on the case's row; the row keeps the number and hash of the last
event, and is saved in the same transaction.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, insert, select

from engine.model.events import AuditEvent, Recorded
from engine.store.chain import Entry, hash_entry, instant_text
from engine.store.database import Transaction
from engine.store.event_codec import decode_event, encode_event
from engine.store.prepared import Prepared
from engine.store.reaching import named, values_named
from engine.store.tables import event


@dataclass(frozen=True, kw_only=True)
class Head:
    """Where the history of a case ends."""

    #: Number of the last event; 0 before the first.
    seq: int
    #: Its hash; `engine.store.chain.NO_HEAD` before the first.
    hash: str


_ADD = Prepared(insert(event), *(column.name for column in event.c))
_READ = Prepared(
    select(event)
    .where(event.c.instance_id == bindparam("instance_id"), event.c.seq > bindparam("after"))
    .order_by(event.c.seq)
)


def append(
    transaction: Transaction,
    *,
    instance_id: str,
    head: Head,
    events: Sequence[AuditEvent],
    actor: str,
    at: datetime,
) -> Head:
    """Write events after the head of a case whose row is locked, and return the new head.

    Args:
        transaction: The one that locked the case.
        instance_id: The case, whose row is there already.
        head: Where its history ends, as its row says.
        events: What happened, in order.
        actor: Who made it happen; a person id, or ``system``.
        at: When; aware.

    Raises:
        ConflictError: If somebody appended without the lock.
    """
    rows, instant, last = [], instant_text(at.astimezone(UTC)), head.hash
    for seq, one in enumerate(events, start=head.seq + 1):
        entry = Entry(
            instance_id=instance_id,
            seq=seq,
            at=instant,
            actor=actor,
            kind=one.kind(),
            version=one.version,
            body=encode_event(one),
        )
        last = hash_entry(last, entry)
        rows.append({**entry._asdict(), "at": at, "hash": last})
    if rows:
        _ADD.change(transaction, rows)
    return Head(seq=head.seq + len(rows), hash=last)


def read(
    transaction: Transaction,
    instance_id: str,
    *,
    after: int = 0,
    kinds: Collection[str] = (),
    limit: int | None = None,
) -> list[Recorded]:
    """Return the events of a case in order.

    Args:
        transaction: Any.
        instance_id: The case; one without history has none.
        after: Leave out the events up to this number.
        kinds: Only events of these kinds; all when empty.
        limit: At most so many.

    Raises:
        IntegrityError: If an event is of a kind or shape that this Docket does not know.
    """
    if kinds or limit is not None:
        statement = select(event).where(event.c.instance_id == instance_id, event.c.seq > after)
        if kinds:
            statement = statement.where(event.c.kind.in_(sorted(kinds)))
        rows = transaction.execute(statement.order_by(event.c.seq).limit(limit))
        return [_recorded(row) for row in rows]
    found = _READ.rows(transaction, instance_id=instance_id, after=after)
    return [_recorded(row) for row in found]


def read_bodies(
    transaction: Transaction, instance_id: str, kinds: Collection[str]
) -> list[tuple[str, dict[str, Any]]]:
    """Return kind and stored JSON of the events of some kinds in a case, in order.

    For what looks at every event of a long case and needs no more than ids.
    """
    rows = _bodies(len(kinds)).rows(
        transaction, instance_id=instance_id, **values_named(sorted(kinds))
    )
    return [(kind, json.loads(body)) for kind, body in rows]


@lru_cache(maxsize=16)
def _bodies(count: int) -> Prepared:
    query = select(event.c.kind, event.c.body).where(
        event.c.instance_id == bindparam("instance_id"), event.c.kind.in_(named(count))
    )
    return Prepared(query.order_by(event.c.seq))


def read_kind(
    transaction: Transaction, kind: str, *, instance_ids: Iterable[str]
) -> list[Recorded]:
    """Return the events of one kind in some cases, by case and number.

    Raises:
        IntegrityError: If an event is of a shape that this Docket does not know.
    """
    statement = (
        select(event)
        .where(event.c.instance_id.in_(sorted(set(instance_ids))), event.c.kind == kind)
        .order_by(event.c.instance_id, event.c.seq)
    )
    return [_recorded(row) for row in transaction.execute(statement)]


def _recorded(row: Sequence[Any]) -> Recorded:
    instance_id, seq, at, actor, kind, version, body, digest = row
    return Recorded(
        instance=instance_id,
        seq=seq,
        at=at,
        actor=actor,
        event=decode_event(kind, version, body),
        hash=digest,
    )
