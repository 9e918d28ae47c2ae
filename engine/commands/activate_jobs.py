"""Let a worker outside take jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.advance.outside_work import require_outside, require_worker
from engine.advance.step import as_variables
from engine.context import Context, Work, writing
from engine.errors import RefusedError
from engine.model.ids import InstanceId, JobId, PersonId
from engine.store import instances, jobs
from engine.store.jobs import JobRow

#: The most that is taken at once, and the longest for which it is.
_MOST = 100
_LONGEST = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class ActivatedJob:
    """Work that a worker has taken."""

    job: JobId
    type: str
    #: To be given with the answer: only the newest lock of a job counts.
    lock: int
    #: Aware; then another worker may take it.
    locked_until: datetime
    #: The same for every attempt at the same work.
    key: str
    #: Attempts that are left, this one included.
    retries: int
    instance: InstanceId
    business_key: str
    process_id: str
    element: str
    headers: Mapping[str, str]
    #: FEEL values: the task's inputs.
    variables: Mapping[str, object]


def activate_jobs(
    context: Context,
    *,
    actor: PersonId,
    job_type: str,
    limit: int = 1,
    lock: timedelta = timedelta(minutes=5),
) -> tuple[ActivatedJob, ...]:
    """Take jobs of a type that wait, the longest waiting first, each by one worker only.

    Args:
        context: The engine.
        actor: The worker's account, with the role ``integration``.
        job_type: Type of ``zeebe:taskDefinition``.
        limit: How many at most, 1 to 100.
        lock: How long the worker keeps them, one second to one day; whoever has not answered by
            then may lose them to another.

    Returns:
        What was taken; nothing when nothing waits.

    Raises:
        NotAllowedError: If the actor may not.
        RefusedError: If the house does such jobs itself, or an argument is out of range.
    """
    with writing(context) as work:
        require_worker(work, actor)
        require_outside(context, job_type)
        if not (1 <= limit <= _MOST and timedelta(seconds=1) <= lock <= _LONGEST):
            message = f"Take 1 to {_MOST} jobs, for a second to a day."
            raise RefusedError(message)
        taken = jobs.activate(
            work.transaction, job_type, now=work.now, until=work.now + lock, limit=limit
        )
        return tuple(_activated(work, row) for row in taken)


def _activated(work: Work, row: JobRow) -> ActivatedJob:
    instance = instances.get(work.transaction, row.instance_id or "")
    payload = row.payload if isinstance(row.payload, dict) else {}
    headers = payload.get("headers")
    return ActivatedJob(
        job=row.id,
        type=row.type,
        lock=row.attempts,
        locked_until=row.due_at,
        key=row.key,
        retries=row.retries,
        instance=instance.id,
        business_key=instance.business_key,
        process_id=instance.process_id,
        element=row.element,
        headers=headers if isinstance(headers, dict) else {},
        variables=as_variables(payload.get("variables")),
    )
