"""Let a person sign in with a password."""

from engine.context import Context
from engine.model.ids import PersonId


def create_account(
    context: Context, *, actor: PersonId, person: PersonId, password: str, demo: bool = False
) -> None:
    """Create or replace the password of a person; ``demo`` marks an account for loopback only.

    Raises:
        NotFoundError: If there is no such person.
        NotAllowedError: If the actor is neither `SYSTEM` nor an administrator.
        RefusedError: If the password is shorter than 12 characters or longer than 200.
    """
    raise NotImplementedError
