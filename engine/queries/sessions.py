"""Who is signed in."""

from dataclasses import dataclass
from datetime import datetime

from engine.context import Context
from engine.model.ids import PersonId


@dataclass(frozen=True, kw_only=True)
class SessionView:
    """A session that is still good."""

    person: PersonId
    name: str
    email: str
    language: str
    #: IANA time zone of the person's duty station.
    zone: str
    #: Platform rights that they hold today.
    is_administrator: bool
    is_auditor: bool
    is_process_owner: bool
    expires_at: datetime


def find_session(context: Context, *, token: str) -> SessionView | None:
    """Return the session of a token, or null when it is unknown, expired, revoked or idle too long.

    Using a session keeps it from going idle.
    """
    raise NotImplementedError
