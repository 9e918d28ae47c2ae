"""Slows down guessing: failed sign-ins count against the account and against the address."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, select

from engine.store.database import Transaction
from engine.store.tables import sign_in_attempt

#: One address may fail this many times as often as one account: an office shares an address.
_ADDRESS_FACTOR = 5


def record_attempt(
    transaction: Transaction, *, account: str, address: str, succeeded: bool, now: datetime
) -> None:
    """Write down that somebody tried to sign in."""
    transaction.execute(
        insert(sign_in_attempt).values(
            account=_account(account), address=address, at=now, succeeded=succeeded
        )
    )


def find_end_of_wait(
    transaction: Transaction,
    *,
    account: str,
    address: str,
    now: datetime,
    attempts: int,
    window: timedelta,
) -> datetime | None:
    """Return until when a sign-in must wait; none when it may go ahead.

    Args:
        transaction: The open transaction.
        account: As typed.
        address: Where the request comes from.
        now: The present.
        attempts: Failures of one account that are free within the window; a success clears them.
        window: How long a failure counts.
    """
    ends = (
        _end(transaction, sign_in_attempt.c.account == _account(account), now, attempts, window),
        _end(
            transaction,
            # A success does not clear an address: somebody's own account must not free their guesses.
            (sign_in_attempt.c.address == address) & sign_in_attempt.c.succeeded.is_(False),
            now,
            attempts * _ADDRESS_FACTOR,
            window,
        ),
    )
    return max((end for end in ends if end is not None), default=None)


def forget_attempts(transaction: Transaction, before: datetime) -> int:
    """Remove the attempts made before an instant; return how many."""
    return transaction.execute(
        delete(sign_in_attempt).where(sign_in_attempt.c.at < before)
    ).rowcount


def _end(
    transaction: Transaction,
    whose: ColumnElement[bool],
    now: datetime,
    free: int,
    window: timedelta,
) -> datetime | None:
    """Return when the oldest of the last ``free`` failures in a row stops to count."""
    statement = (
        select(sign_in_attempt.c.at, sign_in_attempt.c.succeeded)
        .where(whose, sign_in_attempt.c.at > now - window)
        .order_by(sign_in_attempt.c.at.desc(), sign_in_attempt.c.id.desc())
        .limit(free)
    )
    rows = list(transaction.execute(statement))
    if len(rows) < free or any(succeeded for _, succeeded in rows):
        return None
    return rows[-1][0] + window


def _account(typed: str) -> str:
    return typed.strip().lower()[:200]
