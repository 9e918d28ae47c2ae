"""Finish a task."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine import spiff
from engine.advance.acting import require_ground
from engine.advance.completers import Finishing
from engine.advance.following import find_next_task
from engine.advance.model import Model, get_model
from engine.advance.refusals import recording_refusals
from engine.advance.step import advance
from engine.advance.submissions import Submission, bind, check, store
from engine.advance.world import Witness
from engine.context import Context, Work, writing_case
from engine.model.access import Ground
from engine.model.events import UserTaskCompleted
from engine.model.ids import InstanceId, PersonId, TaskId
from engine.store import idempotency, user_tasks
from engine.store.instances import InstanceRow
from engine.store.user_tasks import Closing, UserTaskRow


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
    with (
        recording_refusals(context, actor=actor, command="complete_task", task=task),
        writing_case(context, task=task) as (work, instance),
    ):
        row = user_tasks.get(work.transaction, task)
        earlier = _find_earlier(work, actor, key, row)
        if earlier is not None:
            return earlier
        model = get_model(work, instance.definition_id)
        ground = require_ground(work, instance, model, row, actor)
        done = _complete(work, instance, model, row, submission, actor, ground)
        if key:
            idempotency.save_first(
                work.transaction,
                actor=actor,
                key=key,
                command="complete_task",
                result={"instance": done.instance, "next_task": done.next_task},
                at=work.now,
            )
        return done


def _find_earlier(work: Work, actor: str, key: str, row: UserTaskRow) -> Completed | None:
    """Return the answer given before to the same key; a task still open was not answered yet."""
    if not key or row.is_open:
        return None
    answer = idempotency.find_answer(
        work.transaction, actor=actor, key=key, command="complete_task"
    )
    if answer is None or not isinstance(answer.result, dict):
        return None
    return Completed(
        instance=InstanceId(answer.result["instance"]), next_task=answer.result["next_task"]
    )


def _complete(
    work: Work,
    instance: InstanceRow,
    model: Model,
    row: UserTaskRow,
    submission: Mapping[str, object],
    actor: PersonId,
    ground: Ground,
) -> Completed:
    finishing = Finishing(instance=instance.id)
    witness = Witness(work=work, model=model, zone=instance.zone, finishing=finishing)
    # Nothing but a form asks for the variables, and reading them all again has its price.
    scope = spiff.visible_variables(model.definition, instance.state, row.token) if row.form else {}
    asked = Submission(form=row.form, answers=submission, scope=scope)
    values, files = store(
        work,
        model,
        row.form,
        check(work, witness, asked),
        actor=actor,
        subject=instance.subject,
        instance_id=instance.id,
    )
    bind(work, files, instance.id)
    event = UserTaskCompleted(
        task=row.id,
        token=row.token,
        element=row.element,
        submission=values,
        on_behalf_of=ground.on_behalf_of,
    )
    closing = Closing(
        id=row.id,
        status="completed",
        at=work.now,
        completed_by=actor,
        on_behalf_of=ground.on_behalf_of,
    )
    done = advance(work, instance, event, actor=actor, closing=closing)
    return Completed(
        instance=instance.id, next_task=find_next_task(work, done.instance, done.tasks, actor)
    )
