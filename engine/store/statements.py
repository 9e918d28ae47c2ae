"""Two statements that both databases know and SQLAlchemy spells once for each."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.database import Transaction


def insert_new(transaction: Transaction, table: Table, values: Mapping[str, object]) -> bool:
    """Insert a row unless its key is taken; tell whether it was inserted.

    On PostgreSQL this waits for another transaction that is inserting the same key.
    """
    statement = (
        _insert(transaction, table)
        .values(**values)
        .on_conflict_do_nothing()
        .returning(*table.primary_key)
    )
    return transaction.execute(statement).first() is not None


def upsert(transaction: Transaction, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows, or overwrite those with the same primary key; all rows have the same columns."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    statement = _insert(transaction, table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    final = (
        statement.on_conflict_do_update(index_elements=keys, set_=changed)
        if changed
        else statement.on_conflict_do_nothing(index_elements=keys)
    )
    transaction.execute(final, [dict(row) for row in rows])


def _insert(transaction: Transaction, table: Table) -> postgresql.Insert | sqlite.Insert:
    if transaction.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
