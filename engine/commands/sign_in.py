"""Begin a session."""

from dataclasses import dataclass
from datetime import datetime

from engine.advance.passwords import hash_password, is_password, is_weak
from engine.context import DEMO_ACCOUNT, Context, Work, writing
from engine.errors import NotAllowedError
from engine.model.ids import PersonId
from engine.store import accounts, sessions, throttle
from engine.store.directory import find_person_by_email
from engine.store.settings import get_setting


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A new session."""

    #: Random; only its hash is stored.
    token: str
    person: PersonId
    expires_at: datetime


def sign_in(
    context: Context, *, email: str, password: str, remote: str = "", loopback: bool = False
) -> SignedIn:
    """Begin a session with an e-mail address (or person id) and a password.

    Args:
        context: The engine.
        email: E-mail address or person id.
        password: As typed.
        remote: Address of the client, for throttling.
        loopback: The client is on this machine: demo accounts may be used.

    Raises:
        NotAllowedError: If they do not belong together (which of them is wrong is not said), or
            there were too many attempts.
    """
    with writing(context) as work:
        found = _find_account(work, email)
        waits_until = throttle.find_end_of_wait(
            work.transaction,
            account=email,
            address=remote,
            now=work.now,
            attempts=context.settings.sign_in_attempts,
            window=context.settings.sign_in_window,
        )
        person, hashed = found or (PersonId(""), "")
        right = waits_until is None and is_password(password, hashed)
        if right and not loopback:
            right = not get_setting(work.transaction, DEMO_ACCOUNT + person)
        throttle.record_attempt(
            work.transaction, account=email, address=remote, succeeded=right, now=work.now
        )
        signed_in = _begin(work, person, remote) if right else None
        if signed_in is not None and is_weak(hashed):
            accounts.refresh_password_hash(work.transaction, person, hash_password(password))
    if signed_in is None:
        # Raised outside the transaction: the attempt must stay on record.
        raise NotAllowedError(_TOO_MANY if waits_until else _WRONG)
    return signed_in


_WRONG = "The address and the password do not belong together. Try again."
_TOO_MANY = "There were too many attempts. Wait a quarter of an hour, then try again."


def _find_account(work: Work, email: str) -> tuple[PersonId, str] | None:
    known = find_person_by_email(work.transaction, email)
    person = known.id if known else email.strip()
    account = accounts.find_account(work.transaction, person)
    if account is None or account.disabled_at is not None or account.password_hash is None:
        return None
    listed = work.roster.people.get(account.person)
    return (account.person, account.password_hash) if listed and listed.active else None


def _begin(work: Work, person: PersonId, remote: str) -> SignedIn:
    lifetime = work.context.settings.session_lifetime
    token = sessions.create_session(
        work.transaction, person=person, now=work.now, lifetime=lifetime, address=remote
    )
    return SignedIn(token=token, person=person, expires_at=work.now + lifetime)
