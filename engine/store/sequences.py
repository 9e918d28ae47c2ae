"""Numbers without gaps."""

from sqlalchemy import select, update

from engine.store.database import Transaction
from engine.store.statements import insert_new
from engine.store.tables import sequence


def next_number(transaction: Transaction, name: str) -> int:
    """Take the next number of a sequence, from 1.

    The row stays locked until the transaction ends, and a rollback gives the number back: there
    are neither gaps nor doubles, and takers of one sequence wait for each other.
    """
    insert_new(transaction, sequence, {"name": name, "value": 0})
    statement = (
        update(sequence)
        .where(sequence.c.name == name)
        .values(value=sequence.c.value + 1)
        .returning(sequence.c.value)
    )
    return transaction.execute(statement).scalar_one()


def give_back(transaction: Transaction, name: str) -> None:
    """Give back the number that this transaction took last of a sequence: nobody has seen it.

    Nobody else can have taken one since: the row is locked.
    """
    statement = update(sequence).where(sequence.c.name == name).values(value=sequence.c.value - 1)
    transaction.execute(statement)


def last_number(transaction: Transaction, name: str) -> int:
    """Return the number taken last; 0 when none was."""
    statement = select(sequence.c.value).where(sequence.c.name == name)
    return transaction.execute(statement).scalar_one_or_none() or 0
