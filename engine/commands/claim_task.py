"""Take a task."""

from engine.advance.acting import require_ground
from engine.advance.model import get_model
from engine.advance.refusals import record, recording_refusals
from engine.context import Context, writing_case
from engine.errors import ConflictError
from engine.model.events import UserTaskClaimed
from engine.model.ids import PersonId, TaskId
from engine.store import user_tasks


def claim_task(context: Context, *, actor: PersonId, task: TaskId) -> None:
    """Take a task, so that nobody else works on it. Taking it twice is harmless.

    Raises:
        NotFoundError: If there is no such task.
        NotAllowedError: If it is not theirs to do.
        ConflictError: If somebody else has it, or it is no longer open.
    """
    with (
        recording_refusals(context, actor=actor, command="claim_task", task=task),
        writing_case(context, task=task) as (work, instance),
    ):
        row = user_tasks.get(work.transaction, task)
        if row.assignee == actor and row.is_open:
            return
        model = get_model(work, instance.definition_id)
        ground = require_ground(work, instance, model, row, actor)
        if not user_tasks.claim(work.transaction, task, actor):
            message = f"Somebody else has just taken the task “{row.name}”. Go back to the inbox."
            raise ConflictError(message)
        claimed = UserTaskClaimed(
            task=task, token=row.token, assignee=actor, on_behalf_of=ground.on_behalf_of
        )
        record(work, instance, [claimed], actor=actor)
