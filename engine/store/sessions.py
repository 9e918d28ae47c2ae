"""Who is signed in: random tokens, of which only a hash is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import bindparam, delete, insert, or_, select, update

from engine.model.ids import PersonId
from engine.store.database import Transaction
from engine.store.prepared import Prepared
from engine.store.tables import account, session
from engine.store.tables import person as people

#: Random bytes in a token.
_TOKEN_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class Session:
    """A person signed in with one browser."""

    #: Names the session without giving it away.
    token_hash: str
    person: PersonId
    created_at: datetime
    #: When it was last used, as far as written down.
    seen_at: datetime
    #: When it ends, used or not.
    ends_at: datetime
    address: str
    browser: str


_COLUMNS = [column.name for column in session.c]
_FIND = Prepared(
    select(session)
    .join(account, account.c.person == session.c.person)
    .join(people, people.c.id == session.c.person)
    .where(
        session.c.token_hash == bindparam("token_hash"),
        session.c.ends_at > bindparam("now"),
        session.c.seen_at > bindparam("oldest"),
        account.c.disabled_at.is_(None),
        people.c.active,
    )
)


def create_session(
    transaction: Transaction,
    *,
    person: str,
    now: datetime,
    lifetime: timedelta,
    address: str = "",
    browser: str = "",
) -> str:
    """Sign a person in, and return the token that only their browser keeps."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    transaction.execute(
        insert(session).values(
            token_hash=_hash(token),
            person=person,
            created_at=now,
            seen_at=now,
            ends_at=now + lifetime,
            address=address,
            browser=browser[:300],
        )
    )
    return token


def find_session(
    transaction: Transaction, token: str, *, now: datetime, idle: timedelta
) -> Session | None:
    """Return the session of a token, unless it ended.

    It ends when unused for longer than ``idle``, at the end of its lifetime, and with the account
    or the person becoming inactive.
    """
    values = {"token_hash": _hash(token), "now": now, "oldest": now - idle}
    row = _FIND.row(transaction, **values)
    return None if row is None else Session(**dict(zip(_COLUMNS, row, strict=True)))


def touch_session(transaction: Transaction, token: str, now: datetime) -> None:
    """Write down that a session is in use."""
    transaction.execute(
        update(session).where(session.c.token_hash == _hash(token)).values(seen_at=now)
    )


def list_sessions(transaction: Transaction, person: str) -> tuple[Session, ...]:
    """List the sessions of a person, the last used first."""
    statement = select(session).where(session.c.person == person)
    rows = transaction.execute(statement.order_by(session.c.seen_at.desc())).mappings()
    return tuple(Session(**row) for row in rows)


def end_session(transaction: Transaction, token: str) -> None:
    """Sign out."""
    transaction.execute(delete(session).where(session.c.token_hash == _hash(token)))


def end_sessions(transaction: Transaction, person: str, *, keep: str = "") -> int:
    """Sign a person out everywhere, but for the session of one token; return how many ended."""
    statement = delete(session).where(session.c.person == person)
    if keep:
        statement = statement.where(session.c.token_hash != _hash(keep))
    return transaction.execute(statement).rowcount


def forget_ended_sessions(transaction: Transaction, *, now: datetime, idle: timedelta) -> int:
    """Remove the sessions that ended by time; return how many."""
    statement = delete(session).where(
        or_(session.c.ends_at <= now, session.c.seen_at <= now - idle)
    )
    return transaction.execute(statement).rowcount


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
