"""Answers of commands by the key that their sender chose: asked twice, done once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from engine.errors import ConflictError
from engine.store.database import Transaction
from engine.store.prepared import Prepared
from engine.store.statements import insert_new
from engine.store.tables import idempotency


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a command answered when its key was first used."""

    result: object


_ADD = Prepared(insert(idempotency), *(column.name for column in idempotency.c))
_FIND = Prepared(
    select(idempotency.c.result).where(
        idempotency.c.actor == bindparam("by"),
        idempotency.c.key == bindparam("sent"),
        idempotency.c.command == bindparam("wanted"),
    )
)


def claim_key(
    transaction: Transaction, *, actor: str, key: str, command: str, at: datetime
) -> Answer | None:
    """Take a key before doing what it was sent for; return the earlier answer when it is taken.

    A second sender of the same key waits here until the first is done: it then gets the answer, or
    the key itself when the first failed.

    Raises:
        ConflictError: If the actor used the key for another command.
    """
    values = {"actor": actor, "key": key, "command": command, "at": at}
    if insert_new(transaction, idempotency, values):
        return None
    statement = select(idempotency.c.command, idempotency.c.result).where(
        idempotency.c.actor == actor, idempotency.c.key == key
    )
    earlier, result = transaction.execute(statement).one()
    if earlier != command:
        message = (
            f"The key {key} was used for {earlier} before. Send each thing to do under its own key."
        )
        raise ConflictError(message)
    return Answer(result=result)


def save_answer(transaction: Transaction, *, actor: str, key: str, result: object) -> None:
    """Keep what a command answered (JSON) for the next time its key is sent."""
    transaction.execute(
        update(idempotency)
        .where(idempotency.c.actor == actor, idempotency.c.key == key)
        .values(result=result)
    )


def find_answer(transaction: Transaction, *, actor: str, key: str, command: str) -> Answer | None:
    """Return what a command answered to a key before; null when it never did."""
    row = _FIND.row(transaction, by=actor, sent=key, wanted=command)
    return None if row is None else Answer(result=row[0])


def save_first(
    transaction: Transaction, *, actor: str, key: str, command: str, result: object, at: datetime
) -> None:
    """Keep an answer under a key at once, for commands that something else keeps from running twice.

    Raises:
        ConflictError: If the actor used the key before.
    """
    values = {"actor": actor, "key": key, "command": command, "result": result, "at": at}
    try:
        _ADD.change(transaction, [values])
    except ConflictError as error:
        message = f"The key {key} was used before. Send each thing to do under its own key."
        raise ConflictError(message) from error


def forget_answers(transaction: Transaction, before: datetime) -> int:
    """Drop the answers given before an instant; return how many."""
    return transaction.execute(delete(idempotency).where(idempotency.c.at < before)).rowcount
