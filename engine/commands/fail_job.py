"""Set a job aside that nobody could do."""

from engine.advance.work_done import fail
from engine.context import Context, writing, writing_case
from engine.model.ids import JobId, PersonId
from engine.store import jobs


def fail_job(
    context: Context, *, actor: PersonId, job: JobId, message: str, permanent: bool
) -> None:
    """Let a job try again later, or close it with an incident that says why.

    Args:
        context: The engine.
        actor: Who could not do it; the worker.
        job: The job.
        message: What went wrong.
        permanent: Trying again is of no use.

    Raises:
        NotFoundError: If there is no such job.
    """
    with writing(context) as work:
        row = jobs.get(work.transaction, job)
        if row.instance_id is None:
            if row.status == "waiting":
                fail(work, None, row, message, permanent=permanent)
            return
    with writing_case(context, job=job) as (work, instance):
        row = jobs.get(work.transaction, job)
        if row.status == "waiting":
            fail(work, instance, row, message, permanent=permanent)
