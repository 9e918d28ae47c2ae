"""The history of the cases: events go in at the end and never change.

Whoever appends holds the lock on the case's row; the row keeps the number and hash of the last
event, and is saved in the same transaction.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import RowMapping, insert, select

from engine.model.events import AuditEvent, Recorded
from engine.store.chain import Entry, hash_entry, instant_text
from engine.store.database import Transaction
from engine.store.event_codec import decode_event, encode_event
from engine.store.prepared import Prepared
from engine.store.tables import event


@dataclass(frozen=True, kw_only=True)
class Head:
    """Where the history of a case ends."""

    #: Number of the last event; 0 before the first.
    seq: int
    #: Its hash; `engine.store.chain.NO_HEAD` before the first.
    hash: str


_ADD = Prepared(insert(event), *(column.name for column in event.c))


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
    statement = select(event).where(event.c.instance_id == instance_id, event.c.seq > after)
    if kinds:
        statement = statement.where(event.c.kind.in_(sorted(kinds)))
    rows = transaction.execute(statement.order_by(event.c.seq).limit(limit)).mappings()
    return [_recorded(row) for row in rows]


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
    return [_recorded(row) for row in transaction.execute(statement).mappings()]


def _recorded(row: RowMapping) -> Recorded:
    return Recorded(
        instance=row["instance_id"],
        seq=row["seq"],
        at=row["at"],
        actor=row["actor"],
        event=decode_event(row["kind"], row["version"], row["body"]),
        hash=row["hash"],
    )
