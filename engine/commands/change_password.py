"""Change one's own password."""

from engine.context import Context
from engine.model.ids import PersonId


def change_password(context: Context, *, actor: PersonId, old: str, new: str) -> None:
    """Change one's own password; every other session of the person ends.

    Raises:
        NotAllowedError: If the old password is wrong.
        RefusedError: If the new one is shorter than 12 characters or longer than 200.
    """
    raise NotImplementedError
