"""Erase a person's confidential values."""

from engine.context import Context
from engine.model.ids import PersonId


def erase_subject(context: Context, *, actor: PersonId, subject: PersonId, reason: str) -> None:
    """Destroy the key of a person's confidential values and files; the chains stay valid.

    Raises:
        NotAllowedError: If the actor is no administrator.
        RefusedError: If no reason is given.
    """
    raise NotImplementedError
