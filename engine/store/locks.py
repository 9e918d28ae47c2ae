"""Locks on a name, for what no row stands for yet."""

from sqlalchemy import text

from engine.store.database import Transaction

_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


def hold(transaction: Transaction, name: str) -> None:
    """Let nobody else hold the same name until this transaction ends; wait for whoever does.

    On SQLite there is one writer anyway.
    """
    if transaction.dialect.name == "postgresql":
        transaction.execute(_HOLD, {"name": name})
