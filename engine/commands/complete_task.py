"""Finish a task."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.context import Context
from engine.model.ids import InstanceId, PersonId, TaskId


@dataclass(frozen=True, kw_only=True)
class Completed:
    """What finishing a task led to."""

    instance: InstanceId
    #: A task of the same case that now waits for the same person; null when there is none.
    next_task: TaskId | None


def complete_task(
    context: Context,
    *,
    actor: PersonId,
    task: TaskId,
    submission: Mapping[str, object],
    key: str = "",
) -> Completed:
    """Finish a task with the answers of its form; what follows has happened when this returns.

    A task that nobody has claimed is claimed by finishing it.

    Args:
        context: The engine.
        actor: Who finishes it; whom they stand in for is found out.
        task: The task.
        submission: Raw answers.
        key: Makes a repeated submission harmless.

    Raises:
        NotFoundError: If there is no such task.
        NotAllowedError: If it is not theirs to do.
        ConflictError: If somebody else has it, or it is no longer open.
        SubmissionError: If the form was filled in wrongly.
        ExpressionError: If what follows the task cannot be worked out with these answers.
    """
    raise NotImplementedError
