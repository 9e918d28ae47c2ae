"""Give a task to somebody."""

from engine.context import Context
from engine.model.ids import PersonId, TaskId


def assign_task(
    context: Context, *, actor: PersonId, task: TaskId, assignee: PersonId, reason: str
) -> None:
    """Give a task to a person, as an administrator; four-eyes still holds.

    Raises:
        NotFoundError: If there is no such task or person.
        NotAllowedError: If the actor is no administrator, or the assignee may not do it.
        RefusedError: If no reason is given.
        ConflictError: If it is no longer open.
    """
    raise NotImplementedError
