"""Let a worker outside say that it could not do a job."""

from datetime import timedelta

from engine.advance.outside_work import released, require_lock, require_worker
from engine.advance.work_done import fail
from engine.context import Context, writing_case
from engine.model.ids import JobId, PersonId
from engine.store import jobs


def give_back_job(
    context: Context,
    *,
    actor: PersonId,
    job: JobId,
    lock: int,
    message: str,
    permanent: bool = False,
    after: timedelta | None = None,
) -> None:
    """Let a job that a worker took be tried again later; the last attempt becomes an incident.

    Args:
        context: The engine.
        actor: The worker's account.
        job: The job.
        lock: Its number when it was taken.
        message: What went wrong, for the administrator.
        permanent: Trying again is of no use.
        after: How long to wait before the next attempt; null for twice as long as the last time.

    Raises:
        NotFoundError: If there is no such job.
        NotAllowedError: If the actor may not.
        ConflictError: If the job is no longer the worker's, or no longer waited for.
        RefusedError: If it is no job for workers outside.
    """
    with writing_case(context, job=job) as (work, instance):
        require_worker(work, actor)
        row = jobs.get(work.transaction, job)
        require_lock(context, row, lock)
        fail(
            work,
            instance,
            released(row),
            message,
            permanent=permanent,
            after=after,
            actor=actor,
        )
