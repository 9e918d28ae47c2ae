"""Give a case the BPMN error with which a worker outside answers."""

from collections.abc import Mapping

from engine import feel
from engine.advance.outside_work import require_lock, require_worker, was_answered
from engine.advance.step import advance
from engine.context import Context, writing_case
from engine.model.events import JobErrorThrown
from engine.model.ids import JobId, PersonId
from engine.store import jobs


def throw_job_error(
    context: Context,
    *,
    actor: PersonId,
    job: JobId,
    lock: int,
    code: str,
    message: str = "",
    variables: Mapping[str, object] | None = None,
) -> None:
    """Answer a job that a worker took with a BPMN error; said twice, it counts once.

    An error that nothing in the diagram catches stops the task with an incident.

    Args:
        context: The engine.
        actor: The worker's account.
        job: The job.
        lock: Its number when it was taken.
        code: Error code, as the diagram catches it.
        message: What happened, for whoever reads the history.
        variables: What the error carries: FEEL values, or plain JSON.

    Raises:
        NotFoundError: If there is no such job.
        NotAllowedError: If the actor may not.
        ConflictError: If the job is no longer the worker's, or no longer waited for.
        RefusedError: If it is no job for workers outside.
    """
    with writing_case(context, job=job) as (work, instance):
        require_worker(work, actor)
        row = jobs.get(work.transaction, job)
        if was_answered(row, lock):
            return
        require_lock(context, row, lock)
        jobs.finish(work.transaction, job, "done")
        event = JobErrorThrown(
            token=row.token,
            element=row.element,
            code=code,
            message=message,
            variables={name: feel.admit(value) for name, value in (variables or {}).items()},
        )
        advance(work, instance, event, actor=actor)
