"""Take a task."""

from engine.context import Context
from engine.model.ids import PersonId, TaskId


def claim_task(context: Context, *, actor: PersonId, task: TaskId) -> None:
    """Take a task, so that nobody else works on it. Taking it twice is harmless.

    Raises:
        NotFoundError: If there is no such task.
        NotAllowedError: If it is not theirs to do.
        ConflictError: If somebody else has it, or it is no longer open.
    """
    raise NotImplementedError
