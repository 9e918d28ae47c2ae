"""Who waits for a message or signal, and the messages that wait for somebody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, exists, insert, not_, or_, select, tuple_, update

from engine.model.ids import InstanceId
from engine.store.database import Transaction
from engine.store.prepared import Prepared
from engine.store.tables import (
    case_is_active,
    instance,
    message,
    message_is_waiting,
    subscription,
)


@dataclass(frozen=True, kw_only=True)
class SubscriptionRow:
    """A token that waits for a message or a signal."""

    instance_id: InstanceId
    token: int
    element: str
    #: ``message`` or ``signal``.
    type: str
    name: str
    #: Empty for signals.
    correlation_key: str


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    """A message that nobody has taken yet, or that was taken."""

    id: str
    name: str
    correlation_key: str
    #: FEEL context in JSON.
    variables: object
    published_at: datetime
    expires_at: datetime
    #: ``waiting``, ``taken`` or ``expired``.
    status: str
    #: Chosen by the sender; null when not given.
    key: str | None
    #: Procedure of which it will begin a case, and the start key of that case; null for others.
    begins: str | None = None
    start_key: str | None = None


#: Messages looked at to begin one case.
_MOST_TO_BEGIN = 100
_COLUMNS = [column.name for column in subscription.c]
_OF_CASE = Prepared(
    select(subscription)
    .where(subscription.c.instance_id == bindparam("case"))
    .order_by(subscription.c.token)
)


def add_all(transaction: Transaction, rows: Sequence[SubscriptionRow]) -> None:
    """Write new subscriptions."""
    if rows:
        transaction.execute(insert(subscription), [vars(row) for row in rows])


def remove(transaction: Transaction, instance: str, tokens: Collection[int]) -> None:
    """Remove the subscriptions of tokens that no longer wait."""
    if tokens:
        transaction.execute(
            delete(subscription).where(
                subscription.c.instance_id == instance, subscription.c.token.in_(tokens)
            )
        )


def list_of_case(transaction: Transaction, instance: str) -> list[SubscriptionRow]:
    """List what a case listens for."""
    rows = _OF_CASE.rows(transaction, case=instance)
    return [SubscriptionRow(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]


def find_for_message(
    transaction: Transaction, name: str, correlation_key: str
) -> SubscriptionRow | None:
    """Return the longest waiting subscription that a message fits, or null."""
    query = (
        select(subscription)
        .where(
            subscription.c.type == "message",
            subscription.c.name == name,
            subscription.c.correlation_key == correlation_key,
        )
        .order_by(subscription.c.instance_id, subscription.c.token)
        .limit(1)
    )
    row = transaction.execute(query).one_or_none()
    return None if row is None else SubscriptionRow(**row._asdict())


def list_cases_for_signal(transaction: Transaction, name: str) -> list[InstanceId]:
    """List the cases with a token that waits for a signal, oldest first."""
    query = (
        select(subscription.c.instance_id)
        .where(subscription.c.type == "signal", subscription.c.name == name)
        .distinct()
        .order_by(subscription.c.instance_id)
    )
    return [InstanceId(found) for found in transaction.scalars(query)]


def add_message(transaction: Transaction, row: MessageRow) -> None:
    """Write a message.

    Raises:
        ConflictError: If a message with the same key was written already.
    """
    transaction.execute(insert(message).values(**vars(row)))


def find_message_by_key(transaction: Transaction, key: str) -> str | None:
    """Return the id of the message that was published with a key, or null."""
    return transaction.scalar(select(message.c.id).where(message.c.key == key))


def list_waiting_messages(
    transaction: Transaction, wanted: Collection[tuple[str, str]], now: datetime
) -> list[MessageRow]:
    """List the messages that wait under some names and correlation keys, oldest first."""
    if not wanted:
        return []
    query = (
        select(message)
        .where(
            message_is_waiting,
            message.c.expires_at > now,
            tuple_(message.c.name, message.c.correlation_key).in_(wanted),
        )
        .order_by(message.c.id)
    )
    return [MessageRow(**row._asdict()) for row in transaction.execute(query)]


def take_message(transaction: Transaction, message_id: str) -> bool:
    """Mark a waiting message as taken; false when somebody took it before."""
    statement = (
        update(message).where(message.c.id == message_id, message_is_waiting).values(status="taken")
    )
    return transaction.execute(statement).rowcount == 1


def get_message(transaction: Transaction, message_id: str) -> MessageRow | None:
    """Return a message, or null."""
    row = transaction.execute(select(message).where(message.c.id == message_id)).one_or_none()
    return None if row is None else MessageRow(**row._asdict())


def list_to_begin_with(
    transaction: Transaction, process_id: str, start_key: str, now: datetime
) -> list[MessageRow]:
    """List the messages that wait to begin a case with a start key, oldest first."""
    query = (
        select(message)
        .where(
            message_is_waiting,
            message.c.begins == process_id,
            message.c.start_key == start_key,
            message.c.expires_at > now,
        )
        .order_by(message.c.id)
        .limit(_MOST_TO_BEGIN)
    )
    return [MessageRow(**row._asdict()) for row in transaction.execute(query)]


def list_to_begin(transaction: Transaction, now: datetime) -> list[tuple[str, str]]:
    """List procedures and start keys that messages wait for although no active case has the key."""
    taken = and_(
        instance.c.process_id == message.c.begins,
        instance.c.start_key == message.c.start_key,
        case_is_active,
    )
    query = (
        select(message.c.begins, message.c.start_key)
        .where(
            message_is_waiting,
            message.c.begins.is_not(None),
            message.c.expires_at > now,
            not_(exists().where(taken)),
        )
        .distinct()
        .order_by(message.c.begins, message.c.start_key)
    )
    return [(str(process), str(key)) for process, key in transaction.execute(query)]


def list_missed(transaction: Transaction, now: datetime) -> list[tuple[str, str, str]]:
    """List messages and subscriptions that fit and have not found each other.

    It happens on PostgreSQL alone, when both are written at the same moment.

    Returns:
        Message, name and correlation key.
    """
    fits = and_(
        subscription.c.type == "message",
        subscription.c.name == message.c.name,
        subscription.c.correlation_key == message.c.correlation_key,
    )
    query = (
        select(message.c.id, message.c.name, message.c.correlation_key)
        .join_from(message, subscription, fits)
        .where(message_is_waiting, message.c.expires_at > now)
        .order_by(message.c.id)
    )
    return [(found, name, key) for found, name, key in transaction.execute(query)]


def expire_messages(transaction: Transaction, now: datetime) -> int:
    """Close the messages that waited too long; returns how many."""
    statement = (
        update(message)
        .where(message_is_waiting, or_(message.c.expires_at <= now))
        .values(status="expired")
    )
    return transaction.execute(statement).rowcount
