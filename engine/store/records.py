"""What cases leave behind about people and units: leave taken, money received, and the like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select, update

from engine.errors import NotFoundError
from engine.store.database import Transaction
from engine.store.tables import person, record, unit


@dataclass(frozen=True, kw_only=True)
class RecordRow:
    """A record about a person or a unit."""

    id: str
    type: str
    subject: str
    #: Case that wrote it last.
    instance_id: str
    status: str
    first_day: date | None
    last_day: date | None
    #: FEEL context in JSON.
    data: object
    created_at: datetime
    updated_at: datetime


def lock_subject(transaction: Transaction, subject: str) -> None:
    """Keep other transactions from reading the records of a person or unit under the same lock.

    So two cases cannot both find the same balance free. SQLite has one writer anyway.
    """
    for table in (person, unit):
        transaction.execute(select(table.c.id).where(table.c.id == subject).with_for_update())


def list_of_subject(transaction: Transaction, subject: str, record_type: str) -> list[RecordRow]:
    """List the records of a type about a person or unit, earliest first."""
    query = (
        select(record)
        .where(record.c.subject == subject, record.c.type == record_type)
        .order_by(record.c.first_day, record.c.created_at, record.c.id)
    )
    return [RecordRow(**row._asdict()) for row in transaction.execute(query)]


def list_between(
    transaction: Transaction,
    record_type: str,
    first: date,
    last: date,
    subject: str | None = None,
) -> list[RecordRow]:
    """List the records of a type whose days touch a period, of one subject or all.

    A record without days is never among them.
    """
    query = (
        select(record)
        .where(
            record.c.type == record_type,
            record.c.first_day <= last,
            func.coalesce(record.c.last_day, record.c.first_day) >= first,
        )
        .order_by(record.c.subject, record.c.first_day, record.c.created_at, record.c.id)
    )
    if subject is not None:
        query = query.where(record.c.subject == subject)
    return [RecordRow(**row._asdict()) for row in transaction.execute(query)]


def find(transaction: Transaction, record_id: str) -> RecordRow | None:
    """Return a record, or null."""
    row = transaction.execute(select(record).where(record.c.id == record_id)).one_or_none()
    return None if row is None else RecordRow(**row._asdict())


def add_all(transaction: Transaction, rows: Sequence[RecordRow]) -> None:
    """Write new records."""
    if rows:
        transaction.execute(insert(record), [vars(row) for row in rows])


def save(transaction: Transaction, row: RecordRow) -> None:
    """Write a changed record.

    Raises:
        NotFoundError: If there is no such record.
    """
    values = {key: value for key, value in vars(row).items() if key not in {"id", "created_at"}}
    if (
        transaction.execute(update(record).where(record.c.id == row.id).values(**values)).rowcount
        != 1
    ):
        message = f"There is no record {row.id}."
        raise NotFoundError(message)
