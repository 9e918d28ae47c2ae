"""Let a job wait that something else than its case stopped."""

from dataclasses import replace
from datetime import timedelta

from engine.context import Context, writing
from engine.model.ids import JobId, PersonId
from engine.store import jobs

#: The first wait; it doubles each time, up to an hour.
_FIRST_WAIT = timedelta(seconds=1)
_LONGEST_WAIT = timedelta(hours=1)


def put_off_job(context: Context, *, actor: PersonId, job: JobId, message: str) -> int:
    """Let a job be tried again a little later, ever more seldom; its attempts left stay.

    Args:
        context: The engine.
        actor: Who could not do it; the worker.
        job: The job.
        message: What stood in the way.

    Returns:
        How often it was put off or tried; 0 when it no longer waits.

    Raises:
        BusyError: If somebody has the job right now.
        NotFoundError: If there is no such job.
        StorageError: If the database cannot be written.
    """
    with writing(context) as work:
        row = jobs.lock(work.transaction, job)
        if row.status != "waiting":
            return 0
        doublings: int = 2 ** min(row.attempts, 12)
        put_off = replace(
            row.remembering_due(),
            due_at=work.now + min(_FIRST_WAIT * doublings, _LONGEST_WAIT),
            attempts=row.attempts + 1,
            last_error=message,
        )
        jobs.postpone(work.transaction, put_off)
        return put_off.attempts
