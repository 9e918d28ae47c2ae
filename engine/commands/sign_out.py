"""End a session."""

from engine.context import Context, writing
from engine.store import sessions


def sign_out(context: Context, *, token: str) -> None:
    """End a session; an unknown token is no error."""
    with writing(context) as work:
        sessions.end_session(work.transaction, token)
