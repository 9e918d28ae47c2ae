"""End a session."""

from engine.context import Context


def sign_out(context: Context, *, token: str) -> None:
    """End a session; an unknown token is no error."""
    raise NotImplementedError
