"""What becomes of a job: done, tried again later, or failed with an incident."""

from dataclasses import replace
from datetime import timedelta

from engine.advance.refusals import record
from engine.advance.step import advance
from engine.advance.sync import write_incidents
from engine.context import Work
from engine.model.events import IncidentRaised, JobFailed, WorkFailed
from engine.model.ids import SYSTEM
from engine.store import jobs
from engine.store.instances import InstanceRow
from engine.store.jobs import JobRow

#: How long a job that somebody took may take before another takes it.
LEASE = timedelta(minutes=5)
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=1)


def back_off(attempts: int) -> timedelta:
    """Return how long to wait after a number of failed attempts: doubling, at most an hour."""
    doublings: int = 2 ** max(0, min(attempts, 12) - 1)
    return min(_FIRST_WAIT * doublings, _LONGEST_WAIT)


def fail(
    work: Work,
    instance: InstanceRow | None,
    job: JobRow,
    message: str,
    *,
    permanent: bool,
    after: timedelta | None = None,
    actor: str = SYSTEM,
) -> None:
    """Let a job try again later, or close it as failed with an incident.

    Args:
        work: The open transaction, with the case of the job locked.
        instance: That case; null when the job belongs to none.
        job: The job, as it was taken.
        message: What went wrong.
        permanent: Trying again is of no use.
        after: How long to wait; as `back_off` says when null.
        actor: Who tried.
    """
    left = job.retries - 1
    if left > 0 and not permanent:
        later = work.now + (back_off(job.attempts) if after is None else after)
        put_off = replace(job.remembering_due(), due_at=later, retries=left, last_error=message)
        jobs.postpone(work.transaction, put_off)
        return
    jobs.finish(work.transaction, job.id, "failed", error=message)
    if instance is None or instance.status != "active":
        return
    if job.kind == "connector":
        failed = JobFailed(token=job.token, element=job.element, message=message)
        advance(work, instance, failed, actor=actor)
        return
    _raise_incident(work, instance, job, message)


def _raise_incident(work: Work, instance: InstanceRow, job: JobRow, message: str) -> None:
    raised = IncidentRaised(element=job.element, token=job.token, message=message)
    grown = write_incidents(work, instance, [raised], set(), SYSTEM)
    note = WorkFailed(token=job.token, element=job.element, work=job.kind, message=message)
    record(work, replace(instance, incidents=instance.incidents + grown), [note], actor=SYSTEM)
