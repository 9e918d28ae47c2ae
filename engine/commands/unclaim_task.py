"""Give a task back."""

from engine.advance.refusals import record, recording_refusals
from engine.context import Context, Work, writing_case
from engine.errors import ConflictError, NotAllowedError
from engine.model.access import is_administrator
from engine.model.events import UserTaskUnclaimed
from engine.model.ids import PersonId, TaskId
from engine.model.roster import list_represented
from engine.store import user_tasks
from engine.store.user_tasks import UserTaskRow


def unclaim_task(context: Context, *, actor: PersonId, task: TaskId) -> None:
    """Give a task back to everybody who may do it.

    Raises:
        NotFoundError: If there is no such task.
        NotAllowedError: If it is not theirs to give back, or nobody else could do it.
        ConflictError: If it is no longer open.
    """
    with (
        recording_refusals(context, actor=actor, command="unclaim_task", task=task),
        writing_case(context, task=task) as (work, instance),
    ):
        row = user_tasks.get(work.transaction, task)
        _require_theirs(work, row, actor, instance.zone)
        if not row.candidates:
            message = f"Nobody else could do “{row.name}”. Ask an administrator to assign it."
            raise NotAllowedError(message)
        if not user_tasks.unclaim(work.transaction, task, row.assignee):
            message = f"The task “{row.name}” has changed hands. Look at it again."
            raise ConflictError(message)
        given_back = UserTaskUnclaimed(task=task, token=row.token)
        record(work, instance, [given_back], actor=actor)


def _require_theirs(work: Work, row: UserTaskRow, actor: str, zone: str) -> None:
    if not row.is_open:
        message = f"The task “{row.name}” is no longer open. Go back to the inbox."
        raise ConflictError(message)
    day = work.day(zone)
    theirs = {actor, *list_represented(work.roster, actor, day)}
    if row.assignee not in theirs and not is_administrator(work.roster, actor, day):
        message = f"The task “{row.name}” is not yours to give back."
        raise NotAllowedError(message)
