"""Who may sign in. Passwords are hashed elsewhere; only the hash comes here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from engine.errors import NotFoundError
from engine.model.ids import PersonId
from engine.store.database import Transaction
from engine.store.sessions import end_sessions
from engine.store.statements import insert_new
from engine.store.tables import account


@dataclass(frozen=True, kw_only=True)
class Account:
    """How a person signs in."""

    person: PersonId
    #: As the password library wrote it; null when the person signs in elsewhere.
    password_hash: str | None
    #: Name of the person at the sign-in provider; null for local accounts.
    external_subject: str | None
    created_at: datetime
    password_changed_at: datetime
    #: Null while the account may be used.
    disabled_at: datetime | None


def create_account(
    transaction: Transaction,
    *,
    person: str,
    now: datetime,
    password_hash: str | None = None,
    external_subject: str | None = None,
) -> bool:
    """Let a person sign in; tell whether the account is new (one there is stays as it is)."""
    values = {
        "person": person,
        "password_hash": password_hash,
        "external_subject": external_subject,
        "created_at": now,
        "password_changed_at": now,
    }
    return insert_new(transaction, account, values)


def find_account(transaction: Transaction, person: str) -> Account | None:
    """Return the account of a person."""
    return _find(transaction, account.c.person == person)


def find_external_account(transaction: Transaction, external_subject: str) -> Account | None:
    """Return the account of whoever a sign-in provider names so."""
    return _find(transaction, account.c.external_subject == external_subject)


def save_password_hash(
    transaction: Transaction, person: str, password_hash: str, now: datetime
) -> None:
    """Change a password; every session of the account ends.

    Raises:
        NotFoundError: If the person has no account.
    """
    _update(transaction, person, {"password_hash": password_hash, "password_changed_at": now})
    end_sessions(transaction, person)


def refresh_password_hash(transaction: Transaction, person: str, password_hash: str) -> None:
    """Keep the same password hashed anew, with stronger parameters; sessions go on.

    Raises:
        NotFoundError: If the person has no account.
    """
    _update(transaction, person, {"password_hash": password_hash})


def disable_account(transaction: Transaction, person: str, now: datetime) -> None:
    """Keep a person from signing in, and end every session of theirs.

    Raises:
        NotFoundError: If the person has no account.
    """
    _update(transaction, person, {"disabled_at": now})
    end_sessions(transaction, person)


def enable_account(transaction: Transaction, person: str) -> None:
    """Let a person sign in again.

    Raises:
        NotFoundError: If the person has no account.
    """
    _update(transaction, person, {"disabled_at": None})


def list_accounts(transaction: Transaction) -> tuple[Account, ...]:
    """List every account by person."""
    rows = transaction.execute(select(account).order_by(account.c.person)).mappings()
    return tuple(Account(**row) for row in rows)


def _update(transaction: Transaction, person: str, values: dict[str, object]) -> None:
    statement = update(account).where(account.c.person == person).values(**values)
    if transaction.execute(statement).rowcount != 1:
        message = f"{person} has no account."
        raise NotFoundError(message)


def _find(transaction: Transaction, condition: ColumnElement[bool]) -> Account | None:
    row = transaction.execute(select(account).where(condition)).mappings().one_or_none()
    return None if row is None else Account(**row)
