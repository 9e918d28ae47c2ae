"""Begin a session."""

from dataclasses import dataclass
from datetime import datetime

from engine.context import Context
from engine.model.ids import PersonId


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
    raise NotImplementedError
