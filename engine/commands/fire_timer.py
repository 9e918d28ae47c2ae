"""Let a timer run out."""

from engine.context import Context
from engine.model.ids import JobId, PersonId


def fire_timer(context: Context, *, actor: PersonId, job: JobId) -> bool:
    """Fire a timer that is due, once.

    Returns:
        False when it is not due, already fired or no longer waited for.

    Raises:
        NotFoundError: If there is no such job.
    """
    raise NotImplementedError
