"""Reads the history as it is stored, to check or to hand it on; nothing is decoded."""

from collections.abc import Iterator

from sqlalchemy import select

from engine.store.chain import Entry, instant_text
from engine.store.database import Transaction
from engine.store.tables import event

#: Rows held in memory at a time.
_BATCH = 1000

#: An event and the hash that is stored with it.
Stored = tuple[Entry, str]


def stream_entries(transaction: Transaction, *, instance_id: str = "") -> Iterator[Stored]:
    """Give the events of every case, or of one, by case and number."""
    statement = select(
        event.c.instance_id,
        event.c.seq,
        event.c.at,
        event.c.actor,
        event.c.kind,
        event.c.version,
        event.c.body,
        event.c.hash,
    ).order_by(event.c.instance_id, event.c.seq)
    if instance_id:
        statement = statement.where(event.c.instance_id == instance_id)
    for row in transaction.execute(statement, execution_options={"yield_per": _BATCH}):
        found, seq, at, actor, kind, version, body, stored = row
        entry = Entry(
            instance_id=found,
            seq=seq,
            at=instant_text(at),
            actor=actor,
            kind=kind,
            version=version,
            body=body,
        )
        yield entry, stored
