"""Keep unfinished answers."""

from collections.abc import Mapping

from engine.context import Context
from engine.model.ids import PersonId, TaskId


def save_draft(
    context: Context, *, actor: PersonId, task: TaskId, answers: Mapping[str, object]
) -> None:
    """Keep unfinished answers of a task without checking them; they are stored encrypted.

    Raises:
        NotFoundError: If there is no such task.
        NotAllowedError: If it is not theirs to do.
        ConflictError: If somebody else has it, or it is no longer open.
    """
    raise NotImplementedError
