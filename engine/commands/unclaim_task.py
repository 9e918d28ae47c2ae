"""Give a task back."""

from engine.context import Context
from engine.model.ids import PersonId, TaskId


def unclaim_task(context: Context, *, actor: PersonId, task: TaskId) -> None:
    """Give a task back to everybody who may do it.

    Raises:
        NotFoundError: If there is no such task.
        NotAllowedError: If it is not theirs to give back, or nobody else could do it.
        ConflictError: If it is no longer open.
    """
    raise NotImplementedError
