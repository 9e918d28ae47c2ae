"""Slots of periodic work: of all processes that wake up at the same time, one does it."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from engine.store.database import Transaction
from engine.store.statements import insert_new
from engine.store.tables import tick


def slot_of(now: datetime, period: timedelta) -> int:
    """Return the number of the period that an instant falls into, counted from 1970."""
    return int(now.timestamp() // period.total_seconds())


def claim_slot(transaction: Transaction, name: str, slot: int) -> bool:
    """Tell whether the slot is ours; it is once, for one process.

    The claim counts when the transaction commits, so the work belongs into the same one.
    """
    return insert_new(transaction, tick, {"name": name, "slot": slot})


def forget_slots(transaction: Transaction, name: str, before: int) -> None:
    """Drop the claims of slots long past."""
    transaction.execute(delete(tick).where(tick.c.name == name, tick.c.slot < before))
