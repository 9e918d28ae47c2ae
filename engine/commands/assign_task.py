"""Give a task to somebody."""

from dataclasses import replace

from engine.advance.acting import judge
from engine.advance.model import get_model
from engine.advance.refusals import record, recording_refusals
from engine.context import Context, Work, writing_case
from engine.errors import ConflictError, NotAllowedError, RefusedError
from engine.model.access import is_administrator
from engine.model.events import UserTaskAssigned
from engine.model.ids import PersonId, TaskId
from engine.model.roster import get_person
from engine.store import incidents, user_tasks
from engine.store.instances import InstanceRow
from engine.store.user_tasks import UserTaskRow


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
    with (
        recording_refusals(context, actor=actor, command="assign_task", task=task),
        writing_case(context, task=task) as (work, instance),
    ):
        if not is_administrator(work.roster, actor, work.day(instance.zone)):
            message = "Only an administrator may assign tasks."
            raise NotAllowedError(message)
        if not reason.strip():
            message = "Say why the task is assigned; it goes into the record."
            raise RefusedError(message)
        row = user_tasks.get(work.transaction, task)
        _require_able(work, instance, row, assignee)
        if not user_tasks.assign(work.transaction, task, assignee):
            message = f"The task “{row.name}” is no longer open."
            raise ConflictError(message)
        over = incidents.resolve(work.transaction, instance.id, {row.token}, at=work.now, by=actor)
        assigned = UserTaskAssigned(task=task, token=row.token, assignee=assignee, reason=reason)
        left = replace(instance, incidents=instance.incidents - over)
        record(work, left, [assigned], actor=actor)


def _require_able(work: Work, instance: InstanceRow, row: UserTaskRow, assignee: PersonId) -> None:
    get_person(work.roster, assignee)
    model = get_model(work, instance.definition_id)
    verdict = judge(work, instance, model, replace(row, assignee=assignee), assignee)
    if verdict.refusal is not None and verdict.refusal.kind == "four-eyes":
        message = (
            f"“{row.name}” needs other eyes: {verdict.refusal.params['person']} did "
            f"“{verdict.refusal.params['element']}” in this case. Assign it to somebody else."
        )
        raise NotAllowedError(message)
