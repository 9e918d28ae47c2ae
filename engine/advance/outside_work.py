"""Workers outside: who may take jobs, which jobs, and whether they still have what they took.

A worker takes a job for a while and gets a number, its lock. When the time is up and another takes
the job, the lock of the first is worth nothing any more: of two answers one counts.
"""

from dataclasses import replace

from engine.context import Context, Work
from engine.errors import ConflictError, NotAllowedError, RefusedError
from engine.model.access import may_work_outside
from engine.model.connectors import OWN_TYPES
from engine.store.jobs import JobRow

_RELEASED = "released"


def require_worker(work: Work, actor: str) -> None:
    """Make sure that somebody may take jobs and answer them.

    Raises:
        NotAllowedError: If they may not.
    """
    if not may_work_outside(work.roster, actor, work.today):
        message = "Only accounts with the role integration may do the work of service tasks."
        raise NotAllowedError(message)


def require_outside(context: Context, job_type: str) -> None:
    """Make sure that jobs of a type are left to workers outside.

    Raises:
        RefusedError: If the house does them itself.
    """
    if job_type.startswith(OWN_TYPES) or job_type in context.connectors:
        message = f"Jobs of type {job_type} are done by Docket itself."
        raise RefusedError(message)


def require_lock(context: Context, job: JobRow, lock: int) -> None:
    """Make sure that a worker still has the job that it took.

    Raises:
        ConflictError: If it was answered, withdrawn, given back, or taken by another.
        RefusedError: If it is no job for workers outside.
    """
    if job.kind == "connector":
        require_outside(context, job.type)
    if job.kind != "connector" or job.status != "waiting":
        message = f"The job {job.id} is no longer waited for; nothing was changed."
        raise ConflictError(message)
    payload = job.payload if isinstance(job.payload, dict) else {}
    if job.attempts != lock or payload.get(_RELEASED) == lock:
        message = (
            f"The job {job.id} was given back or taken by another worker; nothing was changed."
        )
        raise ConflictError(message)


def released(job: JobRow) -> JobRow:
    """Return a job whose present lock is worth nothing any more."""
    payload = job.payload if isinstance(job.payload, dict) else {}
    return replace(job, payload={**payload, _RELEASED: job.attempts})


def was_answered(job: JobRow, lock: int) -> bool:
    """Tell whether a job is done by the very worker that says so again."""
    return job.status == "done" and job.attempts == lock
