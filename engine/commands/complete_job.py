"""Give a case the answer of a worker outside."""

from collections.abc import Mapping

from engine import feel
from engine.advance.outside_work import require_lock, require_worker, was_answered
from engine.advance.step import advance
from engine.context import Context, writing_case
from engine.model.events import JobCompleted
from engine.model.ids import JobId, PersonId
from engine.store import jobs


def complete_job(
    context: Context,
    *,
    actor: PersonId,
    job: JobId,
    lock: int,
    variables: Mapping[str, object] | None = None,
) -> None:
    """Finish a job that a worker took; said twice, it counts once.

    Args:
        context: The engine.
        actor: The worker's account.
        job: The job.
        lock: Its number when it was taken.
        variables: What the task writes: FEEL values, or plain JSON.

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
        admitted = {name: feel.admit(value) for name, value in (variables or {}).items()}
        event = JobCompleted(token=row.token, element=row.element, variables=admitted)
        advance(work, instance, event, actor=actor)
