"""Keep unfinished answers."""

from collections.abc import Mapping

from engine import feel
from engine.advance.acting import require_ground
from engine.advance.model import get_model
from engine.advance.refusals import recording_refusals
from engine.context import Context, writing_case
from engine.errors import ConflictError
from engine.model.ids import PersonId, TaskId
from engine.store import user_tasks
from engine.store.sealed import seal


def save_draft(
    context: Context, *, actor: PersonId, task: TaskId, answers: Mapping[str, object]
) -> None:
    """Keep unfinished answers of a task without checking them; they are stored encrypted.

    Raises:
        NotFoundError: If there is no such task.
        NotAllowedError: If it is not theirs to do.
        ConflictError: If somebody else has it, or it is no longer open.
    """
    with (
        recording_refusals(context, actor=actor, command="save_draft", task=task),
        writing_case(context, task=task) as (work, instance),
    ):
        row = user_tasks.get(work.transaction, task)
        model = get_model(work, instance.definition_id)
        require_ground(work, instance, model, row, actor)
        draft = seal(
            work.transaction,
            context.keyring,
            subject=instance.subject,
            value=feel.admit(dict(answers)),
            now=work.now,
        )
        if not user_tasks.save_draft(work.transaction, task, draft):
            message = f"The task “{row.name}” is no longer open."
            raise ConflictError(message)
